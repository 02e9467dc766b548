using Franchise.Domain.Shared;

namespace Franchise.Domain.Licensing;

/// <summary>What a renewal does. The preview and the renewal itself are this same plan.</summary>
/// <param name="Terms">The terms to be added; more than one only where a late renewal from expiry must catch up with today.</param>
/// <param name="Price">What they cost together.</param>
/// <param name="Basis">Where the renewed term begins, by the policy.</param>
/// <param name="PreviousLastDay">The last day of the term before.</param>
/// <param name="Calendar">The licence's dates afterwards.</param>
public sealed record RenewalPlan(IReadOnlyList<PlannedTerm> Terms, Money Price, RenewalBasis Basis, DateOnly PreviousLastDay, LicenceCalendar Calendar)
{
    /// <summary>The first day of the first new term.</summary>
    public DateOnly FirstDay => Terms[0].Days.First;

    /// <summary>The last day of the last new term.</summary>
    public DateOnly LastDay => Terms[^1].Days.Last;

    /// <summary>Days of the term before that the new one would take away: none, on any basis.</summary>
    public int DaysLost => Math.Max(0, PreviousLastDay.DayNumber + 1 - FirstDay.DayNumber);

    /// <summary>Days between the two that no term covers and nobody pays for: none from expiry.</summary>
    public int DaysGiven => Math.Max(0, FirstDay.DayNumber - 1 - PreviousLastDay.DayNumber);
}

public sealed partial class Licence
{
    /// <summary>What a renewal on a day would do. Changes nothing.</summary>
    /// <param name="policy">The policy version that the licence pins.</param>
    /// <param name="on">The day of renewal.</param>
    /// <param name="price">The price of each new term; null for the licence's own.</param>
    /// <exception cref="Refusal"><c>licence_not_renewable</c>, <c>licence_already_renewed</c>, <c>validation_failed</c>.</exception>
    public RenewalPlan PreviewRenewal(LicencePolicyVersion policy, DateOnly on, Money? price = null)
    {
        DemandPinned(policy);
        var each = price ?? Grant.Price;
        new Faults()
            .When(!LicenceGrant.IsPrice(each), "/price", "The price is 0 to 10,000,000 in GBP or EUR.")
            .When(each.Currency != Grant.Price.Currency, "/price/currency", "The price is in the licence's currency.")
            .Refuse();
        // The date decides, not the status alone: the sweep may be late. On the day after its last a licence can always be renewed, or one without
        // grace and teach-out never could renew by itself.
        if (!HasBegunAndStands || (Calendar!.StandingOn(on) == LicenceStatus.Expired && on > Calendar.LastDay.AddDays(1)))
        {
            throw Refusal.Conflict(
                LicensingCodes.LicenceNotRenewable, "Only a licence that runs, is in grace or in teach-out can be renewed.", "Offer a new licence.");
        }
        if (Calendar.Days(Calendar.TermNumber, policy).First > on)
        {
            throw Refusal.Conflict(
                LicensingCodes.LicenceAlreadyRenewed, "The next term is agreed already.", "Read the licence's terms; renew again once that term has begun.");
        }

        List<PlannedTerm> planned = [];
        var calendar = Calendar;
        do
        {
            calendar = calendar.Next(on, policy);
            planned.Add(new(calendar.TermNumber, calendar.Days(calendar.TermNumber, policy), each, Grant.Seats));
        } while (calendar.LastDay < on);
        var total = planned.Select(t => t.Price).Aggregate((a, b) => a + b);
        return new(planned, total, policy.RenewalBasis, Calendar.LastDay, calendar);
    }

    /// <summary>Renews: adds the terms of <see cref="PreviewRenewal"/> for today.</summary>
    /// <inheritdoc cref="PreviewRenewal"/>
    public RenewalPlan Renew(LicencePolicyVersion policy, OwnTime time, Money? price = null) => Renew(policy, time.Today, time, price, auto: false);

    /// <summary>Sets whether terms renew by themselves, as the organisation has agreed.</summary>
    /// <exception cref="Refusal"><c>licence_not_amendable</c>.</exception>
    public void SetAutoRenewal(bool agreed, LicencePolicyVersion policy, OwnTime time)
    {
        DemandPinned(policy);
        if (Status is not (LicenceStatus.Accepted or LicenceStatus.Active or LicenceStatus.Grace))
            throw NotAmendable();
        if (AutoRenews == agreed)
            return;
        AutoRenews = agreed;
        Raise("licence.auto_renewal_set", ("autoRenews", agreed));
        Replan(policy, time);
    }

    private RenewalPlan Renew(LicencePolicyVersion policy, DateOnly on, OwnTime time, Money? price, bool auto)
    {
        var plan = PreviewRenewal(policy, on, price);
        foreach (var term in plan.Terms)
            AddTerm(term, time);
        Calendar = plan.Calendar;
        Status = LicenceStatus.Active;
        Raise(
            "licence.renewed",
            ("auto", auto), ("renewedOn", on), ("termNumber", Calendar.TermNumber), ("firstDay", plan.FirstDay), ("lastDay", plan.LastDay),
            ("amount", plan.Price.Amount), ("currency", plan.Price.Currency));
        Replan(policy, time);
        return plan;
    }

    private bool HasBegunAndStands => Status is LicenceStatus.Active or LicenceStatus.Grace or LicenceStatus.TeachOut;

    private static Refusal NotAmendable() =>
        Refusal.Conflict(LicensingCodes.LicenceNotAmendable, "The licence has not begun, or is over.", "Read the licence's status first.");
}
