using Franchise.Domain.Delivery;
using Franchise.Infrastructure.Delivery;
using Franchise.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Franchise.Api.Credentials;

/// <summary>Has a learner told that there is something to talk about, as <see cref="LearnerPost"/> does it, and not what about.</summary>
internal static class TellLearner
{
    public static async Task Tell(FranchiseDb db, CertificateAtHand at, LearnerPost post, CancellationToken ct)
    {
        var (tenant, id) = (at.Certificate.TenantId, at.Certificate.EnrolmentId);
        if (await db.Set<Enrolment>().AsNoTracking().SingleOrDefaultAsync(e => e.TenantId == tenant && e.Id == id, ct) is not { } enrolment)
            return;
        var learner = await db.Set<Learner>().AsNoTracking().SingleAsync(l => l.TenantId == tenant && l.Id == enrolment.LearnerId, ct);
        post.Write(db, at.Organisation, enrolment, learner, NoticeKind.CertificateChanged, "Please get in touch", Text);
    }

    private static string Text(string name) =>
        $"""
        Hello {name},

        Please get in touch when it suits you: there is something to tell you. It is not urgent.

        Whoever enrolled you can tell you more.

        With kind regards
        """;
}
