using System.ComponentModel.DataAnnotations;
using Franchise.Api.Http;
using Franchise.Domain.Assurance;
using Franchise.Domain.Catalogue;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Franchise.Api.Assurance;

/// <summary>Adds what a visit found.</summary>
internal static class AddFinding
{
    /// <param name="Kind">What sort it is.</param>
    /// <param name="Text">What was found, without learners' names.</param>
    /// <param name="Unit">The code of the unit it concerns; null where it concerns all that the organisation provides.</param>
    /// <param name="DueOn">The last day on which it can be answered in time: always for an essential action, never for good practice.</param>
    public sealed record Request(
        FindingKind Kind, [StringLength(2_000, MinimumLength = 1)] string Text, [StringLength(40, MinimumLength = 1)] string? Unit = null, DateOnly? DueOn = null)
    {
        public static Request Example => new(FindingKind.EssentialAction, "Feedback to learners does not name the criterion.", "RM3-02", new(2027, 4, 5));
    }

    public static async Task<Changed<VisitView>> Handle(Id<ExternalVisit> id, Request request, IfMatch ifMatch, FranchiseDb db, TimeProvider clock, CancellationToken ct)
    {
        var at = await Visits.Lock(db, id, ifMatch, clock, ct);
        var unit = request.Unit?.Trim();
        if (unit is not null && !await db.Set<Unit>().AnyAsync(u => u.Code == unit, ct))
            throw Refusal.Invalid([new("/unit", "There is no such unit.")]);
        at.Visit.Find(new(request.Kind, request.Text, unit, request.DueOn), at.Time);
        await db.SaveChangesAsync(ct);
        return at.Changed();
    }
}
