namespace Franchise.Domain.Assurance;

/// <summary>How much of what an organisation delivers is to be looked at again. Cohort 4 decides.</summary>
public enum ProvisionRisk
{
    /// <summary>Long known and sound.</summary>
    Low,

    /// <summary>As usual.</summary>
    Medium,

    /// <summary>New, or something was found.</summary>
    High,
}

/// <summary>How much of what an assessor decides is to be looked at again. It follows from what was found before.</summary>
public enum AssessorRisk
{
    /// <summary>Many of her decisions were agreed, and none was overturned of late.</summary>
    Experienced,

    /// <summary>As usual.</summary>
    Usual,

    /// <summary>Too few of her decisions were agreed so far: all are looked at.</summary>
    New,
}

/// <summary>What was found of an assessor's decisions in her organisation.</summary>
/// <param name="Agreed">How many were agreed.</param>
/// <param name="OverturnedLately">How many were overturned within the last year.</param>
public sealed record AssessorRecord(int Agreed, int OverturnedLately)
{
    /// <summary>With fewer agreed decisions than these an assessor is new.</summary>
    public const int NewBelow = 10;

    /// <summary>From these agreed decisions on she is experienced.</summary>
    public const int ExperiencedFrom = 50;

    /// <summary>What follows for her next decisions.</summary>
    public AssessorRisk Risk =>
        Agreed < NewBelow ? AssessorRisk.New
        : Agreed >= ExperiencedFrom && OverturnedLately == 0 ? AssessorRisk.Experienced
        : AssessorRisk.Usual;
}

/// <summary>How many of a hundred decisions are sampled.</summary>
public static class SamplingRate
{
    /// <summary>The greater of what the organisation's risk asks for and what the assessor's does, in percent.</summary>
    public static int Of(ProvisionRisk provision, AssessorRisk assessor) =>
        Math.Max(
            provision switch
            {
                ProvisionRisk.Low => 10,
                ProvisionRisk.Medium => 20,
                _ => 40,
            },
            assessor switch
            {
                AssessorRisk.Experienced => 10,
                AssessorRisk.Usual => 50,
                _ => 100,
            });

    /// <summary>How many of a number of decisions a rate asks for: rounded up, so that one of any is.</summary>
    public static int Share(int rate, int decisions) => ((rate * decisions) + 99) / 100;
}
