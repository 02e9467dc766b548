using Franchise.Api.Http;
using Franchise.Domain.Accreditation;
using Franchise.Domain.Assurance;
using Franchise.Domain.Identity;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Franchise.Api.Assurance;

/// <summary>An assurer, or her organisation for her, says to which trainer she is tied.</summary>
internal static class DeclareTie
{
    /// <param name="TrainerId">The trainer.</param>
    /// <param name="Kind">`related`, `lineManages` or `worksWith`; each goes both ways.</param>
    public sealed record Request(Id<Trainer> TrainerId, TieKind Kind)
    {
        public static Request Example => new(ExampleOf.Id<Trainer>(), TieKind.LineManages);
    }

    public static async Task<Created<AssurerView>> Handle(Id<QualityAssurer> id, Request request, FranchiseDb db, Actor actor, TimeProvider clock, CancellationToken ct)
    {
        var at = await AssurerAtHand.Lock(db, id, null, clock, ct);
        if (at.Assurer.UserId.ToString() != actor.Subject && !actor.May(Permission.AssurersNominate))
            throw AssessedCourses.NotAnAssurer();
        var (tenant, trainerId) = (at.Assurer.TenantId, request.TrainerId);
        var trainer = await db.Set<Trainer>().AsNoTracking().SingleOrDefaultAsync(t => t.TenantId == tenant && t.Id == trainerId, ct)
            ?? throw Refusal.Invalid([new("/trainerId", "There is no such trainer.")]);
        at.Assurer.Declare(trainer, request.Kind, actor, at.Time.Now);
        await db.SaveChangesAsync(ct);
        return new($"/v1/assurers/{id}", AssurerView.Of(at.Assurer), at.Assurer.Version);
    }
}
