using System.ComponentModel.DataAnnotations;
using Franchise.Domain.Accreditation;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Accreditation;
using Franchise.Infrastructure.Persistence;

namespace Franchise.Api.Accreditation;

/// <summary>Whether a trainer is accredited for a unit on a date, by the function that whatever plans her asks too.</summary>
internal static class CheckAccreditation
{
    /// <param name="Unit">The code of the unit.</param>
    /// <param name="Date">The date: past, today or ahead.</param>
    public sealed record Request([StringLength(40, MinimumLength = 1)] string Unit, DateOnly Date)
    {
        public static Request Example => new("RM3-02", new(2027, 3, 14));
    }

    /// <param name="Accredited">Whether nothing stands in the way.</param>
    /// <param name="Reasons">Everything that does, each with what removes it.</param>
    /// <param name="Conditions">Restrictions to be kept on that date though she is accredited.</param>
    /// <param name="LastDay">The last day of the record that covers the date; null where none does.</param>
    public sealed record Response(bool Accredited, IReadOnlyList<AccreditationReason> Reasons, IReadOnlyList<AccreditationReason> Conditions, DateOnly? LastDay)
    {
        public static Response Example => new(false, [AccreditationReason.Example], [], null);
    }

    public static async Task<Response> Handle(Id<Trainer> id, Request request, FranchiseDb db, TimeProvider clock, CancellationToken ct)
    {
        var file = await TrainersOnFile.FileAsync(db, id, request.Unit, clock.GetUtcNow(), ct) ?? throw Refusal.NotFound();
        var answer = AccreditationCheck.Of(file, request.Date);
        return new(
            answer.Accredited, [.. answer.Reasons.Select(AccreditationReason.Of)], [.. answer.Conditions.Select(AccreditationReason.Of)], answer.Record?.LastDay);
    }
}
