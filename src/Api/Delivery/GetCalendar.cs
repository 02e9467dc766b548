using System.Reflection;
using Franchise.Domain.Delivery;
using Franchise.Domain.Identity;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Delivery;
using Franchise.Infrastructure.Persistence;
using Franchise.Infrastructure.Tenancy;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.EntityFrameworkCore;

namespace Franchise.Api.Delivery;

/// <summary>
/// A private calendar by the secret in its address. Nobody signs in: the organisation stands in the secret, and the database is opened for it alone, as
/// the role that sees that organisation's rows and no other's.
/// </summary>
internal static class GetCalendar
{
    // Calendars keep what was for a while; older sessions are nobody's plan any more.
    private static readonly TimeSpan kept = TimeSpan.FromDays(90);

    public static async Task<CalendarAnswer> Handle(string feed, Doors doors, TimeProvider clock, CancellationToken ct)
    {
        if (!CalendarToken.TryRead(feed, out var organisation))
            throw Refusal.NotFound();
        await using var db = doors.Tenant(organisation, Actor.System);
        var hash = SecretHash.Of(feed);
        var found = await db.Set<CalendarFeed>().AsNoTracking().SingleOrDefaultAsync(f => f.TokenHash == hash && f.RevokedAt == null, ct) ?? throw Refusal.NotFound();
        var own = await db.Set<Organisation>().AsNoTracking().SingleOrDefaultAsync(o => o.TenantId == organisation && o.Status == OrganisationStatus.Active, ct);
        if (own is null || !await IsHereAsync(db, found.CreatedBy, ct))
            throw Refusal.NotFound();
        var now = clock.GetUtcNow();
        var since = own.Now(now) - kept;
        var (trainer, course) = (found.TrainerId, found.CourseId);
        var sessions = await db.Set<Session>()
            .AsNoTracking()
            .Where(s => s.EndsAt > since && (s.CourseId == course || s.Trainers.Any(t => t.TrainerId == trainer)))
            .OrderBy(s => s.StartsAt)
            .Take(1_000)
            .ToListAsync(ct);
        Id<Course>[] courses = [.. sessions.Select(s => s.CourseId).Distinct()];
        var revisions = await db.Set<Course>().AsNoTracking().Where(c => courses.Contains(c.Id)).ToDictionaryAsync(c => c.Id, c => c.Version, ct);
        return new(CalendarFile.Of(sessions, s => revisions[s.CourseId], now));
    }

    // Who made it knows its address: when she leaves, or the system is switched off, it opens nothing any more.
    private static Task<bool> IsHereAsync(FranchiseDb db, string maker, CancellationToken ct)
    {
        if (Id<User>.TryRead(maker, out var user))
            return db.Set<Member>().AnyAsync(m => m.UserId == user && m.DisabledAt == null, ct);
        return Id<ApiClient>.TryRead(maker, out var client)
            ? db.Set<ApiClient>().AnyAsync(c => c.Id == client && c.DisabledAt == null, ct)
            : Task.FromResult(false);
    }
}

/// <summary>An iCalendar file that nothing on the way may keep.</summary>
/// <param name="Content">Its bytes.</param>
internal sealed record CalendarAnswer(byte[] Content) : IResult, IEndpointMetadataProvider
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.Headers.CacheControl = "private, no-store";
        response.Headers.ContentDisposition = "attachment; filename=\"sessions.ics\"";
        response.ContentType = $"{CalendarFile.ContentType}; charset=utf-8";
        response.ContentLength = Content.Length;
        await response.Body.WriteAsync(Content, httpContext.RequestAborted);
    }

    static void IEndpointMetadataProvider.PopulateMetadata(MethodInfo method, EndpointBuilder builder) =>
        builder.Metadata.Add(new ProducesResponseTypeMetadata(StatusCodes.Status200OK, typeof(Stream), [CalendarFile.ContentType]));
}
