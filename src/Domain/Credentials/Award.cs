using Franchise.Domain.Catalogue;
using Franchise.Domain.Delivery;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;

namespace Franchise.Domain.Credentials;

/// <summary>A unit that was awarded, as its pinned version has it.</summary>
/// <param name="Code">The unit's code.</param>
/// <param name="VersionId">The version that was taught and assessed.</param>
/// <param name="Title">Its title.</param>
/// <param name="Level">Its level, 1 to 8.</param>
/// <param name="Credits">Its credit.</param>
public sealed record AwardedUnit(string Code, Id<UnitVersion> VersionId, string Title, int Level, int Credits);

/// <summary>What a certificate or a credential is about. It names nobody, neither the woman nor the organisation.</summary>
/// <param name="Title">What it is called.</param>
/// <param name="Units">The units, at least one.</param>
/// <param name="ActivityFrom">The first day of what was done for it.</param>
/// <param name="ActivityTo">The last day.</param>
/// <param name="AwardedOn">The day of the award. It is the same for a whole group, and a new copy of a credential keeps it.</param>
/// <param name="ExpiresOn">The last day on which it counts; null where it counts for good.</param>
public sealed record Award(string Title, IReadOnlyList<AwardedUnit> Units, DateOnly ActivityFrom, DateOnly ActivityTo, DateOnly AwardedOn, DateOnly? ExpiresOn = null)
{
    private const string Rehearsal = "Sandbox, not an award: ";

    /// <summary>
    /// What something of an organisation is called. What a sandbox makes is signed like everything else, so that it can be tried whole; wherever it is
    /// shown, its title says what it is.
    /// </summary>
    public static string TitleOf(string title, bool inSandbox)
    {
        if (!inSandbox)
            return title;
        var kept = Math.Min(title.Length, 200 - Rehearsal.Length);
        // A letter of two halves is kept whole or not at all.
        return Rehearsal + title[..(kept < title.Length && char.IsHighSurrogate(title[kept - 1]) ? kept - 1 : kept)];
    }

    /// <summary>All credit together.</summary>
    public int Credits => Units.Sum(u => u.Credits);

    /// <summary>The highest level among its units.</summary>
    public int Level => Units.Max(u => u.Level);

    internal Award Checked(DateOnly today)
    {
        var faults = new Faults();
        var title = faults.Text("/title", Title, 200);
        faults.Unless(Units.Count is >= 1 and <= 30, "/units", "Name 1 to 30 units.");
        faults.Unless(Units.DistinctBy(u => u.Code).Count() == Units.Count, "/units", "A unit stands here twice.");
        faults.Unless(ActivityFrom <= ActivityTo, "/activityTo", "What was done ended after it began.");
        faults.Unless(AwardedOn <= today && AwardedOn >= ActivityFrom, "/awardedOn", "It was awarded after what was done for it began, today at the latest.");
        faults.Unless(ExpiresOn is null || ExpiresOn > AwardedOn, "/expiresOn", "It counts beyond the day of the award.");
        faults.Refuse();
        return this with { Title = title };
    }
}

/// <summary>What was awarded to a learner: what claims hand over, and all that a certificate is made of.</summary>
/// <param name="OrganisationId">Whose learner she is.</param>
/// <param name="LearnerId">The learner.</param>
/// <param name="EnrolmentId">Her place on the course.</param>
/// <param name="CourseId">The course.</param>
/// <param name="Award">Units, credit, level and dates.</param>
/// <param name="AwardingReference">The awarding organisation's reference; null until it has answered.</param>
public sealed record Awarded(
    Id<Organisation> OrganisationId, Id<Learner> LearnerId, Id<Enrolment> EnrolmentId, Id<Course> CourseId, Award Award, string? AwardingReference = null);

/// <summary>What chance gives a credential: nothing in it says whose it is, when it was made or what it followed.</summary>
/// <param name="PublicId">By what it is known outside.</param>
/// <param name="SubjectId">By what she is known in it; another in each credential.</param>
/// <param name="StatusList">The status list that it stands in.</param>
/// <param name="StatusIndex">Its place there, drawn from all that are free.</param>
public sealed record Lot(Guid PublicId, Guid SubjectId, int StatusList, int StatusIndex);
