using CsCheck;
using Franchise.Domain.Billing;
using Franchise.Domain.Licensing;
using Franchise.Domain.Shared;
using Franchise.Domain.Webhooks;
using static Franchise.Domain.Tests.Licensing.Given;

namespace Franchise.Domain.Tests.Licensing;

/// <summary>What a renewal costs, when it is added and invoiced, and who agrees to it.</summary>
public sealed class RenewalNoticeTests
{
    private static Licence Listed(LicencePolicyVersion policy, string startsOn = "2026-01-31", bool autoRenews = false, Money? price = null)
    {
        var (grant, own) = (Grant(startsOn), price ?? new(120_000, "GBP"));
        var licence = Licence.Draft(Partner, policy, grant with { FollowsPriceList = true, Price = own, ExtraLearnerFee = new(1, own.Currency) }, On(startsOn).Now);
        licence.MakeOffer(Agreement, Day(startsOn).AddDays(20), policy, ["RM3-01", "RM3-02"], Administrator, On(startsOn));
        licence.Accept(LicenceOffer.HashOf(Agreement), autoRenews, policy, Coordinator, On(startsOn));
        licence.Activate(Facts(policy), On(startsOn));
        licence.ForgetEvents();
        return licence;
    }

    [Theory]
    [InlineData("2026-12-02", 130_000, 130_000, 130_000)] // sixty days before 31 January, as the policy says
    [InlineData("2026-12-03", 130_000, 120_000, 130_000)] // a day too late: it counts a term later
    [InlineData("2027-01-30", 110_000, 110_000, 110_000)] // a lower one needs no notice
    public void A_higher_price_counts_where_it_was_told_in_time(string toldOn, long told, long next, long afterNext)
    {
        var policy = Policy();
        var licence = Listed(policy);
        licence.TellPrice(new(told, "GBP"), policy, On(toldOn));
        licence.TellPrice(new(told, "GBP"), policy, On("2027-01-30"));
        Assert.Equal(Day(toldOn), licence.PriceNotice!.ToldOn);
        Assert.Equal(new Money(next, "GBP"), licence.Renew(policy, On("2027-01-30")).Price);
        Assert.Equal(new Money(afterNext, "GBP"), licence.PreviewRenewal(policy, Day("2028-01-30")).Price);
        Assert.Equal(120_000, licence.Terms[0].Price.Amount);
    }

    [Fact]
    public void A_price_agreed_by_hand_follows_no_list_and_one_taken_back_is_forgotten()
    {
        var policy = Policy();
        var agreed = Active(policy);
        agreed.TellPrice(new(1, "GBP"), policy, On("2026-06-01"));
        Assert.Null(agreed.PriceNotice);
        var listed = Listed(policy);
        listed.TellPrice(new(130_000, "EUR"), policy, On("2026-06-01"));
        Assert.Null(listed.PriceNotice);
        listed.TellPrice(new(130_000, "GBP"), policy, On("2026-06-01"));
        listed.TellPrice(new(120_000, "GBP"), policy, On("2026-07-01"));
        Assert.Null(listed.PriceNotice);
    }

    [Fact]
    public void A_term_that_renews_by_itself_is_added_ahead_and_loses_and_gives_no_day()
    {
        var policy = Policy(Rules() with { InvoiceAheadDays = 30 });
        var licence = Active(policy, autoRenews: true);
        Assert.Equal([(ScheduledActionKind.Milestone, 90), (ScheduledActionKind.Milestone, 60), (ScheduledActionKind.Milestone, 30), (ScheduledActionKind.AutoRenew, 0)],
            LicenceSchedule.Of(licence, policy, London).TakeWhile(a => a.Kind != ScheduledActionKind.GraceEnd).Select(a => (a.Kind, a.Days)));
        licence.CarryDue(policy, On("2026-12-31"));
        Assert.Single(licence.Terms);
        licence.CarryDue(policy, On("2027-01-01"));
        Assert.Equal(new Term(Day("2027-01-31"), Day("2028-01-30")), licence.Terms[1].Days);
        Assert.Equal((Day("2026-01-31"), 1), (licence.Calendar!.Anchor, licence.Calendar.AnchorTerm));
    }

    [Fact]
    public void A_price_told_in_time_counts_though_the_list_changes_again()
    {
        var policy = Policy();
        Licence Told(params (string On, long Amount)[] prices)
        {
            var licence = Listed(policy);
            foreach (var (on, amount) in prices)
                licence.TellPrice(new(amount, "GBP"), policy, On(on));
            return licence;
        }
        long Next(Licence licence) => licence.PreviewRenewal(policy, Day("2027-01-30")).Price.Amount;

        // The term begins on 31 January; 2 December is the last day for a higher price. One told too late leaves the one before it in force.
        var risen = Told(("2026-10-01", 130_000), ("2026-12-10", 140_000));
        Assert.Equal(130_000, Next(risen));
        // It waits for the term after.
        risen.Renew(policy, On("2027-01-30"));
        Assert.Equal((130_000, 140_000), (risen.Grant.Price.Amount, risen.PreviewRenewal(policy, Day("2028-01-30")).Price.Amount));
        risen.Renew(policy, On("2028-01-30"));
        Assert.Null(risen.PriceNotice);
        // Told in time, the later counts.
        Assert.Equal(140_000, Next(Told(("2026-10-01", 130_000), ("2026-11-10", 140_000))));
        // Of three the one that was told in time.
        Assert.Equal(130_000, Next(Told(("2026-10-01", 130_000), ("2026-12-10", 140_000), ("2026-12-20", 150_000))));
        Assert.Equal(140_000, Next(Told(("2026-10-01", 130_000), ("2026-11-10", 140_000), ("2026-12-20", 150_000))));
        // Lowered, it needs no notice anew, however late.
        var lowered = Told(("2026-10-01", 130_000), ("2027-01-15", 125_000));
        Assert.Equal((125_000, Day("2026-10-01")), (Next(lowered), lowered.PriceNotice!.ToldOn));
        Assert.Equal(130_000, Next(Told(("2026-10-01", 130_000), ("2026-12-10", 140_000), ("2026-12-20", 130_000))));
        // Never told in time, it is not in force because it fell a little.
        Assert.Equal(120_000, Next(Told(("2026-12-10", 130_000), ("2026-12-20", 125_000))));
        // Lower than what was agreed counts at once, and a rise from there needs its notice.
        Assert.Equal(110_000, Next(Told(("2026-12-10", 110_000), ("2026-12-20", 115_000), ("2026-12-22", 119_000))));
        Assert.Equal(120_000, Next(Told(("2026-10-01", 130_000), ("2026-12-20", 120_000))));
    }

    [Fact]
    public void A_hold_on_new_courses_withholds_no_renewal_neither_by_itself_nor_by_agreement()
    {
        var policy = Policy();
        foreach (var scope in Enum.GetValues<HoldScope>())
        {
            var (byItself, agreed) = (Active(policy, autoRenews: true), Active(policy));
            foreach (var licence in new[] { byItself, agreed })
                licence.PlaceHold(HoldReason.Payment, Day("2027-01-01"), Day("2027-03-20"), null, policy, On("2027-01-01"), scope);
            byItself.CarryDue(policy, On("2027-01-31"));
            if (scope == HoldScope.NewCourses)
                agreed.AcceptRenewal(new(120_000, "GBP"), policy, On("2027-01-30"));
            else
                Refused("licence_suspended", () => agreed.AcceptRenewal(new(120_000, "GBP"), policy, On("2027-01-30")));
            Assert.All([byItself, agreed], l => Assert.Equal(scope == HoldScope.NewCourses ? 2 : 1, l.Terms.Count));
        }
    }

    [Fact]
    public void Held_on_its_day_ahead_it_is_tried_once_more_at_the_end()
    {
        var policy = Policy(Rules() with { InvoiceAheadDays = 30 });
        foreach (var lifted in new[] { true, false })
        {
            var licence = Active(policy, autoRenews: true);
            licence.CarryDue(policy, On("2026-12-20"));
            var hold = licence.PlaceHold(HoldReason.Payment, Day("2026-12-20"), Day("2027-03-20"), null, policy, On("2026-12-20"));
            licence.CarryDue(policy, On("2027-01-10"));
            Assert.Equal((LicenceStatus.Active, 1), (licence.Status, licence.Terms.Count));
            Assert.Contains(LicenceSchedule.Of(licence, policy, London), a => a is { Kind: ScheduledActionKind.TermEnd, DueOn: var on } && on == Day("2027-01-31"));
            if (lifted)
                licence.LiftHold(hold.Id, policy, On("2027-01-20"));
            licence.CarryDue(policy, On("2027-01-31"));
            Assert.Equal(lifted ? (LicenceStatus.Active, 2) : (LicenceStatus.Grace, 1), (licence.Status, licence.Terms.Count));
        }
    }

    [Theory]
    [InlineData("P1M", 30, "2026-02-01", "2026-02-02")] // 28 days: announced on the first, renewed on the second
    [InlineData("P1M", 30, "2026-01-01", "2026-01-02")]
    [InlineData("P12M", 180, "2026-01-01", "2026-07-05")]
    [InlineData("P3M", 180, "2026-01-01", "2026-01-02")]
    public void Nobody_is_invoiced_ahead_for_what_she_is_told_of_that_very_day(string term, int ahead, string startsOn, string renewsOn)
    {
        var policy = Policy(Rules(term, noticeDays: [ahead]) with { InvoiceAheadDays = ahead });
        var licence = Active(policy, startsOn, autoRenews: true);
        for (var terms = 1; terms < 30; terms++)
        {
            var listed = LicenceSchedule.Of(licence, policy, London);
            var (told, renews) = (listed.Single(a => a.Kind == ScheduledActionKind.Milestone).DueOn, listed.Single(a => a.Kind == ScheduledActionKind.AutoRenew).DueOn);
            Assert.True(told < renews);
            if (terms == 1)
                Assert.Equal(Day(renewsOn), renews);
            licence.CarryDue(policy, new(Term.StartOf(renews, London), London));
            Assert.Equal(terms + 1, licence.Terms.Count);
        }
    }

    [Fact]
    public void Agreed_to_when_its_day_ahead_is_over_it_is_added_today_unless_a_hold_stands_today()
    {
        var policy = Policy(Rules() with { InvoiceAheadDays = 30 });
        foreach (var stands in new[] { false, true })
        {
            // On its day it was the other way round.
            var licence = Active(policy);
            licence.CarryDue(policy, On("2026-12-20"));
            var hold = stands ? null : licence.PlaceHold(HoldReason.Quality, Day("2026-12-20"), Day("2027-03-20"), null, policy, On("2026-12-20"));
            licence.CarryDue(policy, On("2027-01-10"));
            if (stands)
                licence.PlaceHold(HoldReason.Quality, Day("2027-01-10"), Day("2027-03-20"), null, policy, On("2027-01-10"));
            else
                licence.LiftHold(hold!.Id, policy, On("2027-01-10"));
            licence.SetAutoRenewal(true, policy, On("2027-01-10"));
            licence.CarryDue(policy, On("2027-01-10"));
            Assert.Equal(stands ? 1 : 2, licence.Terms.Count);
            licence.CarryDue(policy, On("2027-01-31"));
            Assert.Equal(stands ? (LicenceStatus.Grace, 1) : (LicenceStatus.Active, 2), (licence.Status, licence.Terms.Count));
        }
    }

    [Fact]
    public void However_far_ahead_and_however_late_the_sweep_terms_follow_each_other_and_one_lies_ahead_at_most() =>
        Gen.Select(
            Gen.Int[0, 20_000].Select(n => new DateOnly(2014, 1, 1).AddDays(n)),
            Gen.OneOf(Gen.Int[1, 24].Select(m => new IsoPeriod(m, 0)), Gen.Int[7, 400].Select(d => new IsoPeriod(0, d))),
            Gen.Int[0, 180], Gen.Int[1, 90].Array[1, 30]).Sample((anchor, term, ahead, steps) =>
        {
            var policy = Policy(Rules(term.ToString(), graceDays: 0, noticeDays: [Math.Max(1, ahead)], teachOut: "P0D") with { InvoiceAheadDays = ahead });
            var licence = Active(policy, $"{anchor:yyyy-MM-dd}", autoRenews: true);
            var day = anchor;
            foreach (var step in steps)
            {
                day = day.AddDays(step);
                var listed = LicenceSchedule.Of(licence, policy, London).Where(a => a.DueOn <= day && a.Kind == ScheduledActionKind.AutoRenew).ToList();
                var before = licence.Terms.Count;
                licence.CarryDue(policy, On(day));
                Assert.Equal(listed.Count > 0, licence.Terms.Count > before);
                Assert.Equal(LicenceStatus.Active, licence.Status);
                Assert.True(licence.TermOn(day) is not null);
                Assert.True(licence.Terms.Count(t => t.FirstDay > day) <= 1);
            }
            Assert.All(licence.Terms.Zip(licence.Terms.Skip(1)), p => Assert.Equal(p.First.LastDay.AddDays(1), p.Second.FirstDay));
            Assert.Equal(anchor, licence.Calendar!.Anchor);
        });

    [Fact]
    public void An_organisation_agrees_to_just_what_the_preview_shows_from_the_first_notice_on_until_grace_is_over()
    {
        var policy = Policy();
        var price = new Money(120_000, "GBP");
        Refused("renewal_not_open", () => Active(policy).AcceptRenewal(price, policy, On("2026-10-31")));
        foreach (var (day, again) in new[] { ("2026-11-01", "licence_already_renewed"), ("2027-01-30", "licence_already_renewed"), ("2027-02-10", "renewal_not_open") })
        {
            var licence = Active(policy);
            licence.CarryDue(policy, On(day));
            Refused("renewal_terms_changed", () => licence.AcceptRenewal(new(119_999, "GBP"), policy, On(day)));
            Assert.Single(licence.Terms);
            Assert.Equal(Day("2027-01-31"), licence.AcceptRenewal(price, policy, On(day)).FirstDay);
            Refused(again, () => licence.AcceptRenewal(price, policy, On(day)));
        }
        var over = Active(policy);
        over.CarryDue(policy, On("2027-03-02"));
        Refused("licence_not_renewable", () => over.AcceptRenewal(price, policy, On("2027-03-02")));
        var held = Active(policy);
        held.PlaceHold(HoldReason.Quality, Day("2026-12-01"), Day("2027-01-01"), null, policy, On("2026-12-01"));
        Refused("licence_suspended", () => held.AcceptRenewal(price, policy, On("2026-12-01")));
    }

    // ---- The preview is what is issued

    private static readonly Gen<(DateOnly Anchor, string Term, RenewalBasis Basis, string Currency, long Price, int Points, long Off, int Draft, int Terms, double When)> renewals =
        from anchor in Gen.Int[0, 12_000].Select(n => new DateOnly(2014, 1, 1).AddDays(n))
        from term in Gen.OneOf(new[] { "P12M", "P6M", "P1M", "P90D", "P24M" }.Select(Gen.Const).ToArray())
        from basis in Gen.Enum<RenewalBasis>()
        from currency in Gen.OneOf(Gen.Const("GBP"), Gen.Const("EUR"))
        from price in Gen.Long[0, Money.Most]
        from points in Gen.Int[0, 10_000]
        from off in Gen.Long[0, 500_000]
        from draft in Gen.Int[0, 30]
        from terms in Gen.Int[0, 120]
        from when in Gen.Double[0, 1]
        select (anchor, term, basis, currency, price, points, off, draft, terms, when);

    [Fact]
    public void What_the_preview_says_is_what_is_issued_lines_VAT_totals_and_dates() =>
        renewals.Sample(r =>
        {
            var policy = Policy(Rules(r.Term, basis: r.Basis, teachOut: "P90D"));
            var licence = Listed(policy, $"{r.Anchor:yyyy-MM-dd}", price: new(r.Price, r.Currency));
            var (first, last) = (licence.Terms[^1].FirstDay, licence.Calendar!.TeachOutLastDay);
            var on = first.AddDays((int)((last.DayNumber - first.DayNumber) * r.When));
            var profile = new BillingProfile(Partner);
            if (r.Points > 0)
                profile.Grant(new(ConcessionKind.Discount, r.Points, null, null, "As agreed."), Billing.Given.Finance, On(r.Anchor));
            if (r.Off > 0)
                profile.Grant(new(ConcessionKind.Discount, null, r.Off, on.AddDays(r.Terms % 2), "As agreed."), Billing.Given.Finance, On(r.Anchor));
            var rules = Billing.Given.Rules() with
            {
                DraftDays = r.Draft,
                TermsDays = r.Terms,
                HoldAbove = Money.Most,
                Rate = r.Currency == ExchangeRate.Sterling ? null : new(r.Currency, Day("2014-01-01"), 0.841237m, Billing.Given.Finance, Refused.Now),
            };

            var preview = RenewalInvoices.Of(licence, licence.PreviewRenewal(policy, on), on, rules, profile, London);
            var before = licence.Terms.Count;
            licence.Renew(policy, On(on));
            var happened = (Event)Activator.CreateInstance(typeof(Event), nonPublic: true)!;
            var issued = licence.Terms.Skip(before).Select(term =>
            {
                var fee = new Fee(
                    happened, FeeGround.OfTerm(licence, term.Number, term.Days, term.Id.ToString(), on), 1, term.Price.Amount, term.Price.Currency, profile, On(on));
                var invoice = new Invoice(Partner, InvoiceKind.Licence, licence.Id, term.Days, term.Price.Currency, [LineDraft.Of(fee)], rules, On(on));
                if (!invoice.AwaitsApproval)
                    invoice.Finalise("C4-2027-000001", rules, On(on.AddDays(r.Draft)));
                return invoice;
            });
            Assert.Equal(issued.Select(Shown), preview.Select(Shown));
        });

    private static string Shown(Invoice i) =>
        string.Join('|', [
            i.Kind, i.PeriodFirst, i.PeriodLast, i.Currency, i.Net, i.Vat, i.Total, i.AwaitsApproval, i.Status, i.IssuedOn, i.TaxPoint, i.DueOn,
            .. i.Lines.SelectMany(l => new object?[] { l.Description, l.Quantity, l.UnitAmount, l.Discount, l.Net, l.Treatment, l.RateBasisPoints, l.VatReason, l.VatAmount, l.Period }),
        ]);

    // ---- Holds for what is owed

    private static EligibilityAnswer Ask(Licence licence, LicencePolicyVersion policy, string date, string? begunOn = null) =>
        Eligibility.Of(
            licence, new("RM3-01", [Day(date)], BegunOn: begunOn is null ? null : Day(begunOn)),
            new(policy, Day(date), true, new(Day("2014-01-01"), null, ["en"]), new Dictionary<int, SeatBalance>(), null));

    [Fact]
    public void A_hold_on_new_courses_keeps_new_ones_from_beginning_and_those_that_run_go_on()
    {
        var policy = Policy();
        var licence = Active(policy);
        licence.PlaceHold(HoldReason.Payment, Day("2026-05-01"), Day("2026-06-01"), null, policy, On("2026-05-01"), HoldScope.NewCourses, byDunning: true);
        Assert.Equal(["licence_suspended"], Ask(licence, policy, "2026-05-10").Reasons.Select(r => r.Code));
        Assert.True(Ask(licence, policy, "2026-05-10", begunOn: "2026-04-20").Allowed);
        Assert.False(Ask(licence, policy, "2026-05-10", begunOn: "2026-05-09").Allowed);
        Assert.True(Ask(licence, policy, "2026-04-30").Allowed);
        Assert.Equal((false, null), (licence.SuspendedOn(Day("2026-05-10")), licence.SuspendedFrom));
    }

    [Fact]
    public void What_is_owed_never_stops_a_course_in_teach_out_and_what_is_unsafe_does()
    {
        var policy = Policy();
        foreach (var (reason, allowed) in new[] { (HoldReason.Payment, true), (HoldReason.Safeguarding, false) })
        {
            var licence = Active(policy);
            licence.PlaceHold(reason, Day("2027-01-01"), Day("2027-06-01"), null, policy, On("2027-01-01"));
            Assert.False(Ask(licence, policy, "2027-01-10", begunOn: "2026-12-01").Allowed);
            Assert.Equal(allowed, Ask(licence, policy, "2027-04-01", begunOn: "2026-12-01").Allowed);
            Assert.False(Ask(licence, policy, "2027-04-01").Allowed);
        }
    }

    // ---- Another package

    private static LicenceGrant Larger => Grant() with
    {
        Package = "LARGE",
        Price = new(240_000, "GBP"),
        Seats = 20,
        Units = ["RM3-02", "RM3-03"],
        Resources = ["HANDBOOK", "GUIDE"],
        Tools = [],
    };

    [Fact]
    public void Another_package_counts_from_the_day_and_moves_no_date()
    {
        var policy = Policy();
        var licence = Active(policy);
        var calendar = licence.Calendar;
        var term = licence.ChangePackage(Larger, 10, new(120_000, "GBP"), policy, On("2026-08-01"));
        Assert.Equal((calendar, 120_000, 10, 20), (licence.Calendar, term.Price.Amount, term.Seats, licence.SeatsOf(term)));
        Assert.Equal([true, true, false], new[] { "2026-07-31", "2026-08-01", "2026-08-01" }.Zip(new[] { "RM3-01", "RM3-03", "RM3-01" }, (d, u) => licence.Entitles(EntitlementKind.Unit, u, Day(d))));
        Assert.True(licence.Entitles(EntitlementKind.Unit, "RM3-02", Day("2026-07-31")) && licence.Entitles(EntitlementKind.Unit, "RM3-02", Day("2026-08-01")));
        Assert.Equal((240_000, 20), (licence.PreviewRenewal(policy, Day("2027-01-30")).Price.Amount, licence.PreviewRenewal(policy, Day("2027-01-30")).Terms[0].Seats));
        // And back the same day, and once more.
        licence.ChangePackage(Grant(), 10, new(1, "GBP"), policy, On("2026-08-01"));
        licence.ChangePackage(Larger, 10, new(1, "GBP"), policy, On("2026-08-01"));
        Assert.True(licence.Entitles(EntitlementKind.Unit, "RM3-03", Day("2026-08-01")) && !licence.Entitles(EntitlementKind.Unit, "RM3-01", Day("2026-08-01")));
        Assert.Equal(licence.Entitlements.Count, licence.Entitlements.Select(e => (e.Kind, e.Code, e.From)).Distinct().Count());
    }

    [Fact]
    public void What_cannot_be_is_refused_and_changes_nothing()
    {
        var policy = Policy();
        var licence = Active(policy);
        var (version, now) = (licence.Version, On("2026-08-01"));
        var charge = new Money(1, "GBP");
        Refused("seats_in_use", () => licence.ChangePackage(Larger with { Seats = 4 }, 5, charge, policy, now));
        RefusedAt(["/package"], () => licence.ChangePackage(Grant(), 0, charge, policy, now));
        RefusedAt(["/package"], () => licence.ChangePackage(Larger with { Price = new(1, "EUR"), ExtraLearnerFee = new(1, "EUR") }, 0, charge, policy, now));
        Refused("licence_not_amendable", () => licence.ChangePackage(Larger, 0, charge, policy, On("2027-02-15")));
        Assert.Equal((version, "FULL", null), (licence.Version, licence.Grant.Package, licence.Amendment));
        licence.Renew(policy, On("2027-01-02"));
        Refused("licence_already_renewed", () => licence.ChangePackage(Larger, 0, charge, policy, On("2027-01-02")));
        Refused("licence_not_amendable", () => Draft(policy).ChangePackage(Larger, 0, charge, policy, now));
    }
}
