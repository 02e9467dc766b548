using Franchise.Api.Http;
using Franchise.Domain.Licensing;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Billing;
using Franchise.Infrastructure.Persistence;

namespace Franchise.Api.Licensing;

/// <summary>Adds the next term, where the policy says that it begins.</summary>
internal static class RenewLicence
{
    /// <param name="Price">The price of each new term, in the licence's currency; null for what the licence costs by then.</param>
    public sealed record Request(Money? Price = null)
    {
        public static Request Example => new();
    }

    public static async Task<Changed<RenewalView>> Handle(
        Id<Licence> id, Request request, IfMatch ifMatch, FranchiseDb db, BillingSettings settings, TimeProvider clock, CancellationToken ct)
    {
        var at = await Licences.Lock(db, id, ifMatch, Parts.Plan | Parts.Terms, clock, ct);
        var plan = at.Licence.Renew(at.Policy, at.Time, request.Price);
        await db.SaveChangesAsync(ct);
        return new(await RenewalView.Of(db, at, plan, at.Time.Today, settings, ct), at.Licence.Version);
    }
}
