using System.ComponentModel.DataAnnotations;
using Franchise.Api.Http;
using Franchise.Domain.Accreditation;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Persistence;

namespace Franchise.Api.Accreditation;

/// <summary>Records that a trainer took part in a standardisation meeting.</summary>
internal static class AddStandardisation
{
    /// <param name="On">When it was; today at the latest.</param>
    /// <param name="What">What was standardised, without learners' names.</param>
    public sealed record Request(DateOnly On, [StringLength(500, MinimumLength = 1)] string What)
    {
        public static Request Example => new(new(2026, 10, 20), "Reflective accounts, unit RM3-02");
    }

    public static async Task<Created<StandardisationView>> Handle(Id<Trainer> id, Request request, FranchiseDb db, TimeProvider clock, CancellationToken ct)
    {
        var (trainer, _, time) = await Trainers.Lock(db, id, clock, ct);
        var attended = trainer.RecordStandardisation(request.On, request.What, time);
        db.Add(attended);
        await db.SaveChangesAsync(ct);
        return new($"/v1/trainers/{id}/standardisations", StandardisationView.Of(attended));
    }
}
