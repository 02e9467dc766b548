using Franchise.Domain.Identity;
using Franchise.Domain.Licensing;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;

namespace Franchise.Domain.Billing;

/// <summary>The steps of dunning, in their order.</summary>
public enum DunningStage
{
    /// <summary>A kind reminder.</summary>
    Reminder,

    /// <summary>A second one.</summary>
    SecondReminder,

    /// <summary>The final notice: it says what follows, and when.</summary>
    FinalNotice,

    /// <summary>No new course begins.</summary>
    HoldOnNewCourses,

    /// <summary>The licence is suspended.</summary>
    HoldOnLicence,
}

/// <summary>An invoice that is issued and not paid.</summary>
/// <param name="Id">The invoice.</param>
/// <param name="DueOn">The day by which it was or is to be paid; where it had been paid and the money was taken back, the day of that.</param>
/// <param name="Counts">Whether the clock goes by it: not while it is being collected or disputed.</param>
/// <param name="Days">The days of dunning that were agreed for it.</param>
public sealed record OwedInvoice(Id<Invoice> Id, DateOnly DueOn, bool Counts, DunningDays Days)
{
    /// <summary>What an invoice is to the clock; null where nothing is owed.</summary>
    public static OwedInvoice? Of(Invoice invoice, DunningDays days) =>
        invoice is { Status: InvoiceStatus.Finalised or InvoiceStatus.Processing, OwedSince: { } due, Outstanding: > 0 }
            ? new(invoice.Id, due, invoice is { Status: InvoiceStatus.Finalised, DisputedAt: null }, days)
            : null;

    /// <summary>The oldest due date of several, and the days that count for it: where several are due on it, the latest of theirs. Null where there is none.</summary>
    public static (DateOnly DueOn, DunningDays Days)? Oldest(IEnumerable<OwedInvoice> several) =>
        several.GroupBy(o => o.DueOn).MinBy(g => g.Key) is { } oldest ? (oldest.Key, DunningDays.Latest(oldest.Select(o => o.Days))) : null;
}

/// <summary>
/// The one clock of an organisation by which unpaid invoices are reminded of and held for. It goes by the oldest due date of what is unpaid and neither
/// being collected nor disputed; what it will do and when stands in rows, and the sweep does just that.
/// </summary>
public sealed class DunningClock : Aggregate, ITenantOwned, IPlatformOwned
{
    // No step comes sooner after the step before it than this, unless the policy's own days are closer; nor a hold after the clock has gone on.
    private const int LeastDaysBetween = 7;
    private static readonly DunningStage[] stages = Enum.GetValues<DunningStage>();
    private readonly List<DunningStep> steps = [];
    private readonly List<Hardship> hardships = [];

    private DunningClock() { }

    /// <summary>A clock that goes by nothing yet.</summary>
    public DunningClock(Id<Organisation> organisation)
    {
        IsNew();
        TenantId = organisation;
    }

    /// <summary>The organisation.</summary>
    public Id<Organisation> TenantId { get; private set; }

    /// <inheritdoc/>
    public override Id<Organisation> Owner => TenantId;

    /// <summary>The due date by which it goes; null while nothing counts.</summary>
    public DateOnly? Since { get; private set; }

    /// <summary>The day on which it last came to go by something, or by an older due date than before: after a pause, no hold follows at once. Null before the first.</summary>
    public DateOnly? ResumedOn { get; private set; }

    /// <summary>Whether the organisation was told of something that is overdue still.</summary>
    public bool HasTold { get; private set; }

    /// <summary>The furthest hold to which dunning has come and which is due still; null for none. It may stand on no licence: none ran, or somebody has lifted it by hand.</summary>
    public DunningStage? Held { get; private set; }

    /// <summary>What it has done and will do.</summary>
    public IReadOnlyList<DunningStep> Steps => steps;

    /// <summary>Times of hardship, those that are over among them.</summary>
    public IReadOnlyList<Hardship> Hardships => hardships;

    /// <summary>Sets the clock by what is owed. Where nothing is overdue any more it is cleared.</summary>
    /// <param name="owed">Everything that is issued and unpaid.</param>
    /// <param name="standing">The holds of dunning that stand on any licence.</param>
    /// <param name="time">The organisation's own time.</param>
    /// <returns>The holds that are to be lifted now.</returns>
    public IReadOnlyList<DunningStage> Follow(IReadOnlyCollection<OwedInvoice> owed, IReadOnlyCollection<DunningStage> standing, OwnTime time)
    {
        var (oldest, counting) = (OwedInvoice.Oldest(owed), OwedInvoice.Oldest(owed.Where(o => o.Counts)));
        if (counting is { } by && !(Since <= by.DueOn))
            ResumedOn = time.Today;
        Since = counting?.DueOn;
        Plan(counting?.Days, time);
        // A hold stays while it is due for the oldest that is unpaid, also while that is being collected or disputed, or for that by which the clock goes.
        DunningStage[] lifted = [.. standing.Where(s => !Stays(s))];
        // As far as it goes for what is unpaid, though no licence should run that it could hold, or somebody have lifted it.
        Held = stages.Where(s => s >= DunningStage.HoldOnNewCourses && s <= Held && Stays(s)).Max(s => (DunningStage?)s);
        if (HasTold && !(oldest?.DueOn < time.Today))
        {
            HasTold = false;
            Raise("dunning.cleared", TenantId.ToString(), ("holdsLifted", lifted.Length > 0));
        }
        return lifted;

        bool Stays(DunningStage hold) => new[] { oldest, counting }.Any(o => o?.DueOn.AddDays(o.Value.Days.InOrder()[(int)hold]) <= time.Today);
    }

    /// <summary>Notes that holds of the clock's were lifted on licences, because what they were for is paid.</summary>
    public void NoteLifted(IReadOnlyCollection<HoldScope> scopes) =>
        Raise("dunning.holds_lifted", TenantId.ToString(), ("licence", scopes.Contains(HoldScope.Licence)), ("newCourses", scopes.Contains(HoldScope.NewCourses)), ("cleared", !HasTold));

    /// <summary>The step to take now; null where none is due. One a day at most.</summary>
    public DunningStep? NextDue(OwnTime time) => steps.Where(s => s.IsPending && s.DueAt <= time.Now).MinBy(s => s.Stage);

    /// <summary>Takes a step that is due; the days of those after it follow.</summary>
    public void Take(DunningStep step, DunningDays days, OwnTime time)
    {
        if (!step.IsPending || step.DueAt > time.Now)
            return;
        step.Take(time);
        HasTold = true;
        // Another due date's first hold may follow one on the licence that stands still.
        if (step.Stage >= DunningStage.HoldOnNewCourses && !(Held > step.Stage))
            Held = step.Stage;
        Raise("dunning.step_taken", TenantId.ToString(), ("stage", Word(step.Stage)), ("since", step.Since), ("dueOn", step.CountedOn), ("takenOn", time.Today));
        Plan(days, time);
    }

    /// <summary>Grants a time in which no step is taken and nothing is charged, because the organisation cannot pay now. Holds that stand stay until they are lifted.</summary>
    /// <param name="until">Its last day; within a year.</param>
    /// <param name="reason">Why, without personal data.</param>
    /// <param name="approvedBy">Who approved it, by her office.</param>
    /// <param name="actor">Who enters it.</param>
    /// <param name="time">The organisation's own time.</param>
    /// <exception cref="Refusal"><c>hardship_stands</c>, <c>validation_failed</c>.</exception>
    public Hardship Grant(DateOnly until, string reason, string approvedBy, Actor actor, OwnTime time)
    {
        if (hardships.Exists(h => h.StandsOn(time.Today)))
            throw Refusal.Conflict(BillingCodes.HardshipStands, "A time of hardship stands already.", "End it first, or wait until it is over.");
        var hardship = new Hardship(TenantId, until, reason, approvedBy, actor, time);
        hardships.Add(hardship);
        Raise("dunning.hardship_granted", TenantId.ToString(), ("hardshipId", hardship.Id.ToString()), ("until", until));
        return hardship;
    }

    /// <summary>Ends a time of hardship: today the clock goes on.</summary>
    /// <exception cref="Refusal"><c>not_found</c>, <c>hardship_over</c>.</exception>
    public void End(Id<Hardship> id, OwnTime time)
    {
        (hardships.Find(h => h.Id == id) ?? throw Refusal.NotFound()).End(time);
        Raise("dunning.hardship_ended", TenantId.ToString(), ("hardshipId", id.ToString()));
    }

    /// <summary>When a step was last taken, for whatever due date; null where it never was.</summary>
    public DateTimeOffset? TakenAt(DunningStage stage) => steps.Where(s => s.Stage == stage).Max(s => s.DoneAt);

    /// <summary>The day on which a step is to be taken, if nothing changes; null where it will not be, or was.</summary>
    public DateOnly? PlannedOn(DunningStage stage) => steps.Find(s => s.Stage == stage && s.IsPending)?.DueOn;

    private void Plan(DunningDays? days, OwnTime time)
    {
        var plan = Since is { } since && days is not null ? PlanOf(since, days, time) : [];
        foreach (var step in steps)
            step.Follow(step.Since == Since && plan.Remove(step.Stage, out var planned) ? planned : null, time.Zone);
        foreach (var (stage, planned) in plan)
            steps.Add(new(this, Since!.Value, stage, planned, time));
    }

    // Days from the due date; but some days after the step before, whatever that was for, and on no day of hardship; a hold besides some days after the
    // clock has gone on. So what could not be taken on its day is taken later, one after the other, and each leaves time to pay.
    private Dictionary<DunningStage, (DateOnly CountedOn, DateOnly On)> PlanOf(DateOnly since, DunningDays days, OwnTime time)
    {
        var plan = new Dictionary<DunningStage, (DateOnly CountedOn, DateOnly On)>();
        var (before, counted) = (steps.Max(s => s.TakenOn), 0);
        foreach (var (stage, after) in stages.Zip(days.InOrder()))
        {
            var (gap, on) = (Math.Min(LeastDaysBetween, after - counted), since.AddDays(after));
            counted = after;
            if (steps.Exists(s => s.Since == since && s.Stage == stage && s.TakenOn is not null))
                continue;
            var pause = stage >= DunningStage.HoldOnNewCourses ? gap : 0;
            on = Later(on, before?.AddDays(gap));
            if (pause > 0)
                on = Later(on, ResumedOn?.AddDays(pause));
            foreach (var hardship in hardships.Where(h => h.From < h.FreeFrom).OrderBy(h => h.From))
                if (hardship.From <= Later(on, time.Today) && on < hardship.FreeFrom.AddDays(pause))
                    on = hardship.FreeFrom.AddDays(pause);
            plan[stage] = (since.AddDays(after), on);
            before = Later(on, time.Today);
        }
        return plan;
    }

    private static DateOnly Later(DateOnly one, DateOnly? other) => other > one ? other.Value : one;
}

/// <summary>One step of dunning, planned or taken.</summary>
[IdPrefix("dun")]
public sealed class DunningStep : DueAction, ITenantOwned, IPlatformOwned
{
    private DunningStep() { }

    internal DunningStep(DunningClock clock, DateOnly since, DunningStage stage, (DateOnly CountedOn, DateOnly On) planned, OwnTime time)
        : base(planned.On, Term.StartOf(planned.On, time.Zone)) =>
        (Id, TenantId, Since, Stage, CountedOn) = (Id<DunningStep>.New(time.Now), clock.TenantId, since, stage, planned.CountedOn);

    /// <summary>Its id.</summary>
    public Id<DunningStep> Id { get; private set; }

    /// <inheritdoc/>
    public Id<Organisation> TenantId { get; private set; }

    /// <summary>The due date from which it counts.</summary>
    public DateOnly Since { get; private set; }

    /// <summary>What it is.</summary>
    public DunningStage Stage { get; private set; }

    /// <summary>The day that the policy's days come to; it may be taken later.</summary>
    public DateOnly CountedOn { get; private set; }

    /// <summary>The organisation's own date on which it was taken; null before.</summary>
    public DateOnly? TakenOn { get; private set; }

    internal void Take(OwnTime time)
    {
        MarkDone(time.Now);
        TakenOn = time.Today;
    }

    internal void Follow((DateOnly CountedOn, DateOnly On)? planned, TimeZoneInfo zone)
    {
        if (planned is { } plan)
            CountedOn = plan.CountedOn;
        Follow(planned is { On: var day } ? (day, Term.StartOf(day, zone)) : null);
    }
}

/// <summary>A time in which an organisation is neither dunned nor charged, because it cannot pay now.</summary>
[IdPrefix("hsh")]
public sealed class Hardship : ITenantOwned, IPlatformOwned
{
    private Hardship() { }

    internal Hardship(Id<Organisation> organisation, DateOnly until, string reason, string approvedBy, Actor actor, OwnTime time)
    {
        var faults = new Faults();
        faults.Unless(until >= time.Today && until <= time.Today.AddYears(1), "/until", "Its last day is today at the earliest, and within a year.");
        (Reason, ApprovedBy) = (faults.Text("/reason", reason, 500), faults.Text("/approvedBy", approvedBy, 100));
        faults.Refuse();
        (Id, TenantId, From, Until, GrantedBy, GrantedAt) = (Id<Hardship>.New(time.Now), organisation, time.Today, until, actor.Subject, time.Now);
    }

    /// <summary>Its id.</summary>
    public Id<Hardship> Id { get; private set; }

    /// <inheritdoc/>
    public Id<Organisation> TenantId { get; private set; }

    /// <summary>The first day.</summary>
    public DateOnly From { get; private set; }

    /// <summary>The last.</summary>
    public DateOnly Until { get; private set; }

    /// <summary>The first day on which it counts no more, because somebody ended it; null where nobody did.</summary>
    public DateOnly? EndedOn { get; private set; }

    /// <summary>Why, without personal data.</summary>
    public string Reason { get; private set; } = "";

    /// <summary>Who approved it, by her office.</summary>
    public string ApprovedBy { get; private set; } = "";

    /// <summary>Who entered it.</summary>
    public string GrantedBy { get; private set; } = "";

    /// <summary>When.</summary>
    public DateTimeOffset GrantedAt { get; private set; }

    /// <summary>Whether it counts on a day.</summary>
    public bool StandsOn(DateOnly day) => From <= day && day < FreeFrom;

    /// <summary>The first day on which it counts no more.</summary>
    public DateOnly FreeFrom => EndedOn ?? Until.AddDays(1);

    internal void End(OwnTime time)
    {
        if (!StandsOn(time.Today))
            throw Refusal.Conflict(BillingCodes.HardshipOver, "It is over already.", "There is nothing more to do.");
        EndedOn = time.Today;
    }
}
