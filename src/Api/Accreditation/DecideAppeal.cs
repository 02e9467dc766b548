using System.ComponentModel.DataAnnotations;
using Franchise.Api.Http;
using Franchise.Domain.Accreditation;
using Franchise.Domain.Identity;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Email;
using Franchise.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Franchise.Api.Accreditation;

/// <summary>Somebody other than who withdrew an accreditation decides the appeal.</summary>
internal static class DecideAppeal
{
    /// <param name="Outcome">Upheld: the accreditation stands as if it had not been withdrawn. Dismissed: it stays withdrawn.</param>
    /// <param name="Text">Why. She and her organisation read it.</param>
    public sealed record Request(AppealOutcome Outcome, [StringLength(2_000, MinimumLength = 1)] string Text)
    {
        public static Request Example => new(AppealOutcome.Upheld, "The first observation stands alone, and it met the standard.");
    }

    public static async Task<Changed<AccreditationView>> Handle(
        Id<UnitAccreditation> id, Request request, IfMatch ifMatch, FranchiseDb db, Actor actor, EmailOutbox outbox, TimeProvider clock, CancellationToken ct)
    {
        var at = await Accreditations.Lock(db, id, ifMatch, clock, ct);
        var pinned = at.Accreditation.PolicyVersionId;
        var policy = pinned is null ? null : await db.Set<AccreditationPolicyVersion>().AsNoTracking().SingleAsync(v => v.Id == pinned, ct);
        at.Accreditation.DecideAppeal(request.Outcome, request.Text, policy, actor, at.Time);
        await AccreditationChanges.TellDecided(db, AccreditationsDecided.Of(at), request.Outcome, outbox, ct);
        await db.SaveChangesAsync(ct);
        return at.Changed();
    }
}
