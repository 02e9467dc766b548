using System.ComponentModel.DataAnnotations;
using Franchise.Api.Http;
using Franchise.Domain.Catalogue;
using Franchise.Infrastructure.Persistence;

namespace Franchise.Api.Catalogue;

internal static class CreateResource
{
    /// <param name="Code">Its code: capitals, digits and single hyphens.</param>
    /// <param name="Title">Its title.</param>
    /// <param name="Kind">What sort of document it is.</param>
    public sealed record Request(
        [StringLength(Domain.Catalogue.Code.Most, MinimumLength = 1)] string Code,
        [StringLength(200, MinimumLength = 1)] string Title,
        ResourceKind Kind
    )
    {
        public static Request Example => new("HB-TUTOR", "Tutor's handbook", ResourceKind.Handbook);
    }

    public static async Task<Created<ResourceResponse>> Handle(Request request, FranchiseDb db, TimeProvider clock, CancellationToken ct)
    {
        var resource = new Resource(request.Code, request.Title, request.Kind, clock.GetUtcNow());
        db.Add(resource);
        await db.SaveChangesAsync(ct);
        return new($"/v1/resources/{resource.Id}", ResourceResponse.Of(resource, []), resource.Version);
    }
}
