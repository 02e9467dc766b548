using System.ComponentModel.DataAnnotations;
using Franchise.Api.Http;
using Franchise.Domain.Credentials;
using Franchise.Domain.Identity;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Credentials;
using Franchise.Infrastructure.Organisations;
using Franchise.Infrastructure.Persistence;

namespace Franchise.Api.Credentials;

/// <summary>Makes a link by which somebody outside sees whether a credential counts. Its address is shown this once.</summary>
internal static class MakeShareLink
{
    private const int UsualDays = 90;

    /// <param name="Audience">For whom, so that she can tell her links apart. Nobody outside sees it.</param>
    /// <param name="LastDay">The last day on which it opens anything; null for 90 days from now.</param>
    public sealed record Request([StringLength(80, MinimumLength = 1)] string Audience, DateOnly? LastDay = null)
    {
        public static Request Example => new("Application, May");
    }

    /// <param name="Link">The link.</param>
    /// <param name="Path">Its path, which is its secret: shown once and kept nowhere. Whoever has it sees whether the credential counts, until it is closed or over.</param>
    public sealed record Response(ShareLinkView Link, string Path)
    {
        public static Response Example => new(ShareLinkView.Example, "/verify/0000example");
    }

    public static async Task<Created<Response>> Handle(Id<Credential> id, Request request, FranchiseDb db, Actor actor, CredentialBox box, TimeProvider clock, CancellationToken ct)
    {
        var credential = await HeldCredentials.Find(db, id, ct);
        var faults = new Faults();
        var audience = faults.Text("/audience", request.Audience, 80);
        faults.Refuse();
        var time = await OrganisationsOnFile.TimeAsync(db, credential.TenantId, clock, ct);
        var link = Id<ShareLink>.New(time.Now);
        var token = box.MakeToken(credential.TenantId);
        var made = new ShareLink(
            credential, link, SecretHash.Of(token), box.SealAudience(credential.TenantId, link, audience), request.LastDay ?? time.Today.AddDays(UsualDays), actor.Subject, time);
        db.Add(made);
        await db.SaveChangesAsync(ct);
        return new($"/v1/credentials/{id}/share-links/{link}", new(ShareLinkView.Of(made, box), $"/verify/{token}"), made.Version);
    }
}
