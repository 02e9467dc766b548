using Franchise.Domain.Billing;
using Franchise.Domain.Identity;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Billing;
using Franchise.Infrastructure.Payments;
using Franchise.Infrastructure.Persistence;
using Franchise.Infrastructure.Tenancy;
using Microsoft.EntityFrameworkCore;

namespace Franchise.Api.Payments;

/// <summary>
/// Writes down what Stripe says of what was asked of it. Whoever hears of it, the worker that asked, a notice or the nightly comparison, comes here; each
/// thing counts once, in whatever order it is heard. Each verb is one transaction of its own, and none asks Stripe.
/// </summary>
public sealed class Settlements(Doors doors, TimeProvider clock, StripeSettings settings)
{
    private static readonly TimeSpan whileBanksAnswer = TimeSpan.FromHours(6);

    /// <summary>How a payment of a collection stands. Locks the invoice, then the collection.</summary>
    /// <returns>Whether that was news.</returns>
    public async Task<bool> PaidAsync(Id<Organisation> organisation, Id<Collection> id, PaymentResult result, CancellationToken ct)
    {
        await using var db = doors.PlatformFor(organisation, Actor.System);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var now = clock.GetUtcNow();
        var (collection, at) = await LockAsync(db, id, now, ct);
        var news = await WriteAsync(db, collection, at, result, now, ct);
        if (news)
            await DunningOnFile.ClearAsync(db, organisation, at.Time, ct);
        await db.SaveChangesAsync(ct);
        Failpoint.At(Failpoint.Settling);
        await transaction.CommitAsync(ct);
        Failpoint.At(Failpoint.Settled);
        return news;
    }

    /// <summary>A collection changes by a word.</summary>
    /// <returns>Whether it stands otherwise now.</returns>
    public async Task<bool> ChangeAsync(Id<Organisation> organisation, Id<Collection> id, Action<Collection, DateTimeOffset> change, CancellationToken ct)
    {
        await using var db = doors.PlatformFor(organisation, Actor.System);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var now = clock.GetUtcNow();
        var (collection, _) = await LockAsync(db, id, now, ct);
        var before = collection.Status;
        change(collection, now);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return collection.Status != before;
    }

    /// <summary>A collection with its invoice, both locked.</summary>
    internal static async Task<(Collection Collection, InvoiceOnFile At)> LockAsync(FranchiseDb db, Id<Collection> id, DateTimeOffset now, CancellationToken ct)
    {
        var invoice = await db.Set<Collection>().Where(c => c.Id == id).Select(c => c.InvoiceId).SingleAsync(ct);
        var at = await InvoicesOnFile.LockAsync(db, invoice, now, ct) ?? throw new InvalidOperationException($"{id} is for an invoice that is not there.");
        await db.Database.SqlQuery<Guid>($"""SELECT id AS "Value" FROM franchise.collections WHERE id = {id.Value} FOR UPDATE""").ToListAsync(ct);
        return (await db.Set<Collection>().SingleAsync(c => c.Id == id, ct), at);
    }

    private async Task<bool> WriteAsync(FranchiseDb db, Collection collection, InvoiceOnFile at, PaymentResult result, DateTimeOffset now, CancellationToken ct)
    {
        switch (result)
        {
            case PaymentResult.Succeeded(var paid):
                return await TakeAsync(db, collection, at, paid, now, ct);
            case PaymentResult.Processing(var paid):
                var begun = collection.Process(paid.Id, now + whileBanksAnswer);
                if (begun && at.Invoice.Status == InvoiceStatus.Finalised)
                    at.Invoice.BeginCollection();
                return begun;
            case PaymentResult.NeedsAction:
                return await FailAsync(db, collection, at, "authentication_required", now, ct);
            case PaymentResult.Declined(_, var code):
                return await FailAsync(db, collection, at, code, now, ct);
            case PaymentResult.Refused(var code, _):
                return await FailAsync(db, collection, at, code, now, ct);
            case PaymentResult.Cancelled:
                return await FailAsync(db, collection, at, "cancelled_at_stripe", now, ct);
            case PaymentResult.Unknown(_, var spent):
                if (!collection.IsOver)
                    collection.Wonder(spent, now, settings.LookAgain);
                return false;
            default:
                throw new InvalidOperationException($"{result.GetType().Name} is no result that is understood.");
        }
    }

    // What came is recorded once. It pays what is owed; what is over was paid twice, or credited meanwhile, and goes back.
    private static async Task<bool> TakeAsync(FranchiseDb db, Collection collection, InvoiceOnFile at, StripePayment paid, DateTimeOffset now, CancellationToken ct)
    {
        if (await db.Set<Payment>().AnyAsync(p => p.StripeId == paid.Id, ct))
            return false;
        var invoice = at.Invoice;
        var kind = collection.MandateId is { } mandate ? await db.Set<Mandate>().Where(m => m.Id == mandate).Select(m => (MandateKind?)m.Kind).SingleAsync(ct) : null;
        // On a page either may be given; a direct debit has been processing before.
        var method = (kind ?? (collection.Status == CollectionStatus.Processing ? MandateKind.DirectDebit : MandateKind.Card)) == MandateKind.Card ? PaymentMethod.Card : PaymentMethod.DirectDebit;
        var (payment, posting) = Payment.Collected(collection, method, paid.Id, paid.Received, invoice.Number ?? collection.Id.ToString(), at.Time);
        db.Add(payment);
        db.AddRange(posting.Entries);
        var owed = invoice.Status is InvoiceStatus.Finalised or InvoiceStatus.Processing or InvoiceStatus.Uncollectible ? Math.Min(payment.Amount, invoice.Outstanding) : 0;
        if (owed > 0)
            db.AddRange(payment.Allocate(invoice, owed, at.Time).Entries);
        if (payment.Left > 0)
        {
            var (refund, back) = Refund.Of(payment, payment.Left, "More came in than is owed.", at.Time, now);
            db.Add(refund);
            db.AddRange(back.Entries);
        }
        collection.Succeed(paid.Id, payment.Id, now);
        if (!await OtherAtBankAsync(db, collection, ct))
            invoice.EndCollection();
        return true;
    }

    private static async Task<bool> FailAsync(FranchiseDb db, Collection collection, InvoiceOnFile at, string code, DateTimeOffset now, CancellationToken ct)
    {
        if (!collection.Fail(code, at.Time, now))
            return false;
        // Unless another is still with a bank.
        if (at.Invoice.Status == InvoiceStatus.Processing && !await OtherAtBankAsync(db, collection, ct))
            at.Invoice.FailCollection();
        // A mandate that ended is often learnt of by what it refuses.
        if (collection.MandateId is { } id)
            (await db.Set<Mandate>().SingleAsync(m => m.Id == id, ct)).Doubt(now);
        return true;
    }

    private static Task<bool> OtherAtBankAsync(FranchiseDb db, Collection collection, CancellationToken ct) =>
        db.Set<Collection>().AnyAsync(c => c.InvoiceId == collection.InvoiceId && c.Id != collection.Id && c.Status == CollectionStatus.Processing, ct);

    /// <summary>How a refund stands. Locks the payment, then the refund.</summary>
    public async Task<bool> RefundedAsync(Id<Organisation> organisation, Id<Refund> id, Reply<StripeRefund> reply, CancellationToken ct)
    {
        await using var db = doors.PlatformFor(organisation, Actor.System);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var (now, time) = await TimeAsync(db, organisation, ct);
        var named = await db.Set<Refund>().Where(r => r.Id == id).Select(r => r.PaymentId).SingleAsync(ct);
        var payment = await LockPaymentAsync(db, named, ct);
        var refund = await db.Set<Refund>().SingleAsync(r => r.Id == id, ct);
        var before = refund.Status;
        var posting = reply switch
        {
            Reply<StripeRefund>.Refused(var code, _) => refund.Fail(payment, code, time),
            Reply<StripeRefund>.Given({ State: RefundState.Failed }) => refund.Fail(payment, "came_back", time),
            Reply<StripeRefund>.Given({ State: RefundState.Cancelled }) => refund.Fail(payment, "cancelled_at_stripe", time),
            _ => null,
        };
        if (reply is Reply<StripeRefund>.Given({ State: RefundState.Succeeded } done))
            refund.Succeed(done.Id);
        else if (reply is Reply<StripeRefund>.Given({ State: RefundState.Pending } pending))
            refund.Wait(pending.Id, now + whileBanksAnswer);
        else if (reply is Reply<StripeRefund>.Unknown && refund.Status is RefundStatus.Intended or RefundStatus.Pending)
            refund.LookAgain(now, settings.LookAgain);
        db.AddRange(posting?.Entries ?? []);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return refund.Status != before;
    }

    /// <summary>Money was given back in Stripe's own pages: noted, where it was left over.</summary>
    /// <returns>Whether it could be noted.</returns>
    public async Task<bool> ReturnedElsewhereAsync(Id<Organisation> organisation, Id<Payment> id, StripeRefund said, CancellationToken ct)
    {
        await using var db = doors.PlatformFor(organisation, Actor.System);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var (now, time) = await TimeAsync(db, organisation, ct);
        var payment = await LockPaymentAsync(db, id, ct);
        // Another may have noted it since.
        if (await db.Set<Refund>().AnyAsync(r => r.StripeId == said.Id, ct))
            return true;
        if (payment.Left < said.Amount.Amount)
            return false;
        var (refund, posting) = Refund.Of(payment, said.Amount.Amount, "Given back in Stripe's own pages.", time, now);
        if (said.State == RefundState.Pending)
            refund.Wait(said.Id, now + whileBanksAnswer);
        else
            refund.Succeed(said.Id);
        db.Add(refund);
        db.AddRange(posting.Entries);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return true;
    }

    /// <summary>A bank disputes a payment, or has decided. Locks every invoice that it pays, then the payment.</summary>
    public async Task<bool> DisputedAsync(Id<Organisation> organisation, Id<Payment> id, StripeDispute said, CancellationToken ct)
    {
        await using var db = doors.PlatformFor(organisation, Actor.System);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var (now, time) = await TimeAsync(db, organisation, ct);
        await db.Database.SqlQuery<Guid>(
            $"""
            SELECT i.id AS "Value" FROM franchise.invoices i
            WHERE i.id IN (SELECT a.invoice_id FROM franchise.allocations a WHERE a.payment_id = {id.Value}) ORDER BY i.id FOR UPDATE
            """).ToListAsync(ct);
        var payment = await LockPaymentAsync(db, id, ct);
        var paid = payment.Allocations.Select(a => a.InvoiceId).Distinct().ToList();
        var invoices = await db.Set<Invoice>().Where(i => paid.Contains(i.Id)).ToListAsync(ct);
        var dispute = await db.Set<PaymentDispute>().SingleOrDefaultAsync(d => d.StripeId == said.Id, ct);
        var news = dispute is null;
        if (dispute is null)
        {
            db.Add(dispute = new(payment, said.Id, said.Amount.Amount, said.Reason, now));
            foreach (var invoice in invoices.Where(i => payment.Allocations.Where(a => a.InvoiceId == i.Id).Sum(a => a.Amount) > 0))
                invoice.PaymentDisputed(said.Reason, time);
        }
        if (said.State == DisputeState.Won && dispute.Close(PaymentDisputeStatus.Won, now))
        {
            news = true;
            invoices.ForEach(i => i.PaymentKept());
        }
        else if (said.State == DisputeState.Lost && dispute.Close(PaymentDisputeStatus.Lost, now))
        {
            news = true;
            db.AddRange(payment.TakenBack(said.Amount.Amount, invoices, time).Entries);
            await InvoicesOnFile.StillAtBankAsync(db, invoices, ct);
            // Those that it did not come to are no longer in doubt.
            invoices.ForEach(i => i.PaymentKept());
        }
        if (news)
            await DunningOnFile.ClearAsync(db, organisation, time, ct);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return news;
    }

    /// <summary>What came of the page on which a mandate is given.</summary>
    public Task<bool> GivenAsync(Id<Organisation> organisation, Id<Mandate> id, Reply<SetUpResult> reply, CancellationToken ct) =>
        ChangeAsync(
            organisation, id,
            (mandate, now) =>
            {
                switch (reply)
                {
                    case Reply<SetUpResult>.Given(SetUpResult.Done done):
                        mandate.Activate(done.MethodId, done.Mandate?.Id, now);
                        if (done.Mandate is { State: MandateState.Revoked } ended)
                            mandate.Lapse(ended.Reason ?? "revoked_at_bank", now);
                        break;
                    case Reply<SetUpResult>.Given(SetUpResult.Expired):
                        mandate.Fail("page_closed", now);
                        break;
                    case Reply<SetUpResult>.Given(SetUpResult.Declined(var code)):
                        mandate.Fail(code, now);
                        break;
                    case Reply<SetUpResult>.Refused(var code, _):
                        mandate.Fail(code, now);
                        break;
                    case var _ when mandate.Status == MandateStatus.Open:
                        mandate.LookAgain(now);
                        break;
                }
            }, ct);

    /// <summary>How a mandate stands at the bank.</summary>
    public Task<bool> StandsAsync(Id<Organisation> organisation, Id<Mandate> id, Reply<StripeMandate> reply, CancellationToken ct) =>
        ChangeAsync(
            organisation, id,
            (mandate, now) =>
            {
                if (reply is Reply<StripeMandate>.Given({ State: MandateState.Revoked } ended))
                    mandate.Lapse(ended.Reason ?? "revoked_at_bank", now);
                else if (reply is Reply<StripeMandate>.Refused("resource_missing", _))
                    mandate.Lapse("gone_at_stripe", now);
                else if (reply is Reply<StripeMandate>.Unknown)
                    mandate.Doubt(now + settings.LookAgain);
                else
                    mandate.Confirm();
            }, ct);

    /// <summary>A mandate changes by a word.</summary>
    /// <returns>Whether it stands otherwise now.</returns>
    public async Task<bool> ChangeAsync(Id<Organisation> organisation, Id<Mandate> id, Action<Mandate, DateTimeOffset> change, CancellationToken ct)
    {
        await using var db = doors.PlatformFor(organisation, Actor.System);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await db.Database.SqlQuery<Guid>($"""SELECT id AS "Value" FROM franchise.mandates WHERE id = {id.Value} FOR UPDATE""").ToListAsync(ct);
        var mandate = await db.Set<Mandate>().SingleAsync(m => m.Id == id, ct);
        var before = mandate.Status;
        change(mandate, clock.GetUtcNow());
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return mandate.Status != before;
    }

    private async Task<(DateTimeOffset Now, OwnTime Time)> TimeAsync(FranchiseDb db, Id<Organisation> organisation, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        return (now, OwnTime.Of(await db.Set<Organisation>().AsNoTracking().SingleAsync(o => o.TenantId == organisation, ct), now));
    }

    private static async Task<Payment> LockPaymentAsync(FranchiseDb db, Id<Payment> id, CancellationToken ct)
    {
        await db.Database.SqlQuery<Guid>($"""SELECT id AS "Value" FROM franchise.payments WHERE id = {id.Value} FOR UPDATE""").ToListAsync(ct);
        return await db.Set<Payment>().Include(p => p.Allocations).SingleAsync(p => p.Id == id, ct);
    }
}
