using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Xunit.Abstractions;

namespace Franchise.Api.Tests.Simulation;

/// <summary>
/// Hundreds of organisation-years, drawn from seeds. <c>./dev simulate --seeds N</c> runs as many as one likes, <c>--seed N</c> one of them again, and both together from that one on.
/// </summary>
public sealed class SimulationTests(ITestOutputHelper output)
{
    private const int Years = 6;

    // Two lives that have what is to be sabotaged.
    private const int byCard = 9_001;
    private const int byHand = 9_003;

    private static readonly Lazy<Task<TestDatabase>> database = new(TestDatabase.OwnAsync);

    [Fact]
    public async Task What_is_agreed_charged_and_paid_over_the_years_is_what_the_policy_says()
    {
        var (first, count) = (Number("FRANCHISE_SEED") ?? 1, Number("FRANCHISE_SEEDS") ?? (Number("FRANCHISE_SEED") is null ? 34 : 1));
        var own = await database.Value;
        var (watch, steps) = (Stopwatch.StartNew(), 0);
        ConcurrentBag<string> failures = [];
        await Parallel.ForEachAsync(Enumerable.Range(first, count), new ParallelOptions { MaxDegreeOfParallelism = Math.Max(2, Environment.ProcessorCount) }, async (seed, _) =>
        {
            try
            {
                Interlocked.Add(ref steps, await OrganisationYears.LiveAsync(own, seed, Years));
            }
            catch (SimulationFailed failed)
            {
                failures.Add(failed.Message);
            }
        });
        output.WriteLine($"{count} organisations, {count * Years} organisation-years, {steps} steps in {watch.Elapsed.TotalSeconds:0} s");
        Assert.True(failures.IsEmpty, $"{failures.Count} of {count} seeds failed.\n\n{string.Join("\n\n", failures.Take(3))}");
        await NumbersHaveNoGapAsync(own);
    }

    /// <summary>A simulation that finds nothing proves nothing: what is wrong is found, whatever it is.</summary>
    [Theory]
    [InlineData(byCard, "A day is lost between terms", "UPDATE franchise.licence_terms SET last_day = last_day - 1 WHERE tenant_id = $1 AND (licence_id, number) = (SELECT licence_id, number FROM franchise.licence_terms WHERE tenant_id = $1 ORDER BY id LIMIT 1)")]
    [InlineData(byCard, "A term is charged twice", "UPDATE franchise.invoices SET net = net + 1, total = total + 1 WHERE id = (SELECT id FROM franchise.invoices WHERE tenant_id = $1 AND kind = 'licence' LIMIT 1)")]
    [InlineData(byCard, "A term costs what it did not when it began", "UPDATE franchise.licence_terms SET price_amount = price_amount + 1 WHERE id = (SELECT id FROM franchise.licence_terms WHERE tenant_id = $1 LIMIT 1)")]
    [InlineData(byCard, "The next term is not added", "DELETE FROM franchise.licence_terms WHERE id = (SELECT id FROM franchise.licence_terms WHERE tenant_id = $1 ORDER BY first_day DESC LIMIT 1)")]
    [InlineData(byCard, "A notice goes out twice", "INSERT INTO franchise.events (tenant_id, id, seq, at, type, subject, data) SELECT tenant_id, gen_random_uuid(), 1000000, at, type, subject, data FROM franchise.events WHERE tenant_id = $1 AND type = 'licence.milestone_reached' LIMIT 1")]
    [InlineData(byCard, "A penny goes astray", "UPDATE franchise.ledger_entries SET amount = amount + 1 WHERE id = (SELECT id FROM franchise.ledger_entries WHERE tenant_id = $1 AND account = 'receivable' LIMIT 1)")]
    [InlineData(byCard, "An invoice is dated a day late", "UPDATE franchise.invoices SET issued_on = issued_on + 1 WHERE id = (SELECT id FROM franchise.invoices WHERE tenant_id = $1 AND issued_on IS NOT NULL LIMIT 1)")]
    [InlineData(byCard, "A card is charged a day late", "UPDATE franchise.collections SET on_day = on_day + 1 WHERE id = (SELECT id FROM franchise.collections WHERE tenant_id = $1 LIMIT 1)")]
    [InlineData(byCard, "What was collected is taken twice", "INSERT INTO franchise.ledger_entries SELECT (e).* FROM (SELECT jsonb_populate_record(l, jsonb_build_object('id', gen_random_uuid(), 'posting_id', md5(l.posting_id::text)::uuid)) e FROM franchise.ledger_entries l WHERE (l.tenant_id, l.posting_id) = (SELECT tenant_id, posting_id FROM franchise.ledger_entries WHERE tenant_id = $1 AND account = 'cash' LIMIT 1)) again")]
    [InlineData(byCard, "What is paid is marked disputed", "UPDATE franchise.invoices SET disputed_at = now(), dispute_reason = 'Ours.' WHERE id = (SELECT id FROM franchise.invoices WHERE tenant_id = $1 AND status = 'paid' AND disputed_at IS NULL LIMIT 1)")]
    [InlineData(byHand, "More is recorded than came in", "UPDATE franchise.payments SET amount = amount + 1 WHERE id = (SELECT id FROM franchise.payments WHERE tenant_id = $1 LIMIT 1)")]
    [InlineData(byHand, "A step of dunning is told twice", "INSERT INTO franchise.events (tenant_id, id, seq, at, type, subject, data) SELECT tenant_id, gen_random_uuid(), 1000000, at, type, subject, data FROM franchise.events WHERE tenant_id = $1 AND type = 'dunning.step_taken' LIMIT 1")]
    [InlineData(byHand, "A hold is placed a day early", "UPDATE franchise.holds SET effective_from = effective_from - 1 WHERE id = (SELECT id FROM franchise.holds WHERE tenant_id = $1 AND by_dunning LIMIT 1)")]
    [InlineData(byHand, "A hold is lifted a day late", "UPDATE franchise.holds SET lifted_on = lifted_on + 1 WHERE id = (SELECT id FROM franchise.holds WHERE tenant_id = $1 AND by_dunning AND lifted_on IS NOT NULL LIMIT 1)")]
    [InlineData(byHand, "A hold is not lifted", "UPDATE franchise.holds SET lifted_on = NULL, lifted_at = NULL WHERE id = (SELECT id FROM franchise.holds WHERE tenant_id = $1 AND by_dunning AND lifted_on IS NOT NULL LIMIT 1)")]
    public async Task What_is_wrong_is_found(int seed, string what, string sql)
    {
        var failed = await Assert.ThrowsAsync<SimulationFailed>(async () => await OrganisationYears.LiveAsync(await database.Value, seed, 4, life => life.SqlAsync(sql)));
        Assert.True(failed.Message.Contains("not what the policy says", StringComparison.Ordinal) || failed.Message.Contains("sums to", StringComparison.Ordinal), $"{what}: {failed.Message}");
        Assert.Contains($"./dev simulate --seed {seed}", failed.Message, StringComparison.Ordinal);
    }

    private static async Task NumbersHaveNoGapAsync(TestDatabase own)
    {
        await using var command = own.AdminSource.CreateCommand(
            """
            SELECT string_agg(series || ' ' || year, ', ') FROM franchise.document_counters c
            WHERE c.last <> (SELECT count(*) FROM (
                SELECT number FROM franchise.invoices WHERE number IS NOT NULL UNION SELECT number FROM franchise.credit_notes) n
                WHERE n.number LIKE c.series || '-' || c.year || '-%')
            """);
        Assert.Equal(DBNull.Value, await command.ExecuteScalarAsync());
    }

    private static int? Number(string name) => int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
