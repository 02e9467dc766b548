using Franchise.Api.Http;
using Franchise.Domain.Credentials;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Credentials;
using Franchise.Infrastructure.Persistence;

namespace Franchise.Api.Credentials;

/// <summary>The links to a credential, newest first, closed ones too.</summary>
internal static class ListShareLinks
{
    public static async Task<Page<ShareLinkView>> Handle(Id<Credential> id, FranchiseDb db, PageQuery page, CredentialBox box, CancellationToken ct)
    {
        await HeldCredentials.Find(db, id, ct);
        return await page.ById(db.Set<ShareLink>().Where(l => l.CredentialId == id), (ShareLink l) => ShareLinkView.Of(l, box), ct);
    }
}

/// <summary>A link to a credential. Its address is not here: it was shown once.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Audience">For whom it was made; empty once its credential is about nobody any more.</param>
/// <param name="LastDay">The last day on which it opens anything.</param>
/// <param name="RevokedAt">Since when it was closed; null while it was not.</param>
internal sealed record ShareLinkView(Id<ShareLink> Id, string Audience, DateOnly LastDay, DateTimeOffset? RevokedAt)
{
    public static ShareLinkView Example => new(ExampleOf.Id<ShareLink>(), "Application, May", new(2027, 5, 30), null);

    public static ShareLinkView Of(ShareLink l, CredentialBox box) => new(l.Id, box.Audience(l), l.LastDay, l.RevokedAt);
}
