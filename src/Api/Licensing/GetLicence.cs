using Franchise.Api.Http;
using Franchise.Domain.Licensing;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Persistence;
using Franchise.Infrastructure.Tenancy;
using Microsoft.EntityFrameworkCore;

namespace Franchise.Api.Licensing;

/// <summary>One licence. The most frequent read: one prepared query, one round trip, one row.</summary>
internal static class GetLicence
{
    private static readonly TenantQuery<LicenceView> own = new(LicenceView.Columns, "licences", "id = $2 AND agreement_text_hash IS NOT NULL", "", LicenceView.Read);

    // Cohort 4 asks less often, and of all organisations.
    private static readonly Func<FranchiseDb, Id<Licence>, CancellationToken, Task<LicenceView?>> any = EF.CompileAsyncQuery(
        (FranchiseDb db, Id<Licence> id, CancellationToken ct) => db.Set<Licence>().Where(l => l.Id == id).Select(LicenceView.Shape).FirstOrDefault());

    public static async Task<Found<LicenceView>> Handle(Id<Licence> id, RequestDb request, TenantReads reads, CancellationToken ct)
    {
        var licence = await (request.Session.Across ? any(request.Db, id, ct) : reads.FirstAsync(own, request.Session, ct, id.Value)) ?? throw Refusal.NotFound();
        return new(licence, licence.Version);
    }
}
