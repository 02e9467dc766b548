using Franchise.Domain.Accreditation;
using Franchise.Domain.Delivery;
using Franchise.Infrastructure.Accreditation;
using Franchise.Infrastructure.Persistence;

namespace Franchise.Api.Delivery;

/// <summary>How use cases come by calendar feeds. Who signs in as a trainer sees those that she made and those of her own sessions.</summary>
internal static class CalendarFeeds
{
    public static IQueryable<CalendarFeed> Visible(FranchiseDb db)
    {
        if (db.Actor.OnlyOwnOf is null)
            return db.Set<CalendarFeed>();
        var subject = db.Actor.Subject;
        IQueryable<Trainer> herself = TrainersOnFile.Trainers(db);
        return db.Set<CalendarFeed>().Where(f => f.CreatedBy == subject || herself.Any(t => t.TenantId == f.TenantId && t.Id == f.TrainerId));
    }
}
