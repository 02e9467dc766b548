using System.ComponentModel.DataAnnotations;
using Franchise.Api.Http;
using Franchise.Domain.Licensing;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Persistence;

namespace Franchise.Api.Licensing;

/// <summary>Adds a right to a licence that has begun.</summary>
internal static class AddEntitlement
{
    /// <param name="Kind">To what.</param>
    /// <param name="Code">The code of the unit, resource, tool, language, place or mode.</param>
    /// <param name="From">The first day; null for today.</param>
    /// <param name="Until">The last day, inclusive; null for none of its own.</param>
    public sealed record Request(EntitlementKind Kind, [StringLength(40, MinimumLength = 1)] string Code, DateOnly? From = null, DateOnly? Until = null)
    {
        public static Request Example => new(EntitlementKind.Unit, "RM3-09", new(2027, 5, 1), new(2027, 7, 31));
    }

    public static async Task<Created<EntitlementView>> Handle(
        Id<Licence> id, Request request, IfMatch ifMatch, FranchiseDb db, TimeProvider clock, CancellationToken ct)
    {
        var at = await Licences.Lock(db, id, ifMatch, Parts.Entitlements, clock, ct);
        var right = at.Licence.AddEntitlement(request.Kind, request.Code, request.From ?? at.Time.Today, request.Until, at.Time);
        await db.SaveChangesAsync(ct);
        return new($"/v1/licences/{id}/entitlements", EntitlementView.Of(right), at.Licence.Version);
    }
}
