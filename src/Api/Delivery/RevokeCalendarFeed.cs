using Franchise.Domain.Delivery;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Franchise.Api.Delivery;

/// <summary>Closes a calendar feed for good: its address then opens as little as one that never was.</summary>
internal static class RevokeCalendarFeed
{
    public static async Task<CalendarFeedView> Handle(Id<CalendarFeed> id, FranchiseDb db, TimeProvider clock, CancellationToken ct)
    {
        await db.Database.SqlQuery<Guid>($"""SELECT id AS "Value" FROM franchise.calendar_feeds WHERE id = {id.Value} FOR UPDATE""").ToListAsync(ct);
        var feed = await CalendarFeeds.Visible(db).SingleOrDefaultAsync(f => f.Id == id, ct) ?? throw Refusal.NotFound();
        feed.Revoke(clock.GetUtcNow());
        await db.SaveChangesAsync(ct);
        return CalendarFeedView.Of(feed);
    }
}
