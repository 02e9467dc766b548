using Franchise.Api.Http;
using Franchise.Domain.Catalogue;
using Franchise.Domain.Licensing;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Franchise.Api.Licensing;

/// <summary>Which of a licence's parts a use case needs.</summary>
[Flags]
internal enum Parts
{
    None = 0,
    Terms = 1,
    Holds = 2,
    Entitlements = 4,
    Schedule = 8,

    /// <summary>What a verb needs that plans anew what falls due.</summary>
    Plan = Holds | Schedule,
}

/// <summary>A licence with what nearly every verb of it asks for.</summary>
internal sealed record LicenceAtHand(Licence Licence, LicencePolicyVersion Policy, Organisation Organisation, OwnTime Time)
{
    public Changed<LicenceView> Changed() => new(LicenceView.Of(Licence), Licence.Version);
}

/// <summary>How use cases come by a licence. Absent, foreign and, for a partner, not yet offered are one and the same: not found.</summary>
internal static class Licences
{
    /// <summary>Loads a licence to look at.</summary>
    public static Task<LicenceAtHand> Find(FranchiseDb db, Id<Licence> id, Parts parts, TimeProvider clock, CancellationToken ct) =>
        Load(db, db.Set<Licence>().Where(l => l.Id == id), parts, clock, ct);

    /// <summary>
    /// Loads a licence to change. Its row is locked until the transaction ends: whoever comes second sees what the first has done, and is told so
    /// (stale, no seats left) instead of failing at the end.
    /// </summary>
    public static async Task<LicenceAtHand> Lock(FranchiseDb db, Id<Licence> id, Parts parts, TimeProvider clock, CancellationToken ct)
    {
        // Two statements: composed with FromSql, EF Core 10 takes the columns of complex properties by names that they do not have.
        await db.Database.SqlQuery<Guid>($"""SELECT id AS "Value" FROM franchise.licences WHERE id = {id.Value} FOR UPDATE""").ToListAsync(ct);
        return await Find(db, id, parts, clock, ct);
    }

    /// <summary>Loads a licence to change, if the caller has seen how it stands.</summary>
    /// <exception cref="Refusal"><c>stale</c>.</exception>
    public static async Task<LicenceAtHand> Lock(FranchiseDb db, Id<Licence> id, IfMatch ifMatch, Parts parts, TimeProvider clock, CancellationToken ct)
    {
        var found = await Lock(db, id, parts, clock, ct);
        ifMatch.Demand(found.Licence.Version);
        return found;
    }

    /// <summary>The licences that the session may know of.</summary>
    public static IQueryable<Licence> Visible(FranchiseDb db) => db.Session.Across ? db.Set<Licence>() : db.Set<Licence>().Where(l => l.Offer != null);

    /// <summary>Refuses unless the session may know of the licence: for lists that hang from one.</summary>
    /// <exception cref="Refusal"><c>not_found</c>.</exception>
    public static async Task Demand(FranchiseDb db, Id<Licence> id, CancellationToken ct)
    {
        if (!await Visible(db).AnyAsync(l => l.Id == id, ct))
            throw Refusal.NotFound();
    }

    /// <summary>What decides whether licences may begin, for all of them at once.</summary>
    public static async Task<IReadOnlyDictionary<Id<Licence>, LicenceFacts>> Facts(
        FranchiseDb db, IReadOnlyCollection<LicenceAtHand> licences, CancellationToken ct)
    {
        var tenants = licences.Select(l => l.Organisation.TenantId).Distinct().ToArray();
        var contacts = await db.Set<Contact>()
            .Where(c => tenants.Contains(c.TenantId))
            .Select(c => new { c.TenantId, c.Role })
            .Distinct()
            .ToListAsync(ct);
        var roles = contacts.ToLookup(c => c.TenantId, c => c.Role);
        var published = await PublishedUnits(db, [.. licences.SelectMany(l => l.Licence.Grant.Units).Distinct()], ct);
        return licences.ToDictionary(
            l => l.Licence.Id,
            l =>
            {
                var named = roles[l.Organisation.TenantId];
                return new LicenceFacts(
                    l.Policy,
                    l.Organisation.IsActive,
                    named.Contains(ContactRole.Head),
                    named.Contains(ContactRole.Coordinator),
                    named.Contains(ContactRole.DesignatedSafeguardingLead),
                    named.Contains(ContactRole.Finance),
                    published);
            });
    }

    /// <inheritdoc cref="Facts(FranchiseDb, IReadOnlyCollection{LicenceAtHand}, CancellationToken)"/>
    public static async Task<LicenceFacts> Facts(FranchiseDb db, LicenceAtHand licence, CancellationToken ct) =>
        (await Facts(db, [licence], ct))[licence.Licence.Id];

    /// <summary>Those of some units that have a published version.</summary>
    public static async Task<IReadOnlyCollection<string>> PublishedUnits(FranchiseDb db, string[] codes, CancellationToken ct) =>
        (await db.Set<Unit>()
            .Where(u => codes.Contains(u.Code) && u.Versions.Any(v => v.Status == UnitVersionStatus.Published))
            .Select(u => u.Code)
            .ToListAsync(ct)).ToHashSet(StringComparer.Ordinal);

    private static async Task<LicenceAtHand> Load(FranchiseDb db, IQueryable<Licence> query, Parts parts, TimeProvider clock, CancellationToken ct)
    {
        var licence = await query.SingleOrDefaultAsync(ct);
        if (licence is null || (!db.Session.Across && licence.Offer is null))
            throw Refusal.NotFound();
        var (tenant, version) = (licence.TenantId, licence.PolicyVersionId);
        var about = await db.Set<Organisation>()
            .AsNoTracking()
            .Where(o => o.TenantId == tenant)
            .SelectMany(o => db.Set<LicencePolicyVersion>().Where(v => v.Id == version), (o, v) => new { Organisation = o, Policy = v })
            .SingleAsync(ct);
        var entry = db.Entry(licence);
        if (parts.HasFlag(Parts.Terms))
            await entry.Collection(l => l.Terms).LoadAsync(ct);
        if (parts.HasFlag(Parts.Holds))
            await entry.Collection(l => l.Holds).LoadAsync(ct);
        if (parts.HasFlag(Parts.Entitlements))
            await entry.Collection(l => l.Entitlements).LoadAsync(ct);
        if (parts.HasFlag(Parts.Schedule))
            await entry.Collection(l => l.Schedule).LoadAsync(ct);
        return new(licence, about.Policy, about.Organisation, OwnTime.Of(about.Organisation, clock.GetUtcNow()));
    }
}
