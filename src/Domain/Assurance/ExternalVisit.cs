using Franchise.Domain.Delivery;
using Franchise.Domain.Identity;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;

namespace Franchise.Domain.Assurance;

/// <summary>Where a visit stands.</summary>
public enum VisitStatus
{
    /// <summary>At shorter notice than the least; the organisation has not agreed yet.</summary>
    Proposed,

    /// <summary>It will take place.</summary>
    Planned,

    /// <summary>It has taken place.</summary>
    TookPlace,

    /// <summary>It does not take place.</summary>
    Cancelled,
}

/// <summary>What is recorded of a visit that is to be.</summary>
/// <param name="On">The day, where the organisation is.</param>
/// <param name="Purpose">What will be looked at, without learners' names.</param>
/// <param name="ShortNoticeReason">Why there is less notice than the least; null where there is enough.</param>
public sealed record VisitPlan(DateOnly On, string Purpose, string? ShortNoticeReason);

/// <summary>
/// A visit by which the quality of an organisation's provision is looked at from outside. Days are the organisation's own: notice runs and actions fall due where it is.
/// </summary>
[IdPrefix("vst")]
public sealed class ExternalVisit : Aggregate, ITenantOwned, IPlatformOwned
{
    /// <summary>How many days before an essential action is due its organisation is reminded.</summary>
    public const int ReminderDays = 7;

    /// <summary>The most findings of one visit.</summary>
    public const int MostFindings = 100;

    private readonly List<VisitFinding> findings = [];
    private readonly List<VisitAction> schedule = [];

    private ExternalVisit() { }

    /// <summary>Plans a visit. At shorter notice than the least it is proposed until the organisation agrees.</summary>
    /// <exception cref="Refusal"><c>notice_too_short</c>, <c>validation_failed</c>.</exception>
    public ExternalVisit(Id<Organisation> organisation, Id<Course>? course, VisitPlan plan, Actor actor, OwnTime time)
    {
        var faults = new Faults();
        Purpose = faults.Text("/purpose", plan.Purpose, 1_000);
        ShortNoticeReason = faults.OptionalText("/shortNoticeReason", plan.ShortNoticeReason, 500);
        faults.Unless(plan.On >= time.Today && plan.On <= time.Today.AddYears(2), "/on", "The visit is today at the earliest, and within two years.");
        faults.Refuse();
        var enough = plan.On >= VisitNotice.Earliest(time.Today);
        if (!enough && ShortNoticeReason is null)
        {
            throw Refusal.Invalid(
                ProvisionCodes.NoticeTooShort, "/on",
                $"A visit has {VisitNotice.LeastDays} working days' notice at least: {VisitNotice.Earliest(time.Today):d MMMM yyyy} at the earliest.",
                "Choose a later day, or give shortNoticeReason and have the organisation agree.");
        }
        IsNew();
        Id = Id<ExternalVisit>.New(time.Now);
        (TenantId, CourseId, On, NoticeOn, PlannedBy) = (organisation, course, plan.On, time.Today, actor.Subject);
        ShortNoticeReason = enough ? null : ShortNoticeReason;
        Status = enough ? VisitStatus.Planned : VisitStatus.Proposed;
        Raise(enough ? "visit.planned" : "visit.proposed", ("on", On));
    }

    /// <summary>Its id.</summary>
    public Id<ExternalVisit> Id { get; private set; }

    /// <inheritdoc/>
    public Id<Organisation> TenantId { get; private set; }

    /// <inheritdoc/>
    public override Id<Organisation> Owner => TenantId;

    /// <summary>The course it is about; null where it is about the organisation.</summary>
    public Id<Course>? CourseId { get; private set; }

    /// <summary>Where it stands.</summary>
    public VisitStatus Status { get; private set; }

    /// <summary>The day it is planned for; once it took place, the day on which it did.</summary>
    public DateOnly On { get; private set; }

    /// <summary>The day on which notice was given.</summary>
    public DateOnly NoticeOn { get; private set; }

    /// <summary>What will be looked at.</summary>
    public string Purpose { get; private set; } = "";

    /// <summary>Why there is less notice than the least; null where there is enough.</summary>
    public string? ShortNoticeReason { get; private set; }

    /// <summary>The subject of who agreed to short notice for the organisation; null where nobody did.</summary>
    public string? AgreedBy { get; private set; }

    /// <summary>Why it was cancelled; null while it was not.</summary>
    public string? CancelledBecause { get; private set; }

    /// <summary>The subject of who planned it.</summary>
    public string PlannedBy { get; private set; } = "";

    /// <summary>What was found.</summary>
    public IReadOnlyList<VisitFinding> Findings => findings;

    /// <summary>What has fallen due and what will, as rows.</summary>
    public IReadOnlyList<VisitAction> Schedule => schedule;

    /// <summary>The organisation agrees to short notice.</summary>
    /// <exception cref="Refusal"><c>visit_state_forbids</c>.</exception>
    public void Agree(Actor actor)
    {
        Demand(VisitStatus.Proposed);
        (Status, AgreedBy) = (VisitStatus.Planned, actor.Subject);
        Raise("visit.agreed", ("on", On));
    }

    /// <summary>Says that it took place.</summary>
    /// <exception cref="Refusal"><c>visit_state_forbids</c>, <c>validation_failed</c>.</exception>
    public void TakePlace(DateOnly on, OwnTime time)
    {
        Demand(VisitStatus.Planned);
        new Faults().When(on > time.Today || on < NoticeOn, "/on", "It took place after notice was given, today at the latest.").Refuse();
        (Status, On) = (VisitStatus.TookPlace, on);
        Raise("visit.took_place", ("on", on));
    }

    /// <summary>Calls it off.</summary>
    /// <exception cref="Refusal"><c>visit_state_forbids</c>, <c>validation_failed</c>.</exception>
    public void Cancel(string reason)
    {
        Demand(VisitStatus.Proposed, VisitStatus.Planned);
        var faults = new Faults();
        var text = faults.Text("/reason", reason, 500);
        faults.Refuse();
        (Status, CancelledBecause) = (VisitStatus.Cancelled, text);
        Raise("visit.cancelled");
    }

    /// <summary>Adds what was found.</summary>
    /// <exception cref="Refusal"><c>visit_state_forbids</c>, <c>validation_failed</c>.</exception>
    public VisitFinding Find(FindingDetails details, OwnTime time)
    {
        Demand(VisitStatus.TookPlace);
        new Faults().When(findings.Count >= MostFindings, "", $"A visit has at most {MostFindings} findings.").Refuse();
        var finding = new VisitFinding(this, details, time);
        findings.Add(finding);
        Raise("visit.finding_added", ("findingId", finding.Id.ToString()), ("kind", Word(finding.Kind)), ("dueOn", finding.DueOn));
        Replan(time);
        return finding;
    }

    /// <summary>The organisation says what it has done.</summary>
    /// <exception cref="Refusal"><c>not_found</c>, <c>finding_state_forbids</c>, <c>validation_failed</c>.</exception>
    public FindingEntry Answer(Id<VisitFinding> id, string text, Actor actor, OwnTime time)
    {
        var entry = Get(id).Answer(text, actor, time);
        Raise("visit.finding_answered", ("findingId", id.ToString()));
        Replan(time);
        return entry;
    }

    /// <summary>Cohort 4 closes a finding, or sends the answer back with a new date.</summary>
    /// <exception cref="Refusal"><c>not_found</c>, <c>finding_state_forbids</c>, <c>validation_failed</c>.</exception>
    public FindingEntry Decide(Id<VisitFinding> id, bool close, string text, DateOnly? dueOn, Actor actor, OwnTime time)
    {
        var entry = Get(id).Decide(close, text, dueOn, actor, time);
        Raise(close ? "visit.finding_closed" : "visit.finding_sent_back", ("findingId", id.ToString()), ("dueOn", Get(id).DueOn));
        Replan(time);
        return entry;
    }

    /// <summary>One of its findings.</summary>
    /// <exception cref="Refusal"><c>not_found</c>.</exception>
    public VisitFinding Get(Id<VisitFinding> id) => findings.Find(f => f.Id == id) ?? throw Refusal.NotFound();

    /// <summary>The action to carry out next; null where nothing is due.</summary>
    public VisitAction? NextDue(OwnTime time) => schedule.Where(a => a.IsPending && a.DueAt <= time.Now).OrderBy(a => a.DueAt).ThenBy(a => a.Kind).FirstOrDefault();

    /// <summary>Carries out one action that is due, once, and says of which finding.</summary>
    public VisitFinding Carry(VisitAction due, OwnTime time)
    {
        if (due.VisitId != Id || !due.IsPending || due.DueAt > time.Now)
            throw new InvalidOperationException("An action is carried out once, on its own visit, when it is due.");
        due.MarkDone(time.Now);
        var finding = Get(due.FindingId);
        Raise(
            due.Kind == VisitActionKind.Overdue ? "visit.action_overdue" : "visit.action_due_soon",
            ("findingId", finding.Id.ToString()), ("dueOn", finding.DueOn), ("unit", finding.Unit));
        return finding;
    }

    // Only an essential action runs against a clock, and only until it is answered: the time that Cohort 4 takes to read is not the organisation's.
    private void Replan(OwnTime time)
    {
        foreach (var finding in findings.Where(f => f.Kind == FindingKind.EssentialAction))
            foreach (var kind in Enum.GetValues<VisitActionKind>())
            {
                (DateOnly, DateTimeOffset)? plan = null;
                if (finding is { Status: FindingStatus.Open, DueOn: { } due })
                {
                    var day = kind == VisitActionKind.Overdue ? due.AddDays(1) : due.AddDays(-ReminderDays);
                    plan = (day, Term.StartOf(day, time.Zone));
                }
                if (schedule.Find(a => a.FindingId == finding.Id && a.Kind == kind) is { } written)
                    written.Follow(plan);
                // A reminder whose day has gone by already reminds of nothing.
                else if (plan is { } next && (kind == VisitActionKind.Overdue || next.Item1 > time.Today))
                    schedule.Add(new(finding, kind, next, time.Now));
            }
    }

    private void Demand(params VisitStatus[] allowed)
    {
        if (!allowed.Contains(Status))
        {
            throw Refusal.Conflict(
                ProvisionCodes.VisitStateForbids, $"The visit is {Word(Status)}; this takes one that is {string.Join(" or ", allowed.Select(s => Word(s)))}.", "Read the visit first.");
        }
    }

    private void Raise(string type, params (string Name, object? Value)[] data) => Raise(type, Id.ToString(), data);
}
