using Franchise.Domain.Delivery;
using Franchise.Domain.Shared;

namespace Franchise.Domain.Assurance;

/// <summary>What is known of one result that is claimed.</summary>
/// <param name="AchievedOn">The day on which the unit was achieved, or prior learning recognised; null where it is not.</param>
/// <param name="Missing">The numbers of the criteria that are not met; empty where prior learning is recognised.</param>
/// <param name="RegisteredOn">The day on which the learner was registered with the awarding organisation; null where she is not.</param>
/// <param name="WithdrawnOn">The first day on which she no longer had her place; null while she has.</param>
public sealed record ClaimLineFacts(DateOnly? AchievedOn, IReadOnlyList<string> Missing, DateOnly? RegisteredOn, DateOnly? WithdrawnOn);

/// <summary>What is known of a claim: of each line by enrolment and unit, and how far the course's results are internally assured.</summary>
/// <param name="Lines">Of each line.</param>
/// <param name="Sampled">Whether a sample of the course's results was drawn. Where all rests on prior learning there is nothing to draw from.</param>
/// <param name="Undecided">Sampled decisions that have no outcome yet.</param>
/// <param name="OpenActions">Actions of internal assurance that are not seen to.</param>
public sealed record ClaimFacts(IReadOnlyDictionary<(Id<Enrolment> Enrolment, string Unit), ClaimLineFacts> Lines, bool Sampled, int Undecided, int OpenActions);

/// <summary>
/// What stands in the way of a claim, all at once. Internal assurance is asked of every claim, whoever verifies it: direct claims save Cohort 4's verification and
/// nothing else (docs/decisions/0010).
/// </summary>
public static class ClaimGuard
{
    /// <summary>Every reason against these lines; none where they can be claimed.</summary>
    public static IReadOnlyList<Reason> Of(IReadOnlyList<(Id<Enrolment> Enrolment, string Unit)> lines, ClaimFacts facts)
    {
        List<Reason> reasons = [];
        for (var i = 0; i < lines.Count; i++)
        {
            var (line, at) = (facts.Lines[lines[i]], $"/lines/{i}");
            void Add(string code, string sentence, string remedy) => reasons.Add(new(code, sentence, remedy, at, []));
            foreach (var criterion in line.Missing)
                Add(ProvisionCodes.CriterionNotMet, $"Criterion {criterion} of {lines[i].Unit} is not met.", "Assess it, or leave this line out.");
            if (line.RegisteredOn is null)
                Add(ProvisionCodes.NotRegistered, "The learner is not registered with the awarding organisation.", "Register her, and note her number.");
            if (line.WithdrawnOn is { } left && (line.AchievedOn is null || line.AchievedOn >= left))
                Add(ProvisionCodes.WithdrawnBeforeAchieving, "The learner withdrew before she achieved the unit.", "Leave this line out.");
        }
        void NotAssured(string sentence, string remedy) => reasons.Add(new(ProvisionCodes.NotAssured, sentence, remedy));
        if (!facts.Sampled)
            NotAssured("No sample of the course's results was drawn.", "Enter the results, and have the sample checked.");
        if (facts.Undecided > 0)
            NotAssured($"{facts.Undecided} sampled decisions have no outcome.", "Have them checked.");
        if (facts.OpenActions > 0)
            NotAssured($"{facts.OpenActions} actions of internal assurance are open.", "See to them, and have them closed.");
        return reasons;
    }

    /// <summary>Refuses with every reason.</summary>
    /// <exception cref="Refusal"><c>claim_not_possible</c>.</exception>
    public static void Demand(IReadOnlyList<(Id<Enrolment> Enrolment, string Unit)> lines, ClaimFacts facts)
    {
        var reasons = Of(lines, facts);
        if (reasons.Count > 0)
            throw Reason.Refuse(ProvisionCodes.ClaimNotPossible, "This cannot be claimed as things stand.", "See to each reason in errors.", reasons);
    }
}
