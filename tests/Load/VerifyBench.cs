using System.Security.Cryptography;
using System.Text.Json;
using Franchise.Domain.Credentials;
using Franchise.Domain.Shared;
using Npgsql;

namespace Franchise.Load;

/// <summary>Strangers who open the pages behind links: how many a minute, and what each costs the database.</summary>
internal static class VerifyBench
{
    private const int Organisations = 10;
    private const int LinksEach = 1_000;
    private const int Asked = 400;
    private const int Counted = 500;

    public static async Task<Verification> RunAsync(LoadServer server, Driver driver, Measure measure, CancellationToken ct)
    {
        Console.WriteLine($"filling a database: {Organisations * LinksEach:N0} credentials, each with a link");
        await using var database = await server.CreateAsync("verify", new(Organisations, 1, 1), ct);
        var paths = await FillAsync(database, ct);
        await using var api = await Served.ApiAsync(database, server.MasterKey, ct);
        using (var http = new HttpClient { BaseAddress = api.Address })
            foreach (var path in paths.Take(3))
                if (!(await http.GetStringAsync(new Uri(path, UriKind.Relative), ct)).Contains("<h1>Valid</h1>", StringComparison.Ordinal))
                    throw new InvalidOperationException($"{path} does not show a valid credential.");
        Call[] calls = [.. paths.Take(Asked).Select(p => new Call(Call.Nobody, p))];
        await driver.RunAsync(api.Address, calls, measure.WarmUpSeconds, ct);
        var rounds = new List<double>();
        var p99 = 0d;
        for (var i = 0; i < measure.Rounds; i++)
        {
            var burst = await driver.RunAsync(api.Address, calls, measure.Seconds, ct);
            if (burst.Errors > 0)
                throw new InvalidOperationException($"{burst.Errors} of {burst.Requests} pages failed.");
            rounds.Add(burst.PerSecond);
            p99 = Math.Max(p99, burst.P99Milliseconds);
        }
        // A driver breaks off in the middle of pages that nobody counts then; these are counted.
        var before = await LooksAsync(database, ct);
        using (var http = new HttpClient { BaseAddress = api.Address })
            for (var i = 0; i < Counted; i++)
                await http.GetStringAsync(new Uri(paths[Asked + i], UriKind.Relative), ct);
        var after = await LooksAsync(database, ct);
        return new(Statistics.Median(rounds) * 60, p99, (double)(after.ByIndex - before.ByIndex) / Counted, after.Whole - before.Whole);
    }

    // How often the links' table was looked into by an index, and how often read as a whole.
    private static async Task<(long ByIndex, long Whole)> LooksAsync(LoadDatabase database, CancellationToken ct)
    {
        // A connection of the server that lies idle hands in its counts after ten seconds.
        await Task.Delay(TimeSpan.FromSeconds(12), ct);
        await using var connection = new NpgsqlConnection(database.Admin + ";Pooling=false");
        await connection.OpenAsync(ct);
        await using var command = new NpgsqlCommand(
            """
            SELECT idx_scan, seq_scan FROM pg_stat_user_tables WHERE relname = 'share_links'
            """, connection);
        await using var reader = await command.ExecuteReaderAsync(ct);
        await reader.ReadAsync(ct);
        return (reader.GetInt64(0), reader.GetInt64(1));
    }

    private static async Task<IReadOnlyList<string>> FillAsync(LoadDatabase database, CancellationToken ct)
    {
        await using var connection = new NpgsqlConnection(database.Admin + ";Pooling=false");
        await connection.OpenAsync(ct);
        var tenants = new List<Guid>();
        await using (var command = new NpgsqlCommand("SELECT tenant_id FROM franchise.organisations ORDER BY random() LIMIT $1", connection))
        {
            command.Parameters.AddWithValue(Organisations);
            await using var reader = await command.ExecuteReaderAsync(ct);
            while (await reader.ReadAsync(ct))
                tenants.Add(reader.GetGuid(0));
        }
        var now = TimeProvider.System.GetUtcNow();
        var award = new Award("Boundaries", [new("RM3-02", Id<Domain.Catalogue.UnitVersion>.New(now), "Boundaries", 3, 3)], new(2026, 1, 5), new(2026, 2, 9), new(2026, 3, 1));
        Guid[] owners = [.. Enumerable.Range(0, tenants.Count * LinksEach).Select(i => tenants[i % tenants.Count])];
        string[] tokens = [.. owners.Select(t => database.Box.MakeToken(new(t)))];
        byte[][] hashes = [.. tokens.Select(SecretHash.Of)];
        await using (var fill = new NpgsqlCommand(
                         """
                         CREATE TEMP TABLE f AS SELECT t, h, gen_random_uuid() AS credential, (row_number() OVER ())::int AS n FROM unnest($1, $2) AS x (t, h);
                         """, connection))
        {
            fill.Parameters.AddWithValue(owners);
            fill.Parameters.AddWithValue(hashes);
            await fill.ExecuteNonQueryAsync(ct);
        }
        await using (var fill = new NpgsqlCommand(
                         """
                         INSERT INTO franchise.credentials (tenant_id, id, kind, status, public_id, subject_id, status_list, status_index, award, name_was_shown, version)
                         SELECT t, credential, 'certificate', 'valid', gen_random_uuid(), gen_random_uuid(), 1, n, $1::jsonb, false, 1 FROM f
                         """, connection))
        {
            fill.Parameters.AddWithValue(JsonSerializer.Serialize(award, JsonSerializerOptions.Web));
            await fill.ExecuteNonQueryAsync(ct);
        }
        await using (var fill = new NpgsqlCommand(
                         """
                         INSERT INTO franchise.share_links (tenant_id, id, credential_id, token_hash, audience, last_day, expires_at, created_by, version)
                         SELECT t, gen_random_uuid(), credential, h, '\x00', current_date + 90, now() + interval '90 days', 'load', 1 FROM f;
                         ANALYZE franchise.share_links;
                         ANALYZE franchise.credentials
                         """, connection))
            await fill.ExecuteNonQueryAsync(ct);
        return [.. tokens.OrderBy(_ => RandomNumberGenerator.GetInt32(int.MaxValue)).Select(t => $"/verify/{t}")];
    }
}
