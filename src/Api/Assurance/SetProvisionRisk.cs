using System.ComponentModel.DataAnnotations;
using Franchise.Api.Http;
using Franchise.Domain.Assurance;
using Franchise.Domain.Identity;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Persistence;

namespace Franchise.Api.Assurance;

/// <summary>Sets how much Cohort 4 looks at a provision.</summary>
internal static class SetProvisionRisk
{
    /// <param name="Risk">How much.</param>
    /// <param name="Reason">Why.</param>
    public sealed record Request(ProvisionRisk Risk, [StringLength(500, MinimumLength = 1)] string Reason)
    {
        public static Request Example => new(ProvisionRisk.Medium, "A year without an overturned decision.");
    }

    public static async Task<Changed<ProvisionView>> Handle(
        Id<ApprovedProvision> id, Request request, IfMatch ifMatch, FranchiseDb db, Actor actor, TimeProvider clock, CancellationToken ct)
    {
        var (provision, time) = await Provisions.Lock(db, id, ifMatch, clock, ct);
        provision.Rate(request.Risk, request.Reason, actor, time.Now);
        await db.SaveChangesAsync(ct);
        return new(ProvisionView.Of(provision), provision.Version);
    }
}
