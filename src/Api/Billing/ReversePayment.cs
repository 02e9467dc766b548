using Franchise.Api.Http;
using Franchise.Domain.Billing;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Billing;
using Franchise.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Franchise.Api.Billing;

/// <summary>
/// Reverses a payment that somebody recorded: what it had paid is owed again, and the line of the statement that it came of waits for somebody again.
/// </summary>
internal static class ReversePayment
{
    /// <param name="Reason">Why.</param>
    public sealed record Request(ReversalReason Reason)
    {
        public static Request Example => new(ReversalReason.WrongOrganisation);
    }

    public static async Task<Changed<PaymentView>> Handle(Id<Payment> id, Request request, IfMatch ifMatch, FranchiseDb db, TimeProvider clock, CancellationToken ct)
    {
        var seen = await db.Set<Payment>().AsNoTracking().Include(p => p.Allocations).SingleOrDefaultAsync(p => p.Id == id, ct) ?? throw Refusal.NotFound();
        ifMatch.Demand(seen.Version);
        // The line, the invoices, the payment: as everybody who locks several. What it paid as it was seen is what it pays, or else its version tells.
        var line = seen.BankLineId is { } came ? await BankLines.Lock(db, came, ct) : null;
        var invoices = await InvoicesOnFile.LockAsync(db, [.. seen.Allocations.Select(a => a.InvoiceId).Distinct()], ct);
        var payment = await Payments.Lock(db, id, ifMatch, ct);
        var (_, time) = await Invoices.Organisation(db, payment.TenantId, clock, ct);
        db.AddRange(payment.Reverse(request.Reason, invoices, time).Entries);
        await InvoicesOnFile.StillAtBankAsync(db, invoices, ct);
        line?.Reopen("The payment that it had become was reversed.");
        await db.SaveChangesAsync(ct);
        return new(PaymentView.Of(payment), payment.Version);
    }
}
