using System.Security.Cryptography;
using System.Text.Json;
using Franchise.Api.Accreditation;
using Franchise.Api.Tests.Licensing;
using Franchise.Infrastructure.Crypto;
using Franchise.Infrastructure.Email;
using Franchise.Infrastructure.Jobs;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Franchise.Api.Tests.Accreditation;

/// <summary>A partner with a licence that runs and an accreditation policy of its own, and what one does with trainers, in few words.</summary>
internal sealed class Academy
{
    private Academy(Desk desk, string licence, string policyId, string policyVersionId) =>
        (Desk, Licence, PolicyId, PolicyVersionId) = (desk, licence, policyId, policyVersionId);

    public Desk Desk { get; }
    public string Licence { get; }
    public string PolicyId { get; }
    public string PolicyVersionId { get; }
    public App App => Desk.App;
    public Caller Admin => Desk.Admin;
    public Caller Partner => Desk.Partner;

    /// <summary>The unit that the licence grants; with -2 at its end there is another.</summary>
    public string Unit => Desk.Unit;

    public string OtherUnit => $"{Desk.Code}-2";

    public static object Rules(int validityMonths = 24, int renewalOpensDays = 120, int refresherMonths = 6, decimal cpdHours = 12, bool standardisationNeeded = true, string[]? requiredQualifications = null) =>
        new { validityMonths, renewalOpensDays, refresherMonths, cpdHours, standardisationNeeded, requiredQualifications = requiredQualifications ?? [] };

    public static async Task<Academy> OpenAsync(object? rules = null, Action<PartnerOptions>? with = null, object? licenceRules = null, Caller? partner = null, bool autoRenews = false)
    {
        var desk = await Desk.OpenAsync(licenceRules ?? Desk.Rules("P60M"), with, partner);
        var licence = await desk.ActiveAsync(autoRenews);
        var policy = (await desk.Admin.PostAsync("/v1/accreditation-policies", new { code = desk.Code, title = "Test" })).Is(201);
        var version = (await desk.Admin.PostAsync($"/v1/accreditation-policies/{policy.Text("id")}/versions", rules ?? Rules(), policy.ETag)).Is(201);
        (await desk.Admin.PostAsync($"/v1/accreditation-policies/{policy.Text("id")}/versions/{version.Text("id")}/publish", null, version.ETag)).Is(200);
        return new(desk, licence, policy.Text("id"), version.Text("id"));
    }

    // ---- Time

    public SweepAccreditations Sweep(int batch = 500) =>
        new(App.Database.Doors, TimeProvider.System, new EmailOutbox(App.Services.GetRequiredService<Secrets>()), NullLogger<SweepAccreditations>.Instance) { BatchSize = batch };

    public Task<Swept> SweepAsync() => App.SweepAsync(Sweep(), Partner.Organisation);

    public async Task MoveAndSweepAsync(DateOnly day)
    {
        await Desk.MoveToAsync(day);
        await SweepAsync();
    }

    // ---- Trainers

    public static string Address() => $"ann.{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(5))}@example.org";

    public async Task<string> TrainerAsync(string? email = null, string? memberId = null, string name = "Ann Example") =>
        (await Partner.PostAsync("/v1/trainers", new { name, email = email ?? Address(), languages = new[] { "en" }, lineManager = new { name = "Bea Boss", email = "bea@example.org" }, memberId }))
            .Is(201).Text("id");

    public async Task<string> ETagOfTrainerAsync(string id) => (await Admin.GetAsync($"/v1/trainers/{id}")).Is(200).ETag!;

    public async Task<Answer> DoToTrainerAsync(string id, string action, object? body) =>
        await Partner.PostAsync($"/v1/trainers/{id}/{action}", body, await ETagOfTrainerAsync(id));

    /// <summary>All that a renewal asks for, on the partner's own date.</summary>
    public async Task DevelopAsync(string trainer)
    {
        var on = await Desk.TodayAsync();
        (await Partner.PostAsync($"/v1/trainers/{trainer}/cpd-records", new { on, hours = 12.5m, what = "Facilitation" })).Is(201);
        (await Partner.PostAsync($"/v1/trainers/{trainer}/standardisations", new { on, what = "Essays" })).Is(201);
    }

    // ---- Accreditations

    public async Task<string> NominatedAsync(string trainer, string? unit = null) =>
        (await Partner.PostAsync($"/v1/trainers/{trainer}/accreditations", new { unit = unit ?? Unit })).Is(201).Text("id");

    public async Task<string> InTrainingAsync(string trainer, string? unit = null)
    {
        var id = await NominatedAsync(trainer, unit);
        (await DoAsync(Admin, id, "training", new { course = "TOT-1" })).Is(200);
        return id;
    }

    public async Task<object> SeenAsync(string outcome = "met") =>
        new { on = await Desk.TodayAsync(), outcome, notes = "Clear and warm.", assessor = new { name = "Cara Critic", email = "cara@elsewhere.example" } };

    public async Task<string> ObservedAsync(string trainer, string? unit = null)
    {
        var id = await InTrainingAsync(trainer, unit);
        (await DoAsync(Admin, id, "observations", await SeenAsync())).Is(201);
        return id;
    }

    public async Task<Answer> AccreditAsync(string id) => await DoAsync(Admin, id, "accredit", new { policyVersionId = PolicyVersionId });

    public async Task<string> AccreditedAsync(string trainer, string? unit = null)
    {
        var id = await ObservedAsync(trainer, unit);
        Assert.Equal("accredited", (await AccreditAsync(id)).Is(200).Text("status"));
        return id;
    }

    public async Task<Answer> GetAsync(string id) => (await Admin.GetAsync($"/v1/accreditations/{id}")).Is(200);

    public async Task<string> ETagAsync(string id) => (await GetAsync(id)).ETag!;

    /// <summary>An action with the accreditation's present ETag.</summary>
    public async Task<Answer> DoAsync(Caller caller, string id, string action, object? body = null) =>
        await caller.PostAsync($"/v1/accreditations/{id}/{action}", body, await ETagAsync(id));

    public Task<Answer> CheckAsync(string trainer, DateOnly date, string? unit = null) =>
        Partner.PostAsync($"/v1/trainers/{trainer}/accreditation-checks", new { unit = unit ?? Unit, date });

    public static string[] Reasons(Answer check) =>
        [.. check.Is(200).Json.GetProperty("reasons").EnumerateArray().Select(r => r.GetProperty("code").GetString()!)];

    public static string[] Missing(Answer refused) =>
        [.. refused.Refuses(409, "accreditation_not_ready").Json.GetProperty("errors").EnumerateArray().Select(e => e.GetProperty("code").GetString()!)];

    public static DateOnly Day(JsonElement calendar, string member) => DateOnly.Parse(calendar.GetProperty(member).GetString()!);

    // ---- What stands behind the walls

    private static readonly string[] tables =
    [
        "trainers", "qualifications", "cpd_records", "standardisations", "accreditations", "accreditation_records", "observations", "accreditation_holds",
        "accreditation_actions", "events", "audit_entries", "outgoing_emails", "idempotency_records",
    ];

    /// <summary>Asserts that something leaves no trace: in these tables, its audit chain, outbox and messages among them, nothing of the partner's changes.</summary>
    public Task WithoutEffectAsync(Func<Task> act) => Partner.WithoutEffectAsync(tables, act);

    /// <summary>Sends what waits, and answers what has gone to an address.</summary>
    public async Task<IReadOnlyList<EmailMessage>> MailAsync(string address)
    {
        await App.DeliverAsync(Partner.Organisation);
        return [.. App.Mail.To(address)];
    }

    /// <summary>Puts a file to a qualification.</summary>
    public Task<Answer> UploadAsync(string trainer, string qualification, byte[] bytes, string type = "text/plain", string name = "award.txt")
    {
        var content = new ByteArrayContent(bytes);
        content.Headers.ContentType = System.Net.Http.Headers.MediaTypeHeaderValue.Parse(type);
        return Partner.SendAsync(HttpMethod.Post, $"/v1/trainers/{trainer}/qualifications/{qualification}/evidence?fileName={Uri.EscapeDataString(name)}", content);
    }
}
