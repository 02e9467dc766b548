using System.Security.Cryptography;
using System.Text;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Payments;
using Franchise.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Franchise.Infrastructure.Billing;

/// <summary>What has become of a notice.</summary>
public enum StripeEventState
{
    /// <summary>To be acted on.</summary>
    Waiting,

    /// <summary>What it is about was read again, and settled.</summary>
    Applied,

    /// <summary>Kept aside: it is of a type or version that nothing here understands, or about nothing of ours.</summary>
    Parked,
}

/// <summary>That a notice of Stripe's came, and what it is about. It says what to read again, and is never believed.</summary>
public sealed class StripeEvent : IPlatformOwned, IHiddenFromTenants
{
    private const string VersionUnknown = "version_unknown";

    private StripeEvent() { }

    /// <summary>Stripe's id of the event.</summary>
    public string EventId { get; private set; } = "";

    /// <summary>As <c>payment_intent.succeeded</c>.</summary>
    public string Type { get; private set; } = "";

    /// <summary>The type of object that it is about.</summary>
    public string ObjectType { get; private set; } = "";

    /// <summary>The object's id.</summary>
    public string? ObjectId { get; private set; }

    /// <summary>The version of Stripe's API in which it was written.</summary>
    public string? ApiVersion { get; private set; }

    /// <summary>
    /// SHA-256 of the notice as it came, in hexadecimal. The notice itself is not kept: it is read again at Stripe, and holds names, e-mail addresses and digits of
    /// accounts.
    /// </summary>
    public string Digest { get; private set; } = "";

    /// <summary>When it first came.</summary>
    public DateTimeOffset ReceivedAt { get; private set; }

    /// <summary>What has become of it.</summary>
    public StripeEventState State { get; private set; }

    /// <summary>Why it is kept aside.</summary>
    public string? ParkedBecause { get; private set; }

    /// <summary>When it is acted on; where somebody is at it, when another may.</summary>
    public DateTimeOffset ActAt { get; private set; }

    /// <summary>How often it was taken up.</summary>
    public int Attempts { get; private set; }

    /// <summary>Keeps a notice; once, however often it comes.</summary>
    /// <returns>Whether it is new.</returns>
    public static async Task<bool> KeepAsync(FranchiseDb db, StripeNotice notice, string body, DateTimeOffset now, CancellationToken ct)
    {
        var digest = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(body)));
        var (state, because) = notice.VersionKnown ? ("waiting", null) : ("parked", VersionUnknown);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var kept = await db.Database.SqlQuery<string>(
            $"""
            INSERT INTO franchise.stripe_events (event_id, type, object_type, object_id, api_version, digest, received_at, state, parked_because, act_at, attempts)
            VALUES ({notice.EventId}, {notice.Type}, {notice.ObjectType}, {notice.ObjectId}, {notice.Version}, {digest}, {now}, {state}, {because}, {now}, 0)
            ON CONFLICT (event_id) DO NOTHING RETURNING event_id AS "Value"
            """).ToListAsync(ct);
        await transaction.CommitAsync(ct);
        return kept.Count == 1;
    }

    /// <summary>Takes up what waits, each for some time; another worker passes it over meanwhile.</summary>
    public static async Task<List<StripeEvent>> ClaimAsync(FranchiseDb db, DateTimeOffset now, TimeSpan time, int most, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var ids = await db.Database.SqlQuery<string>(
            $"""
            UPDATE franchise.stripe_events SET act_at = {now} + {time} * (attempts + 1), attempts = attempts + 1
            WHERE event_id IN (
                SELECT event_id FROM franchise.stripe_events WHERE state = 'waiting' AND act_at <= {now} ORDER BY received_at LIMIT {most} FOR UPDATE SKIP LOCKED)
            RETURNING event_id AS "Value"
            """).ToListAsync(ct);
        await transaction.CommitAsync(ct);
        return await db.Set<StripeEvent>().Where(e => ids.Contains(e.EventId)).OrderBy(e => e.ReceivedAt).ToListAsync(ct);
    }

    /// <summary>Takes up what was kept aside for its version, where this program understands that version now.</summary>
    public static async Task UnderstandAsync(FranchiseDb db, string version, DateTimeOffset now, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await db.Database.ExecuteSqlAsync(
            $"""
            UPDATE franchise.stripe_events SET state = 'waiting', parked_because = NULL, act_at = {now}
            WHERE state = 'parked' AND parked_because = {VersionUnknown} AND api_version = {version}
            """, ct);
        await transaction.CommitAsync(ct);
    }

    /// <summary>It is acted on.</summary>
    public void Apply() => State = StripeEventState.Applied;

    /// <summary>It is kept aside.</summary>
    public void Park(string because) => (State, ParkedBecause) = (StripeEventState.Parked, because);
}
