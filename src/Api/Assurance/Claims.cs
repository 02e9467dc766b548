using Franchise.Api.Http;
using Franchise.Domain.Assurance;
using Franchise.Domain.Delivery;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Assurance;
using Franchise.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Franchise.Api.Assurance;

/// <summary>A claim with what nearly every verb of it asks for.</summary>
internal sealed record ClaimAtHand(Claim Claim, Course Course, OwnTime Time)
{
    public Task<ClaimFacts> Facts(FranchiseDb db, CancellationToken ct) => ClaimsOnFile.FactsAsync(db, Course, Claim.Results, ct);

    public Task<bool> Direct(FranchiseDb db, CancellationToken ct) => ProvisionsOnFile.DirectAsync(db, Claim.TenantId, Claim.Lines.Select(l => l.Unit).Distinct(), ct);

    public async Task<Changed<ClaimView>> Save(FranchiseDb db, CancellationToken ct)
    {
        await db.SaveChangesAsync(ct);
        return new(ClaimView.Of(Claim), Claim.Version);
    }
}

/// <summary>How use cases come by a claim. Absent and foreign are one and the same: not found.</summary>
internal static class Claims
{
    /// <summary>Loads a claim with its lines and its course.</summary>
    /// <exception cref="Refusal"><c>not_found</c>.</exception>
    public static async Task<ClaimAtHand> Find(FranchiseDb db, Id<Claim> id, TimeProvider clock, CancellationToken ct)
    {
        var claim = await db.Set<Claim>().Include(c => c.Lines).SingleOrDefaultAsync(c => c.Id == id, ct) ?? throw Refusal.NotFound();
        return new(claim, await CourseOf(db, claim.CourseId, ct), await Provisions.TimeOf(db, claim.TenantId, clock, ct));
    }

    /// <summary>
    /// Loads a claim to change it, if the caller has seen how it stands. Its course's row is locked first, as whoever enters or settles results does, and both
    /// until the transaction ends: what a claim rests on does not change while it is decided.
    /// </summary>
    /// <exception cref="Refusal"><c>not_found</c>, <c>stale</c>.</exception>
    public static async Task<ClaimAtHand> Lock(FranchiseDb db, Id<Claim> id, IfMatch ifMatch, TimeProvider clock, CancellationToken ct)
    {
        var course = await db.Set<Claim>().Where(c => c.Id == id).Select(c => (Id<Course>?)c.CourseId).SingleOrDefaultAsync(ct) ?? throw Refusal.NotFound();
        await LockCourse(db, course, ct);
        await db.Database.SqlQuery<Guid>($"""SELECT id AS "Value" FROM franchise.claims WHERE id = {id.Value} FOR UPDATE""").ToListAsync(ct);
        var at = await Find(db, id, clock, ct);
        ifMatch.Demand(at.Claim.Version);
        return at;
    }

    /// <summary>Locks a course until the transaction ends, and loads it with what its states ask for.</summary>
    /// <exception cref="Refusal"><c>not_found</c>.</exception>
    public static async Task<Course> LockCourse(FranchiseDb db, Id<Course> id, CancellationToken ct)
    {
        await db.Database.SqlQuery<Guid>($"""SELECT id AS "Value" FROM franchise.courses WHERE id = {id.Value} FOR UPDATE""").ToListAsync(ct);
        return await CourseOf(db, id, ct);
    }

    /// <summary>A course with what its states ask for.</summary>
    /// <exception cref="Refusal"><c>not_found</c>.</exception>
    public static async Task<Course> CourseOf(FranchiseDb db, Id<Course> id, CancellationToken ct) =>
        await db.Set<Course>().AsSplitQuery().Include(c => c.Units).Include(c => c.Sessions).Include(c => c.Schedule).SingleOrDefaultAsync(c => c.Id == id, ct) ?? throw Refusal.NotFound();
}
