using System.ComponentModel;
using Franchise.Api.Http;
using Franchise.Domain.Delivery;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Persistence;

namespace Franchise.Api.Delivery;

/// <summary>What learners of a course are to be told, newest first: also by whom no message could be sent.</summary>
internal static class ListLearnerNotices
{
    public static async Task<Page<LearnerNoticeView>> Handle(
        Id<Course> id, FranchiseDb db, PageQuery page, [Description("Only notices that are seen to; or only others.")] bool? done, CancellationToken ct)
    {
        await Courses.Demand(db, id, ct);
        var notices = db.Set<LearnerNotice>().Where(n => n.CourseId == id);
        if (done is { } seenTo)
            notices = notices.Where(n => (n.DoneAt != null) == seenTo);
        return await page.ById(notices, LearnerNoticeView.Of, ct);
    }
}

/// <summary>That a learner is to be told something.</summary>
/// <param name="Id">Its id.</param>
/// <param name="EnrolmentId">Whose.</param>
/// <param name="Kind">What.</param>
/// <param name="ByEmail">Whether a message was written to her. Where not, her contact rule forbids it or there is no address: someone tells her.</param>
/// <param name="CreatedAt">Since when.</param>
/// <param name="DoneAt">When it was seen to; null while someone still has to.</param>
internal sealed record LearnerNoticeView(Id<LearnerNotice> Id, Id<Enrolment> EnrolmentId, NoticeKind Kind, bool ByEmail, DateTimeOffset CreatedAt, DateTimeOffset? DoneAt)
{
    public static LearnerNoticeView Example => new(ExampleOf.Id<LearnerNotice>(), ExampleOf.Id<Enrolment>(), NoticeKind.CourseCancelled, false, ExampleOf.Time, null);

    public static LearnerNoticeView Of(LearnerNotice n) => new(n.Id, n.EnrolmentId, n.Kind, n.ByEmail, n.CreatedAt, n.DoneAt);
}
