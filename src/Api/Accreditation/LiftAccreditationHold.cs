using Franchise.Api.Http;
using Franchise.Domain.Accreditation;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Email;
using Franchise.Infrastructure.Persistence;

namespace Franchise.Api.Accreditation;

/// <summary>Lifts a restriction or a suspension as of today.</summary>
internal static class LiftAccreditationHold
{
    public static async Task<Changed<AccreditationHoldView>> Handle(
        Id<UnitAccreditation> id, Id<AccreditationHold> holdId, IfMatch ifMatch, FranchiseDb db, EmailOutbox outbox, TimeProvider clock, CancellationToken ct)
    {
        var at = await Accreditations.Lock(db, id, ifMatch, clock, ct);
        var hold = at.Accreditation.Lift(holdId, at.Time);
        await AccreditationChanges.TellLifted(db, AccreditationsDecided.Of(at), hold, outbox, ct);
        await db.SaveChangesAsync(ct);
        return new(AccreditationHoldView.Of(hold), at.Accreditation.Version);
    }
}
