using Franchise.Api.Http;
using Franchise.Domain.Assurance;
using Franchise.Domain.Delivery;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Assurance;
using Franchise.Infrastructure.Delivery;
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
        var (course, time) = await AssessedCourses.Find(db, CoursesOnFile.Courses(db), claim.CourseId, clock, ct);
        return new(claim, course, time);
    }

    /// <summary>
    /// Loads a claim to change it, if the caller has seen how it stands. Its course's row is locked first, as whoever enters or settles results does, and both
    /// until the transaction ends: what a claim rests on does not change while it is decided.
    /// </summary>
    /// <exception cref="Refusal"><c>not_found</c>, <c>stale</c>.</exception>
    public static async Task<ClaimAtHand> Lock(FranchiseDb db, Id<Claim> id, IfMatch ifMatch, TimeProvider clock, CancellationToken ct)
    {
        var course = await db.Set<Claim>().Where(c => c.Id == id).Select(c => (Id<Course>?)c.CourseId).SingleOrDefaultAsync(ct) ?? throw Refusal.NotFound();
        await AssessedCourses.Lock(db, CoursesOnFile.Courses(db), course, clock, ct);
        await db.Database.SqlQuery<Guid>($"""SELECT id AS "Value" FROM franchise.claims WHERE id = {id.Value} FOR UPDATE""").ToListAsync(ct);
        var at = await Find(db, id, clock, ct);
        ifMatch.Demand(at.Claim.Version);
        return at;
    }
}
