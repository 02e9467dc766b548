using Franchise.Api.Http;
using Franchise.Domain.Licensing;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Persistence;

namespace Franchise.Api.Licensing;

/// <summary>Policies, newest first.</summary>
internal static class ListPolicies
{
    /// <param name="Id">Its id.</param>
    /// <param name="Code">Short and unique, as `STANDARD`.</param>
    /// <param name="Title">What people call it.</param>
    public sealed record Row(Id<LicencePolicy> Id, string Code, string Title)
    {
        public static Row Example => new(ExampleOf.Id<LicencePolicy>(), "STANDARD", "Standard licence");
    }

    public static Task<Page<Row>> Handle(FranchiseDb db, PageQuery page, CancellationToken ct) =>
        page.ById(db.Set<LicencePolicy>(), p => new Row(p.Id, p.Code, p.Title), ct);
}
