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
        if (results.Register is { } register)
            Write($"{"register",-28}{register.Learners} learners in one call: median {register.Call:0.0} ms, slowest {register.Slowest:0.0} ms; by hand {register.Statement:0.0} ms, ratio {register.Ratio:0.00}", null);
        if (results.Evidence is { } evidence)
            Write(
                $"{"evidence",-28}{evidence.Learners:N0} learners, {evidence.Decisions:N0} decisions: {evidence.Seconds:0.00} s ({evidence.Rounds.Min(r => r.Seconds):0.00}–{evidence.Rounds.Max(r => r.Seconds):0.00}), {evidence.Rounds[^1].Bytes / 1024:N0} KiB; expected at most 10 s",
                evidence.Met
            );
        if (results.Sampling is { } sampling)
            Write(
                $"{"sampling",-28}{sampling.Decisions:N0} decisions, {sampling.Rounds[^1].Sampled:N0} sampled: {Statistics.Median(sampling.Rounds.Select(r => r.Seconds)):0.00} s, one statement {Statistics.Median(sampling.Rounds.Select(r => r.StatementSeconds)):0.00} s, ratio {sampling.Ratio:0.0} ({sampling.Rounds.Min(r => r.Ratio):0.0}–{sampling.Rounds.Max(r => r.Ratio):0.0}); expected at most 10",
                sampling.Met
            );
        if (results.Verification is { } verified)
            Write(
                $"{"verify",-28}{verified.PerMinute:N0} pages a minute, 99 of 100 within {verified.P99Milliseconds:0} ms; {verified.LookUps:0.000} look-ups a page by index, {verified.Whole} readings of the whole table; expected at least 10,000 and at most one",
                verified.Met
            );
        if (results.Renewals is { } renewals)
        {
            Write(
                $"{"renewals",-28}{renewals.Count:N0} in a night: renewing {Statistics.Median(renewals.Whole.Select(r => r.RenewingSeconds)):0.0} s and billing {Statistics.Median(renewals.Whole.Select(r => r.BillingSeconds)):0.0} s, by hand {Statistics.Median(renewals.Whole.Select(r => r.StatementSeconds)):0.0} s, ratio {renewals.Ratio:0.00} ({renewals.Whole.Min(r => r.Ratio):0.00}–{renewals.Whole.Max(r => r.Ratio):0.00}); expected at most 4",
                renewals.Met
            );
            Write($"{"",-28}twice as many take {renewals.Growth:0.00} times as long; expected at most 2.30", renewals.IsLinear);
            Write($"{"",-28}resident at most {renewals.Half.Max(r => r.Megabytes.Max()):0} MB with half as many, {renewals.Whole.Max(r => r.Megabytes.Max()):0} with all", null);
        }
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
