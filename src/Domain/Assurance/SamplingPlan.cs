using Franchise.Domain.Accreditation;
using Franchise.Domain.Delivery;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;

namespace Franchise.Domain.Assurance;

/// <summary>
/// Which decisions of a course internal quality assurance looks at. It is drawn in the transaction in which results are entered, and grows with them; its
/// seed, every draw and every reason stay on record. Here stands how it is drawn and settled; what falls due stands in a file of its own.
/// </summary>
[IdPrefix("spl")]
public sealed partial class SamplingPlan : Aggregate, ITenantOwned
{
    private readonly List<SamplingDraw> draws = [];
    private readonly List<Sample> samples = [];

    private SamplingPlan() { }

    /// <summary>Begins a course's plan.</summary>
    /// <param name="course">The course.</param>
    /// <param name="seed">Random, of 64 hexadecimal digits; it never changes.</param>
    /// <param name="now">The time.</param>
    public SamplingPlan(Course course, string seed, DateTimeOffset now)
    {
        IsNew();
        Id = Id<SamplingPlan>.New(now);
        (TenantId, CourseId, Seed, BegunAt) = (course.TenantId, course.Id, seed, now);
    }

    /// <summary>Its id.</summary>
    public Id<SamplingPlan> Id { get; private set; }

    /// <inheritdoc/>
    public Id<Organisation> TenantId { get; private set; }

    /// <inheritdoc/>
    public override Id<Organisation> Owner => TenantId;

    /// <summary>The course.</summary>
    public Id<Course> CourseId { get; private set; }

    /// <summary>What every decision's place is made from.</summary>
    public string Seed { get; private set; } = "";

    /// <summary>When it was begun: with the first results.</summary>
    public DateTimeOffset BegunAt { get; private set; }

    /// <summary>Every draw, by number and stratum.</summary>
    public IReadOnlyList<SamplingDraw> Draws => draws;

    /// <summary>What was chosen.</summary>
    public IReadOnlyList<Sample> Samples => samples;

    /// <summary>The number of the next draw.</summary>
    public int NextDraw => draws.Count == 0 ? 1 : draws.Max(d => d.Number) + 1;

    /// <summary>How many samples have no outcome, or an action that is not closed.</summary>
    public int Open => samples.Count(s => s.IsOpen);

    /// <summary>Decisions that count no more.</summary>
    public IReadOnlySet<Id<AssessmentDecision>> Overturned => samples.Where(s => s.Outcome == SampleOutcome.Overturned).Select(s => s.DecisionId).ToHashSet();

    /// <summary>Draws from results that were just entered.</summary>
    /// <param name="decisions">Every decision of the strata that they belong to, those just entered among them.</param>
    /// <param name="provision">The organisation's risk.</param>
    /// <param name="assessors">What was found of each assessor's decisions so far.</param>
    /// <param name="now">The time.</param>
    public IReadOnlyList<Sample> Draw(
        IReadOnlyCollection<Drawable> decisions, ProvisionRisk provision, IReadOnlyDictionary<Id<Trainer>, AssessorRecord> assessors, DateTimeOffset now)
    {
        var number = NextDraw;
        List<Sample> added = [];
        var chosen = samples.Select(s => s.DecisionId).ToHashSet();
        foreach (var stratum in decisions.GroupBy(d => d.Stratum))
        {
            var risk = assessors[stratum.Key.AssessorId].Risk;
            // What was widened for a fault that was found stays so for the whole course.
            var widened = draws.Where(d => d.Cause == DrawCause.Overturned && d.Stratum == stratum.Key).Select(d => d.Rate).DefaultIfEmpty().Max();
            var draw = new SamplingDraw(this, number, stratum.Key, DrawCause.Results, Math.Max(SamplingRate.Of(provision, risk), widened), provision, risk, now);
            added.AddRange(Take(draw, stratum, chosen, now));
        }
        Raise("sampling_plan.drawn", Id.ToString(), ("courseId", CourseId.ToString()), ("draw", number), ("samples", added.Count));
        return added;
    }

    /// <summary>Notes what an assurer found. Overturned, the decision counts no more and its stratum's rate is doubled.</summary>
    /// <param name="id">The sample.</param>
    /// <param name="finding">What she found.</param>
    /// <param name="assurer">Who: one whose independence was asked for by <see cref="Independence"/>.</param>
    /// <param name="stratum">Every decision of the stratum that the sampled one belongs to.</param>
    /// <param name="superseded">Whether a later decision stands in its place already.</param>
    /// <param name="time">The organisation's own time.</param>
    /// <exception cref="Refusal"><c>not_found</c>, <c>sample_settled</c>, <c>decision_superseded</c>, <c>validation_failed</c>.</exception>
    public Sample Settle(Id<Sample> id, SampleFinding finding, QualityAssurer assurer, IReadOnlyCollection<Drawable> stratum, bool superseded, OwnTime time)
    {
        var sample = Find(id);
        if (finding.Outcome == SampleOutcome.Overturned && superseded && sample.Outcome == SampleOutcome.Pending)
            throw Refusal.Conflict(AssuranceCodes.DecisionSuperseded, "A later decision stands in the place of this one.", "Overturn the last one, if it is wrong too.");
        sample.Settle(finding, assurer, time);
        RaiseOf(sample, $"sample.{(finding.Outcome == SampleOutcome.ActionRequired ? "action_required" : Word(finding.Outcome))}", ("decisionId", sample.DecisionId.ToString()));
        if (finding.Outcome == SampleOutcome.Overturned)
            Widen(sample, stratum, time.Now);
        Replan(time);
        return sample;
    }

    /// <summary>Notes that what was to be done is.</summary>
    /// <exception cref="Refusal"><c>not_found</c>, <c>no_open_action</c>, <c>validation_failed</c>.</exception>
    public Sample CloseAction(Id<Sample> id, string note, QualityAssurer assurer, OwnTime time)
    {
        var sample = Find(id);
        sample.CloseAction(note, assurer, time);
        RaiseOf(sample, "sample.action_closed");
        Replan(time);
        return sample;
    }

    /// <summary>One of its samples.</summary>
    /// <exception cref="Refusal"><c>not_found</c>.</exception>
    public Sample Find(Id<Sample> id) => samples.Find(s => s.Id == id) ?? throw Refusal.NotFound();

    private void Widen(Sample sample, IReadOnlyCollection<Drawable> stratum, DateTimeOffset now)
    {
        var of = stratum.Single(d => d.Id == sample.DecisionId).Stratum;
        var last = draws.Where(d => d.Stratum == of).MaxBy(d => d.Number)!;
        var draw = new SamplingDraw(this, NextDraw, of, DrawCause.Overturned, Math.Min(100, 2 * last.Rate), last.ProvisionRisk, last.AssessorRisk, now);
        var added = Take(draw, stratum, samples.Select(s => s.DecisionId).ToHashSet(), now);
        Raise("sampling_plan.widened", Id.ToString(), ("courseId", CourseId.ToString()), ("draw", draw.Number), ("rate", draw.Rate), ("samples", added.Count));
    }

    private List<Sample> Take(SamplingDraw draw, IEnumerable<Drawable> stratum, HashSet<Id<AssessmentDecision>> chosen, DateTimeOffset now)
    {
        draws.Add(draw);
        List<Sample> added = [.. Drawing.One(Seed, draw, stratum, chosen).Select(d => new Sample(this, d, now))];
        samples.AddRange(added);
        return added;
    }

    private void RaiseOf(Sample sample, string type, params (string Name, object? Value)[] data) =>
        Raise(type, sample.Id.ToString(), [("courseId", CourseId.ToString()), .. data]);
}
