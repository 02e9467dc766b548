using Franchise.Domain.Shared;

namespace Franchise.Domain.Accreditation;

/// <summary>What is on file of a trainer about one unit.</summary>
/// <param name="Trainer">The trainer, with her qualifications.</param>
/// <param name="Accreditations">Her accreditations for the unit, withdrawn ones too, with their records and holds.</param>
/// <param name="Policies">The policy versions that those records pin.</param>
/// <param name="Today">Her organisation's own date: it decides what may still be done about a date that is not covered.</param>
public sealed record TrainerFile(
    Trainer Trainer,
    IReadOnlyCollection<UnitAccreditation> Accreditations,
    IReadOnlyDictionary<Id<AccreditationPolicyVersion>, AccreditationPolicyVersion> Policies,
    DateOnly Today
);

/// <summary>Whether she is accredited and, if not, everything that stands in the way.</summary>
/// <param name="Reasons">Each reason with what removes it; empty when she is accredited.</param>
/// <param name="Conditions">Restrictions to be kept though she is accredited.</param>
/// <param name="Record">The record that covers the date; null where none does.</param>
public sealed record AccreditationAnswer(IReadOnlyList<Reason> Reasons, IReadOnlyList<Reason> Conditions, AccreditationRecord? Record)
{
    /// <summary>Whether nothing stands in the way.</summary>
    public bool Accredited => Reasons.Count == 0;
}

/// <summary>
/// Whether a trainer is accredited for a unit on a date. The check, the licence's eligibility and whatever plans a session ask this one function. It
/// answers with all reasons at once, and by dates rather than by what the sweep has noted so far.
/// </summary>
public static class AccreditationCheck
{
    /// <summary>Answers for one date.</summary>
    public static AccreditationAnswer Of(TrainerFile file, DateOnly date)
    {
        // One that was withdrawn does not take away what a later nomination led to, nor the other way about: the best of them is the answer.
        var best = file.Accreditations
            .OrderByDescending(a => a.Id)
            .Select(a => Of(a, file, date))
            .OrderBy(a => a.Reasons.Count > 0)
            .FirstOrDefault();
        var (reasons, conditions, record) = best ?? new([notNominated], [], null);
        return new([.. General(file, date).Concat(reasons).Select(r => r with { Dates = [date] })], [.. conditions.Select(c => c with { Dates = [date] })], record);
    }

    /// <summary>What of the qualifications that a policy asks for is not on record, or out of date, on a day.</summary>
    internal static IEnumerable<Reason> Qualifications(Trainer trainer, AccreditationPolicyVersion policy, DateOnly on)
    {
        foreach (var kind in policy.RequiredQualifications)
        {
            var held = trainer.Qualifications.Where(q => q.Kind == kind).ToList();
            if (held.Exists(q => q.IsGoodOn(on)))
                continue;
            yield return held.Exists(q => q.ExpiresOn < on)
                ? new(AccreditationCodes.QualificationExpired, $"Out of date: {Words(kind)}.", "Add the renewed one.")
                : new(AccreditationCodes.QualificationMissing, $"Not on record: {Words(kind)}.", "Add it to her qualifications.");
        }
    }

    private static IEnumerable<Reason> General(TrainerFile file, DateOnly date)
    {
        if (file.Trainer.HasLeftBy(date))
            yield return new(AccreditationCodes.TrainerLeft, "She has left the organisation by then.", "Choose another trainer.");
    }

    private static AccreditationAnswer Of(UnitAccreditation accreditation, TrainerFile file, DateOnly date)
    {
        List<Reason> reasons = [];
        var record = accreditation.Records.OrderBy(r => r.Number).LastOrDefault(r => r.Days.Covers(date));
        if (accreditation.Withdrawal?.CountsOn(date) == true)
            reasons.Add(Withdrawn(accreditation.Withdrawal));
        else if (record is null)
            reasons.Add(Uncovered(accreditation, date, file.Today));
        foreach (var hold in accreditation.Holds.Where(h => h.Kind == AccreditationHoldKind.Suspension && h.StandsOn(date)))
            reasons.Add(Suspended(hold));
        if ((record?.PolicyVersionId ?? accreditation.PolicyVersionId) is { } pinned)
            reasons.AddRange(Qualifications(file.Trainer, file.Policies[pinned], date));
        IReadOnlyList<Reason> conditions =
        [
            .. accreditation.Holds
                .Where(h => h.Kind == AccreditationHoldKind.Restriction && h.StandsOn(date))
                .Select(h => new Reason(AccreditationCodes.AccreditationRestricted, h.Text, "Keep to it, or have the restriction lifted.", "/unit", [])),
        ];
        return new(reasons, conditions, reasons.Count == 0 ? record : null);
    }

    private static readonly Reason notNominated = new(
        AccreditationCodes.NotNominated, "She was never nominated for this unit.", "Nominate her, or choose another trainer.", "/unit", []);

    // What of the dates is wrong, and what may still be done about it today.
    private static Reason Uncovered(UnitAccreditation accreditation, DateOnly date, DateOnly today)
    {
        if (accreditation.Calendar is not { } c)
        {
            return About(
                AccreditationCodes.NotYetAccredited,
                accreditation.Status switch
                {
                    AccreditationStatus.Nominated => "She is nominated, and her training has not begun.",
                    AccreditationStatus.InTraining => "She is in training, and has no observation that met the standard.",
                    AccreditationStatus.Observed => "She was observed and met the standard; the accreditation is still to be granted.",
                    _ => "She is not accredited.",
                },
                "Have the next step taken; the accreditation's readiness says what is missing.");
        }
        if (date < accreditation.Records.Min(r => r.FirstDay))
            return About(AccreditationCodes.AccreditationNotBegun, $"Her accreditation began on {accreditation.Records.Min(r => r.FirstDay):yyyy-MM-dd}.", "Choose a later date, or another trainer.");
        if (date < c.Days.First)
            return About(AccreditationCodes.AccreditationLapsed, $"Her accreditation had lapsed then, and came back on {c.Days.First:yyyy-MM-dd}.", "Choose a later date, or another trainer.");
        if (today <= c.LastDay)
        {
            return About(
                AccreditationCodes.AccreditationEndsBefore,
                $"Her accreditation ends on {c.LastDay:yyyy-MM-dd}.",
                $"Have it renewed by then; that is possible from {c.RenewableFrom:yyyy-MM-dd}.");
        }
        return About(
            AccreditationCodes.AccreditationLapsed,
            $"Her accreditation lapsed after {c.LastDay:yyyy-MM-dd}.",
            today <= c.RefresherLastDay ? $"Have her attend a refresher by {c.RefresherLastDay:yyyy-MM-dd}, or be observed again." : "Have her observed again and accredited anew.");

        static Reason About(string code, string sentence, string remedy) => new(code, sentence, remedy, "/date", []);
    }

    private static Reason Withdrawn(AccreditationWithdrawal withdrawal) =>
        new(
            AccreditationCodes.AccreditationWithdrawn,
            "Her accreditation was withdrawn.",
            withdrawal switch
            {
                { AppealedAt: null } => "Appeal, or choose another trainer.",
                { Outcome: null } => "Wait for the decision about the appeal, or choose another trainer.",
                _ => "Choose another trainer.",
            },
            "/unit",
            []);

    private static Reason Suspended(AccreditationHold hold) =>
        hold.Reason == AccreditationConcern.Safeguarding
            ? new(AccreditationCodes.AccreditationSuspended, "Her accreditation is suspended for safeguarding.", "Speak with Cohort 4's safeguarding lead.", "/unit", [])
            : new(AccreditationCodes.AccreditationSuspended, "Her accreditation is suspended.", "See to what the suspension's text asks for.", "/unit", []);

    private static string Words(QualificationKind kind) =>
        kind switch
        {
            QualificationKind.TeachingOrAssessing => "a qualification to teach or assess",
            QualificationKind.SafeguardingTraining => "training in safeguarding",
            QualificationKind.Check => "a check",
            _ => "another qualification",
        };
}
