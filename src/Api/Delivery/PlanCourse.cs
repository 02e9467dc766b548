using System.ComponentModel.DataAnnotations;
using Franchise.Api.Http;
using Franchise.Domain.Delivery;
using Franchise.Domain.Identity;
using Franchise.Domain.Licensing;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Delivery;
using Franchise.Infrastructure.Licensing;
using Franchise.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Franchise.Api.Delivery;

/// <summary>Plans a course with its sessions in one call: two half-days online for one unit, or ten weeks in a room.</summary>
internal static class PlanCourse
{
    /// <param name="LicenceId">Under which licence.</param>
    /// <param name="Group">A plain label that identifies nobody: a season, a day of the week.</param>
    /// <param name="Units">The codes of its units. Each is pinned to its latest published version.</param>
    /// <param name="Mode">How it is held.</param>
    /// <param name="Places">How many women it takes.</param>
    /// <param name="Sessions">Its sessions, all ahead. More can be added.</param>
    /// <param name="Language">In which language; null for the organisation's.</param>
    /// <param name="Territory">Where: an ISO 3166 code; null for the organisation's country.</param>
    /// <param name="TimeZone">The IANA time zone of its sessions; null for the organisation's.</param>
    /// <param name="OverrideReason">Why trainers are booked although their time or a restriction stands in the way. Takes the permission to override.</param>
    public sealed record Request(
        Id<Licence> LicenceId,
        [StringLength(80, MinimumLength = 1)] string Group,
        [Length(1, 20)] IReadOnlyList<string> Units,
        CourseMode Mode,
        [Range(1, 200)] int Places,
        [Length(1, 100)] IReadOnlyList<SessionRequest> Sessions,
        [MaxLength(12)] string? Language = null,
        [MaxLength(6)] string? Territory = null,
        [MaxLength(64)] string? TimeZone = null,
        [StringLength(500, MinimumLength = 1)] string? OverrideReason = null
    )
    {
        public static Request Example =>
            new(
                ExampleOf.Id<Licence>(), "Spring, Tuesday mornings", ["RM3-02"], CourseMode.Online, 12, [SessionRequest.Example],
                OverrideReason: "She hands over to her co-trainer at ten.");
    }

    public static async Task<Created<CourseView>> Handle(
        Request request, FranchiseDb db, Actor actor, LearnerBox box, DeliverySettings settings, TimeProvider clock, CancellationToken ct)
    {
        var organisation = await db.Set<Organisation>().AsNoTracking().SingleAsync(o => o.TenantId == actor.Organisation, ct);
        var time = OwnTime.Of(organisation, clock.GetUtcNow());
        var over = Override.Of(request.OverrideReason, actor, time.Now);
        if (request.Units.Distinct().Count() != request.Units.Count)
            throw Refusal.Invalid([new("/units", "A unit stands here twice.")]);
        if (await LicencesOnFile.FindAsync(db, request.LicenceId, ct) is null)
            throw Refusal.Invalid([new("/licenceId", "There is no such licence.")]);
        var pinned = await CoursesOnFile.PinnedAsync(db, request.Units, ct);
        // A unit that is not there is one that the licence does not grant: the guard says so before anything is kept.
        var course = new Course(
            actor.Organisation,
            CourseKind.Learners,
            request.LicenceId,
            new(request.Group, request.Language ?? organisation.Language, request.Mode, request.TimeZone ?? organisation.TimeZone, request.Territory ?? organisation.Country, request.Places),
            [.. request.Units.Select(u => (u, pinned.GetValueOrDefault(u)))],
            settings.RegistrationDays,
            time);
        var plans = SessionRequest.Plans(request.Sessions, course);
        Courses.DemandTrainers(request.Sessions, await CoursesOnFile.LockTrainersAsync(db, request.Sessions.SelectMany(s => s.Who), ct));
        await DemandUntaught(db, course, organisation, plans, request.Units, clock, ct);
        var facts = await CoursesOnFile.FactsAsync(db, course, organisation, plans, null, seats: true, clock.GetUtcNow(), ct);
        var added = course.AddSessions(plans, facts, over, time);
        SessionRequest.SetLinks(course, added, plans, request.Sessions, box);
        db.Add(course);
        await db.SaveChangesAsync(ct);
        return new($"/v1/courses/{course.Id}", CourseView.Of(course), course.Version);
    }

    // Units for which sessions are still to be added.
    private static async Task DemandUntaught(
        FranchiseDb db, Course course, Organisation organisation, IReadOnlyList<SessionPlan> plans, IReadOnlyList<string> units, TimeProvider clock, CancellationToken ct)
    {
        string[] untaught = [.. units.Except(plans.SelectMany(p => p.Units))];
        if (untaught.Length == 0)
            return;
        IReadOnlyList<SessionPlan> asIf = [plans[0] with { Units = untaught, Trainers = [] }];
        SessionGuard.Demand(SessionGuard.Of(course, asIf, 0, await CoursesOnFile.FactsAsync(db, course, organisation, asIf, null, false, clock.GetUtcNow(), ct)), null, _ => "/units");
    }
}
