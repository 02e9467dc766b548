using System.ComponentModel.DataAnnotations;
using Franchise.Domain.Licensing;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Licensing;
using Franchise.Infrastructure.Persistence;

namespace Franchise.Api.Licensing;

/// <summary>Uses reserved seats, for good. What is reserved beyond stays reserved until released.</summary>
internal static class ConsumeSeats
{
    /// <param name="Reference">The reference under which they are reserved.</param>
    /// <param name="Quantity">How many are used.</param>
    public sealed record Request([StringLength(100, MinimumLength = 1)] string Reference, [Range(1, 10_000)] int Quantity)
    {
        public static Request Example => new("course-2027-03", 5);
    }

    public static async Task<SeatMove> Handle(Id<Licence> id, Request request, FranchiseDb db, TimeProvider clock, CancellationToken ct)
    {
        var at = await Licences.Lock(db, id, Parts.Terms | Parts.Holds, clock, ct);
        var booking = await SeatsOnFile.BookingAsync(db, at.Licence, request.Reference, ct);
        return await Seats.Save(db, at.Licence, booking, SeatEntryKind.Consume, at.Licence.ConsumeSeats(booking, request.Quantity, at.Time), ct);
    }
}
