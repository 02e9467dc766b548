using Franchise.Api.Http;
using Franchise.Domain.Catalogue;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Franchise.Api.Catalogue;

/// <summary>A unit with the version to teach now.</summary>
/// <param name="Id">Its id.</param>
/// <param name="ProgrammeId">The programme it belongs to.</param>
/// <param name="Code">Its code; it never changes, and entitlements name it.</param>
/// <param name="Provision">Under whose rules it is taught.</param>
/// <param name="Mandatory">Whether a learner must take it for the whole programme.</param>
/// <param name="Current">The latest version that is published and not withdrawn; null if there is none, and then nothing new starts.</param>
public sealed record UnitResponse(Id<Unit> Id, Id<Programme> ProgrammeId, string Code, Provision Provision, bool Mandatory, UnitVersionSummary? Current)
{
    public static UnitResponse Example =>
        new(ExampleOf.Id<Unit>(), ExampleOf.Id<Programme>(), "RM3-01", Provision.Bespoke, true, UnitVersionSummary.Example);

    internal static UnitResponse Of(Unit u, UnitVersionSummary? current) => new(u.Id, u.ProgrammeId, u.Code, u.Provision, u.Mandatory, current);

    /// <summary>The versions to teach now, without their outcomes, which would be most of the bytes.</summary>
    internal static async Task<IReadOnlyDictionary<Id<Unit>, UnitVersionSummary>> CurrentOf(IEnumerable<Id<Unit>> units, FranchiseDb db, CancellationToken ct)
    {
        var ids = units.ToArray();
        var published = await UnitVersionSummary
            .Select(db.Set<UnitVersion>().Where(v => ids.Contains(v.UnitId) && v.Status == UnitVersionStatus.Published))
            .ToListAsync(ct);
        return published.GroupBy(v => v.UnitId).ToDictionary(g => g.Key, g => g.MaxBy(v => v.Number)!);
    }
}
