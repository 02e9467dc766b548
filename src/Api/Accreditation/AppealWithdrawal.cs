using System.ComponentModel.DataAnnotations;
using Franchise.Api.Http;
using Franchise.Domain.Accreditation;
using Franchise.Domain.Identity;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Persistence;

namespace Franchise.Api.Accreditation;

/// <summary>The organisation says something against a withdrawal. It stands until the appeal is decided.</summary>
internal static class AppealWithdrawal
{
    /// <param name="Note">What speaks against it, without learners' names.</param>
    public sealed record Request([StringLength(2_000, MinimumLength = 1)] string Note)
    {
        public static Request Example => new("The second observation was of a session that another trainer had planned.");
    }

    public static async Task<Changed<AccreditationView>> Handle(
        Id<UnitAccreditation> id, Request request, IfMatch ifMatch, FranchiseDb db, Actor actor, TimeProvider clock, CancellationToken ct)
    {
        var at = await Accreditations.Lock(db, id, ifMatch, clock, ct);
        at.Accreditation.Appeal(request.Note, actor, at.Time);
        await db.SaveChangesAsync(ct);
        return at.Changed();
    }
}
