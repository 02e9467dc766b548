using System.ComponentModel;
using Franchise.Api.Http;
using Franchise.Domain.Assurance;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Franchise.Api.Assurance;

/// <summary>Standardisation meetings, newest entry first: Cohort 4 sees all, a partner its own.</summary>
internal static class ListMeetings
{
    public static Task<Page<MeetingView>> Handle(
        FranchiseDb db,
        PageQuery page,
        [Description("Only those of this organisation. To a partner every other organisation's list is empty.")] Id<Organisation>? organisation,
        CancellationToken ct)
    {
        IQueryable<StandardisationMeeting> meetings = db.Set<StandardisationMeeting>().AsSplitQuery().Include(m => m.Trainers).Include(m => m.Assurers);
        if (organisation is { } owner)
            meetings = meetings.Where(m => m.TenantId == owner);
        return page.ById(meetings, MeetingView.Of, ct);
    }
}
