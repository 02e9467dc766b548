using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Franchise.Api.Payments;
using Franchise.Api.Tests.Billing;
using Franchise.Domain.Billing;
using Franchise.Domain.Identity;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;
using Franchise.FakeStripe;
using Franchise.Infrastructure.Payments;
using Franchise.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Franchise.Api.Tests.Payments;

/// <summary>A partner that pays through an account of its own at the fake, and the workers that collect from it, by a clock that the test moves.</summary>
internal sealed class Purse : IDisposable
{
    public const string Good = "4242424242424242";

    private Purse(Till till, StripeSettings settings, FakeStripeControl world)
    {
        (Till, Settings, World) = (till, settings, world);
        Clock = new(TimeProvider.System.GetUtcNow());
        Gateway = new(settings, TimeProvider.System);
        Settlements = new(App.Database.Doors, Clock, settings);
        Collecting = new(App.Database.Doors, Clock, Gateway, settings, Settlements, NullLogger<CollectInvoices>.Instance);
        Reconciling = new(App.Database.Doors, Clock, Gateway, Settlements, NullLogger<ReconcileStripe>.Instance);
    }

    public Till Till { get; }
    public App App => Till.App;
    public Id<Organisation> Organisation => Till.Partner.Organisation;
    public StripeSettings Settings { get; }
    public StripeGateway Gateway { get; }
    public FakeStripeControl World { get; }
    public FakeTimeProvider Clock { get; }
    public Settlements Settlements { get; }
    public CollectInvoices Collecting { get; }
    public ReconcileStripe Reconciling { get; }

    /// <param name="cut">Whether the wire itself is to break: then nothing stands between, which would only see that.</param>
    /// <param name="till">Whose it is; null for a partner of its own.</param>
    public static async Task<Purse> OpenAsync(bool cut = false, Till? till = null)
    {
        var key = "sk_test_" + RandomNumberGenerator.GetHexString(16, lowercase: true);
        var settings = new StripeSettings
        {
            SecretKey = key,
            WebhookSecret = StripeWorld.Secret,
            ApiBase = cut ? await StripeWorld.DirectAsync() : await StripeWorld.WatchedAsync(),
            Timeout = TimeSpan.FromSeconds(cut ? 2 : 20),
        };
        return new(till ?? await Till.OpenAsync(), settings, await StripeWorld.AccountAsync(key));
    }

    public FranchiseDb Db() => App.Database.Doors.PlatformFor(Organisation, Actor.System);

    // ---- Giving

    /// <summary>Begins a mandate and fills in its page.</summary>
    public async Task<Mandate> GiveAsync(MandateKind kind = MandateKind.Card, string number = Good)
    {
        await using var db = Db();
        await BeginMandate.Handle(new(kind, "https://partner.example/billing"), db, Gateway, Clock, default);
        var mandate = await NewestAsync();
        Assert.True(kind == MandateKind.Card ? await World.PayByCard(mandate.PageId!, number) : await World.PayByBacs(mandate.PageId!, number));
        await CollectAsync(TimeSpan.FromMinutes(2));
        mandate = await NewestAsync();
        Assert.Equal(MandateStatus.Active, mandate.Status);
        return mandate;
    }

    /// <summary>Begins to pay an invoice on a page.</summary>
    public async Task<Collection> PageAsync(string invoice)
    {
        await using var db = Db();
        await PayInvoice.Handle(Read<Invoice>(invoice), new("https://partner.example/billing"), db, Gateway, Clock, default);
        return (await CollectionsAsync(invoice)).Last(c => c.MandateId is null);
    }

    /// <summary>An invoice of 120.00 that is due.</summary>
    public async Task<string> DueAsync(long net = 10_000)
    {
        var id = await Till.IssuedAsync(net);
        await Till.Desk.MoveAsync(31);
        return id;
    }

    // ---- Time and work

    public Task CollectAsync() => CollectAsync(TimeSpan.Zero);

    /// <summary>Some time later the worker comes round.</summary>
    public async Task CollectAsync(TimeSpan later)
    {
        Clock.Advance(later);
        for (var i = 0; i < 5 && (await Collecting.RunForAsync(Organisation, default)).Things > 0; i++)
        {
            // Until nothing is due.
        }
    }

    /// <inheritdoc cref="StripeWorld.LoseAsync"/>
    public Task LoseAsync(string dispute) => StripeWorld.LoseAsync(Settings.SecretKey!, dispute);

    /// <summary>An invoice that was paid by card and of which half was credited then: that half is left of the payment.</summary>
    public async Task<(string Invoice, Answer Payment)> PaidAndCreditedAsync()
    {
        await GiveAsync();
        var id = await DueAsync();
        await CollectAsync();
        var line = (await Till.InvoiceAsync(id)).Json.GetProperty("lines")[0].GetProperty("id").GetString();
        (await Till.DoAsync(id, "credit-notes", new { reason = "Half of them came back.", lines = new[] { new { lineId = line, net = 5_000 } } })).Is(201);
        return (id, (await Till.Finance.GetAsync($"/v1/payments/{(await PaymentsAsync()).Single().Id}")).Is(200));
    }

    // ---- Looking

    public async Task<Mandate> NewestAsync()
    {
        await using var db = Db();
        return await db.Set<Mandate>().AsNoTracking().OrderByDescending(m => m.Id).FirstAsync();
    }

    public async Task<List<Collection>> CollectionsAsync(string invoice)
    {
        await using var db = Db();
        var id = Read<Invoice>(invoice);
        return await db.Set<Collection>().AsNoTracking().Where(c => c.InvoiceId == id).OrderBy(c => c.Id).ToListAsync();
    }

    public async Task<List<Payment>> PaymentsAsync()
    {
        await using var db = Db();
        return await db.Set<Payment>().AsNoTracking().Include(p => p.Allocations).OrderBy(p => p.Id).ToListAsync();
    }

    public async Task<List<Refund>> RefundsAsync()
    {
        await using var db = Db();
        return await db.Set<Refund>().AsNoTracking().OrderBy(r => r.Id).ToListAsync();
    }

    public async Task<string> StatusAsync(string invoice) => (await Till.InvoiceAsync(invoice)).Text("status");

    public async Task<long> OutstandingAsync(string invoice) => Till.Of(await Till.InvoiceAsync(invoice), "outstanding");

    public async Task<(long Receivable, long Cash, long Credit)> LedgerAsync() =>
        (await Till.BalanceAsync("receivable"), await Till.BalanceAsync("cash"), await Till.BalanceAsync("credit"));

    /// <summary>How often something was said.</summary>
    public Task<long> SaidAsync(string type) => Till.CountAsync($"SELECT count(*) FROM franchise.events WHERE tenant_id = $1 AND type = '{type}'");

    /// <summary>Payments at Stripe that took money.</summary>
    public async Task<IReadOnlyList<JsonObject>> ChargesAsync() => [.. (await World.Objects("charge")).Where(c => (string?)c["status"] == "succeeded")];

    /// <summary>What Stripe has taken and not given back, in pence.</summary>
    public async Task<long> TakenAsync() => (await ChargesAsync()).Sum(c => (long)c["amount"]! - (long)c["amount_refunded"]!);

    public static Id<T> Read<T>(string text)
        where T : class => Id<T>.TryRead(text, out var id) ? id : throw new ArgumentException(text);

    public void Dispose()
    {
        Gateway.Dispose();
        World.Dispose();
    }
}
