using Franchise.Domain.Catalogue;
using Franchise.Domain.Licensing;
using Franchise.Domain.Organisations;
using Franchise.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Franchise.Infrastructure.Licensing;

/// <summary>What catalogue and licences say of a unit, for every capability that asks whether something may be done with it.</summary>
public static class UnitsOnFile
{
    /// <summary>What the catalogue knows of a unit; null where none by that code was ever published.</summary>
    /// <param name="db">The database.</param>
    /// <param name="code">The code of the unit.</param>
    /// <param name="zone">The zone in which days are counted.</param>
    /// <param name="ct">Cancels.</param>
    public static async Task<UnitFacts?> FactsAsync(FranchiseDb db, string code, TimeZoneInfo zone, CancellationToken ct)
    {
        var versions = await db.Set<Unit>()
            .Where(u => u.Code == code)
            .SelectMany(u => u.Versions)
            .Where(v => v.PublishedAt != null)
            .Select(v => new { v.Number, v.Status, v.PublishedAt, v.WithdrawnAt, v.Languages })
            .ToListAsync(ct);
        if (versions.Count == 0)
            return null;
        var published = versions.Where(v => v.Status == UnitVersionStatus.Published).ToList();
        return new(
            Day(versions.Min(v => v.PublishedAt)),
            published.Count > 0 ? null : Day(versions.Max(v => v.WithdrawnAt)),
            (published.Count > 0 ? published : versions).MaxBy(v => v.Number)!.Languages);

        DateOnly? Day(DateTimeOffset? at) => at is { } instant ? DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(instant, zone).DateTime) : null;
    }

    /// <summary>
    /// Whether a licence of an organisation that is in a term or in grace on a day, by its dates, grants a unit. Cohort 4 itself needs no licence.
    /// </summary>
    /// <param name="db">The database.</param>
    /// <param name="organisation">The organisation.</param>
    /// <param name="code">The code of the unit.</param>
    /// <param name="day">The day.</param>
    /// <param name="goesOn">Whether it is about what goes on: then a licence in teach-out counts too.</param>
    /// <param name="ct">Cancels.</param>
    public static async Task<bool> EntitledAsync(FranchiseDb db, Organisation organisation, string code, DateOnly day, bool goesOn, CancellationToken ct)
    {
        if (organisation.Kind == OrganisationKind.Franchisor)
            return true;
        var owner = organisation.TenantId;
        var licences = db.Set<Licence>().Where(l => l.TenantId == owner);
        licences = goesOn
            ? licences.Where(l =>
                ((l.Status == LicenceStatus.Active || l.Status == LicenceStatus.Grace || l.Status == LicenceStatus.TeachOut) && l.Calendar!.TeachOutLastDay >= day)
                || (l.Status == LicenceStatus.Terminated && l.Termination!.TeachOutLastDay >= day))
            : licences.Where(l => (l.Status == LicenceStatus.Active || l.Status == LicenceStatus.Grace) && l.Calendar!.GraceLastDay >= day);
        return await db.Set<Entitlement>()
            .Where(e => e.TenantId == owner && e.Kind == EntitlementKind.Unit && e.Code == code && e.From <= day && (e.Until == null || e.Until >= day))
            .AnyAsync(e => licences.Any(l => l.Id == e.LicenceId), ct);
    }
}
