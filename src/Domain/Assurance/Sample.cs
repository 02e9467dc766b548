using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;

namespace Franchise.Domain.Assurance;

/// <summary>What internal quality assurance found of a decision.</summary>
public enum SampleOutcome
{
    /// <summary>Nothing yet.</summary>
    Pending,

    /// <summary>The decision is right.</summary>
    Agreed,

    /// <summary>It stands, and something is to be done by a day.</summary>
    ActionRequired,

    /// <summary>It is wrong and counts no more; the assessor decides anew.</summary>
    Overturned,
}

/// <summary>What an assurer found.</summary>
/// <param name="Outcome">What.</param>
/// <param name="Note">What she saw and, where there is something to do, what. Without learners' names.</param>
/// <param name="DueOn">By when it is to be done; null where there is nothing to do.</param>
public sealed record SampleFinding(SampleOutcome Outcome, string? Note, DateOnly? DueOn)
{
    /// <summary>The most letters of a note.</summary>
    public const int MostNote = 2_000;

    internal SampleFinding Checked(OwnTime time)
    {
        var faults = new Faults();
        var note = faults.OptionalText("/note", Note, MostNote);
        faults.Unless(Outcome is SampleOutcome.Agreed or SampleOutcome.ActionRequired or SampleOutcome.Overturned, "/outcome", "It is agreed, actionRequired or overturned.");
        faults.Unless(note is not null || Outcome == SampleOutcome.Agreed, "/note", "Say what was found, and what is to be done.");
        faults.Unless(Outcome == SampleOutcome.ActionRequired == DueOn is not null, "/dueOn", "A day is said of an action, and of nothing else.");
        faults.Unless(!(DueOn < time.Today) && !(DueOn > time.Today.AddYears(1)), "/dueOn", "This must be within a year, today at the earliest.");
        faults.Refuse();
        return this with { Note = note };
    }
}

/// <summary>A decision that internal quality assurance is to look at, and what it found. Changed through its <see cref="SamplingPlan"/>.</summary>
[IdPrefix("smp")]
public sealed class Sample : ITenantOwned
{
    private readonly List<SampleReason> reasons = [];

    private Sample() { }

    internal Sample(SamplingPlan plan, Drawn drawn, DateTimeOffset now)
    {
        Id = Id<Sample>.New(now);
        (TenantId, PlanId, DecisionId, Draw, DrawnAt) = (plan.TenantId, plan.Id, drawn.DecisionId, drawn.Draw, now);
        reasons.AddRange(drawn.Reasons);
    }

    /// <summary>Its id.</summary>
    public Id<Sample> Id { get; private set; }

    /// <inheritdoc/>
    public Id<Organisation> TenantId { get; private set; }

    /// <summary>The plan.</summary>
    public Id<SamplingPlan> PlanId { get; private set; }

    /// <summary>The decision.</summary>
    public Id<AssessmentDecision> DecisionId { get; private set; }

    /// <summary>The number of the draw that chose it.</summary>
    public int Draw { get; private set; }

    /// <summary>Why it was chosen.</summary>
    public IReadOnlyList<SampleReason> Reasons => reasons;

    /// <summary>When it was chosen.</summary>
    public DateTimeOffset DrawnAt { get; private set; }

    /// <summary>What was found.</summary>
    public SampleOutcome Outcome { get; private set; }

    /// <summary>Who found it; null before.</summary>
    public Id<QualityAssurer>? AssurerId { get; private set; }

    /// <summary>The organisation's own date on which she did; null before.</summary>
    public DateOnly? SettledOn { get; private set; }

    /// <inheritdoc cref="SampleFinding.Note"/>
    public string? Note { get; private set; }

    /// <inheritdoc cref="SampleFinding.DueOn"/>
    public DateOnly? DueOn { get; private set; }

    /// <summary>The day on which what was to be done was found to be; null while it is not, or there was nothing to do.</summary>
    public DateOnly? ActionClosedOn { get; private set; }

    /// <summary>The assurer who found so.</summary>
    public Id<QualityAssurer>? ActionClosedById { get; private set; }

    /// <summary>What she saw.</summary>
    public string? ActionNote { get; private set; }

    /// <summary>Whether something is still to be done.</summary>
    public bool HasOpenAction => Outcome == SampleOutcome.ActionRequired && ActionClosedOn is null;

    /// <summary>Whether it keeps the course from being assured.</summary>
    public bool IsOpen => Outcome == SampleOutcome.Pending || HasOpenAction;

    internal void Settle(SampleFinding finding, QualityAssurer assurer, OwnTime time)
    {
        if (Outcome != SampleOutcome.Pending)
            throw Refusal.Conflict(AssuranceCodes.SampleSettled, "The sample has its outcome already.", "A result that is found wrong later is corrected.");
        (Outcome, Note, DueOn) = finding.Checked(time);
        (AssurerId, SettledOn) = (assurer.Id, time.Today);
    }

    internal void CloseAction(string note, QualityAssurer assurer, OwnTime time)
    {
        if (!HasOpenAction)
            throw Refusal.Conflict(AssuranceCodes.NoOpenAction, "No action of the sample is open.", "Read the sample first.");
        var faults = new Faults();
        var text = faults.Text("/note", note, SampleFinding.MostNote);
        faults.Refuse();
        (ActionClosedOn, ActionClosedById, ActionNote) = (time.Today, assurer.Id, text);
    }
}
