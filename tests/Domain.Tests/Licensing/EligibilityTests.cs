using Franchise.Domain.Licensing;
using Franchise.Domain.Shared;
using static Franchise.Domain.Tests.Licensing.Given;

namespace Franchise.Domain.Tests.Licensing;

public class EligibilityTests
{
    private readonly LicencePolicyVersion policy = Policy();
    private readonly Licence licence;

    public EligibilityTests() => licence = Active(policy);

    private static EligibilityQuestion Ask(params string[] dates) =>
        new("RM3-01", [.. dates.Select(Day)], 4, "GB-ENG", "en", DeliveryMode.InPerson);

    private EligibilityFacts Known(string today = "2026-03-01") =>
        new(policy, Day(today), true, new(Day("2025-01-01"), null, ["en"]), new Dictionary<int, SeatBalance>(), null);

    private EligibilityAnswer Answer(EligibilityQuestion question, EligibilityFacts? facts = null) => Eligibility.Of(licence, question, facts ?? Known());

    private static string[] Codes(EligibilityAnswer answer) => [.. answer.Reasons.Select(r => r.Code)];

    [Fact]
    public void What_nothing_stands_in_the_way_of_is_allowed_on_the_first_and_the_last_day()
    {
        var answer = Answer(Ask("2026-01-31", "2026-06-01", "2027-01-30"));
        Assert.True(answer.Allowed);
        answer.Demand();
    }

    [Fact]
    public void Every_reason_is_given_at_once_each_with_its_remedy_and_dates_and_the_write_is_refused_with_the_same()
    {
        licence.PlaceHold(HoldReason.Quality, Day("2026-04-01"), Day("2026-04-10"), null, policy, On("2026-03-01"));
        licence.PlaceHold(HoldReason.Payment, Day("2026-03-02"), Day("2026-04-10"), null, policy, On("2026-03-01"));
        licence.EndEntitlement(licence.Entitlements.Single(e => e.Code == "RM3-02").Id, Day("2026-03-31"), On("2026-03-01"));
        var question = new EligibilityQuestion(
            "RM3-02", [Day("2026-04-02"), Day("2026-03-05"), Day("2027-02-01")], 7, "FR", "cy", DeliveryMode.Online, "trn_1");
        var answer = Answer(question, Known() with
        {
            OrganisationActive = false,
            Unit = new(Day("2025-01-01"), Day("2026-03-04"), ["en"]),
            Balances = new Dictionary<int, SeatBalance> { [1] = new(10, 2, 2) },
        });
        Assert.False(answer.Allowed);
        Assert.Equal(
            [
                "organisation_not_active ",
                "licence_suspended 2026-03-05 2026-04-02 2027-02-01",
                "territory_not_entitled 2026-03-05 2026-04-02 2027-02-01",
                "language_not_entitled 2026-03-05 2026-04-02 2027-02-01",
                "mode_not_entitled 2026-03-05 2026-04-02 2027-02-01",
                "unit_withdrawn 2026-03-05",
                "trainer_not_accredited 2026-03-05 2026-04-02 2027-02-01",
                "licence_suspended 2026-04-02 2027-02-01",
                "unit_not_entitled 2026-04-02 2027-02-01",
                "date_outside_term 2027-02-01",
                "seats_exhausted ",
            ],
            answer.Reasons.Select(r => $"{r.Code} {string.Join(' ', r.Dates.Select(d => $"{d:yyyy-MM-dd}"))}"));
        Assert.All(answer.Reasons, r => Assert.True(r.Sentence.Length > 0 && r.Remedy.Length > 0));
        var refusal = Refused("not_eligible", answer.Demand);
        Assert.Equal(RefusalKind.Conflict, refusal.Kind);
        Assert.Equal(answer.Reasons.Select(r => (r.Pointer, r.Sentence, r.Code, r.Remedy)), refusal.Errors.Select(e => (e.Pointer, e.Detail, e.Code!, e.Remedy!)));
    }

    [Theory]
    [InlineData("2027-01-31", "2026-03-01", "date_outside_term")] // after the last, planned ahead
    [InlineData("2027-02-10", "2027-01-30", "date_outside_term")] // grace cannot be planned on
    [InlineData("2027-02-10", "2027-01-31", null)] // in grace it counts
    [InlineData("2027-03-01", "2027-02-10", null)] // to its last day
    [InlineData("2027-03-02", "2027-02-10", "date_outside_term")] // and not after
    [InlineData("2027-03-05", "2027-03-02", "teach_out_only")]
    [InlineData("2027-09-05", "2027-09-02", "licence_expired")]
    [InlineData("2026-05-01", "2027-09-02", null)] // a day in the past is answered as it was
    public void A_new_course_needs_a_term_or_grace_by_dates_whatever_the_sweep_has_noted(string date, string today, string? code)
    {
        var expected = code is null ? Array.Empty<string>() : [code];
        Assert.Equal(expected, Codes(Answer(Ask(date), Known(today))));
        licence.CarryDue(policy, On(today));
        Assert.Equal(expected, Codes(Answer(Ask(date), Known(today))));
    }

    [Theory]
    [InlineData("2027-03-02", "2027-01-15", null)] // begun in the term
    [InlineData("2027-09-01", "2027-02-15", null)] // begun in grace, to the last day of teach-out
    [InlineData("2027-09-02", "2027-01-15", "licence_expired")]
    [InlineData("2027-06-01", "2027-03-02", "teach_out_only")] // begun in teach-out
    [InlineData("2027-06-01", "2026-01-30", "teach_out_only")] // begun before the licence
    public void A_course_that_had_begun_is_taught_out(string date, string begunOn, string? code)
    {
        var question = Ask(date) with { BegunOn = Day(begunOn), Seats = 0 };
        var today = code == "licence_expired" ? "2027-09-02" : "2027-03-02";
        Assert.Equal(code is null ? [] : [code], Codes(Answer(question, Known(today))));
    }

    [Fact]
    public void Before_the_first_day_there_is_neither_term_nor_right() =>
        Assert.Equal(
            ["date_outside_term", "unit_not_entitled", "territory_not_entitled", "language_not_entitled", "mode_not_entitled"],
            Codes(Answer(Ask("2026-01-30"))));

    [Fact]
    public void A_renewed_term_covers_its_dates_before_it_begins()
    {
        licence.Renew(policy, On("2026-12-01"));
        Assert.True(Answer(Ask("2027-01-30", "2027-01-31", "2028-01-30"), Known("2026-12-01")).Allowed);
    }

    [Fact]
    public void Days_between_terms_that_a_renewal_from_now_gave_away_are_covered_by_none()
    {
        var fromNow = Policy(Rules(basis: RenewalBasis.FromNow));
        var renewed = Active(fromNow);
        renewed.Renew(fromNow, On("2027-04-01"));
        var facts = Known("2027-04-01") with { Policy = fromNow };
        Assert.Equal(["date_outside_term"], Codes(Eligibility.Of(renewed, Ask("2027-02-10"), facts)));
        Assert.True(Eligibility.Of(renewed, Ask("2027-02-10") with { BegunOn = Day("2027-01-01") }, facts).Allowed);
    }

    [Fact]
    public void A_terminated_licence_lets_begun_courses_end_where_teach_out_is_allowed()
    {
        licence.ProposeTermination(TerminationCause.Breach, "They end where they are.", true, Administrator, On("2026-06-01"));
        licence.ConfirmTermination(policy, OtherAdministrator, On("2026-06-02"));
        var begun = Ask("2026-06-02", "2026-12-01") with { BegunOn = Day("2026-05-01") };
        Assert.True(Answer(begun, Known("2026-06-02")).Allowed);
        Assert.Equal(["licence_terminated"], Codes(Answer(Ask("2026-06-02"), Known("2026-06-02"))));
        Assert.Equal(["licence_terminated"], Codes(Answer(begun with { BegunOn = Day("2026-06-02") }, Known("2026-06-02"))));
        Assert.Equal(["licence_terminated"], Codes(Answer(begun with { Dates = [Day("2026-12-02")] }, Known("2026-06-02"))));
        Assert.True(Answer(Ask("2026-06-01"), Known("2026-06-02")).Allowed);
    }

    [Fact]
    public void A_terminated_licence_without_teach_out_allows_nothing_more()
    {
        licence.ProposeTermination(TerminationCause.Safeguarding, "They move at once.", false, Administrator, On("2026-06-01"));
        licence.ConfirmTermination(policy, OtherAdministrator, On("2026-06-02"));
        Assert.Equal(["licence_terminated"], Codes(Answer(Ask("2026-06-03") with { BegunOn = Day("2026-05-01") }, Known("2026-06-03"))));
    }

    [Fact]
    public void Before_it_begins_the_answer_says_so_and_says_what_else_would_stand_in_the_way()
    {
        var accepted = Accepted(policy);
        Assert.Equal(["licence_not_active"], Codes(Eligibility.Of(accepted, Ask("2026-03-01"), Known())));
        Assert.Equal(
            ["licence_not_active", "territory_not_entitled", "seats_exhausted"],
            Codes(Eligibility.Of(accepted, Ask("2026-03-01") with { Territory = "FR", Seats = 11 }, Known())));
    }

    [Fact]
    public void A_unit_must_be_published_on_the_date()
    {
        Assert.Equal(["unit_not_published"], Codes(Answer(Ask("2026-03-01"), Known() with { Unit = null })));
        Assert.Equal(["unit_not_published"], Codes(Answer(Ask("2026-03-01"), Known() with { Unit = new(null, null, []) })));
        var later = Answer(Ask("2026-03-01", "2026-03-02"), Known() with { Unit = new(Day("2026-03-02"), null, ["en"]) });
        Assert.Equal([Day("2026-03-01")], Assert.Single(later.Reasons).Dates);
    }

    [Fact]
    public void A_unit_not_granted_and_one_that_does_not_exist_look_alike() =>
        Assert.Equivalent(
            Answer(Ask("2026-03-01") with { Unit = "RM3-09" }),
            Answer(Ask("2026-03-01") with { Unit = "NO-SUCH" }, Known() with { Unit = null }),
            strict: true);

    [Fact]
    public void A_withdrawn_unit_is_taught_to_the_end_of_courses_that_had_begun()
    {
        var facts = Known() with { Unit = new(Day("2025-01-01"), Day("2026-03-10"), ["en"]) };
        Assert.True(Answer(Ask("2026-03-09"), facts).Allowed);
        Assert.Equal(["unit_withdrawn"], Codes(Answer(Ask("2026-03-10"), facts)));
        Assert.True(Answer(Ask("2026-03-10") with { BegunOn = Day("2026-03-09") }, facts).Allowed);
        Assert.Equal(["unit_withdrawn"], Codes(Answer(Ask("2026-03-10") with { BegunOn = Day("2026-03-10") }, facts)));
    }

    [Fact]
    public void The_language_must_be_granted_and_the_unit_published_in_it()
    {
        licence.AddEntitlement(EntitlementKind.Language, "cy", Day("2026-03-01"), null, On("2026-03-01"));
        Assert.Equal(["language_not_published"], Codes(Answer(Ask("2026-03-01") with { Language = "cy" })));
        Assert.True(Answer(Ask("2026-03-01") with { Language = "en-GB" }).Allowed);
    }

    [Fact]
    public void A_trainer_of_whom_nothing_is_known_is_not_accredited()
    {
        var question = Ask("2026-03-01", "2026-04-01") with { Trainer = "trn_1" };
        Assert.Equal(["trainer_not_accredited"], Codes(Answer(question)));
        Assert.Equal(["trainer_not_accredited"], Codes(Answer(question, Known() with { Trainer = new([]) })));
        var lapsing = Answer(question, Known() with { Trainer = new([new(Day("2026-01-01"), Day("2026-03-31"))]) });
        Assert.Equal([Day("2026-04-01")], Assert.Single(lapsing.Reasons).Dates);
        Assert.True(Answer(question, Known() with { Trainer = new([new(Day("2026-01-01"), Day("2026-04-01"))]) }).Allowed);
    }

    [Fact]
    public void Seats_are_counted_in_the_term_of_the_first_date()
    {
        licence.Renew(policy, On("2026-12-01"));
        var facts = Known("2026-12-01") with { Balances = new Dictionary<int, SeatBalance> { [1] = new(10, 5, 2) } };
        Assert.Equal(["seats_exhausted"], Codes(Answer(Ask("2027-01-30", "2027-01-31"), facts)));
        Assert.True(Answer(Ask("2027-01-31"), facts).Allowed);
        Assert.True(Answer(Ask("2027-01-30") with { Seats = 3 }, facts).Allowed);
        var allow = Policy(Rules(overage: OverageStrategy.Allow));
        Assert.True(Eligibility.Of(Active(allow), Ask("2026-03-01") with { Seats = 99 }, Known() with { Policy = allow }).Allowed);
    }

    [Fact]
    public void A_question_that_cannot_be_answered_is_refused_with_every_fault()
    {
        RefusedAt(
            ["/unit", "/dates", "/seats", "/territory", "/language", "/mode"],
            () => Answer(new("", [], -1, "England", "English", "post")));
        RefusedAt(["/dates"], () => Answer(Ask() with { Dates = [.. Enumerable.Range(0, 401).Select(Day("2026-01-01").AddDays)] }));
    }

    [Fact]
    public void Between_two_dates_lies_every_day()
    {
        Assert.Equal([Day("2026-02-28"), Day("2026-03-01")], EligibilityQuestion.Between(Day("2026-02-28"), Day("2026-03-01")));
        RefusedAt(["/lastDate"], () => EligibilityQuestion.Between(Day("2026-03-01"), Day("2026-02-28")));
        RefusedAt(["/lastDate"], () => EligibilityQuestion.Between(DateOnly.MinValue, DateOnly.MaxValue));
    }
}
