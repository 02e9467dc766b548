using Franchise.Domain.Credentials;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Credentials;
using Franchise.Infrastructure.Organisations;
using Franchise.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Franchise.Api.Credentials;

/// <summary>Closes a link for good: its address then opens as little as one that never was.</summary>
internal static class RevokeShareLink
{
    public static async Task<ShareLinkView> Handle(Id<Credential> id, Id<ShareLink> linkId, FranchiseDb db, CredentialBox box, TimeProvider clock, CancellationToken ct)
    {
        var credential = await HeldCredentials.Find(db, id, ct);
        await db.Database.SqlQuery<Guid>($"""SELECT id AS "Value" FROM franchise.share_links WHERE id = {linkId.Value} FOR UPDATE""").ToListAsync(ct);
        var link = await db.Set<ShareLink>().SingleOrDefaultAsync(l => l.Id == linkId && l.CredentialId == id, ct) ?? throw Refusal.NotFound();
        link.Revoke((await OrganisationsOnFile.TimeAsync(db, credential.TenantId, clock, ct)).Now);
        await db.SaveChangesAsync(ct);
        return ShareLinkView.Of(link, box);
    }
}
