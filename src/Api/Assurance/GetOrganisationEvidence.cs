using System.ComponentModel;
using Franchise.Domain.Identity;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Assurance;
using Franchise.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Franchise.Api.Assurance;

/// <summary>Everything an external quality assurer asks for about an organisation in a period.</summary>
internal static class GetOrganisationEvidence
{
    public static async Task<EvidenceAnswer> Handle(
        Id<Organisation> id,
        [Description("The first day; a year before the last where it is not given.")] DateOnly? from,
        [Description("The last day, at most three years later; today where it is not given.")] DateOnly? to,
        FranchiseDb db,
        Actor actor,
        TimeProvider clock,
        CancellationToken ct)
    {
        if (actor.Whose(id) is null)
            throw Refusal.NotFound();
        var organisation = await db.Set<Organisation>().AsNoTracking().SingleOrDefaultAsync(o => o.TenantId == id, ct) ?? throw Refusal.NotFound();
        var now = clock.GetUtcNow();
        var until = to ?? organisation.Today(now);
        var first = from ?? DateOnly.FromDayNumber(Math.Max(0, until.DayNumber - 365));
        new Faults().When(until < first || until.DayNumber - first.DayNumber > EvidencePack.MostDays, "/query/to", "The last day is not before the first, and at most three years later.").Refuse();
        var files = await EvidencePack.OfOrganisationAsync(db, organisation, first, until, now, ct);
        await Downloads.Note(db, id, new("organisation.evidence_read", id.ToString(), new Dictionary<string, object?> { ["from"] = first, ["to"] = until }), ct);
        return new(new(id.ToString(), first, until, organisation.Today(now)), files);
    }
}
