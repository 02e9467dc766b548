using Franchise.Api.Http;
using Franchise.Domain.Delivery;
using Franchise.Domain.Identity;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Franchise.Api.Delivery;

/// <summary>Says that two learners on record are one person. Never across organisations; it can be undone.</summary>
internal static class MergeLearner
{
    /// <param name="Into">The learner that she is. Her record stays as it is.</param>
    public sealed record Request(Id<Learner> Into)
    {
        public static Request Example => new(ExampleOf.Id<Learner>(2));
    }

    public static async Task<Created<LearnerMergeView>> Handle(
        Id<Learner> id, Request request, IfMatch ifMatch, FranchiseDb db, Actor actor, TimeProvider clock, CancellationToken ct)
    {
        await Learners.LockRows(db, [id, request.Into], ct);
        var learner = await Learners.Lock(db, id, ifMatch, ct);
        var tenant = learner.TenantId;
        var into =
            await db.Set<Learner>().SingleOrDefaultAsync(l => l.TenantId == tenant && l.Id == request.Into, ct)
            ?? throw Refusal.Invalid([new("/into", "There is no such learner.")]);
        var hers = await db.Set<Enrolment>().Where(e => e.TenantId == tenant && e.LearnerId == id).ToListAsync(ct);
        var courses = hers.Where(e => e.Status == EnrolmentStatus.Enrolled).Select(e => e.CourseId).ToArray();
        var shared = await db.Set<Enrolment>().AnyAsync(
            e => e.TenantId == tenant && e.LearnerId == request.Into && e.Status == EnrolmentStatus.Enrolled && courses.Contains(e.CourseId), ct);
        var merge = learner.MergeInto(into, hers, shared, actor.Subject, clock.GetUtcNow());
        db.Add(merge);
        await db.SaveChangesAsync(ct);
        return new($"/v1/learner-merges/{merge.Id}", LearnerMergeView.Of(merge), learner.Version);
    }
}

/// <summary>That two learners were found to be one.</summary>
/// <param name="Id">Its id.</param>
/// <param name="From">Who was found to be another.</param>
/// <param name="Into">Who she is.</param>
/// <param name="Enrolments">The enrolments that moved with her.</param>
/// <param name="At">When.</param>
/// <param name="UndoneAt">When it was undone; null while it stands.</param>
internal sealed record LearnerMergeView(
    Id<LearnerMerge> Id, Id<Learner> From, Id<Learner> Into, IReadOnlyList<Id<Enrolment>> Enrolments, DateTimeOffset At, DateTimeOffset? UndoneAt)
{
    public static LearnerMergeView Example =>
        new(ExampleOf.Id<LearnerMerge>(), ExampleOf.Id<Learner>(), ExampleOf.Id<Learner>(2), [ExampleOf.Id<Enrolment>()], ExampleOf.Time, null);

    public static LearnerMergeView Of(LearnerMerge m) => new(m.Id, m.FromId, m.IntoId, m.Enrolments, m.At, m.UndoneAt);
}
