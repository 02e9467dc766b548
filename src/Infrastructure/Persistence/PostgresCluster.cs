using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Npgsql;

namespace Franchise.Infrastructure.Persistence;

/// <summary>A server process and its port, as its <c>postmaster.pid</c> tells.</summary>
internal sealed record Postmaster(int Pid, int Port);

/// <summary>The files of one embedded server: its cluster, password and log, and the traces that say whether it runs.</summary>
internal sealed class PostgresCluster
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly string data;
    private readonly string password;

    private PostgresCluster(string data, string home)
    {
        this.data = data;
        Folder = Path.Combine(home, "postgres");
        password = Password();
    }

    /// <summary>The cluster itself (PGDATA).</summary>
    public string Folder { get; }

    public string LogFile => Path.Combine(Folder, "server.log");

    public string OwnerFile => Path.Combine(data, "postgres.owner");

    /// <summary>The major version that wrote the cluster, which alone can open it; null before there is one.</summary>
    public int? MajorVersion =>
        Directory.Exists(Folder) ? int.Parse(File.ReadAllText(Path.Combine(Folder, "PG_VERSION")), CultureInfo.InvariantCulture) : null;

    private string PasswordFile => Path.Combine(data, "postgres.password");

    /// <summary>
    /// The cluster of a data folder. It is inside, unless the server's account cannot get there (root's home, say): then it is elsewhere and a pointer file
    /// in the data folder names the place.
    /// </summary>
    public static async Task<PostgresCluster> LocateAsync(string data, ServerAccount account, CancellationToken ct)
    {
        var pointer = Path.Combine(data, "postgres.location");
        if (File.Exists(pointer))
        {
            return new PostgresCluster(data, (await File.ReadAllTextAsync(pointer, ct)).Trim());
        }

        if (await account.CanReachAsync(data, ct))
        {
            return new PostgresCluster(data, data);
        }

        // Only root changes accounts. Under /var/lib, which is root's alone, nobody can have laid a folder in wait, and no cleaner of temporary files comes by.
        var home = Directory.CreateDirectory(Path.Combine("/var/lib/franchise", Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6)))).FullName;
        await File.WriteAllTextAsync(pointer, home + "\n", ct);
        return new PostgresCluster(data, home);
    }

    /// <summary>The absolute path of an existing folder without symbolic links, so that one folder has one name.</summary>
    public static string RealPath(string path)
    {
        var full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        if (Path.GetDirectoryName(full) is not { } parent)
        {
            return full;
        }

        var here = Path.Combine(RealPath(parent), Path.GetFileName(full));
        return Directory.ResolveLinkTarget(here, returnFinalTarget: true) is { } target ? RealPath(target.FullName) : here;
    }

    public string ConnectionString(int port) => new NpgsqlConnectionStringBuilder
    {
        Host = "127.0.0.1",
        Port = port,
        Database = "postgres",
        Username = "postgres",
        Password = password,
    }.ConnectionString;

    public IReadOnlyList<string> ServerSettings(int port, bool durable) =>
    [
        "-p", port.ToString(CultureInfo.InvariantCulture),
        "-c", "listen_addresses=127.0.0.1",
        "-c", "unix_socket_directories=",
        "-c", "max_connections=200",
        "-c", "timezone=UTC",
        "-c", "log_timezone=UTC",
        .. durable ? Array.Empty<string>() : ["-c", "fsync=off", "-c", "full_page_writes=off", "-c", "synchronous_commit=off"],
    ];

    /// <summary>Makes the cluster where there is none, in one step: an interrupted attempt leaves nothing that looks like one.</summary>
    public async Task EnsureCreatedAsync(PostgresBinaries binaries, ServerAccount account, bool durable, CancellationToken ct)
    {
        if (Directory.Exists(Folder))
        {
            return;
        }

        var unfinished = Folder + ".new";
        var passwordForServer = Folder + ".pw";
        if (Directory.Exists(unfinished))
        {
            Directory.Delete(unfinished, recursive: true);
        }

        try
        {
            await account.GiveFolderAsync(unfinished, ct);
            await account.GiveFileAsync(PasswordFile, passwordForServer, ct);

            // C collation is the same everywhere; only Linux has it with Unicode's upper and lower case under this name.
            await account.RunAsync(
                [
                    binaries.InitDb, "-D", unfinished, "-U", "postgres", "--pwfile", passwordForServer, "-A", "scram-sha-256", "-E", "UTF8",
                    "--locale", OperatingSystem.IsLinux() ? "C.UTF-8" : "C", "--data-checksums", .. durable ? Array.Empty<string>() : ["--no-sync"],
                ], ct);
        }
        finally
        {
            File.Delete(passwordForServer);
        }

        Directory.Move(unfinished, Folder);
    }

    /// <summary>The running server of this cluster, if any. A pid file left by a dead one, its number since given to another process, is removed.</summary>
    public Postmaster? FindPostmaster()
    {
        var file = Path.Combine(Folder, "postmaster.pid");
        string[] lines;
        try
        {
            lines = File.ReadAllLines(file);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }

        // The file is written line by line; the port stands in the fourth.
        if (lines.Length < 5 || !int.TryParse(lines[0], out var pid) || !int.TryParse(lines[3], out var port))
        {
            return null;
        }

        if (IsServedBy(pid))
        {
            return new Postmaster(pid, port);
        }

        // With the number dead, PostgreSQL replaces the file itself, and checks first that no orphaned backend still uses the data.
        if (ServerAccount.CommandLineOf(pid).Length > 0)
        {
            File.Delete(file);
        }

        return null;
    }

    /// <summary>Whether this process is a server started on this folder.</summary>
    public bool IsServedBy(int pid) => $" {ServerAccount.CommandLineOf(pid)} ".Contains($" -D {Folder} ", StringComparison.Ordinal);

    public string LogTail() => File.Exists(LogFile) ? string.Join('\n', File.ReadLines(LogFile).TakeLast(15)) : "(nothing)";

    [SuppressMessage("Interoperability", "CA1416", Justification = "EmbeddedPostgres refuses Windows.")]
    private string Password()
    {
        if (!File.Exists(PasswordFile))
        {
            if (Directory.Exists(Folder))
            {
                throw new StartRefused($"{PasswordFile} is gone, and without it {Folder} cannot be opened. Restore it, or remove the data folder.");
            }

            var draft = PasswordFile + ".new";
            File.Delete(draft);
            using (var file = new FileStream(draft, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = Private }))
            {
                file.Write(Encoding.ASCII.GetBytes(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32))));
            }

            File.Move(draft, PasswordFile);
        }

        return File.ReadAllText(PasswordFile).Trim();
    }
}

/// <summary>A lock between processes that the kernel frees when its holder ends.</summary>
internal static class FileLock
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    public static FileStream? TryTake(string file)
    {
        try
        {
            return new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            return null;
        }
    }

    public static async Task<FileStream> TakeAsync(string file, CancellationToken ct)
    {
        for (var waited = Stopwatch.StartNew(); waited.Elapsed < Limit; await Task.Delay(50, ct))
        {
            if (TryTake(file) is { } taken)
            {
                return taken;
            }
        }

        throw new StartRefused($"Another process has held {file} for {Limit.TotalMinutes} minutes.");
    }
}
