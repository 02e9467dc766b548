using System.Text.Json;
using Franchise.Domain.Accreditation;
using Franchise.Domain.Delivery;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;
using Franchise.Domain.Webhooks;
using Franchise.Infrastructure.Accreditation;
using Franchise.Infrastructure.Delivery;
using Franchise.Infrastructure.Email;
using Franchise.Infrastructure.Jobs;
using Franchise.Infrastructure.Organisations;
using Franchise.Infrastructure.Persistence;
using Franchise.Infrastructure.Tenancy;
using Microsoft.EntityFrameworkCore;

namespace Franchise.Api.Delivery;

/// <summary>
/// Reads in the events of each organisation what happens to trainers and their accreditations, and looks again at every session to come on which they
/// are booked: what they may not teach is at risk within minutes, and their coordinator is told what would cure it; what they may again is not.
/// </summary>
/// <remarks>
/// It holds the trainer's lock as booking does: a booking that saw her accredited is either there to be looked at, or has seen the change itself.
/// </remarks>
public sealed class ReviewSessions(Doors doors, TimeProvider clock, EmailOutbox outbox, ILogger<ReviewSessions> log) : EventReader(doors, clock, log)
{
    // Of a trainer's events her id is the subject; those of an accreditation name her in their data.
    private static readonly string[] relevant =
    [
        "accreditation.lapsed", "accreditation.suspended", "accreditation.restricted", "accreditation.withdrawn", "accreditation.hold_lifted", "accreditation.granted",
        "accreditation.renewed", "accreditation.appeal_decided", "trainer.left", "trainer.returned", "trainer.qualification_added", "trainer.qualification_removed",
    ];

    private readonly TimeProvider clock = clock;

    /// <inheritdoc/>
    protected override string Reason => "reviewSessions";

    /// <inheritdoc/>
    protected override IReadOnlyCollection<string> Relevant => relevant;

    /// <inheritdoc cref="Sweep{T}.Everywhere"/>
    public Task<Swept> RunAsync(CancellationToken ct) => Everywhere(ct);

    /// <inheritdoc cref="Sweep{T}.Only"/>
    public Task<Swept> RunForAsync(Id<Organisation> organisation, CancellationToken ct) => Only(organisation, ct);

    /// <inheritdoc/>
    protected override Task<int> Read(FranchiseDb db, IReadOnlyList<Event> happened, CancellationToken ct) =>
        Review(db, [.. happened.Select(e => (e.TenantId, Trainer: TrainerOf(e))).Where(c => c.Trainer is not null).Select(c => (c.TenantId, c.Trainer!.Value)).Distinct()], ct);

    private async Task<int> Review(FranchiseDb db, List<(Id<Organisation> Organisation, Id<Trainer> Trainer)> changed, CancellationToken ct)
    {
        if (changed.Count == 0)
            return 0;
        var now = clock.GetUtcNow();
        Id<Organisation>[] tenants = [.. changed.Select(c => c.Organisation).Distinct()];
        var organisations = await db.Set<Organisation>().AsNoTracking().Where(o => tenants.Contains(o.TenantId)).ToDictionaryAsync(o => o.TenantId, ct);
        await CoursesOnFile.LockTrainersAsync(db, changed.Select(c => c.Trainer), ct);
        Id<Trainer>[] trainers = [.. changed.Select(c => c.Trainer)];
        var booked = await db.Set<Session>()
            .Where(s => tenants.Contains(s.TenantId) && s.CancelledAt == null && s.StartsAt > now && s.Trainers.Any(t => trainers.Contains(t.TrainerId)))
            .Select(s => s.CourseId)
            .Distinct()
            .ToListAsync(ct);
        Guid[] locked = [.. booked.Select(c => c.Value)];
        await db.Database.SqlQuery<Guid>($"""SELECT id AS "Value" FROM franchise.courses WHERE id = ANY ({locked}) ORDER BY id FOR UPDATE""").ToListAsync(ct);
        var courses = await db.Set<Course>().AsSplitQuery().Include(c => c.Sessions).ThenInclude(s => s.Trainers).Where(c => booked.Contains(c.Id)).ToListAsync(ct);

        Dictionary<(Id<Trainer> Trainer, string Unit), TrainerFile> files = [];
        List<SessionNews> news = [];
        var reviewed = 0;
        foreach (var course in courses.Where(c => c.LicenceId is not null))
            foreach (var trainer in trainers)
            {
                var time = OwnTime.Of(organisations[course.TenantId], now);
                var hers = course.Sessions.Where(s => s.Trainers.Any(t => t.TrainerId == trainer)).ToList();
                foreach (var unit in hers.SelectMany(s => s.Units).Distinct())
                    if (!files.ContainsKey((trainer, unit)) && await TrainersOnFile.FileAsync(db, trainer, unit, now, ct) is { } file)
                        files[(trainer, unit)] = file;
                foreach (var session in hers)
                    if (course.Review(session, trainer, new(null, new Dictionary<string, Domain.Licensing.EligibilityFacts>(), files, []), time))
                    {
                        reviewed++;
                        if (session.Trainers.First(t => t.TrainerId == trainer).Risk is { } risk)
                            news.Add(new(course, session, files.First(f => f.Key.Trainer == trainer).Value.Trainer, risk));
                    }
            }
        var addresses = await CoordinatorsOnFile.AddressesAsync(db, news.Select(n => n.Course.TenantId), ct);
        foreach (var own in news.GroupBy(n => n.Course.TenantId))
            foreach (var address in addresses[own.Key])
                db.Add(outbox.Write(own.Key, CoordinatorMail.AtRisk(address, [.. own]), now));
        return reviewed;
    }

    private static Id<Trainer>? TrainerOf(Event happened)
    {
        var text = happened.Subject;
        if (!happened.Type.StartsWith("trainer.", StringComparison.Ordinal))
        {
            using var data = JsonDocument.Parse(happened.Data);
            text = data.RootElement.TryGetProperty("trainerId", out var id) ? id.GetString() : null;
        }
        return Id<Trainer>.TryRead(text, out var trainer) ? trainer : null;
    }
}
