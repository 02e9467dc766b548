using Franchise.Domain.Assurance;
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

namespace Franchise.Api.Assurance;

/// <summary>
/// Carries out whatever has fallen due on what internal quality assurance asked to be done: its last day is near, or over. Messages to coordinators are
/// written in the same transaction: one to each for all that a batch brings.
/// </summary>
public sealed class SweepAssurance(Doors doors, TimeProvider clock, EmailOutbox outbox, ILogger<SweepAssurance> log) : Sweep<SamplingPlan>(doors, clock, log)
{
    private readonly TimeProvider clock = clock;

    /// <inheritdoc/>
    protected override string Reason => "sweepAssurance";

    /// <inheritdoc cref="Sweep{T}.Everywhere"/>
    public Task<Swept> RunAsync(CancellationToken ct) => Everywhere(ct);

    /// <inheritdoc cref="Sweep{T}.Only"/>
    public Task<Swept> RunForAsync(Id<Organisation> organisation, CancellationToken ct) => Only(organisation, ct);

    /// <inheritdoc/>
    protected override FormattableString Claim(Due due, DateTimeOffset now, Guid[] except) => ClaimOf(due, now, except, ("assurance_actions", "plan_id", "sampling_plans"));

    /// <inheritdoc/>
    protected override FormattableString Next(Id<Organisation> organisation, DateTimeOffset now) => NextOf("assurance_actions", organisation);

    /// <inheritdoc/>
    protected override FormattableString Relock(Guid id) => RelockOf("sampling_plans", id);

    /// <inheritdoc/>
    protected override async Task<(int Things, int Actions)> Carry(FranchiseDb db, Id<SamplingPlan>[] ids, CancellationToken ct)
    {
        var plans = await db.Set<SamplingPlan>().AsSplitQuery().Include(p => p.Samples).Include(p => p.Schedule).Where(p => ids.Contains(p.Id)).ToListAsync(ct);
        var (tenants, courseIds) = (plans.Select(p => p.TenantId).Distinct().ToArray(), plans.Select(p => p.CourseId).ToArray());
        var organisations = await db.Set<Organisation>().AsNoTracking().Where(o => tenants.Contains(o.TenantId)).ToDictionaryAsync(o => o.TenantId, ct);
        var groups = await db.Set<Course>().Where(c => courseIds.Contains(c.Id)).ToDictionaryAsync(c => c.Id, c => c.Group, ct);
        var now = clock.GetUtcNow();
        var (moved, carried) = (0, 0);
        List<(SamplingPlan Plan, int Soon, int Overdue)> news = [];
        foreach (var plan in plans)
        {
            var time = OwnTime.Of(organisations[plan.TenantId], now);
            var before = carried;
            while (plan.NextDue(time) is { } next)
            {
                Meters.SweepLag.Record((time.Now - next.DueAt).TotalSeconds);
                plan.Carry(next, time);
                carried++;
            }
            moved += carried > before ? 1 : 0;
            // Of an action both near and over, what is over is the news.
            var overdue = plan.Events.Where(e => e.Type == "sample.action_overdue").Select(e => e.Subject).ToHashSet(StringComparer.Ordinal);
            var soon = plan.Events.Where(e => e.Type == "sample.action_due_soon").Select(e => e.Subject).Where(s => !overdue.Contains(s)).ToHashSet(StringComparer.Ordinal);
            if (overdue.Count + soon.Count > 0)
                news.Add((plan, soon.Count, overdue.Count));
        }
        var addresses = await CoordinatorsOnFile.AddressesAsync(db, news.Select(n => n.Plan.TenantId), ct);
        foreach (var own in news.GroupBy(n => n.Plan.TenantId))
            foreach (var address in addresses[own.Key])
                db.Add(outbox.Write(own.Key, Message(address, [.. own.Select(n => (groups[n.Plan.CourseId], n.Soon, n.Overdue))]), now));
        return (moved, carried);
    }

    // Subjects show on locked screens, so this one says nothing; groups are labels that identify nobody.
    private static EmailMessage Message(string address, IReadOnlyList<(string Group, int Soon, int Overdue)> courses) =>
        new(
            address,
            "Something to be done",
            $"""
            Hello,

            Internal quality assurance has asked for these to be done:

            {string.Join('\n', courses.SelectMany(Lines))}

            The samples of each course on Franchise say what and by when.

            With kind regards,
            Cohort 4
            """
        );

    private static IEnumerable<string> Lines((string Group, int Soon, int Overdue) course)
    {
        if (course.Overdue > 0)
            yield return $"- {course.Group}: {course.Overdue} overdue";
        if (course.Soon > 0)
            yield return $"- {course.Group}: {course.Soon} due soon";
    }
}
