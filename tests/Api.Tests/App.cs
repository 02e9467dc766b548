using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Franchise.Domain.Identity;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Crypto;
using Franchise.Infrastructure.Email;
using Franchise.Infrastructure.Identity;
using Franchise.Infrastructure.Jobs;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace Franchise.Api.Tests;

/// <summary>
/// The whole program on Kestrel over the run's own database, with settings as in production (environment <c>Test</c>). One serves all tests; each
/// makes organisations of its own.
/// </summary>
public sealed class App : WebApplicationFactory<Program>
{
    private static readonly Lazy<Task<App>> running = new(() => StartAsync());
    private readonly Dictionary<string, string?> settings = new(StringComparer.Ordinal);
    private Action<IServiceCollection>? services;

    private readonly Lazy<Task<Caller>> person;
    private readonly Lazy<Task<Caller>> otherPerson;

    private App(TestDatabase database)
    {
        Database = database;
        (person, otherPerson) = (new(() => SignIn.AdministratorAsync(this)), new(() => SignIn.AdministratorAsync(this)));
    }

    /// <summary>What stands behind the walls.</summary>
    public TestDatabase Database { get; }

    /// <summary>Messages that would have been sent.</summary>
    public Mailbox Mail { get; } = new();

    /// <summary>Everything that was logged.</summary>
    public LogLines Logs { get; } = new();

    /// <summary>A platform administrator's system: holds everything that role holds.</summary>
    public Caller Admin { get; private set; } = null!;

    /// <summary>Another one, for what takes two.</summary>
    public Caller OtherAdmin { get; private set; } = null!;

    /// <summary>A finance officer's system: holds everything that role holds.</summary>
    public Caller Finance { get; private set; } = null!;

    /// <summary>Another one, who approves what the first has drafted.</summary>
    public Caller OtherFinance { get; private set; } = null!;

    /// <summary>A platform administrator herself, signed in with her second factor, for what a system may not do.</summary>
    public Task<Caller> PersonAsync() => person.Value;

    /// <summary>Another person, for what takes two.</summary>
    public Task<Caller> OtherPersonAsync() => otherPerson.Value;

    /// <summary>Nobody.</summary>
    public HttpClient Anonymous => CreateClient();

    /// <summary>The one that tests share, started by whoever asks first.</summary>
    public static Task<App> RunningAsync() => running.Value;

    /// <summary>One of its own, for tests about starting, settings or several instances, or that are to be alone on a database.</summary>
    public static async Task<App> StartAsync(Dictionary<string, string?>? settings = null, Action<IServiceCollection>? services = null, TestDatabase? database = null)
    {
        var app = new App(database ?? await TestDatabase.RunningAsync()) { services = services };
        foreach (var (name, value) in await Payments.StripeWorld.SettingsAsync(Payments.StripeWorld.SharedKey))
            app.settings[name] = value;
        foreach (var (name, value) in settings ?? [])
            app.settings[name] = value;
        app.UseKestrel(0);
        app.StartServer();
        await app.PrepareAsync();
        return app;
    }

    /// <summary>A live partner and a caller that holds all that a coordinator can give.</summary>
    public async Task<Caller> PartnerAsync(Action<PartnerOptions>? with = null)
    {
        var options = new PartnerOptions();
        with?.Invoke(options);
        var now = TimeProvider.System.GetUtcNow();
        var organisation = Sample.Organisation(now, options.Currency, options.TimeZone, options.IsSandbox);
        await using (var db = await Database.Doors.AcrossTenants("test", Actor.System, default))
        {
            db.Add(organisation);
            if (options.HasContacts)
                foreach (var role in Enum.GetValues<ContactRole>())
                    db.Add(new Contact(organisation.TenantId, new(role, "Someone", "someone@example.org", null), now));
            await db.SaveChangesAsync();
        }
        return await CallerAsync(organisation.TenantId, Permission.ForPartnerClients);
    }

    /// <summary>Another system of an organisation, with just these permissions.</summary>
    public async Task<Caller> CallerAsync(Id<Organisation> organisation, IEnumerable<string> permissions)
    {
        var now = TimeProvider.System.GetUtcNow();
        var secret = NewSecret.Make(NewSecret.OfClient).Text;
        ApiClient client;
        await using (var db = await Database.Doors.AcrossTenants("test", Actor.System, default))
        {
            client = new(organisation, ApiClientKind.Confidential, new("Test", [.. permissions], []), Actor.System, now);
            client.Rotate(SecretHash.Of(secret), ApiClient.DefaultOverlap, now);
            db.Add(client);
            await db.SaveChangesAsync();
        }
        await using (var scope = Services.CreateAsyncScope())
            await scope.ServiceProvider.GetRequiredService<Accounts>().RegisterClientAsync(client, default);
        var token = await TokenAsync(client.Id.ToString(), secret);
        return new(this, organisation, client.Id, secret, token);
    }

    /// <summary>An access token by client credentials.</summary>
    public async Task<string> TokenAsync(string clientId, string secret, string? scope = null)
    {
        var form = new Dictionary<string, string>
        {
            ["grant_type"] = "client_credentials",
            ["client_id"] = clientId,
            ["client_secret"] = secret,
        };
        if (scope is not null)
            form["scope"] = scope;
        using var http = CreateClient();
        using var content = new FormUrlEncodedContent(form);
        using var answer = await http.PostAsync("/connect/token", content);
        var body = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, body);
        return JsonDocument.Parse(body).RootElement.GetProperty("access_token").GetString()!;
    }

    /// <summary>
    /// Sweeps an organisation until nothing is due there: a sweep leaves alone what another test's jobs hold at that moment, and they would write it later, in
    /// the middle of something else.
    /// </summary>
    public async Task<Swept> SweepAsync(IDueStep step, Id<Organisation> organisation)
    {
        var swept = await step.RunForAsync(organisation, default);
        for (var tries = 0; tries < 100 && swept.Postponed == 0 && await IsDueAsync(step, organisation); tries++)
        {
            await Task.Delay(100);
            swept += await step.RunForAsync(organisation, default);
        }
        return swept;
    }

    // By the sweep's own question, but for what is held.
    private async Task<bool> IsDueAsync(IDueStep step, Id<Organisation> organisation)
    {
        await using var db = Database.Doors.PlatformFor(organisation, Actor.System);
        return (await db.Database.SqlQuery<Guid>(step.Due(TimeProvider.System.GetUtcNow())).ToListAsync()).Count > 0;
    }

    /// <summary>Sends what waits for an organisation, and waits for what another test's job is carrying just now.</summary>
    public async Task DeliverAsync(Id<Organisation> organisation)
    {
        await SendAsync();
        await using var command = Database.AdminSource.CreateCommand(
            "SELECT EXISTS (SELECT FROM franchise.outgoing_emails WHERE tenant_id = $1 AND attempts > 0 AND payload IS NOT NULL)");
        command.Parameters.AddWithValue(organisation.Value);
        for (var i = 0; i < 400 && (bool)(await command.ExecuteScalarAsync())!; i++)
            await Task.Delay(25);
    }

    /// <summary>The last message to an address, sent by this or brought by another test's job.</summary>
    public async Task<EmailMessage> MessageAsync(string address)
    {
        for (var i = 0; i < 400; i++)
        {
            await SendAsync();
            if (Mail.To(address).LastOrDefault() is { } message)
                return message;
            await Task.Delay(25);
        }
        throw new InvalidOperationException("There is no such message.");
    }

    private async Task SendAsync()
    {
        await using var scope = Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<SendEmails>().RunAsync(default);
    }

    /// <summary>The message with the link to a new password, read where it waits or where another test's job has brought it.</summary>
    public async Task<string> ResetMessageAsync(string address)
    {
        var outbox = new EmailOutbox(Database.Secrets);
        var shared = await RunningAsync();
        for (var i = 0; i < 400; i++)
        {
            await using var db = await Database.Doors.AcrossTenants("test", Actor.System, default);
            var waiting = await db.Set<OutgoingEmail>().AsNoTracking().Where(e => e.TenantId == Organisation.FranchisorId && e.Payload != null).ToListAsync();
            foreach (var message in shared.Mail.To(address).Concat(Mail.To(address)).Concat(waiting.Select(outbox.Read)))
                if (message.To == address && message.Text.Contains("/account/reset-password?", StringComparison.Ordinal))
                    return message.Text;
            await Task.Delay(25);
        }
        throw new InvalidOperationException("There is no such message.");
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseEnvironment(settings.GetValueOrDefault("environment") ?? "Test");
        var usual = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["ConnectionStrings:Franchise"] = Database.Admin,
            ["Secrets:MasterKey"] = Database.MasterKey,
            ["Identity:Issuer"] = "https://franchise.test",
            ["Identity:AllowHttp"] = "true",
            ["Jobs:Enabled"] = "false",
            ["Documents:Folder"] = Path.Combine(Path.GetTempPath(), $"franchise-documents-{Environment.ProcessId}"),
            ["Billing:VatNumber"] = "GB123456789",
            ["Billing:Helper:Name"] = "Ruth Allen",
            ["Billing:Helper:Email"] = "ruth.allen@cohort4.example",
            ["Billing:SupplierAddress"] = "1 Supplier Street\nBirmingham\nB2 2BB",
            ["Billing:Bank:AccountName"] = "Cohort 4 of the tests",
            ["Billing:Bank:SortCode"] = "12-34-56",
            ["Billing:Bank:AccountNumber"] = "98765432",
            ["Billing:Bank:Iban"] = "GB82 WEST 1234 5698 7654 32",
            ["Billing:Bank:Bic"] = "WESTGB2L",
            ["RateLimits:ClientPerMinute"] = "0",
            ["RateLimits:OrganisationPerMinute"] = "0",
            ["RateLimits:AddressPerMinute"] = "0",
            ["RateLimits:SignInPerMinute"] = "0",
        };
        foreach (var (name, value) in usual.Where(u => !settings.ContainsKey(u.Key)).Concat(settings))
            builder.UseSetting(name, value);
        builder.ConfigureTestServices(s =>
        {
            s.RemoveAll<IEmailSender>();
            s.AddSingleton<IEmailSender>(Mail);
            s.AddLogging(l => l.ClearProviders().AddProvider(Logs));
            // What tests share is asked for once, and the last of them come after more than ten minutes.
            s.PostConfigure<OpenIddict.Server.OpenIddictServerOptions>(o => o.AccessTokenLifetime = TimeSpan.FromHours(1));
            services?.Invoke(s);
        });
    }

    private async Task PrepareAsync()
    {
        await using (var db = await Database.Doors.AcrossTenants("test", Actor.System, default))
            await Api.Start.FirstAdministrator.EnsureFranchisorAsync(db, TimeProvider.System.GetUtcNow(), default);
        var permissions = Permission.Of(Role.PlatformAdministrator);
        Admin = await CallerAsync(Organisation.FranchisorId, permissions);
        OtherAdmin = await CallerAsync(Organisation.FranchisorId, permissions);
        Finance = await CallerAsync(Organisation.FranchisorId, Permission.Of(Role.Finance));
        OtherFinance = await CallerAsync(Organisation.FranchisorId, Permission.Of(Role.Finance));
    }
}

/// <summary>What a test wants of its partner.</summary>
public sealed class PartnerOptions
{
    public string Currency { get; set; } = "GBP";
    public string TimeZone { get; set; } = "Europe/London";
    public bool IsSandbox { get; set; }
    public bool HasContacts { get; set; } = true;
}

/// <summary>A system that calls the API with a token of its own.</summary>
public sealed class Caller(App app, Id<Organisation> organisation, Id<ApiClient> clientId, string secret, string token)
{
    public App App => app;
    public Id<Organisation> Organisation => organisation;
    public Id<ApiClient> ClientId => clientId;
    public string Secret => secret;
    public string Token => token;

    /// <summary>Sends a request and reads the answer whole.</summary>
    public async Task<Answer> SendAsync(
        HttpMethod method,
        string path,
        object? body = null,
        string? ifMatch = null,
        string? idempotencyKey = null,
        string? ifNoneMatch = null
    )
    {
        using var http = app.CreateClient();
        using var request = new HttpRequestMessage(method, path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        if (ifMatch is not null)
            request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        if (ifNoneMatch is not null)
            request.Headers.TryAddWithoutValidation("If-None-Match", ifNoneMatch);
        if (idempotencyKey is not null)
            request.Headers.TryAddWithoutValidation("Idempotency-Key", idempotencyKey);
        if (body is HttpContent content)
            request.Content = content;
        else if (body is not null)
            request.Content = JsonContent.Create(body, body.GetType(), options: Franchise.Api.Http.Json.Options);
        using var answer = await http.SendAsync(request);
        return new(
            (int)answer.StatusCode,
            await answer.Content.ReadAsStringAsync(),
            answer.Headers.ETag?.ToString(),
            answer.Headers.Location?.ToString(),
            answer.Headers.Concat(answer.Content.Headers).ToDictionary(h => h.Key, h => string.Join(", ", h.Value), StringComparer.OrdinalIgnoreCase)
        )
        { Faults = (int)answer.StatusCode < 500 ? "" : string.Join('\n', app.Logs.All.Where(l => l.StartsWith("Error", StringComparison.Ordinal) || l.StartsWith("Critical", StringComparison.Ordinal)).TakeLast(2)) };
    }

    public Task<Answer> GetAsync(string path, string? ifNoneMatch = null) => SendAsync(HttpMethod.Get, path, ifNoneMatch: ifNoneMatch);

    /// <summary>POST with a fresh Idempotency-Key unless one is given.</summary>
    public Task<Answer> PostAsync(string path, object? body = null, string? ifMatch = null, string? idempotencyKey = null) =>
        SendAsync(HttpMethod.Post, path, body, ifMatch, idempotencyKey ?? $"k{Guid.CreateVersion7()}");

    public Task<Answer> PutAsync(string path, object? body, string? ifMatch = null) => SendAsync(HttpMethod.Put, path, body, ifMatch);

    public Task<Answer> PatchAsync(string path, object? body, string? ifMatch = null) => SendAsync(HttpMethod.Patch, path, body, ifMatch);

    public Task<Answer> DeleteAsync(string path, string? ifMatch = null) => SendAsync(HttpMethod.Delete, path, ifMatch: ifMatch);

    /// <summary>Asserts that something leaves no trace in these tables of her organisation's: every row of them is the same before and after.</summary>
    public async Task WithoutEffectAsync(string[] tables, Func<Task> act)
    {
        var before = await StateAsync(tables);
        await act();
        Assert.Equal(before, await StateAsync(tables));
    }

    private async Task<string> StateAsync(string[] tables)
    {
        var sql = string.Join(
            " || ", tables.Select(t => $"coalesce((SELECT string_agg(md5(r::text), '' ORDER BY md5(r::text)) FROM franchise.{t} r WHERE tenant_id = $1), '-')"));
        await using var command = app.Database.AdminSource.CreateCommand($"SELECT md5({sql})");
        command.Parameters.AddWithValue(organisation.Value);
        return (string)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>How many audit entries and events her organisation has: equal before and after a refusal.</summary>
    public async Task<(long Audit, long Events)> TraceAsync()
    {
        await using var command = app.Database.AdminSource.CreateCommand("SELECT audit_seq, event_seq FROM franchise.audit_heads WHERE tenant_id = $1");
        command.Parameters.AddWithValue(organisation.Value);
        await using var reader = await command.ExecuteReaderAsync();
        return await reader.ReadAsync() ? (reader.GetInt64(0), reader.GetInt64(1)) : (0, 0);
    }
}

/// <summary>An answer, read whole.</summary>
public sealed record Answer(int Status, string Body, string? ETag, string? Location, IReadOnlyDictionary<string, string> Headers)
{
    public JsonElement Json => JsonDocument.Parse(Body).RootElement;

    /// <summary>The problem's code, where it is one.</summary>
    public string Code => Json.GetProperty("code").GetString()!;

    /// <summary>A member of the answer, as text.</summary>
    public string Text(string member) => Json.GetProperty(member).ToString();

    /// <summary>Of a fault of ours, what the program wrote last in its log: a fault that comes once in a hundred runs is understood by it or never.</summary>
    public string Faults { get; init; } = "";

    /// <summary>Asserts the status, showing the body where it is another.</summary>
    public Answer Is(int status)
    {
        Assert.True(Status == status, $"{Status} where {status} was expected: {Body} {Faults}");
        return this;
    }

    /// <summary>Asserts a refusal: problem+json with this code and a remedy.</summary>
    public Answer Refuses(int status, string code)
    {
        Is(status);
        Assert.Equal("application/problem+json", Headers["Content-Type"]);
        Assert.Equal(code, Code);
        Assert.NotEmpty(Text("remedy"));
        return this;
    }
}

/// <summary>Keeps messages instead of sending them.</summary>
public sealed class Mailbox : IEmailSender
{
    private readonly System.Collections.Concurrent.ConcurrentQueue<EmailMessage> messages = new();

    public IEnumerable<EmailMessage> To(string address) => messages.Where(m => m.To.Equals(address, StringComparison.OrdinalIgnoreCase));

    public Task Send(EmailMessage message, CancellationToken ct)
    {
        messages.Enqueue(message);
        return Task.CompletedTask;
    }
}

/// <summary>Keeps every log line, so that tests can say what must not stand in one.</summary>
public sealed class LogLines : ILoggerProvider, ILogger
{
    private readonly System.Collections.Concurrent.ConcurrentQueue<string> lines = new();

    public IReadOnlyCollection<string> All => lines;

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        lines.Enqueue($"{logLevel} {formatter(state, exception)} {exception}");

    public void Dispose() { }
}
