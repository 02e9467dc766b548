using CsCheck;
using Franchise.Domain.Licensing;
using Franchise.Domain.Shared;
using static Franchise.Domain.Tests.Licensing.Given;

namespace Franchise.Domain.Tests.Licensing;

public class HoldTests
{
    private readonly LicencePolicyVersion policy = Policy();

    private Hold Place(Licence licence, string on, HoldReason reason = HoldReason.Payment, string? from = null) =>
        licence.PlaceHold(reason, Day(from ?? on), Day(from ?? on).AddDays(14), null, policy, On(on));

    [Fact]
    public void Holds_stack_and_the_licence_is_suspended_while_any_stands()
    {
        var licence = Active(policy);
        var payment = Place(licence, "2026-03-01");
        var quality = Place(licence, "2026-03-05", HoldReason.Quality);
        Assert.True(licence.SuspendedOn(Day("2026-03-06")));
        licence.LiftHold(payment.Id, policy, On("2026-03-07"));
        Assert.True(licence.SuspendedOn(Day("2026-03-07")));
        licence.LiftHold(quality.Id, policy, On("2026-03-09"));
        Assert.False(licence.SuspendedOn(Day("2026-03-09")));
        Assert.True(licence.SuspendedOn(Day("2026-03-08")));
        Assert.False(licence.SuspendedOn(Day("2026-02-28")));
        Assert.Equal(LicenceStatus.Active, licence.Status);
        Assert.Equal([true, false], licence.Events.Where(e => e.Type == "licence.hold_lifted").Select(e => e.Data!["suspended"]));
    }

    [Fact]
    public void A_hold_may_begin_later_and_lifted_before_never_suspends()
    {
        var licence = Active(policy);
        var hold = Place(licence, "2026-03-01", from: "2026-03-10");
        Assert.False(licence.SuspendedOn(Day("2026-03-09")));
        Assert.True(licence.SuspendedOn(Day("2026-03-10")));
        licence.LiftHold(hold.Id, policy, On("2026-03-02"));
        Assert.False(licence.SuspendedOn(Day("2026-03-10")));
    }

    [Fact]
    public void A_hold_is_lifted_once()
    {
        var licence = Active(policy);
        var hold = Place(licence, "2026-03-01");
        licence.LiftHold(hold.Id, policy, On("2026-03-02"));
        Refused("hold_already_lifted", () => licence.LiftHold(hold.Id, policy, On("2026-03-03")));
        Refused("hold_already_lifted", () => licence.AppealHold(hold.Id, "We have paid."));
        Refused("not_found", () => licence.LiftHold(Id<Hold>.New(On("2026-03-03").Now), policy, On("2026-03-03")));
    }

    [Fact]
    public void A_hold_is_appealed_and_reviewed_again()
    {
        var licence = Active(policy);
        var hold = Place(licence, "2026-03-01");
        licence.AppealHold(hold.Id, "We have paid.");
        Assert.Equal("We have paid.", hold.AppealNote);
        licence.CarryDue(policy, On("2026-03-16"));
        Assert.Equal(Day("2026-03-15"), licence.Event("licence.hold_review_due").Data!["dueOn"]);
        licence.ReviewHoldAgain(hold.Id, Day("2026-04-01"), policy, On("2026-03-16"));
        licence.CarryDue(policy, On("2026-04-02"));
        Assert.Equal(2, licence.Events.Count(e => e.Type == "licence.hold_review_due"));
        Assert.DoesNotContain(licence.Story(), line => line.Contains("paid", StringComparison.Ordinal));
    }

    [Fact]
    public void A_lifted_hold_is_not_reviewed()
    {
        var licence = Active(policy);
        licence.LiftHold(Place(licence, "2026-03-01").Id, policy, On("2026-03-02"));
        licence.CarryDue(policy, On("2026-04-02"));
        Assert.DoesNotContain(licence.Events, e => e.Type == "licence.hold_review_due");
    }

    [Fact]
    public void Everything_wrong_with_a_hold_is_named_at_once() =>
        RefusedAt(
            ["/reason", "/effectiveFrom", "/reviewOn", "/note"],
            () => Active(policy).PlaceHold((HoldReason)9, Day("2026-02-28"), Day("2026-02-27"), new('x', 2_001), policy, On("2026-03-01")));

    [Fact]
    public void Appeal_and_review_need_a_text_and_a_day_ahead()
    {
        var licence = Active(policy);
        var hold = Place(licence, "2026-03-01");
        RefusedAt(["/note"], () => licence.AppealHold(hold.Id, " "));
        RefusedAt(["/reviewOn"], () => licence.ReviewHoldAgain(hold.Id, Day("2026-03-01"), policy, On("2026-03-01")));
    }

    [Fact]
    public void What_has_not_begun_is_not_held() =>
        Refused("licence_not_holdable", () => Place(Accepted(policy), "2026-03-01"));

    [Fact]
    public void Suspended_and_reinstated_three_times_a_year_it_has_the_same_terms()
    {
        var licence = Active(policy);
        foreach (var month in new[] { "03", "06", "09" })
            licence.LiftHold(Place(licence, $"2026-{month}-01").Id, policy, On($"2026-{month}-21"));
        licence.Renew(policy, On("2027-01-10"));
        Assert.Equal([new(Day("2026-01-31"), Day("2027-01-30")), new Term(Day("2027-01-31"), Day("2028-01-30"))], licence.Terms.Select(t => t.Days));
        Assert.Equal(Day("2026-01-31"), licence.Calendar!.Anchor);
    }

    [Fact]
    public void No_hold_ever_moves_a_date() =>
        Gen.Select(Gen.Int[0, 360], Gen.Int[0, 60], Gen.Enum<HoldReason>()).Array[0, 6].Sample(stretches =>
        {
            var (held, free) = (Active(policy), Active(policy));
            foreach (var (from, length, reason) in stretches.OrderBy(s => s.Item1))
            {
                var day = Day("2026-01-31").AddDays(from);
                var hold = held.PlaceHold(reason, day, day.AddDays(14), null, policy, On(day));
                if (length > 0)
                    held.LiftHold(hold.Id, policy, On(day.AddDays(length)));
            }
            Assert.Equal(free.Calendar, held.Calendar);
            Assert.Equal(free.Renew(policy, On("2027-03-20")).Terms, held.Renew(policy, On("2027-03-20")).Terms);
            Assert.Equal(free.Calendar, held.Calendar);
        });
}
