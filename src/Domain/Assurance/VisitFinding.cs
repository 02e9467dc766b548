using Franchise.Domain.Identity;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;

namespace Franchise.Domain.Assurance;

/// <summary>What sort of finding it is.</summary>
public enum FindingKind
{
    /// <summary>Something done well. It asks for nothing.</summary>
    GoodPractice,

    /// <summary>Something that must be put right by a day.</summary>
    EssentialAction,

    /// <summary>Something that would be better otherwise.</summary>
    Recommendation,
}

/// <summary>Where a finding stands.</summary>
public enum FindingStatus
{
    /// <summary>It asks for nothing.</summary>
    Noted,

    /// <summary>The organisation is to answer.</summary>
    Open,

    /// <summary>It has; Cohort 4 is to read the answer.</summary>
    Answered,

    /// <summary>It is seen to.</summary>
    Closed,
}

/// <summary>What was said about a finding.</summary>
public enum FindingEntryKind
{
    /// <summary>The organisation said what it has done.</summary>
    Answered,

    /// <summary>Cohort 4 found that not enough.</summary>
    SentBack,

    /// <summary>Cohort 4 closed it.</summary>
    Closed,
}

/// <summary>What is recorded of a finding.</summary>
/// <param name="Kind">What sort it is.</param>
/// <param name="Text">What was found, without learners' names.</param>
/// <param name="Unit">The code of the unit it concerns; null where it concerns all.</param>
/// <param name="DueOn">The last day on which it can be answered in time: for an essential action always, for a recommendation if wished.</param>
public sealed record FindingDetails(FindingKind Kind, string Text, string? Unit, DateOnly? DueOn);

/// <summary>Something that a visit found. Changed through its <see cref="ExternalVisit"/>.</summary>
[IdPrefix("vfd")]
public sealed class VisitFinding : ITenantOwned, IPlatformOwned
{
    private readonly List<FindingEntry> entries = [];

    private VisitFinding() { }

    internal VisitFinding(ExternalVisit visit, FindingDetails details, OwnTime time)
    {
        var faults = new Faults();
        faults.Known("/kind", details.Kind);
        Text = faults.Text("/text", details.Text, 2_000);
        Unit = faults.OptionalText("/unit", details.Unit, 40);
        var due = details.DueOn;
        faults.Unless(due is not null || details.Kind != FindingKind.EssentialAction, "/dueOn", "An essential action has a day by which it is due.");
        faults.Unless(due is null || details.Kind != FindingKind.GoodPractice, "/dueOn", "Good practice is not due.");
        faults.Unless(due is not { } day || IsAhead(day, time), "/dueOn", "It is due today at the earliest, and within two years.");
        faults.Refuse();
        Id = Id<VisitFinding>.New(time.Now);
        (TenantId, VisitId, Kind, DueOn, FoundAt) = (visit.TenantId, visit.Id, details.Kind, due, time.Now);
        Status = Kind == FindingKind.GoodPractice ? FindingStatus.Noted : FindingStatus.Open;
    }

    /// <summary>Its id.</summary>
    public Id<VisitFinding> Id { get; private set; }

    /// <inheritdoc/>
    public Id<Organisation> TenantId { get; private set; }

    /// <summary>The visit.</summary>
    public Id<ExternalVisit> VisitId { get; private set; }

    /// <summary>What sort it is.</summary>
    public FindingKind Kind { get; private set; }

    /// <summary>What was found.</summary>
    public string Text { get; private set; } = "";

    /// <summary>The code of the unit it concerns; null where it concerns all.</summary>
    public string? Unit { get; private set; }

    /// <summary>The last day on which it can be answered in time, where the organisation is; null where there is none.</summary>
    public DateOnly? DueOn { get; private set; }

    /// <summary>Where it stands.</summary>
    public FindingStatus Status { get; private set; }

    /// <summary>When it was recorded.</summary>
    public DateTimeOffset FoundAt { get; private set; }

    /// <summary>What was said about it since, oldest first. Only added to.</summary>
    public IReadOnlyList<FindingEntry> Entries => entries;

    /// <summary>Whether an essential action is not answered although its day is over.</summary>
    public bool IsOverdue(DateOnly today) => Kind == FindingKind.EssentialAction && Status == FindingStatus.Open && DueOn < today;

    internal FindingEntry Answer(string text, Actor actor, OwnTime time)
    {
        Demand(FindingStatus.Open);
        return Say(FindingStatus.Answered, FindingEntryKind.Answered, text, actor, time);
    }

    internal FindingEntry Decide(bool close, string text, DateOnly? dueOn, Actor actor, OwnTime time)
    {
        if (close)
        {
            Demand(FindingStatus.Open, FindingStatus.Answered);
            new Faults().When(dueOn is not null, "/dueOn", "What is closed is not due.").Refuse();
            return Say(FindingStatus.Closed, FindingEntryKind.Closed, text, actor, time);
        }
        Demand(FindingStatus.Answered);
        new Faults().When(dueOn is not { } day || !IsAhead(day, time), "/dueOn", "What is sent back has a new day, today at the earliest.").Refuse();
        var entry = Say(FindingStatus.Open, FindingEntryKind.SentBack, text, actor, time);
        DueOn = dueOn;
        return entry;
    }

    private FindingEntry Say(FindingStatus to, FindingEntryKind kind, string text, Actor actor, OwnTime time)
    {
        var faults = new Faults();
        var said = faults.Text("/text", text, 2_000);
        faults.Refuse();
        Status = to;
        var entry = new FindingEntry(this, kind, said, actor.Subject, time.Now);
        entries.Add(entry);
        return entry;
    }

    private void Demand(params FindingStatus[] allowed)
    {
        if (!allowed.Contains(Status))
        {
            throw Refusal.Conflict(
                ProvisionCodes.FindingStateForbids,
                Status == FindingStatus.Noted ? "Good practice asks for nothing." : $"The finding is {(Status == FindingStatus.Open ? "not answered" : Status == FindingStatus.Answered ? "answered" : "closed")} already or still.",
                "Read the visit first.");
        }
    }

    private static bool IsAhead(DateOnly day, OwnTime time) => day >= time.Today && day <= time.Today.AddYears(2);
}

/// <summary>What was said about a finding, by either side. Never changed.</summary>
[IdPrefix("vfe")]
public sealed class FindingEntry : ITenantOwned, IPlatformOwned, IAppendOnly
{
    private FindingEntry() { }

    internal FindingEntry(VisitFinding finding, FindingEntryKind kind, string text, string by, DateTimeOffset now)
    {
        Id = Id<FindingEntry>.New(now);
        (TenantId, FindingId, Kind, Text, By, At) = (finding.TenantId, finding.Id, kind, text, by, now);
    }

    /// <summary>Its id.</summary>
    public Id<FindingEntry> Id { get; private set; }

    /// <inheritdoc/>
    public Id<Organisation> TenantId { get; private set; }

    /// <summary>The finding.</summary>
    public Id<VisitFinding> FindingId { get; private set; }

    /// <summary>What was said.</summary>
    public FindingEntryKind Kind { get; private set; }

    /// <summary>In whose words.</summary>
    public string Text { get; private set; } = "";

    /// <summary>The subject of who said it.</summary>
    public string By { get; private set; } = "";

    /// <summary>When.</summary>
    public DateTimeOffset At { get; private set; }
}

/// <summary>What happens to an essential action by itself.</summary>
public enum VisitActionKind
{
    /// <summary>Its day is near.</summary>
    DueSoon,

    /// <summary>Its day is over.</summary>
    Overdue,
}

/// <summary>Something that falls due on an essential action.</summary>
[IdPrefix("vac")]
public sealed class VisitAction : DueAction, ITenantOwned, IPlatformOwned
{
    private VisitAction() { }

    internal VisitAction(VisitFinding finding, VisitActionKind kind, (DateOnly On, DateTimeOffset At) plan, DateTimeOffset now)
        : base(plan.On, plan.At)
    {
        Id = Id<VisitAction>.New(now);
        (TenantId, VisitId, FindingId, Kind) = (finding.TenantId, finding.VisitId, finding.Id, kind);
    }

    /// <summary>Its id.</summary>
    public Id<VisitAction> Id { get; private set; }

    /// <inheritdoc/>
    public Id<Organisation> TenantId { get; private set; }

    /// <summary>The visit.</summary>
    public Id<ExternalVisit> VisitId { get; private set; }

    /// <summary>The finding.</summary>
    public Id<VisitFinding> FindingId { get; private set; }

    /// <summary>What happens.</summary>
    public VisitActionKind Kind { get; private set; }

    // What is sent back is due again.
    internal void Follow((DateOnly On, DateTimeOffset At)? plan) => Follow(plan, comesAgain: true);
}
