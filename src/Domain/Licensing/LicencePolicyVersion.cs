using Franchise.Domain.Shared;

namespace Franchise.Domain.Licensing;

/// <summary>Where a renewed term begins.</summary>
public enum RenewalBasis
{
    /// <summary>On the day after the last one, whether renewed early, in grace or late: no day is lost and none is given.</summary>
    FromExpiry,

    /// <summary>On the day of renewal, which becomes the new anchor. Renewed before the term is over, it begins when the term is.</summary>
    FromNow,

    /// <summary>From expiry while the licence runs or is in grace; from the day of renewal once grace is over too.</summary>
    FromNowIfExpired,
}

/// <summary>What happens when more learners are booked than the licence includes.</summary>
public enum OverageStrategy
{
    /// <summary>The booking is refused.</summary>
    Refuse,

    /// <summary>The booking is taken and each learner above the included number costs the extra learner fee.</summary>
    Allow,
}

/// <summary>How far a policy version has come.</summary>
public enum PolicyVersionStatus
{
    /// <summary>Being written.</summary>
    Draft,

    /// <summary>Final; licences may be offered under it.</summary>
    Published,

    /// <summary>No new licences; those that run under it keep it.</summary>
    Withdrawn,
}

/// <summary>The rules that a policy version lays down.</summary>
/// <param name="Term">How long one term lasts; at least seven days.</param>
/// <param name="GraceDays">Days after a term's last during which the licence still runs though its renewal is not settled; 0 to 365.</param>
/// <param name="NoticeDays">
/// How many days before the last day of a term a milestone is announced. Where it is longer than the term it is announced as the term begins: the shortest of such alone.
/// </param>
/// <param name="RenewalBasis">Where a renewed term begins.</param>
/// <param name="OverageStrategy">What happens when seats run out.</param>
/// <param name="TeachOut">How long courses already begun may go on when licence and grace are over; <c>P0D</c> for not at all.</param>
/// <param name="Text">The rules in plain words, as partners read them; may be empty.</param>
/// <param name="PriceNoticeDays">How many days before a term a higher price must have been told; 0 to 365. Told later, the old price stays for that term.</param>
/// <param name="InvoiceAheadDays">How many days before its first day a term that renews by itself is added and invoiced; 0 to 180, and some notice is given as many days before at least.</param>
/// <param name="Dunning">When unpaid invoices are reminded of and what follows; null for the usual days.</param>
public sealed record PolicyRules(
    IsoPeriod Term,
    int GraceDays,
    IReadOnlyList<int> NoticeDays,
    RenewalBasis RenewalBasis,
    OverageStrategy OverageStrategy,
    IsoPeriod TeachOut,
    string Text,
    int PriceNoticeDays = PolicyRules.UsualPriceNoticeDays,
    int InvoiceAheadDays = 0,
    DunningDays? Dunning = null
)
{
    /// <summary>The milestones that a policy has unless it says otherwise.</summary>
    public static IReadOnlyList<int> UsualNoticeDays { get; } = [90, 60, 30, 7];

    /// <summary>Two months.</summary>
    public const int UsualPriceNoticeDays = 60;

    internal void Check() =>
        (Dunning ?? DunningDays.Usual).Check(new Faults())
            .When(Term.LeastDays < 7, "/term", "A term lasts at least seven days.")
            .When(GraceDays is < 0 or > 365, "/graceDays", "Grace is 0 to 365 days.")
            .When(
                NoticeDays.Count > 12 || NoticeDays.Any(d => d is < 1 or > 730) || NoticeDays.Distinct().Count() != NoticeDays.Count,
                "/noticeDays",
                "Notice is given at most 12 times, each 1 to 730 days before the last day and none twice.")
            .When(!Enum.IsDefined(RenewalBasis), "/renewalBasis", "The renewal basis is not one there is.")
            .When(!Enum.IsDefined(OverageStrategy), "/overageStrategy", "The overage strategy is not one there is.")
            .When(PriceNoticeDays is < 0 or > 365, "/priceNoticeDays", "A higher price is told 0 to 365 days before.")
            .When(InvoiceAheadDays is < 0 or > 180, "/invoiceAheadDays", "A renewal is invoiced 0 to 180 days before its first day.")
            .When(
                InvoiceAheadDays is > 0 and <= 180 && !NoticeDays.Any(d => d >= InvoiceAheadDays),
                "/noticeDays",
                "Before a renewal is invoiced it is announced: one notice is given at least as many days before as it is invoiced.")
            .When(Text.Length > 20_000, "/text", "The text has at most 20,000 characters.")
            .Refuse();
}

/// <summary>One numbered version of a policy. Once published it never changes.</summary>
[IdPrefix("plv")]
public sealed class LicencePolicyVersion : IPlatformOwned
{
    private LicencePolicyVersion() { }

    internal LicencePolicyVersion(Id<LicencePolicy> policy, int number, PolicyRules rules, DateTimeOffset now)
    {
        Id = Id<LicencePolicyVersion>.New(now);
        PolicyId = policy;
        Number = number;
        Change(rules);
    }

    /// <summary>The version's id.</summary>
    public Id<LicencePolicyVersion> Id { get; private set; }

    /// <summary>The policy it is a version of.</summary>
    public Id<LicencePolicy> PolicyId { get; private set; }

    /// <summary>1 for the first, one more for each after.</summary>
    public int Number { get; private set; }

    /// <summary>How far it has come.</summary>
    public PolicyVersionStatus Status { get; private set; }

    /// <inheritdoc cref="PolicyRules.Term"/>
    public IsoPeriod Term { get; private set; }

    /// <inheritdoc cref="PolicyRules.GraceDays"/>
    public int GraceDays { get; private set; }

    /// <summary>How many days before the last day of a term a milestone is announced, the earliest first.</summary>
    public IReadOnlyList<int> NoticeDays { get; private set; } = [];

    /// <inheritdoc cref="PolicyRules.RenewalBasis"/>
    public RenewalBasis RenewalBasis { get; private set; }

    /// <inheritdoc cref="PolicyRules.OverageStrategy"/>
    public OverageStrategy OverageStrategy { get; private set; }

    /// <inheritdoc cref="PolicyRules.TeachOut"/>
    public IsoPeriod TeachOut { get; private set; }

    /// <inheritdoc cref="PolicyRules.Text"/>
    public string Text { get; private set; } = "";

    /// <inheritdoc cref="PolicyRules.PriceNoticeDays"/>
    public int PriceNoticeDays { get; private set; }

    /// <inheritdoc cref="PolicyRules.InvoiceAheadDays"/>
    public int InvoiceAheadDays { get; private set; }

    /// <summary>When unpaid invoices are reminded of and what follows.</summary>
    public DunningDays Dunning { get; private set; } = DunningDays.Usual;

    /// <summary>When it became final; null for a draft.</summary>
    public DateTimeOffset? PublishedAt { get; private set; }

    /// <summary>When it was closed to new licences; null while it is open.</summary>
    public DateTimeOffset? WithdrawnAt { get; private set; }

    internal void Change(PolicyRules rules)
    {
        DemandDraft();
        rules.Check();
        Term = rules.Term;
        GraceDays = rules.GraceDays;
        NoticeDays = [.. rules.NoticeDays.OrderDescending()];
        RenewalBasis = rules.RenewalBasis;
        OverageStrategy = rules.OverageStrategy;
        TeachOut = rules.TeachOut;
        Text = rules.Text;
        PriceNoticeDays = rules.PriceNoticeDays;
        InvoiceAheadDays = rules.InvoiceAheadDays;
        Dunning = rules.Dunning ?? DunningDays.Usual;
    }

    internal void Publish(DateTimeOffset now)
    {
        DemandDraft();
        Status = PolicyVersionStatus.Published;
        PublishedAt = now.ToUniversalTime();
    }

    internal void Withdraw(DateTimeOffset now)
    {
        if (Status != PolicyVersionStatus.Published)
        {
            throw Refusal.Conflict(
                LicensingCodes.PolicyVersionNotPublished, "Only a published policy version can be withdrawn.", "Read the version's status first.");
        }
        Status = PolicyVersionStatus.Withdrawn;
        WithdrawnAt = now.ToUniversalTime();
    }

    private void DemandDraft()
    {
        if (Status != PolicyVersionStatus.Draft)
        {
            throw Refusal.Conflict(
                LicensingCodes.PolicyVersionNotDraft, "A published policy version never changes.", "Draft the policy's next version and publish that.");
        }
    }
}
