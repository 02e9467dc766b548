using System.ComponentModel.DataAnnotations;
using Franchise.Api.Http;
using Franchise.Domain.Billing;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Billing;
using Franchise.Infrastructure.Payments;
using Franchise.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Franchise.Api.Payments;

/// <summary>Begins to pay one invoice on a page. The attempt is committed before Stripe is asked for the page.</summary>
internal static class PayInvoice
{
    /// <param name="ReturnTo">Where the browser goes when the page is done or left.</param>
    public sealed record Request([StringLength(500, MinimumLength = 1)] string ReturnTo)
    {
        public static Request Example => new("https://partner.example/billing");
    }

    public static async Task<Created<CollectionView>> Handle(Id<Invoice> id, Request request, FranchiseDb db, StripeGateway stripe, TimeProvider clock, CancellationToken ct)
    {
        var at = await InvoicesOnFile.FindAsync(db, id, clock.GetUtcNow(), ct) ?? throw Refusal.NotFound();
        Stripes.Demand(stripe, at.Organisation);
        var place = Stripes.Place(request.ReturnTo);
        at.Invoice.DemandPayable();
        var (shown, missing) = await ShowAsync();
        if (missing is not null && await StripePayer.ForgetAsync(db, at.Organisation.TenantId, missing, ct))
            (shown, missing) = await ShowAsync();
        if (missing is not null)
            throw Stripes.Refused();
        return new($"/v1/collections/{shown.Id}", CollectionView.Of(shown), shown.Version);

        // With the payer where Stripe does not know it, as after a change of account: then nothing is under way.
        async Task<(Collection Collection, string? Missing)> ShowAsync()
        {
            var payer = await Stripes.PayerAsync(db, stripe, at.Organisation, ct);
            db.ChangeTracker.Clear();
            var collection = await IntendAsync(db, id, clock.GetUtcNow(), ct);
            if (collection.PageId is not null)
                return (collection, null);
            var what = new NewPaymentPage(
                payer, new(collection.Amount, collection.Currency), $"Invoice {at.Invoice.Number}", place, place, CollectInvoices.Marks(at.Organisation.TenantId, collection));
            var reply = await stripe.BeginPaymentPage(what, collection.Key, ct);
            if (reply is Reply<StripePage>.Refused)
                collection.Cancel("page_not_made", clock.GetUtcNow());
            else if (reply is Reply<StripePage>.Given(var made))
                collection.Show(made.Id, made.Url, made.OpenUntil, clock.GetUtcNow());
            await db.SaveChangesAsync(ct);
            if (reply is Reply<StripePage>.Refused("resource_missing", _))
                return (collection, payer);
            _ = Stripes.Given(reply);
            return (collection, null);
        }
    }

    // A page that is open for as much as is owed is the one to pay on.
    private static async Task<Collection> IntendAsync(FranchiseDb db, Id<Invoice> id, DateTimeOffset now, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var at = await InvoicesOnFile.LockAsync(db, id, now, ct) ?? throw Refusal.NotFound();
        at.Invoice.DemandPayable();
        var (owed, soon) = (at.Invoice.Outstanding, now.AddMinutes(10));
        var collection = await db.Set<Collection>()
            .Where(c => c.InvoiceId == id && c.Status == CollectionStatus.Open && c.Amount == owed && c.OpenUntil > soon)
            .OrderByDescending(c => c.Id)
            .FirstOrDefaultAsync(ct);
        if (collection is null)
            db.Add(collection = Collection.OnPage(at.Invoice, at.Time, now));
        // Asked again, the page that is there stays as it is.
        if (collection.PageId is null)
            collection.Send(now);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return collection;
    }
}
