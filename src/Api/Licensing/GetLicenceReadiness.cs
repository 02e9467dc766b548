using Franchise.Domain.Licensing;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Persistence;

namespace Franchise.Api.Licensing;

/// <summary>Everything that is missing before a licence can begin: by the same function that lets it begin.</summary>
internal static class GetLicenceReadiness
{
    /// <param name="Ready">Whether nothing is missing.</param>
    /// <param name="Missing">Every missing item with what removes it; empty when it is ready.</param>
    public sealed record Response(bool Ready, IReadOnlyList<ReasonView> Missing)
    {
        public static Response Example =>
            new(
                false,
                [
                    new(
                        LicensingCodes.SafeguardingLeadMissing, "The organisation has named no designated safeguarding lead.",
                        "Add a contact for the designated safeguarding lead.", "", []),
                ]);
    }

    public static async Task<Response> Handle(Id<Licence> id, FranchiseDb db, TimeProvider clock, CancellationToken ct)
    {
        var at = await Licences.Find(db, id, Parts.None, clock, ct);
        var missing = at.Licence.Readiness(await Licences.Facts(db, at, ct), at.Time.Today);
        return new(missing.Count == 0, [.. missing.Select(ReasonView.Of)]);
    }
}
