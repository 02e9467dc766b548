using CsCheck;
using Franchise.Domain.Billing;
using Franchise.Domain.Licensing;
using Franchise.Domain.Shared;

namespace Franchise.Domain.Tests.Billing;

/// <summary>One clock, by the oldest due date: each step once, one a day, and what is listed is what happens.</summary>
public sealed class DunningTests
{
    private static readonly DunningDays usual = DunningDays.Usual;
    private static readonly DunningStage[] all = Enum.GetValues<DunningStage>();
    private static readonly DateOnly due = new(2027, 3, 1);

    private static OwnTime On(DateOnly day) => Given.On($"{day:yyyy-MM-dd}");

    private static OwedInvoice Owed(DateOnly on, bool counts = true) => new(Id<Invoice>.New(Refused.Now), on, counts, usual);

    private static DunningClock Clock() => new(Given.Partner.TenantId);

    // Every hold that dunning has placed stands on some licence still.
    private static IReadOnlyList<DunningStage> Follow(DunningClock clock, IEnumerable<OwedInvoice> owed, DunningDays days, DateOnly day) =>
        clock.Follow([.. owed.Select(o => o with { Days = days })], [.. all.Where(s => s >= DunningStage.HoldOnNewCourses && s <= clock.Held)], On(day));

    // What a sweep does on a day: sets the clock, and takes the step that is due.
    private static DunningStage? Sweep(DunningClock clock, DateOnly day, DunningDays days, params OwedInvoice[] owed)
    {
        Follow(clock, owed, days, day);
        if (clock.NextDue(On(day)) is not { } step)
            return null;
        clock.Take(step, days, On(day));
        Assert.Null(clock.NextDue(On(day)));
        return step.Stage;
    }

    private static List<(DunningStage Stage, DateOnly On)> Live(DunningClock clock, DunningDays days, DateOnly from, int count, Func<DateOnly, OwedInvoice[]?> owed)
    {
        List<(DunningStage, DateOnly)> taken = [];
        for (var day = from; day < from.AddDays(count); day = day.AddDays(1))
            if (owed(day) is { } those && Sweep(clock, day, days, those) is { } stage)
                taken.Add((stage, day));
        return taken;
    }

    private static readonly Gen<DunningDays> policies = Gen.Int[1, 60].Array[5].Select(steps =>
    {
        var days = steps.Select((_, i) => steps.Take(i + 1).Sum()).ToArray();
        return new DunningDays(days[0], days[1], days[2], days[3], days[4]);
    });

    [Fact]
    public void Left_unpaid_each_step_is_taken_once_on_the_day_that_the_policy_says() =>
        policies.Sample(days =>
        {
            var taken = Live(Clock(), days, due.AddDays(-40), 400, _ => [Owed(due)]);
            Assert.Equal(all.Select((s, i) => (s, due.AddDays(days.InOrder()[i]))), taken);
        });

    [Fact]
    public void What_is_listed_is_what_happens_from_any_day_on_and_after_any_outage() =>
        Gen.Select(policies, Gen.Int[-20, 200], Gen.Int[0, 30], Gen.Int[0, 90]).Sample((days, first, outage, hardship) =>
        {
            var clock = Clock();
            var owed = Owed(due);
            Live(clock, days, due.AddDays(-30), first + 30, _ => [owed]);
            // The scheduler is down; then it looks again, and somebody may grant a time of hardship.
            var now = due.AddDays(first + outage);
            Sweep(clock, now, days, owed);
            if (hardship > 0)
                clock.Grant(now.AddDays(hardship - 1), "A grant comes.", "The treasurer", Given.Finance, On(now));
            Follow(clock, [owed], days, now);
            var listed = clock.Steps.Where(s => s.IsPending).OrderBy(s => s.Stage).Select(s => (s.Stage, s.DueOn)).ToList();
            var happened = Live(clock, days, now, 500, _ => [owed]);
            Assert.Equal(listed, happened);
            Assert.Equal(all, clock.Steps.Where(s => s.TakenOn is not null).OrderBy(s => s.DoneAt).Select(s => s.Stage));
            Assert.All(clock.Steps, s => Assert.True(s.TakenOn >= s.CountedOn));
            Assert.Equal(5, clock.Steps.Select(s => s.TakenOn).Distinct().Count());
        });

    [Fact]
    public void After_four_days_of_outage_the_steps_it_overtook_come_one_a_day_with_their_true_dates()
    {
        var days = new DunningDays(1, 2, 3, 30, 60);
        var clock = Clock();
        Live(clock, days, due, 1, _ => [Owed(due)]);
        var taken = Live(clock, days, due.AddDays(4), 10, _ => [Owed(due)]);
        Assert.Equal([(DunningStage.Reminder, due.AddDays(4)), (DunningStage.SecondReminder, due.AddDays(5)), (DunningStage.FinalNotice, due.AddDays(6))], taken);
        Assert.Equal(
            [due.AddDays(1), due.AddDays(2), due.AddDays(3)],
            clock.Events.Where(e => e.Type == "dunning.step_taken").Select(e => (DateOnly)e.Data!["dueOn"]!));
    }

    [Fact]
    public void However_late_no_step_follows_another_sooner_than_a_week()
    {
        var clock = Clock();
        // Nobody looked for half a year: everything is long past its day.
        var taken = Live(clock, usual, due.AddDays(180), 60, _ => [Owed(due)]);
        Assert.Equal([0, 7, 14, 21, 28], taken.Select(t => t.On.DayNumber - due.AddDays(180).DayNumber));
    }

    [Fact]
    public void While_a_direct_debit_is_under_way_or_the_invoice_is_disputed_nothing_is_done_and_what_was_done_is_not_done_again()
    {
        var clock = Clock();
        var before = Live(clock, usual, due, 20, _ => [Owed(due)]);
        Assert.Equal([DunningStage.Reminder, DunningStage.SecondReminder], before.Select(t => t.Stage));
        // Collected on day 20; it fails on day 25: the final notice keeps its day.
        Assert.Empty(Live(clock, usual, due.AddDays(20), 5, _ => [Owed(due, counts: false)]));
        Assert.Null(clock.Since);
        Assert.DoesNotContain(clock.Steps, s => s.IsPending);
        var after = Live(clock, usual, due.AddDays(25), 60, _ => [Owed(due)]);
        Assert.Equal([(DunningStage.FinalNotice, due.AddDays(28)), (DunningStage.HoldOnNewCourses, due.AddDays(42)), (DunningStage.HoldOnLicence, due.AddDays(60))], after);
    }

    [Fact]
    public void After_a_dispute_that_lasted_beyond_the_days_of_the_holds_the_first_waits_a_week_and_the_other_another()
    {
        var clock = Clock();
        Live(clock, usual, due, 30, _ => [Owed(due)]);
        Assert.Empty(Live(clock, usual, due.AddDays(30), 70, _ => [Owed(due, counts: false)]));
        var after = Live(clock, usual, due.AddDays(100), 40, _ => [Owed(due)]);
        Assert.Equal(due.AddDays(100), clock.ResumedOn);
        Assert.Equal([(DunningStage.HoldOnNewCourses, due.AddDays(107)), (DunningStage.HoldOnLicence, due.AddDays(114))], after);
        // The same where a younger invoice has kept the clock going meanwhile.
        var other = Clock();
        Live(other, usual, due, 30, _ => [Owed(due)]);
        Live(other, usual, due.AddDays(30), 70, _ => [Owed(due, counts: false), Owed(due.AddDays(99))]);
        Assert.Equal(after, Live(other, usual, due.AddDays(100), 40, _ => [Owed(due), Owed(due.AddDays(99))]));
    }

    [Fact]
    public void After_a_time_of_hardship_beyond_the_days_of_the_holds_they_wait_a_week_too_and_letters_do_not() =>
        // It is over on day 60, by itself or because somebody ends it.
        Assert.All([true, false], ends =>
        {
            var clock = Clock();
            Live(clock, usual, due, 20, _ => [Owed(due)]);
            var hardship = clock.Grant(due.AddDays(ends ? 200 : 59), "A grant comes.", "The treasurer", Given.Finance, On(due.AddDays(20)));
            Assert.Empty(Live(clock, usual, due.AddDays(20), 40, _ => [Owed(due)]));
            if (ends)
                clock.End(hardship.Id, On(due.AddDays(60)));
            Assert.Equal(
                [(DunningStage.FinalNotice, due.AddDays(60)), (DunningStage.HoldOnNewCourses, due.AddDays(67)), (DunningStage.HoldOnLicence, due.AddDays(74))],
                Live(clock, usual, due.AddDays(60), 40, _ => [Owed(due)]));
            // With the final notice sent before, the hold waits all the same.
            var told = Clock();
            Live(told, usual, due, 30, _ => [Owed(due)]);
            var other = told.Grant(due.AddDays(ends ? 200 : 59), "A grant comes.", "The treasurer", Given.Finance, On(due.AddDays(30)));
            Assert.Empty(Live(told, usual, due.AddDays(30), 30, _ => [Owed(due)]));
            if (ends)
                told.End(other.Id, On(due.AddDays(60)));
            Assert.Equal([due.AddDays(67), due.AddDays(74)], Live(told, usual, due.AddDays(60), 40, _ => [Owed(due)]).Select(t => t.On));
        });

    [Fact]
    public void What_was_paid_and_is_taken_back_counts_as_due_on_that_day_and_every_step_comes_again()
    {
        var (invoice, _) = Given.Issued();
        var was = invoice.DueOn!.Value;
        var clock = Clock();
        DunningStage? On_(DateOnly day) => Sweep(clock, day, usual, [.. new[] { OwedInvoice.Of(invoice, usual) }.OfType<OwedInvoice>()]);
        for (var day = was; day < was.AddDays(50); day = day.AddDays(1))
            On_(day);
        Assert.Equal(DunningStage.HoldOnNewCourses, clock.Held);
        var (payment, _) = Given.Paid(invoice.Total);
        payment.Allocate(invoice, invoice.Total, On(was.AddDays(50)));
        Assert.Null(On_(was.AddDays(50)));
        Assert.Null(clock.Held);
        var back = was.AddDays(80);
        payment.TakenBack(invoice.Total, [invoice], On(back));
        Assert.Equal((InvoiceStatus.Finalised, was, back, back), (invoice.Status, invoice.DueOn, invoice.ReopenedOn, OwedInvoice.Of(invoice, usual)!.DueOn));
        List<(DunningStage, DateOnly)> taken = [];
        for (var day = back; day < back.AddDays(80); day = day.AddDays(1))
            if (On_(day) is { } stage)
                taken.Add((stage, day));
        Assert.Equal(all.Select((s, i) => (s, back.AddDays(usual.InOrder()[i]))), taken);
        // What was paid in part alone was owed all the while; a charge that fails while it is under way moves nothing either.
        var (other, _) = Given.Issued();
        var (part, _) = Given.Paid(1_000);
        part.Allocate(other, 1_000, On(was.AddDays(2)));
        part.TakenBack(1_000, [other], On(was.AddDays(9)));
        other.BeginCollection();
        other.FailCollection();
        Assert.Equal((null, was), (other.ReopenedOn, OwedInvoice.Of(other, usual)!.DueOn));
    }

    [Fact]
    public void Whether_the_holds_that_are_lifted_are_the_last_of_it_is_said_with_them()
    {
        foreach (var rest in new[] { true, false })
        {
            var clock = Clock();
            Live(clock, usual, due, 62, _ => [Owed(due)]);
            clock.ForgetEvents();
            Follow(clock, rest ? [Owed(due.AddDays(30))] : [], usual, due.AddDays(62));
            clock.NoteLifted([HoldScope.Licence]);
            var lifted = Assert.Single(clock.Events, e => e.Type == "dunning.holds_lifted");
            Assert.Equal((!rest, true, false), (lifted.Data!["cleared"], lifted.Data!["licence"], lifted.Data!["newCourses"]));
        }
    }

    [Fact]
    public void A_hold_stays_while_the_invoice_is_collected_and_goes_the_moment_that_it_is_paid()
    {
        var clock = Clock();
        Live(clock, usual, due, 65, _ => [Owed(due)]);
        Assert.Equal(DunningStage.HoldOnLicence, clock.Held);
        Assert.Empty(Follow(clock, [Owed(due, counts: false)], usual, due.AddDays(70)));
        Assert.Equal(DunningStage.HoldOnLicence, clock.Held);
        clock.ForgetEvents();
        // Another is owed and not due yet: nothing is overdue any more.
        Assert.Equal([DunningStage.HoldOnNewCourses, DunningStage.HoldOnLicence], Follow(clock, [Owed(due.AddDays(90))], usual, due.AddDays(71)));
        Assert.Equal("dunning.cleared", Assert.Single(clock.Events).Type);
        Assert.Equal((null, false), (clock.Held, clock.HasTold));
        Assert.Empty(Follow(clock, [], usual, due.AddDays(72)));
        Assert.Single(clock.Events);
    }

    [Fact]
    public void With_two_overdue_the_clock_goes_by_the_older_and_by_the_other_once_that_is_paid()
    {
        var clock = Clock();
        var later = due.AddDays(30);
        Live(clock, usual, due, 62, _ => [Owed(due), Owed(later)]);
        Assert.Equal(DunningStage.HoldOnLicence, clock.Held);
        // Thirty-two days after the later one's due date no hold is due for it.
        Assert.Equal([DunningStage.HoldOnNewCourses, DunningStage.HoldOnLicence], Follow(clock, [Owed(later)], usual, due.AddDays(62)));
        Assert.True(clock.HasTold);
        var taken = Live(clock, usual, due.AddDays(62), 40, _ => [Owed(later)]);
        Assert.Equal(
            [
                // The reminder three days after the last step, which was for the other; all others a week after the one before.
                (DunningStage.Reminder, due.AddDays(63)), (DunningStage.SecondReminder, due.AddDays(70)), (DunningStage.FinalNotice, due.AddDays(77)),
                (DunningStage.HoldOnNewCourses, due.AddDays(84)), (DunningStage.HoldOnLicence, due.AddDays(91)),
            ],
            taken);
    }

    [Fact]
    public void A_hold_on_the_licence_that_stands_while_the_next_due_date_comes_to_its_first_hold_goes_with_the_payment()
    {
        var clock = Clock();
        // Everything has long been due when the older is paid: both holds stand for the younger too, and its own steps begin with the reminder.
        Live(clock, usual, due, 62, _ => [Owed(due), Owed(due.AddDays(1))]);
        Assert.Equal(DunningStage.HoldOnLicence, clock.Held);
        var taken = Live(clock, usual, due.AddDays(62), 25, _ => [Owed(due.AddDays(1))]);
        Assert.Equal((DunningStage.HoldOnNewCourses, due.AddDays(84)), taken[^1]);
        Assert.Equal([DunningStage.HoldOnNewCourses, DunningStage.HoldOnLicence], Follow(clock, [], usual, due.AddDays(87)));
    }

    [Fact]
    public void Where_several_are_due_on_one_day_each_step_takes_the_latest_of_their_days_and_a_disputed_one_keeps_its_holds_by_its_own()
    {
        var clock = Clock();
        var (quick, slow) = (Owed(due) with { Days = new(1, 2, 3, 4, 90) }, Owed(due) with { Days = new(2, 5, 8, 30, 40) });
        clock.Follow([quick, slow], [], On(due));
        Assert.Equal([2, 5, 8, 30, 90], clock.Steps.OrderBy(s => s.Stage).Select(s => s.CountedOn.DayNumber - due.DayNumber));
        // By the days of the one that counts the hold would not be due yet.
        Assert.Empty(clock.Follow([quick with { Counts = false }, Owed(due.AddDays(20))], [DunningStage.HoldOnNewCourses], On(due.AddDays(21))));
        Assert.Equal([DunningStage.HoldOnNewCourses], clock.Follow([Owed(due.AddDays(20))], [DunningStage.HoldOnNewCourses], On(due.AddDays(21))));
    }

    [Fact]
    public void A_hold_that_was_placed_for_one_invoice_stays_while_an_older_one_of_slower_days_is_being_collected()
    {
        var clock = Clock();
        OwnTime At(int days) => On(due.AddDays(days));
        var (slow, quick) = (Owed(due) with { Days = new(10, 40, 41, 60, 63), Counts = false }, Owed(due.AddDays(11)) with { Days = new(1, 2, 3, 4, 5) });
        for (var day = 11; day < 20; day++)
        {
            Assert.Empty(clock.Follow([slow, quick], clock.Held is { } held ? [held] : [], At(day)));
            if (clock.NextDue(At(day)) is { } next)
                clock.Take(next, quick.Days, At(day));
        }
        Assert.Equal(DunningStage.HoldOnLicence, clock.Held);
        Assert.Equal([DunningStage.HoldOnLicence], clock.Follow([slow with { Counts = true }], [DunningStage.HoldOnLicence], At(20)));
        Assert.Null(clock.Held);
    }

    [Fact]
    public void What_an_invoice_is_to_the_clock()
    {
        var (invoice, _) = Given.Issued();
        Assert.Equal(new OwedInvoice(invoice.Id, invoice.DueOn!.Value, true, usual), OwedInvoice.Of(invoice, usual));
        invoice.BeginCollection();
        Assert.False(OwedInvoice.Of(invoice, usual)!.Counts);
        invoice.FailCollection();
        invoice.Dispute("Twice the learners.", Given.On("2026-02-03"));
        Assert.False(OwedInvoice.Of(invoice, usual)!.Counts);
        invoice.SettleDispute();
        Assert.True(OwedInvoice.Of(invoice, usual)!.Counts);
        var (payment, _) = Given.Paid(invoice.Total);
        payment.Allocate(invoice, invoice.Total, Given.On("2026-02-10"));
        Assert.Null(OwedInvoice.Of(invoice, usual));
        Assert.Null(OwedInvoice.Of(Given.Draft(), usual));
    }

    [Fact]
    public void A_time_of_hardship_names_its_end_its_reason_and_who_approved_it_and_one_stands_at_a_time()
    {
        var clock = Clock();
        var now = On(due);
        Refused.At(["/until", "/reason", "/approvedBy"], () => clock.Grant(due.AddDays(-1), " ", "", Given.Finance, now));
        Refused.At("/until", () => clock.Grant(due.AddYears(2), "A grant comes.", "The treasurer", Given.Finance, now));
        Assert.Empty(clock.Hardships);
        var hardship = clock.Grant(due.AddDays(50), "A grant comes.", "The treasurer", Given.Finance, now);
        Refused.With("hardship_stands", () => clock.Grant(due.AddDays(60), "Another.", "The treasurer", Given.Finance, now));
        Assert.Empty(Live(clock, usual, due, 51, _ => [Owed(due)]));
        // Ended early, the clock goes on at once, one step a day.
        var other = Clock();
        other.End(other.Grant(due.AddDays(50), "A grant comes.", "The treasurer", Given.Finance, now).Id, On(due.AddDays(20)));
        Assert.Equal([due.AddDays(20), due.AddDays(27), due.AddDays(34)], Live(other, usual, due.AddDays(20), 20, _ => [Owed(due)]).Select(t => t.On));
        Refused.With("hardship_over", () => clock.End(hardship.Id, On(due.AddDays(51))));
        Refused.With("not_found", () => clock.End(Id<Hardship>.New(Refused.Now), now));
    }

    [Fact]
    public void No_step_is_taken_in_a_time_of_hardship_for_what_comes_to_count_only_then_and_was_due_long_before()
    {
        var clock = Clock();
        var (now, until) = (due.AddDays(60), due.AddDays(80));
        Live(clock, usual, due, 60, _ => [Owed(due), Owed(due.AddDays(5))]);
        clock.Grant(until, "A grant comes.", "The treasurer", Given.Finance, On(now));
        // The older is disputed meanwhile: the clock goes by the younger.
        var taken = Live(clock, usual, now.AddDays(1), 30, _ => [Owed(due, counts: false), Owed(due.AddDays(5))]);
        Assert.Equal((DunningStage.Reminder, until.AddDays(1)), taken[0]);
    }

    [Fact]
    public void A_policys_steps_follow_one_another()
    {
        var policy = new LicencePolicy("STANDARD", "Standard", Refused.Now);
        PolicyRules With(DunningDays days) => new(IsoPeriod.Parse("P12M", null), 0, [], RenewalBasis.FromExpiry, OverageStrategy.Refuse, IsoPeriod.Parse("P0D", null), "", Dunning: days);
        foreach (var days in new[] { new DunningDays(0), new DunningDays(14, 14), new DunningDays(HoldOnLicence: 366), new DunningDays(HoldOnLicence: 20) })
            Refused.At("/dunning", () => policy.Draft(With(days), Refused.Now));
        Assert.Equal(new DunningDays(1, 2, 3, 4, 5), policy.Draft(With(new(1, 2, 3, 4, 5)), Refused.Now).Dunning);
    }
}
