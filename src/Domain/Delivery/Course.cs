using Franchise.Domain.Catalogue;
using Franchise.Domain.Licensing;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;

namespace Franchise.Domain.Delivery;

/// <summary>What a course is for.</summary>
public enum CourseKind
{
    /// <summary>A partner's run of units for learners, under its licence.</summary>
    Learners,

    /// <summary>Cohort 4's own training of trainers, with places for partners.</summary>
    TrainingOfTrainers,
}

/// <summary>How a course is held.</summary>
public enum CourseMode
{
    /// <summary>Over the internet.</summary>
    Online,

    /// <summary>In one room.</summary>
    InPerson,

    /// <summary>Some sessions so, some so: one with a place is in person.</summary>
    Mixed,
}

/// <summary>Where a course stands. A session at risk is no status of its course.</summary>
public enum CourseStatus
{
    /// <summary>Being put together.</summary>
    Planned,

    /// <summary>Women may be enrolled.</summary>
    Open,

    /// <summary>It will take place.</summary>
    Confirmed,

    /// <summary>Its first session has begun.</summary>
    Running,

    /// <summary>Its last session is over.</summary>
    Delivered,

    /// <summary>Results are being entered.</summary>
    Assessing,

    /// <summary>Results are internally assured.</summary>
    Assured,

    /// <summary>Certificates are claimed.</summary>
    Claimed,

    /// <summary>Nothing is left to do.</summary>
    Closed,

    /// <summary>It does not take place, or not to its end.</summary>
    Cancelled,
}

/// <summary>What is recorded of a course besides its sessions.</summary>
/// <param name="Group">A plain label that identifies nobody, as <c>Spring, Tuesday mornings</c>.</param>
/// <param name="Language">BCP 47 tag.</param>
/// <param name="Mode">How it is held.</param>
/// <param name="TimeZone">IANA time zone of its sessions.</param>
/// <param name="Territory">Where: an ISO 3166 code, as <c>GB-ENG</c>.</param>
/// <param name="Places">How many women it takes, 1 to 200.</param>
public sealed record CourseDetails(string Group, string Language, CourseMode Mode, string TimeZone, string Territory, int Places)
{
    internal CourseDetails Checked()
    {
        var faults = new Faults();
        var group = faults.Text("/group", Group, 80);
        faults.Unless(Shared.Language.IsValid(Language), "/language", Shared.Language.Rule);
        faults.Known("/mode", Mode);
        faults.Unless(Organisation.IsTimeZone(TimeZone), "/timeZone", "This must be an IANA time zone, as Europe/London.");
        faults.Unless(LicenceGrant.IsCodeOf(EntitlementKind.Territory, Territory), "/territory", $"The territory is {LicenceGrant.ShapeOf(EntitlementKind.Territory)}.");
        faults.Unless(Places is >= 1 and <= 200, "/places", "This must be 1 to 200 places.");
        faults.Refuse();
        return this with { Group = group };
    }
}

/// <summary>A unit of a course, pinned to the version that it teaches.</summary>
public sealed class CourseUnit : ITenantOwned
{
    private CourseUnit() { }

    internal CourseUnit(Course course, string unit, Id<UnitVersion> version) =>
        (TenantId, CourseId, Unit, UnitVersionId) = (course.TenantId, course.Id, unit, version);

    /// <inheritdoc/>
    public Id<Organisation> TenantId { get; private set; }

    /// <summary>The course.</summary>
    public Id<Course> CourseId { get; private set; }

    /// <summary>The code of the unit.</summary>
    public string Unit { get; private set; } = "";

    /// <summary>The version taught and assessed, whatever is published later.</summary>
    public Id<UnitVersion> UnitVersionId { get; private set; }
}

/// <summary>
/// One scheduled run of units, for one group, under one licence. Here stands how it comes to be; its sessions, its states, its risks and what falls due
/// stand in files of their own.
/// </summary>
[IdPrefix("crs")]
public sealed partial class Course : Aggregate, ITenantOwned
{
    /// <summary>The most sessions of one course.</summary>
    public const int MostSessions = 200;

    private readonly List<CourseUnit> units = [];

    private Course() { }

    /// <summary>Plans a course, without sessions yet.</summary>
    /// <param name="organisation">Who runs it.</param>
    /// <param name="kind">What for.</param>
    /// <param name="licence">Under which licence; null for what Cohort 4 runs.</param>
    /// <param name="details">What it is.</param>
    /// <param name="units">The codes of its units, with the version that each pins.</param>
    /// <param name="registrationDays">Within how many days of its first a learner is to be registered with the awarding organisation.</param>
    /// <param name="time">The organisation's own time.</param>
    /// <exception cref="Refusal"><c>validation_failed</c>.</exception>
    public Course(
        Id<Organisation> organisation, CourseKind kind, Id<Licence>? licence, CourseDetails details, IReadOnlyList<(string Code, Id<UnitVersion> Version)> units,
        int registrationDays, OwnTime time)
    {
        Set(details.Checked());
        IsNew();
        Id = Id<Course>.New(time.Now);
        (TenantId, Kind, LicenceId, RegistrationDays, CreatedAt) = (organisation, kind, licence, registrationDays, time.Now);
        // Nobody enrols on a training of trainers: its places are given or sold, and it takes place once it is planned.
        Status = kind == CourseKind.TrainingOfTrainers ? CourseStatus.Confirmed : CourseStatus.Planned;
        this.units.AddRange(units.Select(u => new CourseUnit(this, u.Code, u.Version)));
        Raise("course.planned", ("kind", Word(kind)), ("units", units.Select(u => u.Code).ToArray()));
    }

    /// <summary>Its id.</summary>
    public Id<Course> Id { get; private set; }

    /// <inheritdoc/>
    public Id<Organisation> TenantId { get; private set; }

    /// <inheritdoc/>
    public override Id<Organisation> Owner => TenantId;

    /// <summary>What it is for.</summary>
    public CourseKind Kind { get; private set; }

    /// <summary>The licence under which it runs; null for what Cohort 4 itself runs.</summary>
    public Id<Licence>? LicenceId { get; private set; }

    /// <inheritdoc cref="CourseDetails.Group"/>
    public string Group { get; private set; } = "";

    /// <inheritdoc cref="CourseDetails.Language"/>
    public string Language { get; private set; } = "en";

    /// <inheritdoc cref="CourseDetails.Mode"/>
    public CourseMode Mode { get; private set; }

    /// <inheritdoc cref="CourseDetails.TimeZone"/>
    public string TimeZone { get; private set; } = "Europe/London";

    /// <inheritdoc cref="CourseDetails.Territory"/>
    public string Territory { get; private set; } = "";

    /// <inheritdoc cref="CourseDetails.Places"/>
    public int Places { get; private set; }

    /// <summary>Within how many days of its first a learner is to be registered with the awarding organisation.</summary>
    public int RegistrationDays { get; private set; }

    /// <summary>Where it stands.</summary>
    public CourseStatus Status { get; private set; }

    /// <summary>The day of its first session once it has begun; null before.</summary>
    public DateOnly? BegunOn { get; private set; }

    /// <summary>Why it was cancelled; null while it was not.</summary>
    public CourseCancellation? Cancellation { get; private set; }

    /// <summary>When it was planned.</summary>
    public DateTimeOffset CreatedAt { get; private set; }

    /// <summary>Its units with the versions they pin.</summary>
    public IReadOnlyList<CourseUnit> Units => units;

    /// <summary>The zone of its sessions.</summary>
    public TimeZoneInfo Zone => TimeZoneInfo.FindSystemTimeZoneById(TimeZone);

    /// <summary>The day by which whoever is enrolled on a day is to be registered with the awarding organisation; null without a session.</summary>
    public DateOnly? RegistrationDueOn(DateOnly enrolledOn) =>
        FirstSession is not { } first ? null : (enrolledOn > first.Date ? enrolledOn : first.Date).AddDays(RegistrationDays);

    /// <summary>Gives it another label or number of places.</summary>
    /// <param name="group">The label.</param>
    /// <param name="places">How many women it takes; no fewer than are enrolled.</param>
    /// <param name="enrolled">How many are.</param>
    /// <exception cref="Refusal"><c>course_state_forbids</c>, <c>validation_failed</c>.</exception>
    public void Change(string group, int places, int enrolled)
    {
        Demand(CourseStatus.Planned, CourseStatus.Open, CourseStatus.Confirmed, CourseStatus.Running);
        var changed = new CourseDetails(group, Language, Mode, TimeZone, Territory, places).Checked();
        new Faults().When(places < enrolled, "/places", "More women than that are enrolled.").Refuse();
        (Group, Places) = (changed.Group, changed.Places);
        Raise("course.changed");
    }

    private void Set(CourseDetails details) => (Group, Language, Mode, TimeZone, Territory, Places) = details;

    private void Raise(string type, params (string Name, object? Value)[] data) => Raise(type, Id.ToString(), data);

    // Events about one session are said of it, and name the course beside.
    private void RaiseOf(Session session, string type, params (string Name, object? Value)[] data) =>
        Raise(type, session.Id.ToString(), [("courseId", Id.ToString()), .. data]);
}
