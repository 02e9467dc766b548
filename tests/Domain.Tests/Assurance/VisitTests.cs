using Franchise.Domain.Assurance;
using Franchise.Domain.Identity;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;

namespace Franchise.Domain.Tests.Assurance;

public sealed class VisitTests
{
    private static readonly Id<Organisation> tenant = Id<Organisation>.New(Refused.Now);

    // Monday 5 January 2026, ten in the morning.
    private static readonly OwnTime time = new(Refused.Now, TimeZoneInfo.FindSystemTimeZoneById("Europe/London"));

    [Theory]
    [InlineData("2026-01-05", "2026-01-12")] // Monday
    [InlineData("2026-01-08", "2026-01-15")] // Thursday
    [InlineData("2026-01-09", "2026-01-16")] // Friday
    [InlineData("2026-01-10", "2026-01-16")] // Saturday
    [InlineData("2026-01-11", "2026-01-16")] // Sunday
    [InlineData("2026-12-30", "2027-01-06")] // across the year
    public void Notice_is_five_working_days(string given, string earliest) => Assert.Equal(DateOnly.Parse(earliest), VisitNotice.Earliest(DateOnly.Parse(given)));

    [Fact]
    public void At_short_notice_a_visit_is_proposed_until_the_organisation_agrees()
    {
        var refusal = Refused.With(ProvisionCodes.NoticeTooShort, () => Planned(new(2026, 1, 9)));
        Assert.Equal(RefusalKind.Invalid, refusal.Kind);
        var visit = Planned(new(2026, 1, 9), "The awarding organisation comes too.");
        Assert.Equal(VisitStatus.Proposed, visit.Status);
        Refused.With(ProvisionCodes.VisitStateForbids, () => visit.TakePlace(new(2026, 1, 5), time));
        visit.Agree(Actor.System);
        Assert.Equal(VisitStatus.Planned, visit.Status);
        Refused.With(ProvisionCodes.VisitStateForbids, () => visit.Agree(Actor.System));
        // With notice enough there is nothing to agree on, whatever reason is given.
        Assert.Null(Planned(new(2026, 1, 12), "Whatever.").ShortNoticeReason);
        Refused.At("/on", () => Planned(new(2026, 1, 4), "Yesterday."));
    }

    [Fact]
    public void Notice_and_due_dates_are_the_organisations_own()
    {
        // It is Tuesday already in Auckland, which is thirteen hours ahead.
        var auckland = new OwnTime(new(2026, 1, 5, 12, 0, 0, TimeSpan.Zero), TimeZoneInfo.FindSystemTimeZoneById("Pacific/Auckland"));
        Refused.With(ProvisionCodes.NoticeTooShort, () => Planned(new(2026, 1, 12), at: auckland));
        var visit = Planned(new(2026, 1, 13), at: auckland);
        Assert.Equal(new(2026, 1, 6), visit.NoticeOn);
        visit.TakePlace(new(2026, 1, 6), auckland);
        visit.Find(new(FindingKind.EssentialAction, "Feedback.", null, new(2026, 1, 20)), auckland);
        var overdue = visit.Schedule.Single(a => a.Kind == VisitActionKind.Overdue);
        Assert.Equal(new DateOnly(2026, 1, 21), overdue.DueOn);
        Assert.Equal(new(2026, 1, 20, 11, 0, 0, TimeSpan.Zero), overdue.DueAt);
    }

    [Fact]
    public void An_essential_action_runs_until_it_is_answered_and_again_when_it_is_sent_back()
    {
        var visit = TookPlace();
        Refused.At("/dueOn", () => visit.Find(new(FindingKind.EssentialAction, "Feedback.", null, null), time));
        Refused.At("/dueOn", () => visit.Find(new(FindingKind.GoodPractice, "Warmth.", null, new(2026, 2, 1)), time));
        var finding = visit.Find(new(FindingKind.EssentialAction, "Feedback.", "RM3-02", new(2026, 1, 20)), time);
        var praise = visit.Find(new(FindingKind.GoodPractice, "Warmth.", null, null), time);
        Refused.With(ProvisionCodes.FindingStateForbids, () => visit.Answer(praise.Id, "Thank you.", Actor.System, time));
        Assert.Equal(2, visit.Schedule.Count);

        visit.Answer(finding.Id, "A new form.", Actor.System, time);
        Assert.Null(visit.NextDue(At(2026, 3, 1)));
        Assert.False(finding.IsOverdue(new(2026, 3, 1)));
        Refused.With(ProvisionCodes.FindingStateForbids, () => visit.Answer(finding.Id, "Again.", Actor.System, time));
        Refused.At("/dueOn", () => visit.Decide(finding.Id, false, "Not enough.", new(2026, 1, 4), Actor.System, time));

        visit.Decide(finding.Id, false, "Not enough.", new(2026, 1, 30), Actor.System, time);
        Assert.Null(visit.NextDue(At(2026, 1, 22)));
        var soon = visit.NextDue(At(2026, 1, 23))!;
        Assert.Equal(VisitActionKind.DueSoon, soon.Kind);
        visit.Carry(soon, At(2026, 1, 23));
        Assert.Null(visit.NextDue(At(2026, 1, 30)));
        var over = visit.NextDue(At(2026, 1, 31))!;
        Assert.Equal(VisitActionKind.Overdue, over.Kind);
        Assert.Same(finding, visit.Carry(over, At(2026, 1, 31)));
        Assert.Null(visit.NextDue(At(2026, 12, 31)));
        Assert.True(finding.IsOverdue(new(2026, 1, 31)));
        Assert.Equal(1, visit.Events.Count(e => e.Type == "visit.action_overdue"));

        visit.Decide(finding.Id, true, "Seen.", null, Actor.System, At(2026, 2, 1));
        Assert.False(finding.IsOverdue(new(2026, 3, 1)));
        Assert.Equal([FindingEntryKind.Answered, FindingEntryKind.SentBack, FindingEntryKind.Closed], finding.Entries.Select(e => e.Kind));
        Refused.With(ProvisionCodes.FindingStateForbids, () => visit.Decide(finding.Id, true, "Again.", null, Actor.System, time));
    }

    [Fact]
    public void A_visit_takes_place_or_is_cancelled_once()
    {
        var visit = Planned(new(2026, 1, 12));
        Refused.With(ProvisionCodes.VisitStateForbids, () => visit.Find(new(FindingKind.GoodPractice, "Warmth.", null, null), time));
        Refused.At("/on", () => visit.TakePlace(new(2026, 1, 6), time));
        visit.Cancel("The visitor is ill.");
        Refused.With(ProvisionCodes.VisitStateForbids, () => visit.TakePlace(new(2026, 1, 5), time));
        Refused.With(ProvisionCodes.VisitStateForbids, () => TookPlace().Cancel("Too late."));
    }

    private static OwnTime At(int year, int month, int day) => new(new(year, month, day, 10, 0, 0, TimeSpan.Zero), time.Zone);

    private static ExternalVisit Planned(DateOnly on, string? reason = null, OwnTime? at = null) => new(tenant, null, new(on, "Sampling", reason), Actor.System, at ?? time);

    private static ExternalVisit TookPlace()
    {
        var visit = Planned(new(2026, 1, 12));
        visit.TakePlace(new(2026, 1, 5), time);
        return visit;
    }
}
