using Franchise.Api.Http;
using Franchise.Domain.Billing;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Billing;
using Franchise.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Franchise.Api.Billing;

/// <summary>How use cases come by the way an organisation is billed.</summary>
internal static class Profiles
{
    // One that nobody has written yet has no version of its own.
    private const int Unwritten = 0;

    /// <summary>One to look at, and its version.</summary>
    public static async Task<(BillingProfile Profile, int Version)> Find(FranchiseDb db, Id<Organisation> id, TimeProvider clock, CancellationToken ct)
    {
        if (id == Organisation.FranchisorId)
            throw Refusal.NotFound();
        await Invoices.Organisation(db, id, clock, ct);
        var profile = await InvoicesOnFile.ProfileAsync(db, id, ct);
        return (profile, db.Entry(profile).State == EntityState.Detached ? Unwritten : profile.Version);
    }

    /// <summary>One to change, if the caller has seen how it stands. The organisation's row orders those who write it for the first time.</summary>
    public static async Task<(BillingProfile Profile, Organisation Organisation, OwnTime Time)> Lock(FranchiseDb db, Id<Organisation> id, IfMatch ifMatch, TimeProvider clock, CancellationToken ct)
    {
        await db.Database.SqlQuery<Guid>($"""SELECT tenant_id AS "Value" FROM franchise.organisations WHERE tenant_id = {id.Value} FOR NO KEY UPDATE""").ToListAsync(ct);
        var (profile, version) = await Find(db, id, clock, ct);
        ifMatch.Demand(version);
        if (version == Unwritten)
            db.Add(profile);
        var (organisation, time) = await Invoices.Organisation(db, id, clock, ct);
        return (profile, organisation, time);
    }
}
