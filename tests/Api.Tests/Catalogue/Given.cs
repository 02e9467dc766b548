using System.Text.Json;
using Franchise.Domain.Identity;
using Franchise.Domain.Licensing;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;

namespace Franchise.Api.Tests.Catalogue;

/// <summary>What tests about the catalogue begin with. Codes are made anew each time: the catalogue is one for all tests.</summary>
internal static class Given
{
    private static int count;

    public static string Code(string prefix) => $"{prefix}-{Environment.ProcessId}-{Interlocked.Increment(ref count)}";

    public static object UnitContent(string title = "Boundaries", int credits = 3, int hours = 24) =>
        new
        {
            title,
            level = 3,
            credits,
            guidedLearningHours = hours,
            languages = new[] { "en" },
            outcomes = new[] { new { title = "Know them", criteria = new[] { "Explain them", "Keep them" } } },
        };

    public static object Package(string unit, string? resource = null, string? code = null, string currency = "GBP") =>
        code is null
            ? new { title = "All of it", units = new[] { unit }, resources = Some(resource), tools = new[] { "matching" }, annualFee = new Money(450_000, "GBP"), includedLearners = 24, extraLearnerFee = new Money(12_500, currency) }
            : new { code, title = "All of it", units = new[] { unit }, resources = Some(resource), tools = new[] { "matching" }, annualFee = new Money(450_000, "GBP"), includedLearners = 24, extraLearnerFee = new Money(12_500, currency) };

    public static async Task<JsonElement> ProgrammeAsync(App app) =>
        (await app.Admin.PostAsync("/v1/programmes", new { code = Code("PRG"), title = "Mentoring", awardingOrganisation = "OCN", since = 2014, provision = "bespoke" })).Is(201).Json;

    public static async Task<JsonElement> UnitAsync(App app, JsonElement? programme = null) =>
        (
            await app.Admin.PostAsync(
                "/v1/units",
                new { programmeId = Id(programme ?? await ProgrammeAsync(app)), code = Code("UNT"), provision = "bespoke", mandatory = true }
            )
        ).Is(201).Json;

    /// <summary>A unit with one published version.</summary>
    public static async Task<(JsonElement Unit, string Version)> PublishedUnitAsync(App app, JsonElement? programme = null)
    {
        var unit = await UnitAsync(app, programme);
        var draft = (await app.Admin.PostAsync($"/v1/units/{Id(unit)}/versions", UnitContent())).Is(201);
        (await app.Admin.PostAsync($"{draft.Location}/publish", ifMatch: draft.ETag)).Is(200);
        return (unit, draft.Text("id"));
    }

    public static async Task<JsonElement> ResourceAsync(App app) =>
        (await app.Admin.PostAsync("/v1/resources", new { code = Code("RES"), title = "Handbook", kind = "handbook" })).Is(201).Json;

    public static async Task<JsonElement> PackageAsync(App app, JsonElement unit, JsonElement? resource = null) =>
        (await app.Admin.PostAsync("/v1/packages", Package(Text(unit, "code"), resource is { } r ? Text(r, "code") : null, Code("PKG")))).Is(201).Json;

    /// <summary>A licence of a partner over these, in its first year; put there from behind the walls.</summary>
    /// <param name="app">The program.</param>
    /// <param name="partner">Whose.</param>
    /// <param name="package">Its package.</param>
    /// <param name="daysAgo">How long ago it began.</param>
    /// <param name="until">How far it comes.</param>
    public static async Task<Id<Licence>> LicenceAsync(App app, Caller partner, JsonElement package, int daysAgo = 0, LicenceStatus until = LicenceStatus.Active)
    {
        var now = TimeProvider.System.GetUtcNow();
        var began = new OwnTime(now.AddDays(-daysAgo), TimeZoneInfo.FindSystemTimeZoneById("Europe/London"));
        var admin = new Actor(ActorKind.System, "system", Organisation.FranchisorId, null, Permission.All, null);
        await using var db = await app.Database.Doors.AcrossTenants("test", admin, default);
        var policy = new LicencePolicy(Code("POL"), "Standard", now);
        var version = policy.Draft(
            new(new IsoPeriod(12, 0), 30, PolicyRules.UsualNoticeDays, RenewalBasis.FromExpiry, OverageStrategy.Refuse, new IsoPeriod(6, 0), ""),
            now
        );
        policy.Publish(version.Id, now);
        db.Add(policy);
        string[] Codes(string member) => [.. package.GetProperty(member).EnumerateArray().Select(c => c.GetString()!)];
        var grant = new LicenceGrant(
            Text(package, "code"), new(450_000, "GBP"), new(12_500, "GBP"), 24, began.Today, Codes("units"), Codes("resources"), Codes("tools"), ["GB"], ["en"], ["online"]);
        var licence = Licence.Draft(partner.Organisation, version, grant, began.Now);
        if (until >= LicenceStatus.Offered)
            licence.MakeOffer("The text.", began.Today.AddDays(14), version, grant.Units, admin, began);
        if (until >= LicenceStatus.Accepted)
            licence.Accept(licence.Offer!.TextHash, false, version, admin, began);
        if (until >= LicenceStatus.Active)
            licence.Activate(new(version, true, true, true, true, true, grant.Units), began);
        db.Add(licence);
        await db.SaveChangesAsync();
        return licence.Id;
    }

    public static string Id(JsonElement of) => Text(of, "id");

    public static string Text(JsonElement of, string member) => of.GetProperty(member).GetString()!;

    /// <summary>How many audit entries and events there are about a thing: equal before and after a refusal.</summary>
    public static async Task<(long Audit, long Events)> TraceOf(App app, string subject)
    {
        await using var command = app.Database.AdminSource.CreateCommand(
            "SELECT (SELECT count(*) FROM franchise.audit_entries WHERE subject = $1), (SELECT count(*) FROM franchise.events WHERE subject = $1)"
        );
        command.Parameters.AddWithValue(subject);
        await using var reader = await command.ExecuteReaderAsync();
        await reader.ReadAsync();
        return (reader.GetInt64(0), reader.GetInt64(1));
    }

    /// <summary>An answer without what is its own each time.</summary>
    public static string Alike(Answer answer) => $"{answer.Status} {answer.Body.Replace(answer.Text("requestId"), "", StringComparison.Ordinal)}";

    private static string[] Some(string? one) => one is null ? [] : [one];
}
