using Franchise.Api.Http;
using Franchise.Domain.Accreditation;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Persistence;

namespace Franchise.Api.Accreditation;

/// <summary>Policies, newest first.</summary>
internal static class ListAccreditationPolicies
{
    /// <param name="Id">Its id.</param>
    /// <param name="Code">Short and unique, as `STANDARD`.</param>
    /// <param name="Title">What people call it.</param>
    public sealed record Row(Id<AccreditationPolicy> Id, string Code, string Title)
    {
        public static Row Example => new(ExampleOf.Id<AccreditationPolicy>(), "STANDARD", "Standard accreditation");
    }

    public static Task<Page<Row>> Handle(FranchiseDb db, PageQuery page, CancellationToken ct) =>
        page.ById(db.Set<AccreditationPolicy>(), p => new Row(p.Id, p.Code, p.Title), ct);
}
