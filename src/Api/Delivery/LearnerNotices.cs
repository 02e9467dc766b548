using Franchise.Domain.Accreditation;
using Franchise.Domain.Delivery;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Delivery;
using Franchise.Infrastructure.Email;
using Franchise.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Franchise.Api.Delivery;

/// <summary>
/// Has learners told of a change, as <see cref="LearnerPost"/> does it, and trainers. Subjects show on locked screens, so they say nothing; texts name no
/// organisation, programme or unit.
/// </summary>
internal static class LearnerNotices
{
    private const string Subject = "A change to your dates";

    public static async Task Tell(
        FranchiseDb db, CourseAtHand at, NoticeKind kind, IReadOnlyCollection<Session> sessions, IReadOnlyCollection<Enrolment> enrolments, LearnerPost post, EmailOutbox outbox,
        TimeProvider clock, CancellationToken ct)
    {
        if (sessions.Count == 0)
            return;
        var what = What(kind, sessions, at.Course.Zone);
        Id<Learner>[] ids = [.. enrolments.Select(e => e.LearnerId)];
        var tenant = at.Course.TenantId;
        var learners = await db.Set<Learner>().AsNoTracking().Where(l => l.TenantId == tenant && ids.Contains(l.Id)).ToDictionaryAsync(l => l.Id, ct);
        foreach (var enrolment in enrolments)
        {
            post.Write(
                db, at.Organisation, enrolment, learners[enrolment.LearnerId], kind, Subject, name => Text(name, what, "Whoever enrolled you can tell you more."));
        }
        await TellTrainers(db, tenant, sessions, what, outbox, clock.GetUtcNow(), ct);
    }

    private static async Task TellTrainers(
        FranchiseDb db, Id<Domain.Organisations.Organisation> tenant, IReadOnlyCollection<Session> sessions, string what, EmailOutbox outbox, DateTimeOffset now, CancellationToken ct)
    {
        Id<Trainer>[] ids = [.. sessions.SelectMany(s => s.Trainers).Select(t => t.TrainerId).Distinct()];
        foreach (var trainer in await db.Set<Trainer>().AsNoTracking().Where(t => t.TenantId == tenant && ids.Contains(t.Id) && t.Status == TrainerStatus.Active).ToListAsync(ct))
            db.Add(outbox.Write(tenant, new(trainer.Email, Subject, Text(trainer.Name, what, "Your coordinator can tell you more.")), now));
    }

    private static string Text(string name, string what, string close) =>
        $"""
        Hello {name},

        {what}

        {close}

        With kind regards
        """;

    private static string What(NoticeKind kind, IReadOnlyCollection<Session> sessions, TimeZoneInfo zone)
    {
        var when = string.Join("; ", sessions.OrderBy(s => s.StartsAt).Take(20).Select(s => $"{TimeZoneInfo.ConvertTime(s.StartsAt, zone):dddd d MMMM yyyy, HH:mm}"));
        return kind switch
        {
            NoticeKind.SessionMoved => $"A session now takes place at another time: {when}.",
            NoticeKind.SessionCancelled => $"A session does not take place: {when}.",
            _ => $"These sessions do not take place: {when}.",
        };
    }
}
