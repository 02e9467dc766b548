using Franchise.Api.Http;
using Franchise.Domain.Billing;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Billing;
using Franchise.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Franchise.Api.Billing;

/// <summary>How use cases come by a payment, and how money that came in is taken.</summary>
internal static class Payments
{
    /// <summary>One to look at.</summary>
    public static async Task<Payment> Find(FranchiseDb db, Id<Payment> id, CancellationToken ct) =>
        await db.Set<Payment>().Include(p => p.Allocations).SingleOrDefaultAsync(p => p.Id == id, ct) ?? throw Refusal.NotFound();

    /// <summary>One to change, if the caller has seen how it stands.</summary>
    public static async Task<Payment> Lock(FranchiseDb db, Id<Payment> id, IfMatch ifMatch, CancellationToken ct)
    {
        await db.Database.SqlQuery<Guid>($"""SELECT id AS "Value" FROM franchise.payments WHERE id = {id.Value} FOR UPDATE""").ToListAsync(ct);
        var payment = await Find(db, id, ct);
        ifMatch.Demand(payment.Version);
        return payment;
    }

    /// <summary>Takes money that came in and pays an invoice with as much of it as is owed; the rest stays as credit. The invoice's row is locked by the caller.</summary>
    public static Payment Take(
        FranchiseDb db, Organisation organisation, PaymentMethod method, Money amount, DateOnly on, string reference, BankLine? line, InvoiceOnFile? pays, OwnTime time)
    {
        var (payment, posting) = Payment.Record(organisation, method, amount, on, reference, line?.Id, time);
        // What is not owed refuses whatever is allocated: a draft, a paid or a void invoice is never paid by mistake. Where it refuses nothing is added.
        var allocated = pays is null
            ? null
            : payment.Allocate(pays.Invoice, pays.Invoice.Outstanding > 0 ? Math.Min(amount.Amount, pays.Invoice.Outstanding) : amount.Amount, time);
        db.Add(payment);
        db.AddRange([.. posting.Entries, .. allocated?.Entries ?? []]);
        return payment;
    }
}
