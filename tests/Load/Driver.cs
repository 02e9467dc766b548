using System.Diagnostics;
using System.Globalization;

namespace Franchise.Load;

/// <summary>One request: whose token, which path.</summary>
internal sealed record Call(string Token, string Path)
{
    /// <summary>In place of a token: no header at all.</summary>
    public const string Nobody = "-";
}

/// <summary>What one burst of requests came to.</summary>
internal sealed record Burst(long Requests, double Seconds, long Errors, double MedianMilliseconds, double P99Milliseconds)
{
    public double PerSecond => Requests / Seconds;
}

/// <summary>Makes the requests: wrk where it is to be had, else a loop of our own, slower but the same for both sides.</summary>
internal sealed class Driver(bool hasWrk, int connections)
{
    public string Name => hasWrk ? "wrk" : "HttpClient";

    public static async Task<Driver> ChooseAsync(int connections, CancellationToken ct) =>
        new(await HasWrkAsync(ct) || (await InstallAsync(ct) && await HasWrkAsync(ct)), connections);

    public Task<Burst> RunAsync(Uri address, IReadOnlyList<Call> calls, int seconds, CancellationToken ct) =>
        hasWrk ? WrkAsync(address, calls, seconds, ct) : OwnAsync(address, calls, seconds, ct);

    private async Task<Burst> WrkAsync(Uri address, IReadOnlyList<Call> calls, int seconds, CancellationToken ct)
    {
        var list = Path.GetTempFileName();
        try
        {
            await File.WriteAllLinesAsync(list, calls.Select(c => $"{c.Token} {c.Path}"), ct);
            var output = await OutputAsync(
                "wrk",
                ["-t1", $"-c{connections}", $"-d{seconds}s", "--timeout", "10s", "-s", Path.Combine(AppContext.BaseDirectory, "wrk.lua"), address.ToString(), "--", list],
                ct
            );
            var totals = output.Split('\n').Last(l => l.StartsWith("totals ", StringComparison.Ordinal)).Split(' ').Skip(1).Select(n => long.Parse(n, CultureInfo.InvariantCulture)).ToArray();
            return new(totals[0], totals[1] / 1e6, totals[2], totals[3] / 1e3, totals[4] / 1e3);
        }
        finally
        {
            File.Delete(list);
        }
    }

    private async Task<Burst> OwnAsync(Uri address, IReadOnlyList<Call> calls, int seconds, CancellationToken ct)
    {
        using var handler = new SocketsHttpHandler { MaxConnectionsPerServer = connections };
        using var http = new HttpMessageInvoker(handler);
        var (next, errors) = (0, 0L);
        var watch = Stopwatch.StartNew();
        var took = await Task.WhenAll(Enumerable.Range(0, connections).Select(_ => Task.Run(async () =>
        {
            var times = new List<double>();
            while (watch.Elapsed.TotalSeconds < seconds)
            {
                var call = calls[(int)((uint)Interlocked.Increment(ref next) % (uint)calls.Count)];
                using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(address, call.Path));
                if (call.Token != Call.Nobody)
                    request.Headers.TryAddWithoutValidation("Authorization", "Bearer " + call.Token);
                var began = Stopwatch.GetTimestamp();
                using var answer = await http.SendAsync(request, ct);
                await answer.Content.CopyToAsync(Stream.Null, ct);
                times.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
                if (!answer.IsSuccessStatusCode)
                    Interlocked.Increment(ref errors);
            }
            return times;
        }, ct)));
        var all = took.SelectMany(t => t).Order().ToArray();
        return new(all.Length, watch.Elapsed.TotalSeconds, errors, all[all.Length / 2], all[(int)(all.Length * 0.99)]);
    }

    private static async Task<bool> HasWrkAsync(CancellationToken ct)
    {
        try
        {
            return (await OutputAsync("wrk", ["--version"], ct)).Contains("wrk", StringComparison.Ordinal);
        }
        catch (Exception e) when (e is System.ComponentModel.Win32Exception or FileNotFoundException)
        {
            return false;
        }
    }

    private static async Task<bool> InstallAsync(CancellationToken ct)
    {
        if (!OperatingSystem.IsLinux() || Environment.UserName != "root" || !File.Exists("/usr/bin/apt-get"))
            return false;
        Console.Error.WriteLine("wrk is missing: installing it with apt-get");
        await OutputAsync("/bin/sh", ["-c", "(apt-get install -y -q wrk || (apt-get update -q && apt-get install -y -q wrk)) 2>&1"], ct);
        return true;
    }

    private static async Task<string> OutputAsync(string program, string[] arguments, CancellationToken ct)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, UseShellExecute = false })!;
        try
        {
            var output = await process.StandardOutput.ReadToEndAsync(ct);
            await process.WaitForExitAsync(ct);
            return output;
        }
        finally
        {
            if (!process.HasExited)
                process.Kill();
        }
    }
}
