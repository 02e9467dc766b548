using Franchise.Domain.Billing;
using Franchise.Domain.Identity;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Billing;
using Franchise.Infrastructure.Payments;
using Franchise.Infrastructure.Persistence;
using Franchise.Infrastructure.Tenancy;
using Microsoft.EntityFrameworkCore;

namespace Franchise.Api.Payments;

/// <summary>
/// Acts on Stripe's notices: reads again what each is about, and settles what of ours that concerns. So their order does not matter, nor how often one comes.
/// What is of no type that is known here, or about nothing of ours, is kept aside.
/// </summary>
public sealed class ApplyStripeEvents(
    Doors doors, TimeProvider clock, StripeGateway stripe, Settlements settlements, CollectInvoices collecting, ILogger<ApplyStripeEvents> log)
{
    private const int Most = 100;
    private const string NotOurs = "nothing_of_ours";
    private const string NeverRead = "never_read";

    // About three days, as long as Stripe itself goes on sending.
    private const int MostAttempts = 90;
    private static readonly TimeSpan atOne = TimeSpan.FromMinutes(1);

    // What comes along with another notice of the same.
    private static readonly HashSet<string> said = new(StringComparer.Ordinal) { "charge", "setup_intent", "customer", "payment_method", "balance_transaction" };

    /// <summary>Acts on what waits.</summary>
    /// <returns>How many notices were taken up.</returns>
    public async Task<int> RunAsync(CancellationToken ct)
    {
        if (!stripe.Configured)
            return 0;
        await using var db = await doors.AcrossTenants("applyStripeEvents", Actor.System, ct);
        await StripeEvent.UnderstandAsync(db, StripeGateway.Version, clock.GetUtcNow(), ct);
        var total = 0;
        for (var waiting = await StripeEvent.ClaimAsync(db, clock.GetUtcNow(), atOne, Most, ct); waiting.Count > 0;)
        {
            foreach (var happened in waiting)
                await TakeUpAsync(db, happened, ct);
            total += waiting.Count;
            db.ChangeTracker.Clear();
            waiting = await StripeEvent.ClaimAsync(db, clock.GetUtcNow(), atOne, Most, ct);
        }
        return total;
    }

    private async Task TakeUpAsync(FranchiseDb db, StripeEvent happened, CancellationToken ct)
    {
        try
        {
            var outcome = happened.ObjectId is { } id ? await ActAsync(db, happened, id, ct) : Outcome.Aside("type_unknown");
            // What is not there yet may be a moment behind.
            if (outcome.Parked == NotOurs && happened.Attempts < 4 && happened.ObjectType == "checkout.session")
                outcome = Outcome.Later;
            if (outcome.Done)
                happened.Apply();
            else if (outcome.Parked is not null || happened.Attempts >= MostAttempts)
                Park(happened, outcome.Parked ?? NeverRead);
            await db.SaveChangesAsync(ct);
        }
        catch (Exception failed) when (!ct.IsCancellationRequested && failed is not Refusal { Code: PaymentCodes.KeyRefused })
        {
            // It waits for its next time, as long as there is one.
            log.LogError("The notice {Event} of {Type} cannot be acted on ({Failure}).", happened.EventId, happened.Type, failed.GetType().Name);
            db.ChangeTracker.Clear();
            if (happened.Attempts >= MostAttempts)
            {
                db.Attach(happened);
                Park(happened, NeverRead);
                await db.SaveChangesAsync(ct);
            }
        }
    }

    private void Park(StripeEvent happened, string because)
    {
        happened.Park(because);
        log.LogWarning("The notice {Event} of {Type} is kept aside: {Because}.", happened.EventId, happened.Type, because);
    }

    private Task<Outcome> ActAsync(FranchiseDb db, StripeEvent happened, string id, CancellationToken ct) =>
        happened.ObjectType switch
        {
            "payment_intent" => PaymentAsync(db, id, ct),
            "checkout.session" => PageAsync(db, id, ct),
            "dispute" => DisputeAsync(db, id, ct),
            "refund" => RefundAsync(db, id, ct),
            "mandate" => MandateAsync(db, id, ct),
            // It is gone for good; there is nothing to read.
            "payment_method" when happened.Type == "payment_method.detached" => DetachedAsync(db, id, ct),
            var type when said.Contains(type) => Task.FromResult(Outcome.Applied),
            _ => Task.FromResult(Outcome.Aside("type_unknown")),
        };

    private async Task<Outcome> PaymentAsync(FranchiseDb db, string id, CancellationToken ct)
    {
        var result = await stripe.ReadPayment(id, ct);
        if (result is PaymentResult.Unknown)
            return Outcome.Later;
        if (PaymentOf(result) is not { } payment
            || !Id<Collection>.TryRead(payment.Metadata.GetValueOrDefault("collection"), out var named)
            || await db.Set<Collection>().AsNoTracking().SingleOrDefaultAsync(c => c.Id == named, ct) is not { } collection
            || !await db.Set<StripePayer>().AnyAsync(p => p.TenantId == collection.TenantId && p.PayerId == payment.PayerId, ct))
            return Outcome.Aside(NotOurs);
        // A page's payment is not over while the page is open: she may try again.
        if (collection.MandateId is null && result is not (PaymentResult.Succeeded or PaymentResult.Processing))
            return collection.PageId is { } page ? await PageAsync(db, page, ct) : Outcome.Later;
        await settlements.PaidAsync(collection.TenantId, collection.Id, result, ct);
        return Outcome.Applied;
    }

    private async Task<Outcome> PageAsync(FranchiseDb db, string id, CancellationToken ct)
    {
        if (await db.Set<Mandate>().AsNoTracking().SingleOrDefaultAsync(m => m.PageId == id, ct) is { } mandate)
        {
            var given = await stripe.ReadSetUp(id, ct);
            await settlements.GivenAsync(mandate.TenantId, mandate.Id, given, ct);
            return Outcome.Of(given);
        }
        if (await db.Set<Collection>().AsNoTracking().SingleOrDefaultAsync(c => c.PageId == id, ct) is not { } collection)
            return Outcome.Aside(NotOurs);
        var reply = await stripe.ReadPaymentPage(id, ct);
        await collecting.HearAsync(collection.TenantId, collection.Id, reply, ct);
        return Outcome.Of(reply);
    }

    private async Task<Outcome> DisputeAsync(FranchiseDb db, string id, CancellationToken ct)
    {
        var reply = await stripe.ReadDispute(id, ct);
        if (reply is not Reply<StripeDispute>.Given(var dispute))
            return Outcome.Of(reply);
        // Of a charge that no payment of Stripe's newer kind is behind: we make none.
        if (dispute.PaymentId is not { } paid)
            return Outcome.Aside(NotOurs);
        if (await db.Set<Payment>().AsNoTracking().SingleOrDefaultAsync(p => p.StripeId == paid, ct) is not { } payment)
            // The payment itself may not have been heard of yet.
            return (await PaymentAsync(db, paid, ct)).Done ? Outcome.Later : Outcome.Aside(NotOurs);
        await settlements.DisputedAsync(payment.TenantId, payment.Id, dispute, ct);
        return Outcome.Applied;
    }

    private async Task<Outcome> RefundAsync(FranchiseDb db, string id, CancellationToken ct)
    {
        var reply = await stripe.ReadRefund(id, ct);
        if (reply is not Reply<StripeRefund>.Given(var its))
            return Outcome.Of(reply);
        // One that was made in Stripe's own pages bears no mark of ours; the nightly comparison has noted it under Stripe's id.
        _ = Id<Refund>.TryRead(its.Metadata.GetValueOrDefault("refund"), out var named);
        if (await db.Set<Refund>().AsNoTracking().SingleOrDefaultAsync(r => (r.Id == named || r.StripeId == its.Id) && r.StripePaymentId == its.PaymentId, ct) is not { } refund)
            return Outcome.Aside(NotOurs);
        await settlements.RefundedAsync(refund.TenantId, refund.Id, reply, ct);
        return Outcome.Applied;
    }

    private async Task<Outcome> MandateAsync(FranchiseDb db, string id, CancellationToken ct)
    {
        if (await db.Set<Mandate>().AsNoTracking().FirstOrDefaultAsync(m => m.StripeId == id, ct) is not { } mandate)
            return Outcome.Aside(NotOurs);
        var reply = await stripe.ReadMandate(id, ct);
        await settlements.StandsAsync(mandate.TenantId, mandate.Id, reply, ct);
        return Outcome.Of(reply);
    }

    private async Task<Outcome> DetachedAsync(FranchiseDb db, string id, CancellationToken ct)
    {
        foreach (var mandate in await db.Set<Mandate>().AsNoTracking().Where(m => m.MethodId == id).ToListAsync(ct))
            await settlements.ChangeAsync(mandate.TenantId, mandate.Id, (m, now) => m.Lapse("detached", now), ct);
        return Outcome.Applied;
    }

    /// <summary>The payment that a result is about, where it is about one.</summary>
    internal static StripePayment? PaymentOf(PaymentResult result) =>
        result switch
        {
            PaymentResult.Succeeded(var p) => p,
            PaymentResult.Processing(var p) => p,
            PaymentResult.NeedsAction(var p) => p,
            PaymentResult.Cancelled(var p) => p,
            PaymentResult.Declined(var p, _) => p,
            _ => null,
        };

    private sealed record Outcome(bool Done, string? Parked)
    {
        public static readonly Outcome Applied = new(true, null);
        public static readonly Outcome Later = new(false, null);

        public static Outcome Aside(string because) => new(false, because);

        public static Outcome Of<T>(Reply<T> reply) =>
            reply switch
            {
                Reply<T>.Unknown => Later,
                Reply<T>.Refused => Aside("refused_by_stripe"),
                _ => Applied,
            };
    }
}
