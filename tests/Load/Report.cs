using System.Globalization;

namespace Franchise.Load;

/// <summary>The results, for people.</summary>
internal static class Report
{
    public static void Print(Results results)
    {
        Console.WriteLine();
        Console.WriteLine($"{results.Machine}, PostgreSQL {results.PostgreSql}, {results.Driver}, load average before: {results.LoadAverage}");
        foreach (var c in results.Comparisons)
            Line(c, $"expected at least {c.Least:0.0}", c.Met);
        if (results.Scale is { } scale)
        {
            Line(scale.Few, "", null);
            Line(scale.Many, "", null);
            Write($"{"scale",-28}ratio changes by {scale.Change:+0.0%;-0.0%}; expected within 10%", scale.Met);
        }
        if (results.Soak is { } soak)
            Write(
                $"{"soak",-28}{soak.Requests:N0} requests in {soak.Seconds} s; resident {soak.First:0} MB first, {soak.Most:0} most, {soak.Last:0} last, {soak.SlopePerMinute:+0.00;-0.00} MB a minute",
                soak.Met
            );
        if (results.Verification is { } verified)
            Write(
                $"{"verify",-28}{verified.PerMinute:N0} pages a minute, 99 of 100 within {verified.P99Milliseconds:0} ms; {verified.LookUps:0.000} look-ups a page by index, {verified.Whole} readings of the whole table; expected at least 10,000 and at most one",
                verified.Met
            );
        if (results.Sweep is not { } sweep)
            return;
        Write(
            $"{"sweep",-28}{sweep.Licences:N0} licences: {Statistics.Median(sweep.Rounds.Select(r => r.SweepSeconds)):0.0} s, one statement {Statistics.Median(sweep.Rounds.Select(r => r.StatementSeconds)):0.0} s, ratio {sweep.Ratio:0.00} ({sweep.Rounds.Min(r => r.Ratio):0.00}–{sweep.Rounds.Max(r => r.Ratio):0.00}); expected at most 4",
            sweep.Met
        );
        Write($"{"",-28}resident {sweep.Megabytes[0]:0} MB first, {sweep.Megabytes.Max():0} most, {sweep.Megabytes[^1]:0} last", null);
    }

    private static void Line(Comparison c, string expected, bool? met) =>
        Write(
            $"{c.Name,-28}api {c.Api:0}/s, baseline {c.Baseline:0}/s, ratio {c.Ratio:0.00} ({c.LowestRatio:0.00}–{c.HighestRatio:0.00}), by work {c.WorkRatio:0.00} {expected}",
            met
        );

    private static void Write(FormattableString text, bool? met) =>
        Console.WriteLine(text.ToString(CultureInfo.InvariantCulture) + (met switch { true => "  met", false => "  SHORT", null => "" }));
}
