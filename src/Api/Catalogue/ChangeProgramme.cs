using System.ComponentModel.DataAnnotations;
using Franchise.Api.Http;
using Franchise.Domain.Catalogue;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Franchise.Api.Catalogue;

internal static class ChangeProgramme
{
    /// <param name="Title">Its title.</param>
    /// <param name="AwardingOrganisation">Who awards it.</param>
    /// <param name="Since">The year in which it was first run.</param>
    /// <param name="Provision">Under whose rules it is taught.</param>
    public sealed record Request(
        [StringLength(200, MinimumLength = 1)] string Title,
        [StringLength(200, MinimumLength = 1)] string AwardingOrganisation,
        [Range(1900, 2199)] int Since,
        Provision Provision
    )
    {
        public static Request Example => new("Level 3 Reintegrative Mentoring", "OCN", 2014, Provision.Bespoke);
    }

    public static async Task<Changed<ProgrammeResponse>> Handle(
        Id<Programme> id, Request request, IfMatch ifMatch, FranchiseDb db, TimeProvider clock, CancellationToken ct)
    {
        var programme = await db.Set<Programme>().SingleOrDefaultAsync(p => p.Id == id, ct) ?? throw Refusal.NotFound();
        ifMatch.Demand(programme.Version);
        programme.Change(new(request.Title, request.AwardingOrganisation, request.Since, request.Provision), clock.GetUtcNow());
        await db.SaveChangesAsync(ct);
        return new(ProgrammeResponse.Of(programme), programme.Version);
    }
}
