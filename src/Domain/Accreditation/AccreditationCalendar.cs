using Franchise.Domain.Shared;

namespace Franchise.Domain.Accreditation;

/// <summary>
/// The dates of an accreditation's latest record. Both ends are counted in whole months from the anchor and never from one another, so that what is
/// anchored on the 31st or on 29 February comes back to that day wherever there is one, also when the validity changes on the way.
/// </summary>
/// <param name="Anchor">The day on which it was granted, or came back after a lapse. A renewal never moves it.</param>
/// <param name="FromMonths">How many months after the anchor the latest record begins.</param>
/// <param name="ToMonths">How many months after the anchor the day after its last is.</param>
/// <param name="RecordNumber">The number of the latest record.</param>
/// <param name="MadeOn">The day on which it was made; its first day may lie ahead.</param>
/// <param name="LastDay">Its last day.</param>
/// <param name="RenewableFrom">The first day on which the next may be made.</param>
/// <param name="RefresherLastDay">The last day on which a refresher brings it back; the same as <paramref name="LastDay"/> where none does.</param>
public sealed record AccreditationCalendar(
    DateOnly Anchor,
    int FromMonths,
    int ToMonths,
    int RecordNumber,
    DateOnly MadeOn,
    DateOnly LastDay,
    DateOnly RenewableFrom,
    DateOnly RefresherLastDay
)
{
    private static readonly IsoPeriod month = new(1, 0);

    /// <summary>The days of the latest record.</summary>
    public Term Days => new(month.After(Anchor, FromMonths), LastDay);

    /// <summary>The dates of a record that begins on a day with nothing before it to follow on from: the first, or one after a lapse.</summary>
    public static AccreditationCalendar Begin(DateOnly on, int number, AccreditationPolicyVersion policy) => Of(on, 0, number, on, policy);

    /// <summary>The dates of the record that follows on from this one: it begins on the day after the last, whenever it is made.</summary>
    public AccreditationCalendar Next(DateOnly madeOn, AccreditationPolicyVersion policy) => Of(Anchor, ToMonths, RecordNumber + 1, madeOn, policy);

    private static AccreditationCalendar Of(DateOnly anchor, int from, int number, DateOnly madeOn, AccreditationPolicyVersion policy)
    {
        var to = from + policy.ValidityMonths;
        var last = month.After(anchor, to).AddDays(-1);
        return new(
            anchor, from, to, number, madeOn, last, last.AddDays(-policy.RenewalOpensDays), month.After(anchor, to + policy.RefresherMonths).AddDays(-1));
    }
}
