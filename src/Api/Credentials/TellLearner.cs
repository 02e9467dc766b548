using Franchise.Domain.Delivery;
using Franchise.Infrastructure.Delivery;
using Franchise.Infrastructure.Email;
using Franchise.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Franchise.Api.Credentials;

/// <summary>
/// Has a learner told that there is something to talk about: by e-mail at her own hours where her contact rule allows it, else as a notice for someone who
/// knows how to reach her. Neither says what it is about: somebody else may read it.
/// </summary>
internal static class TellLearner
{
    public static async Task Tell(FranchiseDb db, CertificateAtHand at, LearnerBox box, EmailOutbox outbox, TimeProvider clock, CancellationToken ct)
    {
        var (tenant, id) = (at.Certificate.TenantId, at.Certificate.EnrolmentId);
        if (await db.Set<Enrolment>().AsNoTracking().SingleOrDefaultAsync(e => e.TenantId == tenant && e.Id == id, ct) is not { } enrolment)
            return;
        var learner = box.Open(await db.Set<Learner>().AsNoTracking().SingleAsync(l => l.TenantId == tenant && l.Id == enrolment.LearnerId, ct));
        var now = clock.GetUtcNow();
        var byEmail = ContactRule.Decide(ContactWay.Email, learner, now, at.Time.Zone).Allowed;
        if (byEmail)
        {
            var hours = learner.ContactRule.SafeTimes.Count > 0 ? new EmailHours(learner.ContactRule.SafeTimes, at.Organisation.TimeZone) : null;
            db.Add(outbox.Write(tenant, new(learner.Email!, "Please get in touch", Text(learner.CalledBy), Hours: hours), now));
        }
        db.Add(new LearnerNotice(enrolment, NoticeKind.CertificateChanged, byEmail, now));
    }

    private static string Text(string name) =>
        $"""
        Hello {name},

        Please get in touch when it suits you: there is something to tell you. It is not urgent.

        Whoever enrolled you can tell you more.

        With kind regards
        """;
}
