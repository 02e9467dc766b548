using System.ComponentModel.DataAnnotations;
using Franchise.Domain.Licensing;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Licensing;
using Franchise.Infrastructure.Persistence;

namespace Franchise.Api.Licensing;

/// <summary>Gives back whatever is still reserved under a reference.</summary>
internal static class ReleaseSeats
{
    /// <param name="Reference">The reference under which they are reserved.</param>
    public sealed record Request([StringLength(100, MinimumLength = 1)] string Reference)
    {
        public static Request Example => new("course-2027-03");
    }

    public static async Task<SeatMove> Handle(Id<Licence> id, Request request, FranchiseDb db, TimeProvider clock, CancellationToken ct)
    {
        var at = await Licences.Lock(db, id, Parts.Terms, clock, ct);
        var booking = await SeatsOnFile.BookingAsync(db, at.Licence, request.Reference, ct);
        return await Seats.Save(db, at.Licence, booking, SeatEntryKind.Release, at.Licence.ReleaseSeats(booking, at.Time), ct);
    }
}
