using Franchise.Domain.Delivery;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Franchise.Api.Delivery;

/// <summary>Notes that a learner was told.</summary>
internal static class MarkNoticeDone
{
    public static async Task<LearnerNoticeView> Handle(Id<Course> id, Id<LearnerNotice> noticeId, FranchiseDb db, TimeProvider clock, CancellationToken ct)
    {
        await Courses.Demand(db, id, ct);
        await db.Database.SqlQuery<Guid>($"""SELECT id AS "Value" FROM franchise.learner_notices WHERE id = {noticeId.Value} FOR UPDATE""").ToListAsync(ct);
        var notice = await db.Set<LearnerNotice>().SingleOrDefaultAsync(n => n.Id == noticeId && n.CourseId == id, ct) ?? throw Refusal.NotFound();
        notice.Done(clock.GetUtcNow());
        await db.SaveChangesAsync(ct);
        return LearnerNoticeView.Of(notice);
    }
}
