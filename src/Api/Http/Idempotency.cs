using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Franchise.Domain.Identity;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Crypto;
using Franchise.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Franchise.Api.Http;

/// <summary>A request's Idempotency-Key and what it must agree with.</summary>
internal sealed record IdempotencyKey(Id<Organisation> Organisation, string Client, string Route, string Key, byte[] Fingerprint);

/// <summary>
/// An Idempotency-Key makes a POST take effect once. The first result is kept with the effect, in its transaction, for at least
/// <see cref="IdempotencyRecord.KeptFor"/>, and answered again, with <c>Idempotency-Replayed: true</c>, to the same request; the same key with
/// another path, query or body is refused, and so is a second request while the first is at work, on whichever instance.
/// </summary>
/// <remarks>
/// A refused request (400 and above) had no effect, so nothing of it is kept: the caller may put right what was wrong and send it again with the
/// same key. This differs from Stripe, which keeps errors of the handler too; there a caller with a refused key must first make another.
/// </remarks>
internal static class Idempotency
{
    public const string Header = "Idempotency-Key";

    /// <summary>Reads the header, and the body once, so that both it and the handler can have it. Null when there is no key.</summary>
    public static async Task<IdempotencyKey?> Read(HttpContext context, Route route, Actor actor)
    {
        var header = context.Request.Headers[Header];
        if (header.Count == 0)
            return route.DemandsIdempotencyKey ? throw ProblemCodes.IdempotencyKeyRequired.Refuse() : null;
        var key = header.ToString();
        if (header.Count > 1 || key.Length is 0 or > 255 || key.AsSpan().ContainsAnyExceptInRange('\x21', '\x7e'))
            throw ProblemCodes.IdempotencyKeyMalformed.Refuse();

        // Bounded: the server, or the gate, stops at the largest body that the route takes.
        var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{context.Request.Path}{context.Request.QueryString}\n"));
        hash.AppendData(body.GetBuffer().AsSpan(0, (int)body.Length));
        body.Position = 0;
        context.Request.Body = body;
        return new(actor.Organisation, actor.Subject, route.OperationId, key, hash.GetHashAndReset());
    }

    /// <summary>Claims the key for this transaction, and finds the earlier result if there is one.</summary>
    public static async Task<Rendered?> Earlier(FranchiseDb db, IdempotencyKey key, Secrets secrets, CancellationToken ct)
    {
        // The lock goes with the transaction. Without it a second request would wait at the insert until the first had ended.
        var locked = await db.Database.SqlQuery<bool>($"""select pg_try_advisory_xact_lock({LockOf(key)}) as "Value" """).ToListAsync(ct);
        if (!locked[0])
            throw ProblemCodes.IdempotencyKeyInFlight.Refuse();
        // The organisation is named because Cohort 4's own session sees the records of all.
        var (organisation, client, route, text) = (key.Organisation, key.Client, key.Route, key.Key);
        var earlier = await db.Set<IdempotencyRecord>()
            .AsNoTracking()
            .SingleOrDefaultAsync(r => r.TenantId == organisation && r.Client == client && r.Route == route && r.Key == text, ct);
        if (earlier is null)
            return null;
        if (!CryptographicOperations.FixedTimeEquals(earlier.Fingerprint, key.Fingerprint))
            throw ProblemCodes.IdempotencyKeyReused.Refuse();
        var headers = JsonSerializer.Deserialize<Dictionary<string, string?>>(earlier.Headers)!;
        return new(earlier.Status, headers.GetValueOrDefault("contentType"), headers.GetValueOrDefault("location"), headers.GetValueOrDefault("eTag"),
            Sealing.Open(secrets.Derive(Label), earlier.Body, Place(key)), Replayed: true);
    }

    /// <summary>Keeps a result beside its effect. It is sealed: it may hold a name, or a secret that is kept nowhere else.</summary>
    public static async Task Keep(FranchiseDb db, IdempotencyKey key, Rendered answer, Secrets secrets, DateTimeOffset now, CancellationToken ct)
    {
        var body = Sealing.Seal(secrets.Derive(Label), answer.Body, Place(key));
        var headers = JsonSerializer.Serialize(new Dictionary<string, string?>
        {
            ["contentType"] = answer.ContentType,
            ["location"] = answer.Location,
            ["eTag"] = answer.ETag,
        });
        var kept = await db.Database.ExecuteSqlAsync(
            $"""
            insert into franchise.idempotency_records (tenant_id, client, route, key, fingerprint, status, headers, body, created_at)
            values ({key.Organisation.Value}, {key.Client}, {key.Route}, {key.Key}, {key.Fingerprint}, {answer.Status}, {headers}, {body}, {now})
            on conflict do nothing
            """,
            ct
        );
        if (kept == 0)
            throw ProblemCodes.IdempotencyKeyInFlight.Refuse();
    }

    private const string Label = "idempotency";

    private static string Place(IdempotencyKey key) => $"{key.Organisation}/idempotency_records/body/{key.Client}/{key.Route}/{key.Key}";

    private static long LockOf(IdempotencyKey key) =>
        BinaryPrimitives.ReadInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes($"idempotency\n{key.Organisation.Value}\n{key.Client}\n{key.Route}\n{key.Key}")));
}
