using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;
using Franchise.Domain.Webhooks;
using Franchise.Infrastructure.Persistence;
using Franchise.Infrastructure.Tenancy;
using Microsoft.Extensions.Logging;

namespace Franchise.Infrastructure.Jobs;

/// <summary>
/// Reads what has happened in each organisation since it last looked, and does what follows from it, in the transaction that notes how far it has come: so that
/// nothing is missed and nothing done twice.
/// </summary>
public abstract class EventReader : Sweep<Organisation>
{
    /// <summary>A reader through the doors, by a clock.</summary>
    protected EventReader(Doors doors, TimeProvider clock, ILogger log)
        : base(doors, clock, log) { }

    /// <summary>The types of events that it reads.</summary>
    protected abstract IReadOnlyCollection<string> Relevant { get; }

    /// <summary>Does what follows from events of the organisations at hand, and says how many things that changed.</summary>
    protected abstract Task<int> Read(FranchiseDb db, IReadOnlyList<Event> happened, CancellationToken ct);

    /// <inheritdoc/>
    protected override FormattableString? Claim(Due due, DateTimeOffset now, Guid[] except) =>
        // An event has happened, whatever the clock: there is nothing to look for a second time.
        due == Due.BySandboxClock
            ? (FormattableString?)null
            : $"""
            SELECT o.tenant_id AS "Value"
            FROM franchise.organisations o
            JOIN franchise.audit_heads h ON h.tenant_id = o.tenant_id
            LEFT JOIN franchise.events_seen s ON s.tenant_id = o.tenant_id AND s.reader = {Reason}
            WHERE h.event_seq > coalesce(s.seq, 0) AND o.tenant_id <> ALL ({except})
            ORDER BY o.tenant_id LIMIT {Math.Min(BatchSize, 20)} FOR NO KEY UPDATE OF o SKIP LOCKED
            """;

    /// <inheritdoc/>
    protected override FormattableString Relock(Guid id) => RelockOfOrganisation(id);

    /// <inheritdoc/>
    protected override async Task<(int Things, int Actions)> Carry(FranchiseDb db, Id<Organisation>[] ids, CancellationToken ct)
    {
        List<Event> happened = [];
        foreach (var id in ids)
            happened.AddRange(await EventsOnFile.SinceAsync(db, id, Reason, Relevant, ct));
        return (ids.Length, happened.Count == 0 ? 0 : await Read(db, happened, ct));
    }
}
