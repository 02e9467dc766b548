using Franchise.Api.Http;
using Franchise.Domain.Assurance;
using Franchise.Domain.Delivery;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;

namespace Franchise.Api.Assurance;

/// <summary>An external visit.</summary>
/// <param name="Id">Its id.</param>
/// <param name="OrganisationId">Who is visited.</param>
/// <param name="CourseId">The course it is about; null where it is about the organisation.</param>
/// <param name="Status">Where it stands.</param>
/// <param name="On">The day, where the organisation is.</param>
/// <param name="NoticeOn">The day on which notice was given.</param>
/// <param name="Purpose">What will be looked at.</param>
/// <param name="ShortNoticeReason">Why there is less notice than the least; null where there is enough.</param>
/// <param name="AgreedBy">The id of who agreed to short notice for the organisation.</param>
/// <param name="CancelledBecause">Why it was cancelled.</param>
/// <param name="PlannedBy">The id of who planned it.</param>
/// <param name="Findings">What was found, in the order recorded.</param>
/// <param name="Version">Counts changes. The ETag is this number: 3 is `"v3"`.</param>
internal sealed record VisitView(
    Id<ExternalVisit> Id, Id<Organisation> OrganisationId, Id<Course>? CourseId, VisitStatus Status, DateOnly On, DateOnly NoticeOn, string Purpose, string? ShortNoticeReason, string? AgreedBy,
    string? CancelledBecause, string PlannedBy, IReadOnlyList<FindingView> Findings, int Version)
{
    public static VisitView Example =>
        new(
            ExampleOf.Id<ExternalVisit>(), ExampleOf.Id<Organisation>(), null, VisitStatus.TookPlace, new(2027, 3, 8), new(2027, 3, 1), "Sampling, and how assessors are supported", null, null, null,
            ExampleOf.Id<Domain.Identity.User>().ToString(), [FindingView.Example], 4);

    public static VisitView Of(ExternalVisit v, DateOnly today) =>
        new(
            v.Id, v.TenantId, v.CourseId, v.Status, v.On, v.NoticeOn, v.Purpose, v.ShortNoticeReason, v.AgreedBy, v.CancelledBecause, v.PlannedBy,
            [.. v.Findings.OrderBy(f => f.Id).Select(f => FindingView.Of(f, today))], v.Version);
}

/// <summary>A visit as it stands in a list.</summary>
/// <param name="Id">Its id.</param>
/// <param name="OrganisationId">Who is visited.</param>
/// <param name="CourseId">The course it is about; null where it is about the organisation.</param>
/// <param name="Status">Where it stands.</param>
/// <param name="On">The day, where the organisation is.</param>
/// <param name="Version">Counts changes. The ETag is this number: 3 is `"v3"`.</param>
internal sealed record VisitSummary(Id<ExternalVisit> Id, Id<Organisation> OrganisationId, Id<Course>? CourseId, VisitStatus Status, DateOnly On, int Version)
{
    public static VisitSummary Example => new(ExampleOf.Id<ExternalVisit>(), ExampleOf.Id<Organisation>(), null, VisitStatus.Planned, new(2027, 3, 8), 1);

    public static VisitSummary Of(ExternalVisit v) => new(v.Id, v.TenantId, v.CourseId, v.Status, v.On, v.Version);
}

/// <summary>Something that a visit found.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Kind">What sort it is.</param>
/// <param name="Text">What was found.</param>
/// <param name="Unit">The code of the unit it concerns; null where it concerns all.</param>
/// <param name="DueOn">The last day on which it can be answered in time, where the organisation is; null where there is none.</param>
/// <param name="Status">Where it stands.</param>
/// <param name="Overdue">Whether an essential action is not answered although its day is over.</param>
/// <param name="Entries">What was said about it since, oldest first.</param>
internal sealed record FindingView(
    Id<VisitFinding> Id, FindingKind Kind, string Text, string? Unit, DateOnly? DueOn, FindingStatus Status, bool Overdue, IReadOnlyList<FindingEntryView> Entries)
{
    public static FindingView Example =>
        new(
            ExampleOf.Id<VisitFinding>(), FindingKind.EssentialAction, "Feedback to learners does not name the criterion.", "RM3-02", new(2027, 4, 5), FindingStatus.Answered, false,
            [FindingEntryView.Example]);

    public static FindingView Of(VisitFinding f, DateOnly today) =>
        new(f.Id, f.Kind, f.Text, f.Unit, f.DueOn, f.Status, f.IsOverdue(today), [.. f.Entries.OrderBy(e => e.Id).Select(e => new FindingEntryView(e.Kind, e.Text, e.By, e.At))]);
}

/// <summary>What was said about a finding.</summary>
/// <param name="Kind">What it was.</param>
/// <param name="Text">In whose words.</param>
/// <param name="By">The id of who said it.</param>
/// <param name="At">When.</param>
internal sealed record FindingEntryView(FindingEntryKind Kind, string Text, string By, DateTimeOffset At)
{
    public static FindingEntryView Example => new(FindingEntryKind.Answered, "A new form, in use since March.", ExampleOf.Id<Domain.Identity.User>().ToString(), ExampleOf.Time);
}
