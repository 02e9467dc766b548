using Franchise.Api.Http;
using Franchise.Domain.Billing;
using Franchise.Domain.Licensing;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Franchise.Api.Licensing;

/// <summary>What comes to a licence.</summary>
internal enum ComingKind
{
    /// <summary>The day after an offer's last: it lapses.</summary>
    OfferExpires,

    /// <summary>The first day of an accepted licence: it begins if nothing is missing.</summary>
    Start,

    /// <summary>So many days before the last day of a term: it is announced.</summary>
    Milestone,

    /// <summary>A hold is to be looked at again.</summary>
    HoldReview,

    /// <summary>The next term is added, and invoiced.</summary>
    AutoRenew,

    /// <summary>The day after the last day of a term, where auto-renewal is not agreed: grace begins.</summary>
    TermEnd,

    /// <summary>The day after the last day of grace: teach-out begins.</summary>
    GraceEnd,

    /// <summary>The day after the last day of teach-out: the licence is over altogether.</summary>
    TeachOutEnd,

    /// <summary>A drafted invoice of the licence is issued.</summary>
    InvoiceIssue,

    /// <summary>The organisation is reminded of what is unpaid.</summary>
    Reminder,

    /// <summary>It is reminded once more.</summary>
    SecondReminder,

    /// <summary>It has the final notice.</summary>
    FinalNotice,

    /// <summary>No new course begins while something is unpaid.</summary>
    HoldOnNewCourses,

    /// <summary>The licence is suspended while something is unpaid.</summary>
    HoldOnLicence,
}

/// <summary>What will happen to a licence and when, if nobody does anything: the rows that the sweeps carry out, and no others.</summary>
internal static class GetLicenceSchedule
{
    /// <param name="Upcoming">Everything that is still to come, by due date.</param>
    public sealed record Response(IReadOnlyList<Row> Upcoming)
    {
        public static Response Example => new([Row.Example]);
    }

    /// <param name="Kind">What happens.</param>
    /// <param name="TermNumber">The term it belongs to; null for what belongs to none.</param>
    /// <param name="Days">For a milestone, how many days before the last day; else null.</param>
    /// <param name="HoldId">For a hold's review, the hold; else null.</param>
    /// <param name="InvoiceId">For the issue of an invoice, the invoice; else null.</param>
    /// <param name="Amount">What the next term costs without VAT, or an invoice with it; null where no money is asked for.</param>
    /// <param name="DueOn">The organisation's own date on which it is due.</param>
    /// <param name="DueAt">The instant at which that date begins there, by the organisation's own clock.</param>
    public sealed record Row(
        ComingKind Kind, int? TermNumber, int? Days, Id<Hold>? HoldId, Id<Invoice>? InvoiceId, Money? Amount, DateOnly DueOn, DateTimeOffset DueAt)
    {
        public static Row Example => new(ComingKind.Milestone, 1, 90, null, null, null, new(2027, 10, 2), new(2027, 10, 1, 23, 0, 0, TimeSpan.Zero));
    }

    public static async Task<Response> Handle(Id<Licence> id, FranchiseDb db, TimeProvider clock, CancellationToken ct)
    {
        var at = await Licences.Find(db, id, Parts.Schedule, clock, ct);
        var tenant = at.Licence.TenantId;
        var drafts = await db.Set<Invoice>()
            .AsNoTracking()
            .Where(i => i.TenantId == tenant && i.LicenceId == id && i.Status == InvoiceStatus.Draft && !i.AwaitsApproval)
            .ToListAsync(ct);
        var steps = await db.Set<DunningStep>().AsNoTracking().Where(s => s.TenantId == tenant && s.DoneAt == null && !s.Superseded).ToListAsync(ct);
        IEnumerable<Row> rows =
        [
            .. at.Licence.Schedule.Where(a => a.IsPending).OrderBy(a => a.DueAt).ThenBy(a => a.Kind).ThenBy(a => a.Id).Select(a => Of(at, a)),
            .. drafts.OrderBy(i => i.Id).Select(i => new Row(
                ComingKind.InvoiceIssue, null, null, null, i.Id, new(i.Total, i.Currency), DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(i.FinaliseAt, at.Time.Zone).DateTime), i.FinaliseAt)),
            .. steps.OrderBy(s => s.Stage).Select(s => new Row(Of(s.Stage), null, null, null, null, null, s.DueOn, s.DueAt)),
        ];
        return new([.. rows.OrderBy(r => r.DueAt).Take(Bounds.Items)]);
    }

    private static Row Of(LicenceAtHand at, ScheduledAction a) =>
        new(
            Of(a.Kind),
            a.TermNumber == 0 ? null : a.TermNumber,
            a.Kind == ScheduledActionKind.Milestone ? a.Days : null,
            a.HoldId,
            null,
            a.Kind == ScheduledActionKind.AutoRenew ? at.Licence.RenewalPrice(at.Policy, at.Licence.Calendar!.LastDay.AddDays(1)) : null,
            a.DueOn,
            a.DueAt);

    private static ComingKind Of(ScheduledActionKind kind) => Enum.Parse<ComingKind>(kind.ToString());

    private static ComingKind Of(DunningStage stage) => Enum.Parse<ComingKind>(stage.ToString());
}
