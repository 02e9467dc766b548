using Franchise.Api.Http;
using Franchise.Domain.Accreditation;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Franchise.Api.Accreditation;

/// <summary>Takes away an attendance that was entered by mistake. What it has already counted for keeps its own note of it.</summary>
internal static class RemoveStandardisation
{
    public static async Task<Done> Handle(Id<Trainer> id, Id<Standardisation> standardisationId, FranchiseDb db, TimeProvider clock, CancellationToken ct)
    {
        var (trainer, _, _) = await Trainers.Lock(db, id, clock, ct);
        var attended = await db.Set<Standardisation>().SingleOrDefaultAsync(s => s.TrainerId == id && s.Id == standardisationId, ct) ?? throw Refusal.NotFound();
        trainer.RemoveStandardisation(attended);
        db.Remove(attended);
        await db.SaveChangesAsync(ct);
        return new();
    }
}
