using Franchise.Domain.Accreditation;
using Franchise.Domain.Licensing;
using Franchise.Domain.Shared;

namespace Franchise.Domain.Delivery;

/// <summary>Another session on which a trainer is booked, in whatever course of her organisation.</summary>
/// <param name="Trainer">Who.</param>
/// <param name="Session">Which.</param>
/// <param name="StartsAt">From when.</param>
/// <param name="EndsAt">Until when.</param>
public sealed record Engagement(Id<Trainer> Trainer, Id<Session> Session, DateTimeOffset StartsAt, DateTimeOffset EndsAt);

/// <summary>What others know that decides whether sessions may be held. Read while the trainers' rows are locked.</summary>
/// <param name="Licence">The licence with terms, holds and entitlements; null for what Cohort 4 itself runs.</param>
/// <param name="Units">What eligibility asks of each unit, by its code.</param>
/// <param name="Files">What is on file of each trainer about each unit.</param>
/// <param name="Engagements">Where else the trainers are.</param>
public sealed record DeliveryFacts(
    Licence? Licence,
    IReadOnlyDictionary<string, EligibilityFacts> Units,
    IReadOnlyDictionary<(Id<Trainer> Trainer, string Unit), TrainerFile> Files,
    IReadOnlyCollection<Engagement> Engagements
);

/// <summary>One thing that stands in the way of a session.</summary>
/// <param name="Entry">Which session of those asked about.</param>
/// <param name="Reason">What, and what removes it.</param>
/// <param name="Overridable">
/// Whether a reason may override it: her time, a restriction, and an accreditation in force that is still to be renewed; never a licence, nor an
/// accreditation that is missing, suspended or lapsed.
/// </param>
public sealed record Obstacle(int Entry, Reason Reason, bool Overridable);

/// <summary>
/// Whether sessions may be held: each on its own day, by the licence's eligibility, each trainer's accreditation and her time. Planning, moving,
/// substituting and opening all ask this; every reason comes at once.
/// </summary>
public static class SessionGuard
{
    /// <summary>Everything that stands in the way.</summary>
    /// <param name="course">The course.</param>
    /// <param name="plans">Its sessions as they are to be.</param>
    /// <param name="seats">How many seats must be free; 0 where that does not matter.</param>
    /// <param name="facts">What others know.</param>
    public static IReadOnlyList<Obstacle> Of(Course course, IReadOnlyCollection<SessionPlan> plans, int seats, DeliveryFacts facts)
    {
        var found = new Dictionary<(int, string, string), (Obstacle Obstacle, SortedSet<DateOnly> Dates)>();
        void Note(int entry, Reason reason, bool overridable)
        {
            if (!found.TryGetValue((entry, reason.Code, reason.Sentence), out var known))
                found[(entry, reason.Code, reason.Sentence)] = known = (new(entry, reason, overridable), []);
            known.Dates.UnionWith(reason.Dates);
        }

        if (facts.Licence is { } licence)
            foreach (var alike in plans.GroupBy(p => (p.Entry, Mode: p.Place is null ? DeliveryMode.Online : DeliveryMode.InPerson)))
                foreach (var unit in alike.SelectMany(p => p.Units).Distinct())
                {
                    var those = alike.Where(p => p.Units.Contains(unit)).ToList();
                    DateOnly[] dates = [.. those.Select(p => p.Date).Distinct()];
                    var question = new EligibilityQuestion(unit, dates, seats, course.Territory, course.Language, alike.Key.Mode, BegunOn: course.BegunOn);
                    foreach (var reason in Eligibility.Of(licence, question, facts.Units[unit]).Reasons)
                        Note(alike.Key.Entry, reason, overridable: false);
                    foreach (var trainer in those.SelectMany(p => p.Trainers).Distinct())
                        foreach (var (reason, overridable) in OfTrainer(licence, trainer, question with { Seats = 0 }, [.. those.Where(p => p.Trainers.Contains(trainer)).Select(p => p.Date).Distinct()], facts))
                            Note(alike.Key.Entry, reason, overridable);
                }
        foreach (var plan in plans)
            if (plan.Trainers.Any(t => facts.Engagements.Any(e => e.Trainer == t && e.StartsAt < plan.EndsAt && plan.StartsAt < e.EndsAt)))
                Note(plan.Entry, doubleBooked with { Dates = [plan.Date] }, overridable: true);
        return [.. found.Values.Select(f => f.Obstacle with { Reason = f.Obstacle.Reason with { Dates = [.. f.Dates] } })];
    }

    /// <summary>Refuses where something stands in the way that is not overridden. Returns the override where one was needed.</summary>
    /// <param name="obstacles">What stands in the way.</param>
    /// <param name="over">A reason to do it all the same; null for none.</param>
    /// <param name="pointer">The JSON pointer to a session of the request.</param>
    /// <exception cref="Refusal"><c>not_eligible</c>, <c>override_needed</c>: with every reason.</exception>
    public static Override? Demand(IReadOnlyList<Obstacle> obstacles, Override? over, Func<int, string> pointer)
    {
        if (obstacles.Any(o => !o.Overridable))
            throw Refuse(LicensingCodes.NotEligible, "Something stands in the way of these sessions.", "See to each reason in errors.");
        if (obstacles.Count > 0 && over is null)
        {
            throw Refuse(
                DeliveryCodes.OverrideNeeded, "Something stands in the way of these sessions.", "See to each reason in errors, or say in overrideReason why it is done all the same.");
        }
        return obstacles.Count > 0 ? over : null;

        Refusal Refuse(string code, string message, string remedy) =>
            new(RefusalKind.Conflict, code, message, remedy, [.. obstacles.Select(o => new FieldError(pointer(o.Entry), Sentence(o.Reason), o.Reason.Code, o.Reason.Remedy))]);
    }

    private static IEnumerable<(Reason, bool)> OfTrainer(Licence licence, Id<Trainer> trainer, EligibilityQuestion question, DateOnly[] dates, DeliveryFacts facts)
    {
        facts.Files.TryGetValue((trainer, question.Unit), out var file);
        List<AccreditationAnswer> answers = file is null ? [] : [.. dates.Select(d => AccreditationCheck.Of(file, d))];
        var accredited = new TrainerFacts([.. dates.Zip(answers).Where(a => a.Second.Reasons.All(CountsOnRenewal)).Select(a => new Term(a.First, a.First))]);
        // The licence's own word about her, and beside it what exactly is missing.
        foreach (var reason in Eligibility.Of(licence, question with { Dates = dates, Trainer = trainer.ToString() }, facts.Units[question.Unit] with { Trainer = accredited }).Reasons)
            if (reason.Code == LicensingCodes.TrainerNotAccredited)
                yield return (reason, false);
        foreach (var reason in answers.SelectMany(a => a.Reasons))
            yield return CountsOnRenewal(reason)
                ? (reason with { Remedy = $"{reason.Remedy} Or choose another trainer, or say in overrideReason why you count on it." }, true)
                : (reason, false);
        foreach (var condition in answers.SelectMany(a => a.Conditions))
            yield return (condition with { Remedy = "Have the restriction lifted, choose another trainer, or say in overrideReason how it is kept." }, true);
    }

    /// <summary>
    /// Whether all that is missing is the renewal of an accreditation that is in force. A course may be longer than what is left of it; where the renewal
    /// does not come it lapses, and the session is at risk.
    /// </summary>
    internal static bool CountsOnRenewal(Reason reason) => reason.Code == AccreditationCodes.AccreditationEndsBefore;

    private static string Sentence(Reason reason) =>
        reason.Dates.Count == 0 ? reason.Sentence : $"{reason.Sentence} ({string.Join(", ", reason.Dates.Take(20).Select(d => d.ToString("O")))})";

    private static readonly Reason doubleBooked = new(
        DeliveryCodes.TrainerDoubleBooked, "A trainer has another session at that time.", "Choose another time or another trainer, or say in overrideReason why both can be.");
}
