using System.ComponentModel.DataAnnotations;
using Franchise.Api.Http;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Franchise.Api.Organisations;

/// <summary>Why.</summary>
/// <param name="Reason">Cohort 4's reason; the organisation reads it.</param>
public sealed record StatusReasonRequest([StringLength(500, MinimumLength = 1)] string Reason)
{
    public static StatusReasonRequest Example => new("Two invoices stand open since January.");
}

internal static class SuspendOrganisation
{
    public static async Task<Changed<OrganisationResponse>> Handle(
        Id<Organisation> id, StatusReasonRequest request, FranchiseDb db, TimeProvider clock, CancellationToken ct)
    {
        var organisation = await db.Set<Organisation>().SingleOrDefaultAsync(o => o.TenantId == id, ct) ?? throw Refusal.NotFound();
        organisation.Suspend(request.Reason, clock.GetUtcNow());
        await db.SaveChangesAsync(ct);
        return new(OrganisationResponse.Of(organisation, clock.GetUtcNow()), organisation.Version);
    }
}
