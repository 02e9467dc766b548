using System.ComponentModel;
using System.Diagnostics;

namespace Franchise.Infrastructure.Persistence;

/// <summary>
/// Who the server runs as: ourselves, or, since PostgreSQL refuses root, a lesser user. Commands run with a bare environment, for ours may hold secrets that
/// the server has no use for.
/// </summary>
internal sealed class ServerAccount
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    private readonly string? other;
    private readonly IReadOnlyList<string> become;
    private readonly IReadOnlyList<string>? becomeTied;

    private ServerAccount(string? user, IReadOnlyList<string> become, IReadOnlyList<string>? becomeTied) =>
        (other, this.become, this.becomeTied) = (user, become, becomeTied);

    /// <summary>Whether the kernel can be asked to stop the server when we die.</summary>
    public bool CanTieToParent => becomeTied is not null;

    public static async Task<ServerAccount> ChooseAsync(CancellationToken ct)
    {
        // Busybox has a setpriv without this option; only trying tells.
        var ties = await TryCommandAsync(["setpriv", "--pdeathsig=INT", "true"], ct) is not null;

        // A session of its own keeps Ctrl-C in the terminal from stopping the server under the application's feet.
        string[] session = Find("setsid") is null ? [] : ["setsid"];
        if (!Environment.IsPrivilegedProcess)
        {
            return new ServerAccount(null, [], ties ? [.. session, "setpriv", "--pdeathsig=INT", "--"] : null);
        }

        var user = await TryCommandAsync(["id", "-u", "postgres"], ct) is not null ? "postgres" : "nobody";
        if (ties)
        {
            var uid = (await RunAsync([], ["id", "-u", user], ct)).Trim();
            var gid = (await RunAsync([], ["id", "-g", user], ct)).Trim();
            string[] drop = ["setpriv", $"--reuid={uid}", $"--regid={gid}", "--clear-groups"];
            return new ServerAccount(user, [.. drop, "--"], [.. session, .. drop, "--pdeathsig=INT", "--"]);
        }

        return new ServerAccount(
            user, Find("runuser") is null ? ["su", "-s", "/bin/sh", "-c", "exec \"$@\"", user, "--", "sh"] : ["runuser", "-u", user, "--"], null);
    }

    /// <summary>A program on the PATH, or where an administrator's programs are, which is not on everybody's.</summary>
    public static string? Find(string program) => SearchPath().Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);

    public static IEnumerable<string> SearchPath() =>
        [.. (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries), "/usr/sbin", "/sbin"];

    /// <summary>The command line of a process, its arguments parted by blanks; empty when there is none.</summary>
    public static string CommandLineOf(int pid)
    {
        if (Directory.Exists("/proc/self"))
        {
            try
            {
                return File.ReadAllText($"/proc/{pid}/cmdline").Replace('\0', ' ').Trim();
            }
            catch (IOException)
            {
                return "";
            }
        }

        using var ps = Process.Start(new ProcessStartInfo("ps", ["-ww", "-o", "args=", "-p", $"{pid}"]) { RedirectStandardOutput = true, UseShellExecute = false })!;
        return ps.StandardOutput.ReadToEnd().Trim();
    }

    public Task<string> RunAsync(IReadOnlyList<string> command, CancellationToken ct) => RunAsync(become, command, ct);

    /// <summary>What the command printed; null when it failed or is not there.</summary>
    public Task<string?> TryAsync(IReadOnlyList<string> command, CancellationToken ct) => TryCommandAsync([.. become, .. command], ct);

    public async Task<bool> CanReachAsync(string folder, CancellationToken ct) => other is null || await TryAsync(["test", "-x", folder], ct) is not null;

    /// <summary>A command that runs as this account and is sent SIGINT when the thread that starts it ends.</summary>
    public ProcessStartInfo TiedToParent(IReadOnlyList<string> command) => StartInfo([.. becomeTied!, .. command]);

    public Task GiveFolderAsync(string folder, CancellationToken ct) => RunAsync([], ["install", "-d", "-m", "700", .. Owner(), folder], ct);

    public Task GiveFileAsync(string from, string to, CancellationToken ct) => RunAsync([], ["install", "-m", "600", .. Owner(), from, to], ct);

    private IEnumerable<string> Owner() => other is null ? [] : ["-o", other];

    private static async Task<string> RunAsync(IReadOnlyList<string> prefix, IReadOnlyList<string> command, CancellationToken ct)
    {
        var (code, output) = await Command.RunAsync(StartInfo([.. prefix, .. command]), Limit, ct);
        return code == 0 ? output : throw new StartRefused($"{command[0]} failed with {code}: {output.Trim()}");
    }

    private static async Task<string?> TryCommandAsync(IReadOnlyList<string> command, CancellationToken ct)
    {
        var (code, output) = await Command.RunAsync(StartInfo(command), Limit, ct);
        return code == 0 ? output : null;
    }

    private static ProcessStartInfo StartInfo(IReadOnlyList<string> command)
    {
        var start = new ProcessStartInfo(Find(command[0]) ?? command[0], command.Skip(1)) { WorkingDirectory = "/" };
        start.Environment.Clear();
        start.Environment["PATH"] = string.Join(':', SearchPath());
        start.Environment["LC_ALL"] = "C";
        return start;
    }
}

/// <summary>Runs another program to its end.</summary>
internal static class Command
{
    /// <summary>The exit code and all that was printed. A program over its time, or no longer wanted, is ended.</summary>
    public static async Task<(int Code, string Output)> RunAsync(ProcessStartInfo start, TimeSpan limit, CancellationToken ct)
    {
        (start.RedirectStandardInput, start.RedirectStandardOutput, start.RedirectStandardError) = (true, true, true);
        using var bounded = CancellationTokenSource.CreateLinkedTokenSource(ct);
        bounded.CancelAfter(limit);
        try
        {
            using var process = Process.Start(start)!;
            process.StandardInput.Close();
            try
            {
                var errors = process.StandardError.ReadToEndAsync(bounded.Token);
                var output = await process.StandardOutput.ReadToEndAsync(bounded.Token) + await errors;
                await process.WaitForExitAsync(bounded.Token);
                return (process.ExitCode, output);
            }
            catch (OperationCanceledException)
            {
                process.Kill(entireProcessTree: true);
                ct.ThrowIfCancellationRequested();
                return (-1, $"no end within {limit.TotalSeconds} seconds");
            }
        }
        catch (Win32Exception e)
        {
            return (-1, e.Message);
        }
    }
}
