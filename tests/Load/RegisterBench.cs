using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using Franchise.Domain.Delivery;
using Franchise.Domain.Identity;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Tenancy;
using Npgsql;
using NpgsqlTypes;

namespace Franchise.Load;

/// <summary>The register of thirty learners in one call, against one hand-written transaction that writes the same rows.</summary>
internal static class RegisterBench
{
    private const int Learners = 30;
    private const string Name = "register";

    public static async Task<Register> RunAsync(LoadServer server, Measure measure, CancellationToken ct)
    {
        Console.WriteLine($"a course of {Learners} learners, told by the demonstration");
        await server.NewAsync(Name, ct);
        await using var database = new LoadDatabase(server.Address(Name), server.MasterKey);
        var harbour = (await Served.DemonstrateAsync(database, server.MasterKey, ct))[0];
        await using var api = await Served.ApiAsync(database, server.MasterKey, ct);
        using var http = new HttpClient { BaseAddress = api.Address };
        http.DefaultRequestHeaders.Authorization = new("Bearer", await api.TokenAsync(harbour, ct));
        var (course, session, enrolments) = await EnrolAsync(http, ct);

        var tenant = await TenantAsync(database, course, ct);
        var path = $"/v1/courses/{course}/sessions/{session}/register";
        var (calls, statements) = (new List<double>(), new List<double>());
        // Each time another time of arrival, so that each time every line is new. The first few warm both up.
        for (var i = 0; i < 10 + measure.Rounds * 4; i++)
        {
            var lines = enrolments.Select(e => new { enrolmentId = e, presence = "late", minutes = 30 + i % 100 });
            var watch = Stopwatch.StartNew();
            await SendAsync(http, HttpMethod.Post, path, new { lines }, null, ct);
            var call = watch.Elapsed.TotalMilliseconds;
            var statement = await StatementAsync(database, tenant, course, session, enrolments, 30 + i % 100, ct);
            if (i < 10)
                continue;
            calls.Add(call);
            statements.Add(statement);
        }
        await DemandWrittenAsync(database, session, Learners * 2 * (10 + measure.Rounds * 4), ct);
        return new(Learners, Statistics.Median(calls), Statistics.Median(statements), calls.Max());
    }

    private static async Task<(string Course, string Session, IReadOnlyList<string> Enrolments)> EnrolAsync(HttpClient http, CancellationToken ct)
    {
        var course = (await SendAsync(http, HttpMethod.Get, "/v1/courses", null, null, ct)).Json.GetProperty("data")[0].GetProperty("id").GetString()!;
        var (detail, version) = await SendAsync(http, HttpMethod.Get, $"/v1/courses/{course}", null, null, ct);
        await SendAsync(http, HttpMethod.Put, $"/v1/courses/{course}", new { group = "Thirty", places = 40 }, version, ct);
        var there = (await SendAsync(http, HttpMethod.Get, $"/v1/courses/{course}/enrolments", null, null, ct)).Json.GetProperty("data").GetArrayLength();
        for (var i = there; i < Learners; i++)
        {
            var learner = (await SendAsync(http, HttpMethod.Post, "/v1/learners", new { legalName = $"Learner Number{i}", preferredName = "Jo" }, null, ct)).Json.GetProperty("id").GetString();
            await SendAsync(http, HttpMethod.Post, $"/v1/courses/{course}/enrolments", new { learnerId = learner }, null, ct);
        }
        var enrolments = (await SendAsync(http, HttpMethod.Get, $"/v1/courses/{course}/enrolments?limit=200", null, null, ct)).Json.GetProperty("data");
        return (
            course,
            detail.GetProperty("sessions").EnumerateArray().MinBy(s => s.GetProperty("startsAt").GetDateTimeOffset()).GetProperty("id").GetString()!,
            [.. enrolments.EnumerateArray().Select(e => e.GetProperty("id").GetString()!)]);
    }

    private static async Task<(JsonElement Json, string? ETag)> SendAsync(HttpClient http, HttpMethod method, string path, object? body, string? ifMatch, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative)) { Content = body is null ? null : JsonContent.Create(body) };
        if (ifMatch is not null)
            request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        if (method == HttpMethod.Post)
            request.Headers.TryAddWithoutValidation("Idempotency-Key", $"k{Guid.CreateVersion7()}");
        using var answer = await http.SendAsync(request, ct);
        var text = await answer.Content.ReadAsStringAsync(ct);
        return answer.IsSuccessStatusCode ? (JsonDocument.Parse(text).RootElement, answer.Headers.ETag?.ToString()) : throw new InvalidOperationException($"{method} {path}: {text}");
    }

    // As the role and through the walls that the call goes through: the triggers behind the tables demand it.
    private static async Task<double> StatementAsync(
        LoadDatabase database, Id<Organisation> organisation, string course, string session, IReadOnlyList<string> enrolments, int minutes, CancellationToken ct)
    {
        var now = TimeProvider.System.GetUtcNow();
        var watch = Stopwatch.StartNew();
        await using var connection = await database.Databases.Tenant.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await using (var tenant = new NpgsqlCommand(TenantProof.Statement, connection))
        {
            database.Proof.Fill(tenant, new(DatabaseRole.Tenant, organisation, Across: false, Actor.System));
            await tenant.ExecuteNonQueryAsync(ct);
        }
        await using var command = new NpgsqlCommand(Statement, connection);
        command.Parameters.AddWithValue(Id<Course>.Parse(course, null).Value);
        command.Parameters.AddWithValue(Id<Session>.Parse(session, null).Value);
        command.Parameters.AddWithValue(NpgsqlDbType.Array | NpgsqlDbType.Uuid, enrolments.Select(e => Id<Enrolment>.Parse(e, null).Value).ToArray());
        command.Parameters.AddWithValue(minutes);
        command.Parameters.AddWithValue(now);
        command.Parameters.AddWithValue(course);
        await command.ExecuteNonQueryAsync(ct);
        await transaction.CommitAsync(ct);
        return watch.Elapsed.TotalMilliseconds;
    }

    private static async Task<Id<Organisation>> TenantAsync(LoadDatabase database, string course, CancellationToken ct)
    {
        await using var source = NpgsqlDataSource.Create(database.Admin + ";Pooling=false");
        await using var command = source.CreateCommand("SELECT tenant_id FROM franchise.courses WHERE id = $1");
        command.Parameters.AddWithValue(Id<Course>.Parse(course, null).Value);
        return new((Guid)(await command.ExecuteScalarAsync(ct))!);
    }

    private static async Task DemandWrittenAsync(LoadDatabase database, string session, int rows, CancellationToken ct)
    {
        await using var source = NpgsqlDataSource.Create(database.Admin + ";Pooling=false");
        await using var command = source.CreateCommand(
            "SELECT count(*) FROM franchise.attendances WHERE session_id = $1 AND recorded_at > now() - interval '1 hour' AND presence = 'late' AND minutes < 150");
        command.Parameters.AddWithValue(Id<Session>.Parse(session, null).Value);
        var found = (long)(await command.ExecuteScalarAsync(ct))!;
        if (found != rows)
            throw new InvalidOperationException($"{found} lines where {rows.ToString(CultureInfo.InvariantCulture)} were expected.");
    }

    private const string Statement = """
        WITH course AS (
            UPDATE franchise.courses SET version = version + 1 WHERE id = $1 RETURNING tenant_id
        ), lines AS (
            INSERT INTO franchise.attendances (tenant_id, id, session_id, enrolment_id, presence, minutes, recorded_by, recorded_at)
            SELECT c.tenant_id, gen_random_uuid(), $2, e, 'late', $4, 'system', $5 FROM course c, unnest($3) e
        ), said AS (
            INSERT INTO franchise.events (tenant_id, id, at, type, subject, data)
            SELECT tenant_id, gen_random_uuid(), $5, 'session.register_taken', $6, '{}' FROM course
        )
        INSERT INTO franchise.audit_entries (tenant_id, id, at, actor_kind, actor, action, subject, detail)
        SELECT tenant_id, gen_random_uuid(), $5, 'system', 'system', 'session.register_taken', $6, '{}' FROM course
        """;
}
