using Franchise.Api.Http;
using Franchise.Infrastructure.Persistence;

namespace Franchise.Api.Delivery;

/// <summary>Calendar feeds, newest first, revoked ones too.</summary>
internal static class ListCalendarFeeds
{
    public static Task<Page<CalendarFeedView>> Handle(FranchiseDb db, PageQuery page, CancellationToken ct) =>
        page.ById(CalendarFeeds.Visible(db), CalendarFeedView.Of, ct);
}
