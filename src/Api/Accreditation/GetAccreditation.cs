using Franchise.Api.Http;
using Franchise.Domain.Accreditation;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Persistence;

namespace Franchise.Api.Accreditation;

/// <summary>One accreditation with its whole story.</summary>
internal static class GetAccreditation
{
    public static async Task<Found<AccreditationView>> Handle(Id<UnitAccreditation> id, FranchiseDb db, TimeProvider clock, CancellationToken ct)
    {
        var (accreditation, _, _) = await Accreditations.Find(db, id, clock, ct);
        return new(AccreditationView.Of(accreditation), accreditation.Version);
    }
}
