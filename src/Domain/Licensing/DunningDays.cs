using Franchise.Domain.Shared;

namespace Franchise.Domain.Licensing;

/// <summary>How many days after the due date of the oldest unpaid invoice each step of dunning follows.</summary>
/// <param name="Reminder">A kind reminder.</param>
/// <param name="SecondReminder">A second one.</param>
/// <param name="FinalNotice">The final notice, which says what follows and when.</param>
/// <param name="HoldOnNewCourses">No new course begins; those that run go on.</param>
/// <param name="HoldOnLicence">The licence is suspended.</param>
public sealed record DunningDays(int Reminder = 3, int SecondReminder = 14, int FinalNotice = 28, int HoldOnNewCourses = 42, int HoldOnLicence = 60)
{
    /// <summary>Where a policy says nothing else.</summary>
    public static DunningDays Usual { get; } = new();

    /// <summary>Each in its order.</summary>
    public IReadOnlyList<int> InOrder() => [Reminder, SecondReminder, FinalNotice, HoldOnNewCourses, HoldOnLicence];

    /// <summary>The most patient of several: each step on the latest of its days. They follow one another still.</summary>
    public static DunningDays Latest(IEnumerable<DunningDays> several) =>
        several.Aggregate((a, b) => new(
            Math.Max(a.Reminder, b.Reminder), Math.Max(a.SecondReminder, b.SecondReminder), Math.Max(a.FinalNotice, b.FinalNotice),
            Math.Max(a.HoldOnNewCourses, b.HoldOnNewCourses), Math.Max(a.HoldOnLicence, b.HoldOnLicence)));

    internal Faults Check(Faults faults) =>
        faults.When(
            InOrder()[0] < 1 || InOrder()[^1] > 365 || InOrder().Zip(InOrder().Skip(1)).Any(p => p.First >= p.Second),
            "/dunning",
            "The steps follow one another, 1 to 365 days after the due date, no two on one day.");
}
