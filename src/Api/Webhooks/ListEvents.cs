using System.Text.Json;
using Franchise.Api.Http;
using Franchise.Domain.Identity;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;
using Franchise.Domain.Webhooks;
using Franchise.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Franchise.Api.Webhooks;

/// <summary>The organisation's event feed.</summary>
public static class ListEvents
{
    /// <summary>Something that happened.</summary>
    /// <param name="Id">Its id; the same however often it is read.</param>
    /// <param name="OrganisationId">Where.</param>
    /// <param name="Seq">Place in the organisation's feed, from 1 without a gap.</param>
    /// <param name="At">When it happened, in UTC: by the clock of its organisation, which in a sandbox may be ahead.</param>
    /// <param name="Type">What: a noun and a past participle.</param>
    /// <param name="Subject">Id of what it happened to.</param>
    /// <param name="Data">Details, by name; never a person's data.</param>
    public sealed record EventView(
        Id<Event> Id,
        Id<Organisation> OrganisationId,
        long Seq,
        DateTimeOffset At,
        string Type,
        string Subject,
        IReadOnlyDictionary<string, JsonElement> Data
    )
    {
        /// <summary>For the description.</summary>
        public static EventView Example =>
            new(
                Id<Event>.Parse("evt_01jd8yq3zhf2vt8m6w4x5c7b9h", null),
                Id<Organisation>.Parse("org_01jd8yq3zhf2vt8m6w4x5c7b9e", null),
                12,
                DateTimeOffset.UnixEpoch.AddDays(20_500),
                "licence.milestone_reached",
                "lic_01jd8yq3zhf2vt8m6w4x5c7b9g",
                new Dictionary<string, JsonElement>(StringComparer.Ordinal) { ["days"] = JsonSerializer.SerializeToElement(90) }
            );
    }

    /// <param name="organisation">Platform staff: whose feed; Cohort 4's own where none is named.</param>
    /// <param name="after">Only events with a greater <c>seq</c>.</param>
    /// <param name="type">Only events of this type.</param>
    /// <param name="page">Which page.</param>
    /// <param name="db">Database.</param>
    /// <param name="actor">Who asks.</param>
    /// <param name="ct">Cancels.</param>
    public static async Task<Page<EventView>> Handle(
        Id<Organisation>? organisation,
        long? after,
        string? type,
        PageQuery page,
        FranchiseDb db,
        Actor actor,
        CancellationToken ct
    )
    {
        if (actor.Whose(organisation) is not { } feed)
            return new([], null);
        var events = db.Set<Event>().AsNoTracking().Where(e => e.TenantId == feed);
        if (type is not null)
            events = events.Where(e => e.Type == type);
        if ((page.AfterNumber() ?? after) is { } last)
            events = events.Where(e => e.Seq > last);
        return page.CutByNumber(await events.OrderBy(e => e.Seq).Take(page.Take).ToListAsync(ct), e => e.Seq, View);
    }

    private static EventView View(Event e) =>
        new(e.Id, e.TenantId, e.Seq, e.At, e.Type, e.Subject, JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(e.Data)!);
}
