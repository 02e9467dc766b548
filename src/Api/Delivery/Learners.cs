using Franchise.Api.Http;
using Franchise.Domain.Delivery;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Delivery;
using Franchise.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Franchise.Api.Delivery;

/// <summary>How use cases come by a learner. Absent, foreign and, for a trainer, one of another's course are one and the same: not found.</summary>
internal static class Learners
{
    /// <summary>Loads a learner.</summary>
    /// <exception cref="Refusal"><c>not_found</c>.</exception>
    public static async Task<Learner> Find(FranchiseDb db, Id<Learner> id, CancellationToken ct) =>
        await CoursesOnFile.Learners(db).SingleOrDefaultAsync(l => l.Id == id, ct) ?? throw Refusal.NotFound();

    /// <summary>Loads a learner to change her record, if the caller has seen how it stands. Her row is locked until the transaction ends.</summary>
    /// <exception cref="Refusal"><c>not_found</c>, <c>stale</c>.</exception>
    public static async Task<Learner> Lock(FranchiseDb db, Id<Learner> id, IfMatch ifMatch, CancellationToken ct)
    {
        await LockRows(db, [id], ct);
        var learner = await Find(db, id, ct);
        ifMatch.Demand(learner.Version);
        return learner;
    }

    /// <summary>Locks learners, in one order for all writers.</summary>
    public static async Task LockRows(FranchiseDb db, IEnumerable<Id<Learner>> learners, CancellationToken ct)
    {
        Guid[] ids = [.. learners.Select(l => l.Value)];
        await db.Database.SqlQuery<Guid>($"""SELECT id AS "Value" FROM franchise.learners WHERE id = ANY ({ids}) ORDER BY id FOR UPDATE""").ToListAsync(ct);
    }

    /// <summary>
    /// Those on record who may be the same person: a name that is alike with the same date of birth, or where one of the two has none; or the same ULN.
    /// Inside the organisation, and nowhere else.
    /// </summary>
    public static async Task<IReadOnlyList<Learner>> Alike(FranchiseDb db, Id<Organisation> organisation, SealedLearner details, Id<Learner>? except, CancellationToken ct)
    {
        var (_, name, born, uln) = details;
        return await db.Set<Learner>()
            .AsNoTracking()
            .Where(l => l.TenantId == organisation && l.MergedIntoId == null && l.Id != except)
            .Where(l => (l.NameKey == name && (l.BirthKey == null || born == null || l.BirthKey == born)) || (uln != null && l.UlnKey == uln))
            .OrderBy(l => l.Id)
            .Take(50)
            .ToListAsync(ct);
    }
}
