using System.ComponentModel.DataAnnotations;
using Franchise.Api.Http;
using Franchise.Domain.Delivery;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Persistence;

namespace Franchise.Api.Delivery;

/// <summary>Notes that a learner is registered with the awarding organisation. Her seat is used from then on.</summary>
internal static class RegisterEnrolment
{
    /// <param name="Number">The awarding organisation's number for her.</param>
    /// <param name="On">The day on which she was registered; null for today.</param>
    public sealed record Request([StringLength(40, MinimumLength = 1)] string Number, DateOnly? On = null)
    {
        public static Request Example => new("OCN-20271187");
    }

    public static async Task<Changed<EnrolmentView>> Handle(
        Id<Enrolment> id, Request request, IfMatch ifMatch, FranchiseDb db, TimeProvider clock, CancellationToken ct)
    {
        var at = await Enrolments.Lock(db, id, ifMatch, clock, ct);
        at.Enrolment.Register(request.Number, request.On ?? at.Time.Today, at.Time);
        await EnrolmentSeats.Consume(db, at.At, at.Enrolment, ct);
        await db.SaveChangesAsync(ct);
        return at.Changed();
    }
}
