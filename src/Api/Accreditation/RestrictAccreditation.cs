using Franchise.Api.Http;
using Franchise.Domain.Accreditation;
using Franchise.Domain.Identity;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Email;
using Franchise.Infrastructure.Persistence;

namespace Franchise.Api.Accreditation;

/// <summary>Restricts an accreditation: she may teach the unit only as the text says.</summary>
internal static class RestrictAccreditation
{
    public static Task<Created<AccreditationHoldView>> Handle(
        Id<UnitAccreditation> id, AccreditationHoldRequest request, IfMatch ifMatch, FranchiseDb db, Actor actor, EmailOutbox outbox, TimeProvider clock, CancellationToken ct) =>
        AccreditationHolds.Place(id, AccreditationHoldKind.Restriction, request, ifMatch, db, actor, outbox, clock, ct);
}
