using CsCheck;
using Franchise.Domain.Licensing;
using Franchise.Domain.Shared;
using static Franchise.Domain.Tests.Licensing.Given;

namespace Franchise.Domain.Tests.Licensing;

public class SeatTests
{
    private readonly LicencePolicyVersion policy = Policy();

    // A licence with ten seats and its ledger, as a caller that holds the row lock sees them.
    private sealed class Ledger(LicencePolicyVersion policy, Licence? licence = null)
    {
        public List<SeatEntry> Entries { get; } = [];

        public Licence Licence { get; } = licence ?? Active(policy);

        public SeatBalance Balance => BalanceOf(1);

        public SeatBalance BalanceOf(int term) => SeatBalance.Of(Licence.Terms[term - 1], Entries);

        public SeatBooking Booking(string reference) => new(reference, [.. Entries.Where(e => e.Reference == reference)]);

        public void Reserve(string reference, int quantity, string on = "2026-03-01", int term = 1) =>
            Add(Licence.ReserveSeats(Licence.Terms[term - 1], BalanceOf(term), Booking(reference), quantity, policy, On(on)));

        public void Consume(string reference, int quantity, string on = "2026-03-01") => Add(Licence.ConsumeSeats(Booking(reference), quantity, On(on)));

        public void Release(string reference, string on = "2026-03-01") => Add(Licence.ReleaseSeats(Booking(reference), On(on)));

        private void Add(SeatEntry? entry)
        {
            if (entry is not null)
                Entries.Add(entry);
        }
    }

    [Fact]
    public void Seats_are_reserved_used_and_given_back()
    {
        var ledger = new Ledger(policy);
        ledger.Reserve("crs_1", 6);
        Assert.Equal(new SeatBalance(10, 6, 0), ledger.Balance);
        ledger.Consume("crs_1", 4);
        Assert.Equal(new SeatBalance(10, 2, 4), ledger.Balance);
        ledger.Release("crs_1");
        Assert.Equal(new SeatBalance(10, 0, 4), ledger.Balance);
        Assert.Equal((6, 0), (ledger.Balance.Free, ledger.Balance.Over));
        Assert.Equal(3, ledger.Licence.Events.Count);
    }

    [Fact]
    public void Who_is_registered_has_her_seat_whatever_hold_stands_and_after_the_end_too()
    {
        foreach (var on in new[] { "2026-03-02", "2027-03-10" })
        {
            var ledger = new Ledger(policy);
            ledger.Reserve("enr_1", 1);
            ledger.Licence.PlaceHold(HoldReason.Payment, Day("2026-03-01"), Day("2026-06-01"), null, policy, On("2026-03-01"));
            ledger.Licence.CarryDue(policy, On(on));
            Assert.NotNull(Record.Exception(() => ledger.Consume("enr_1", 1, on)));
            Assert.Equal(1, ledger.Licence.ConsumeSeats(ledger.Booking("enr_1"), 1, On(on), isTaken: true)!.Quantity);
        }
    }

    [Fact]
    public void The_last_seat_is_taken_once()
    {
        var ledger = new Ledger(policy);
        ledger.Reserve("crs_1", 9);
        var version = ledger.Licence.Version;
        ledger.Reserve("crs_2", 1);
        var refusal = Refused("seats_exhausted", () => ledger.Reserve("crs_3", 1));
        Assert.Equal(RefusalKind.Conflict, refusal.Kind);
        Assert.Equal(2, ledger.Entries.Count);
        Assert.Equal(version, ledger.Licence.Version);
    }

    [Fact]
    public void Each_entry_is_a_change_of_the_licence_so_that_two_who_read_the_same_balance_cannot_both_save()
    {
        var ledger = new Ledger(policy);
        ledger.Reserve("crs_1", 2);
        Assert.Equal(["termNumber=1 reference=crs_1 quantity=2"], ledger.Licence.Story().Select(line => line["licence.seats_reserved ".Length..]));
    }

    [Fact]
    public void Where_the_policy_allows_it_more_are_taken_and_counted_as_over()
    {
        var allow = Policy(Rules(overage: OverageStrategy.Allow));
        var ledger = new Ledger(allow);
        ledger.Reserve("crs_1", 13);
        Assert.Equal((-3, 3), (ledger.Balance.Free, ledger.Balance.Over));
    }

    [Fact]
    public void The_same_again_adds_nothing_and_something_else_under_the_same_reference_is_refused()
    {
        var ledger = new Ledger(policy);
        ledger.Reserve("crs_1", 6);
        ledger.Reserve("crs_1", 6);
        Refused("seat_reference_used", () => ledger.Reserve("crs_1", 5));
        ledger.Consume("crs_1", 4);
        ledger.Consume("crs_1", 4);
        Refused("seat_reference_used", () => ledger.Consume("crs_1", 2));
        ledger.Release("crs_1");
        ledger.Release("crs_1");
        ledger.Reserve("crs_1", 6);
        Assert.Equal(3, ledger.Entries.Count);
        Assert.Equal(3, ledger.Licence.Events.Count);
    }

    [Fact]
    public void A_replay_is_answered_although_the_licence_is_full_or_held_by_then()
    {
        var ledger = new Ledger(policy);
        ledger.Reserve("crs_1", 10);
        ledger.Licence.PlaceHold(HoldReason.Payment, Day("2026-03-01"), Day("2026-03-02"), null, policy, On("2026-03-01"));
        ledger.Reserve("crs_1", 10);
        Assert.Single(ledger.Entries);
    }

    [Fact]
    public void What_is_not_reserved_is_neither_used_nor_given_back()
    {
        var ledger = new Ledger(policy);
        Refused("seats_not_reserved", () => ledger.Consume("crs_1", 1));
        Refused("seats_not_reserved", () => ledger.Release("crs_1"));
        ledger.Reserve("crs_1", 2);
        Refused("seats_not_reserved", () => ledger.Consume("crs_1", 3));
        ledger.Release("crs_1");
        Refused("seats_not_reserved", () => ledger.Consume("crs_1", 1));
    }

    [Fact]
    public void Used_seats_are_not_given_back()
    {
        var ledger = new Ledger(policy);
        ledger.Reserve("crs_1", 2);
        ledger.Consume("crs_1", 2);
        Refused("seats_already_consumed", () => ledger.Release("crs_1"));
    }

    [Theory]
    [InlineData("", 1, "/reference")]
    [InlineData("crs_1", 0, "/quantity")]
    [InlineData("crs_1", -5, "/quantity")]
    [InlineData("crs_1", int.MaxValue, "/quantity")]
    public void A_booking_needs_a_reference_and_a_number(string reference, int quantity, string pointer)
    {
        var ledger = new Ledger(policy);
        RefusedAt([pointer], () => ledger.Reserve(reference, quantity));
        RefusedAt([pointer], () => ledger.Consume(reference, quantity));
    }

    [Fact]
    public void A_held_licence_takes_no_learners_but_gives_seats_back()
    {
        var ledger = new Ledger(policy);
        ledger.Reserve("crs_1", 2);
        ledger.Licence.PlaceHold(HoldReason.Payment, Day("2026-03-01"), Day("2026-03-02"), null, policy, On("2026-03-01"));
        Refused("licence_suspended", () => ledger.Reserve("crs_2", 1));
        Refused("licence_suspended", () => ledger.Consume("crs_1", 2));
        ledger.Release("crs_1");
        Assert.Equal(10, ledger.Balance.Free);
    }

    [Fact]
    public void In_grace_the_seats_of_the_term_just_over_still_count_and_after_it_none_do()
    {
        var ledger = new Ledger(policy);
        ledger.Reserve("crs_1", 2, "2027-02-10");
        Refused("licence_not_active", () => ledger.Reserve("crs_2", 1, "2027-03-02"));
        Refused("licence_not_active", () => ledger.Consume("crs_1", 2, "2027-03-02"));
    }

    [Fact]
    public void Each_term_has_seats_of_its_own_and_those_of_a_past_term_are_gone()
    {
        var ledger = new Ledger(policy);
        ledger.Reserve("crs_1", 10);
        ledger.Licence.Renew(policy, On("2027-01-01"));
        ledger.Reserve("crs_2", 10, "2027-01-01", term: 2);
        Refused("seat_reference_used", () => ledger.Reserve("crs_1", 10, "2027-01-01", term: 2));
        Refused("term_over", () => ledger.Reserve("crs_3", 1, "2027-02-01", term: 1));
        ledger.Consume("crs_1", 10, "2027-02-01");
        Assert.Equal(new SeatBalance(10, 0, 10), ledger.BalanceOf(1));
    }

    [Fact]
    public void No_order_of_bookings_oversells_and_the_books_always_balance() =>
        Gen.Select(Gen.Int[0, 2], Gen.Int[0, 5], Gen.Int[1, 8]).Array[1, 60].Sample(moves =>
        {
            var ledger = new Ledger(policy);
            foreach (var (kind, reference, quantity) in moves)
            {
                var (before, count) = (ledger.Balance, ledger.Entries.Count);
                try
                {
                    switch (kind)
                    {
                        case 0:
                            ledger.Reserve($"crs_{reference}", quantity);
                            break;
                        case 1:
                            ledger.Consume($"crs_{reference}", quantity);
                            break;
                        default:
                            ledger.Release($"crs_{reference}");
                            break;
                    }
                }
                catch (Refusal)
                {
                    Assert.Equal((before, count), (ledger.Balance, ledger.Entries.Count));
                }
                var balance = ledger.Balance;
                Assert.True(balance is { Free: >= 0, Reserved: >= 0, Consumed: >= 0 });
                Assert.Equal(10, balance.Free + balance.Reserved + balance.Consumed);
                Assert.True(balance.Consumed >= before.Consumed);
                Assert.Equal(balance.Reserved, Enumerable.Range(0, 6).Sum(r => ledger.Booking($"crs_{r}").Outstanding));
            }
        });
}
