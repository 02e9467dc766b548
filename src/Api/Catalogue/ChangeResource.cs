using System.ComponentModel.DataAnnotations;
using Franchise.Api.Http;
using Franchise.Domain.Catalogue;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Franchise.Api.Catalogue;

internal static class ChangeResource
{
    /// <param name="Title">Its title.</param>
    public sealed record Request([StringLength(200, MinimumLength = 1)] string Title)
    {
        public static Request Example => new("Tutor's handbook");
    }

    public static async Task<Changed<ResourceResponse>> Handle(Id<Resource> id, Request request, IfMatch ifMatch, FranchiseDb db, CancellationToken ct)
    {
        var resource = await db.Set<Resource>().Include(r => r.Versions).SingleOrDefaultAsync(r => r.Id == id, ct) ?? throw Refusal.NotFound();
        ifMatch.Demand(resource.Version);
        resource.Rename(request.Title);
        await db.SaveChangesAsync(ct);
        return new(ResourceResponse.Of(resource, resource.Versions.Select(ResourceVersionResponse.Of)), resource.Version);
    }
}
