using Franchise.Api.Http;
using Franchise.Domain.Accreditation;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Franchise.Api.Accreditation;

/// <summary>Takes away a record of development that was entered by mistake. What it has already counted for keeps its own note of it.</summary>
internal static class RemoveCpdRecord
{
    public static async Task<Done> Handle(Id<Trainer> id, Id<CpdRecord> recordId, FranchiseDb db, TimeProvider clock, CancellationToken ct)
    {
        var (trainer, _, _) = await Trainers.Lock(db, id, clock, ct);
        var record = await db.Set<CpdRecord>().SingleOrDefaultAsync(r => r.TrainerId == id && r.Id == recordId, ct) ?? throw Refusal.NotFound();
        trainer.RemoveCpd(record);
        db.Remove(record);
        await db.SaveChangesAsync(ct);
        return new();
    }
}
