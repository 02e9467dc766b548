using System.ComponentModel.DataAnnotations;
using Franchise.Api.Http;
using Franchise.Domain.Accreditation;
using Franchise.Domain.Identity;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Accreditation;
using Franchise.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Franchise.Api.Accreditation;

/// <summary>An organisation puts one of its trainers forward for a unit.</summary>
internal static class NominateTrainer
{
    /// <param name="Unit">The code of the unit; a licence of the organisation that runs today must grant it.</param>
    public sealed record Request([StringLength(40, MinimumLength = 1)] string Unit)
    {
        public static Request Example => new("RM3-02");
    }

    public static async Task<Created<AccreditationView>> Handle(
        Id<Trainer> id, Request request, FranchiseDb db, Actor actor, TimeProvider clock, CancellationToken ct)
    {
        var (trainer, organisation, time) = await Trainers.Lock(db, id, clock, ct);
        var unit = request.Unit;
        if (await db.Set<UnitAccreditation>().AnyAsync(a => a.TrainerId == id && a.Unit == unit && a.Status != AccreditationStatus.Withdrawn, ct))
        {
            throw Refusal.Conflict(
                AccreditationCodes.AlreadyNominated, "She is nominated, in training or accredited for this unit already.", "Read her accreditations first.");
        }
        var accreditation = UnitAccreditation.Nominate(trainer, unit, await TrainersOnFile.RightAsync(db, organisation, unit, goesOn: false, time, ct), actor, time);
        db.Add(accreditation);
        await db.SaveChangesAsync(ct);
        return new($"/v1/accreditations/{accreditation.Id}", AccreditationView.Of(accreditation), accreditation.Version);
    }
}
