using Franchise.Domain.Delivery;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Email;
using Franchise.Infrastructure.Jobs;
using Franchise.Infrastructure.Organisations;
using Franchise.Infrastructure.Persistence;
using Franchise.Infrastructure.Telemetry;
using Franchise.Infrastructure.Tenancy;
using Microsoft.EntityFrameworkCore;

namespace Franchise.Api.Delivery;

/// <summary>
/// Carries out whatever has fallen due on courses: the first session begins, the last is over, learners are still to be registered with the awarding
/// organisation. Messages to coordinators are written in the same transaction.
/// </summary>
public sealed class SweepCourses(Doors doors, TimeProvider clock, EmailOutbox outbox, ILogger<SweepCourses> log) : Sweep<Course>(doors, clock, log)
{
    private readonly TimeProvider clock = clock;

    /// <inheritdoc/>
    protected override string Reason => "sweepCourses";

    /// <inheritdoc cref="Sweep{T}.Everywhere"/>
    public Task<Swept> RunAsync(CancellationToken ct) => Everywhere(ct);

    /// <inheritdoc cref="Sweep{T}.Only"/>
    public Task<Swept> RunForAsync(Id<Organisation> organisation, CancellationToken ct) => Only(organisation, ct);

    /// <inheritdoc/>
    protected override FormattableString Claim(Due due, DateTimeOffset now, Guid[] except) => ClaimOf(due, now, except, ("course_actions", "course_id", "courses"));

    /// <inheritdoc/>
    protected override FormattableString Next(Id<Organisation> organisation, DateTimeOffset now) => NextOf("course_actions", organisation);

    /// <inheritdoc/>
    protected override FormattableString Relock(Guid id) => RelockOf("courses", id);

    /// <inheritdoc/>
    protected override async Task<(int Things, int Actions)> Carry(FranchiseDb db, Id<Course>[] ids, CancellationToken ct)
    {
        var courses = await db.Set<Course>().AsSplitQuery().Include(c => c.Sessions).Include(c => c.Schedule).Where(c => ids.Contains(c.Id)).ToListAsync(ct);
        var tenants = courses.Select(c => c.TenantId).Distinct().ToArray();
        var organisations = await db.Set<Organisation>().AsNoTracking().Where(o => tenants.Contains(o.TenantId)).ToDictionaryAsync(o => o.TenantId, ct);
        var unregistered = await db.Set<Enrolment>()
            .Where(e => ids.Contains(e.CourseId) && e.Status == EnrolmentStatus.Enrolled && e.RegisteredOn == null)
            .GroupBy(e => e.CourseId)
            .Select(g => new { g.Key, Count = g.Count() })
            .ToDictionaryAsync(g => g.Key, g => g.Count, ct);
        var now = clock.GetUtcNow();
        var (moved, carried) = (0, 0);
        List<(Course Course, int Unregistered)> news = [];
        foreach (var course in courses)
        {
            var time = OwnTime.Of(organisations[course.TenantId], now);
            var (before, missing) = (carried, unregistered.GetValueOrDefault(course.Id));
            while (course.NextDue(time) is { } next)
            {
                Meters.SweepLag.Record((time.Now - next.DueAt).TotalSeconds);
                course.Carry(next, missing, time);
                carried++;
            }
            moved += carried > before ? 1 : 0;
            if (course.Events.Any(e => e.Type is "course.registration_due_soon" or "course.registration_overdue"))
                news.Add((course, missing));
        }
        var addresses = await CoordinatorsOnFile.AddressesAsync(db, news.Select(n => n.Course.TenantId), ct);
        foreach (var own in news.GroupBy(n => n.Course.TenantId))
            foreach (var address in addresses[own.Key])
                db.Add(outbox.Write(own.Key, CoordinatorMail.Registration(address, [.. own]), now));
        return (moved, carried);
    }
}
