using System.ComponentModel.DataAnnotations;
using Franchise.Api.Http;
using Franchise.Domain.Billing;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Payments;
using Franchise.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Franchise.Api.Payments;

/// <summary>
/// Gives back some of what is left of a payment. What Stripe has collected is written down here, and sent by <see cref="CollectInvoices"/>; of what came in by hand
/// somebody has made the transfer, and it is recorded.
/// </summary>
internal static class RefundPayment
{
    /// <param name="Amount">How much, in minor units: at most what is left.</param>
    /// <param name="Reason">Why.</param>
    public sealed record Request([Range(1, Money.Most)] long Amount, [StringLength(200, MinimumLength = 1)] string Reason)
    {
        public static Request Example => new(100, "Two women withdrew before the course began.");
    }

    public static async Task<Created<RefundView>> Handle(Id<Payment> id, Request request, IfMatch ifMatch, FranchiseDb db, StripeGateway stripe, TimeProvider clock, CancellationToken ct)
    {
        await db.Database.SqlQuery<Guid>($"""SELECT id AS "Value" FROM franchise.payments WHERE id = {id.Value} FOR UPDATE""").ToListAsync(ct);
        var payment = await db.Set<Payment>().Include(p => p.Allocations).SingleOrDefaultAsync(p => p.Id == id, ct) ?? throw Refusal.NotFound();
        ifMatch.Demand(payment.Version);
        if (payment.StripeId is not null)
            stripe.DemandConfigured();
        var organisation = await db.Set<Organisation>().AsNoTracking().SingleAsync(o => o.TenantId == payment.TenantId, ct);
        var now = clock.GetUtcNow();
        var (refund, posting) = Refund.Of(payment, request.Amount, request.Reason, OwnTime.Of(organisation, now), now);
        db.Add(refund);
        db.AddRange(posting.Entries);
        await db.SaveChangesAsync(ct);
        return new($"/v1/refunds/{refund.Id}", RefundView.Of(refund), refund.Version);
    }
}
