using Franchise.Api.Http;
using Franchise.Domain.Delivery;
using Franchise.Domain.Licensing;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Delivery;
using Franchise.Infrastructure.Licensing;
using Franchise.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Franchise.Api.Delivery;

/// <summary>An enrolment with what nearly every verb of it asks for.</summary>
internal sealed record EnrolmentAtHand(Enrolment Enrolment, CourseAtHand At)
{
    public OwnTime Time => At.Time;

    public Changed<EnrolmentView> Changed() => new(EnrolmentView.Of(Enrolment, Time.Today), Enrolment.Version);
}

/// <summary>How use cases come by an enrolment.</summary>
internal static class Enrolments
{
    /// <summary>Loads an enrolment with its course.</summary>
    /// <exception cref="Refusal"><c>not_found</c>.</exception>
    public static async Task<EnrolmentAtHand> Find(FranchiseDb db, Id<Enrolment> id, TimeProvider clock, CancellationToken ct)
    {
        var enrolment = await CoursesOnFile.Enrolments(db).Include(e => e.Recognitions).SingleOrDefaultAsync(e => e.Id == id, ct) ?? throw Refusal.NotFound();
        return new(enrolment, await Courses.Find(db, enrolment.CourseId, clock, ct));
    }

    /// <summary>Loads an enrolment to change it, if the caller has seen how it stands. Its row is locked, and before it its course's.</summary>
    /// <exception cref="Refusal"><c>not_found</c>, <c>stale</c>.</exception>
    public static async Task<EnrolmentAtHand> Lock(FranchiseDb db, Id<Enrolment> id, IfMatch? ifMatch, TimeProvider clock, CancellationToken ct)
    {
        await db.Database.SqlQuery<Guid>(
            $"""SELECT c.id AS "Value" FROM franchise.courses c JOIN franchise.enrolments e ON e.tenant_id = c.tenant_id AND e.course_id = c.id WHERE e.id = {id.Value} FOR UPDATE OF c""").ToListAsync(ct);
        await db.Database.SqlQuery<Guid>($"""SELECT id AS "Value" FROM franchise.enrolments WHERE id = {id.Value} FOR UPDATE""").ToListAsync(ct);
        var at = await Find(db, id, clock, ct);
        ifMatch?.Demand(at.Enrolment.Version);
        return at;
    }

    /// <summary>The enrolments of a course that stand.</summary>
    public static async Task<IReadOnlyCollection<Enrolment>> Standing(FranchiseDb db, Course course, CancellationToken ct)
    {
        var (tenant, id) = (course.TenantId, course.Id);
        return await db.Set<Enrolment>().Where(e => e.TenantId == tenant && e.CourseId == id && e.Status == EnrolmentStatus.Enrolled).ToListAsync(ct);
    }
}

/// <summary>The seats of enrolments: under the lock of the licence's row, by the licence's own verbs.</summary>
internal static class EnrolmentSeats
{
    /// <summary>Sets a seat aside in the term of the course's first session that is still to come.</summary>
    /// <exception cref="Refusal"><c>seats_exhausted</c>, <c>term_over</c>, <c>licence_not_active</c>, <c>licence_suspended</c>.</exception>
    public static async Task Reserve(FranchiseDb db, CourseAtHand at, LicenceOnFile on, Enrolment enrolment, CancellationToken ct)
    {
        var licence = on.Licence;
        var next = at.Course.Sessions.Where(s => s.Stands && s.StartsAt > at.Time.Now).Min(s => s.Date);
        var term =
            licence.TermOn(next)
            ?? licence.TermOn(at.Time.Today)
            ?? licence.Terms.MaxBy(t => t.Number)
            ?? throw Refusal.Conflict(LicensingCodes.LicenceNotActive, "The licence has not begun.", "See the licence's readiness for what is missing.");
        var balance = (await SeatsOnFile.BalancesAsync(db, licence, term.Number, ct))[term.Number];
        Keep(db, licence.ReserveSeats(term, balance, await SeatsOnFile.BookingAsync(db, licence, enrolment.SeatReference, ct), 1, on.Policy, at.Time));
    }

    /// <summary>Uses a seat up: she has it, whatever holds stand and whether the licence runs or her course is taught to its end.</summary>
    public static async Task Consume(FranchiseDb db, CourseAtHand at, Enrolment enrolment, CancellationToken ct)
    {
        if (at.Course.LicenceId is not { } id || await LicencesOnFile.LockAsync(db, id, ct) is not { Licence: var licence })
            return;
        Keep(db, licence.ConsumeSeats(await SeatsOnFile.BookingAsync(db, licence, enrolment.SeatReference, ct), 1, at.Time, isTaken: true));
    }

    /// <summary>Gives back whatever seats of these enrolments are not used.</summary>
    public static async Task Release(FranchiseDb db, CourseAtHand at, IReadOnlyCollection<Enrolment> enrolments, CancellationToken ct)
    {
        if (enrolments.Count == 0 || at.Course.LicenceId is not { } id || await LicencesOnFile.LockAsync(db, id, ct) is not { Licence: var licence })
            return;
        foreach (var enrolment in enrolments)
            if (await SeatsOnFile.BookingAsync(db, licence, enrolment.SeatReference, ct) is { Outstanding: > 0 } booking)
                Keep(db, licence.ReleaseSeats(booking, at.Time));
    }

    private static void Keep(FranchiseDb db, SeatEntry? entry)
    {
        if (entry is not null)
            db.Add(entry);
    }
}
