using System.Diagnostics;
using System.Globalization;
using Franchise.Api.Billing;
using Franchise.Api.Licensing;
using Franchise.Domain.Billing;
using Franchise.Domain.Identity;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Billing;
using Franchise.Infrastructure.Tenancy;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Franchise.Load;

/// <summary>
/// A night in which very many licences renew by themselves, each with its new term, schedule, fee, invoice, line, ledger for a year of months, events and audit
/// entries: the sweeps against one hand-written batch of set-based SQL that writes the same rows.
/// </summary>
/// <remarks>
/// The batch has the rows ready beside it and works nothing out, so that it is as fast as SQL can be; it goes through the same role, walls, triggers and keys. Drafts are
/// issued the same night, since nobody looks at them.
/// </remarks>
internal static class RenewalBench
{
    private const int Each = 20;
    private static readonly string[] made = ["fees", "invoices", "invoice_lines", "ledger_entries", "document_counters"];

    public static async Task<Renewals> RunAsync(LoadServer server, Measure measure, CancellationToken ct)
    {
        // The first night is for the compiler.
        await NightsAsync(server, 200, 1, ct);
        var half = await NightsAsync(server, measure.Renewals / 2, measure.Rounds, ct);
        var whole = await NightsAsync(server, measure.Renewals, measure.Rounds, ct);
        return new(measure.Renewals, half, whole);
    }

    private static async Task<IReadOnlyList<RenewalRound>> NightsAsync(LoadServer server, int renewals, int rounds, CancellationToken ct)
    {
        var organisations = Math.Max(1, renewals / Each);
        renewals = organisations * Each;
        Console.WriteLine($"filling a database: {renewals:N0} licences that renew tonight");
        var yesterday = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime).AddDays(-1);
        var original = await server.CreateAsync("renewals", new(organisations, Each, 0, yesterday), ct);
        await ExecuteAsync(original.Admin, Prepare, ct);
        await original.DisposeAsync();
        var done = new List<RenewalRound>();
        for (var i = 0; i < Math.Max(1, rounds / 2); i++)
        {
            await using var night = await server.CopyAsync(original, "renewals_night", ct);
            var sweeps = await SweepAsync(server, night, renewals, ct);
            await using var copy = await server.CopyAsync(original, "renewals_sql", ct);
            await StageAsync(night, copy, ct);
            var statement = await StatementAsync(server, copy, ct);
            await DemandSameAsync(night, copy, renewals, ct);
            var round = new RenewalRound(renewals, sweeps.Renewing, sweeps.Billing, statement.Seconds, sweeps.Own, sweeps.Work, statement.Work, sweeps.Megabytes);
            done.Add(round);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"  renewing {round.RenewingSeconds:0.0} s, billing {round.BillingSeconds:0.0} s (work: own {round.Own:0.0}, database {round.Work:0.0} s), statement {round.StatementSeconds:0.0} s (work {round.StatementWork:0.0} s), ratio {round.Ratio:0.00}, most {round.Megabytes.Max():0} MB"));
        }
        await server.DropAsync("renewals", ct);
        return done;
    }

    private static async Task<(double Renewing, double Billing, double Own, double? Work, IReadOnlyList<double> Megabytes)> SweepAsync(LoadServer server, LoadDatabase night, int renewals, CancellationToken ct)
    {
        var licences = new SweepLicences(night.Doors, TimeProvider.System, NullLogger<SweepLicences>.Instance);
        var settings = new BillingSettings(new("Cohort 4", "Birmingham", "GB123456789", false, VatRates.OfTheUnitedKingdom), DraftDays: 0, HoldAbove: long.MaxValue);
        var billing = new SweepBilling(night.Doors, TimeProvider.System, settings, NullLogger<SweepBilling>.Instance);
        using var self = Process.GetCurrentProcess();
        GC.Collect();
        var samples = new List<double>();
        var (own, work) = (self.TotalProcessorTime, server.Work());
        var watch = Stopwatch.StartNew();
        var renewed = await licences.RunAsync(ct);
        var renewing = watch.Elapsed.TotalSeconds;
        var run = Task.Run(() => billing.RunAsync(ct), ct);
        while (!run.IsCompleted)
        {
            self.Refresh();
            samples.Add(Math.Round(self.WorkingSet64 / 1048576d, 1));
            await Task.WhenAny(run, Task.Delay(500, ct));
        }
        var billed = await run;
        var seconds = watch.Elapsed.TotalSeconds;
        self.Refresh();
        if (renewed.Licences != renewals || renewed.Postponed + billed.Postponed != 0)
            throw new InvalidOperationException($"The sweeps did something else: {renewed}, {billed}");
        return (renewing, seconds - renewing, (self.TotalProcessorTime - own).TotalSeconds, server.Work() - work, samples);
    }

    // What the sweeps wrote, laid ready beside the tables.
    private static async Task StageAsync(LoadDatabase from, LoadDatabase to, CancellationToken ct)
    {
        await using var source = new NpgsqlConnection(from.Admin + ";Pooling=false");
        await using var target = new NpgsqlConnection(to.Admin + ";Pooling=false");
        await source.OpenAsync(ct);
        await target.OpenAsync(ct);
        foreach (var (table, which) in made.Select(t => (t, "true")).Concat(
            [("licence_terms", "number = 2"), ("scheduled_actions", "true"), ("licences", "true"), ("events_seen", "true"), ("events", "true"), ("audit_entries", "true")]))
        {
            await using (var create = new NpgsqlCommand($"CREATE TABLE public.staged_{table} (LIKE franchise.{table})", target))
                await create.ExecuteNonQueryAsync(ct);
            await using var reader = await source.BeginRawBinaryCopyAsync($"COPY (SELECT * FROM franchise.{table} WHERE {which}) TO STDOUT (FORMAT binary)", ct);
            await using var writer = await target.BeginRawBinaryCopyAsync($"COPY public.staged_{table} FROM STDIN (FORMAT binary)", ct);
            await reader.CopyToAsync(writer, ct);
        }
        await ExecuteAsync(to.Admin, Arrange, ct);
    }

    private static async Task<(double Seconds, double? Work)> StatementAsync(LoadServer server, LoadDatabase copy, CancellationToken ct)
    {
        // As the role and through the walls that the sweeps go through.
        await using var connection = await copy.Databases.Platform.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await using (var across = new NpgsqlCommand(TenantProof.Statement, connection))
        {
            copy.Proof.Fill(across, new(DatabaseRole.Platform, Id<Organisation>.None, Across: true, Actor.System));
            await across.ExecuteNonQueryAsync(ct);
        }
        // What is checked as it commits is checked here: a commit has no time limit of its own that could be raised.
        await using var command = new NpgsqlCommand(Statement + "\nSET CONSTRAINTS ALL IMMEDIATE;", connection) { CommandTimeout = 3_000 };
        var work = server.Work();
        var watch = Stopwatch.StartNew();
        await command.ExecuteNonQueryAsync(ct);
        await transaction.CommitAsync(ct);
        return (watch.Elapsed.TotalSeconds, server.Work() - work);
    }

    private static async Task DemandSameAsync(LoadDatabase night, LoadDatabase copy, int renewals, CancellationToken ct)
    {
        var (swept, written) = (await StateAsync(night), await StateAsync(copy));
        if (!swept.SequenceEqual(written))
            throw new InvalidOperationException($"The statement wrote something else: {string.Join(' ', written)} where the sweeps wrote {string.Join(' ', swept)}.");
        if (swept[0] != renewals || swept[1] != renewals || swept[2] != 0)
            throw new InvalidOperationException($"{renewals} renewals were expected: {string.Join(' ', swept)}.");

        async Task<long[]> StateAsync(LoadDatabase database)
        {
            await using var source = NpgsqlDataSource.Create(database.Admin + ";Pooling=false");
            await using var command = source.CreateCommand(
                """
                SELECT ARRAY[
                    (SELECT count(*) FROM franchise.licence_terms WHERE number = 2), (SELECT count(*) FROM franchise.invoices WHERE status = 'finalised' AND number IS NOT NULL),
                    (SELECT coalesce(sum(amount), 0) FROM franchise.ledger_entries)::bigint, (SELECT count(*) FROM franchise.ledger_entries), (SELECT count(*) FROM franchise.invoice_lines),
                    (SELECT count(*) FROM franchise.fees WHERE status = 'invoiced'), (SELECT count(*) FROM franchise.events), (SELECT count(*) FROM franchise.audit_entries),
                    (SELECT count(*) FROM franchise.scheduled_actions), (SELECT count(*) FROM franchise.scheduled_actions WHERE done_at IS NULL AND NOT superseded),
                    (SELECT count(*) FROM franchise.licences WHERE term_number = 2), (SELECT sum(last) FROM franchise.document_counters)::bigint, (SELECT sum(seq) FROM franchise.events_seen)::bigint]
                """);
            return (long[])(await command.ExecuteScalarAsync(ct))!;
        }
    }

    private static async Task ExecuteAsync(string admin, string sql, CancellationToken ct)
    {
        await using var connection = new NpgsqlConnection(admin + ";Pooling=false");
        await connection.OpenAsync(ct);
        await using (var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 1_200 })
            await command.ExecuteNonQueryAsync(ct);
        foreach (var after in new[] { "VACUUM (FREEZE, ANALYZE)", "CHECKPOINT" })
        {
            await using var command = new NpgsqlCommand(after, connection) { CommandTimeout = 1_200 };
            await command.ExecuteNonQueryAsync(ct);
        }
    }

    private const string Prepare = """
        SET session_replication_role = replica;
        UPDATE franchise.licences SET auto_renews = true;
        UPDATE franchise.scheduled_actions SET kind = 'auto_renew' WHERE kind = 'term_end';
        INSERT INTO franchise.events_seen (tenant_id, reader, seq) SELECT tenant_id, 'billing', event_seq FROM franchise.audit_heads;
        INSERT INTO franchise.fees (tenant_id, id, event_id, kind, part, subject, description, on_day, licence_id, quantity, unit_amount, discount, currency, status, due_at, waived_because)
            SELECT tenant_id, gen_random_uuid(), gen_random_uuid(), 'licence', 1, 'before', 'Paid long ago', first_day, licence_id, 1, 0, 0, 'GBP', 'waived', now(), 'Paid long ago'
            FROM franchise.licence_terms;
        SET session_replication_role = origin;
        """;

    private const string Arrange = """
        DELETE FROM public.staged_events s USING franchise.events e WHERE e.tenant_id = s.tenant_id AND e.id = s.id;
        DELETE FROM public.staged_audit_entries s USING franchise.audit_entries e WHERE e.tenant_id = s.tenant_id AND e.id = s.id;
        DELETE FROM public.staged_fees s USING franchise.fees f WHERE f.tenant_id = s.tenant_id AND f.id = s.id;
        CREATE TABLE public.new_actions AS SELECT s.* FROM public.staged_scheduled_actions s LEFT JOIN franchise.scheduled_actions a USING (tenant_id, id) WHERE a.id IS NULL;
        CREATE TABLE public.changed_actions AS SELECT s.* FROM public.staged_scheduled_actions s JOIN franchise.scheduled_actions a USING (tenant_id, id) WHERE s IS DISTINCT FROM a;
        CREATE TABLE public.drafts AS SELECT * FROM public.staged_invoices;
        UPDATE public.drafts SET (number, status, issued_on, tax_point, due_on) = (NULL, 'draft', NULL, NULL, NULL);
        ALTER TABLE public.staged_events ADD PRIMARY KEY (tenant_id, seq);
        ALTER TABLE public.staged_audit_entries ADD PRIMARY KEY (tenant_id, seq);
        GRANT SELECT ON ALL TABLES IN SCHEMA public TO PUBLIC;
        """;

    private const string Statement = """
        INSERT INTO franchise.licence_terms SELECT * FROM public.staged_licence_terms;
        UPDATE franchise.scheduled_actions a SET done_at = s.done_at, due_at = s.due_at, due_on = s.due_on, superseded = s.superseded
            FROM public.changed_actions s WHERE a.tenant_id = s.tenant_id AND a.id = s.id;
        INSERT INTO franchise.scheduled_actions SELECT * FROM public.new_actions;
        UPDATE franchise.licences l SET status = s.status, version = s.version, term_agreed_on = s.term_agreed_on, last_day = s.last_day, grace_last_day = s.grace_last_day,
                teach_out_last_day = s.teach_out_last_day, term_number = s.term_number, anchor = s.anchor, anchor_term = s.anchor_term
            FROM public.staged_licences s WHERE l.tenant_id = s.tenant_id AND l.id = s.id;
        INSERT INTO franchise.invoices SELECT * FROM public.drafts;
        INSERT INTO franchise.fees SELECT * FROM public.staged_fees;
        INSERT INTO franchise.invoice_lines SELECT * FROM public.staged_invoice_lines;
        INSERT INTO franchise.document_counters SELECT * FROM public.staged_document_counters;
        UPDATE franchise.invoices i SET number = s.number, status = s.status, issued_on = s.issued_on, tax_point = s.tax_point, due_on = s.due_on
            FROM public.staged_invoices s WHERE i.tenant_id = s.tenant_id AND i.id = s.id;
        INSERT INTO franchise.ledger_entries SELECT * FROM public.staged_ledger_entries;
        INSERT INTO franchise.events (tenant_id, id, at, type, subject, data) SELECT tenant_id, id, at, type, subject, data FROM public.staged_events ORDER BY tenant_id, seq;
        INSERT INTO franchise.audit_entries (tenant_id, id, at, actor_kind, actor, action, subject, detail)
            SELECT tenant_id, id, at, actor_kind, actor, action, subject, detail FROM public.staged_audit_entries ORDER BY tenant_id, seq;
        UPDATE franchise.events_seen e SET seq = s.seq FROM public.staged_events_seen s WHERE e.tenant_id = s.tenant_id AND e.reader = s.reader;
        """;
}
