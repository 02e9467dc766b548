using System.ComponentModel.DataAnnotations;
using Franchise.Api.Http;
using Franchise.Domain.Licensing;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Persistence;

namespace Franchise.Api.Licensing;

/// <summary>The organisation says something against a hold. The hold stands until Cohort 4 lifts it.</summary>
internal static class AppealHold
{
    /// <param name="Note">What speaks against it, without personal data.</param>
    public sealed record Request([StringLength(2_000, MinimumLength = 1)] string Note)
    {
        public static Request Example => new("Both observations took place on 4 May; the reports are with your quality lead.");
    }

    public static async Task<Changed<HoldView>> Handle(
        Id<Licence> id, Id<Hold> holdId, Request request, IfMatch ifMatch, FranchiseDb db, TimeProvider clock, CancellationToken ct)
    {
        var at = await Licences.Lock(db, id, ifMatch, Parts.Holds, clock, ct);
        at.Licence.AppealHold(holdId, request.Note);
        await db.SaveChangesAsync(ct);
        return HoldView.Changed(at, holdId);
    }
}
