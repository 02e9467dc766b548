using Franchise.Api.Http;
using Franchise.Domain.Delivery;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Franchise.Api.Delivery;

/// <summary>Gives a partner a place on a training of trainers, or sells it.</summary>
internal static class GrantTrainingPlace
{
    /// <param name="CourseId">The training.</param>
    /// <param name="OrganisationId">To whom.</param>
    /// <param name="Price">What it costs, in the partner's currency; null where it is given.</param>
    public sealed record Request(Id<Course> CourseId, Id<Organisation> OrganisationId, Money? Price = null)
    {
        public static Request Example => new(ExampleOf.Id<Course>(), ExampleOf.Id<Organisation>(), new Money(25_000, "GBP"));
    }

    public static async Task<Created<TrainingPlaceView>> Handle(Request request, FranchiseDb db, TimeProvider clock, CancellationToken ct)
    {
        await db.Database.SqlQuery<Guid>($"""SELECT id AS "Value" FROM franchise.courses WHERE id = {request.CourseId.Value} FOR UPDATE""").ToListAsync(ct);
        var course =
            await db.Set<Course>().AsNoTracking().Include(c => c.Units).Include(c => c.Sessions).SingleOrDefaultAsync(c => c.Id == request.CourseId && c.Kind == CourseKind.TrainingOfTrainers, ct)
            ?? throw Refusal.Invalid([new("/courseId", "There is no such training of trainers.")]);
        var organisation =
            await db.Set<Organisation>().AsNoTracking().SingleOrDefaultAsync(o => o.TenantId == request.OrganisationId, ct)
            ?? throw Refusal.Invalid([new("/organisationId", "There is no such organisation.")]);
        var taken = await db.Set<TrainingPlace>().CountAsync(p => p.CourseId == request.CourseId && p.Status != TrainingPlaceStatus.Cancelled, ct);
        var place = new TrainingPlace(course, organisation, request.Price, taken, clock.GetUtcNow());
        db.Add(place);
        await db.SaveChangesAsync(ct);
        return new($"/v1/training-places/{place.Id}", TrainingPlaceView.Of(place), place.Version);
    }
}
