using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Franchise.Api.Tests.Start;

/// <summary>The built program in a process of its own, as an operator runs it: settings by environment, one port, signals.</summary>
internal sealed class ChildProgram : IAsyncDisposable
{
    // Generous: two cores may be shared with a whole test run.
    private static readonly TimeSpan patience = TimeSpan.FromSeconds(90);
    private readonly Process process;
    private readonly ConcurrentQueue<string> output = new();
    private readonly ConcurrentQueue<string> errors = new();
    private readonly TaskCompletionSource<Uri> listening = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ChildProgram(IReadOnlyDictionary<string, string?> settings, string environment, string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(Program).Assembly.Location, .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetTempPath(),
        };
        start.Environment["ASPNETCORE_ENVIRONMENT"] = environment;
        start.Environment["ASPNETCORE_URLS"] = "http://127.0.0.1:0";
        foreach (var (name, value) in settings)
            start.Environment[name.Replace(":", "__", StringComparison.Ordinal)] = value;
        process = Process.Start(start)!;
        process.OutputDataReceived += (_, line) => Take(line.Data);
        process.ErrorDataReceived += (_, line) => errors.Enqueue(line.Data ?? "");
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>Every line that it wrote.</summary>
    public IReadOnlyCollection<string> Output => output;

    public string Errors => string.Join('\n', errors);

    /// <summary>Where it serves.</summary>
    public HttpClient Http { get; private set; } = null!;

    /// <summary>Starts it and waits until it serves.</summary>
    public static async Task<ChildProgram> ServingAsync(IReadOnlyDictionary<string, string?> settings, string environment = "Production")
    {
        var child = new ChildProgram(settings, environment, []);
        var ended = child.process.WaitForExitAsync();
        var first = await Task.WhenAny(child.listening.Task, ended, Task.Delay(patience));
        Assert.True(first == child.listening.Task, $"It does not serve. {child.Errors} {string.Join('\n', child.output)}");
        child.Http = new() { BaseAddress = await child.listening.Task, Timeout = TimeSpan.FromMinutes(3) };
        return child;
    }

    /// <summary>Starts it with a command, and does not wait.</summary>
    public static ChildProgram Started(IReadOnlyDictionary<string, string?> settings, params string[] arguments) => new(settings, "Production", arguments);

    /// <summary>Whether it has ended.</summary>
    public bool HasEnded => process.HasExited;

    /// <summary>Runs it to its end.</summary>
    public static async Task<(int ExitCode, string Output, string Errors)> RunAsync(
        IReadOnlyDictionary<string, string?> settings,
        string environment,
        params string[] arguments
    )
    {
        await using var child = new ChildProgram(settings, environment, arguments);
        var code = await child.ExitAsync(patience);
        return (code, string.Join('\n', child.output), child.Errors);
    }

    /// <summary>Sends it a signal, as <c>TERM</c>.</summary>
    public void Signal(string name)
    {
        using var kill = Process.Start("kill", [$"-{name}", $"{process.Id}"]);
        kill.WaitForExit();
    }

    /// <summary>Waits for its end.</summary>
    public async Task<int> ExitAsync(TimeSpan within)
    {
        using var limit = new CancellationTokenSource(within);
        await process.WaitForExitAsync(limit.Token);
        return process.ExitCode;
    }

    /// <summary>Waits for a line.</summary>
    public async Task SaysAsync(string text)
    {
        for (var i = 0; i < 1200; i++)
        {
            if (output.Any(l => l.Contains(text, StringComparison.Ordinal)))
                return;
            await Task.Delay(25);
        }
        Assert.Fail($"It never said '{text}'.");
    }

    public async ValueTask DisposeAsync()
    {
        Http?.Dispose();
        if (!process.HasExited)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
        }
        process.Dispose();
    }

    private void Take(string? line)
    {
        if (string.IsNullOrEmpty(line))
            return;
        output.Enqueue(line);
        var text = line.StartsWith('{') ? JsonElement.Parse(line).GetProperty("message").GetString()! : line;
        var address = Regex.Match(text, "Now listening on: (?<it>http://\\S+)", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1));
        if (address.Success)
            listening.TrySetResult(new(address.Groups["it"].Value));
    }
}
