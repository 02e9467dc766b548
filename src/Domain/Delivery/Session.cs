using Franchise.Domain.Accreditation;
using Franchise.Domain.Identity;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;

namespace Franchise.Domain.Delivery;

/// <summary>A session as it is to be, its times resolved.</summary>
/// <param name="Entry">Its place in the request, for what is said about it.</param>
/// <param name="Date">Its day where the course is: eligibility and accreditation are asked for this day.</param>
/// <param name="StartsAt">When it begins, in UTC.</param>
/// <param name="EndsAt">When it ends, in UTC.</param>
/// <param name="Units">The codes of the units taught.</param>
/// <param name="Place">Where, in plain words; null for one that is online.</param>
/// <param name="Trainers">Who teaches; may be empty while the course is planned.</param>
public sealed record SessionPlan(
    int Entry, DateOnly Date, DateTimeOffset StartsAt, DateTimeOffset EndsAt, IReadOnlyList<string> Units, string? Place, IReadOnlyList<Id<Trainer>> Trainers);

/// <summary>Half a day, usually, of a course. Changed through its <see cref="Course"/>.</summary>
[IdPrefix("ses")]
public sealed class Session : ITenantOwned
{
    private readonly List<string> units = [];
    private readonly List<SessionTrainer> trainers = [];

    private Session() { }

    internal Session(Course course, SessionPlan plan, DateTimeOffset now)
    {
        Id = Id<Session>.New(now);
        TenantId = course.TenantId;
        CourseId = course.Id;
        Set(plan);
    }

    /// <summary>Its id.</summary>
    public Id<Session> Id { get; private set; }

    /// <inheritdoc/>
    public Id<Organisation> TenantId { get; private set; }

    /// <summary>The course it is part of.</summary>
    public Id<Course> CourseId { get; private set; }

    /// <inheritdoc cref="SessionPlan.Date"/>
    public DateOnly Date { get; private set; }

    /// <inheritdoc cref="SessionPlan.StartsAt"/>
    public DateTimeOffset StartsAt { get; private set; }

    /// <inheritdoc cref="SessionPlan.EndsAt"/>
    public DateTimeOffset EndsAt { get; private set; }

    /// <inheritdoc cref="SessionPlan.Units"/>
    public IReadOnlyList<string> Units => units;

    /// <inheritdoc cref="SessionPlan.Place"/>
    public string? Place { get; private set; }

    /// <summary>The private link to an online session, sealed; null where there is none.</summary>
    public byte[]? SealedLink { get; private set; }

    /// <summary>When it was cancelled; null while it stands.</summary>
    public DateTimeOffset? CancelledAt { get; private set; }

    /// <summary>Who teaches.</summary>
    public IReadOnlyList<SessionTrainer> Trainers => trainers;

    /// <summary>Whether it is to take place or has.</summary>
    public bool Stands => CancelledAt is null;

    /// <summary>Whether one of its trainers may not teach it as things stand.</summary>
    public bool AtRisk => Stands && trainers.Exists(t => t.Risk is not null);

    /// <summary>Its length in whole minutes.</summary>
    public int Minutes => (int)(EndsAt - StartsAt).TotalMinutes;

    /// <summary>The session as one that is asked about.</summary>
    /// <param name="entry">Its place among those asked about.</param>
    /// <param name="who">Who would teach it; null for those booked.</param>
    public SessionPlan AsPlan(int entry, IReadOnlyList<Id<Trainer>>? who = null) =>
        new(entry, Date, StartsAt, EndsAt, Units, Place, who ?? [.. trainers.Select(t => t.TrainerId)]);

    internal void Set(SessionPlan plan)
    {
        (Date, StartsAt, EndsAt, Place) = (plan.Date, plan.StartsAt, plan.EndsAt, plan.Place);
        units.Clear();
        units.AddRange(plan.Units);
    }

    internal void Seal(byte[]? link) => SealedLink = link;

    internal void Cancel(DateTimeOffset now) => CancelledAt = now;

    internal void Book(Id<Trainer> trainer, Override? over) => trainers.Add(new(this, trainer, over));

    internal SessionTrainer Release(SessionTrainer booking)
    {
        trainers.Remove(booking);
        return booking;
    }
}

/// <summary>That something was done although it stood in the way.</summary>
/// <param name="Reason">Why.</param>
/// <param name="By">The subject of who decided it.</param>
/// <param name="At">When.</param>
public sealed record Override(string Reason, string By, DateTimeOffset At)
{
    /// <summary>Makes one where a reason is given.</summary>
    /// <exception cref="Refusal"><c>permission_missing</c>, <c>validation_failed</c>.</exception>
    public static Override? Of(string? reason, Actor actor, DateTimeOffset now)
    {
        if (reason is null)
            return null;
        if (!actor.May(Permission.CoursesOverride))
        {
            throw new Refusal(
                RefusalKind.Forbidden, "permission_missing", $"To override takes the permission {Permission.CoursesOverride}.", "Leave overrideReason out, or ask someone who may.");
        }
        var faults = new Faults();
        var text = faults.Text("/overrideReason", reason, 500);
        faults.Refuse();
        return new(text, actor.Subject, now);
    }
}

/// <summary>Why a trainer may not teach a session on which she is booked.</summary>
/// <param name="Code">The code of the reason.</param>
/// <param name="Sentence">What is wrong.</param>
/// <param name="Remedy">What would cure it, besides someone else taking the session.</param>
/// <param name="Since">Since when it is known.</param>
public sealed record SessionRisk(string Code, string Sentence, string Remedy, DateTimeOffset Since);

/// <summary>A trainer booked on a session.</summary>
public sealed class SessionTrainer : ITenantOwned
{
    private SessionTrainer() { }

    internal SessionTrainer(Session session, Id<Trainer> trainer, Override? over)
    {
        TenantId = session.TenantId;
        SessionId = session.Id;
        TrainerId = trainer;
        Overridden = over;
    }

    /// <inheritdoc/>
    public Id<Organisation> TenantId { get; private set; }

    /// <summary>The session.</summary>
    public Id<Session> SessionId { get; private set; }

    /// <summary>The trainer.</summary>
    public Id<Trainer> TrainerId { get; private set; }

    /// <summary>Why she is booked although something stood in the way; null where nothing did.</summary>
    public Override? Overridden { get; private set; }

    /// <summary>Why she may not teach it as things stand; null where she may.</summary>
    public SessionRisk? Risk { get; private set; }

    internal void SetRisk(SessionRisk? risk) => Risk = risk;
}
