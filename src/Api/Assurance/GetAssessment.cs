using Franchise.Api.Http;
using Franchise.Domain.Assurance;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Assurance;
using Franchise.Infrastructure.Persistence;

namespace Franchise.Api.Assurance;

/// <summary>One assessment with its decisions and evidence.</summary>
internal static class GetAssessment
{
    public static async Task<Found<AssessmentView>> Handle(Id<UnitAssessment> id, FranchiseDb db, TimeProvider clock, CancellationToken ct)
    {
        var found = await AssessmentAtHand.Find(db, AssuranceOnFile.Courses(db), id, clock, ct);
        return new(AssessmentView.Of(found.Assessment), found.Assessment.Version);
    }
}
