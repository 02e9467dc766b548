using Franchise.Domain.Accreditation;
using Franchise.Domain.Licensing;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Licensing;
using Franchise.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Franchise.Infrastructure.Accreditation;

/// <summary>
/// How trainers and their accreditations are read, for every capability that asks about them. Who signs in as a trainer sees what is hers; every
/// query begins here, so that a colleague's is as absent to her as what does not exist.
/// </summary>
public static class TrainersOnFile
{
    /// <summary>The trainers that the actor may see.</summary>
    public static IQueryable<Trainer> Trainers(FranchiseDb db) =>
        db.Actor.OnlyOwnOf is { } user ? db.Set<Trainer>().Where(t => t.UserId == user) : db.Set<Trainer>();

    /// <summary>The accreditations that the actor may see.</summary>
    public static IQueryable<UnitAccreditation> Accreditations(FranchiseDb db) =>
        db.Actor.OnlyOwnOf is { } user
            ? db.Set<UnitAccreditation>().Where(a => db.Set<Trainer>().Any(t => t.TenantId == a.TenantId && t.Id == a.TrainerId && t.UserId == user))
            : db.Set<UnitAccreditation>();

    /// <summary>What <see cref="AccreditationCheck"/> asks for, of one trainer about one unit; null where the actor may see no such trainer.</summary>
    /// <param name="db">The database.</param>
    /// <param name="id">The trainer.</param>
    /// <param name="unit">The code of the unit.</param>
    /// <param name="now">The time; the file's date is the trainer's organisation's own.</param>
    /// <param name="ct">Cancels.</param>
    public static async Task<TrainerFile?> FileAsync(FranchiseDb db, Id<Trainer> id, string unit, DateTimeOffset now, CancellationToken ct)
    {
        var trainer = await Trainers(db).AsNoTracking().Include(t => t.Qualifications).SingleOrDefaultAsync(t => t.Id == id, ct);
        if (trainer is null)
            return null;
        var tenant = trainer.TenantId;
        var organisation = await db.Set<Organisation>().AsNoTracking().SingleAsync(o => o.TenantId == tenant, ct);
        var accreditations = await db.Set<UnitAccreditation>()
            .AsNoTracking()
            .AsSplitQuery()
            .Include(a => a.Records)
            .Include(a => a.Holds)
            .Where(a => a.TenantId == tenant && a.TrainerId == id && a.Unit == unit)
            .ToListAsync(ct);
        var pinned = accreditations.SelectMany(a => a.Records.Select(r => r.PolicyVersionId)).Distinct().ToArray();
        var policies = await db.Set<AccreditationPolicyVersion>().AsNoTracking().Where(v => pinned.Contains(v.Id)).ToDictionaryAsync(v => v.Id, ct);
        return new(trainer, accreditations, policies, organisation.Today(now));
    }

    /// <summary>Whether an organisation may deliver a unit today, as far as an accreditation for it asks: a new one, or one that goes on.</summary>
    public static async Task<UnitRight> RightAsync(FranchiseDb db, Organisation organisation, string unit, bool goesOn, OwnTime time, CancellationToken ct) =>
        await UnitsOnFile.EntitledAsync(db, organisation, unit, time.Today, goesOn, ct)
            ? new(true, await UnitsOnFile.FactsAsync(db, unit, time.Zone, ct))
            : new(false, null);

    /// <summary>What decides whether a record may be made for a trainer under a policy version today.</summary>
    public static async Task<AccreditationFacts> FactsAsync(
        FranchiseDb db, UnitAccreditation accreditation, AccreditationPolicyVersion policy, Organisation organisation, OwnTime time, CancellationToken ct)
    {
        var (tenant, id) = (accreditation.TenantId, accreditation.TrainerId);
        var trainer = await db.Set<Trainer>().AsNoTracking().Include(t => t.Qualifications).SingleAsync(t => t.TenantId == tenant && t.Id == id, ct);
        var (first, last) = (AccreditationFacts.YearTo(time.Today).First, time.Today);
        var hours = await db.Set<CpdRecord>().Where(r => r.TenantId == tenant && r.TrainerId == id && r.On >= first && r.On <= last).SumAsync(r => r.Hours, ct);
        var standardised = await db.Set<Standardisation>()
            .Where(s => s.TenantId == tenant && s.TrainerId == id && s.On >= first && s.On <= last)
            .MaxAsync(s => (DateOnly?)s.On, ct);
        var right = await RightAsync(db, organisation, accreditation.Unit, goesOn: accreditation.Calendar is not null, time, ct);
        return new(policy, trainer, right, hours, standardised);
    }

    /// <summary>
    /// The policy version that the next record of an accreditation follows: the newest published one of the policy that it follows already, or, before its
    /// first record, of any. Where none is published, the one that it pins; null where there is none either.
    /// </summary>
    public static async Task<AccreditationPolicyVersion?> NextPolicyAsync(FranchiseDb db, Id<AccreditationPolicyVersion>? pinned, CancellationToken ct)
    {
        var versions = db.Set<AccreditationPolicyVersion>().AsNoTracking();
        var published = versions.Where(v => v.Status == PolicyVersionStatus.Published);
        if (pinned is not { } id)
            return await published.OrderByDescending(v => v.PublishedAt).FirstOrDefaultAsync(ct);
        return await published.Where(v => versions.Any(p => p.Id == id && p.PolicyId == v.PolicyId)).OrderByDescending(v => v.Number).FirstOrDefaultAsync(ct)
            ?? await versions.SingleAsync(v => v.Id == id, ct);
    }
}
