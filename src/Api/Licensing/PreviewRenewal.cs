using Franchise.Api.Http;
using Franchise.Domain.Licensing;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Billing;
using Franchise.Infrastructure.Persistence;

namespace Franchise.Api.Licensing;

/// <summary>What a renewal would do: by the same code, changing nothing.</summary>
internal static class PreviewRenewal
{
    private const int MostYearsAhead = 2;

    /// <param name="On">The day of renewal; null for today. At most two years ahead.</param>
    /// <param name="Price">The price of each new term, in the licence's currency; null for what the licence costs by then.</param>
    public sealed record Request(DateOnly? On = null, Money? Price = null)
    {
        public static Request Example => new(new DateOnly(2027, 12, 1));
    }

    public static async Task<Found<RenewalView>> Handle(Id<Licence> id, Request request, FranchiseDb db, BillingSettings settings, TimeProvider clock, CancellationToken ct)
    {
        var at = await Licences.Find(db, id, Parts.None, clock, ct);
        var (on, today) = (request.On ?? at.Time.Today, at.Time.Today);
        new Faults().When(on < today || on > today.AddYears(MostYearsAhead), "/on", "The day lies between today and two years ahead.").Refuse();
        return new(await RenewalView.Of(db, at, at.Licence.PreviewRenewal(at.Policy, on, request.Price), on, settings, ct), at.Licence.Version);
    }
}
