using System.Text.Json;
using Franchise.Domain.Billing;
using Franchise.Domain.Catalogue;
using Franchise.Domain.Identity;
using Franchise.Domain.Licensing;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;
using Franchise.Domain.Webhooks;
using Franchise.Infrastructure.Billing;
using Franchise.Infrastructure.Credentials;
using Franchise.Infrastructure.Delivery;
using Franchise.Infrastructure.Email;
using Franchise.Infrastructure.Jobs;
using Franchise.Infrastructure.Licensing;
using Franchise.Infrastructure.Persistence;
using Franchise.Infrastructure.Tenancy;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Franchise.Api.Tests.Simulation;

/// <summary>What the program made of a story is not what the policy says.</summary>
public sealed class SimulationFailed(string message) : Exception(message);

/// <summary>
/// Years of one sandbox organisation, drawn from a seed: real domain, real PostgreSQL, the sandbox's own clock. After every step what the database holds is
/// compared with what the <see cref="Oracle"/> says.
/// </summary>
internal sealed partial class OrganisationYears : IAsyncDisposable
{
    private const string Agreement = "As agreed.";
    private static readonly string[] zones = ["Europe/London", "Europe/London", "Europe/London", "Europe/Dublin", "Europe/Paris", "Atlantic/Azores"];

    private static readonly DateOnly[] ends = [.. new[] { "01-31", "02-29", "03-31", "01-30", "05-31", "08-31", "01-29", "10-31", "08-30", "12-31" }.Select(d => DateOnly.Parse($"2028-{d}"))];

    private readonly TestDatabase database;
    private readonly ulong seed;
    private readonly int years;
    private readonly StandingClock clock;
    private readonly Dictionary<string, (Id<Licence> Id, LicencePolicyVersion Policy)> licences = new(StringComparer.Ordinal);
    private readonly List<string> story = [];
    private readonly string[] packages;
    private ulong state;
    private Organisation organisation = null!;
    private TimeZoneInfo zone = null!;
    private Oracle oracle = null!;
    private BillingSettings settings = null!;
    private ServiceProvider host = null!;
    private bool trainingIsFree;
    private DateOnly passed;
    private int subjects;
    private int promptness;
    private long packagePrice;

    private OrganisationYears(TestDatabase database, int seed, int years)
    {
        (this.database, this.seed, this.years) = (database, (ulong)seed, years);
        // Mixed first: seeds beside one another are to be other stories, not one story from its next throw on.
        state = Mixed((ulong)seed * 0xD1342543DE82EF95UL);
        // Anchors move through the whole year as seeds go on, leap days with them.
        clock = new(new DateTimeOffset(2026, 1, 1, 12, 0, 0, TimeSpan.Zero).AddDays(Pick(1461)));
        var package = $"SIM-{seed}-{Convert.ToHexString(System.Security.Cryptography.RandomNumberGenerator.GetBytes(3))}";
        packages = [package, $"{package}-B"];
    }

    /// <summary>Lives through them.</summary>
    /// <param name="database">Where.</param>
    /// <param name="seed">Which story.</param>
    /// <param name="years">How long.</param>
    /// <param name="sabotage">Something wrong to be done behind the program's back half way, to see it found; null for nothing.</param>
    /// <exception cref="SimulationFailed">With the story so far.</exception>
    public static async Task<int> LiveAsync(TestDatabase database, int seed, int years, Func<OrganisationYears, Task>? sabotage = null)
    {
        await using var life = new OrganisationYears(database, seed, years);
        try
        {
            return await life.LiveAsync(sabotage);
        }
        catch (Exception failed)
        {
            throw new SimulationFailed(
                $"Seed {seed}: {(failed is SimulationFailed ? failed.Message : failed)}\nThe story:\n  {string.Join("\n  ", life.story.TakeLast(40))}\nReplay: ./dev simulate --seed {seed}");
        }
    }

    public Id<Organisation> Organisation => organisation.TenantId;

    public async Task SqlAsync(string sql)
    {
        // Behind the triggers that keep what is issued as it is.
        await using var connection = await database.AdminSource.OpenConnectionAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "SET session_replication_role = replica";
        await command.ExecuteNonQueryAsync();
        command.CommandText = sql;
        command.Parameters.AddWithValue(Organisation.Value);
        if (await command.ExecuteNonQueryAsync() < 1)
            throw new InvalidOperationException("There was nothing to sabotage.");
    }

    public ValueTask DisposeAsync() => host?.DisposeAsync() ?? ValueTask.CompletedTask;

    // ---- The life

    private async Task<int> LiveAsync(Func<OrganisationYears, Task>? sabotage)
    {
        await ChooseMeansAsync();
        await BeginAsync();
        var first = Today;
        passed = first;
        for (var i = 0; i < 4; i++)
            await AgreeAsync(AnchorAhead(i));
        var (end, steps) = (first.AddYears(years), 0);
        while (Today < end)
        {
            var to = NextDay(end);
            await MoveAsync(to);
            await CompareAsync();
            steps++;
            if (sabotage is not null && Today > first.AddYears(years / 2))
            {
                await sabotage(this);
                await CompareAsync();
                throw new InvalidOperationException("What was sabotaged was not found.");
            }
            await ActAsync();
            await ReadAsync(CompareHoldsAsync);
        }
        return steps;
    }

    private async Task BeginAsync()
    {
        var kind = Pick(10);
        var (country, currency) = kind < 7 ? ("GB", "GBP") : kind < 8 ? ("FR", "EUR") : kind < 9 ? ("FR", "EUR") : ("NO", "EUR");
        var number = kind is 8 ? "FR12345678901" : kind is 9 ? "NO123456789" : null;
        zone = TimeZoneInfo.FindSystemTimeZoneById(zones[Pick(zones.Length)]);
        var now = clock.GetUtcNow();
        organisation = new(
            new(
                $"Simulated {packages[0]}", null, OrganisationKind.WomensOrganisation, Registration.Nowhere, country, zone.Id, currency, "en",
                new("1 High Street", null, "Town", null, country == "GB" ? "B1 1AA" : null, country)),
            true, now);
        passed = organisation.Today(now);
        // Some pay at once, some in their time, and some hardly.
        promptness = new[] { 2, 5, 25 }[Pick(3)];

        // The rate changes in the middle, and for some the supplier is not registered or an eligible body.
        var registered = !Chance(8);
        trainingIsFree = Chance(3);
        List<VatRates> rates = [new(new(2011, 1, 4), 2_000, 500), new(passed.AddDays(300 + Pick(400)), 1_750, 500), new(passed.AddDays(1_100 + Pick(600)), 2_250, 500)];
        var price = 10_000 + (Pick(40_000) * 7);
        packagePrice = price;
        var most = Chance(2) ? long.MaxValue : price + (price / 5) - 200 + Pick(400);
        settings = new(new("Cohort 4", "Birmingham", registered ? "GB123456789" : null, trainingIsFree, rates), Pick(4), most);

        List<PriceVersion> prices = [];
        for (var day = passed.AddDays(Chance(2) ? 0 : Pick(60)); day < passed.AddYears(years); day = day.AddDays(150 + Pick(500)))
        {
            var registration = 101 + Pick(5_000);
            foreach (var code in packages)
                prices.Add(new(code, currency, day, new(price * (70 + Pick(60)) / 100, Oracle.Included, Oracle.ExtraLearner, registration, 200, 100, 50), [], now));
        }
        oracle = new(new(
            settings.DraftDays, most, [.. rates.Select(r => (r.From, r.Standard))], registered && number is null ? Oracle.Vat.Standard : Oracle.Vat.None, trainingIsFree,
            [.. prices.Chunk(packages.Length).Select(p => (p[0].From, p[0].Fees.Registration, p.Select(v => v.Fees.AnnualFee).ToArray()))], currency == "GBP" ? 30 : 50));

        await using (var db = await database.Doors.AcrossTenants("simulate", Actor.System, default))
        {
            var programme = new Programme(packages[0], new("Simulated", "OCN London", 2014, Provision.Regulated), now);
            db.Add(programme);
            var unit = new Unit(programme.Id, $"{packages[0]}-1", Provision.Regulated, mandatory: true, now);
            unit.Publish(unit.Draft(new("A unit", 3, 3, 24, ["en"], [new("Know it", ["Say it"])]), now).Id, now);
            db.Add(unit);
            foreach (var code in packages)
                db.Add(new Package(code, new("Simulated", [unit.Code], [], [], new(price, currency), Oracle.Included, new(Oracle.ExtraLearner, currency)), new(new HashSet<string> { unit.Code }, new HashSet<string>()), now));
            foreach (var version in prices)
            {
                version.Publish(new(now.AddDays(-1), zone));
                db.Add(version);
            }
            db.Add(organisation);
            foreach (var role in Enum.GetValues<ContactRole>())
                db.Add(new Contact(Organisation, new(role, "Someone", "someone@example.org", null), now));
            var profile = new BillingProfile(Organisation);
            profile.Change(new(VatStatus: number is null ? VatStatus.NotRegistered : VatStatus.Registered, VatNumber: number, TermsDays: 30), country);
            db.Add(profile);
            await db.SaveChangesAsync();
        }
        Start();
        if (gateway.Configured)
            await GiveAsync();
    }

    // A host of its own, with everything that one remembers; starting again forgets it.
    private void Start()
    {
        host?.Dispose();
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton<TimeProvider>(clock);
        services.AddSingleton(new Doors(database.Databases, database.Proof, clock));
        services.AddSingleton(new EmailOutbox(database.Secrets));
        services.AddSingleton(new LearnerBox(database.Secrets));
        services.AddSingleton(new CredentialBox(database.Secrets));
        services.AddSingleton(settings);
        Schedule.Add(services);
        services.AddSingleton(stripe);
        services.AddSingleton(gateway);
        host = services.BuildServiceProvider();
    }

    private DateOnly Today => organisation.Today(clock.GetUtcNow());

    private OwnTime Time => OwnTime.Of(organisation, clock.GetUtcNow());

    private async Task MoveAsync(DateOnly day)
    {
        // A page that is open is looked at some minutes later.
        if (pages.Keys.Any(p => p.Status == "open"))
            clock.Tick(TimeSpan.FromMinutes(20));
        var to = Term.StartOf(day, zone).AddMinutes(Pick(22 * 60));
        if (to <= organisation.Now(clock.GetUtcNow()))
            to = organisation.Now(clock.GetUtcNow()).AddMinutes(1);
        // What was done since the clock stood is followed first.
        oracle.Settle(Today, looksAtPages: true);
        var work = host.GetRequiredService<DueWork>();
        if (Chance(12))
        {
            // The process dies somewhere on the way.
            using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(Pick(200)));
            try
            {
                await work.AdvanceAsync(Organisation, to, Actor.System, stop.Token);
            }
            catch (OperationCanceledException)
            {
                story.Add("  stopped half way and started again");
            }
            Start();
            await ForgetLeaseAsync();
            work = host.GetRequiredService<DueWork>();
            await ReadAsync();
        }
        if (organisation.Now(clock.GetUtcNow()) < to)
            await work.AdvanceAsync(Organisation, to, Actor.System, default);
        await ReadAsync();
        story.Add($"{Today:O}: the clock stands at {organisation.Now(clock.GetUtcNow()):u}");
        for (; passed < Today;)
        {
            passed = passed.AddDays(1);
            oracle.Pass(passed);
        }
    }

    private async Task ReadAsync() => organisation = await ReadAsync(db => db.Set<Organisation>().AsNoTracking().SingleAsync());

    private async Task<T> ReadAsync<T>(Func<FranchiseDb, Task<T>> read)
    {
        await using var db = host.GetRequiredService<Doors>().PlatformFor(Organisation, Actor.System);
        return await read(db);
    }

    private async Task DoAsync(string what, Func<FranchiseDb, OwnTime, Task> act, bool across = false)
    {
        story.Add($"  {what}");
        var doors = host.GetRequiredService<Doors>();
        await using var db = across ? await doors.AcrossTenants("simulate", Actor.System, default) : doors.PlatformFor(Organisation, Actor.System);
        await using var transaction = await db.Database.BeginTransactionAsync();
        await act(db, Time);
        await db.SaveChangesAsync();
        await transaction.CommitAsync();
    }

    // ---- What people do

    private async Task ActAsync()
    {
        if (Chance(gateway.Configured ? 25 : promptness))
            await PayAllAsync();
        await BanksAnswerAsync();
        await BanksDecideAsync();
        await (Pick(100) switch
        {
            < 12 => gateway.Configured && Chance(2) ? PayOnPageAsync() : PayAsync(),
            < 15 => ReadStatementAsync(),
            < 22 => MoveMoneyAsync(),
            < 28 => RenewAsync(),
            < 34 => HoldAsync(),
            < 38 => ChangeAutoRenewalAsync(),
            < 44 => RegisterAsync(),
            < 50 => UseSeatsAsync(),
            < 56 => SellAsync(),
            < 61 => CancelAsync(),
            < 65 => GrantAsync(),
            < 70 => CreditAsync(),
            < 77 => ApproveAsync(),
            < 80 => DisputeAsync(),
            < 82 => gateway.Configured ? PayOnPageAsync() : DisputeAsync(),
            < 85 => HardshipAsync(),
            < 88 => GiveUpAsync(),
            < 91 => LiftDunningAsync(),
            < 95 => ChangePackageAsync(),
            < 97 => AgreeAsync(Today.AddDays(Pick(40))),
            _ => Task.CompletedTask,
        });
    }

    private async Task AgreeAsync(DateOnly startsOn)
    {
        if (licences.Count >= 7)
            return;
        var (months, grace, teachOut, ahead) = (new[] { 12, 12, 12, 6, 3, 1, 24 }[Pick(7)], new[] { 0, 7, 14, 30 }[Pick(4)], Pick(3) * 2, new[] { 0, 0, 14, 30 }[Pick(4)]);
        var (notices, basis) = (Chance(3) ? new[] { 90, 60, 30, 7 } : [Math.Max(ahead, 25 + Pick(10))], (Oracle.From)Pick(3));
        var (price, autoRenews) = (10_000L + (Pick(300_000) * 3) + Pick(3), !Chance(3));
        // "A licence drafted while a price is in force takes its annual fee from it, unless the draft names its own."
        var followsList = Chance(2) && oracle.ListedOn(0, Today, months) is not null;
        if (followsList)
            price = oracle.ListedOn(0, Today, months)!.Value;
        var allowsMore = Chance(2);
        var priceNotice = new[] { 60, 0, 30, 90 }[Pick(4)];
        var dunning = Pick(4) switch { 0 => new[] { 1, 2, 3, 4, 5 }, 1 => [5, 9, 20, 24, 90], 2 => [10, 40, 41, 60, 63], _ => [3, 14, 28, 42, 60] };
        var now = clock.GetUtcNow();
        var policy = new LicencePolicy($"{packages[0]}-{licences.Count}", "Simulated", now);
        var version = policy.Draft(
            new(
                IsoPeriod.Parse($"P{months}M", null), grace, notices, basis switch { Oracle.From.Expiry => RenewalBasis.FromExpiry, Oracle.From.Now => RenewalBasis.FromNow, _ => RenewalBasis.FromNowIfExpired },
                allowsMore ? OverageStrategy.Allow : OverageStrategy.Refuse, IsoPeriod.Parse(teachOut == 0 ? "P0D" : $"P{teachOut}M", null), "Rules.", priceNotice, ahead, new(dunning[0], dunning[1], dunning[2], dunning[3], dunning[4])), now);
        policy.Publish(version.Id, now);
        await using (var db = await host.GetRequiredService<Doors>().AcrossTenants("simulate", Actor.System, default))
        {
            db.Add(policy);
            await db.SaveChangesAsync();
        }
        Licence licence = null!;
        await DoAsync($"agree on {months} months from {startsOn:O} at {price}{(followsList ? $" by the list, {priceNotice} days' notice" : "")}, grace {grace}, teach-out {teachOut} months, basis {basis}, invoiced {ahead} days ahead, dunning {string.Join(' ', dunning)}, {(autoRenews ? "renews by itself" : "by agreement")}", (db, time) =>
        {
            licence = Licence.Draft(
                Organisation, version,
                new(packages[0], new(price, organisation.Currency), new(Oracle.ExtraLearner, organisation.Currency), Oracle.Included, startsOn, [$"{packages[0]}-1"], [], [], ["GB"], ["en"], [DeliveryMode.InPerson], followsList), time.Now.AddSeconds(licences.Count));
            licence.MakeOffer(Agreement, time.Today.AddDays(30), version, [$"{packages[0]}-1"], Actor.System, time);
            licence.Accept(LicenceOffer.HashOf(Agreement), autoRenews, version, Actor.System, time);
            db.Add(licence);
            return Task.CompletedTask;
        });
        licences.Add(licence.Id.ToString(), (licence.Id, version));
        oracle.Agree(
            new()
            {
                Id = licence.Id.ToString(),
                StartsOn = startsOn,
                Months = months,
                Grace = grace,
                TeachOutMonths = teachOut,
                Notices = notices,
                Ahead = ahead,
                Basis = basis,
                Price = price,
                PriceNotice = priceNotice,
                AllowsMore = allowsMore,
                FollowsList = followsList,
                AutoRenews = autoRenews,
                Dunning = dunning,
            }, Today);
    }

    private async Task RenewAsync()
    {
        if (Any(oracle.Agreements) is not { } agreement)
            return;
        var refused = false;
        await DoAsync($"renew {agreement.Id}", async (db, time) =>
        {
            try
            {
                (await LicenceAsync(db, agreement.Id)).Renew(licences[agreement.Id].Policy, time);
            }
            catch (Refusal)
            {
                refused = true;
            }
        });
        if (refused == Oracle.CanRenew(agreement, Today))
            throw new SimulationFailed($"Renewing {agreement.Id} on {Today:O} was {(refused ? "refused" : "taken")}, and the policy says otherwise.");
        if (!refused)
            oracle.Renew(agreement, Today);
    }

    private async Task HoldAsync()
    {
        var standing = oracle.Agreements.Where(a => a.Terms.Count > 0 && !a.Ended).ToList();
        if (Any(standing) is not { } agreement)
            return;
        if (agreement.Holds.Find(h => h is { Step: null, Lifted: null }) is not { } open)
        {
            var from = Today.AddDays(Pick(20));
            await DoAsync($"hold {agreement.Id} from {from:O}", async (db, time) =>
                (await LicenceAsync(db, agreement.Id)).PlaceHold(HoldReason.Quality, from, from.AddDays(60), null, licences[agreement.Id].Policy, time));
            agreement.Holds.Add(new() { From = from });
        }
        else
        {
            await DoAsync($"lift the hold of {agreement.Id}", async (db, time) =>
            {
                var licence = await LicenceAsync(db, agreement.Id);
                licence.LiftHold(licence.Holds.Single(h => h is { ByDunning: false, LiftedOn: null }).Id, licences[agreement.Id].Policy, time);
            });
            open.Lifted = Today;
        }
    }

    private async Task ChangeAutoRenewalAsync()
    {
        var open = oracle.Agreements.Where(a => a.On(Today) is "accepted" or "active" or "grace" && !a.Ended).ToList();
        if (Any(open) is not { } agreement)
            return;
        agreement.AutoRenews = !agreement.AutoRenews;
        await DoAsync($"{agreement.Id} {(agreement.AutoRenews ? "renews by itself" : "renews by agreement")}", async (db, time) =>
            (await LicenceAsync(db, agreement.Id)).SetAutoRenewal(agreement.AutoRenews, licences[agreement.Id].Policy, time));
    }

    private async Task RegisterAsync()
    {
        var subject = $"enr_{subjects++}";
        await SayAsync("enrolment.registered", subject, null);
        oracle.Register(subject, Today);
    }

    private async Task UseSeatsAsync()
    {
        var running = oracle.Agreements.Where(a => a.On(Today) is "active" or "grace").ToList();
        if (Any(running) is not { } agreement)
            return;
        var isSuspended = agreement.IsSuspendedOn(Today);
        if ((isSuspended || Chance(3)) && Any(agreement.SetAside) is { } seat)
        {
            // A learner who is registered has her seat, whatever holds stand.
            await DoAsync($"use {seat.Seats} seats of term {seat.Term} of {agreement.Id} that were set aside", async (db, time) =>
            {
                var licence = await LicenceAsync(db, agreement.Id);
                var reserved = await db.Set<SeatEntry>().SingleAsync(s => s.LicenceId == licence.Id && s.Reference == seat.Reference);
                db.Add(licence.ConsumeSeats(new(seat.Reference, [reserved]), seat.Seats, time, isTaken: true)!);
            });
            oracle.UseSeats(agreement, seat, Today);
            return;
        }
        if (isSuspended)
            return;
        var (number, seats, isUsed) = (Oracle.TermOn(agreement, Today), 1 + Pick(9), !Chance(3));
        if (!agreement.AllowsMore)
            seats = Math.Min(seats, Oracle.Included - Oracle.SeatsOf(agreement, number));
        if (seats <= 0)
            return;
        var aside = new Oracle.Seat($"crs_{subjects++}", number, seats);
        await DoAsync($"{(isUsed ? "use" : "set aside")} {seats} seats of term {number} of {agreement.Id}", async (db, time) =>
        {
            var licence = await LicenceAsync(db, agreement.Id);
            var term = licence.Terms.Single(t => t.Number == number);
            var balance = (await SeatsOnFile.BalancesAsync(db, licence, number, default))[number];
            var reserved = licence.ReserveSeats(term, balance, new(aside.Reference, []), seats, licences[agreement.Id].Policy, time)!;
            db.Add(reserved);
            if (isUsed)
                db.Add(licence.ConsumeSeats(new(aside.Reference, [reserved]), seats, time)!);
        });
        agreement.SetAside.Add(aside);
        if (isUsed)
            oracle.UseSeats(agreement, aside, Today);
    }

    private async Task SellAsync()
    {
        var (subject, price) = ($"plc_{subjects++}", 1 + Pick(90_000));
        await SayAsync("place.sold", subject, new() { ["price"] = price, ["currency"] = organisation.Currency });
        oracle.SellPlace(subject, price, Today);
    }

    private async Task CancelAsync()
    {
        // One that stands on an invoice with VAT is credited by its own share of it, which is another test's matter.
        var open = oracle.Charges.Where(c => c.IsTraining && !c.IsWaived && !oracle.Bills.Any(b => b.IssuedOn is not null && !trainingIsFree && b.Lines.Exists(l => l.Subject == c.Subject))).ToList();
        if (Any(open) is not { } charge)
            return;
        await SayAsync("place.cancelled", charge.Subject, null);
        oracle.CancelPlace(charge.Subject, Today);
    }

    private async Task GrantAsync()
    {
        var (part, until) = (Chance(2) ? 1 + Pick(10_000) : (int?)null, Chance(2) ? Today.AddDays(Pick(700)) : (DateOnly?)null);
        var amount = part is null ? 1 + Pick(200_000) : (long?)null;
        await DoAsync($"grant {part}/10000 or {amount} until {until:O}", async (db, time) =>
            (await db.Set<BillingProfile>().Include(p => p.Concessions).SingleAsync()).Grant(new(ConcessionKind.Discount, part, amount, until, "Agreed."), Actor.System, time));
        oracle.Grant(new(part, amount, Today, until));
    }

    private Task SayAsync(string type, string subject, Dictionary<string, object?>? data) =>
        DoAsync($"{type} {subject}", (db, _) => db.WriteEventsAsync([(Organisation, new(type, subject, data))], default));

    private static async Task<Licence> LicenceAsync(FranchiseDb db, string id)
    {
        var wanted = Id<Licence>.Parse(id, null);
        return await db.Set<Licence>().AsSplitQuery().Include(l => l.Terms).Include(l => l.Holds).Include(l => l.Schedule).SingleAsync(l => l.Id == wanted);
    }

    // ---- What came of it

    private async Task CompareAsync()
    {
        await ReadAsync(async db =>
        {
            // What causes other things first: they tell more.
            await CompareHoldsAsync(db);
            var own = await db.Set<Licence>().AsNoTracking().AsSplitQuery().Include(l => l.Terms).ToListAsync();
            Same("licences",
                oracle.Agreements.Select(a => $"{a.Id} {a.On(Today)}: {string.Join(' ', a.Terms.Select(t => $"{t.First:O}/{t.Last:O}@{t.Price}"))}"),
                own.Select(l => $"{l.Id} {Word(l.Status)}: {string.Join(' ', l.Terms.OrderBy(t => t.Number).Select(t => $"{t.FirstDay:O}/{t.LastDay:O}@{t.Price.Amount}"))}"));
            var told = await db.Set<Event>().AsNoTracking().Where(e => e.Type == "licence.milestone_reached" || e.Type == "licence.auto_renewal_withheld").ToListAsync();
            Same("notices",
                oracle.Agreements.SelectMany(a => a.Told.Select(t => $"{a.Id} term {t.Term}, {t.Days} days, {t.On:O}").Concat(a.Withheld.Select(w => $"{a.Id} withheld, {w.On:O}"))),
                told.Select(e =>
                {
                    using var data = JsonDocument.Parse(e.Data);
                    var d = data.RootElement;
                    return $"{e.Subject} {(d.TryGetProperty("termNumber", out var term) ? $"term {term.GetInt32()}, {d.GetProperty("days").GetInt32()} days" : "withheld")}, {d.GetProperty("dueOn").GetString()}";
                }));
            var invoices = await db.Set<Invoice>().AsNoTracking().AsSplitQuery().Include(i => i.Lines).ToListAsync();
            Same("invoices",
                oracle.Bills.Select(b => Shown(b.Kind, b.Licence, b.First, b.Last, b.IsDisputed ? $"{b.Status}, disputed," : b.Status, b.IssuedOn, b.Net, b.VatAmount, b.Paid, b.CreditedNet + b.CreditedVat, b.OwedSince)),
                invoices.Select(i => Shown(Word(i.Kind), i.LicenceId?.ToString(), i.PeriodFirst, i.PeriodLast, i.DisputedAt is null ? Word(i.Status) : $"{Word(i.Status)}, disputed,", i.IssuedOn, i.Net, i.Vat, i.Paid, i.Credited, i.OwedSince)));
            foreach (var i in invoices)
                if (i.Lines.Sum(l => l.Net) != i.Net || i.Lines.Sum(l => l.VatAmount) != i.Vat || i.Total != i.Net + i.Vat || (i.IssuedOn is { } on && i.DueOn != on.AddDays(30)))
                    throw new SimulationFailed($"Pennies or days of {i.Id} do not agree with its lines.");
            var twice = invoices.Where(i => i.Status != InvoiceStatus.Void || i.Number is not null).GroupBy(i => (i.Kind, i.LicenceId, i.PeriodFirst)).FirstOrDefault(g => g.Count() > 1);
            if (twice is not null)
                throw new SimulationFailed($"Two invoices of {twice.Key}.");
            Same("fees", oracle.Charges.Select(c => $"{c.Subject.Split(' ')[0]} {c.On:O} {c.Net}"),
                (await db.Set<Fee>().AsNoTracking().Where(f => f.Kind != FeeKind.Licence && f.Kind != FeeKind.PackageChange).ToListAsync()).Select(f => $"{f.Subject} {f.On:O} {(f.Status == FeeStatus.Unpriced || (f.Status == FeeStatus.Waived && f.UnitAmount == 0) ? null : f.Net)}"));
            var known = invoices.ToDictionary(i => i.Id, i => $"{Word(i.Kind)} {i.LicenceId} of {i.PeriodFirst:O}");
            Same("attempts to collect", oracle.Bills.SelectMany(b => b.Attempts.Select(a => $"{b.Kind} {b.Licence} of {b.First:O}: {a.Amount} on {a.On:O} {a.Status}")),
                (await db.Set<Collection>().AsNoTracking().ToListAsync()).Select(c => $"{known[c.InvoiceId]}: {c.Amount} on {c.On:O} {Word(c.Status)}"));
            Same("payments", oracle.Receipts.Select(r => $"{r.ByStripe ?? "bank_transfer"} {r.Amount}, {r.Allocated} used, {r.Returned} back"),
                (await db.Set<Payment>().AsNoTracking().ToListAsync()).Select(p => $"{Word(p.Method)} {p.Amount}, {p.Allocated} used, {p.Returned} back"));
            if (oracle.Lines.Count > 0)
                Same("lines of statements", oracle.Lines.Select(l => $"{l.Reference} {l.Amount} {l.Status}"),
                    (await db.Set<BankLine>().AsNoTracking().Where(l => statements.Contains(l.StatementId)).ToListAsync()).Select(l => $"{l.Reference} {l.Amount} {Word(l.Status)}"));
            var today = Today;
            var ledger = await db.Set<LedgerEntry>().AsNoTracking().ToListAsync();
            if (ledger.GroupBy(e => e.PostingId).FirstOrDefault(p => p.Sum(e => e.Amount) != 0) is { } broken)
                throw new SimulationFailed($"A posting sums to {broken.Sum(e => e.Amount)}.");
            Same("balances", oracle.Balances(today).Where(b => b.Value != 0).Select(b => $"{b.Key} {b.Value}"),
                ledger.Where(e => e.On <= today).GroupBy(e => e.Account).Select(g => (Account: Word(g.Key), Sum: g.Sum(e => e.Amount))).Where(b => b.Sum != 0).Select(b => $"{b.Account} {b.Sum}"));
            return true;
        });
    }

    // What dunning has told, and every hold: also before the scheduler comes round, because holds go with the payment itself.
    private async Task<bool> CompareHoldsAsync(FranchiseDb db)
    {
        var told = await db.Set<Event>().AsNoTracking().Where(e => e.Type == "dunning.step_taken" || e.Type == "dunning.cleared").ToListAsync();
        Same(
            "steps of dunning",
            oracle.Taken.Select(s => $"{s.Word} for {s.Since:O}, due {s.DueOn:O}, on {s.TakenOn:O}").Concat(oracle.Cleared.Select(c => $"cleared on {c.On:O}, holds lifted: {c.HoldsLifted}")),
            told.Select(e =>
            {
                using var data = JsonDocument.Parse(e.Data);
                var d = data.RootElement;
                return e.Type == "dunning.cleared"
                    ? $"cleared on {new OwnTime(e.At, zone).Today:O}, holds lifted: {d.GetProperty("holdsLifted").GetBoolean()}"
                    : $"{d.GetProperty("stage").GetString()} for {d.GetProperty("since").GetString()}, due {d.GetProperty("dueOn").GetString()}, on {d.GetProperty("takenOn").GetString()}";
            }));
        var holds = await db.Set<Hold>().AsNoTracking().ToListAsync();
        Same(
            "holds",
            oracle.Agreements.SelectMany(a => a.Holds.Select(h => Held(a.Id, h.Step is not null, h.Step is 3, h.From, h.Lifted))),
            holds.Select(h => Held(h.LicenceId.ToString(), h.ByDunning, h.Scope == HoldScope.NewCourses, h.EffectiveFrom, h.LiftedOn)));
        return true;
    }

    private static string Held(string licence, bool byDunning, bool onNewCourses, DateOnly from, DateOnly? lifted) =>
        $"{licence} {(byDunning ? "by dunning" : "by hand")}{(onNewCourses ? " on new courses" : "")} from {from:O}, lifted {lifted:O}";

    private static string Shown(string kind, string? licence, DateOnly first, DateOnly last, string status, DateOnly? issued, long net, long vat, long paid, long credited, DateOnly? since) =>
        $"{kind} {licence} {first:O}/{last:O} {status} {(issued is null ? $"{net}" : $"{issued:O} {net}+{vat}, paid {paid}, credited {credited}, owed since {since:O}")}";

    private static string Word(Enum value) => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());

    private void Same(string what, IEnumerable<string> expected, IEnumerable<string> actual)
    {
        var (should, are) = (expected.Order(StringComparer.Ordinal).ToList(), actual.Order(StringComparer.Ordinal).ToList());
        if (should.SequenceEqual(are, StringComparer.Ordinal))
            return;
        var (missing, extra) = (new List<string>(should), new List<string>(are));
        are.ForEach(a => missing.Remove(a));
        should.ForEach(s => extra.Remove(s));
        throw new SimulationFailed($"On {Today:O} {what} are not what the policy says.\n  Should be: {string.Join("\n             ", missing)}\n  Are:       {string.Join("\n             ", extra)}");
    }

    // ---- Chance, the same for a seed wherever it runs

    private int Pick(int of)
    {
        state += 0x9E3779B97F4A7C15UL;
        return (int)(Mixed(state) % (ulong)of);
    }

    private static ulong Mixed(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        return z ^ (z >> 31);
    }

    private bool Chance(int oneIn) => Pick(oneIn) == 0;

    private T? Any<T>(IReadOnlyList<T> of)
        where T : class => of.Count == 0 ? null : of[Pick(of.Count)];

    // One of each organisation's licences begins at the end of a month, where drift would show. The others go through every day of the year as seeds go on.
    private DateOnly AnchorAhead(int number)
    {
        var day = number == 0
            ? ends[(int)(seed % (ulong)ends.Length)]
            : new DateOnly(2028, 1, 1).AddDays((int)(((seed * 3) + (ulong)number) * 149 % 366));
        for (var year = Today.Year; ; year++)
            if ((day.Month, day.Day) is not (2, 29) || DateTime.IsLeapYear(year))
                if (new DateOnly(year, day.Month, day.Day) is var on && on >= Today)
                    return on;
    }

    private DateOnly NextDay(DateOnly end)
    {
        // A bank answers within days.
        var day = Pick(oracle.Bills.Any(b => b.IsProcessing) ? 4 : 8) switch
        {
            0 => Changes(Today),
            1 => new DateOnly(Today.Year, Today.Month, 1).AddMonths(1).AddDays(Pick(4) - 1),
            2 => Today.AddDays(1 + Pick(6)),
            _ => Today.AddDays(5 + Pick(80)),
        };
        return day > end ? end : day <= Today ? Today.AddDays(1) : day;
    }

    // The next day on which clocks change there.
    private DateOnly Changes(DateOnly from)
    {
        for (var day = from.AddDays(1); day < from.AddDays(120); day = day.AddDays(1))
            if (Term.StartOf(day.AddDays(1), zone) - Term.StartOf(day, zone) != TimeSpan.FromDays(1))
                return day;
        return from.AddDays(45);
    }

    private sealed class StandingClock(DateTimeOffset now) : TimeProvider
    {
        private DateTimeOffset now = now;

        public override DateTimeOffset GetUtcNow() => now;

        public void Tick(TimeSpan by) => now += by;
    }
}
