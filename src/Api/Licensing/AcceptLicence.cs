using System.ComponentModel.DataAnnotations;
using Franchise.Api.Http;
using Franchise.Domain.Identity;
using Franchise.Domain.Licensing;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Persistence;

namespace Franchise.Api.Licensing;

/// <summary>The organisation accepts. Kept with it: who, in what role, when, from which address, and the hash of the text.</summary>
internal static class AcceptLicence
{
    /// <param name="TextHash">The hash of the text that was read, as the licence's agreement gives it.</param>
    /// <param name="AutoRenews">Whether terms shall renew by themselves.</param>
    public sealed record Request([StringLength(64, MinimumLength = 64), RegularExpression("^[0-9a-fA-F]{64}$")] string TextHash, bool AutoRenews = false)
    {
        public static Request Example => new(ExampleOf.Hash, true);
    }

    public static async Task<Changed<LicenceView>> Handle(
        Id<Licence> id, Request request, IfMatch ifMatch, FranchiseDb db, Actor actor, TimeProvider clock, CancellationToken ct)
    {
        var at = await Licences.Lock(db, id, ifMatch, Parts.Plan, clock, ct);
        at.Licence.Accept(request.TextHash, request.AutoRenews, at.Policy, actor, at.Time);
        await db.SaveChangesAsync(ct);
        return at.Changed();
    }
}
