using Franchise.Api.Http;
using Franchise.Domain.Delivery;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Persistence;

namespace Franchise.Api.Delivery;

/// <summary>A learner gives up her place. Her seat is given back, unless it is used: it is from the day on which she is registered.</summary>
internal static class WithdrawEnrolment
{
    /// <param name="Reason">Why, as far as it is said.</param>
    /// <param name="On">The first day on which she no longer has her place; null for today.</param>
    public sealed record Request(WithdrawalReason Reason, DateOnly? On = null)
    {
        public static Request Example => new(WithdrawalReason.NotSaid);
    }

    public static async Task<Changed<EnrolmentView>> Handle(
        Id<Enrolment> id, Request request, IfMatch ifMatch, FranchiseDb db, TimeProvider clock, CancellationToken ct)
    {
        var at = await Enrolments.Lock(db, id, ifMatch, clock, ct);
        at.Enrolment.Withdraw(request.On ?? at.Time.Today, request.Reason, at.Time);
        await EnrolmentSeats.Release(db, at.At, [at.Enrolment], ct);
        await db.SaveChangesAsync(ct);
        return at.Changed();
    }
}
