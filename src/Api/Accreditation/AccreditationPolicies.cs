using Franchise.Api.Http;
using Franchise.Domain.Accreditation;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Franchise.Api.Accreditation;

/// <summary>How use cases come by a policy.</summary>
internal static class AccreditationPolicies
{
    /// <summary>Loads a policy with its versions to change it, its row locked, if the caller has seen how it stands.</summary>
    /// <exception cref="Refusal"><c>not_found</c>, <c>stale</c>.</exception>
    public static async Task<AccreditationPolicy> Lock(FranchiseDb db, Id<AccreditationPolicy> id, IfMatch ifMatch, CancellationToken ct)
    {
        var policy =
            await db.Set<AccreditationPolicy>().FromSql($"SELECT * FROM franchise.accreditation_policies WHERE id = {id.Value} FOR UPDATE").SingleOrDefaultAsync(ct)
            ?? throw Refusal.NotFound();
        ifMatch.Demand(policy.Version);
        await db.Entry(policy).Collection(p => p.Versions).LoadAsync(ct);
        return policy;
    }
}
