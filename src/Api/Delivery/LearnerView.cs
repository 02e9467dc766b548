using System.ComponentModel.DataAnnotations;
using Franchise.Api.Http;
using Franchise.Domain.Delivery;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;

namespace Franchise.Api.Delivery;

/// <summary>A learner. Who signs in as a trainer sees what she is called and her contact rule, and nothing else of her.</summary>
/// <param name="Id">Her id.</param>
/// <param name="CalledBy">What she is called.</param>
/// <param name="LegalName">As on her certificate.</param>
/// <param name="PreferredName">What she is called, where that is another.</param>
/// <param name="DateOfBirth">Where the awarding organisation asks for it.</param>
/// <param name="Email">Her own address.</param>
/// <param name="Phone">Her own number.</param>
/// <param name="Post">Where a letter reaches her.</param>
/// <param name="ContactRule">What she has said about being contacted. It binds whoever contacts her.</param>
/// <param name="Uln">Her Unique Learner Number.</param>
/// <param name="MergedInto">The learner that she was merged into; null while this is herself.</param>
/// <param name="CreatedAt">When she was added.</param>
/// <param name="Version">Counts changes. The ETag is this number: 3 is `"v3"`.</param>
internal sealed record LearnerView(
    Id<Learner> Id,
    string CalledBy,
    string? LegalName,
    string? PreferredName,
    DateOnly? DateOfBirth,
    string? Email,
    string? Phone,
    PostView? Post,
    ContactRuleView ContactRule,
    string? Uln,
    Id<Learner>? MergedInto,
    DateTimeOffset CreatedAt,
    int Version
)
{
    public static LearnerView Example =>
        new(
            ExampleOf.Id<Learner>(), "Jo", "Joanna Example", "Jo", null, "jo@example.org", null, null, ContactRuleView.Example, null, null, ExampleOf.Time, 1);

    public static LearnerView Of(Learner l, LearnerDetails d, bool whole) =>
        whole
            ? new(
                l.Id, d.CalledBy, d.LegalName, d.PreferredName, d.DateOfBirth, d.Email, d.Phone, d.Post is { } p ? PostView.Of(p) : null, ContactRuleView.Of(d.ContactRule), d.Uln,
                l.MergedIntoId, l.CreatedAt, l.Version)
            : new(l.Id, d.CalledBy, null, null, null, null, null, null, ContactRuleView.Of(d.ContactRule), null, l.MergedIntoId, l.CreatedAt, l.Version);
}

/// <summary>A learner as she stands in a list.</summary>
/// <param name="Id">Her id.</param>
/// <param name="CalledBy">What she is called.</param>
/// <param name="MergedInto">The learner that she was merged into; null while this is herself.</param>
/// <param name="Version">Counts changes. The ETag is this number: 3 is `"v3"`.</param>
internal sealed record LearnerSummary(Id<Learner> Id, string CalledBy, Id<Learner>? MergedInto, int Version)
{
    public static LearnerSummary Example => new(ExampleOf.Id<Learner>(), "Jo", null, 1);
}

/// <summary>What she has said about being contacted.</summary>
/// <param name="NoEmail">Never by e-mail.</param>
/// <param name="NoPost">Never by post.</param>
/// <param name="NoPhone">Never by telephone.</param>
/// <param name="SafeTimes">When a message may reach her; empty where any time will do.</param>
internal sealed record ContactRuleView(bool NoEmail = false, bool NoPost = false, bool NoPhone = false, [MaxLength(21)] IReadOnlyList<SafeTimeView>? SafeTimes = null)
{
    public static ContactRuleView Example => new(NoPost: true, NoPhone: true, SafeTimes: [SafeTimeView.Example]);

    public static ContactRuleView Of(ContactRule r) => new(r.NoEmail, r.NoPost, r.NoPhone, [.. r.SafeTimes.Select(t => new SafeTimeView(t.Day, t.From, t.Until))]);

    public ContactRule ToRule() => new(NoEmail, NoPost, NoPhone, [.. (SafeTimes ?? []).Select(t => new SafeTime(t.Day, t.From, t.Until))]);
}

/// <summary>A time of the week at which a message may reach her, in her organisation's zone.</summary>
/// <param name="Day">The day.</param>
/// <param name="From">From when, as `09:00`.</param>
/// <param name="Until">Until when that day.</param>
internal sealed record SafeTimeView(DayOfWeek Day, [StringLength(5, MinimumLength = 5)] string From, [StringLength(5, MinimumLength = 5)] string Until)
{
    public static SafeTimeView Example => new(DayOfWeek.Tuesday, "09:00", "12:00");
}

/// <summary>Where a letter reaches her. Never a refuge.</summary>
/// <param name="Line1">First line.</param>
/// <param name="Town">Town or city.</param>
/// <param name="Country">ISO 3166-1 alpha-2.</param>
/// <param name="Line2">Second line.</param>
/// <param name="Region">County, province or state.</param>
/// <param name="Postcode">Postcode; required in the United Kingdom.</param>
internal sealed record PostView(
    [StringLength(100, MinimumLength = 1)] string Line1,
    [StringLength(100, MinimumLength = 1)] string Town,
    [StringLength(2, MinimumLength = 2)] string Country,
    [MaxLength(100)] string? Line2 = null,
    [MaxLength(100)] string? Region = null,
    [MaxLength(16)] string? Postcode = null
)
{
    public static PostView Of(Address a) => new(a.Line1, a.Town, a.Country, a.Line2, a.Region, a.Postcode);

    public Address ToAddress() => new(Line1, Line2, Town, Region, Postcode, Country);
}

/// <summary>What is on record of a learner: the least that works. What is left out is taken away.</summary>
/// <param name="LegalName">As on her certificate.</param>
/// <param name="PreferredName">What she is called, where that is another.</param>
/// <param name="DateOfBirth">Only where the awarding organisation asks for it.</param>
/// <param name="Email">Her own address, where she has given one.</param>
/// <param name="Phone">Her own number.</param>
/// <param name="Post">Where a letter reaches her.</param>
/// <param name="ContactRule">What she has said about being contacted.</param>
/// <param name="Uln">Her Unique Learner Number: ten digits, the last of which checks the others.</param>
/// <param name="OtherPeople">Learners on record who may be the same person, and whom you have found to be other people.</param>
internal sealed record LearnerRequest(
    [StringLength(200, MinimumLength = 1)] string LegalName,
    [StringLength(100, MinimumLength = 1)] string? PreferredName = null,
    DateOnly? DateOfBirth = null,
    [StringLength(EmailAddress.Most, MinimumLength = 3)] string? Email = null,
    [StringLength(30, MinimumLength = 7)] string? Phone = null,
    PostView? Post = null,
    ContactRuleView? ContactRule = null,
    [StringLength(14, MinimumLength = 10)] string? Uln = null,
    [MaxLength(50)] IReadOnlyList<Id<Learner>>? OtherPeople = null
)
{
    public static LearnerRequest Example => new("Joanna Example", "Jo", Email: "jo@example.org", ContactRule: ContactRuleView.Example);

    public LearnerDetails Details(DateOnly today) =>
        new LearnerDetails(LegalName, PreferredName, DateOfBirth, Email, Phone, Post?.ToAddress(), ContactRule?.ToRule() ?? Domain.Delivery.ContactRule.None, Uln).Checked(today);
}
