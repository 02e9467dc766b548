using System.ComponentModel.DataAnnotations;
using Franchise.Api.Http;
using Franchise.Domain.Licensing;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Franchise.Api.Licensing;

/// <summary>The text that was put to the organisation.</summary>
internal static class GetLicenceAgreement
{
    /// <param name="Text">The whole text.</param>
    /// <param name="TextHash">SHA-256 of the text in UTF-8, in lower-case hexadecimal. Accepting needs it.</param>
    /// <param name="ValidUntil">The last day on which it can be accepted, inclusive.</param>
    /// <param name="OfferedAt">When it was offered.</param>
    public sealed record Response([MaxLength(200_000)] string Text, string TextHash, DateOnly ValidUntil, DateTimeOffset OfferedAt)
    {
        public static Response Example => new("This agreement is made between Cohort 4 and the partner …", ExampleOf.Hash, new(2026, 12, 31), ExampleOf.Time);
    }

    public static async Task<Found<Response>> Handle(Id<Licence> id, FranchiseDb db, CancellationToken ct)
    {
        var found = await db.Set<Licence>()
            .Where(l => l.Id == id && l.Offer != null)
            .Select(l => new { l.Version, l.Offer!.AgreementText, l.Offer.TextHash, l.Offer.ValidUntil, l.Offer.OfferedAt })
            .SingleOrDefaultAsync(ct) ?? throw Refusal.NotFound();
        return new(new(found.AgreementText, found.TextHash, found.ValidUntil, found.OfferedAt), found.Version);
    }
}
