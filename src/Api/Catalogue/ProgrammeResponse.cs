using Franchise.Api.Http;
using Franchise.Domain.Catalogue;
using Franchise.Domain.Shared;

namespace Franchise.Api.Catalogue;

/// <summary>A programme.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Code">Its code; it never changes.</param>
/// <param name="Title">Its title.</param>
/// <param name="AwardingOrganisation">Who awards it.</param>
/// <param name="Since">The year in which it was first run.</param>
/// <param name="Provision">Under whose rules it is taught.</param>
public sealed record ProgrammeResponse(Id<Programme> Id, string Code, string Title, string AwardingOrganisation, int Since, Provision Provision)
{
    public static ProgrammeResponse Example =>
        new(ExampleOf.Id<Programme>(), "RM3", "Level 3 Reintegrative Mentoring", "OCN", 2014, Provision.Bespoke);

    internal static ProgrammeResponse Of(Programme p) => new(p.Id, p.Code, p.Title, p.AwardingOrganisation, p.Since, p.Provision);
}
