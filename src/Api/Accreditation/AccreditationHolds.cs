using System.ComponentModel.DataAnnotations;
using Franchise.Api.Http;
using Franchise.Domain.Accreditation;
using Franchise.Domain.Identity;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Email;
using Franchise.Infrastructure.Persistence;

namespace Franchise.Api.Accreditation;

/// <summary>Why an accreditation is restricted or suspended, and what that means.</summary>
/// <param name="Reason">Why.</param>
/// <param name="Text">For a restriction, how she may teach; for a suspension, what would lift it. She and her organisation read it.</param>
/// <param name="EffectiveFrom">The first day on which it counts; null for today.</param>
internal sealed record AccreditationHoldRequest(AccreditationConcern Reason, [StringLength(2_000, MinimumLength = 1)] string Text, DateOnly? EffectiveFrom = null)
{
    public static AccreditationHoldRequest Example => new(AccreditationConcern.Quality, "With a co-trainer only, until she has been observed again.", new(2027, 5, 3));
}

/// <summary>What restricting and suspending have in common.</summary>
internal static class AccreditationHolds
{
    public static async Task<Created<AccreditationHoldView>> Place(
        Id<UnitAccreditation> id,
        AccreditationHoldKind kind,
        AccreditationHoldRequest request,
        IfMatch ifMatch,
        FranchiseDb db,
        Actor actor,
        EmailOutbox outbox,
        TimeProvider clock,
        CancellationToken ct)
    {
        var at = await Accreditations.Lock(db, id, ifMatch, clock, ct);
        var hold = at.Accreditation.Hold(kind, request.Reason, request.Text, request.EffectiveFrom ?? at.Time.Today, actor, at.Time);
        await AccreditationChanges.TellHeld(db, AccreditationsDecided.Of(at), hold, outbox, ct);
        await db.SaveChangesAsync(ct);
        return new($"/v1/accreditations/{id}", AccreditationHoldView.Of(hold), at.Accreditation.Version);
    }
}
