using Franchise.Api.Http;
using Franchise.Domain.Delivery;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Persistence;

namespace Franchise.Api.Delivery;

/// <summary>One enrolment.</summary>
internal static class GetEnrolment
{
    public static async Task<Found<EnrolmentView>> Handle(Id<Enrolment> id, FranchiseDb db, TimeProvider clock, CancellationToken ct)
    {
        var at = await Enrolments.Find(db, id, clock, ct);
        return new(EnrolmentView.Of(at.Enrolment, at.Time.Today), at.Enrolment.Version);
    }
}
