using Franchise.Domain.Delivery;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Franchise.Api.Delivery;

/// <summary>Takes a merge back: what was hers is hers again.</summary>
internal static class UndoLearnerMerge
{
    public static async Task<LearnerMergeView> Handle(Id<LearnerMerge> id, FranchiseDb db, TimeProvider clock, CancellationToken ct)
    {
        await db.Database.SqlQuery<Guid>($"""SELECT id AS "Value" FROM franchise.learner_merges WHERE id = {id.Value} FOR UPDATE""").ToListAsync(ct);
        var merge = await db.Set<LearnerMerge>().SingleOrDefaultAsync(m => m.Id == id, ct) ?? throw Refusal.NotFound();
        await Learners.LockRows(db, [merge.FromId, merge.IntoId], ct);
        var (tenant, moved) = (merge.TenantId, merge.Enrolments.ToArray());
        var (from, into) = (merge.FromId, merge.IntoId);
        var learners = await db.Set<Learner>().Where(l => l.TenantId == tenant && (l.Id == from || l.Id == into)).ToDictionaryAsync(l => l.Id, ct);
        var enrolments = await db.Set<Enrolment>().Where(e => e.TenantId == tenant && moved.Contains(e.Id)).ToListAsync(ct);
        learners[from].Undo(merge, learners[into], enrolments, clock.GetUtcNow());
        await db.SaveChangesAsync(ct);
        return LearnerMergeView.Of(merge);
    }
}
