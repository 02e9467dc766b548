using Franchise.Domain.Billing;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Jobs;
using Franchise.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Franchise.Infrastructure.Billing;

/// <summary>An organisation as Stripe knows it, and which worker has it to itself just now.</summary>
public sealed class StripePayer : ITenantOwned, IPlatformOwned, IHiddenFromTenants
{
    private StripePayer() { }

    /// <inheritdoc/>
    public Id<Organisation> TenantId { get; private set; }

    /// <summary>Stripe's id of it; null until Stripe has given one.</summary>
    public string? PayerId { get; private set; }

    /// <summary>How often Stripe was asked for one: each time with a key of its own, written down before.</summary>
    public int Try { get; private set; }

    /// <summary>Who has it; null until somebody had.</summary>
    public Guid? Lease { get; private set; }

    /// <summary>Until when, by the database's clock.</summary>
    public DateTimeOffset LeasedUntil { get; private set; }

    /// <summary>Notes that Stripe is about to be asked. Committed by the time that this returns.</summary>
    /// <returns>The payer that is known already, or the key to ask with.</returns>
    public static async Task<(string? PayerId, string Key)> AskAsync(FranchiseDb db, Id<Organisation> organisation, CancellationToken ct)
    {
        var rows = await WriteAsync<Asked>(
            db,
            $"""
            INSERT INTO franchise.stripe_payers AS p (tenant_id, try, leased_until) VALUES ({organisation.Value}, 1, '-infinity')
            ON CONFLICT (tenant_id) DO UPDATE SET try = p.try + 1 RETURNING payer_id, try
            """, ct);
        return (rows[0].PayerId, $"payer-{organisation}-{rows[0].Try}");
    }

    /// <summary>Keeps the id that Stripe gave. Of two that asked at once, both go on with the first.</summary>
    public static async Task<string> KeepAsync(FranchiseDb db, Id<Organisation> organisation, string payerId, CancellationToken ct) =>
        (await WriteAsync<string>(
            db,
            $"""UPDATE franchise.stripe_payers SET payer_id = coalesce(payer_id, {payerId}) WHERE tenant_id = {organisation.Value} RETURNING payer_id AS "Value" """, ct))[0];

    /// <summary>
    /// Forgets an id that Stripe does not know, as after a change from a test key to a live one; false while something asked under it is not known, for it is looked
    /// for under it.
    /// </summary>
    public static async Task<bool> ForgetAsync(FranchiseDb db, Id<Organisation> organisation, string payerId, CancellationToken ct) =>
        (await WriteAsync<Guid>(
            db,
            $"""
            UPDATE franchise.stripe_payers p SET payer_id = NULL
            WHERE tenant_id = {organisation.Value} AND payer_id = {payerId} AND NOT EXISTS (
                SELECT FROM franchise.collections c WHERE c.tenant_id = p.tenant_id AND c.status IN ('intended', 'open', 'processing'))
            RETURNING tenant_id AS "Value"
            """, ct)).Count == 1;

    /// <summary>Selects the organisations that have something to do, as <c>"Value"</c>.</summary>
    /// <param name="now">Real time: what was asked of Stripe is looked at by it, and what is due by each organisation's own clock.</param>
    /// <param name="sandboxes">Whether sandboxes are served: where no real money moves.</param>
    public static FormattableString Due(DateTimeOffset now, bool sandboxes) =>
        $"""
        SELECT o.tenant_id AS "Value" FROM franchise.organisations o
        WHERE (NOT o.is_sandbox OR {sandboxes}) AND (
            EXISTS (SELECT FROM franchise.collections c WHERE c.tenant_id = o.tenant_id AND c.look_at <= {now})
            OR EXISTS (SELECT FROM franchise.refunds r WHERE r.tenant_id = o.tenant_id AND r.look_at <= {now})
            OR EXISTS (SELECT FROM franchise.mandates m WHERE m.tenant_id = o.tenant_id AND m.look_at <= {now})
            OR EXISTS (
                SELECT FROM franchise.invoices i JOIN franchise.mandates m ON m.tenant_id = i.tenant_id AND m.status = 'active' AND (m.kind = 'card' OR i.currency = 'GBP')
                WHERE i.tenant_id = o.tenant_id AND i.status = 'finalised' AND i.disputed_at IS NULL
                    AND NOT EXISTS (
                        SELECT FROM franchise.hardships h
                        WHERE h.tenant_id = o.tenant_id AND coalesce(h.ended_on, h.until_day + 1) > (({now} + o.clock_offset) AT TIME ZONE o.time_zone)::date)
                    AND i.due_on <= (({now} + o.clock_offset) AT TIME ZONE o.time_zone)::date
                    AND NOT EXISTS (
                        SELECT FROM franchise.collections c
                        WHERE c.tenant_id = i.tenant_id AND c.invoice_id = i.id AND (
                            c.status = 'succeeded'
                            OR c.mandate_id IS NOT NULL AND c.status IN ('intended', 'processing')
                            OR c.mandate_id IS NOT NULL AND c.status = 'failed' AND c.failed_on > (({now} + o.clock_offset) AT TIME ZONE o.time_zone)::date - {Collection.DaysBetween}))
                    AND {Collection.MostCharges} > (
                        SELECT count(*) FROM franchise.collections c
                        WHERE c.tenant_id = i.tenant_id AND c.invoice_id = i.id AND c.mandate_id IS NOT NULL AND c.status = 'failed')))
        """;

    /// <summary>Selects when an invoice of an organisation is next to be charged, as one column: not before a time of hardship is over.</summary>
    public static FormattableString Next(Id<Organisation> organisation, DateTimeOffset now) =>
        $"""
        SELECT min(day.at) FROM franchise.organisations o JOIN franchise.invoices i ON i.tenant_id = o.tenant_id AND i.status = 'finalised' AND i.disputed_at IS NULL
            CROSS JOIN LATERAL (
                SELECT i.due_on UNION ALL
                SELECT c.failed_on + {Collection.DaysBetween} FROM franchise.collections c
                WHERE c.tenant_id = i.tenant_id AND c.invoice_id = i.id AND c.mandate_id IS NOT NULL AND c.status = 'failed') due (on_day)
            CROSS JOIN LATERAL (SELECT max(coalesce(h.ended_on, h.until_day + 1)) FROM franchise.hardships h WHERE h.tenant_id = o.tenant_id) hardship (free_from)
            CROSS JOIN LATERAL (VALUES (greatest(due.on_day, hardship.free_from)::timestamp AT TIME ZONE o.time_zone)) day (at)
        WHERE o.tenant_id = {organisation.Value} AND day.at > {now} + o.clock_offset
            AND EXISTS (SELECT FROM franchise.mandates m WHERE m.tenant_id = o.tenant_id AND m.status = 'active')
        """;

    /// <summary>Takes one organisation that has something to do; null where there is none, or others have them all.</summary>
    /// <param name="db">All organisations, or one.</param>
    /// <param name="lease">Whose it is then.</param>
    /// <param name="time">For how long.</param>
    /// <param name="now">Real time.</param>
    /// <param name="except">Organisations to leave alone.</param>
    /// <param name="sandboxes">Whether sandboxes are served: where no real money moves.</param>
    /// <param name="ct">Stops.</param>
    public static async Task<Id<Organisation>?> ClaimAsync(FranchiseDb db, Guid lease, TimeSpan time, DateTimeOffset now, Guid[] except, bool sandboxes, CancellationToken ct)
    {
        var claimed = await WriteAsync<Guid>(
            db,
            Composed.Of(
                "",
                [
                    $"""
                    UPDATE franchise.stripe_payers SET lease = {lease}, leased_until = clock_timestamp() + {time}
                    WHERE tenant_id = (
                        SELECT p.tenant_id FROM franchise.stripe_payers p
                        WHERE p.leased_until <= clock_timestamp() AND p.tenant_id <> ALL ({except}) AND p.tenant_id IN (
                    """,
                    Due(now, sandboxes),
                    $""") ORDER BY p.tenant_id LIMIT 1 FOR UPDATE OF p SKIP LOCKED) RETURNING tenant_id AS "Value" """,
                ]), ct);
        return claimed.Count == 0 ? null : new(claimed[0]);
    }

    /// <summary>Keeps it for longer; false where another has it now, so that nothing may be asked any more.</summary>
    public static async Task<bool> RenewAsync(FranchiseDb db, Id<Organisation> organisation, Guid lease, TimeSpan time, CancellationToken ct) =>
        (await WriteAsync<Guid>(
            db,
            $"""
            UPDATE franchise.stripe_payers SET leased_until = clock_timestamp() + {time}
            WHERE tenant_id = {organisation.Value} AND lease = {lease} AND leased_until > clock_timestamp() RETURNING tenant_id AS "Value"
            """, ct)).Count == 1;

    /// <summary>Lets it go.</summary>
    public static Task ReleaseAsync(FranchiseDb db, Id<Organisation> organisation, Guid lease, CancellationToken ct) =>
        WriteAsync<Guid>(
            db,
            $"""UPDATE franchise.stripe_payers SET leased_until = '-infinity' WHERE tenant_id = {organisation.Value} AND lease = {lease} RETURNING tenant_id AS "Value" """, ct);

    private static async Task<List<T>> WriteAsync<T>(FranchiseDb db, FormattableString sql, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var rows = await db.Database.SqlQuery<T>(sql).ToListAsync(ct);
        await transaction.CommitAsync(ct);
        return rows;
    }

    private sealed record Asked(string? PayerId, int Try);
}
