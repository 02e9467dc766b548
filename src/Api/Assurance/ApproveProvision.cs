using System.ComponentModel.DataAnnotations;
using Franchise.Api.Http;
using Franchise.Domain.Assurance;
using Franchise.Domain.Catalogue;
using Franchise.Domain.Identity;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Franchise.Api.Assurance;

/// <summary>Approves an organisation's provision of a unit or programme, without direct claims yet.</summary>
internal static class ApproveProvision
{
    /// <param name="OrganisationId">Whose provision.</param>
    /// <param name="Scope">What the approval is for.</param>
    /// <param name="Code">The code of the unit or programme.</param>
    /// <param name="Risk">How much to look at it.</param>
    /// <param name="Reason">Why.</param>
    public sealed record Request(
        Id<Organisation> OrganisationId, ProvisionScope Scope, [StringLength(40, MinimumLength = 1)] string Code, ProvisionRisk Risk, [StringLength(500, MinimumLength = 1)] string Reason)
    {
        public static Request Example => new(ExampleOf.Id<Organisation>(), ProvisionScope.Unit, "RM3-02", ProvisionRisk.High, "New to the programme.");
    }

    public static async Task<Created<ProvisionView>> Handle(Request request, FranchiseDb db, Actor actor, TimeProvider clock, CancellationToken ct)
    {
        var faults = new Faults();
        var (organisation, code) = (request.OrganisationId, request.Code.Trim());
        faults.Unless(await db.Set<Organisation>().AnyAsync(o => o.TenantId == organisation, ct), "/organisationId", "There is no such organisation.");
        var known = request.Scope == ProvisionScope.Unit ? await db.Set<Unit>().AnyAsync(u => u.Code == code, ct) : await db.Set<Programme>().AnyAsync(p => p.Code == code, ct);
        faults.Unless(known, "/code", "There is no such unit or programme.");
        faults.Refuse();
        var provision = new ApprovedProvision(organisation, request.Scope, code, request.Risk, request.Reason, actor, clock.GetUtcNow());
        db.Add(provision);
        await db.SaveChangesAsync(ct);
        return new($"/v1/provisions/{provision.Id}", ProvisionView.Of(provision), provision.Version);
    }
}
