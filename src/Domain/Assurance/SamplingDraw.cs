using System.Security.Cryptography;
using System.Text;
using Franchise.Domain.Accreditation;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;

namespace Franchise.Domain.Assurance;

/// <summary>Why a decision is sampled. One may have several.</summary>
public enum SampleReason
{
    /// <summary>Her place in the draw is among the share of assessor and unit that the rate asks for.</summary>
    Rate,

    /// <summary>The assessor is new, and all that she decides is looked at.</summary>
    NewAssessor,

    /// <summary>It was close.</summary>
    Borderline,

    /// <summary>It says referred.</summary>
    Referred,

    /// <summary>It stands in the place of one that was corrected or overturned.</summary>
    Redecided,

    /// <summary>Another of the same assessor and unit was overturned.</summary>
    Widened,
}

/// <summary>Why a draw took place.</summary>
public enum DrawCause
{
    /// <summary>Results were entered.</summary>
    Results,

    /// <summary>A decision was overturned.</summary>
    Overturned,
}

/// <summary>
/// What one draw asked of one stratum, which is an assessor with a unit: with it and the seed anyone can draw again and must come to the same samples.
/// </summary>
public sealed class SamplingDraw : ITenantOwned, IAppendOnly
{
    private SamplingDraw() { }

    /// <summary>Notes a draw.</summary>
    public SamplingDraw(SamplingPlan plan, int number, Stratum stratum, DrawCause cause, int rate, ProvisionRisk provision, AssessorRisk assessor, DateTimeOffset now)
    {
        (TenantId, PlanId, Number, AssessorId, Unit) = (plan.TenantId, plan.Id, number, stratum.AssessorId, stratum.Unit);
        (Cause, Rate, ProvisionRisk, AssessorRisk, At) = (cause, rate, provision, assessor, now);
    }

    /// <inheritdoc/>
    public Id<Organisation> TenantId { get; private set; }

    /// <summary>The plan.</summary>
    public Id<SamplingPlan> PlanId { get; private set; }

    /// <summary>Its number in the plan, from 1; one call has one for all its strata.</summary>
    public int Number { get; private set; }

    /// <summary>The assessor.</summary>
    public Id<Trainer> AssessorId { get; private set; }

    /// <summary>The code of the unit.</summary>
    public string Unit { get; private set; } = "";

    /// <summary>Why it took place.</summary>
    public DrawCause Cause { get; private set; }

    /// <summary>How many of a hundred decisions it asked for.</summary>
    public int Rate { get; private set; }

    /// <summary>The organisation's risk then.</summary>
    public ProvisionRisk ProvisionRisk { get; private set; }

    /// <summary>The assessor's risk then.</summary>
    public AssessorRisk AssessorRisk { get; private set; }

    /// <summary>When.</summary>
    public DateTimeOffset At { get; private set; }

    /// <summary>Which decisions it is about.</summary>
    public Stratum Stratum => new(AssessorId, Unit);
}

/// <summary>An assessor with a unit: of each some decisions are always sampled.</summary>
public sealed record Stratum(Id<Trainer> AssessorId, string Unit);

/// <summary>A decision as a draw sees it.</summary>
/// <param name="Id">The decision.</param>
/// <param name="Stratum">Whose, and about which unit.</param>
/// <param name="Outcome">What it says.</param>
/// <param name="Borderline">Whether it was close.</param>
/// <param name="Redecided">Whether it stands in the place of an earlier one.</param>
/// <param name="Draw">The draw in which it took part first.</param>
public sealed record Drawable(Id<AssessmentDecision> Id, Stratum Stratum, DecisionOutcome Outcome, bool Borderline, bool Redecided, int Draw)
{
    /// <summary>A decision as a draw sees it.</summary>
    public static Drawable Of(AssessmentDecision d) => new(d.Id, new(d.AssessorId, d.Unit), d.Outcome, d.Borderline, d.CorrectsId is not null, d.Draw);
}

/// <summary>A decision that a draw chose.</summary>
/// <param name="DecisionId">The decision.</param>
/// <param name="Draw">The number of the draw.</param>
/// <param name="Reasons">Why.</param>
public sealed record Drawn(Id<AssessmentDecision> DecisionId, int Draw, IReadOnlyList<SampleReason> Reasons);

/// <summary>
/// The draw itself. Each decision has a place of its own, the hash of the plan's seed with its id: no order of entering moves it and nobody can draw
/// again until the outcome pleases. What was chosen once stays chosen.
/// </summary>
public static class Drawing
{
    /// <summary>A decision's place: SHA-256 of <c>seed:decisionId</c>, in lower-case hexadecimal. The lowest come first.</summary>
    public static string PlaceOf(string seed, Id<AssessmentDecision> id) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{seed}:{id}")));

    /// <summary>Draws a whole plan again, from what is on record of it.</summary>
    /// <param name="seed">Its seed.</param>
    /// <param name="draws">Every draw that took place.</param>
    /// <param name="decisions">Every decision of the course.</param>
    public static IReadOnlyList<Drawn> Again(string seed, IEnumerable<SamplingDraw> draws, IReadOnlyCollection<Drawable> decisions)
    {
        HashSet<Id<AssessmentDecision>> chosen = [];
        List<Drawn> all = [];
        var byStratum = decisions.ToLookup(d => d.Stratum);
        foreach (var draw in draws.OrderBy(d => d.Number))
            all.AddRange(One(seed, draw, byStratum[draw.Stratum], chosen));
        return all;
    }

    /// <summary>What one draw adds to what is chosen already.</summary>
    /// <param name="seed">The plan's seed.</param>
    /// <param name="draw">What it asks for.</param>
    /// <param name="stratum">Every decision of its stratum.</param>
    /// <param name="chosen">What is chosen already; what it adds is added there.</param>
    public static IReadOnlyList<Drawn> One(string seed, SamplingDraw draw, IEnumerable<Drawable> stratum, ISet<Id<AssessmentDecision>> chosen)
    {
        var pool = stratum
            .Where(d => d.Draw <= draw.Number)
            .Select(d => (Decision: d, Place: PlaceOf(seed, d.Id)))
            .OrderBy(d => d.Place, StringComparer.Ordinal)
            .Select(d => d.Decision)
            .ToList();
        var share = SamplingRate.Share(draw.Rate, pool.Count);
        List<Drawn> added = [];
        for (var place = 0; place < pool.Count; place++)
        {
            List<SampleReason> reasons = [.. ReasonsOf(pool[place], draw, place < share)];
            if (reasons.Count > 0 && chosen.Add(pool[place].Id))
                added.Add(new(pool[place].Id, draw.Number, reasons));
        }
        return added;
    }

    private static IEnumerable<SampleReason> ReasonsOf(Drawable decision, SamplingDraw draw, bool inShare)
    {
        if (inShare)
        {
            yield return draw.Cause == DrawCause.Overturned ? SampleReason.Widened
                : draw.AssessorRisk == AssessorRisk.New ? SampleReason.NewAssessor
                : SampleReason.Rate;
        }
        if (decision.Borderline)
            yield return SampleReason.Borderline;
        if (decision.Outcome == DecisionOutcome.Referred)
            yield return SampleReason.Referred;
        if (decision.Redecided)
            yield return SampleReason.Redecided;
    }
}
