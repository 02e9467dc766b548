using System.Globalization;
using Npgsql;

namespace Franchise.Load;

/// <summary>Processor time, which stays comparable where a throughput does not: on a machine with other work.</summary>
internal static class ProcessWork
{
    private const double TicksPerSecond = 100;

    /// <summary>Seconds that a PostgreSQL server's processes have worked so far, those that have ended included; null where it cannot be told.</summary>
    public static double? OfChildren(string connectionString)
    {
        if (!OperatingSystem.IsLinux())
            return null;
        using var connection = new NpgsqlConnection(connectionString + ";Pooling=false");
        connection.Open();
        var backend = connection.ProcessID;
        if (Stat(backend) is not [_, _, _, var parent, ..] || !int.TryParse(parent, CultureInfo.InvariantCulture, out var postmaster))
            return null;
        var ticks = 0L;
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
            if (int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var pid)
                && Stat(pid) is { Length: > 16 } stat
                && (pid == postmaster || stat[3] == parent))
                // utime and stime; of the postmaster also those of children it has waited for.
                ticks += Ticks(stat, 13) + Ticks(stat, 14) + (pid == postmaster ? Ticks(stat, 15) + Ticks(stat, 16) : 0);
        return ticks / TicksPerSecond;
    }

    private static long Ticks(string[] stat, int at) => long.Parse(stat[at], CultureInfo.InvariantCulture);

    private static string[] Stat(int pid)
    {
        try
        {
            var text = File.ReadAllText($"/proc/{pid}/stat");
            // The second field, the name in brackets, may hold spaces.
            var end = text.LastIndexOf(')');
            return [pid.ToString(CultureInfo.InvariantCulture), "", .. text[(end + 2)..].Split(' ')];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
