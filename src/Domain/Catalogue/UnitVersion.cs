using Franchise.Domain.Shared;

namespace Franchise.Domain.Catalogue;

/// <summary>Where a version of a unit stands.</summary>
public enum UnitVersionStatus
{
    /// <summary>Being written; partners do not see it.</summary>
    Draft,

    /// <summary>Taught; it never changes.</summary>
    Published,

    /// <summary>Nothing new starts on it.</summary>
    Withdrawn,
}

/// <summary>A learning outcome as it is written; its number is its place.</summary>
/// <param name="Title">What the learner will know or be able to do.</param>
/// <param name="Criteria">How it is assessed, at least one; their numbers are their places.</param>
public sealed record OutcomeContent(string Title, IReadOnlyList<string> Criteria);

/// <summary>What a version of a unit says.</summary>
/// <param name="Title">The unit's title.</param>
/// <param name="Level">Level of the qualifications framework, 1 to 8.</param>
/// <param name="Credits">Credit, 1 to 60; one credit stands for 10 hours of learning.</param>
/// <param name="GuidedLearningHours">Guided learning hours (GLH), at least 1, at most 10 for each credit.</param>
/// <param name="Languages">BCP 47 tags of the languages it may be taught in, at least one.</param>
/// <param name="Outcomes">Its learning outcomes in order, at least one.</param>
public sealed record UnitContent(
    string Title,
    int Level,
    int Credits,
    int GuidedLearningHours,
    IReadOnlyList<string> Languages,
    IReadOnlyList<OutcomeContent> Outcomes
);

/// <summary>How an outcome is assessed.</summary>
/// <param name="Number">As <c>1.2</c>: the second criterion of the first outcome. Decisions name it.</param>
/// <param name="Title">What the learner shows.</param>
public sealed record AssessmentCriterion(string Number, string Title);

/// <summary>What a learner will know or be able to do.</summary>
/// <param name="Number">Its place, from 1.</param>
/// <param name="Title">What it is.</param>
/// <param name="Criteria">How it is assessed.</param>
public sealed record LearningOutcome(int Number, string Title, IReadOnlyList<AssessmentCriterion> Criteria);

/// <summary>One version of a unit. Changed through its <see cref="Unit"/>, and only while it is a draft.</summary>
[IdPrefix("unv")]
public sealed class UnitVersion : IPlatformOwned
{
    /// <summary>Hours of learning that one credit stands for.</summary>
    public const int HoursPerCredit = 10;

    private readonly List<string> languages = [];

    private UnitVersion() { }

    internal UnitVersion(Id<Unit> unit, int number, UnitContent content, DateTimeOffset now)
    {
        Set(content);
        Id = Id<UnitVersion>.New(now);
        UnitId = unit;
        Number = number;
        CreatedAt = now;
    }

    /// <summary>Its id.</summary>
    public Id<UnitVersion> Id { get; private set; }

    /// <summary>Whose version it is.</summary>
    public Id<Unit> UnitId { get; private set; }

    /// <summary>Its number, from 1.</summary>
    public int Number { get; private set; }

    /// <summary>Where it stands.</summary>
    public UnitVersionStatus Status { get; private set; }

    /// <summary>The unit's title.</summary>
    public string Title { get; private set; } = "";

    /// <summary>Level, 1 to 8.</summary>
    public int Level { get; private set; }

    /// <summary>Credit.</summary>
    public int Credits { get; private set; }

    /// <summary>Guided learning hours.</summary>
    public int GuidedLearningHours { get; private set; }

    /// <summary>Hours of learning in all, guided or not.</summary>
    public int LearningHours => Credits * HoursPerCredit;

    /// <summary>The languages it may be taught in.</summary>
    public IReadOnlyList<string> Languages => languages;

    /// <summary>Its learning outcomes in order.</summary>
    public IReadOnlyList<LearningOutcome> Outcomes { get; private set; } = [];

    /// <summary>When it was begun.</summary>
    public DateTimeOffset CreatedAt { get; private set; }

    /// <summary>When it was published.</summary>
    public DateTimeOffset? PublishedAt { get; private set; }

    /// <summary>When it was withdrawn.</summary>
    public DateTimeOffset? WithdrawnAt { get; private set; }

    internal void Set(UnitContent content)
    {
        var faults = new Faults();
        var title = faults.Text("/title", content.Title, 200);
        faults.Unless(content.Level is >= 1 and <= 8, "/level", "This must be a level from 1 to 8.");
        faults.Unless(content.Credits is >= 1 and <= 60, "/credits", "This must be 1 to 60 credits.");
        faults.Unless(content.GuidedLearningHours >= 1, "/guidedLearningHours", "This must be at least 1 hour.");
        faults.Unless(
            content.Credits is < 1 or > 60 || content.GuidedLearningHours <= content.Credits * HoursPerCredit,
            "/guidedLearningHours",
            "Guided hours are part of the learning hours: at most 10 for each credit."
        );
        faults.Unless(content.Languages.Count is >= 1 and <= 30, "/languages", "Name 1 to 30 languages.");
        for (var i = 0; i < content.Languages.Count; i++)
        {
            faults.Unless(Language.IsValid(content.Languages[i]), $"/languages/{i}", Language.Rule);
            faults.Unless(content.Languages.Take(i).All(l => l != content.Languages[i]), $"/languages/{i}", "This language stands here twice.");
        }

        var outcomes = new List<LearningOutcome>();
        faults.Unless(content.Outcomes.Count is >= 1 and <= 30, "/outcomes", "Write 1 to 30 learning outcomes.");
        for (var i = 0; i < content.Outcomes.Count; i++)
        {
            var (outcome, number) = (content.Outcomes[i], i + 1);
            var outcomeTitle = faults.Text($"/outcomes/{i}/title", outcome.Title, 500);
            faults.Unless(outcome.Criteria.Count is >= 1 and <= 30, $"/outcomes/{i}/criteria", "Write 1 to 30 assessment criteria.");
            outcomes.Add(
                new(
                    number,
                    outcomeTitle,
                    [.. outcome.Criteria.Select((c, j) => new AssessmentCriterion($"{number}.{j + 1}", faults.Text($"/outcomes/{i}/criteria/{j}", c, 500)))]
                )
            );
        }
        faults.Refuse();

        (Title, Level, Credits, GuidedLearningHours, Outcomes) = (title, content.Level, content.Credits, content.GuidedLearningHours, outcomes);
        languages.Clear();
        languages.AddRange(content.Languages);
    }

    internal void Publish(DateTimeOffset now) => (Status, PublishedAt) = (UnitVersionStatus.Published, now);

    internal void Withdraw(DateTimeOffset now)
    {
        if (Status == UnitVersionStatus.Draft)
            throw Refusal.Conflict("unit_version_not_published", "A draft cannot be withdrawn.", "Change the draft, or leave it.");
        if (Status == UnitVersionStatus.Withdrawn)
            throw AlreadyWithdrawn();
        (Status, WithdrawnAt) = (UnitVersionStatus.Withdrawn, now);
    }

    internal void RefuseUnlessDraft()
    {
        if (Status == UnitVersionStatus.Published)
            throw Refusal.Conflict("unit_version_published", "A published version never changes.", "Draft a new version of the unit.");
        if (Status == UnitVersionStatus.Withdrawn)
            throw AlreadyWithdrawn();
    }

    private static Refusal AlreadyWithdrawn() =>
        Refusal.Conflict("unit_version_withdrawn", "This version was withdrawn.", "Draft a new version of the unit.");
}
