using Franchise.Api.Http;
using Franchise.Domain.Billing;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Billing;
using Franchise.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Franchise.Api.Billing;

/// <summary>How use cases come by an organisation's dunning.</summary>
internal static class Dunnings
{
    // A clock that has gone by nothing yet has no version of its own.
    private const int Unwritten = 0;

    /// <summary>One to look at, and its version.</summary>
    public static async Task<(DunningClock Clock, int Version)> Find(FranchiseDb db, Id<Organisation> id, TimeProvider clock, CancellationToken ct)
    {
        await Demand(db, id, clock, ct);
        var dunning = await DunningOnFile.FindAsync(db, id, ct);
        return (dunning, VersionOf(db, dunning));
    }

    /// <summary>One to change, if the caller has seen how it stands.</summary>
    public static async Task<(DunningClock Clock, OwnTime Time)> Lock(FranchiseDb db, Id<Organisation> id, IfMatch ifMatch, TimeProvider clock, CancellationToken ct)
    {
        var time = await Demand(db, id, clock, ct);
        var dunning = await DunningOnFile.LockAsync(db, id, ct);
        ifMatch.Demand(VersionOf(db, dunning));
        return (dunning, time);
    }

    /// <summary>Sets it by what is owed, saves and answers.</summary>
    public static async Task Save(FranchiseDb db, DunningClock dunning, OwnTime time, CancellationToken ct)
    {
        await DunningOnFile.FollowAsync(db, dunning, time, ct);
        await db.SaveChangesAsync(ct);
    }

    private static async Task<OwnTime> Demand(FranchiseDb db, Id<Organisation> id, TimeProvider clock, CancellationToken ct) =>
        id == Organisation.FranchisorId ? throw Refusal.NotFound() : (await Invoices.Organisation(db, id, clock, ct)).Time;

    private static int VersionOf(FranchiseDb db, DunningClock dunning) =>
        db.Entry(dunning).State is EntityState.Detached or EntityState.Added ? Unwritten : dunning.Version;
}
