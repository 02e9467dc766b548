using System.Diagnostics;
using System.Globalization;
using Franchise.Api.Licensing;
using Franchise.Domain.Identity;
using Franchise.Domain.Licensing;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Tenancy;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Franchise.Load;

/// <summary>A day on which very many terms end: the sweep against one statement that writes the same rows.</summary>
internal static class SweepBench
{
    private const int Each = 20;

    public static async Task<Sweep> RunAsync(LoadServer server, Measure measure, CancellationToken ct)
    {
        var organisations = measure.SweepLicences / Each;
        Console.WriteLine($"filling a database: {measure.SweepLicences:N0} licences whose term ended yesterday");
        var yesterday = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime).AddDays(-1);
        var original = await server.CreateAsync("sweep", new(organisations, Each, 0, yesterday), ct);
        await PrepareAsync(original, ct);
        await original.DisposeAsync();

        var rounds = new List<SweepRound>();
        IReadOnlyList<double> megabytes = [];
        for (var i = 0; i < Math.Max(3, measure.Rounds / 2); i++)
        {
            var statement = await StatementAsync(server, original, measure.SweepLicences, ct);
            var sweep = await SweepAsync(server, original, measure.SweepLicences, ct);
            megabytes = sweep.Megabytes;
            var round = new SweepRound(sweep.Seconds, statement.Seconds, sweep.Work, statement.Work);
            rounds.Add(round);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"  sweep {round.SweepSeconds:0.0} s (work: own {sweep.Own:0.0}, database {sweep.Work:0.0} s), statement {round.StatementSeconds:0.0} s (work {statement.Work:0.0} s), ratio {round.Ratio:0.00}"));
        }
        await server.DropAsync("sweep", ct);
        return new(measure.SweepLicences, organisations, rounds, megabytes);
    }

    private static async Task<(double Seconds, double? Work, double Own, IReadOnlyList<double> Megabytes)> SweepAsync(
        LoadServer server, LoadDatabase original, int licences, CancellationToken ct)
    {
        await using var copy = await server.CopyAsync(original, "sweep_run", ct);
        var sweep = new SweepLicences(copy.Doors, TimeProvider.System, NullLogger<SweepLicences>.Instance);
        using var self = Process.GetCurrentProcess();
        GC.Collect();
        var samples = new List<double>();
        var (own, work) = (self.TotalProcessorTime, server.Work());
        var watch = Stopwatch.StartNew();
        var run = Task.Run(() => sweep.RunAsync(ct), ct);
        while (!run.IsCompleted)
        {
            self.Refresh();
            samples.Add(Math.Round(self.WorkingSet64 / 1048576d, 1));
            await Task.WhenAny(run, Task.Delay(500, ct));
        }
        var result = await run;
        var seconds = watch.Elapsed.TotalSeconds;
        self.Refresh();
        if (result.Licences != licences || result.Postponed != 0)
            throw new InvalidOperationException($"The sweep did something else: {result}");
        await DemandWrittenAsync(copy, licences, ct);
        return (seconds, server.Work() - work, (self.TotalProcessorTime - own).TotalSeconds, samples);
    }

    private static async Task<(double Seconds, double? Work)> StatementAsync(LoadServer server, LoadDatabase original, int licences, CancellationToken ct)
    {
        await using var copy = await server.CopyAsync(original, "sweep_run", ct);
        // As the role and through the walls that the sweep goes through: the triggers behind the tables demand it.
        await using var connection = await copy.Databases.Platform.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await using (var across = new NpgsqlCommand(TenantProof.Statement, connection))
        {
            copy.Proof.Fill(across, new(DatabaseRole.Platform, Id<Organisation>.None, Across: true, Actor.System));
            await across.ExecuteNonQueryAsync(ct);
        }
        await using var command = new NpgsqlCommand(Statement, connection) { CommandTimeout = 1_200 };
        command.Parameters.AddWithValue(TimeProvider.System.GetUtcNow());
        var work = server.Work();
        var watch = Stopwatch.StartNew();
        await command.ExecuteNonQueryAsync(ct);
        await transaction.CommitAsync(ct);
        var seconds = watch.Elapsed.TotalSeconds;
        var worked = server.Work() - work;
        await DemandWrittenAsync(copy, licences, ct);
        return (seconds, worked);
    }

    // Ids in their shown form cost SQL more than anything else here; it gets them from a table.
    private static async Task PrepareAsync(LoadDatabase database, CancellationToken ct)
    {
        await using var connection = new NpgsqlConnection(database.Admin + ";Pooling=false");
        await connection.OpenAsync(ct);
        await using var command = new NpgsqlCommand(
            "CREATE TABLE public.shown (id uuid PRIMARY KEY, shown text NOT NULL); GRANT SELECT ON public.shown TO PUBLIC; SELECT id FROM franchise.licences", connection);
        var ids = new List<Guid>();
        await using (var reader = await command.ExecuteReaderAsync(ct))
            while (await reader.ReadAsync(ct))
                ids.Add(reader.GetGuid(0));
        await using (var copy = await connection.BeginBinaryImportAsync("COPY public.shown FROM STDIN (FORMAT binary)", ct))
        {
            foreach (var id in ids)
            {
                await copy.StartRowAsync(ct);
                await copy.WriteAsync(id, ct);
                await copy.WriteAsync(new Id<Licence>(id).ToString(), ct);
            }
            await copy.CompleteAsync(ct);
        }
        command.CommandText = "VACUUM (FREEZE, ANALYZE) public.shown";
        await command.ExecuteNonQueryAsync(ct);
        command.CommandText = "CHECKPOINT";
        await command.ExecuteNonQueryAsync(ct);
    }

    private static async Task DemandWrittenAsync(LoadDatabase database, int licences, CancellationToken ct)
    {
        await using var source = NpgsqlDataSource.Create(database.Admin + ";Pooling=false");
        await using var command = source.CreateCommand(
            """
            SELECT (SELECT count(*) FROM franchise.licences WHERE status = 'grace' AND version > 1),
                (SELECT count(*) FROM franchise.scheduled_actions WHERE kind = 'term_end' AND done_at IS NOT NULL),
                (SELECT count(*) FROM franchise.events WHERE type = 'licence.grace_began' AND data::jsonb ? 'graceLastDay'),
                (SELECT count(*) FROM franchise.audit_entries WHERE action = 'licence.grace_began' AND subject LIKE 'lic\_%')
            """
        );
        await using var reader = await command.ExecuteReaderAsync(ct);
        await reader.ReadAsync(ct);
        for (var i = 0; i < 4; i++)
            if (reader.GetInt64(i) != licences)
                throw new InvalidOperationException($"{reader.GetInt64(i)} rows where {licences} were expected, in column {i}.");
    }

    private const string Statement = """
        WITH due AS (
            SELECT a.tenant_id, a.id, a.licence_id, a.due_on
            FROM franchise.scheduled_actions a
            WHERE a.done_at IS NULL AND NOT a.superseded AND a.due_at <= $1 AND a.kind = 'term_end'
        ), done AS (
            UPDATE franchise.scheduled_actions a SET done_at = $1 FROM due WHERE a.tenant_id = due.tenant_id AND a.id = due.id
        ), moved AS (
            UPDATE franchise.licences l SET status = 'grace', version = l.version + 1
            FROM due, public.shown s
            WHERE l.tenant_id = due.tenant_id AND l.id = due.licence_id AND l.status = 'active' AND s.id = l.id
            RETURNING l.tenant_id, s.shown, jsonb_build_object('beganOn', due.due_on, 'graceLastDay', l.grace_last_day)::text AS data
        ), said AS (
            INSERT INTO franchise.events (tenant_id, id, at, type, subject, data)
            SELECT tenant_id, gen_random_uuid(), $1, 'licence.grace_began', shown, data FROM moved ORDER BY tenant_id
        )
        INSERT INTO franchise.audit_entries (tenant_id, id, at, actor_kind, actor, action, subject, detail)
        SELECT tenant_id, gen_random_uuid(), $1, 'system', 'system', 'licence.grace_began', shown, data FROM moved ORDER BY tenant_id
        """;
}
