namespace Franchise.Domain.Assurance;

/// <summary>
/// The notice that an organisation has of a visit, in working days: Monday to Friday. Public holidays differ from place to place and are not left out; whoever
/// plans over one gives more notice.
/// </summary>
public static class VisitNotice
{
    /// <summary>The least working days of notice, unless both sides agree on less.</summary>
    public const int LeastDays = 5;

    /// <summary>The first day on which a visit may take place when notice is given on a day: five working days after it.</summary>
    public static DateOnly Earliest(DateOnly given)
    {
        var day = given;
        for (var left = LeastDays; left > 0;)
        {
            day = day.AddDays(1);
            if (day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday))
                left--;
        }
        return day;
    }
}
