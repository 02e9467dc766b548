using Franchise.Api.Http;
using Franchise.Domain.Accreditation;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Accreditation;
using Franchise.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Franchise.Api.Accreditation;

/// <summary>An accreditation with what nearly every verb of it asks for.</summary>
internal sealed record AccreditationAtHand(UnitAccreditation Accreditation, Organisation Organisation, OwnTime Time)
{
    public Changed<AccreditationView> Changed() => new(AccreditationView.Of(Accreditation), Accreditation.Version);

    /// <summary>What decides whether the next record may be made, under the policy that it would follow.</summary>
    public async Task<AccreditationFacts> NextFacts(FranchiseDb db, CancellationToken ct) =>
        await TrainersOnFile.FactsAsync(
            db, Accreditation, (await TrainersOnFile.NextPolicyAsync(db, Accreditation.PolicyVersionId, ct))!, Organisation, Time, ct);
}

/// <summary>How use cases come by an accreditation. Absent, foreign and, for a trainer, another's are one and the same: not found.</summary>
internal static class Accreditations
{
    /// <summary>Loads an accreditation with its records, observations, holds and schedule, which are few.</summary>
    /// <exception cref="Refusal"><c>not_found</c>.</exception>
    public static async Task<AccreditationAtHand> Find(FranchiseDb db, Id<UnitAccreditation> id, TimeProvider clock, CancellationToken ct)
    {
        var accreditation = await TrainersOnFile.Accreditations(db)
            .AsSplitQuery()
            .Include(a => a.Records)
            .Include(a => a.Observations)
            .Include(a => a.Holds)
            .Include(a => a.Schedule)
            .SingleOrDefaultAsync(a => a.Id == id, ct) ?? throw Refusal.NotFound();
        var tenant = accreditation.TenantId;
        var organisation = await db.Set<Organisation>().AsNoTracking().SingleAsync(o => o.TenantId == tenant, ct);
        return new(accreditation, organisation, OwnTime.Of(organisation, clock.GetUtcNow()));
    }

    /// <summary>
    /// Loads an accreditation to change, if the caller has seen how it stands. Its row is locked until the transaction ends: whoever comes second sees
    /// what the first has done, and is told so.
    /// </summary>
    /// <exception cref="Refusal"><c>not_found</c>, <c>stale</c>.</exception>
    public static async Task<AccreditationAtHand> Lock(
        FranchiseDb db, Id<UnitAccreditation> id, IfMatch ifMatch, TimeProvider clock, CancellationToken ct)
    {
        await db.Database.SqlQuery<Guid>($"""SELECT id AS "Value" FROM franchise.accreditations WHERE id = {id.Value} FOR UPDATE""").ToListAsync(ct);
        var found = await Find(db, id, clock, ct);
        ifMatch.Demand(found.Accreditation.Version);
        return found;
    }

    /// <summary>The policy version that a request names.</summary>
    /// <exception cref="Refusal"><c>validation_failed</c>.</exception>
    public static async Task<AccreditationPolicyVersion> Policy(FranchiseDb db, Id<AccreditationPolicyVersion> id, CancellationToken ct) =>
        await db.Set<AccreditationPolicyVersion>().AsNoTracking().SingleOrDefaultAsync(v => v.Id == id, ct)
        ?? throw Refusal.Invalid([new("/policyVersionId", "There is no policy version by that id.")]);
}
