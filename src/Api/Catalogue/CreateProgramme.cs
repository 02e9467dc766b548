using System.ComponentModel.DataAnnotations;
using Franchise.Api.Http;
using Franchise.Domain.Catalogue;
using Franchise.Infrastructure.Persistence;

namespace Franchise.Api.Catalogue;

internal static class CreateProgramme
{
    /// <param name="Code">Its code: capitals, digits and single hyphens.</param>
    /// <param name="Title">Its title.</param>
    /// <param name="AwardingOrganisation">Who awards it.</param>
    /// <param name="Since">The year in which it was first run.</param>
    /// <param name="Provision">Under whose rules it is taught.</param>
    public sealed record Request(
        [StringLength(Domain.Catalogue.Code.Most, MinimumLength = 1)] string Code,
        [StringLength(200, MinimumLength = 1)] string Title,
        [StringLength(200, MinimumLength = 1)] string AwardingOrganisation,
        [Range(1900, 2199)] int Since,
        Provision Provision
    )
    {
        public static Request Example => new("RM3", "Level 3 Reintegrative Mentoring", "OCN", 2014, Provision.Bespoke);
    }

    public static async Task<Created<ProgrammeResponse>> Handle(Request request, FranchiseDb db, TimeProvider clock, CancellationToken ct)
    {
        var programme = new Programme(
            request.Code,
            new(request.Title, request.AwardingOrganisation, request.Since, request.Provision),
            clock.GetUtcNow()
        );
        db.Add(programme);
        await db.SaveChangesAsync(ct);
        return new($"/v1/programmes/{programme.Id}", ProgrammeResponse.Of(programme), programme.Version);
    }
}
