using System.ComponentModel.DataAnnotations;
using Franchise.Api.Http;
using Franchise.Domain.Licensing;
using Franchise.Infrastructure.Persistence;

namespace Franchise.Api.Licensing;

/// <summary>Makes a policy, without a version yet.</summary>
internal static class CreatePolicy
{
    /// <param name="Code">Short and unique: 2 to 40 capital letters, digits and hyphens, beginning with a letter.</param>
    /// <param name="Title">What people call it.</param>
    public sealed record Request([StringLength(40, MinimumLength = 2)] string Code, [StringLength(200, MinimumLength = 1)] string Title)
    {
        public static Request Example => new("STANDARD", "Standard licence");
    }

    public static async Task<Created<PolicyView>> Handle(Request request, FranchiseDb db, TimeProvider clock, CancellationToken ct)
    {
        var policy = new LicencePolicy(request.Code, request.Title, clock.GetUtcNow());
        db.Add(policy);
        await db.SaveChangesAsync(ct);
        return new($"/v1/policies/{policy.Id}", PolicyView.Of(policy), policy.Version);
    }
}
