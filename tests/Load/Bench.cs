using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Franchise.Load;

/// <summary>How long, how often.</summary>
internal sealed record Measure(int Rounds, int Seconds, int WarmUpSeconds, int SoakSeconds, int Few, int Many, int SweepLicences, int Renewals);

/// <summary>API and baseline over one database, asked the same things.</summary>
internal sealed class Pair : IAsyncDisposable
{
    private const int LicencesAsked = 40;
    private const int LeastWarmUp = 20_000;
    private const int MostWarmUp = 100_000;
    private readonly LoadDatabase database;
    private readonly Served api;
    private readonly Served baseline;
    private readonly LoadServer server;
    private readonly Driver driver;
    private bool warm;

    private Pair(LoadServer server, LoadDatabase database, int organisations, Served api, Served baseline, Driver driver)
    {
        (this.server, this.database, this.api, this.baseline, this.driver) = (server, database, api, baseline, driver);
        Organisations = organisations;
    }

    public int Organisations { get; }

    public static async Task<Pair> StartAsync(LoadServer server, int organisations, Driver driver, CancellationToken ct)
    {
        const int callers = 8;
        Console.WriteLine($"filling a database: {organisations:N0} organisations");
        var filled = await server.CreateAsync($"load_{organisations}", new(organisations, 20, callers), ct);
        var product = await Served.ApiAsync(filled, server.MasterKey, ct);
        var bare = await Served.BaselineAsync(filled, await product.KeySetAsync(ct), ct);
        return new(server, filled, organisations, product, bare, driver);
    }

    /// <summary>GET one licence, of every caller in turn.</summary>
    public Task<Workload> OneAsync(CancellationToken ct) =>
        AskAsync("get", 0.8, p => p.Licences.Take(LicencesAsked).Select(id => $"/v1/licences/{id}"), ct);

    /// <summary>A list of 50 with a next page.</summary>
    public Task<Workload> ListAsync(CancellationToken ct) => AskAsync("list", 0.7, _ => ["/v1/licences?limit=50"], ct);

    public async Task<Round> RoundAsync(Workload work, Measure measure, bool apiFirst, CancellationToken ct)
    {
        if (!warm)
        {
            await WarmAsync(api, work, measure.WarmUpSeconds, ct);
            await WarmAsync(baseline, work, measure.WarmUpSeconds, ct);
            warm = true;
        }
        var first = await SideAsync(apiFirst ? api : baseline, work, measure.Seconds, ct);
        var second = await SideAsync(apiFirst ? baseline : api, work, measure.Seconds, ct);
        return apiFirst ? new(first, second) : new(second, first);
    }

    /// <summary>Another workload is coming: its code is cold.</summary>
    public void Cool() => warm = false;

    /// <summary>Tells where everything is, and waits.</summary>
    public async Task HoldAsync(CancellationToken ct)
    {
        var told = new { Api = api.Address, Baseline = baseline.Address, Database = database.Admin, server.MasterKey, database.Partners };
        Console.WriteLine(JsonSerializer.Serialize(told, JsonSerializerOptions.Web));
        Console.WriteLine("Enter ends it.");
        await Console.In.ReadLineAsync(ct);
    }

    public async Task<Soak> SoakAsync(Workload work, int seconds, CancellationToken ct)
    {
        await driver.RunAsync(api.Address, work.Calls, 10, ct);
        var samples = new List<(double X, double Y)>();
        var watch = Stopwatch.StartNew();
        var run = driver.RunAsync(api.Address, work.Calls, seconds, ct);
        while (!run.IsCompleted)
        {
            samples.Add((watch.Elapsed.TotalMinutes, api.Memory / 1048576d));
            await Task.WhenAny(run, Task.Delay(TimeSpan.FromSeconds(Math.Max(1, seconds / 60)), ct));
        }
        var burst = Checked(await run);
        return new(seconds, burst.Requests, [.. samples.Select(s => Math.Round(s.Y, 1))], Statistics.Slope(samples[(samples.Count / 2)..]));
    }

    public async ValueTask DisposeAsync()
    {
        await api.DisposeAsync();
        await baseline.DisposeAsync();
        await database.DisposeAsync();
    }

    private async Task<Workload> AskAsync(string name, double least, Func<Partner, IEnumerable<string>> paths, CancellationToken ct)
    {
        var calls = new List<Call>();
        foreach (var partner in database.Partners)
        {
            var token = await api.TokenAsync(partner, ct);
            calls.AddRange(paths(partner).Select(p => new Call(token, p)));
        }
        await DemandSameAsync(calls[0], ct);
        await DemandSameAsync(calls[^1], ct);
        // One organisation after another would show what a cache makes of one; taken in turn they do not.
        var each = calls.Count / database.Partners.Count;
        return new(name, least, [.. calls.Select((c, i) => (Call: c, Place: i % each)).OrderBy(c => c.Place).Select(c => c.Call)]);
    }

    // Comparing throughput is only honest where both say the same.
    private async Task DemandSameAsync(Call call, CancellationToken ct)
    {
        var (left, right) = (await api.GetAsync(call.Path, call.Token, ct), await baseline.GetAsync(call.Path, call.Token, ct));
        var (a, b) = (JsonNode.Parse(left.Body)!.AsObject(), JsonNode.Parse(right.Body)!.AsObject());
        // A cursor is sealed there and is none here.
        if (a.Remove("next", out var next) && b.Remove("next") && next is null)
            throw new InvalidOperationException($"{call.Path} has no next page: the database is too small.");
        if (left.Status != 200 || right.Status != 200 || left.ETag != right.ETag || a.ToJsonString() != b.ToJsonString())
            throw new InvalidOperationException($"{call.Path} is answered differently.\n{left}\n{right}");
    }

    // Tiered compilation settles with the number of requests, not with time: a machine with other work needs longer.
    private async Task WarmAsync(Served side, Workload work, int seconds, CancellationToken ct)
    {
        var (done, spent) = (0L, 0d);
        while (done < MostWarmUp && spent < 60 && (spent < seconds || done < LeastWarmUp))
        {
            var burst = await driver.RunAsync(side.Address, work.Calls, seconds, ct);
            (done, spent) = (done + burst.Requests, spent + burst.Seconds);
        }
    }

    private async Task<Side> SideAsync(Served side, Workload work, int seconds, CancellationToken ct)
    {
        var (app, postgres) = (side.Work, server.Work());
        var burst = Checked(await driver.RunAsync(side.Address, work.Calls, seconds, ct));
        return new(
            burst.PerSecond,
            burst.MedianMilliseconds,
            burst.P99Milliseconds,
            (side.Work - app) * 1e6 / burst.Requests,
            (server.Work() - postgres) * 1e6 / burst.Requests
        );
    }

    private static Burst Checked(Burst burst) =>
        burst.Errors == 0 && burst.Requests > 0 ? burst : throw new InvalidOperationException($"{burst.Errors} of {burst.Requests} requests failed.");
}

/// <summary>What is asked, and which ratio is expected.</summary>
internal sealed record Workload(string Name, double Least, IReadOnlyList<Call> Calls);

/// <summary>The modes.</summary>
internal static class Bench
{
    public static async Task<Comparison> CompareAsync(Pair pair, Workload work, Measure measure, CancellationToken ct)
    {
        pair.Cool();
        var rounds = new List<Round>();
        for (var i = 0; i < measure.Rounds; i++)
            rounds.Add(Say(work.Name, await pair.RoundAsync(work, measure, i % 2 == 0, ct)));
        return new(work.Name, pair.Organisations, work.Least, rounds);
    }

    public static async Task<Scale> ScaleAsync(Pair few, Pair many, Measure measure, CancellationToken ct)
    {
        var (small, large) = (await few.OneAsync(ct), await many.OneAsync(ct));
        few.Cool();
        many.Cool();
        var (left, right) = (new List<Round>(), new List<Round>());
        for (var i = 0; i < measure.Rounds; i++)
        {
            left.Add(Say($"get, {few.Organisations:N0}", await few.RoundAsync(small, measure, i % 2 == 0, ct)));
            right.Add(Say($"get, {many.Organisations:N0}", await many.RoundAsync(large, measure, i % 2 == 0, ct)));
        }
        return new(
            new($"get, {few.Organisations:N0} organisations", few.Organisations, small.Least, left),
            new($"get, {many.Organisations:N0} organisations", many.Organisations, large.Least, right)
        );
    }

    private static Round Say(string name, Round r)
    {
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"  {name,-16} api {r.Api.PerSecond,7:0}/s ({r.Api.AppMicroseconds:0}+{r.Api.DatabaseMicroseconds:0} µs)  baseline {r.Baseline.PerSecond,7:0}/s ({r.Baseline.AppMicroseconds:0}+{r.Baseline.DatabaseMicroseconds:0} µs)  ratio {r.Ratio:0.00}"));
        return r;
    }
}
