using System.ComponentModel.DataAnnotations;
using Franchise.Domain.Accreditation;
using Franchise.Domain.Licensing;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Accreditation;
using Franchise.Infrastructure.Licensing;
using Franchise.Infrastructure.Persistence;

namespace Franchise.Api.Licensing;

/// <summary>Whether something may be done under a licence: every reason against it at once, by the function that the write path asks too.</summary>
internal static class CheckEligibility
{
    /// <param name="Unit">The code of the unit.</param>
    /// <param name="Dates">Every date on which it is to be delivered; null where firstDate and lastDate say it.</param>
    /// <param name="FirstDate">The first of a run of dates; goes with lastDate.</param>
    /// <param name="LastDate">The last of a run of dates, inclusive; 400 days at most.</param>
    /// <param name="Seats">How many seats are needed; 0 where they are reserved already.</param>
    /// <param name="Territory">Where: an ISO 3166 code; null where it does not matter.</param>
    /// <param name="Language">In which language; null where it does not matter.</param>
    /// <param name="Mode">`in_person` or `online`; null where it does not matter.</param>
    /// <param name="Trainer">Who teaches: her id; null where nobody is named yet. Her accreditation check says why not, where she is not accredited.</param>
    /// <param name="BegunOn">The first day of a course that has begun already; null for a new one.</param>
    public sealed record Request(
        [StringLength(40, MinimumLength = 1)] string Unit,
        [Length(1, EligibilityQuestion.MostDates)] IReadOnlyList<DateOnly>? Dates = null,
        DateOnly? FirstDate = null,
        DateOnly? LastDate = null,
        [Range(0, 10_000)] int Seats = 0,
        [MaxLength(6)] string? Territory = null,
        [MaxLength(35)] string? Language = null,
        [MaxLength(20)] string? Mode = null,
        [MaxLength(40)] string? Trainer = null,
        DateOnly? BegunOn = null
    )
    {
        public static Request Example => new("RM3-01", [new(2027, 3, 1), new(2027, 3, 8)], Seats: 12, Territory: "GB-ENG", Language: "en", Mode: DeliveryMode.InPerson);
    }

    /// <param name="Allowed">Whether nothing stands in the way.</param>
    /// <param name="Reasons">Everything that does, each with what removes it and the dates it concerns.</param>
    public sealed record Response(bool Allowed, IReadOnlyList<ReasonView> Reasons)
    {
        public static Response Example => new(false, [ReasonView.Example]);
    }

    public static async Task<Response> Handle(Id<Licence> id, Request request, FranchiseDb db, TimeProvider clock, CancellationToken ct)
    {
        var question = new EligibilityQuestion(
            request.Unit, DatesOf(request), request.Seats, request.Territory, request.Language, request.Mode, request.Trainer, request.BegunOn);
        var at = await Licences.Find(db, id, Parts.Terms | Parts.Holds | Parts.Entitlements, clock, ct);
        var facts = await LicencesOnFile.FactsAsync(db, new(at.Licence, at.Policy), at.Organisation, at.Time, request.Unit, request.Seats > 0, ct);
        facts = facts with { Trainer = await Trainer(db, at.Licence, question, clock.GetUtcNow(), ct) };
        var answer = Eligibility.Of(at.Licence, question, facts);
        return new(answer.Allowed, [.. answer.Reasons.Select(ReasonView.Of)]);
    }

    private static IReadOnlyList<DateOnly> DatesOf(Request request) =>
        (request.Dates, request.FirstDate, request.LastDate) switch
        {
            ({ } dates, null, null) => dates,
            (null, { } first, { } last) => EligibilityQuestion.Between(first, last),
            _ => throw Refusal.Invalid([new("/dates", "Name either dates, or firstDate and lastDate.")]),
        };

    // The same function that plans sessions asks: what is not covered, suspended or withdrawn on a date is no day of hers.
    private static async Task<TrainerFacts?> Trainer(FranchiseDb db, Licence licence, EligibilityQuestion question, DateTimeOffset now, CancellationToken ct) =>
        Id<Trainer>.TryRead(question.Trainer, out var id)
            && await TrainersOnFile.FileAsync(db, id, question.Unit, now, ct) is { } file
            && file.Trainer.TenantId == licence.TenantId
            ? new([.. question.Dates.Where(d => AccreditationCheck.Of(file, d).Accredited).Select(d => new Term(d, d))])
            : null;
}
