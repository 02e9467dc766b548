using Franchise.Api.Http;
using Franchise.Domain.Billing;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;

namespace Franchise.Api.Payments;

/// <summary>An attempt to collect an invoice through Stripe.</summary>
/// <param name="Id">Its id.</param>
/// <param name="OrganisationId">From whom.</param>
/// <param name="InvoiceId">The invoice.</param>
/// <param name="MandateId">What is charged; null where it is paid on a page.</param>
/// <param name="Amount">How much.</param>
/// <param name="Status">How far it has come.</param>
/// <param name="BegunAt">When it was begun.</param>
/// <param name="PageUrl">The address of the page; null unless that is open.</param>
/// <param name="OpenUntil">When the page closes by itself; null where there is none.</param>
/// <param name="EndedAt">When it was over; null before.</param>
/// <param name="FailedBecause">Why nothing was taken, in one word of ours, Stripe's or the bank's.</param>
internal sealed record CollectionView(
    Id<Collection> Id, Id<Organisation> OrganisationId, Id<Invoice> InvoiceId, Id<Mandate>? MandateId, Money Amount, CollectionStatus Status, DateTimeOffset BegunAt, string? PageUrl,
    DateTimeOffset? OpenUntil, DateTimeOffset? EndedAt, string? FailedBecause)
{
    public static CollectionView Example =>
        new(
            ExampleOf.Id<Collection>(), ExampleOf.Id<Organisation>(), ExampleOf.Id<Invoice>(), ExampleOf.Id<Mandate>(), new(540_000, "GBP"), CollectionStatus.Processing, ExampleOf.Time,
            null, null, null, null);

    public static CollectionView Of(Collection c) =>
        new(c.Id, c.TenantId, c.InvoiceId, c.MandateId, new(c.Amount, c.Currency), c.Status, c.BegunAt, c.PageUrl, c.OpenUntil, c.EndedAt, c.FailedBecause);
}
