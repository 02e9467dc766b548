using System.Collections.Concurrent;
using System.Diagnostics;
using System.Security.Cryptography;
using Franchise.Api.Payments;
using Franchise.Api.Tests.Start;
using Franchise.Domain.Billing;
using Franchise.Domain.Identity;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;
using Franchise.FakeStripe;
using Franchise.Infrastructure.Billing;
using Franchise.Infrastructure.Payments;
using Franchise.Infrastructure.Tenancy;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Xunit.Abstractions;

namespace Franchise.Api.Tests.Payments;

/// <summary>
/// Two workers die again and again, at every place around a charge and anywhere else, while a third lives and Stripe's answers get lost: each invoice is charged
/// once, none is forgotten, and what the dead were at is settled soon.
/// </summary>
public sealed class ExactlyOnceTests(ITestOutputHelper output)
{
    private const int Kills = 51;
    private static readonly TimeSpan soon = TimeSpan.FromSeconds(75);

    private static readonly FaultKind[] faults =
        [FaultKind.CutAfter, FaultKind.SlowAfter, FaultKind.Error500After, FaultKind.Error500Before, FaultKind.CutBefore, FaultKind.TooMany, FaultKind.BadGateway];

    [Fact]
    public async Task Each_invoice_is_charged_once_however_often_workers_are_killed()
    {
        await using var world = await KilledWorld.OpenAsync();
        await using var survivor = await ChildProgram.ServingAsync(world.Settings("1"));
        var (left, starts) = (Kills, 0);
        var killed = new ConcurrentBag<(string At, DateTimeOffset When, Guid[] Under)>();
        var begun = Stopwatch.GetTimestamp();
        try
        {
            await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => KillAsync()));
            await world.SettledAsync();
        }
        finally
        {
            output.WriteLine($"{killed.Count} kills of {starts} starts in {Stopwatch.GetElapsedTime(begun).TotalSeconds:F0} s.");
        }

        var report = await world.CountAsync();
        var recoveries = new List<double>();
        foreach (var (_, when, under) in killed)
            recoveries.AddRange((await world.EndedAsync(under)).Select(ended => (ended - when).TotalSeconds));
        output.WriteLine(
            $"{killed.Count} kills ({string.Join(", ", killed.GroupBy(k => k.At).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => $"{g.Count()} {g.Key}"))}), {world.Broken} answers broken, "
                + $"{report.Invoices} invoices, {report.Taken} charges, {report.Keys} requests to charge; {recoveries.Count} attempts under way at a kill, settled within {recoveries.DefaultIfEmpty().Max():F1} s at most.");
        Assert.Equal(Kills, killed.Count);
        Assert.All(Failpoint.All.Append("random"), at => Assert.Contains(killed, k => k.At == at));
        Assert.Empty(report.Wrong);
        Assert.Equal(report.Invoices, report.Taken);
        Assert.NotEmpty(recoveries);
        Assert.All(recoveries, r => Assert.True(r < soon.TotalSeconds, $"What a worker was at when it was killed was settled only {r:F0} s later."));

        async Task KillAsync()
        {
            while (Interlocked.Decrement(ref left) is >= 0 and var number)
            {
                var places = Failpoint.All.Count + 1;
                var at = number % places is var place && place < Failpoint.All.Count ? Failpoint.All[place] : "random";
                // Now and then the whole program; else its command that collects and does nothing else, which starts sooner.
                while (!await DiesAsync(at, whole: at == "random" && number % 2 == 0))
                    Assert.True(Stopwatch.GetElapsedTime(begun) < TimeSpan.FromMinutes(12), "It takes too long to kill them.");
            }
        }

        async Task<bool> DiesAsync(string at, bool whole)
        {
            var settings = world.Settings("2");
            settings["FRANCHISE_FAILPOINT"] = at;
            await world.BreakAsync(faults[RandomNumberGenerator.GetInt32(faults.Length)]);
            await world.IssueAsync(2);
            Interlocked.Increment(ref starts);
            await using var child = whole ? await ChildProgram.ServingAsync(settings) : ChildProgram.Started(settings, "collect");
            if (at == "random")
                await Task.Delay(RandomNumberGenerator.GetInt32(whole ? 9_000 : 4_000));
            else
                for (var i = 0; i < 400 && !child.HasEnded && !child.Output.Contains($"failpoint {at}"); i++)
                {
                    // A new one now and then: the living worker may have taken the others.
                    if (i % 10 == 0)
                        await world.IssueAsync(1);
                    await Task.Delay(100);
                }
            if (child.HasEnded)
            {
                await child.ExitAsync(TimeSpan.FromSeconds(1));
                Assert.True(child.Errors.Length == 0, child.Errors);
                return false;
            }
            child.Signal("KILL");
            await child.ExitAsync(TimeSpan.FromSeconds(30));
            // It found nothing to do there: the living one was faster.
            if (at != "random" && !child.Output.Contains($"failpoint {at}"))
                return false;
            killed.Add((at, TimeProvider.System.GetUtcNow(), await world.UnderWayAsync()));
            return true;
        }
    }

    private sealed class KilledWorld : IAsyncDisposable
    {
        private const int Organisations = 8;
        private readonly OwnDatabase database;
        private readonly Doors doors;
        private readonly FakeStripeControl stripe;
        private readonly StripeGateway gateway;
        private readonly Dictionary<string, string?> settings;
        private readonly List<Id<Organisation>> organisations = [];
        private readonly BillingSettings billing = BillingSettings.From(new ConfigurationBuilder().Build());
        private int issued;
        private int broken;

        private KilledWorld(OwnDatabase database, FakeStripeControl stripe, Dictionary<string, string?> settings)
        {
            (this.database, this.stripe, this.settings) = (database, stripe, settings);
            doors = new(database.Databases, database.Proof, TimeProvider.System);
            // What arranges is more patient than the workers.
            var own = StripeSettings.Read(new ConfigurationBuilder().AddInMemoryCollection(settings).Build().GetSection("Stripe"));
            gateway = new(own with { Timeout = TimeSpan.FromSeconds(60) }, TimeProvider.System);
        }

        public int Broken => broken;

        public static async Task<KilledWorld> OpenAsync()
        {
            var own = await OwnDatabase.MigratedAsync();
            var key = "sk_test_" + RandomNumberGenerator.GetHexString(16, lowercase: true);
            var each = new Dictionary<string, string?>(own.Settings, StringComparer.Ordinal)
            {
                ["Stripe:SecretKey"] = key,
                ["Stripe:ApiBase"] = (await StripeWorld.DirectAsync()).GetLeftPart(UriPartial.Authority),
                ["Stripe:TimeoutSeconds"] = "2",
                ["Stripe:LookAgainSeconds"] = "2",
                ["Jobs:CollectInvoices"] = "*/5 * * * * *",
            };
            var world = new KilledWorld(own, await StripeWorld.AccountAsync(key), each);
            for (var i = 0; i < Organisations; i++)
                world.organisations.Add(await world.OrganisationAsync(i % 4 == 3 ? MandateKind.DirectDebit : MandateKind.Card));
            return world;
        }

        /// <summary>What a worker is started with.</summary>
        public Dictionary<string, string?> Settings(string workers) => new(settings, StringComparer.Ordinal) { ["Jobs:Workers"] = workers };

        public async Task BreakAsync(FaultKind fault)
        {
            Interlocked.Increment(ref broken);
            await stripe.Break(new(fault, Path: "/v1/payment_intents", Milliseconds: 3_000));
        }

        /// <summary>Issues invoices that are due today, each of an organisation.</summary>
        public async Task IssueAsync(int count)
        {
            for (var i = 0; i < count; i++)
            {
                await using var db = doors.PlatformFor(organisations[RandomNumberGenerator.GetInt32(Organisations)], Actor.System);
                await using var transaction = await db.Database.BeginTransactionAsync();
                var now = TimeProvider.System.GetUtcNow();
                var organisation = await db.Set<Organisation>().AsNoTracking().SingleAsync();
                var time = OwnTime.Of(organisation, now);
                var rules = billing.RulesFor(organisation, await InvoicesOnFile.ProfileAsync(db, organisation.TenantId, default));
                var invoice = new Invoice(organisation.TenantId, InvoiceKind.OneOff, null, new(time.Today, time.Today), "GBP", [new(FeeKind.OneOff, "Printed handbooks", 1, 1_000)], rules, time);
                db.Add(invoice);
                await db.SaveChangesAsync();
                await InvoicesOnFile.FinaliseAsync(db, new(invoice, organisation, time), billing, default);
                await transaction.CommitAsync();
                Interlocked.Increment(ref issued);
            }
        }

        /// <summary>Attempts of which it is not known what came.</summary>
        public async Task<Guid[]> UnderWayAsync()
        {
            await using var db = await doors.AcrossTenants("test", Actor.System, default);
            return [.. (await db.Set<Collection>().AsNoTracking().Where(c => c.Status == CollectionStatus.Intended).Select(c => c.Id).ToListAsync()).Select(id => id.Value)];
        }

        /// <summary>When they were settled: of a direct debit, when the bank was asked.</summary>
        public async Task<List<DateTimeOffset>> EndedAsync(Guid[] ids)
        {
            await using var db = await doors.AcrossTenants("test", Actor.System, default);
            var wanted = ids.Select(id => new Id<Collection>(id)).ToList();
            var ended = await db.Set<Collection>().AsNoTracking().Where(c => wanted.Contains(c.Id)).Select(c => new { c.EndedAt, c.LookAt }).ToListAsync();
            // A direct debit that is processing is looked at six hours after it was begun.
            return [.. ended.Select(e => e.EndedAt ?? e.LookAt!.Value.AddHours(-6))];
        }

        /// <summary>Waits until the living worker has nothing left to do.</summary>
        public async Task SettledAsync()
        {
            for (var i = 0; i < 750; i++)
            {
                if ((long)(await database.ScalarAsync("SELECT count(*) FROM franchise.invoices WHERE status = 'finalised'"))! == 0 && (await UnderWayAsync()).Length == 0)
                    return;
                await Task.Delay(100);
            }
            Assert.Fail($"{await database.ScalarAsync("SELECT count(*) FROM franchise.invoices WHERE status = 'finalised'")} invoices are still not collected.");
        }

        /// <summary>What stands on both sides.</summary>
        public async Task<(int Invoices, int Taken, int Keys, List<string> Wrong)> CountAsync()
        {
            var payments = (await stripe.Objects("payment_intent")).Where(p => (string?)p["status"] is "succeeded" or "processing").ToList();
            var charges = payments.GroupBy(p => (string?)p["metadata"]!["invoice"]).ToDictionary(g => g.Key!, g => g.Count());
            var wrong = new List<string>();
            await using var db = await doors.AcrossTenants("test", Actor.System, default);
            var invoices = await db.Set<Invoice>().AsNoTracking().ToListAsync();
            foreach (var invoice in invoices)
            {
                if (charges.GetValueOrDefault(invoice.Id.ToString()) is var times && times != 1)
                    wrong.Add($"{invoice.Id} was charged {times} times.");
                if (invoice.Status is not (InvoiceStatus.Paid or InvoiceStatus.Processing))
                    wrong.Add($"{invoice.Id} is {invoice.Status}.");
            }
            var paid = invoices.Where(i => i.Status == InvoiceStatus.Paid).ToList();
            var recorded = await db.Set<Payment>().AsNoTracking().ToListAsync();
            var cash = await db.Set<LedgerEntry>().Where(e => e.Account == Account.Cash).SumAsync(e => e.Amount);
            if (recorded.Count != paid.Count || cash != paid.Sum(i => i.Total) || recorded.Exists(p => p.Left != 0))
                wrong.Add($"{paid.Count} invoices are paid by {recorded.Count} payments, and the ledger has {cash}.");
            if (await db.Set<Refund>().AnyAsync())
                wrong.Add("Something was given back.");
            if (invoices.Count != issued)
                wrong.Add($"{issued} invoices were issued, and {invoices.Count} are there.");
            return (invoices.Count, payments.Count, (await stripe.Objects("payment_intent")).Count, wrong);
        }

        public async ValueTask DisposeAsync()
        {
            gateway.Dispose();
            stripe.Dispose();
            await database.DisposeAsync();
        }

        private async Task<Id<Organisation>> OrganisationAsync(MandateKind kind)
        {
            var now = TimeProvider.System.GetUtcNow();
            var organisation = Sample.Organisation(now);
            var profile = new BillingProfile(organisation.TenantId);
            profile.Change(new BillingDetails(ContactName: "Someone", ContactEmail: "someone@example.org", TermsDays: 0), "GB");
            await using (var db = await doors.AcrossTenants("test", Actor.System, default))
            {
                db.Add(organisation);
                await db.SaveChangesAsync();
                db.Add(profile);
                await db.SaveChangesAsync();
            }
            await using var own = doors.PlatformFor(organisation.TenantId, Actor.System);
            await BeginMandate.Handle(new(kind, "https://partner.example/billing"), own, gateway, TimeProvider.System, default);
            var mandate = await own.Set<Mandate>().AsNoTracking().SingleAsync();
            Assert.True(kind == MandateKind.Card ? await stripe.PayByCard(mandate.PageId!) : await stripe.PayByBacs(mandate.PageId!));
            var settlements = new Settlements(doors, TimeProvider.System, new());
            Assert.True(await settlements.GivenAsync(organisation.TenantId, mandate.Id, await gateway.ReadSetUp(mandate.PageId!, default), default));
            return organisation.TenantId;
        }
    }
}
