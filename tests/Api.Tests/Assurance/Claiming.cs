using System.IO.Compression;
using System.Net.Http.Headers;
using System.Text.Json;
using Franchise.Api.Assurance;
using Franchise.Api.Tests.Accreditation;
using Franchise.Infrastructure.Crypto;
using Franchise.Infrastructure.Email;
using Franchise.Infrastructure.Jobs;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Franchise.Api.Tests.Assurance;

/// <summary>What one does with provisions, visits and claims, in few words.</summary>
internal static class Claiming
{
    // ---- Provision

    public static Task<Answer> ApproveAsync(this Academy academy, string? code = null, string risk = "medium", string scope = "unit") =>
        academy.Admin.PostAsync("/v1/provisions", new { organisationId = academy.Partner.Organisation.ToString(), scope, code = code ?? academy.Unit, risk, reason = "New." });

    public static async Task<string> ApprovedAsync(this Academy academy) => (await academy.ApproveAsync()).Is(201).Text("id");

    public static Task<Answer> ProvisionAsync(this Academy academy, string id) => academy.Admin.GetAsync($"/v1/provisions/{id}");

    public static async Task<Answer> MoveAsync(this Academy academy, string id, string step, string reason = "Because.") =>
        await academy.Admin.PostAsync($"/v1/provisions/{id}/direct-claims", new { step, reason }, (await academy.ProvisionAsync(id)).Is(200).ETag);

    /// <summary>Direct claims held; there must be an assurer.</summary>
    public static async Task<string> HeldAsync(this Academy academy)
    {
        var id = await academy.ApprovedAsync();
        (await academy.MoveAsync(id, "recommend")).Is(200);
        Assert.Equal("held", (await academy.MoveAsync(id, "grant")).Is(200).Text("directClaims"));
        return id;
    }

    private static EmailOutbox Outbox(App app) => new(app.Services.GetRequiredService<Secrets>());

    public static Task<Swept> ReviewDirectClaimsAsync(this Academy academy) =>
        academy.App.SweepAsync(
            new ReviewDirectClaims(academy.App.Database.Doors, TimeProvider.System, Outbox(academy.App), NullLogger<ReviewDirectClaims>.Instance), academy.Partner.Organisation);

    public static Task<Swept> SweepVisitsAsync(this Academy academy) =>
        academy.App.SweepAsync(new SweepVisits(academy.App.Database.Doors, TimeProvider.System, Outbox(academy.App), NullLogger<SweepVisits>.Instance), academy.Partner.Organisation);

    /// <summary>How many events of a type the organisation has.</summary>
    public static async Task<long> EventsAsync(this Academy academy, string type) => await academy.CountAsync("SELECT count(*) FROM franchise.events WHERE tenant_id = $1 AND type = $2", type);

    /// <summary>How many messages wait or went out for it.</summary>
    public static async Task<long> MessagesAsync(this Academy academy) => await academy.CountAsync("SELECT count(*) FROM franchise.outgoing_emails WHERE tenant_id = $1 AND $2 = ''", "");

    private static async Task<long> CountAsync(this Academy academy, string sql, string text)
    {
        await using var command = academy.App.Database.AdminSource.CreateCommand(sql);
        command.Parameters.AddWithValue(academy.Partner.Organisation.Value);
        command.Parameters.AddWithValue(text);
        return (long)(await command.ExecuteScalarAsync())!;
    }

    // ---- Visits

    public static async Task<Answer> PlanVisitAsync(this Academy academy, int inDays = 14, string? shortNoticeReason = null, string? courseId = null) =>
        await academy.Admin.PostAsync(
            "/v1/visits",
            new { organisationId = academy.Partner.Organisation.ToString(), on = (await academy.Desk.TodayAsync()).AddDays(inDays), purpose = "Sampling", courseId, shortNoticeReason });

    public static async Task<Answer> DoToVisitAsync(this Caller caller, string id, string action, object? body = null) =>
        await caller.PostAsync($"/v1/visits/{id}/{action}", body, (await caller.App.Admin.GetAsync($"/v1/visits/{id}")).Is(200).ETag);

    /// <summary>A visit that took place today.</summary>
    public static async Task<string> VisitedAsync(this Academy academy)
    {
        var id = (await academy.PlanVisitAsync()).Is(201).Text("id");
        (await academy.Admin.DoToVisitAsync(id, "record", new { on = await academy.Desk.TodayAsync() })).Is(200);
        return id;
    }

    /// <summary>An essential action, due in some days.</summary>
    public static async Task<string> ActionAsync(this Academy academy, string visit, int dueInDays = 20, string? unit = null)
    {
        var due = (await academy.Desk.TodayAsync()).AddDays(dueInDays);
        var answer = (await academy.Admin.DoToVisitAsync(visit, "findings", new { kind = "essentialAction", text = "Feedback names no criterion.", unit, dueOn = due })).Is(200);
        return answer.Json.GetProperty("findings").EnumerateArray().Last().GetProperty("id").GetString()!;
    }

    // ---- Claims

    /// <summary>A course whose learners are registered, have met everything, and whose sample is settled.</summary>
    public static async Task<Assessed> ClaimableAsync(int learners = 2, bool register = true, bool settle = true)
    {
        var at = await Assessed.OpenAsync(learners);
        if (register)
            foreach (var enrolment in at.Enrolments)
                await at.RegisterAsync(enrolment);
        await at.EnterAllAsync();
        if (settle)
            await at.SettleAllAsync();
        return at;
    }

    private static int numbers;

    public static async Task RegisterAsync(this Assessed at, string enrolment) =>
        (await at.School.DoToEnrolmentAsync(enrolment, "registration", new { number = $"OCN-{Interlocked.Increment(ref numbers):000000}" })).Is(200);

    public static Task<Answer> DraftAsync(this Assessed at, params string[] enrolments) =>
        at.Partner.PostAsync($"/v1/courses/{at.Course}/claims", new { lines = enrolments.Length == 0 ? null : enrolments.Select(e => new { enrolmentId = e, unit = at.Unit }) });

    public static async Task<Answer> DoToClaimAsync(this Caller caller, string id, string action, object? body = null, string? key = null) =>
        await caller.PostAsync($"/v1/claims/{id}/{action}", body, (await caller.App.Admin.GetAsync($"/v1/claims/{id}")).Is(200).ETag, key);

    public static async Task<string> SubmittedAsync(this Assessed at)
    {
        var id = (await at.DraftAsync()).Is(201).Text("id");
        Assert.Equal("submitted", (await at.Partner.DoToClaimAsync(id, "submit")).Is(200).Text("status"));
        return id;
    }

    public static async Task<object> AwardOf(this Assessed at) => new { on = await at.Academy.Desk.TodayAsync(), reference = "OCN-26-00815" };

    public static string[] Reasons(Answer refused) => [.. refused.Json.GetProperty("errors").EnumerateArray().Select(e => $"{e.GetProperty("pointer").GetString()} {e.GetProperty("code").GetString()}")];

    // ---- Files

    public static async Task<byte[]> BytesAsync(this Caller caller, string path)
    {
        using var http = caller.App.CreateClient();
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", caller.Token);
        return await http.GetByteArrayAsync(path);
    }

    /// <summary>The texts in a ZIP by their names.</summary>
    public static async Task<Dictionary<string, string>> PackAsync(this Caller caller, string path)
    {
        using var zip = new ZipArchive(new MemoryStream(await caller.BytesAsync(path)));
        Dictionary<string, string> files = new(StringComparer.Ordinal);
        foreach (var entry in zip.Entries)
        {
            using var reader = new StreamReader(entry.Open());
            files.Add(entry.FullName, await reader.ReadToEndAsync());
        }
        return files;
    }

    public static string Status(this JsonElement view) => view.GetProperty("status").GetString()!;
}
