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

/// <summary>Another price that was told to the organisation.</summary>
/// <param name="Amount">The price of each new term, in the licence's currency.</param>
/// <param name="ToldOn">The day on which it was told.</param>
public sealed record PriceNotice(long Amount, DateOnly ToldOn);

public sealed partial class Licence
{
    /// <summary>The price that later terms will have, once its notice is over: the last that was told. Null where it stays.</summary>
    public PriceNotice? PriceNotice { get; private set; }

    /// <summary>A lower price that was told before that one, and counts for as long as the notice of that one is not over; null where there is none.</summary>
    public PriceNotice? EarlierPriceNotice { get; private set; }

    /// <summary>
    /// What a term costs that begins on a day. A lower price counts from when it was told; a higher one only where it was told as many days before as the
    /// policy says: told too late, the old price stays for that term.
    /// </summary>
    public Money RenewalPrice(LicencePolicyVersion policy, DateOnly firstDay)
    {
        var amount = Grant.Price.Amount;
        foreach (var told in Told)
            if (told.Amount <= amount || told.ToldOn.AddDays(policy.PriceNoticeDays) <= firstDay)
                amount = told.Amount;
        return Grant.Price with { Amount = amount };
    }

    /// <summary>
    /// Notes that the price list's price for the next term was told today. Told again, it keeps its day. A lower one than was told before needs no notice of its
    /// own: the higher was told, so this was. A still higher one leaves what was told before in force until its own notice is over.
    /// </summary>
    public void TellPrice(Money listed, LicencePolicyVersion policy, OwnTime time)
    {
        DemandPinned(policy);
        if (!Grant.FollowsPriceList || listed.Currency != Grant.Price.Currency || listed.Amount == (PriceNotice?.Amount ?? Grant.Price.Amount))
            return;
        var toldOn = Told.FirstOrDefault(t => t.Amount >= listed.Amount)?.ToldOn ?? time.Today;
        var lower = Told.Where(t => t.Amount < listed.Amount).ToList();
        // Of two, the one that the next term has.
        var next = RenewalPrice(policy, Calendar!.LastDay.AddDays(1)).Amount;
        var earlier = lower.Find(t => t.Amount == next) ?? lower.FirstOrDefault();
        (EarlierPriceNotice, PriceNotice) = (earlier, earlier is null && listed.Amount == Grant.Price.Amount ? null : new(listed.Amount, toldOn));
        Raise("licence.price_told", ("amount", listed.Amount), ("currency", listed.Currency), ("toldOn", time.Today));
    }

    private IEnumerable<PriceNotice> Told => new[] { EarlierPriceNotice, PriceNotice }.OfType<PriceNotice>();

    /// <summary>What a renewal on a day would do. Changes nothing.</summary>
    /// <param name="policy">The policy version that the licence pins.</param>
    /// <param name="on">The day of renewal.</param>
    /// <param name="price">The price of each new term; null for that of <see cref="RenewalPrice"/>.</param>
    /// <exception cref="Refusal"><c>licence_not_renewable</c>, <c>licence_already_renewed</c>, <c>validation_failed</c>.</exception>
    public RenewalPlan PreviewRenewal(LicencePolicyVersion policy, DateOnly on, Money? price = null)
    {
        DemandPinned(policy);
        new Faults()
            .When(price is { } named && !LicenceGrant.IsPrice(named), "/price", "The price is 0 to 10,000,000 in GBP or EUR.")
            .When(price is { } other && other.Currency != Grant.Price.Currency, "/price/currency", "The price is in the licence's currency.")
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
            var days = calendar.Days(calendar.TermNumber, policy);
            planned.Add(new(calendar.TermNumber, days, price ?? RenewalPrice(policy, days.First), Grant.Seats));
        } while (calendar.LastDay < on);
        var total = planned.Select(t => t.Price).Aggregate((a, b) => a + b);
        return new(planned, total, policy.RenewalBasis, Calendar.LastDay, calendar);
    }

    /// <summary>Renews: adds the terms of <see cref="PreviewRenewal"/> for today.</summary>
    /// <inheritdoc cref="PreviewRenewal"/>
    public RenewalPlan Renew(LicencePolicyVersion policy, OwnTime time, Money? price = null) => Renew(policy, time.Today, time, price, auto: false);

    /// <summary>The organisation agrees to what <see cref="PreviewRenewal"/> shows it, and the licence is renewed.</summary>
    /// <param name="price">What it has seen that the new terms cost together.</param>
    /// <param name="policy">The policy version that the licence pins.</param>
    /// <param name="time">The organisation's own time.</param>
    /// <exception cref="Refusal">
    /// <c>licence_not_renewable</c>, <c>licence_already_renewed</c>, <c>licence_suspended</c>, <c>renewal_not_open</c>, <c>renewal_terms_changed</c>.
    /// </exception>
    public RenewalPlan AcceptRenewal(Money price, LicencePolicyVersion policy, OwnTime time)
    {
        var plan = PreviewRenewal(policy, time.Today);
        if (Termination is not null || Calendar!.StandingOn(time.Today) is not (LicenceStatus.Active or LicenceStatus.Grace))
            throw Refusal.Conflict(LicensingCodes.LicenceNotRenewable, "The licence is over, or is to end.", "Speak with Cohort 4, who can renew it.");
        if (SuspendedOn(time.Today))
            throw Refusal.Conflict(LicensingCodes.LicenceSuspended, "The licence is suspended.", "See the licence's holds for what lifts them.");
        var opens = Calendar.LastDay.AddDays(-policy.NoticeDays.DefaultIfEmpty(PolicyRules.UsualNoticeDays[0]).Max());
        if (time.Today < opens)
            throw Refusal.Conflict(LicensingCodes.RenewalNotOpen, $"The next term can be agreed from {opens:yyyy-MM-dd} on.", "Wait for the renewal notice.");
        if (plan.Price != price)
        {
            throw Refusal.Conflict(
                LicensingCodes.RenewalTermsChanged, "The renewal costs something else by now.", "Read the renewal's preview again and accept what it shows.");
        }
        Raise("licence.renewal_accepted", ("firstDay", plan.FirstDay), ("lastDay", plan.LastDay), ("amount", price.Amount), ("currency", price.Currency));
        return Renew(policy, time, price: null);
    }

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
        // Agreed to when its day ahead is over, the next term is added today, and a hold withholds it that stands today.
        if (schedule.Find(a => a is { Kind: ScheduledActionKind.AutoRenew, IsPending: true } && a.DueOn < time.Today) is { } late && time.Today <= Calendar!.LastDay)
        {
            late.MarkDone(time.Now);
            RenewOrEnterGrace(time.Today, policy, time);
        }
    }

    private RenewalPlan Renew(LicencePolicyVersion policy, DateOnly on, OwnTime time, Money? price, bool auto)
    {
        var plan = PreviewRenewal(policy, on, price);
        foreach (var term in plan.Terms)
            AddTerm(term, time);
        Calendar = plan.Calendar;
        if (price is null && plan.Terms[^1].Price != Grant.Price)
        {
            Grant = Grant with { Price = plan.Terms[^1].Price };
            // What was told and does not count yet waits for a later term.
            (EarlierPriceNotice, PriceNotice) = (null, PriceNotice?.Amount == Grant.Price.Amount ? null : PriceNotice);
        }
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
