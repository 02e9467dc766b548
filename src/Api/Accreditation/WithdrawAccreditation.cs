using System.ComponentModel.DataAnnotations;
using Franchise.Api.Http;
using Franchise.Domain.Accreditation;
using Franchise.Domain.Identity;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Email;
using Franchise.Infrastructure.Persistence;

namespace Franchise.Api.Accreditation;

/// <summary>Takes an accreditation away as of today, or does not take up a nomination.</summary>
internal static class WithdrawAccreditation
{
    /// <param name="Reason">Why.</param>
    /// <param name="Text">What she and her organisation are told.</param>
    public sealed record Request(AccreditationConcern Reason, [StringLength(2_000, MinimumLength = 1)] string Text)
    {
        public static Request Example => new(AccreditationConcern.Quality, "Two observations did not meet the standard.");
    }

    public static async Task<Changed<AccreditationView>> Handle(
        Id<UnitAccreditation> id, Request request, IfMatch ifMatch, FranchiseDb db, Actor actor, EmailOutbox outbox, TimeProvider clock, CancellationToken ct)
    {
        var at = await Accreditations.Lock(db, id, ifMatch, clock, ct);
        at.Accreditation.Withdraw(request.Reason, request.Text, actor, at.Time);
        await AccreditationChanges.TellWithdrawn(db, AccreditationsDecided.Of(at), outbox, ct);
        await db.SaveChangesAsync(ct);
        return at.Changed();
    }
}
