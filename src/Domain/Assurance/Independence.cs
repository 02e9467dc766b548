using Franchise.Domain.Shared;

namespace Franchise.Domain.Assurance;

/// <summary>Everyone who matters to whether an assurer may judge a decision, by whatever account or profile.</summary>
/// <param name="Assurer">The assurer: her account, and whatever trainer's profile is hers.</param>
/// <param name="AssurersManagers">The line managers on those profiles.</param>
/// <param name="Tied">The trainers that she has declared a tie with: their profiles and accounts.</param>
/// <param name="Deciders">The assessor, and who entered the decision: their accounts and profiles.</param>
/// <param name="DecidersManagers">The line managers on those profiles.</param>
public sealed record IndependenceFacts(
    IReadOnlyCollection<Person> Assurer,
    IReadOnlyCollection<Person> AssurersManagers,
    IReadOnlyCollection<Person> Tied,
    IReadOnlyCollection<Person> Deciders,
    IReadOnlyCollection<Person> DecidersManagers
);

/// <summary>Nobody assures her own decisions, whichever account she uses for it, nor those of someone she is tied to.</summary>
public static class Independence
{
    /// <summary>Refuses unless the assurer is approved and independent of who made the decision and who entered it.</summary>
    /// <exception cref="Refusal"><c>assurer_not_approved</c>, <c>assurer_not_independent</c>, <c>assurer_tied</c>.</exception>
    public static void Demand(QualityAssurer assurer, IndependenceFacts facts)
    {
        assurer.DemandApproved();
        if (SamePerson.Among(facts.Assurer, facts.Deciders))
            throw Refusal.Conflict(AssuranceCodes.AssurerNotIndependent, "This decision was made or entered by the assurer herself.", "Have another assurer look at it.");
        if (SamePerson.Among(facts.Tied, facts.Deciders) || SamePerson.Among(facts.Assurer, facts.DecidersManagers) || SamePerson.Among(facts.AssurersManagers, facts.Deciders))
            throw Refusal.Conflict(AssuranceCodes.AssurerTied, "The assurer has a tie with who made or entered this decision.", "Have another assurer look at it.");
    }
}
