using Franchise.Api.Http;
using Franchise.Domain.Billing;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;

namespace Franchise.Api.Payments;

/// <summary>A card or a direct debit that an organisation has given, or begins to give.</summary>
/// <param name="Id">Its id.</param>
/// <param name="OrganisationId">Whose it is.</param>
/// <param name="Kind">What is charged.</param>
/// <param name="Status">Whether it can be.</param>
/// <param name="BegunAt">When it was begun.</param>
/// <param name="PageUrl">The address of the page on which it is given; null unless that is open.</param>
/// <param name="ActiveAt">Since when it can be charged; null before.</param>
/// <param name="EndedAt">Since when it cannot, or never could; null while it may.</param>
/// <param name="EndedBecause">Why, in one word of ours, Stripe's or the bank's; null while it may.</param>
internal sealed record MandateView(
    Id<Mandate> Id, Id<Organisation> OrganisationId, MandateKind Kind, MandateStatus Status, DateTimeOffset BegunAt, string? PageUrl, DateTimeOffset? ActiveAt, DateTimeOffset? EndedAt,
    string? EndedBecause)
{
    public static MandateView Example =>
        new(
            ExampleOf.Id<Mandate>(), ExampleOf.Id<Organisation>(), MandateKind.DirectDebit, MandateStatus.Open, ExampleOf.Time, "https://checkout.stripe.com/c/pay/cs_live_a1", null,
            null, null);

    public static MandateView Of(Mandate m) => new(m.Id, m.TenantId, m.Kind, m.Status, m.BegunAt, m.PageUrl, m.ActiveAt, m.EndedAt, m.EndedBecause);
}
