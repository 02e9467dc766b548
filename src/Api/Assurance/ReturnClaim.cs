using System.ComponentModel.DataAnnotations;
using Franchise.Api.Http;
using Franchise.Domain.Assurance;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Persistence;

namespace Franchise.Api.Assurance;

/// <summary>Sends a claim back. Its results can be claimed anew.</summary>
internal static class ReturnClaim
{
    /// <param name="Reason">Why, without learners' names.</param>
    public sealed record Request([StringLength(1_000, MinimumLength = 1)] string Reason)
    {
        public static Request Example => new("Two registration numbers are not known to the awarding organisation.");
    }

    public static async Task<Changed<ClaimView>> Handle(Id<Claim> id, Request request, IfMatch ifMatch, FranchiseDb db, TimeProvider clock, CancellationToken ct)
    {
        var at = await Claims.Lock(db, id, ifMatch, clock, ct);
        at.Claim.Return(request.Reason, at.Time.Now);
        return await at.Save(db, ct);
    }
}
