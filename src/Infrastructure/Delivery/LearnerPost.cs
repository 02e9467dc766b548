using Franchise.Domain.Delivery;
using Franchise.Domain.Organisations;
using Franchise.Infrastructure.Email;
using Franchise.Infrastructure.Persistence;

namespace Franchise.Infrastructure.Delivery;

/// <summary>
/// Has a learner told of something: by e-mail at her own hours where her contact rule allows it, else as a notice for someone who knows how to reach her.
/// Subjects show on locked screens and somebody else may read the text, so neither names an organisation, a programme or a unit: that is for the caller to mind.
/// </summary>
public sealed class LearnerPost(LearnerBox box, EmailOutbox outbox, TimeProvider clock)
{
    /// <summary>Decides, and writes both the e-mail and the notice into the open transaction. The caller saves.</summary>
    /// <param name="db">The database.</param>
    /// <param name="organisation">Whose learner she is.</param>
    /// <param name="enrolment">Her place.</param>
    /// <param name="learner">She herself.</param>
    /// <param name="kind">What of.</param>
    /// <param name="subject">The subject.</param>
    /// <param name="text">The text, by what she is called.</param>
    public void Write(FranchiseDb db, Organisation organisation, Enrolment enrolment, Learner learner, NoticeKind kind, string subject, Func<string, string> text)
    {
        var (her, now) = (box.Open(learner), clock.GetUtcNow());
        var byEmail = ContactRule.Decide(ContactWay.Email, her, now, TimeZoneInfo.FindSystemTimeZoneById(organisation.TimeZone)).Allowed;
        if (byEmail)
        {
            var hours = her.ContactRule.SafeTimes.Count > 0 ? new EmailHours(her.ContactRule.SafeTimes, organisation.TimeZone) : null;
            db.Add(outbox.Write(organisation.TenantId, new(her.Email!, subject, text(her.CalledBy), Hours: hours), now));
        }
        db.Add(new LearnerNotice(enrolment, kind, byEmail, now));
    }
}
