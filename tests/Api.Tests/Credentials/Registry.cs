using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Franchise.Api.Credentials;
using Franchise.Api.Tests.Delivery;
using Franchise.Infrastructure.Jobs;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Franchise.Api.Tests.Credentials;

/// <summary>A school whose course is over and whose learner is registered, and what one does with certificates, in few words.</summary>
internal sealed class Registry
{
    private Registry(School school, string course, string learner, string enrolment) => (School, Course, Learner, Enrolment) = (school, course, learner, enrolment);

    public School School { get; }
    public string Course { get; }
    public string Learner { get; }
    public string Enrolment { get; }
    public App App => School.App;
    public Caller Admin => School.App.Admin;
    public Caller Partner => School.Partner;

    public static async Task<Registry> OpenAsync(string? name = null, string? email = null, object? contactRule = null, School? school = null)
    {
        school ??= await School.OpenAsync();
        var course = await school.OpenedAsync();
        var learner = await school.LearnerAsync(name, email, contactRule);
        var enrolment = await school.EnrolledAsync(course, learner);
        (await school.DoToEnrolmentAsync(enrolment, "registration", new { number = "OCN-1" })).Is(200);
        (await school.DoAsync(course, "confirm")).Is(200);
        await school.MoveAndSweepAsync(await school.InDaysAsync(30));
        await AwardedAsync(school, course, enrolment);
        return new(school, course, learner, enrolment);
    }

    /// <summary>Of a learner whose course and award are there already.</summary>
    public static Registry At(School school, string course, string learner, string enrolment) => new(school, course, learner, enrolment);

    /// <summary>Prior learning is recognised for her unit, claimed and awarded: the shortest way to an award.</summary>
    public static async Task<string> AwardedAsync(School school, string course, string enrolment, string? unit = null, string reference = "OCN-27-1")
    {
        unit ??= school.Unit;
        var recognition = (await school.DoToEnrolmentAsync(enrolment, "recognitions", new { unit })).Is(201).Text("id");
        using var content = new ByteArrayContent("She did it before."u8.ToArray());
        content.Headers.ContentType = new("text/plain");
        (await school.Partner.SendAsync(HttpMethod.Post, $"/v1/enrolments/{enrolment}/recognitions/{recognition}/evidence?fileName=portfolio.txt", content)).Is(201);
        (await school.DoToEnrolmentAsync(enrolment, $"recognitions/{recognition}/decision", new { outcome = "granted" })).Is(200);
        var claim = (await school.Partner.PostAsync($"/v1/courses/{course}/claims", new { lines = new[] { new { enrolmentId = enrolment, unit } } })).Is(201).Text("id");
        async Task<Answer> StepAsync(Caller by, string step, object? body = null) =>
            (await by.PostAsync($"/v1/claims/{claim}/{step}", body, (await school.App.Admin.GetAsync($"/v1/claims/{claim}")).Is(200).ETag)).Is(200);
        await StepAsync(school.Partner, "submit");
        await StepAsync(school.App.Admin, "verify");
        await StepAsync(school.App.Admin, "award", new { on = await school.Academy.Desk.TodayAsync(), reference });
        return claim;
    }

    // ---- Certificates

    public async Task<string> PreparedAsync() => (await Admin.PostAsync("/v1/certificates", new { enrolmentId = Enrolment })).Is(201).Text("id");

    public async Task<string> ClaimedAsync()
    {
        var id = await PreparedAsync();
        (await DoAsync(id, "claim", new { awardingReference = "OCN-2" })).Is(200);
        return id;
    }

    public async Task<string> IssuedAsync()
    {
        var id = await ClaimedAsync();
        (await DoAsync(id, "issue", new { })).Is(200);
        return id;
    }

    /// <summary>An action with the certificate's present ETag.</summary>
    public async Task<Answer> DoAsync(string id, string action, object? body = null) =>
        await Admin.PostAsync($"/v1/certificates/{id}/{action}", body, (await Admin.GetAsync($"/v1/certificates/{id}")).Is(200).ETag);

    public async Task<string> StatusAsync(string id) => (await Partner.GetAsync($"/v1/certificates/{id}")).Is(200).Text("status");

    public async Task<string> CredentialAsync(string certificate) =>
        Assert.Single((await Partner.GetAsync($"/v1/credentials?certificateId={certificate}")).Is(200).Json.GetProperty("data").EnumerateArray()).GetProperty("id").GetString()!;

    public async Task<string> AccreditationCredentialAsync() => (await Partner.PostAsync($"/v1/accreditations/{School.Accreditation}/credential")).Is(201).Text("id");

    public async Task<Answer> NameAsync(string credential, string? name) =>
        await Partner.PutAsync($"/v1/credentials/{credential}/display-name", new { name }, (await Partner.GetAsync($"/v1/credentials/{credential}")).Is(200).ETag);

    public async Task<string> TokenAsync(string credential, bool eachPurpose = false) =>
        (await Partner.GetAsync($"/v1/credentials/{credential}/jwt{(eachPurpose ? "?eachPurpose=true" : "")}")).Is(200).Body;

    public static JsonElement Payload(string token) => JsonDocument.Parse(Microsoft.IdentityModel.Tokens.Base64UrlEncoder.DecodeBytes(token.Split('.')[1])).RootElement;

    public async Task<(string Link, string Path)> LinkAsync(string credential, string audience = "Application")
    {
        var made = (await Partner.PostAsync($"/v1/credentials/{credential}/share-links", new { audience })).Is(201);
        return (made.Json.GetProperty("link").GetProperty("id").GetString()!, made.Text("path"));
    }

    // ---- Strangers

    /// <summary>What a stranger sees who has a link.</summary>
    public async Task<Answer> SeeAsync(string path, string accept = "application/json", string? language = null)
    {
        using var http = App.Anonymous;
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.TryAddWithoutValidation("Accept", accept);
        if (language is not null)
            request.Headers.TryAddWithoutValidation("Accept-Language", language);
        using var answer = await http.SendAsync(request);
        return new(
            (int)answer.StatusCode, await answer.Content.ReadAsStringAsync(), answer.Headers.ETag?.ToString(), null,
            answer.Headers.Concat(answer.Content.Headers).ToDictionary(h => h.Key, h => string.Join(", ", h.Value), StringComparer.OrdinalIgnoreCase));
    }

    public async Task<string> StandingAsync(string path) => (await SeeAsync(path)).Is(200).Text("status");

    /// <summary>What the service says of a credential that a stranger was shown.</summary>
    public async Task<string> CheckAsync(string token)
    {
        using var http = App.Anonymous;
        using var content = new StringContent(JsonSerializer.Serialize(new { credential = token }), Encoding.UTF8, "application/json");
        using var answer = await http.PostAsync("/v1/credentials/verify", content);
        Assert.Equal(200, (int)answer.StatusCode);
        Assert.Equal("no-store", answer.Headers.CacheControl?.ToString());
        return JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement.GetProperty("status").GetString()!;
    }

    // ---- The course

    /// <summary>Gives the course, which is over, another unit: the first session taught the one, the second the other.</summary>
    public async Task<string> WithOtherUnitAsync()
    {
        var other = School.Academy.OtherUnit;
        await ExecuteAsync(
            "INSERT INTO franchise.course_units (tenant_id, course_id, unit, unit_version_id) SELECT $1, $2, u.code, v.id FROM franchise.units u JOIN franchise.unit_versions v ON v.unit_id = u.id WHERE u.code = $3 AND v.status = 'published'",
            other);
        await ExecuteAsync(
            "UPDATE franchise.sessions s SET units = ARRAY[CASE WHEN s.on_day = (SELECT max(on_day) FROM franchise.sessions l WHERE l.tenant_id = $1 AND l.course_id = $2) THEN $3 ELSE $4 END] WHERE s.tenant_id = $1 AND s.course_id = $2",
            other, School.Unit);
        return other;
    }

    /// <summary>Changes rows of the course: the organisation is $1, the course $2.</summary>
    public async Task ExecuteAsync(string sql, params string[] texts)
    {
        await using var command = App.Database.AdminSource.CreateCommand(sql);
        command.Parameters.AddWithValue(Partner.Organisation.Value);
        command.Parameters.AddWithValue(Franchise.Domain.Shared.Id<Franchise.Domain.Delivery.Course>.Parse(Course, null).Value);
        foreach (var text in texts)
            command.Parameters.AddWithValue(text);
        Assert.True(await command.ExecuteNonQueryAsync() > 0);
    }

    // ---- Time

    /// <summary>Makes certificates of what was awarded, as happens within minutes.</summary>
    public static Task<Swept> MakeAsync(Caller partner) => partner.App.SweepAsync(partner.App.Services.GetRequiredService<MakeCertificates>(), partner.Organisation);

    /// <summary>Looks for results that were found wrong, as happens within minutes.</summary>
    public static Task<Swept> ReviewAsync(Caller partner) => partner.App.SweepAsync(partner.App.Services.GetRequiredService<ReviewCertificates>(), partner.Organisation);

    public Task<Swept> SweepAsync() => App.SweepAsync(new SweepCredentials(App.Database.Doors, TimeProvider.System, NullLogger<SweepCredentials>.Instance), Partner.Organisation);

    // ---- What stands behind the walls

    // Not status_entries: they are no organisation's. What they say of a credential stands in the credential too.
    public static readonly string[] Tables =
    [
        "certificates", "credentials", "share_links", "claims", "claim_lines", "learner_notices", "enrolments", "events", "audit_entries", "outgoing_emails", "idempotency_records",
    ];

    /// <summary>Asserts that something leaves no trace of the partner's.</summary>
    public Task WithoutEffectAsync(Func<Task> act) => Partner.WithoutEffectAsync(Tables, act);

    /// <summary>Every row of every table, as text.</summary>
    public async Task<IReadOnlyList<string>> RowsAsync()
    {
        List<string> names = [], rows = [];
        await using (var command = App.Database.AdminSource.CreateCommand(
                         "SELECT c.relname FROM pg_class c WHERE c.relnamespace = 'franchise'::regnamespace AND c.relkind = 'r'"))
        await using (var reader = await command.ExecuteReaderAsync())
            while (await reader.ReadAsync())
                names.Add(reader.GetString(0));
        foreach (var name in names)
        {
            await using var command = App.Database.AdminSource.CreateCommand($"SELECT '{name} ' || t::text FROM franchise.{name} t");
            await using var reader = await command.ExecuteReaderAsync();
            while (await reader.ReadAsync())
                rows.Add(reader.GetString(0));
        }
        return rows;
    }

    /// <summary>Runs a program to its end; fails where it does.</summary>
    public static async Task<string> RunAsync(string folder, string program, string[] arguments, string? input = null)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        })!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.StandardInput.WriteAsync(input ?? "");
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}: {await output} {await errors}");
        return await output;
    }
}
