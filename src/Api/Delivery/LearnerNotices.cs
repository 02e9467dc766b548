using Franchise.Domain.Accreditation;
using Franchise.Domain.Delivery;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Delivery;
using Franchise.Infrastructure.Email;
using Franchise.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Franchise.Api.Delivery;

/// <summary>
/// Has learners told of a change: by e-mail at her own hours where her contact rule allows it, else as a notice for someone who knows how to reach her.
/// Subjects show on locked screens, so they say nothing; texts name no organisation, programme or unit.
/// </summary>
internal static class LearnerNotices
{
    public static async Task Tell(
        FranchiseDb db, CourseAtHand at, NoticeKind kind, IReadOnlyCollection<Session> sessions, IReadOnlyCollection<Enrolment> enrolments, LearnerBox box, EmailOutbox outbox,
        TimeProvider clock, CancellationToken ct)
    {
        if (sessions.Count == 0)
            return;
        var now = clock.GetUtcNow();
        var what = What(kind, sessions, at.Course.Zone);
        Id<Learner>[] ids = [.. enrolments.Select(e => e.LearnerId)];
        var tenant = at.Course.TenantId;
        var learners = await db.Set<Learner>().AsNoTracking().Where(l => l.TenantId == tenant && ids.Contains(l.Id)).ToDictionaryAsync(l => l.Id, ct);
        foreach (var enrolment in enrolments)
        {
            var learner = box.Open(learners[enrolment.LearnerId]);
            var byEmail = ContactRule.Decide(ContactWay.Email, learner, now, at.Time.Zone).Allowed;
            if (byEmail)
            {
                var hours = learner.ContactRule.SafeTimes.Count > 0 ? new EmailHours(learner.ContactRule.SafeTimes, at.Organisation.TimeZone) : null;
                db.Add(outbox.Write(tenant, new(learner.Email!, "A change to your dates", Text(learner.CalledBy, what, "Whoever enrolled you can tell you more."), Hours: hours), now));
            }
            db.Add(new LearnerNotice(enrolment, kind, byEmail, now));
        }
        await TellTrainers(db, tenant, sessions, what, outbox, now, ct);
    }

    private static async Task TellTrainers(
        FranchiseDb db, Id<Domain.Organisations.Organisation> tenant, IReadOnlyCollection<Session> sessions, string what, EmailOutbox outbox, DateTimeOffset now, CancellationToken ct)
    {
        Id<Trainer>[] ids = [.. sessions.SelectMany(s => s.Trainers).Select(t => t.TrainerId).Distinct()];
        foreach (var trainer in await db.Set<Trainer>().AsNoTracking().Where(t => t.TenantId == tenant && ids.Contains(t.Id) && t.Status == TrainerStatus.Active).ToListAsync(ct))
            db.Add(outbox.Write(tenant, new(trainer.Email, "A change to your dates", Text(trainer.Name, what, "Your coordinator can tell you more.")), now));
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
