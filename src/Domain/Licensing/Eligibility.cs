using Franchise.Domain.Shared;

namespace Franchise.Domain.Licensing;

/// <summary>What an organisation wants to do under its licence.</summary>
/// <param name="Unit">The code of the unit.</param>
/// <param name="Dates">Every date on which it is to be delivered; 1 to 400.</param>
/// <param name="Seats">How many seats are needed; 0 where they are reserved already.</param>
/// <param name="Territory">Where: an ISO 3166 code; null where it does not matter.</param>
/// <param name="Language">In which language; null where it does not matter.</param>
/// <param name="Mode">In person or online, see <see cref="DeliveryMode"/>; null where it does not matter.</param>
/// <param name="Trainer">Who teaches: the shown id of a trainer; null where nobody is named yet.</param>
/// <param name="BegunOn">The first day of a course that has begun already; null for a new one.</param>
public sealed record EligibilityQuestion(
    string Unit,
    IReadOnlyList<DateOnly> Dates,
    int Seats = 0,
    string? Territory = null,
    string? Language = null,
    string? Mode = null,
    string? Trainer = null,
    DateOnly? BegunOn = null
)
{
    /// <summary>The most dates that one question may ask about.</summary>
    public const int MostDates = 400;

    /// <summary>Every day from the first to the last, both included.</summary>
    /// <exception cref="Refusal"><c>validation_failed</c>: the days are out of order or too many.</exception>
    public static IReadOnlyList<DateOnly> Between(DateOnly first, DateOnly last)
    {
        var days = new Term(first, last).Days;
        new Faults()
            .When(days < 1, "/lastDate", "The last date does not lie before the first.")
            .When(days > MostDates, "/lastDate", $"The dates span {MostDates} days at most.")
            .Refuse();
        return [.. Enumerable.Range(0, days).Select(first.AddDays)];
    }

    internal void Check() =>
        new Faults()
            .When(!LicenceGrant.IsCodeOf(EntitlementKind.Unit, Unit), "/unit", $"The unit is {LicenceGrant.ShapeOf(EntitlementKind.Unit)}.")
            .When(Dates.Count is < 1 or > MostDates, "/dates", $"Name 1 to {MostDates} dates.")
            .When(Seats is < 0 or > 10_000, "/seats", "The number of seats is 0 to 10,000.")
            .When(
                Territory is not null && !LicenceGrant.IsCodeOf(EntitlementKind.Territory, Territory),
                "/territory",
                $"The territory is {LicenceGrant.ShapeOf(EntitlementKind.Territory)}.")
            .When(
                Language is not null && !LicenceGrant.IsCodeOf(EntitlementKind.Language, Language),
                "/language",
                $"The language is {LicenceGrant.ShapeOf(EntitlementKind.Language)}.")
            .When(Mode is not null && !LicenceGrant.IsCodeOf(EntitlementKind.Mode, Mode), "/mode", "The mode is in_person or online.")
            .Refuse();
}

/// <summary>What the catalogue knows of a unit.</summary>
/// <param name="PublishedOn">The day on which its first version was published; null where none is.</param>
/// <param name="WithdrawnOn">The first day on which it is withdrawn; null while it is not.</param>
/// <param name="Languages">The languages in which it is published.</param>
public sealed record UnitFacts(DateOnly? PublishedOn, DateOnly? WithdrawnOn, IReadOnlyCollection<string> Languages);

/// <summary>What is known of the trainer named: the days on which she is accredited for the unit.</summary>
/// <param name="Accredited">Runs of days; empty for none.</param>
public sealed record TrainerFacts(IReadOnlyCollection<Term> Accredited);

/// <summary>What others know that decides whether something may be done under a licence.</summary>
/// <param name="Policy">The policy version that the licence pins.</param>
/// <param name="Today">The organisation's own date.</param>
/// <param name="OrganisationActive">Whether the organisation is active.</param>
/// <param name="Unit">What the catalogue knows of the unit; null where there is none by that code.</param>
/// <param name="Balances">Seats by term number. A term that is not there has all its seats free.</param>
/// <param name="Trainer">What is known of the trainer; null where nothing is, which says no if one is named.</param>
public sealed record EligibilityFacts(
    LicencePolicyVersion Policy,
    DateOnly Today,
    bool OrganisationActive,
    UnitFacts? Unit,
    IReadOnlyDictionary<int, SeatBalance> Balances,
    TrainerFacts? Trainer
);

/// <summary>Whether it may be done and, if not, everything that stands in the way.</summary>
/// <param name="Reasons">Each reason once, with the dates it concerns; empty when it may be done.</param>
public sealed record EligibilityAnswer(IReadOnlyList<Reason> Reasons)
{
    /// <summary>Whether nothing stands in the way.</summary>
    public bool Allowed => Reasons.Count == 0;

    /// <summary>Refuses unless allowed. Whatever writes on the strength of an answer calls this.</summary>
    /// <exception cref="Refusal"><c>not_eligible</c>, with every reason.</exception>
    public void Demand()
    {
        if (!Allowed)
        {
            throw Reason.Refuse(
                LicensingCodes.NotEligible, "The licence does not allow this.", "See to each reason in errors; an eligibility check lists them at any time.", Reasons);
        }
    }
}

/// <summary>
/// Whether a unit may be delivered under a licence. The check and every write ask this one function. It answers with all reasons at once, and by
/// dates rather than by what the sweep has noted so far.
/// </summary>
public static class Eligibility
{
    /// <summary>Answers a question. Needs the licence with its terms, holds and entitlements.</summary>
    /// <exception cref="Refusal"><c>validation_failed</c>: the question itself is not acceptable.</exception>
    public static EligibilityAnswer Of(Licence licence, EligibilityQuestion question, EligibilityFacts facts)
    {
        question.Check();
        var dates = question.Dates.Distinct().Order().ToArray();
        var begun = licence.HasBegunCourse(question.BegunOn);
        var reasons = new Reasons();

        if (!facts.OrganisationActive)
            reasons.Add(new(LicensingCodes.OrganisationNotActive, "The organisation is not active.", "Ask Cohort 4."));
        if (licence.Calendar is null)
            reasons.Add(new(LicensingCodes.LicenceNotActive, "The licence has not begun.", "See the licence's readiness for what is missing."));

        foreach (var date in dates)
        {
            if (licence.Calendar is not null && Coverage(licence, date, begun, facts.Today) is { } gap)
                reasons.Add(gap, date);
            foreach (var hold in licence.Holds.Where(h => h.Stops(date, begun ? question.BegunOn : null, licence.InTeachOut(date))))
                reasons.Add(Suspended(hold), date);
            foreach (var reason in Rights(licence, question, date))
                reasons.Add(reason, date);
            if (licence.Entitles(EntitlementKind.Unit, question.Unit, date) && Published(facts.Unit, question, date) is { } unpublished)
                reasons.Add(unpublished, date);
            if (question.Trainer is not null && facts.Trainer?.Accredited.Any(run => run.Covers(date)) != true)
                reasons.Add(trainerNotAccredited, date);
        }
        if (Seats(licence, question, facts, dates[0]) is { } exhausted)
            reasons.Add(exhausted);
        return new(reasons.All);
    }

    private static readonly Reason trainerNotAccredited = new(
        LicensingCodes.TrainerNotAccredited,
        "The trainer is not known to be accredited for the unit.",
        "Name an accredited trainer, or have this one accredited for these dates.",
        "/trainer",
        []);

    // What on a date comes of terms, grace, teach-out and termination.
    private static Reason? Coverage(Licence licence, DateOnly date, bool begun, DateOnly today)
    {
        var calendar = licence.Calendar!;
        if (licence.Termination is { EffectiveOn: { } end } termination && date >= end)
        {
            return begun && date <= termination.TeachOutLastDay
                ? null
                : About(LicensingCodes.LicenceTerminated, "The licence was terminated.", "Ask Cohort 4; courses already begun may have a teach-out.");
        }
        if (licence.TermOn(date) is not null || (begun && date <= calendar.TeachOutLastDay))
            return null;
        if (date > calendar.LastDay)
        {
            switch (calendar.StandingOn(today))
            {
                // Grace bridges a renewal that is being settled. It cannot be planned on, so it counts only once it has come.
                case LicenceStatus.Grace when date <= calendar.GraceLastDay:
                    return null;
                case LicenceStatus.TeachOut:
                    return About(LicensingCodes.TeachOutOnly, "The licence is in teach-out: nothing new starts.", "Have the licence renewed.");
                case LicenceStatus.Expired:
                    return About(LicensingCodes.LicenceExpired, "The licence is over.", "Ask Cohort 4 for a new licence.");
            }
        }
        return About(LicensingCodes.DateOutsideTerm, "No agreed term covers the date.", "Choose dates in a term, or have the licence renewed first.");

        static Reason About(string code, string sentence, string remedy) => new(code, sentence, remedy, "/dates", []);
    }

    private static Reason Suspended(Hold hold) =>
        (hold.Reason, hold.Scope) switch
        {
            (_, HoldScope.NewCourses) =>
                new(LicensingCodes.LicenceSuspended, "No new course begins while something stands open with Cohort 4.", "See to the hold's reason, or appeal. Courses that have begun go on."),
            (HoldReason.Payment, _) => new(LicensingCodes.LicenceSuspended, "The licence is suspended: a payment is owed.", "Pay what is owed, or appeal."),
            (HoldReason.Quality, _) => new(LicensingCodes.LicenceSuspended, "The licence is suspended: a quality action is open.", "Close the action, or appeal."),
            _ => new(LicensingCodes.LicenceSuspended, "The licence is suspended for safeguarding.", "Speak with Cohort 4's safeguarding lead."),
        };

    private static IEnumerable<Reason> Rights(Licence licence, EligibilityQuestion question, DateOnly date)
    {
        if (!licence.Entitles(EntitlementKind.Unit, question.Unit, date))
            yield return new(LicensingCodes.UnitNotEntitled, "The licence does not grant this unit.", "Choose a unit it grants, or ask for this one.", "/unit", []);
        if (question.Territory is { } territory && !licence.Entitles(EntitlementKind.Territory, territory, date))
            yield return new(LicensingCodes.TerritoryNotEntitled, "The licence does not grant this place.", "Choose a place it grants, or ask for this one.", "/territory", []);
        if (question.Language is { } language && !licence.Entitles(EntitlementKind.Language, language, date))
            yield return new(LicensingCodes.LanguageNotEntitled, "The licence does not grant this language.", "Choose a language it grants, or ask for this one.", "/language", []);
        if (question.Mode is { } mode && !licence.Entitles(EntitlementKind.Mode, mode, date))
            yield return new(LicensingCodes.ModeNotEntitled, "The licence does not grant this way of delivery.", "Choose a way it grants, or ask for this one.", "/mode", []);
    }

    private static Reason? Published(UnitFacts? unit, EligibilityQuestion question, DateOnly date)
    {
        if (unit?.PublishedOn is not { } published || date < published)
            return new(LicensingCodes.UnitNotPublished, "No version of the unit is published.", "Choose another unit, or wait for its publication.", "/unit", []);
        // A course that had begun before is taught to its end.
        if (unit.WithdrawnOn is { } withdrawn && date >= withdrawn && !(question.BegunOn < withdrawn))
            return new(LicensingCodes.UnitWithdrawn, "The unit is withdrawn.", "Choose the unit that takes its place.", "/unit", []);
        if (question.Language is { } language && !unit.Languages.Any(l => Entitlement.Covers(EntitlementKind.Language, l, language)))
            return new(LicensingCodes.LanguageNotPublished, "The unit is not published in this language.", "Choose a language it is published in.", "/language", []);
        return null;
    }

    private static Reason? Seats(Licence licence, EligibilityQuestion question, EligibilityFacts facts, DateOnly first)
    {
        if (question.Seats == 0 || facts.Policy.OverageStrategy != OverageStrategy.Refuse)
            return null;
        // In grace the seats of the term just over still count; a licence that has not begun has those it would include.
        var term = licence.TermOn(first) ?? licence.Terms.OrderBy(t => t.Number).LastOrDefault(t => t.FirstDay <= first);
        var balance = term is null ? new(licence.Grant.Seats, 0, 0) : facts.Balances.GetValueOrDefault(term.Number) ?? new(licence.SeatsOf(term), 0, 0);
        return question.Seats <= balance.Free ? null : Licence.SeatsReason(balance);
    }

    // One reason for each code and sentence, however many dates it concerns.
    private sealed class Reasons
    {
        private readonly Dictionary<(string, string), (Reason Reason, List<DateOnly> Dates)> found = [];

        public IReadOnlyList<Reason> All => [.. found.Values.Select(f => f.Reason with { Dates = f.Dates })];

        public void Add(Reason reason) => found.TryAdd((reason.Code, reason.Sentence), (reason, []));

        public void Add(Reason reason, DateOnly date)
        {
            Add(reason);
            var dates = found[(reason.Code, reason.Sentence)].Dates;
            if (dates.Count == 0 || dates[^1] != date)
                dates.Add(date);
        }
    }
}
