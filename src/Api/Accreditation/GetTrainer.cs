using Franchise.Api.Http;
using Franchise.Domain.Accreditation;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Accreditation;
using Franchise.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Franchise.Api.Accreditation;

/// <summary>One trainer with her qualifications.</summary>
internal static class GetTrainer
{
    public static async Task<Found<TrainerView>> Handle(Id<Trainer> id, FranchiseDb db, CancellationToken ct)
    {
        var trainer = await TrainersOnFile.Trainers(db).AsNoTracking().Include(t => t.Qualifications).SingleOrDefaultAsync(t => t.Id == id, ct)
            ?? throw Refusal.NotFound();
        return new(TrainerView.Of(trainer), trainer.Version);
    }
}
