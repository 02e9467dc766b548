using System.Linq.Expressions;
using Franchise.Domain.Catalogue;
using Franchise.Domain.Licensing;
using Franchise.Domain.Organisations;
using Franchise.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Franchise.Api.Catalogue;

/// <summary>
/// What of the catalogue the caller may read: Cohort 4 all of it; a partner what her licences entitle her to on her own date, and never a draft.
/// Every reading of the catalogue begins here, so that what is not hers is as absent to her as what does not exist.
/// </summary>
/// <remarks>
/// A licence counts while it is active, in grace or in teach-out, by its dates as well as by its status: the sweep may be late. A hold does not close
/// the catalogue, since courses already begun go on. Catalogue tables have no tenant, so no wall in the database stands behind this.
/// </remarks>
internal static class EntitledCatalogue
{
    /// <summary>Units to read. For a partner each has a version that is no draft.</summary>
    public static async Task<IQueryable<Unit>> Units(FranchiseDb db, TimeProvider clock, CancellationToken ct)
    {
        if (db.Actor.IsFranchisor)
            return db.Set<Unit>();
        var codes = Codes(db, EntitlementKind.Unit, await Today(db, clock, ct));
        return db.Set<Unit>().Where(u => codes.Contains(u.Code) && u.Versions.Any(v => v.Status != UnitVersionStatus.Draft));
    }

    /// <summary>Versions of units to read. A withdrawn one stays readable: courses that began on it are taught to their end.</summary>
    public static async Task<IQueryable<UnitVersion>> UnitVersions(FranchiseDb db, TimeProvider clock, CancellationToken ct)
    {
        if (db.Actor.IsFranchisor)
            return db.Set<UnitVersion>();
        var units = await Units(db, clock, ct);
        return db.Set<UnitVersion>().Where(v => v.Status != UnitVersionStatus.Draft && units.Any(u => u.Id == v.UnitId));
    }

    /// <summary>Programmes to read: those of which a unit may be read.</summary>
    public static async Task<IQueryable<Programme>> Programmes(FranchiseDb db, TimeProvider clock, CancellationToken ct)
    {
        if (db.Actor.IsFranchisor)
            return db.Set<Programme>();
        var units = await Units(db, clock, ct);
        return db.Set<Programme>().Where(p => units.Any(u => u.ProgrammeId == p.Id));
    }

    /// <summary>Resources to read.</summary>
    public static async Task<IQueryable<Resource>> Resources(FranchiseDb db, TimeProvider clock, CancellationToken ct)
    {
        if (db.Actor.IsFranchisor)
            return db.Set<Resource>();
        var codes = Codes(db, EntitlementKind.Resource, await Today(db, clock, ct));
        return db.Set<Resource>().Where(r => codes.Contains(r.Code));
    }

    /// <summary>Packages to read: those that her licences name, one that is offered and not yet answered among them.</summary>
    public static async Task<IQueryable<Package>> Packages(FranchiseDb db, TimeProvider clock, CancellationToken ct)
    {
        if (db.Actor.IsFranchisor)
            return db.Set<Package>();
        var today = await Today(db, clock, ct);
        var runs = db.Set<Licence>().Where(Runs(today)).Select(l => l.Grant.Package);
        var offered = db.Set<Licence>()
            .Where(l => l.Status == LicenceStatus.Accepted || (l.Status == LicenceStatus.Offered && l.Offer!.ValidUntil >= today))
            .Select(l => l.Grant.Package);
        return db.Set<Package>().Where(p => runs.Contains(p.Code) || offered.Contains(p.Code));
    }

    private static IQueryable<string> Codes(FranchiseDb db, EntitlementKind kind, DateOnly today)
    {
        var running = db.Set<Licence>().Where(Runs(today));
        return db.Set<Entitlement>()
            .Where(e => e.Kind == kind && e.From <= today && (e.Until == null || e.Until >= today) && running.Any(l => l.Id == e.LicenceId))
            .Select(e => e.Code);
    }

    private static Expression<Func<Licence, bool>> Runs(DateOnly today) =>
        l =>
            (
                (l.Status == LicenceStatus.Active || l.Status == LicenceStatus.Grace || l.Status == LicenceStatus.TeachOut)
                && l.Calendar!.TeachOutLastDay >= today
            ) || (l.Status == LicenceStatus.Terminated && l.Termination!.TeachOutLastDay >= today);

    private static async Task<DateOnly> Today(FranchiseDb db, TimeProvider clock, CancellationToken ct) =>
        (await db.Set<Organisation>().AsNoTracking().SingleAsync(o => o.TenantId == db.TenantId, ct)).Today(clock.GetUtcNow());
}
