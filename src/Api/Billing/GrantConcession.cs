using System.ComponentModel.DataAnnotations;
using Franchise.Api.Http;
using Franchise.Domain.Billing;
using Franchise.Domain.Identity;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Persistence;

namespace Franchise.Api.Billing;

/// <summary>Grants a discount or a bursary.</summary>
internal static class GrantConcession
{
    /// <param name="Kind">Which of the two.</param>
    /// <param name="Reason">Why.</param>
    /// <param name="BasisPoints">Hundredths of a percent off every fee; null where it is an amount.</param>
    /// <param name="Amount">Minor units off each licence fee, in the organisation's currency; null where it is a percentage.</param>
    /// <param name="Until">The last day on which it counts; null for as long as nobody ends it.</param>
    /// <param name="ApprovedBy">Who approved it, by her office; a bursary needs it.</param>
    public sealed record Request(
        ConcessionKind Kind,
        [StringLength(500, MinimumLength = 1)] string Reason,
        [Range(1, 10_000)] int? BasisPoints = null,
        [Range(1, Money.Most)] long? Amount = null,
        DateOnly? Until = null,
        [StringLength(100)] string? ApprovedBy = null)
    {
        public static Request Example => new(ConcessionKind.Bursary, "A small refuge.", 5_000, null, new(2028, 2, 29), "The trustees");
    }

    public static async Task<Created<ConcessionView>> Handle(
        Id<Organisation> id, Request request, IfMatch ifMatch, FranchiseDb db, Actor actor, TimeProvider clock, CancellationToken ct)
    {
        var (profile, _, time) = await Profiles.Lock(db, id, ifMatch, clock, ct);
        var concession = profile.Grant(new(request.Kind, request.BasisPoints, request.Amount, request.Until, request.Reason, request.ApprovedBy), actor, time);
        await db.SaveChangesAsync(ct);
        return new($"/v1/billing-profiles/{id}", ConcessionView.Of(concession), profile.Version);
    }
}
