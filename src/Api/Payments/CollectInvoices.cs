using Franchise.Domain.Billing;
using Franchise.Domain.Identity;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Billing;
using Franchise.Infrastructure.Jobs;
using Franchise.Infrastructure.Payments;
using Franchise.Infrastructure.Persistence;
using Franchise.Infrastructure.Tenancy;
using Microsoft.EntityFrameworkCore;

namespace Franchise.Api.Payments;

/// <summary>
/// Collects what is due: charges each invoice of an organisation that has given a mandate, finds out what came of attempts and refunds whose outcome is not
/// known, and looks at pages that are open. It can be killed anywhere. What it is about to ask is committed before it asks, and what it does not know it
/// looks for at Stripe before it asks anything again.
/// </summary>
public sealed class CollectInvoices(Doors doors, TimeProvider clock, StripeGateway stripe, StripeSettings settings, Settlements settlements, ILogger<CollectInvoices> log)
    : IDueStep
{
    // Stripe's word for what it does not know, as after a change of account.
    private const string Missing = "resource_missing";

    /// <summary>Collects for every organisation that no other worker is at.</summary>
    public async Task<int> RunAsync(CancellationToken ct)
    {
        if (!stripe.Configured)
            return 0;
        List<Guid> done = [];
        var lease = Guid.CreateVersion7(clock.GetUtcNow());
        await using var db = await doors.AcrossTenants("collectInvoices", Actor.System, ct);
        while (await StripePayer.ClaimAsync(db, lease, settings.Lease, clock.GetUtcNow(), [.. done], !stripe.Live, ct) is { } organisation)
        {
            done.Add(organisation.Value);
            await HoldingAsync(db, organisation, lease, clock.GetUtcNow(), ct);
        }
        return done.Count;
    }

    FormattableString IDueStep.Due(DateTimeOffset now) =>
        stripe.Configured ? StripePayer.Due(now, !stripe.Live) : $"""SELECT tenant_id AS "Value" FROM franchise.organisations WHERE false""";

    FormattableString? IDueStep.Next(Id<Organisation> organisation, DateTimeOffset now) => stripe.Configured ? StripePayer.Next(organisation, now) : null;

    /// <summary>Collects for one organisation, by its own clock: for a sandbox whose clock was moved.</summary>
    public async Task<Swept> RunForAsync(Id<Organisation> organisation, CancellationToken ct)
    {
        if (!stripe.Configured)
            return default;
        var now = clock.GetUtcNow();
        var lease = Guid.CreateVersion7(now);
        await using var db = doors.PlatformFor(organisation, Actor.System);
        if (await StripePayer.ClaimAsync(db, lease, settings.Lease, now, [], !stripe.Live, ct) is null)
            return default;
        await HoldingAsync(db, organisation, lease, now, ct);
        return new(1, 1, 0);
    }

    // What fails keeps the organisation until its lease is over, so that it does not fail again at once; the others go on. What is called off lets it go: nothing
    // is wrong with it, and whoever comes next is not to wait.
    private async Task HoldingAsync(FranchiseDb db, Id<Organisation> organisation, Guid lease, DateTimeOffset now, CancellationToken ct)
    {
        try
        {
            await StepAsync(new(organisation, lease), now, ct);
            await StripePayer.ReleaseAsync(db, organisation, lease, ct);
        }
        catch (Refusal refused) when (refused.Code == PaymentCodes.KeyRefused)
        {
            throw;
        }
        catch (Exception failed) when (!ct.IsCancellationRequested)
        {
            // The exception's text may quote data; its type tells enough to find the trouble.
            log.LogError("Collecting for {Organisation} failed ({Failure}); it is tried again later.", organisation, failed.GetType().Name);
        }
        catch (Exception) when (ct.IsCancellationRequested)
        {
            await using var fresh = doors.PlatformFor(organisation, Actor.System);
            await StripePayer.ReleaseAsync(fresh, organisation, lease, CancellationToken.None);
            throw;
        }
    }

    private async Task StepAsync(Holding at, DateTimeOffset now, CancellationToken ct)
    {
        await using var db = doors.PlatformFor(at.Organisation, Actor.System);
        foreach (var id in await db.Set<Mandate>().Where(m => m.LookAt <= now).OrderBy(m => m.Id).Select(m => m.Id).ToListAsync(ct))
            await LookAsync(at, await db.Set<Mandate>().AsNoTracking().SingleAsync(m => m.Id == id, ct), now, ct);
        await IntendAsync(at, now, ct);
        // What has just been intended is due at once.
        foreach (var id in await db.Set<Collection>().Where(c => c.LookAt <= now).OrderBy(c => c.Id).Select(c => c.Id).ToListAsync(ct))
            await CarryAsync(at, await db.Set<Collection>().AsNoTracking().SingleAsync(c => c.Id == id, ct), ct);
        var until = clock.GetUtcNow();
        foreach (var id in await db.Set<Refund>().Where(r => r.LookAt <= until).OrderBy(r => r.Id).Select(r => r.Id).ToListAsync(ct))
            await CarryAsync(at, await db.Set<Refund>().AsNoTracking().SingleAsync(r => r.Id == id, ct), ct);
    }

    // ---- Mandates

    private async Task LookAsync(Holding at, Mandate mandate, DateTimeOffset now, CancellationToken ct)
    {
        if (mandate.Status == MandateStatus.Revoked)
        {
            await KeepAsync(at, ct);
            if (await IsLetGoAsync(mandate, ct))
                await settlements.ChangeAsync(at.Organisation, mandate.Id, (m, _) => m.LetGo(), ct);
            else
                await settlements.ChangeAsync(at.Organisation, mandate.Id, (m, _) => m.LookAgain(now), ct);
        }
        else if (mandate.Status == MandateStatus.Active)
        {
            await KeepAsync(at, ct);
            await settlements.StandsAsync(at.Organisation, mandate.Id, await ReadAsync(stripe, mandate, ct), ct);
        }
        else if (mandate.PageId is { } page)
        {
            await KeepAsync(at, ct);
            await settlements.GivenAsync(at.Organisation, mandate.Id, await stripe.ReadSetUp(page, ct), ct);
        }
        else
        {
            // Whoever asked for the page is gone; nobody has seen it.
            await settlements.ChangeAsync(
                at.Organisation, mandate.Id,
                (m, _) =>
                {
                    if (m.PageId is null && now - m.BegunAt > TimeSpan.FromMinutes(10))
                        m.Fail("page_not_made", now);
                    else
                        m.LookAgain(now);
                }, ct);
        }
    }

    /// <summary>Reads how an active mandate stands: a direct debit at the bank, a card at Stripe.</summary>
    internal static Task<Reply<StripeMandate>> ReadAsync(StripeGateway stripe, Mandate mandate, CancellationToken ct) =>
        mandate.StripeId is { } id ? stripe.ReadMandate(id, ct) : stripe.ReadCard(mandate.MethodId!, ct);

    // What she gave is let go of; a page that she had open is closed, unless she has filled it in meanwhile.
    private async Task<bool> IsLetGoAsync(Mandate mandate, CancellationToken ct)
    {
        if (mandate.MethodId is { } method)
            return await stripe.LetGo(method, ct) is not Reply<string>.Unknown;
        return await stripe.ReadSetUp(mandate.PageId!, ct) switch
        {
            Reply<SetUpResult>.Given(SetUpResult.Done done) => await stripe.LetGo(done.MethodId, ct) is not Reply<string>.Unknown,
            Reply<SetUpResult>.Given(SetUpResult.Open) => await stripe.EndSetUp(mandate.PageId!, ct) is Reply<SetUpResult>.Given,
            Reply<SetUpResult>.Given(SetUpResult.Processing) or Reply<SetUpResult>.Unknown => false,
            _ => true,
        };
    }

    // ---- What is due

    private async Task IntendAsync(Holding at, DateTimeOffset now, CancellationToken ct)
    {
        List<Id<Invoice>> due;
        await using (var db = doors.PlatformFor(at.Organisation, Actor.System))
        {
            if (!await db.Set<Mandate>().AnyAsync(m => m.Status == MandateStatus.Active, ct))
                return;
            var organisation = await db.Set<Organisation>().AsNoTracking().SingleAsync(o => o.TenantId == at.Organisation, ct);
            var today = organisation.Today(now);
            due = await db.Set<Invoice>()
                .Where(i => i.Status == InvoiceStatus.Finalised && i.DueOn <= today && i.DisputedAt == null)
                .OrderBy(i => i.Id)
                .Select(i => i.Id)
                .ToListAsync(ct);
        }
        foreach (var id in due)
            await IntendAsync(at, id, now, ct);
    }

    // In a transaction of its own, and committed before Stripe hears of it.
    private async Task IntendAsync(Holding at, Id<Invoice> id, DateTimeOffset now, CancellationToken ct)
    {
        await using var db = doors.PlatformFor(at.Organisation, Actor.System);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (await InvoicesOnFile.LockAsync(db, id, now, ct) is not { Invoice: { Status: InvoiceStatus.Finalised, DisputedAt: null } invoice } on || invoice.DueOn > on.Time.Today)
            return;
        // Also what was paid on a page: what a bank took back of that is not charged again either.
        var before = await db.Set<Collection>().AsNoTracking().Where(Collection.CountsForCharging).Where(c => c.InvoiceId == id).ToListAsync(ct);
        var hardship = await DunningOnFile.HardshipAsync(db, at.Organisation, on.Time.Today, ct);
        var mandate = (await db.Set<Mandate>().AsNoTracking().Where(m => m.Status == MandateStatus.Active).OrderByDescending(m => m.Id).ToListAsync(ct)).Find(m => m.Pays(invoice.Currency));
        if (mandate is null || !Collection.MayCharge(before, on.Time.Today, hardship))
            return;
        db.Add(Collection.Charge(invoice, mandate, on.Time, now));
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        Failpoint.At(Failpoint.Intended);
    }

    // ---- Attempts

    private Task CarryAsync(Holding at, Collection collection, CancellationToken ct) =>
        collection switch
        {
            { PageId: { } page } => LookAtPageAsync(at, collection, page, ct),
            { MandateId: null } => ForgetPageAsync(at, collection, ct),
            { Status: CollectionStatus.Processing, StripeId: { } payment } => ReadAsync(at, collection, payment, ct),
            { SentAt: null } => SendAsync(at, collection.Id, next: false, ct),
            _ => FindAsync(at, collection, ct),
        };

    private async Task ReadAsync(Holding at, Collection collection, string payment, CancellationToken ct)
    {
        await KeepAsync(at, ct);
        await settlements.PaidAsync(at.Organisation, collection.Id, await stripe.ReadPayment(payment, ct), ct);
    }

    // It was sent, and what came of it is not known: it is looked for, and only a true none lets it be sent again.
    private async Task FindAsync(Holding at, Collection collection, CancellationToken ct)
    {
        await KeepAsync(at, ct);
        var found = await stripe.FindPayments(await PayerAsync(at, ct), "collection", collection.Id.ToString(), collection.BegunAt.AddHours(-1), ct);
        var now = clock.GetUtcNow();
        if (found is Reply<IReadOnlyList<PaymentResult>>.Given({ Count: > 0 } payments))
        {
            foreach (var payment in payments.Reverse())
                await settlements.PaidAsync(at.Organisation, collection.Id, payment, ct);
        }
        else if (found is Reply<IReadOnlyList<PaymentResult>>.Refused(Missing, _) && !collection.KeyCounts(now))
            // This account knows nobody of that id, and what was asked of it with the key is as it was for a day: nothing comes of it any more.
            await settlements.PaidAsync(at.Organisation, collection.Id, new PaymentResult.Refused("payer_gone", ""), ct);
        else if (found is not Reply<IReadOnlyList<PaymentResult>>.Given)
            await settlements.PaidAsync(at.Organisation, collection.Id, new PaymentResult.Unknown("nobody knows"), ct);
        else if (collection.KeyCounts(now))
            await SendAsync(at, collection.Id, next: false, ct);
        else if (collection.SpentAt is null || now - collection.SpentAt >= settings.LookAgain)
            await SendAsync(at, collection.Id, next: true, ct);
        else
            await settlements.PaidAsync(at.Organisation, collection.Id, new PaymentResult.Unknown("what was half done may not be over"), ct);
    }

    private async Task SendAsync(Holding at, Id<Collection> id, bool next, CancellationToken ct)
    {
        if (await AboutToSendAsync(at, id, next, ct) is not { } charge)
            return;
        Failpoint.At(Failpoint.Sent);
        await KeepAsync(at, ct);
        var result = await stripe.Charge(charge.What, charge.Key, ct);
        Failpoint.At(Failpoint.Answered);
        if (result is PaymentResult.Unknown(var why, _))
            log.LogWarning("What came of {Collection} is not known ({Why}); it is looked for.", id, why);
        await settlements.PaidAsync(at.Organisation, id, result, ct);
    }

    // Null where it is not needed any more.
    private async Task<(NewCharge What, string Key)?> AboutToSendAsync(Holding at, Id<Collection> id, bool next, CancellationToken ct)
    {
        await using var db = doors.PlatformFor(at.Organisation, Actor.System);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var now = clock.GetUtcNow();
        var (collection, on) = await Settlements.LockAsync(db, id, now, ct);
        if (collection.Status != CollectionStatus.Intended)
            return null;
        var mandate = await db.Set<Mandate>().AsNoTracking().SingleAsync(m => m.Id == collection.MandateId, ct);
        var payer = await db.Set<StripePayer>().AsNoTracking().Where(p => p.TenantId == at.Organisation).Select(p => p.PayerId).SingleAsync(ct);
        var needed = on.Invoice is { Status: InvoiceStatus.Finalised, DisputedAt: null } && on.Invoice.Outstanding == collection.Amount && mandate.Status == MandateStatus.Active;
        if (next)
            collection.TakeNextKey();
        if (!needed && collection.SentAt is { } sent && now - sent < 2 * settings.Lease)
            // What was sent may be on its way still; if nothing of it is there after that, it is not sent again.
            collection.LookAgain(now, settings.LookAgain);
        else if (!needed)
            collection.Cancel("not_needed", now);
        else
            collection.Send(now);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return needed
            ? (new(
                payer!, mandate.MethodId!, mandate.Kind == MandateKind.Card ? PaymentMeans.Card : PaymentMeans.BacsDebit, mandate.StripeId, new(collection.Amount, collection.Currency),
                $"Invoice {on.Invoice.Number}", Marks(at.Organisation, collection)), collection.Key)
            : null;
    }

    /// <summary>What Stripe keeps with what it does for a collection.</summary>
    internal static Dictionary<string, string> Marks(Id<Organisation> organisation, Collection collection) =>
        new()
        {
            ["organisation"] = organisation.ToString(),
            ["invoice"] = collection.InvoiceId.ToString(),
            ["collection"] = collection.Id.ToString(),
        };

    // ---- Pages

    private async Task LookAtPageAsync(Holding at, Collection collection, string page, CancellationToken ct)
    {
        await KeepAsync(at, ct);
        var reply = await stripe.ReadPaymentPage(page, ct);
        // What was paid otherwise is not to be paid there too.
        if (reply is Reply<PaymentPageResult>.Given(PaymentPageResult.Open) && !await IsWantedAsync(at, collection, ct))
            reply = await stripe.EndPaymentPage(page, ct);
        await HearAsync(at.Organisation, collection.Id, reply, ct);
    }

    /// <summary>Writes down what came of a page.</summary>
    /// <returns>Whether that was news.</returns>
    internal async Task<bool> HearAsync(Id<Organisation> organisation, Id<Collection> id, Reply<PaymentPageResult> reply, CancellationToken ct)
    {
        if (reply is Reply<PaymentPageResult>.Given(PaymentPageResult.Done(var payment)))
            return await settlements.PaidAsync(organisation, id, payment, ct);
        return await settlements.ChangeAsync(
            organisation, id,
            (collection, now) =>
            {
                if (reply is Reply<PaymentPageResult>.Given(PaymentPageResult.Expired))
                    collection.Cancel("page_closed", now);
                else if (reply is Reply<PaymentPageResult>.Refused(Missing, _))
                    collection.Cancel("page_gone", now);
                else if (!collection.IsOver)
                    collection.LookAgain(now, now - collection.BegunAt < TimeSpan.FromHours(1) ? TimeSpan.FromMinutes(1) : TimeSpan.FromMinutes(15));
            }, ct);
    }

    // Whoever asked for the page is gone; nobody has seen it, so nobody can pay on it.
    private Task ForgetPageAsync(Holding at, Collection collection, CancellationToken ct) =>
        settlements.ChangeAsync(
            at.Organisation, collection.Id,
            (c, now) =>
            {
                if (c.PageId is null && now - c.BegunAt > TimeSpan.FromMinutes(10))
                    c.Cancel("page_not_made", now);
                else
                    c.LookAgain(now, TimeSpan.FromMinutes(1));
            }, ct);

    private async Task<bool> IsWantedAsync(Holding at, Collection collection, CancellationToken ct)
    {
        await using var db = doors.PlatformFor(at.Organisation, Actor.System);
        var invoice = await db.Set<Invoice>().AsNoTracking().SingleAsync(i => i.Id == collection.InvoiceId, ct);
        return invoice.Status is InvoiceStatus.Finalised or InvoiceStatus.Uncollectible && invoice.Outstanding == collection.Amount;
    }

    // ---- Refunds

    private async Task CarryAsync(Holding at, Refund refund, CancellationToken ct)
    {
        await KeepAsync(at, ct);
        if (refund is { Status: RefundStatus.Pending, StripeId: { } known })
            await settlements.RefundedAsync(at.Organisation, refund.Id, await stripe.ReadRefund(known, ct), ct);
        else if (refund.SentAt is null)
            await GiveBackAsync(at, refund, ct);
        else
        {
            var found = await stripe.ListRefunds(refund.StripePaymentId!, ct);
            if (found is not Reply<IReadOnlyList<StripeRefund>>.Given(var refunds))
                await settlements.RefundedAsync(at.Organisation, refund.Id, new Reply<StripeRefund>.Unknown("nobody knows"), ct);
            else if (refunds.FirstOrDefault(r => r.Metadata.GetValueOrDefault("refund") == refund.Id.ToString()) is { } its)
                await settlements.RefundedAsync(at.Organisation, refund.Id, new Reply<StripeRefund>.Given(its), ct);
            else
                await GiveBackAsync(at, refund, ct);
        }
    }

    private async Task GiveBackAsync(Holding at, Refund known, CancellationToken ct)
    {
        string key;
        await using (var db = doors.PlatformFor(at.Organisation, Actor.System))
        {
            var refund = await db.Set<Refund>().SingleAsync(r => r.Id == known.Id, ct);
            var now = clock.GetUtcNow();
            if (!refund.KeyCounts(now, settings.Lease))
                refund.TakeNextKey();
            refund.Send(now);
            await db.SaveChangesAsync(ct);
            key = refund.Key;
        }
        await KeepAsync(at, ct);
        var reply = await stripe.Refund(new(known.StripePaymentId!, new(known.Amount, known.Currency), new Dictionary<string, string> { ["refund"] = known.Id.ToString() }), key, ct);
        await settlements.RefundedAsync(at.Organisation, known.Id, reply, ct);
    }

    // ---- The lease

    // Nothing is asked of Stripe by whoever has lost the organisation to another.
    private async Task KeepAsync(Holding at, CancellationToken ct)
    {
        await using var db = doors.PlatformFor(at.Organisation, Actor.System);
        if (!await StripePayer.RenewAsync(db, at.Organisation, at.Lease, settings.Lease, ct))
            throw new TimeoutException("Another worker has the organisation now.");
    }

    private async Task<string> PayerAsync(Holding at, CancellationToken ct)
    {
        await using var db = doors.PlatformFor(at.Organisation, Actor.System);
        return (await db.Set<StripePayer>().AsNoTracking().Where(p => p.TenantId == at.Organisation).Select(p => p.PayerId).SingleAsync(ct))!;
    }

    private sealed record Holding(Id<Organisation> Organisation, Guid Lease);
}
