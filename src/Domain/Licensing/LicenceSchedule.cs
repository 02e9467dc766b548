using Franchise.Domain.Shared;

namespace Franchise.Domain.Licensing;

/// <summary>What will happen to a licence and when, if nobody does anything.</summary>
public static class LicenceSchedule
{
    /// <summary>Everything still to come, by due date. Follows from the licence, its policy and the organisation's zone alone.</summary>
    public static IReadOnlyList<PlannedAction> Of(Licence licence, LicencePolicyVersion policy, TimeZoneInfo zone) =>
        [
            .. Days(licence, policy)
                .Select(d => new PlannedAction(d.Kind, d.Term, d.Days, d.Hold, d.On, Term.StartOf(d.On, zone)))
                .OrderBy(a => a.DueOn)
                .ThenBy(a => a.Kind),
        ];

    private static IEnumerable<(ScheduledActionKind Kind, int Term, int Days, Id<Hold>? Hold, DateOnly On)> Days(Licence licence, LicencePolicyVersion policy)
    {
        if (licence.Status == LicenceStatus.Offered)
            yield return (ScheduledActionKind.OfferExpires, 0, 0, null, licence.Offer!.ValidUntil.AddDays(1));
        if (licence.Status == LicenceStatus.Accepted)
            yield return (ScheduledActionKind.Start, 0, 0, null, licence.Grant.StartsOn);
        if (licence.Calendar is not { } calendar)
            yield break;

        var number = calendar.TermNumber;
        if (licence.Status == LicenceStatus.Active)
        {
            var first = calendar.Days(number, policy).First;
            var begins = first > calendar.AgreedOn ? first : calendar.AgreedOn;
            // Ahead of the end, so that the next term is invoiced before it begins. Where a hold stood in the way then, the end is left.
            DateOnly? renews = licence.AutoRenews && !licence.Schedule.Any(a => a.Kind == ScheduledActionKind.AutoRenew && a.TermNumber == number && a.DoneAt is not null)
                ? RenewsOn(calendar, begins, policy)
                : null;
            // A notice that is longer than the term is given as the term begins, or is agreed later: of several the shortest, for one says it all.
            var tooLong = policy.NoticeDays.Where(d => calendar.LastDay.AddDays(-d) < first).DefaultIfEmpty().Min();
            foreach (var days in policy.NoticeDays)
            {
                // What a term agreed only since then would have announced is no news; nor is what the next one has overtaken.
                var on = days == tooLong ? begins : calendar.LastDay.AddDays(-days);
                if (on >= begins && !(on > renews))
                    yield return (ScheduledActionKind.Milestone, number, days, null, on);
            }
            yield return renews is { } day
                ? (ScheduledActionKind.AutoRenew, number, 0, null, day)
                : (ScheduledActionKind.TermEnd, number, 0, null, calendar.LastDay.AddDays(1));
        }
        if (licence.Status is LicenceStatus.Active or LicenceStatus.Grace && calendar.GraceLastDay > calendar.LastDay)
            yield return (ScheduledActionKind.GraceEnd, number, 0, null, calendar.GraceLastDay.AddDays(1));
        if (licence.Status is LicenceStatus.Active or LicenceStatus.Grace or LicenceStatus.TeachOut)
        {
            if (calendar.TeachOutLastDay > calendar.GraceLastDay)
                yield return (ScheduledActionKind.TeachOutEnd, number, 0, null, calendar.TeachOutLastDay.AddDays(1));
            foreach (var hold in licence.Holds.Where(h => h.LiftedOn is null))
                yield return (ScheduledActionKind.HoldReview, 0, 0, hold.Id, hold.ReviewOn);
        }
        if (licence is { Status: LicenceStatus.Terminated, Termination.TeachOutLastDay: { } last })
            yield return (ScheduledActionKind.TeachOutEnd, number, 0, null, last.AddDays(1));
    }

    // One term lies ahead at most, and nobody is invoiced for what she was not told of before: in a term no longer than the days ahead, which is announced as it
    // begins or is agreed, it is the day after that.
    private static DateOnly RenewsOn(LicenceCalendar calendar, DateOnly begins, LicencePolicyVersion policy)
    {
        var on = calendar.LastDay.AddDays(1 - policy.InvoiceAheadDays);
        return on > begins ? on : begins.AddDays(1);
    }
}
