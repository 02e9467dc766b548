using System.Security.Cryptography;
using System.Text.Json;
using Franchise.Api.Licensing;
using Franchise.Domain.Catalogue;
using Franchise.Domain.Identity;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Jobs;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Franchise.Api.Tests.Licensing;

/// <summary>A partner of its own with a catalogue and a policy of its own, and what one does with a licence, in few words.</summary>
internal sealed class Desk
{
    private Desk(App app, Caller partner, string code, string policyId, string policyVersionId) =>
        (App, Partner, Code, PolicyId, PolicyVersionId) = (app, partner, code, policyId, policyVersionId);

    public App App { get; }
    public Caller Admin => App.Admin;
    public Caller Partner { get; }

    /// <summary>Unique for the test: the package, and with -1 and -2 its units.</summary>
    public string Code { get; }
    public string PolicyId { get; }
    public string PolicyVersionId { get; }
    public string Unit => $"{Code}-1";

    public static object Rules(string term = "P12M", int grace = 14, string teachOut = "P3M", string overage = "refuse", string basis = "fromExpiry") =>
        new { term, graceDays = grace, noticeDays = new[] { 90, 60, 30, 7 }, renewalBasis = basis, overageStrategy = overage, teachOut, text = "As agreed." };

    public static async Task<Desk> OpenAsync(object? rules = null, Action<PartnerOptions>? with = null, Caller? partner = null)
    {
        var app = await App.RunningAsync();
        partner ??= await app.PartnerAsync(o =>
        {
            o.IsSandbox = true;
            with?.Invoke(o);
        });
        var code = $"T{Convert.ToHexString(RandomNumberGenerator.GetBytes(5))}";
        await CatalogueAsync(app, code);
        var policy = (await app.Admin.PostAsync("/v1/policies", new { code, title = "Test" })).Is(201);
        var version = (await app.Admin.PostAsync($"/v1/policies/{policy.Text("id")}/versions", rules ?? Rules(), policy.ETag)).Is(201);
        (await app.Admin.PostAsync($"/v1/policies/{policy.Text("id")}/versions/{version.Text("id")}/publish", null, version.ETag)).Is(200);
        return new(app, partner, code, policy.Text("id"), version.Text("id"));
    }

    // ---- Time

    public async Task<DateOnly> TodayAsync()
    {
        await using var db = await App.Database.Doors.AcrossTenants("test", Actor.System, default);
        return (await db.Set<Organisation>().SingleAsync(o => o.TenantId == Partner.Organisation)).Today(TimeProvider.System.GetUtcNow());
    }

    /// <summary>Moves the sandbox's clock without sweeping: an outage.</summary>
    public async Task MoveAsync(int days)
    {
        await using var db = await App.Database.Doors.AcrossTenants("test", Actor.System, default);
        var organisation = await db.Set<Organisation>().SingleAsync(o => o.TenantId == Partner.Organisation);
        // Days of its own, of which some have 23 hours or 25: late in the evening 24 of them are not always a day further.
        var time = OwnTime.Of(organisation, TimeProvider.System.GetUtcNow());
        organisation.MoveClock(Term.StartOf(time.Today.AddDays(days), time.Zone) - Term.StartOf(time.Today, time.Zone));
        await db.SaveChangesAsync();
    }

    /// <summary>Moves the clock so that it is this day there.</summary>
    public async Task MoveToAsync(DateOnly day) => await MoveAsync(day.DayNumber - (await TodayAsync()).DayNumber);

    public SweepLicences Sweep(int batch = 500) => new(App.Database.Doors, TimeProvider.System, NullLogger<SweepLicences>.Instance) { BatchSize = batch };

    public Task<Swept> SweepAsync() => App.SweepAsync(Sweep(), Partner.Organisation);

    public async Task MoveAndSweepAsync(DateOnly day)
    {
        await MoveToAsync(day);
        await SweepAsync();
    }

    // ---- A licence

    public async Task<Dictionary<string, object?>> TermsAsync(params (string Name, object? Value)[] also)
    {
        var terms = new Dictionary<string, object?>
        {
            ["organisationId"] = Partner.Organisation.ToString(),
            ["package"] = Code,
            ["policyVersionId"] = PolicyVersionId,
            ["startsOn"] = await TodayAsync(),
        };
        foreach (var (name, value) in also)
            terms[name] = value;
        return terms;
    }

    public async Task<string> DraftAsync(params (string Name, object? Value)[] also) =>
        (await Admin.PostAsync("/v1/licences", await TermsAsync(also))).Is(201).Text("id");

    public async Task<string> OfferedAsync(params (string Name, object? Value)[] also)
    {
        var id = await DraftAsync(also);
        await OfferAsync(id);
        return id;
    }

    public async Task<Answer> OfferAsync(string id) =>
        (await DoAsync(Admin, id, "offer", new { agreementText = "We agree.", validUntil = (await TodayAsync()).AddDays(30) })).Is(200);

    public async Task<string> AcceptedAsync(bool autoRenews = false, params (string Name, object? Value)[] also)
    {
        var id = await OfferedAsync(also);
        await AcceptAsync(id, autoRenews);
        return id;
    }

    public async Task<Answer> AcceptAsync(string id, bool autoRenews = false)
    {
        var agreement = (await Partner.GetAsync($"/v1/licences/{id}/agreement")).Is(200);
        return (await DoAsync(Partner, id, "accept", new { textHash = agreement.Text("textHash"), autoRenews })).Is(200);
    }

    /// <summary>Begun by the sweep on its first day.</summary>
    public async Task<string> ActiveAsync(bool autoRenews = false, params (string Name, object? Value)[] also)
    {
        var id = await AcceptedAsync(autoRenews, also);
        await SweepAsync();
        Assert.Equal("active", (await GetAsync(id)).Text("status"));
        return id;
    }

    public async Task<Answer> GetAsync(string id) => (await Admin.GetAsync($"/v1/licences/{id}")).Is(200);

    public async Task<string> ETagAsync(string id) => (await GetAsync(id)).ETag!;

    /// <summary>An action with the licence's present ETag.</summary>
    public async Task<Answer> DoAsync(Caller caller, string id, string action, object? body = null) =>
        await caller.PostAsync($"/v1/licences/{id}/{action}", body, await ETagAsync(id));

    public Task<Answer> CheckAsync(string id, DateOnly date, int seats = 0, string? unit = null, DateOnly? begunOn = null) =>
        Partner.PostAsync($"/v1/licences/{id}/eligibility-checks", new { unit = unit ?? Unit, dates = new[] { date }, seats, begunOn });

    public static string[] Reasons(Answer check) =>
        [.. check.Is(200).Json.GetProperty("reasons").EnumerateArray().Select(r => r.GetProperty("code").GetString()!)];

    // ---- What stands behind the walls

    /// <summary>Events of a licence in order.</summary>
    public async Task<IReadOnlyList<(string Type, JsonElement Data)>> EventsAsync(string id, string? type = null)
    {
        await using var command = App.Database.AdminSource.CreateCommand(
            "SELECT type, data::text FROM franchise.events WHERE subject = $1 AND ($2 IS NULL OR type = $2) ORDER BY seq");
        command.Parameters.AddWithValue(id);
        command.Parameters.Add(new NpgsqlParameter { Value = (object?)type ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Text });
        await using var reader = await command.ExecuteReaderAsync();
        List<(string, JsonElement)> events = [];
        while (await reader.ReadAsync())
            events.Add((reader.GetString(0), JsonDocument.Parse(reader.GetString(1)).RootElement));
        return events;
    }

    public async Task<string[]> EventTypesAsync(string id) => [.. (await EventsAsync(id)).Select(e => e.Type)];

    private static readonly string[] tables =
    [
        "licences", "licence_terms", "holds", "entitlements", "seat_entries", "scheduled_actions", "events", "audit_entries", "idempotency_records",
    ];

    /// <summary>Asserts that something leaves no trace: in these tables, its audit chain and outbox among them, nothing of the partner's changes.</summary>
    public Task WithoutEffectAsync(Func<Task> act) => Partner.WithoutEffectAsync(tables, act);

    public async Task SqlAsync(string sql)
    {
        await using var command = App.Database.AdminSource.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    private static async Task CatalogueAsync(App app, string code)
    {
        var now = TimeProvider.System.GetUtcNow();
        await using var db = await app.Database.Doors.AcrossTenants("test", Actor.System, default);
        var programme = new Programme(code, new("Test programme", "OCN London", 2014, Provision.Regulated), now);
        db.Add(programme);
        foreach (var number in new[] { 1, 2 })
        {
            var unit = new Unit(programme.Id, $"{code}-{number}", Provision.Regulated, mandatory: true, now);
            var draft = unit.Draft(new("A unit", 3, 3, 24, ["en"], [new("Know it", ["Say it", "Explain it"]), new("Do it", ["Show it"])]), now);
            unit.Publish(draft.Id, now);
            db.Add(unit);
        }
        var codes = new HashSet<string> { $"{code}-1", $"{code}-2" };
        db.Add(new Package(code, new("Test package", [.. codes.Order()], [], ["matching"], new(250_000, "GBP"), 10, new(9_500, "GBP")), new(codes, new HashSet<string>()), now));
        await db.SaveChangesAsync();
    }

    public async Task WithdrawUnitAsync(string code)
    {
        await using var db = await App.Database.Doors.AcrossTenants("test", Actor.System, default);
        var unit = await db.Set<Unit>().Include(u => u.Versions).SingleAsync(u => u.Code == code);
        unit.Withdraw(unit.Current!.Id, TimeProvider.System.GetUtcNow());
        await db.SaveChangesAsync();
    }
}
