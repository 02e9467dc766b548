using System.ComponentModel.DataAnnotations;
using Franchise.Api.Http;
using Franchise.Domain.Accreditation;
using Franchise.Infrastructure.Persistence;

namespace Franchise.Api.Accreditation;

/// <summary>Makes a policy, without a version yet.</summary>
internal static class CreateAccreditationPolicy
{
    /// <param name="Code">Short and unique: 2 to 40 capital letters, digits and hyphens, beginning with a letter.</param>
    /// <param name="Title">What people call it.</param>
    public sealed record Request([StringLength(40, MinimumLength = 2)] string Code, [StringLength(200, MinimumLength = 1)] string Title)
    {
        public static Request Example => new("STANDARD", "Standard accreditation");
    }

    public static async Task<Created<AccreditationPolicyView>> Handle(Request request, FranchiseDb db, TimeProvider clock, CancellationToken ct)
    {
        var policy = new AccreditationPolicy(request.Code, request.Title, clock.GetUtcNow());
        db.Add(policy);
        await db.SaveChangesAsync(ct);
        return new($"/v1/accreditation-policies/{policy.Id}", AccreditationPolicyView.Of(policy), policy.Version);
    }
}
