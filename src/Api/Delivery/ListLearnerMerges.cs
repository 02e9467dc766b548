using Franchise.Api.Http;
using Franchise.Domain.Delivery;
using Franchise.Infrastructure.Persistence;

namespace Franchise.Api.Delivery;

/// <summary>Merges of learners, newest first, undone ones too.</summary>
internal static class ListLearnerMerges
{
    public static Task<Page<LearnerMergeView>> Handle(FranchiseDb db, PageQuery page, CancellationToken ct) =>
        page.ById(db.Set<LearnerMerge>(), LearnerMergeView.Of, ct);
}
