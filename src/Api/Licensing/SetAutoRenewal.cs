using Franchise.Api.Http;
using Franchise.Domain.Licensing;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Persistence;

namespace Franchise.Api.Licensing;

/// <summary>The organisation agrees that terms renew by themselves, or takes that back.</summary>
internal static class SetAutoRenewal
{
    /// <param name="AutoRenews">Whether they shall.</param>
    public sealed record Request(bool AutoRenews)
    {
        public static Request Example => new(true);
    }

    public static async Task<Changed<LicenceView>> Handle(
        Id<Licence> id, Request request, IfMatch ifMatch, FranchiseDb db, TimeProvider clock, CancellationToken ct)
    {
        var at = await Licences.Lock(db, id, ifMatch, Parts.Plan, clock, ct);
        at.Licence.SetAutoRenewal(request.AutoRenews, at.Policy, at.Time);
        await db.SaveChangesAsync(ct);
        return at.Changed();
    }
}
