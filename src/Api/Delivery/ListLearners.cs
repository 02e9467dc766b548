using Franchise.Api.Http;
using Franchise.Domain.Delivery;
using Franchise.Infrastructure.Delivery;
using Franchise.Infrastructure.Persistence;

namespace Franchise.Api.Delivery;

/// <summary>Learners by what they are called, newest first: an organisation its own, a trainer those of her courses.</summary>
internal static class ListLearners
{
    public static Task<Page<LearnerSummary>> Handle(FranchiseDb db, PageQuery page, LearnerBox box, CancellationToken ct) =>
        page.ById(CoursesOnFile.Learners(db), (Learner l) => new LearnerSummary(l.Id, box.Open(l).CalledBy, l.MergedIntoId, l.Version), ct);
}
