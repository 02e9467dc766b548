using System.ComponentModel.DataAnnotations;
using Franchise.Api.Http;
using Franchise.Domain.Licensing;
using Franchise.Domain.Shared;

namespace Franchise.Api.Licensing;

/// <summary>A policy with every version of its rules.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Code">Short and unique, as `STANDARD`.</param>
/// <param name="Title">What people call it.</param>
/// <param name="Versions">Its versions by number, drafts included.</param>
internal sealed record PolicyView(Id<LicencePolicy> Id, string Code, string Title, IReadOnlyList<PolicyVersionView> Versions)
{
    public static PolicyView Example => new(ExampleOf.Id<LicencePolicy>(), "STANDARD", "Standard licence", [PolicyVersionView.Example]);

    public static PolicyView Of(LicencePolicy policy) =>
        new(policy.Id, policy.Code, policy.Title, [.. policy.Versions.OrderBy(v => v.Number).Select(PolicyVersionView.Of)]);
}

/// <summary>One numbered version of a policy. Once published it never changes.</summary>
/// <param name="Id">Its id.</param>
/// <param name="PolicyId">The policy it is a version of.</param>
/// <param name="Number">1 for the first, one more for each after.</param>
/// <param name="Status">How far it has come.</param>
/// <param name="Rules">What it lays down.</param>
/// <param name="PublishedAt">When it became final; null for a draft.</param>
/// <param name="WithdrawnAt">When it was closed to new licences; null while it is open.</param>
internal sealed record PolicyVersionView(
    Id<LicencePolicyVersion> Id,
    Id<LicencePolicy> PolicyId,
    int Number,
    PolicyVersionStatus Status,
    RulesOfPolicy Rules,
    DateTimeOffset? PublishedAt,
    DateTimeOffset? WithdrawnAt
)
{
    public static PolicyVersionView Example =>
        new(ExampleOf.Id<LicencePolicyVersion>(), ExampleOf.Id<LicencePolicy>(), 1, PolicyVersionStatus.Published, RulesOfPolicy.Example, ExampleOf.Time, null);

    public static PolicyVersionView Of(LicencePolicyVersion v) =>
        new(
            v.Id, v.PolicyId, v.Number, v.Status,
            new(v.Term.ToString(), v.GraceDays, v.NoticeDays, v.RenewalBasis, v.OverageStrategy, v.TeachOut.ToString(), v.Text, v.PriceNoticeDays, v.InvoiceAheadDays, v.Dunning), v.PublishedAt, v.WithdrawnAt);
}

/// <summary>The rules that a policy version lays down.</summary>
/// <param name="Term">How long one term lasts, as an ISO 8601 period of months and days such as `P12M`; at least seven days.</param>
/// <param name="GraceDays">Days after a term's last during which the licence still runs though its renewal is not settled.</param>
/// <param name="NoticeDays">How many days before the last day of a term a milestone is announced.</param>
/// <param name="RenewalBasis">Where a renewed term begins.</param>
/// <param name="OverageStrategy">What happens when seats run out.</param>
/// <param name="TeachOut">How long courses already begun may go on when licence and grace are over; `P0D` for not at all.</param>
/// <param name="Text">The rules in plain words, as partners read them.</param>
/// <param name="PriceNoticeDays">How many days before a term a higher price must have been told. Told later, the old price stays for that term.</param>
/// <param name="InvoiceAheadDays">How many days before its first day a term that renews by itself is added and invoiced.</param>
/// <param name="Dunning">How many days after the due date of the oldest unpaid invoice each step of dunning follows; null for the usual days.</param>
internal sealed record RulesOfPolicy(
    [StringLength(20, MinimumLength = 3)] string Term,
    [Range(0, 365)] int GraceDays,
    [MaxLength(12)] IReadOnlyList<int> NoticeDays,
    RenewalBasis RenewalBasis,
    OverageStrategy OverageStrategy,
    [StringLength(20, MinimumLength = 3)] string TeachOut,
    [MaxLength(20_000)] string Text = "",
    [Range(0, 365)] int PriceNoticeDays = PolicyRules.UsualPriceNoticeDays,
    [Range(0, 180)] int InvoiceAheadDays = 0,
    DunningDays? Dunning = null
)
{
    public static RulesOfPolicy Example =>
        new("P12M", 30, PolicyRules.UsualNoticeDays, RenewalBasis.FromExpiry, OverageStrategy.Refuse, "P6M", "A year, a month of grace, six months of teach-out.", 60, 30, DunningDays.Usual);

    /// <exception cref="Refusal"><c>validation_failed</c>: a period cannot be read.</exception>
    public PolicyRules ToRules()
    {
        const string Rule = "An ISO 8601 period of months and days such as P12M or P90D, ten years at most.";
        new Faults()
            .When(!IsoPeriod.TryParse(Term, null, out var term), "/term", Rule)
            .When(!IsoPeriod.TryParse(TeachOut, null, out var teachOut), "/teachOut", Rule)
            .Refuse();
        return new(term, GraceDays, NoticeDays, RenewalBasis, OverageStrategy, teachOut, Text, PriceNoticeDays, InvoiceAheadDays, Dunning);
    }
}
