using Franchise.Api.Http;
using Franchise.Domain.Accreditation;
using Franchise.Domain.Catalogue;
using Franchise.Domain.Delivery;
using Franchise.Domain.Licensing;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;

namespace Franchise.Api.Delivery;

/// <summary>A course with its sessions. It names no learner.</summary>
/// <param name="Id">Its id.</param>
/// <param name="OrganisationId">Who runs it.</param>
/// <param name="Kind">What it is for.</param>
/// <param name="LicenceId">The licence under which it runs; null for what Cohort 4 itself runs.</param>
/// <param name="Group">A plain label that identifies nobody.</param>
/// <param name="Units">Its units, each pinned to the version that it teaches.</param>
/// <param name="Language">In which language.</param>
/// <param name="Mode">How it is held.</param>
/// <param name="TimeZone">The IANA time zone of its sessions.</param>
/// <param name="Territory">Where: an ISO 3166 code.</param>
/// <param name="Places">How many women it takes.</param>
/// <param name="Status">Where it stands.</param>
/// <param name="BegunOn">The day of its first session once it has begun; null before.</param>
/// <param name="RegistrationDueOn">The last day on which those enrolled at its beginning are to be registered with the awarding organisation; null without a session.</param>
/// <param name="Cancellation">Why it was cancelled; null while it was not.</param>
/// <param name="Sessions">Its sessions in order, cancelled ones too.</param>
/// <param name="CreatedAt">When it was planned.</param>
/// <param name="Version">Counts changes. The ETag is this number: 3 is `"v3"`.</param>
internal sealed record CourseView(
    Id<Course> Id,
    Id<Organisation> OrganisationId,
    CourseKind Kind,
    Id<Licence>? LicenceId,
    string Group,
    IReadOnlyList<CourseUnitView> Units,
    string Language,
    CourseMode Mode,
    string TimeZone,
    string Territory,
    int Places,
    CourseStatus Status,
    DateOnly? BegunOn,
    DateOnly? RegistrationDueOn,
    CancellationView? Cancellation,
    IReadOnlyList<SessionView> Sessions,
    DateTimeOffset CreatedAt,
    int Version
)
{
    public static CourseView Example =>
        new(
            ExampleOf.Id<Course>(), ExampleOf.Id<Organisation>(), CourseKind.Learners, ExampleOf.Id<Licence>(), "Spring, Tuesday mornings", [CourseUnitView.Example], "en",
            CourseMode.Online, "Europe/London", "GB", 12, CourseStatus.Open, null, new(2027, 4, 1), null, [SessionView.Example], ExampleOf.Time, 3);

    public static CourseView Of(Course c) =>
        new(
            c.Id, c.TenantId, c.Kind, c.LicenceId, c.Group, [.. c.Units.OrderBy(u => u.Unit, StringComparer.Ordinal).Select(u => new CourseUnitView(u.Unit, u.UnitVersionId))], c.Language,
            c.Mode, c.TimeZone, c.Territory, c.Places, c.Status, c.BegunOn, c.FirstSession is { } first ? c.RegistrationDueOn(first.Date) : null,
            c.Cancellation is { } x ? new(x.Reason, x.At) : null, [.. c.Sessions.OrderBy(s => s.StartsAt).Select(s => SessionView.Of(s, c.Zone))], c.CreatedAt, c.Version);
}

/// <summary>A unit of a course.</summary>
/// <param name="Unit">The code of the unit.</param>
/// <param name="UnitVersionId">The version that it teaches and assesses, whatever is published later.</param>
internal sealed record CourseUnitView(string Unit, Id<UnitVersion> UnitVersionId)
{
    public static CourseUnitView Example => new("RM3-02", ExampleOf.Id<UnitVersion>());
}

/// <summary>Why a course does not take place.</summary>
/// <param name="Reason">Why.</param>
/// <param name="At">When it was cancelled.</param>
internal sealed record CancellationView(CancellationReason Reason, DateTimeOffset At);

/// <summary>A course as it stands in a list.</summary>
/// <param name="Id">Its id.</param>
/// <param name="OrganisationId">Who runs it.</param>
/// <param name="Kind">What it is for.</param>
/// <param name="LicenceId">The licence under which it runs; null for what Cohort 4 itself runs.</param>
/// <param name="Group">A plain label that identifies nobody.</param>
/// <param name="Status">Where it stands.</param>
/// <param name="Version">Counts changes. The ETag is this number: 3 is `"v3"`.</param>
internal sealed record CourseSummary(Id<Course> Id, Id<Organisation> OrganisationId, CourseKind Kind, Id<Licence>? LicenceId, string Group, CourseStatus Status, int Version)
{
    public static CourseSummary Example =>
        new(ExampleOf.Id<Course>(), ExampleOf.Id<Organisation>(), CourseKind.Learners, ExampleOf.Id<Licence>(), "Spring, Tuesday mornings", CourseStatus.Open, 3);

    public static CourseSummary Of(Course c) => new(c.Id, c.TenantId, c.Kind, c.LicenceId, c.Group, c.Status, c.Version);
}

/// <summary>A session. Its private link is not here: who may join asks for it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="CourseId">The course it is part of.</param>
/// <param name="Date">Its day where the course is.</param>
/// <param name="From">When it begins there.</param>
/// <param name="Until">When it ends there.</param>
/// <param name="StartsAt">When it begins, in UTC.</param>
/// <param name="EndsAt">When it ends, in UTC.</param>
/// <param name="Units">The codes of the units taught.</param>
/// <param name="Place">Where; null for one that is online.</param>
/// <param name="HasLink">Whether it has a private link.</param>
/// <param name="Cancelled">Whether it is cancelled.</param>
/// <param name="AtRisk">Whether one of its trainers may not teach it as things stand.</param>
/// <param name="Trainers">Who teaches.</param>
internal sealed record SessionView(
    Id<Session> Id,
    Id<Course> CourseId,
    DateOnly Date,
    string From,
    string Until,
    DateTimeOffset StartsAt,
    DateTimeOffset EndsAt,
    IReadOnlyList<string> Units,
    string? Place,
    bool HasLink,
    bool Cancelled,
    bool AtRisk,
    IReadOnlyList<SessionTrainerView> Trainers
)
{
    public static SessionView Example =>
        new(
            ExampleOf.Id<Session>(), ExampleOf.Id<Course>(), new(2027, 3, 2), "09:30", "12:30", new(2027, 3, 2, 9, 30, 0, TimeSpan.Zero), new(2027, 3, 2, 12, 30, 0, TimeSpan.Zero),
            ["RM3-02"], null, true, false, false, [SessionTrainerView.Example]);

    public static SessionView Of(Session s, TimeZoneInfo zone) =>
        new(
            s.Id, s.CourseId, s.Date, Local(s.StartsAt, zone), Local(s.EndsAt, zone), s.StartsAt, s.EndsAt, s.Units, s.Place, s.SealedLink is not null, !s.Stands, s.AtRisk,
            [.. s.Trainers.OrderBy(t => t.TrainerId).Select(SessionTrainerView.Of)]);

    private static string Local(DateTimeOffset at, TimeZoneInfo zone) => TimeZoneInfo.ConvertTime(at, zone).ToString("HH:mm");
}

/// <summary>A trainer booked on a session.</summary>
/// <param name="TrainerId">Who.</param>
/// <param name="OverriddenBecause">Why she is booked although her time or a restriction stood in the way; null where nothing did.</param>
/// <param name="Risk">Why she may not teach it as things stand; null where she may.</param>
internal sealed record SessionTrainerView(Id<Trainer> TrainerId, string? OverriddenBecause, SessionRiskView? Risk)
{
    public static SessionTrainerView Example => new(ExampleOf.Id<Trainer>(), null, null);

    public static SessionTrainerView Of(SessionTrainer t) =>
        new(t.TrainerId, t.Overridden?.Reason, t.Risk is { } r ? new(r.Code, r.Sentence, r.Remedy, r.Since) : null);
}

/// <summary>Why a trainer may not teach a session.</summary>
/// <param name="Code">A stable code, as an accreditation check gives it.</param>
/// <param name="Sentence">What is wrong.</param>
/// <param name="Remedy">What would cure it, besides someone else taking the session.</param>
/// <param name="Since">Since when it is known.</param>
internal sealed record SessionRiskView(string Code, string Sentence, string Remedy, DateTimeOffset Since);
