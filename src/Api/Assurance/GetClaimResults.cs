using Franchise.Domain.Assurance;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Assurance;
using Franchise.Infrastructure.Delivery;
using Franchise.Infrastructure.Persistence;

namespace Franchise.Api.Assurance;

/// <summary>A claim's results as a file, with legal names. That it was fetched is on record before the first byte leaves.</summary>
internal static class GetClaimResults
{
    public static async Task<CsvAnswer> Handle(Id<Claim> id, FranchiseDb db, LearnerBox box, TimeProvider clock, CancellationToken ct)
    {
        var at = await Claims.Find(db, id, clock, ct);
        return await Downloads.Send(db, at.Claim.TenantId, "claim.results_read", id.ToString(), await ResultsFile.OfAsync(db, box, at.Course, at.Claim, ct), ct);
    }
}
