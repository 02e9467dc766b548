using Franchise.Api.Billing;
using Franchise.Api.Http;
using Franchise.Api.Payments;
using Franchise.Api.Tests.Payments;
using Franchise.Domain.Billing;
using Franchise.Domain.Identity;
using Franchise.Domain.Shared;
using Franchise.FakeStripe;
using Franchise.Infrastructure.Payments;
using Franchise.Infrastructure.Persistence;
using Franchise.Infrastructure.Tenancy;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Franchise.Api.Tests.Simulation;

/// <summary>
/// A third of the organisations pay by card, a third by direct debit and a third by hand. Stripe is the run's own fake; its banks answer when the story says so, and
/// what a notice would bring is settled by the verb to which notices come.
/// </summary>
internal sealed partial class OrganisationYears
{
    private const string Key = "sk_test_simulated";
    private static readonly StripeSettings noStripe = new();
    private static readonly Lazy<Task<(StripeSettings Settings, StripeGateway Gateway, FakeStripeControl World)>> shared = new(async () =>
    {
        // What is not known is looked for at once: the clock stands until it is.
        var own = new StripeSettings { SecretKey = Key, WebhookSecret = StripeWorld.Secret, ApiBase = await StripeWorld.DirectAsync(), LookAgain = TimeSpan.Zero };
        return (own, new(own, TimeProvider.System), await StripeWorld.AccountAsync(Key));
    });

    private readonly Dictionary<Oracle.Receipt, (Payment Payment, string Dispute)> disputed = [];
    private readonly Dictionary<Oracle.Attempt, (Oracle.Bill Bill, Collection Collection)> pages = [];
    private StripeSettings stripe = noStripe;
    private StripeGateway gateway = null!;
    private FakeStripeControl world = null!;

    private bool ByCard => seed % 3 == 1 || organisation.Currency != "GBP";

    private Settlements Settlements => host.GetRequiredService<Settlements>();

    private async Task ChooseMeansAsync()
    {
        if (seed % 3 == 0)
            gateway = new(noStripe, TimeProvider.System);
        else
            (stripe, gateway, world) = await shared.Value;
    }

    // The process has died with its lease: as if the lease were over, which is tried elsewhere.
    private async Task ForgetLeaseAsync()
    {
        await using var command = database.AdminSource.CreateCommand("UPDATE franchise.stripe_payers SET leased_until = '-infinity' WHERE tenant_id = $1");
        command.Parameters.AddWithValue(Organisation.Value);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Gives a card, which may be declined later, or a direct debit.</summary>
    private async Task GiveAsync()
    {
        var (kind, declines) = (ByCard ? MandateKind.Card : MandateKind.DirectDebit, ByCard && Chance(3));
        story.Add($"  give a {kind}{(declines ? " that will be declined" : "")}");
        // What is given later is newer, by real time.
        clock.Tick(TimeSpan.FromSeconds(1));
        Mandate mandate;
        await using (var db = host.GetRequiredService<Doors>().PlatformFor(Organisation, Actor.System))
        {
            await BeginMandate.Handle(new(kind, "https://partner.example/billing"), db, gateway, clock, default);
            mandate = await db.Set<Mandate>().AsNoTracking().OrderByDescending(m => m.Id).FirstAsync();
        }
        _ = ByCard ? await world.PayByCard(mandate.PageId!, declines ? Cards.DeclinesLater : Purse.Good) : await world.PayByBacs(mandate.PageId!);
        await Settlements.GivenAsync(Organisation, mandate.Id, await gateway.ReadSetUp(mandate.PageId!, default), default);
        oracle.Give(ByCard, declines);
    }

    /// <summary>Of most direct debits that are under way the bank says what has become of them, late as well.</summary>
    private async Task BanksAnswerAsync()
    {
        foreach (var bill in oracle.Bills.Where(b => b.IsProcessing).ToList())
        {
            if (Chance(3))
                continue;
            var paid = !Chance(3);
            story.Add($"  the bank {(paid ? "pays" : "refuses")} {bill.Kind} of {bill.First:O}, {bill.Licence}");
            var collection = await ReadAsync(async db =>
            {
                var id = (await InvoiceOf(db, bill)).Id;
                return await db.Set<Collection>().AsNoTracking().SingleAsync(c => c.InvoiceId == id && c.Status == CollectionStatus.Processing);
            });
            await (paid ? world.Settle(collection.StripeId!) : world.Fail(collection.StripeId!));
            // A notice may come more than once.
            for (var times = 1 + Pick(2); times > 0; times--)
                await Settlements.PaidAsync(Organisation, collection.Id, await gateway.ReadPayment(collection.StripeId!, default), default);
            oracle.Answer(bill, paid, Today);
        }
    }

    /// <summary>What is left of a payment pays another invoice or goes back, or it does not count; another card is given; a bank takes a direct debit back.</summary>
    private Task MoveMoneyAsync() =>
        Pick(gateway.Configured ? 6 : 2) switch
        {
            0 => AllocateAsync(),
            1 => ReverseAsync(),
            2 => GiveBackAsync(),
            3 => GiveAsync(),
            _ when ByCard => DisputeCardAsync(),
            _ => TakeBackAsync(),
        };

    /// <summary>Somebody opens a page to pay on, or pays on one; most often it is heard of later, when the invoice may be charged or paid otherwise.</summary>
    private async Task PayOnPageAsync()
    {
        if (Any(pages.Keys.Where(p => p is { Status: "open", IsPaidThere: false }).ToList()) is { } open && !Chance(3))
        {
            var (bill, collection) = pages[open];
            story.Add($"  pay {open.Amount} of {bill.Kind} of {bill.First:O}, {bill.Licence}, on its page");
            open.IsPaidThere = await world.PayByCard(collection.PageId!);
            if (!Chance(3))
                return;
            var said = ((Reply<PaymentPageResult>.Given)await gateway.ReadPaymentPage(collection.PageId!, default)).Value;
            await Settlements.PaidAsync(Organisation, collection.Id, ((PaymentPageResult.Done)said).Payment, default);
            oracle.PaidOnPage(bill, open, Today);
        }
        else if (Any(oracle.Bills.Where(b => b.Status is "finalised" or "uncollectible" && !b.Attempts.Exists(a => a.Status == "open" && a.Amount == b.Outstanding)).ToList()) is { } bill)
        {
            story.Add($"  open a page for {bill.Outstanding} of {bill.Kind} of {bill.First:O}, {bill.Licence}");
            await using var db = host.GetRequiredService<Doors>().PlatformFor(Organisation, Actor.System);
            var id = (await InvoiceOf(db, bill)).Id;
            await PayInvoice.Handle(id, new("https://partner.example/billing"), db, gateway, clock, default);
            pages.Add(Oracle.Show(bill, Today), (bill, await db.Set<Collection>().AsNoTracking().SingleAsync(c => c.InvoiceId == id && c.Status == CollectionStatus.Open && c.Amount == bill.Outstanding)));
        }
    }

    private async Task AllocateAsync()
    {
        if (Any(oracle.Receipts.Where(r => r.Left > 0).ToList()) is not { } receipt || Any(oracle.Bills.Where(b => b is { IsOwed: true, IsProcessing: false }).ToList()) is not { } bill)
            return;
        var amount = Math.Min(receipt.Left, bill.Outstanding);
        await OnAsync(bill, $"pay {amount} from credit", async (db, invoice) =>
        {
            var payment = await PaymentOf(db, receipt);
            await AllocatePayment.Handle(payment.Id, new(invoice.Id, amount), IfMatch.Seen(payment.Version), db, clock, default);
        });
        oracle.Allocate(receipt, bill, amount, Today);
    }

    /// <summary>"A cheque bounced, or money was taken for another organisation's or for another invoice." What Stripe has collected is not reversed, nor anything twice.</summary>
    private async Task ReverseAsync()
    {
        if (Any(oracle.Receipts.Where(r => r.ByStripe is null || Chance(8)).ToList()) is not { } receipt)
            return;
        var (because, counts, refused) = ((ReversalReason)Pick(4), receipt is { ByStripe: null, Returned: 0 }, false);
        var payment = await ReadAsync(db => PaymentOf(db, receipt));
        await DoAsync($"reverse {receipt.Amount}: {because}", async (db, _) =>
        {
            try
            {
                await ReversePayment.Handle(payment.Id, new(because), IfMatch.Seen(payment.Version), db, clock, default);
            }
            catch (Refusal refusal)
            {
                refused = true;
                story.Add($"    {refusal.Code}");
                db.ChangeTracker.Clear();
            }
        }, across: true);
        if (refused == counts)
            throw new SimulationFailed($"Reversing {receipt.Amount} on {Today:O} was {(refused ? "refused" : "taken")}, and the policy says otherwise.");
        if (counts)
            oracle.TakeBack(receipt, Today);
    }

    private async Task GiveBackAsync()
    {
        // Of what a bank disputes Stripe gives nothing back.
        if (Any(oracle.Receipts.Where(r => r is { ByStripe: not null, Left: > 0, IsDisputed: false }).ToList()) is not { } receipt)
            return;
        var amount = Chance(2) ? receipt.Left : 1 + Pick((int)Math.Min(receipt.Left, int.MaxValue));
        await DoAsync($"give {amount} back", async (db, _) =>
        {
            var payment = await PaymentOf(db, receipt);
            await RefundPayment.Handle(payment.Id, new(amount, "Not needed."), IfMatch.Seen(payment.Version), db, gateway, clock, default);
        });
        Oracle.GiveBack(receipt, amount);
    }

    private async Task TakeBackAsync()
    {
        if (Any(oracle.Receipts.Where(r => r is { ByStripe: "direct_debit", Returned: 0 }).ToList()) is not { } receipt)
            return;
        story.Add($"  the bank takes {receipt.Amount} back");
        var payment = await ReadAsync(db => PaymentOf(db, receipt));
        await world.Dispute(payment.StripeId!, "insufficient_funds");
        await HearOfDisputeAsync(payment);
        oracle.TakeBack(receipt, Today);
    }

    private async Task DisputeCardAsync()
    {
        if (Any(oracle.Receipts.Where(r => r is { ByStripe: "card", Returned: 0 } && !disputed.ContainsKey(r)).ToList()) is not { } receipt)
            return;
        story.Add($"  her bank disputes {receipt.Amount}");
        var payment = await ReadAsync(db => PaymentOf(db, receipt));
        await world.Dispute(payment.StripeId!);
        disputed.Add(receipt, (payment, await HearOfDisputeAsync(payment)));
        oracle.Dispute(receipt, Today);
    }

    /// <summary>Of what cards have paid and banks dispute, most is decided on some time later.</summary>
    private async Task BanksDecideAsync()
    {
        foreach (var (receipt, (payment, dispute)) in disputed.Where(d => d.Key.IsDisputed).ToList())
        {
            if (!Chance(4))
                continue;
            var won = Chance(2);
            story.Add($"  her bank decides on {receipt.Amount}: {(won ? "it stays" : "it is gone")}");
            await (won ? world.WinDispute(dispute) : StripeWorld.LoseAsync(Key, dispute));
            await HearOfDisputeAsync(payment);
            oracle.Decide(receipt, won, Today);
        }
    }

    // A notice may come more than once.
    private async Task<string> HearOfDisputeAsync(Payment payment)
    {
        var said = ((Reply<IReadOnlyList<StripeDispute>>.Given)await gateway.ListDisputes(payment.StripeId!, default)).Value.Single();
        for (var times = 1 + Pick(2); times > 0; times--)
            await Settlements.DisputedAsync(Organisation, payment.Id, said, default);
        return said.Id;
    }

    // Of payments that are alike, the one that pays the same invoices; those that pay none come in the order in which the story takes them.
    private async Task<Payment> PaymentOf(FranchiseDb db, Oracle.Receipt receipt)
    {
        var alike = (await db.Set<Payment>().AsNoTracking().Include(p => p.Allocations).OrderBy(p => p.Id).ToListAsync())
            .Where(p => (p.Amount, p.Allocated, p.Returned, p.StripeId is not null) == Like(receipt)).ToList();
        foreach (var (bill, amount) in receipt.Pays.Where(p => p.Value > 0))
        {
            var invoice = (await InvoiceOf(db, bill)).Id;
            alike.RemoveAll(p => p.Allocations.Where(a => a.InvoiceId == invoice).Sum(a => a.Amount) != amount);
        }
        return alike[Math.Min(alike.Count - 1, oracle.Receipts.Where(r => Like(r) == Like(receipt) && r.Pays.Keys.ToHashSet().SetEquals(receipt.Pays.Keys)).ToList().IndexOf(receipt))];

        static (long, long, long, bool) Like(Oracle.Receipt r) => (r.Amount, r.Allocated, r.Returned, r.ByStripe is not null);
    }
}
