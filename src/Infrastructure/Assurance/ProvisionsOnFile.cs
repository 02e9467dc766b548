using Franchise.Domain.Assurance;
using Franchise.Domain.Catalogue;
using Franchise.Domain.Delivery;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Franchise.Infrastructure.Assurance;

/// <summary>How approvals, and what direct claims rest on, are read.</summary>
public static class ProvisionsOnFile
{
    /// <summary>The approvals of some organisations, with what says which unit each covers.</summary>
    public static async Task<IReadOnlyDictionary<Id<Organisation>, ProvisionMap>> MapsAsync(FranchiseDb db, IReadOnlyCollection<Id<Organisation>> organisations, CancellationToken ct)
    {
        var provisions = (await db.Set<ApprovedProvision>().Where(p => organisations.Contains(p.TenantId)).ToListAsync(ct)).ToLookup(p => p.TenantId);
        var programmes = await db.Set<Unit>()
            .Join(db.Set<Programme>(), u => u.ProgrammeId, p => p.Id, (u, p) => new { Unit = u.Code, Programme = p.Code })
            .ToDictionaryAsync(u => u.Unit, u => u.Programme, StringComparer.Ordinal, ct);
        return organisations.Distinct().ToDictionary(o => o, o => new ProvisionMap([.. provisions[o]], programmes));
    }

    /// <summary>The approvals of one organisation.</summary>
    public static async Task<ProvisionMap> MapAsync(FranchiseDb db, Id<Organisation> organisation, CancellationToken ct) => (await MapsAsync(db, [organisation], ct))[organisation];

    /// <summary>How many internal quality assurers of some organisations are approved and may come in; without those that have none.</summary>
    public static async Task<IReadOnlyDictionary<Id<Organisation>, int>> AssurersAsync(FranchiseDb db, IReadOnlyCollection<Id<Organisation>> organisations, CancellationToken ct) =>
        await AssuranceOnFile.Standing(db)
            .Where(a => organisations.Contains(a.TenantId) && a.Status == AssurerStatus.Approved)
            .GroupBy(a => a.TenantId)
            .Select(g => new { g.Key, Count = g.Count() })
            .ToDictionaryAsync(g => g.Key, g => g.Count, ct);

    /// <summary>The risk by which a course's results are sampled: the greatest of its units'. What is not approved yet counts as usual.</summary>
    public static async Task<ProvisionRisk> RiskAsync(FranchiseDb db, Course course, CancellationToken ct)
    {
        var map = await MapAsync(db, course.TenantId, ct);
        return course.Units.Max(u => map.For(u.Unit)?.Risk ?? ProvisionRisk.Medium);
    }

    /// <summary>What decides whether direct claims may be held for a provision.</summary>
    public static async Task<DirectClaimsFacts> FactsAsync(FranchiseDb db, ApprovedProvision provision, DateOnly today, CancellationToken ct)
    {
        var tenant = provision.TenantId;
        var map = await MapAsync(db, tenant, ct);
        var overdue = await db.Set<VisitFinding>()
            .AsNoTracking()
            .Where(f => f.TenantId == tenant && f.Kind == FindingKind.EssentialAction && f.Status == FindingStatus.Open && f.DueOn < today)
            .ToListAsync(ct);
        return new((await AssurersAsync(db, [tenant], ct)).GetValueOrDefault(tenant), overdue.Count(f => map.ConcernedBy(f).Any(p => p.Id == provision.Id)));
    }

    /// <summary>
    /// Whether claims of some units go without verification now: direct claims are held for each, and someone stands who assures. The second is asked here
    /// too, so that nothing is awarded in the minute before a loss freezes the first.
    /// </summary>
    public static async Task<bool> DirectAsync(FranchiseDb db, Id<Organisation> organisation, IEnumerable<string> units, CancellationToken ct) =>
        (await MapAsync(db, organisation, ct)).DirectFor(units) && (await AssurersAsync(db, [organisation], ct)).ContainsKey(organisation);

    /// <summary>Locks the approvals of some organisations until the transaction ends, in one order for all writers.</summary>
    public static async Task LockAsync(FranchiseDb db, IEnumerable<Id<Organisation>> organisations, CancellationToken ct)
    {
        Guid[] tenants = [.. organisations.Select(o => o.Value).Distinct()];
        await db.Database
            .SqlQuery<Guid>($"""SELECT id AS "Value" FROM franchise.approved_provisions WHERE tenant_id = ANY ({tenants}) ORDER BY id FOR UPDATE""")
            .ToListAsync(ct);
    }
}
