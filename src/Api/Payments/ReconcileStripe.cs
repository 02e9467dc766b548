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
/// Compares what Stripe has with what stands here, each night: what it did and nobody heard of is settled, and listed; what cannot be settled by itself is
/// listed for somebody. It takes nothing and gives nothing back.
/// </summary>
public sealed class ReconcileStripe(Doors doors, TimeProvider clock, StripeGateway stripe, Settlements settlements, ILogger<ReconcileStripe> log)
{
    // A bank may take money back more than a year later; what is older is found by its notice alone.
    private static readonly TimeSpan back = TimeSpan.FromDays(400);

    // What is younger may be on its way still.
    private static readonly TimeSpan settled = TimeSpan.FromMinutes(15);

    /// <summary>Compares every organisation that Stripe knows.</summary>
    /// <returns>How many differences were found.</returns>
    public async Task<int> RunAsync(CancellationToken ct)
    {
        if (!stripe.Configured)
            return 0;
        List<Id<Organisation>> known;
        await using (var db = await doors.AcrossTenants("reconcileStripe", Actor.System, ct))
            known = await db.Set<StripePayer>().Where(p => p.PayerId != null).OrderBy(p => p.TenantId).Select(p => p.TenantId).ToListAsync(ct);
        var found = 0;
        foreach (var organisation in known)
        {
            ct.ThrowIfCancellationRequested();
            try
            {
                found += await RunForAsync(organisation, settled, ct);
            }
            catch (Exception failed) when (failed is not (OperationCanceledException or Refusal { Code: PaymentCodes.KeyRefused }))
            {
                log.LogError("{Organisation} cannot be compared with Stripe ({Failure}); it is tried again the next night.", organisation, failed.GetType().Name);
            }
        }
        return found;
    }

    /// <summary>Compares one organisation.</summary>
    /// <param name="organisation">Whose.</param>
    /// <param name="age">What is younger is left alone.</param>
    /// <param name="ct">Stops.</param>
    public async Task<int> RunForAsync(Id<Organisation> organisation, TimeSpan age, CancellationToken ct)
    {
        await using var db = doors.PlatformFor(organisation, Actor.System);
        var now = clock.GetUtcNow();
        var payer = await db.Set<StripePayer>().AsNoTracking().Where(p => p.TenantId == organisation).Select(p => p.PayerId).SingleAsync(ct);
        var reply = await stripe.ListPayments(payer!, now - back, ct);
        if (reply is not Reply<IReadOnlyList<PaymentResult>>.Given(var results))
        {
            log.LogWarning("Stripe does not say what payments {Organisation} has; it is asked again the next night.", organisation);
            return 0;
        }
        var found = 0;
        foreach (var result in results.Reverse())
            if (ApplyStripeEvents.PaymentOf(result) is { } payment && payment.MadeAt <= now - age)
                found += await PaymentAsync(db, organisation, result, payment, now, ct);
        foreach (var mandate in await db.Set<Mandate>().AsNoTracking().Where(m => m.Status == MandateStatus.Active).ToListAsync(ct))
            if (await settlements.StandsAsync(organisation, mandate.Id, await CollectInvoices.ReadAsync(stripe, mandate, ct), ct))
                found += await NoteAsync(new(StripeDifferenceKind.MandateBehind, organisation, mandate.Id.ToString(), null, null, repaired: true, now), ct);
        foreach (var dispute in await db.Set<PaymentDispute>().AsNoTracking().Where(d => d.Status == PaymentDisputeStatus.Open).ToListAsync(ct))
            if (await stripe.ReadDispute(dispute.StripeId, ct) is Reply<StripeDispute>.Given(var said))
                found += await DisputeAsync(organisation, dispute.PaymentId, said, now, ct);
        return found;
    }

    private async Task<int> PaymentAsync(FranchiseDb db, Id<Organisation> organisation, PaymentResult result, StripePayment payment, DateTimeOffset now, CancellationToken ct)
    {
        var ours = Id<Collection>.TryRead(payment.Metadata.GetValueOrDefault("collection"), out var id)
            ? await db.Set<Collection>().AsNoTracking().SingleOrDefaultAsync(c => c.Id == id, ct)
            : null;
        if (ours is null)
            return payment.Received.Amount > 0
                ? await NoteAsync(new(StripeDifferenceKind.PaymentUnknown, organisation, payment.Id, payment.Received.Amount, payment.Received.Currency, repaired: false, now), ct)
                : 0;
        var found = 0;
        // A page that is open still may be paid yet.
        if (ours.MandateId is not null || result is PaymentResult.Succeeded or PaymentResult.Processing)
            if (await settlements.PaidAsync(organisation, ours.Id, result, ct))
                found += await NoteAsync(new(StripeDifferenceKind.CollectionBehind, organisation, ours.Id.ToString(), payment.Asked.Amount, payment.Asked.Currency, repaired: true, now), ct);
        if (result is not PaymentResult.Succeeded || await db.Set<Payment>().AsNoTracking().SingleOrDefaultAsync(p => p.StripeId == payment.Id, ct) is not { } taken)
            return found;
        if (payment.Returned.Amount != 0 || taken.Returned != 0)
            found += await ReturnedAsync(db, organisation, taken, now, ct);
        if (payment.Disputed && await stripe.ListDisputes(payment.Id, ct) is Reply<IReadOnlyList<StripeDispute>>.Given(var disputes))
            foreach (var dispute in disputes)
                found += await DisputeAsync(organisation, taken.Id, dispute, now, ct);
        return found;
    }

    // Somebody has given money back in Stripe's own pages. Where it was left over, that is all; where it had paid something, somebody must say what that means.
    private async Task<int> ReturnedAsync(FranchiseDb db, Id<Organisation> organisation, Payment taken, DateTimeOffset now, CancellationToken ct)
    {
        if (await stripe.ListRefunds(taken.StripeId!, ct) is not Reply<IReadOnlyList<StripeRefund>>.Given(var refunds))
            return 0;
        var found = 0;
        foreach (var refund in refunds)
        {
            _ = Id<Refund>.TryRead(refund.Metadata.GetValueOrDefault("refund"), out var named);
            var ours = await db.Set<Refund>().AsNoTracking().SingleOrDefaultAsync(r => r.PaymentId == taken.Id && (r.Id == named || r.StripeId == refund.Id), ct);
            // One of ours may have come back long after it went.
            var (news, repaired) = ours is not null
                ? (await settlements.RefundedAsync(organisation, ours.Id, new Reply<StripeRefund>.Given(refund), ct), true)
                : refund.State is RefundState.Succeeded or RefundState.Pending ? (true, await settlements.ReturnedElsewhereAsync(organisation, taken.Id, refund, ct)) : (false, false);
            if (news)
                found += await NoteAsync(new(StripeDifferenceKind.RefundUnknown, organisation, refund.Id, refund.Amount.Amount, refund.Amount.Currency, repaired, now), ct);
        }
        return found;
    }

    private async Task<int> DisputeAsync(Id<Organisation> organisation, Id<Payment> payment, StripeDispute said, DateTimeOffset now, CancellationToken ct) =>
        await settlements.DisputedAsync(organisation, payment, said, ct)
            ? await NoteAsync(new(StripeDifferenceKind.DisputeBehind, organisation, payment.ToString(), said.Amount.Amount, said.Amount.Currency, repaired: true, now), ct)
            : 0;

    // One that waits for somebody is noted once, until it is put right; what somebody has closed stays closed.
    private async Task<int> NoteAsync(StripeDifference difference, CancellationToken ct)
    {
        await using var db = doors.PlatformFor(Organisation.FranchisorId, Actor.System);
        var before = await db.Set<StripeDifference>().SingleOrDefaultAsync(d => d.Kind == difference.Kind && d.Subject == difference.Subject && !d.Repaired, ct);
        if (before is null)
            db.Add(difference);
        else
            before.SeeAgain(difference);
        await db.SaveChangesAsync(ct);
        return before?.ClosedAt is null ? 1 : 0;
    }
}
