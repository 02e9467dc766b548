using Franchise.Domain.Audit;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;
using Franchise.Domain.Webhooks;
using Franchise.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Franchise.Infrastructure.Jobs;

/// <summary>How those who follow events read them.</summary>
public static class EventsOnFile
{
    /// <summary>
    /// What has happened in an organisation since a reader last looked, in its order; and notes how far it has come, which counts once the transaction commits. Whoever
    /// calls it holds the organisation's row.
    /// </summary>
    /// <param name="db">The transaction.</param>
    /// <param name="organisation">Where.</param>
    /// <param name="reader">Who reads.</param>
    /// <param name="relevant">The types that it reads.</param>
    /// <param name="ct">Stops.</param>
    public static async Task<List<Event>> SinceAsync(FranchiseDb db, Id<Organisation> organisation, string reader, IReadOnlyCollection<string> relevant, CancellationToken ct)
    {
        var place = await db.Set<EventsSeen>().SingleOrDefaultAsync(s => s.TenantId == organisation && s.Reader == reader, ct);
        if (place is null)
            db.Add(place = new(organisation, reader));
        // The number that claims go by, whatever becomes of old events.
        var last = await db.Set<AuditHead>().Where(h => h.TenantId == organisation).Select(h => (long?)h.EventSeq).SingleOrDefaultAsync(ct) ?? 0;
        var from = place.Seq;
        var happened = await db.Set<Event>()
            .AsNoTracking()
            .Where(e => e.TenantId == organisation && e.Seq > from && e.Seq <= last && relevant.Contains(e.Type))
            .OrderBy(e => e.Seq)
            .ToListAsync(ct);
        place.Until(last);
        return happened;
    }
}
