using System.Globalization;
using System.Text.Json;

namespace Franchise.Load;

/// <summary>One burst at one side.</summary>
/// <param name="PerSecond">Requests answered a second.</param>
/// <param name="P99Milliseconds">99 of 100 were answered within this.</param>
/// <param name="AppMicroseconds">Processor time of the app for each request.</param>
/// <param name="DatabaseMicroseconds">Processor time of PostgreSQL for each request; null where it cannot be told.</param>
internal sealed record Side(double PerSecond, double MedianMilliseconds, double P99Milliseconds, double AppMicroseconds, double? DatabaseMicroseconds);

/// <summary>Both sides, one after the other.</summary>
internal sealed record Round(Side Api, Side Baseline)
{
    public double Ratio => Api.PerSecond / Baseline.PerSecond;
}

/// <summary>API against baseline.</summary>
/// <param name="Least">The ratio expected.</param>
internal sealed record Comparison(string Name, int Organisations, double Least, IReadOnlyList<Round> Rounds)
{
    public double Api => Statistics.Median(Rounds.Select(r => r.Api.PerSecond));

    public double Baseline => Statistics.Median(Rounds.Select(r => r.Baseline.PerSecond));

    /// <summary>Median of the rounds' own ratios: what disturbs the machine for a while disturbs both sides of a round.</summary>
    public double Ratio => Statistics.Median(Rounds.Select(r => r.Ratio));

    public double LowestRatio => Rounds.Min(r => r.Ratio);

    public double HighestRatio => Rounds.Max(r => r.Ratio);

    /// <summary>The same by processor time, app and database together; it hardly minds other work on the machine.</summary>
    public double WorkRatio => Statistics.Median(Rounds.Select(r => Work(r.Baseline) / Work(r.Api)));

    public bool Met => Ratio >= Least;

    private static double Work(Side side) => side.AppMicroseconds + (side.DatabaseMicroseconds ?? 0);
}

/// <summary>Whether the number of organisations matters.</summary>
internal sealed record Scale(Comparison Few, Comparison Many)
{
    public double Change => Many.Ratio / Few.Ratio - 1;

    public bool Met => Math.Abs(Change) <= 0.1;
}

/// <summary>Memory under load.</summary>
/// <param name="Megabytes">Samples, evenly spaced.</param>
/// <param name="SlopePerMinute">Megabytes a minute over the second half, by least squares.</param>
internal sealed record Soak(int Seconds, long Requests, IReadOnlyList<double> Megabytes, double SlopePerMinute)
{
    public double First => Megabytes[0];

    public double Most => Megabytes.Max();

    public double Last => Megabytes[^1];

    /// <summary>Flat: what it would still gain in an hour is less than a quarter of what it holds.</summary>
    public bool Met => SlopePerMinute * 60 < Last / 4;
}

/// <summary>One run of the sweep, and of the statement.</summary>
internal sealed record SweepRound(double SweepSeconds, double StatementSeconds, double? SweepWork, double? StatementWork)
{
    public double Ratio => SweepSeconds / StatementSeconds;
}

/// <summary>The sweep against one set-based statement.</summary>
internal sealed record Sweep(int Licences, int Organisations, IReadOnlyList<SweepRound> Rounds, IReadOnlyList<double> Megabytes)
{
    public double Ratio => Statistics.Median(Rounds.Select(r => r.Ratio));

    public bool Met => Ratio <= 4;
}

/// <summary>One night of renewals, and the same rows by hand-written SQL.</summary>
internal sealed record RenewalRound(
    int Renewals, double RenewingSeconds, double BillingSeconds, double StatementSeconds, double Own, double? Work, double? StatementWork, IReadOnlyList<double> Megabytes)
{
    public double Seconds => RenewingSeconds + BillingSeconds;

    public double Ratio => Seconds / StatementSeconds;
}

/// <summary>A night of renewals, and one of half as many.</summary>
internal sealed record Renewals(int Count, IReadOnlyList<RenewalRound> Half, IReadOnlyList<RenewalRound> Whole)
{
    public double Ratio => Statistics.Median(Whole.Select(r => r.Ratio));

    /// <summary>By how much the time grows when the number doubles.</summary>
    public double Growth => Statistics.Median(Whole.Select(r => r.Seconds)) / Statistics.Median(Half.Select(r => r.Seconds));

    public bool Met => Ratio <= 4;

    public bool IsLinear => Growth <= 2 * 1.15;
}

/// <summary>One register in one call, in milliseconds, against the same rows by hand.</summary>
internal sealed record Register(int Learners, double Call, double Statement, double Slowest)
{
    public double Ratio => Call / Statement;
}

/// <summary>One run of entering results and drawing the sample, and of the statement.</summary>
internal sealed record SamplingRound(double Seconds, double StatementSeconds, int Sampled)
{
    public double Ratio => Seconds / StatementSeconds;
}

/// <summary>One evidence pack: reading everything, and zipping it.</summary>
internal sealed record EvidenceRound(double ReadSeconds, double ZipSeconds, long Bytes)
{
    public double Seconds => ReadSeconds + ZipSeconds;
}

/// <summary>The evidence pack of an organisation.</summary>
internal sealed record Evidence(int Learners, int Decisions, IReadOnlyList<EvidenceRound> Rounds)
{
    public double Seconds => Statistics.Median(Rounds.Select(r => r.Seconds));

    public bool Met => Seconds <= 10;
}

/// <summary>Entering results and drawing the sample against one set-based statement.</summary>
internal sealed record Sampling(int Decisions, IReadOnlyList<SamplingRound> Rounds)
{
    public double Ratio => Statistics.Median(Rounds.Select(r => r.Ratio));

    public bool Met => Ratio <= 10;
}

/// <summary>Pages of verifications.</summary>
/// <param name="PerMinute">Pages a minute, the median of the rounds.</param>
/// <param name="P99Milliseconds">99 of 100 were answered within this, in the slowest round.</param>
/// <param name="LookUps">Looks into the links' table by its index, for each page.</param>
/// <param name="Whole">How often that table was read as a whole.</param>
internal sealed record Verification(double PerMinute, double P99Milliseconds, double LookUps, long Whole)
{
    public bool Met => PerMinute >= 10_000 && LookUps <= 1 && Whole == 0;
}

/// <summary>Everything that one run found.</summary>
internal sealed record Results(DateTimeOffset At, string Machine, string PostgreSql, string Driver, string? LoadAverage)
{
    public List<Comparison> Comparisons { get; init; } = [];

    public Scale? Scale { get; set; }

    public Soak? Soak { get; set; }

    public Sweep? Sweep { get; set; }

    public Renewals? Renewals { get; set; }

    public Register? Register { get; set; }

    public Sampling? Sampling { get; set; }

    public Evidence? Evidence { get; set; }

    public Verification? Verification { get; set; }

    private static readonly JsonSerializerOptions json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public async Task<string> KeepAsync(CancellationToken ct)
    {
        var folder = Directory.CreateDirectory(Path.Combine(Served.Root, "tests/Load/results")).FullName;
        var file = Path.Combine(folder, $"{At.ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture)}.json");
        await File.WriteAllTextAsync(file, JsonSerializer.Serialize(this, json) + "\n", ct);
        return file;
    }

    public static async Task<Results> ReadAsync(string file, CancellationToken ct) =>
        JsonSerializer.Deserialize<Results>(await File.ReadAllTextAsync(file, ct), json) ?? throw new InvalidDataException($"{file} holds no results.");

    /// <summary>Each number of one run beside that of another.</summary>
    public static void Compare(Results a, Results b)
    {
        Console.WriteLine($"{"",-28}{a.At:yyyy-MM-dd HH:mm,20}{b.At:yyyy-MM-dd HH:mm,20}{"change",10}");
        foreach (var (name, left, right) in Numbers(a).Join(Numbers(b), n => n.Name, n => n.Name, (l, r) => (l.Name, l.Value, r.Value)))
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-28}{left,20:0.###}{right,20:0.###}{right / left - 1,10:+0.0%;-0.0%}"));
    }

    private static IEnumerable<(string Name, double Value)> Numbers(Results results)
    {
        foreach (var c in results.Comparisons.Concat(results.Scale is { } s ? [s.Few, s.Many] : []))
        {
            yield return ($"{c.Name} ratio", c.Ratio);
            yield return ($"{c.Name} work ratio", c.WorkRatio);
            yield return ($"{c.Name} api/s", c.Api);
            yield return ($"{c.Name} baseline/s", c.Baseline);
        }
        if (results.Soak is { } soak)
        {
            yield return ("soak last MB", soak.Last);
            yield return ("soak MB a minute", soak.SlopePerMinute);
        }
        if (results.Verification is { } verification)
            yield return ("verify a minute", verification.PerMinute);
        if (results.Sweep is { } sweep)
        {
            yield return ("sweep ratio", sweep.Ratio);
            yield return ("sweep seconds", Statistics.Median(sweep.Rounds.Select(r => r.SweepSeconds)));
        }
        if (results.Renewals is { } renewals)
        {
            yield return ("renewals ratio", renewals.Ratio);
            yield return ("renewals seconds", Statistics.Median(renewals.Whole.Select(r => r.Seconds)));
        }
        if (results.Register is { } register)
        {
            yield return ("register ratio", register.Ratio);
            yield return ("register ms", register.Call);
        }
        if (results.Evidence is { } evidence)
            yield return ("evidence seconds", evidence.Seconds);
        if (results.Sampling is { } sampling)
        {
            yield return ("sampling ratio", sampling.Ratio);
            yield return ("sampling seconds", Statistics.Median(sampling.Rounds.Select(r => r.Seconds)));
        }
    }
}

internal static class Statistics
{
    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted.Length % 2 == 1 ? sorted[sorted.Length / 2] : (sorted[sorted.Length / 2 - 1] + sorted[sorted.Length / 2]) / 2;
    }

    /// <summary>By least squares.</summary>
    public static double Slope(IReadOnlyList<(double X, double Y)> points)
    {
        double x = points.Average(p => p.X), y = points.Average(p => p.Y);
        return points.Sum(p => (p.X - x) * (p.Y - y)) / points.Sum(p => (p.X - x) * (p.X - x));
    }
}
