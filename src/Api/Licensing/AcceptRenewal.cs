using Franchise.Api.Http;
using Franchise.Domain.Licensing;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Billing;
using Franchise.Infrastructure.Persistence;

namespace Franchise.Api.Licensing;

/// <summary>The organisation agrees to the next term, at the price that its preview shows.</summary>
internal static class AcceptRenewal
{
    /// <param name="Price">What the preview says that the terms cost together, without VAT.</param>
    public sealed record Request(Money Price)
    {
        public static Request Example => new(new Money(250_000, "GBP"));
    }

    public static async Task<Changed<RenewalView>> Handle(
        Id<Licence> id, Request request, IfMatch ifMatch, FranchiseDb db, BillingSettings settings, TimeProvider clock, CancellationToken ct)
    {
        var at = await Licences.Lock(db, id, ifMatch, Parts.Plan | Parts.Terms, clock, ct);
        var plan = at.Licence.AcceptRenewal(request.Price, at.Policy, at.Time);
        await db.SaveChangesAsync(ct);
        return new(await RenewalView.Of(db, at, plan, at.Time.Today, settings, ct), at.Licence.Version);
    }
}
