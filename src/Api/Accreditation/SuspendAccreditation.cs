using Franchise.Api.Http;
using Franchise.Domain.Accreditation;
using Franchise.Domain.Identity;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Email;
using Franchise.Infrastructure.Persistence;

namespace Franchise.Api.Accreditation;

/// <summary>Suspends an accreditation: she may not teach the unit while it stands.</summary>
internal static class SuspendAccreditation
{
    public static Task<Created<AccreditationHoldView>> Handle(
        Id<UnitAccreditation> id, AccreditationHoldRequest request, IfMatch ifMatch, FranchiseDb db, Actor actor, EmailOutbox outbox, TimeProvider clock, CancellationToken ct) =>
        AccreditationHolds.Place(id, AccreditationHoldKind.Suspension, request, ifMatch, db, actor, outbox, clock, ct);
}
