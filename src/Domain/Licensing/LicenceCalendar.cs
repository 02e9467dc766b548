using Franchise.Domain.Shared;

namespace Franchise.Domain.Licensing;

/// <summary>
/// The dates of a licence that has begun, fixed when its latest term is agreed. What holds on a day follows from these alone, so that work done
/// late, after an outage, comes to the same dates as work done on time.
/// </summary>
/// <param name="Anchor">The day from which terms are counted. Holds never move it; only a renewal from now does.</param>
/// <param name="AnchorTerm">The number of the term that begins at the anchor.</param>
/// <param name="TermNumber">The number of the latest term.</param>
/// <param name="AgreedOn">The day on which the latest term was agreed, or fell due to be.</param>
/// <param name="LastDay">The last day of the latest term.</param>
/// <param name="GraceLastDay">The last day of grace; the same as <paramref name="LastDay"/> where there is none.</param>
/// <param name="TeachOutLastDay">The last day of teach-out; the same as <paramref name="GraceLastDay"/> where there is none.</param>
public sealed record LicenceCalendar(
    DateOnly Anchor,
    int AnchorTerm,
    int TermNumber,
    DateOnly AgreedOn,
    DateOnly LastDay,
    DateOnly GraceLastDay,
    DateOnly TeachOutLastDay
)
{
    /// <summary>The calendar of a licence whose first term begins at an anchor.</summary>
    public static LicenceCalendar Begin(DateOnly anchor, DateOnly agreedOn, LicencePolicyVersion policy) =>
        new LicenceCalendar(anchor, 1, 1, agreedOn, Of(anchor, 1, 1, policy).Last, default, default).WithEnds(policy);

    /// <summary>The days of a term, counted from the anchor.</summary>
    public Term Days(int number, LicencePolicyVersion policy) => Of(Anchor, AnchorTerm, number, policy);

    /// <summary>The calendar after one more term.</summary>
    /// <param name="on">The day of renewal.</param>
    /// <param name="policy">The policy version that the licence pins.</param>
    public LicenceCalendar Next(DateOnly on, LicencePolicyVersion policy)
    {
        var over = policy.RenewalBasis switch
        {
            RenewalBasis.FromNow => LastDay,
            RenewalBasis.FromNowIfExpired => GraceLastDay,
            _ => DateOnly.MaxValue,
        };
        var number = TermNumber + 1;
        // Where the new term would follow without a gap there is nothing to re-anchor; moving the anchor all the same would make month ends drift.
        var (anchor, anchorTerm) = on > over && on > LastDay.AddDays(1) ? (on, number) : (Anchor, AnchorTerm);
        return new LicenceCalendar(anchor, anchorTerm, number, on, Of(anchor, anchorTerm, number, policy).Last, default, default).WithEnds(policy);
    }

    /// <summary>What the licence is on a day, as far as dates tell: active, grace, teach-out or expired.</summary>
    public LicenceStatus StandingOn(DateOnly day) =>
        day <= LastDay ? LicenceStatus.Active
        : day <= GraceLastDay ? LicenceStatus.Grace
        : day <= TeachOutLastDay ? LicenceStatus.TeachOut
        : LicenceStatus.Expired;

    private LicenceCalendar WithEnds(LicencePolicyVersion policy)
    {
        var grace = LastDay.AddDays(policy.GraceDays);
        return this with { GraceLastDay = grace, TeachOutLastDay = policy.TeachOut.After(grace.AddDays(1)).AddDays(-1) };
    }

    private static Term Of(DateOnly anchor, int anchorTerm, int number, LicencePolicyVersion policy) =>
        new(policy.Term.After(anchor, number - anchorTerm), policy.Term.After(anchor, number - anchorTerm + 1).AddDays(-1));
}
