using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;

namespace Franchise.Load;

/// <summary>An app in a process of its own, on a loopback port. Ended by its id, whatever happens.</summary>
internal sealed class Served : IAsyncDisposable
{
    private readonly Process process;

    private Served(Process process, Uri address, string name) => (this.process, Address, Name) = (process, address, name);

    public Uri Address { get; }

    public string Name { get; }

    /// <summary>Seconds it has worked so far.</summary>
    public double Work
    {
        get
        {
            process.Refresh();
            return process.TotalProcessorTime.TotalSeconds;
        }
    }

    /// <summary>What it holds of the machine's memory, in bytes.</summary>
    public long Memory
    {
        get
        {
            process.Refresh();
            return process.WorkingSet64;
        }
    }

    /// <summary>The API as it would be deployed: its log lines are written, to nowhere.</summary>
    public static Task<Served> ApiAsync(LoadDatabase database, string masterKey, CancellationToken ct) => ApiAsync(database, masterKey, null, ct);

    /// <summary>Has the API tell its demonstration into a new database, and answers with the credentials of its partners, in the story's order.</summary>
    public static async Task<IReadOnlyList<Partner>> DemonstrateAsync(LoadDatabase database, string masterKey, CancellationToken ct)
    {
        var folder = Directory.CreateTempSubdirectory("franchise-load-demo-").FullName;
        try
        {
            await using (await ApiAsync(database, masterKey, folder, ct))
            {
                var told = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(folder, "demo.json"), ct)).RootElement.GetProperty("organisations");
                return [.. told.EnumerateArray().Select(o => new Partner(o.GetProperty("clientId").GetString()!, o.GetProperty("clientSecret").GetString()!, []))];
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static Task<Served> ApiAsync(LoadDatabase database, string masterKey, string? demonstration, CancellationToken ct) =>
        StartAsync(
            "api",
            Path.Combine(Root, "src/Api/bin/Release/net10.0/Franchise.Api.dll"),
            new()
            {
                ["ASPNETCORE_ENVIRONMENT"] = demonstration is null ? "Production" : "Development",
                ["DataFolder"] = demonstration ?? "",
                ["Email__Folder"] = demonstration ?? "",
                ["ConnectionStrings__Franchise"] = database.Admin,
                ["Secrets__MasterKey"] = masterKey,
                ["Identity__Issuer"] = Issuer,
                ["Identity__AllowHttp"] = "true",
                ["Billing__Bank__AccountName"] = "Nobody's",
                ["Billing__Bank__SortCode"] = "00-00-00",
                ["Billing__Bank__AccountNumber"] = "01234567",
                ["Jobs__Enabled"] = "false",
                ["Billing__Helper__Name"] = "Ruth Allen",
                ["Billing__Helper__Email"] = "ruth.allen@cohort4.example",
                ["Documents__Folder"] = Path.Combine(Path.GetTempPath(), $"franchise-load-documents-{Environment.ProcessId}"),
                ["RateLimits__ClientPerMinute"] = "0",
                ["RateLimits__OrganisationPerMinute"] = "0",
                ["RateLimits__AddressPerMinute"] = "0",
                ["RateLimits__SignInPerMinute"] = "0",
            },
            ct
        );

    /// <summary>The baseline, with the API's own key set.</summary>
    public static Task<Served> BaselineAsync(LoadDatabase database, string keySet, CancellationToken ct) =>
        StartAsync(
            "baseline",
            Path.Combine(Root, "tests/Load/Baseline/bin/Release/net10.0/Franchise.Load.Baseline.dll"),
            new()
            {
                ["Database"] = database.BaselineAddress(),
                ["Issuer"] = Issuer + "/",
                ["Audience"] = "franchise-api",
                ["KeySet"] = keySet,
            },
            ct
        );

    /// <summary>A token by the front door.</summary>
    public async Task<string> TokenAsync(Partner partner, CancellationToken ct)
    {
        using var http = new HttpClient { BaseAddress = Address };
        using var form = new FormUrlEncodedContent([
            new("grant_type", "client_credentials"), new("client_id", partner.ClientId), new("client_secret", partner.Secret),
        ]);
        using var answer = await http.PostAsync("/connect/token", form, ct);
        var text = await answer.Content.ReadAsStringAsync(ct);
        return answer.IsSuccessStatusCode
            ? JsonDocument.Parse(text).RootElement.GetProperty("access_token").GetString()!
            : throw new InvalidOperationException($"No token: {(int)answer.StatusCode} {text}");
    }

    public async Task<string> KeySetAsync(CancellationToken ct)
    {
        using var http = new HttpClient { BaseAddress = Address };
        return await http.GetStringAsync(new Uri("/.well-known/jwks", UriKind.Relative), ct);
    }

    /// <summary>One answer, for comparing.</summary>
    public async Task<(int Status, string Body, string? ETag)> GetAsync(string path, string token, CancellationToken ct)
    {
        using var http = new HttpClient { BaseAddress = Address };
        http.DefaultRequestHeaders.Authorization = new("Bearer", token);
        using var answer = await http.GetAsync(new Uri(path, UriKind.Relative), ct);
        return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync(ct), answer.Headers.ETag?.Tag);
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            process.Kill();
            await process.WaitForExitAsync();
        }
        process.Dispose();
    }

    /// <summary>The folder of the solution.</summary>
    public static string Root { get; } = FindRoot();

    private const string Issuer = "https://franchise.load";

    private static async Task<Served> StartAsync(string name, string assembly, Dictionary<string, string> settings, CancellationToken ct)
    {
        if (!File.Exists(assembly))
            throw new FileNotFoundException("Build it first: dotnet build -c Release", assembly);
        var address = new Uri($"http://127.0.0.1:{FreePort()}");
        var errors = Path.Combine(Path.GetTempPath(), $"franchise-load-{Environment.ProcessId}-{name}-{address.Port}.log");
        // exec keeps the id, so that what is ended is the app itself.
        var start = new ProcessStartInfo("/bin/sh", ["-c", "exec \"$@\" >/dev/null 2>\"$0\"", errors, DotNet(), assembly]) { WorkingDirectory = Path.GetDirectoryName(assembly)! };
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Production";
        foreach (var (setting, value) in settings.Where(s => s.Value.Length > 0))
            start.Environment[setting] = value;
        start.Environment["ASPNETCORE_URLS"] = address.ToString();
        var served = new Served(Process.Start(start)!, address, name);
        using var http = new HttpClient { BaseAddress = address, Timeout = TimeSpan.FromSeconds(5) };
        for (var waiting = Stopwatch.StartNew(); waiting.Elapsed < TimeSpan.FromSeconds(90); await Task.Delay(200, ct))
        {
            if (served.process.HasExited)
                break;
            try
            {
                using var answer = await http.GetAsync(new Uri("/health/live", UriKind.Relative), ct);
                if (answer.IsSuccessStatusCode)
                    return served;
            }
            catch (Exception e) when (e is HttpRequestException or TaskCanceledException && !ct.IsCancellationRequested)
            {
            }
        }
        await served.DisposeAsync();
        throw new InvalidOperationException($"{name} did not start: {await File.ReadAllTextAsync(errors, ct)}");
    }

    private static string DotNet() => Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? (Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : "dotnet");

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Franchise.sln")))
            folder = folder.Parent ?? throw new InvalidOperationException("Franchise.sln is nowhere above.");
        return folder.FullName;
    }
}
