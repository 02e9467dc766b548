using System.ComponentModel.DataAnnotations;
using Franchise.Domain.Licensing;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Licensing;
using Franchise.Infrastructure.Persistence;

namespace Franchise.Api.Licensing;

/// <summary>Sets seats of a term aside. Of two that want the last one, one gets it.</summary>
internal static class ReserveSeats
{
    /// <param name="Reference">For what, in your own words: the id of a course or an enrolment. Never a name. Used once for each booking.</param>
    /// <param name="Quantity">How many.</param>
    /// <param name="TermNumber">Of which term; null for the one that runs today.</param>
    public sealed record Request(
        [StringLength(100, MinimumLength = 1)] string Reference, [Range(1, 10_000)] int Quantity, [Range(1, 10_000)] int? TermNumber = null)
    {
        public static Request Example => new("course-2027-03", 6);
    }

    public static async Task<SeatMove> Handle(Id<Licence> id, Request request, FranchiseDb db, TimeProvider clock, CancellationToken ct)
    {
        var at = await Licences.Lock(db, id, Parts.Terms | Parts.Holds, clock, ct);
        var term = Term(at, request.TermNumber);
        var booking = await SeatsOnFile.BookingAsync(db, at.Licence, request.Reference, ct);
        var balance = (await SeatsOnFile.BalancesAsync(db, at.Licence, term.Number, ct))[term.Number];
        var entry = at.Licence.ReserveSeats(term, balance, booking, request.Quantity, at.Policy, at.Time);
        return await Seats.Save(db, at.Licence, booking, SeatEntryKind.Reserve, entry, ct);
    }

    // In grace no term covers today: the seats of the one just over still count.
    private static LicenceTerm Term(LicenceAtHand at, int? number)
    {
        if (number is { } wanted)
            return at.Licence.Terms.FirstOrDefault(t => t.Number == wanted) ?? throw Refusal.Invalid([new("/termNumber", "The licence has no such term.")]);
        return at.Licence.TermOn(at.Time.Today)
            ?? at.Licence.Terms.MaxBy(t => t.Number)
            ?? throw Refusal.Conflict(LicensingCodes.LicenceNotActive, "The licence has not begun.", "See the licence's readiness for what is missing.");
    }
}
