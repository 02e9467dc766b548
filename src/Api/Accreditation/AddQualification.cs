using System.ComponentModel.DataAnnotations;
using Franchise.Api.Http;
using Franchise.Domain.Accreditation;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Persistence;

namespace Franchise.Api.Accreditation;

/// <summary>Adds a qualification to a trainer, or the fact of a check.</summary>
internal static class AddQualification
{
    /// <param name="Kind">What it is.</param>
    /// <param name="AwardedOn">The day on which it was awarded, or the check was made; today at the latest.</param>
    /// <param name="Title">What it is called; left out for a check, of which only the fact and the date are kept.</param>
    /// <param name="ExpiresOn">The last day on which it is good; null where it does not run out.</param>
    public sealed record Request(QualificationKind Kind, DateOnly AwardedOn, [MaxLength(200)] string? Title = null, DateOnly? ExpiresOn = null)
    {
        public static Request Example => new(QualificationKind.SafeguardingTraining, new(2026, 9, 14), "Safeguarding adults, level 3", new(2029, 9, 13));
    }

    public static async Task<Created<QualificationView>> Handle(
        Id<Trainer> id, Request request, IfMatch ifMatch, FranchiseDb db, TimeProvider clock, CancellationToken ct)
    {
        var (trainer, _, time) = await Trainers.Lock(db, id, clock, ct);
        ifMatch.Demand(trainer.Version);
        var qualification = trainer.AddQualification(new(request.Kind, request.Title, request.AwardedOn, request.ExpiresOn), time);
        await db.SaveChangesAsync(ct);
        return new($"/v1/trainers/{id}", QualificationView.Of(qualification), trainer.Version);
    }
}
