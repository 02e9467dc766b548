using Franchise.Api.Http;
using Franchise.Domain.Licensing;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Franchise.Api.Licensing;

/// <summary>One licence. The most frequent read: one compiled query, one round trip, one row.</summary>
internal static class GetLicence
{
    // A compiled query belongs to one model, and looking across organisations has a model of its own.
    private static readonly Func<FranchiseDb, Id<Licence>, CancellationToken, Task<LicenceView?>> own = EF.CompileAsyncQuery(
        (FranchiseDb db, Id<Licence> id, CancellationToken ct) =>
            db.Set<Licence>().Where(l => l.Id == id && l.Offer != null).Select(LicenceView.Shape).FirstOrDefault());

    private static readonly Func<FranchiseDb, Id<Licence>, CancellationToken, Task<LicenceView?>> any = EF.CompileAsyncQuery(
        (FranchiseDb db, Id<Licence> id, CancellationToken ct) => db.Set<Licence>().Where(l => l.Id == id).Select(LicenceView.Shape).FirstOrDefault());

    public static async Task<Found<LicenceView>> Handle(Id<Licence> id, FranchiseDb db, CancellationToken ct)
    {
        var licence = await (db.Session.Across ? any : own)(db, id, ct) ?? throw Refusal.NotFound();
        return new(licence, licence.Version);
    }
}
