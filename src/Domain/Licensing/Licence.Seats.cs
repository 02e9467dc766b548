using Franchise.Domain.Shared;

namespace Franchise.Domain.Licensing;

/// <summary>
/// Seats. The caller locks the licence's row, reads what the ledger holds, calls one of these and adds the entry that comes back. Null means that the
/// same was done before under the same reference: there is nothing to add.
/// </summary>
public sealed partial class Licence
{
    /// <summary>Sets seats of a term aside.</summary>
    /// <param name="term">The term.</param>
    /// <param name="balance">The term's balance, read under the lock.</param>
    /// <param name="booking">What the ledger holds under the reference, read under the lock.</param>
    /// <param name="quantity">How many.</param>
    /// <param name="policy">The policy version that the licence pins.</param>
    /// <param name="time">The organisation's own time.</param>
    /// <exception cref="Refusal">
    /// <c>seats_exhausted</c>, <c>seat_reference_used</c>, <c>term_over</c>, <c>licence_not_active</c>, <c>licence_suspended</c>, <c>validation_failed</c>.
    /// </exception>
    public SeatEntry? ReserveSeats(LicenceTerm term, SeatBalance balance, SeatBooking booking, int quantity, LicencePolicyVersion policy, OwnTime time)
    {
        DemandPinned(policy);
        DemandSeats(booking, quantity);
        if (booking.Entry(SeatEntryKind.Reserve) is { } before)
            return Again(before, quantity, term.Number);
        DemandRunning(time.Today);
        // In grace the seats of the term just over still count.
        if (term.LastDay < time.Today && term.Number != Calendar!.TermNumber)
            throw Refusal.Conflict(LicensingCodes.TermOver, "That term is over.", "Reserve seats of the term that runs, or of the next.");
        if (policy.OverageStrategy == OverageStrategy.Refuse && quantity > balance.Free)
        {
            var exhausted = SeatsReason(balance);
            throw Refusal.Conflict(exhausted.Code, exhausted.Sentence, exhausted.Remedy);
        }
        return Record(term.Number, SeatEntryKind.Reserve, "licence.seats_reserved", booking, quantity, time);
    }

    /// <summary>Uses reserved seats, for good. Fewer than are reserved may be used; the rest stays reserved until released.</summary>
    /// <inheritdoc cref="ReserveSeats"/>
    /// <param name="booking">What the ledger holds under the reference, read under the lock.</param>
    /// <param name="quantity">How many.</param>
    /// <param name="time">The organisation's own time.</param>
    /// <param name="isTaken">Whether they are taken already, as by a learner who is registered: then no hold and no end of the licence undoes it.</param>
    /// <exception cref="Refusal">
    /// <c>seats_not_reserved</c>, <c>seat_reference_used</c>, <c>licence_not_active</c>, <c>licence_suspended</c>, <c>validation_failed</c>.
    /// </exception>
    public SeatEntry? ConsumeSeats(SeatBooking booking, int quantity, OwnTime time, bool isTaken = false)
    {
        DemandSeats(booking, quantity);
        if (booking.Entry(SeatEntryKind.Consume) is { } before)
            return Again(before, quantity, before.TermNumber);
        if (booking.Entry(SeatEntryKind.Reserve) is not { } reserved || quantity > booking.Outstanding)
            throw NotReserved(booking);
        if (!isTaken)
            DemandRunning(time.Today);
        return Record(reserved.TermNumber, SeatEntryKind.Consume, "licence.seats_consumed", booking, quantity, time);
    }

    /// <summary>Gives back whatever is still reserved under a reference. Always possible, also when the licence is held or over.</summary>
    /// <inheritdoc cref="ReserveSeats"/>
    /// <exception cref="Refusal"><c>seats_not_reserved</c>, <c>seats_already_consumed</c>.</exception>
    public SeatEntry? ReleaseSeats(SeatBooking booking, OwnTime time)
    {
        if (booking.Entry(SeatEntryKind.Release) is not null)
            return null;
        if (booking.Entry(SeatEntryKind.Reserve) is not { } reserved)
            throw NotReserved(booking);
        if (booking.Outstanding == 0)
        {
            throw Refusal.Conflict(
                LicensingCodes.SeatsAlreadyConsumed, "Every seat under that reference is used.", "Used seats are not given back; reserve others.");
        }
        return Record(reserved.TermNumber, SeatEntryKind.Release, "licence.seats_released", booking, booking.Outstanding, time);
    }

    private SeatEntry Record(int termNumber, SeatEntryKind kind, string happened, SeatBooking booking, int quantity, OwnTime time)
    {
        // What happened to the ledger is a change of the licence: two writers that both read the old balance cannot both save.
        Raise(happened, ("termNumber", termNumber), ("reference", booking.Reference), ("quantity", quantity));
        return new(this, termNumber, kind, booking.Reference, quantity, time.Now);
    }

    private static SeatEntry? Again(SeatEntry before, int quantity, int termNumber) =>
        before.Quantity == quantity && before.TermNumber == termNumber
            ? null
            : throw Refusal.Conflict(
                LicensingCodes.SeatReferenceUsed, "The reference was used before for something else.", "Use a reference once for each booking.");

    private static void DemandSeats(SeatBooking booking, int quantity) =>
        new Faults()
            .When(string.IsNullOrWhiteSpace(booking.Reference) || booking.Reference.Length > 100, "/reference", "The reference has 1 to 100 characters.")
            .When(quantity is < 1 or > 10_000, "/quantity", "The quantity is 1 to 10,000.")
            .Refuse();

    private void DemandRunning(DateOnly today)
    {
        if (!RunsOn(today))
            throw Refusal.Conflict(LicensingCodes.LicenceNotActive, "The licence does not run.", "Read the licence's status; renew it if it can be.");
        if (SuspendedOn(today))
            throw Refusal.Conflict(LicensingCodes.LicenceSuspended, "The licence is suspended.", "See the licence's holds for what lifts them.");
    }

    // Dates decide beside the status: the sweep may be late.
    private bool RunsOn(DateOnly today) =>
        HasBegunAndStands && Calendar!.StandingOn(today) is LicenceStatus.Active or LicenceStatus.Grace;

    private static Refusal NotReserved(SeatBooking booking) =>
        Refusal.Conflict(
            LicensingCodes.SeatsNotReserved, $"Under that reference {booking.Outstanding} are reserved.", "Reserve first, and use no more than that.");

    internal static Reason SeatsReason(SeatBalance balance) =>
        new(
            LicensingCodes.SeatsExhausted,
            $"The term has {Math.Max(0, balance.Free)} free seats, which is fewer than asked for.",
            "Release seats that are not needed, or ask Cohort 4 for more.",
            "/seats",
            []);
}
