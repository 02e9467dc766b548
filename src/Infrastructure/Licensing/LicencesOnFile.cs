using Franchise.Domain.Licensing;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Franchise.Infrastructure.Licensing;

/// <summary>A licence with its terms, holds and entitlements, and the policy version that it pins.</summary>
/// <param name="Licence">The licence.</param>
/// <param name="Policy">The policy version.</param>
public sealed record LicenceOnFile(Licence Licence, LicencePolicyVersion Policy);

/// <summary>How other capabilities read a licence that they act under, and what its eligibility function asks for.</summary>
public static class LicencesOnFile
{
    /// <summary>A licence as far as eligibility asks about it; null where the session may know of none by that id.</summary>
    public static async Task<LicenceOnFile?> FindAsync(FranchiseDb db, Id<Licence> id, CancellationToken ct)
    {
        var licence = await db.Set<Licence>().SingleOrDefaultAsync(l => l.Id == id && l.Offer != null, ct);
        if (licence is null)
            return null;
        var (entry, version) = (db.Entry(licence), licence.PolicyVersionId);
        await entry.Collection(l => l.Terms).LoadAsync(ct);
        await entry.Collection(l => l.Holds).LoadAsync(ct);
        await entry.Collection(l => l.Entitlements).LoadAsync(ct);
        return new(licence, await db.Set<LicencePolicyVersion>().AsNoTracking().SingleAsync(v => v.Id == version, ct));
    }

    /// <summary>The same with its row locked until the transaction ends: for what moves seats. Takes the platform's role.</summary>
    public static async Task<LicenceOnFile?> LockAsync(FranchiseDb db, Id<Licence> id, CancellationToken ct)
    {
        await db.Database.SqlQuery<Guid>($"""SELECT id AS "Value" FROM franchise.licences WHERE id = {id.Value} FOR UPDATE""").ToListAsync(ct);
        return await FindAsync(db, id, ct);
    }

    /// <summary>What <see cref="Eligibility"/> asks of a unit, but for a trainer.</summary>
    public static async Task<EligibilityFacts> FactsAsync(
        FranchiseDb db, LicenceOnFile on, Organisation organisation, OwnTime time, string unit, bool seats, CancellationToken ct) =>
        new(
            on.Policy,
            time.Today,
            organisation.IsActive,
            await UnitsOnFile.FactsAsync(db, unit, time.Zone, ct),
            seats ? await SeatsOnFile.BalancesAsync(db, on.Licence, null, ct) : new Dictionary<int, SeatBalance>(),
            Trainer: null);
}
