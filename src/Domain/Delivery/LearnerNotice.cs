using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;

namespace Franchise.Domain.Delivery;

/// <summary>What a learner is to be told.</summary>
public enum NoticeKind
{
    /// <summary>Her course does not take place.</summary>
    CourseCancelled,

    /// <summary>A session does not take place.</summary>
    SessionCancelled,

    /// <summary>A session takes place at another time.</summary>
    SessionMoved,

    /// <summary>Her certificate was put right or taken back. A message says only that there is something to talk about.</summary>
    CertificateChanged,
}

/// <summary>That a learner is to be told something: by e-mail where her contact rule allows it, else by someone who knows how.</summary>
[IdPrefix("ntc")]
public sealed class LearnerNotice : Aggregate, ITenantOwned
{
    private LearnerNotice() { }

    /// <summary>Notes that she is to be told.</summary>
    /// <param name="enrolment">Whose.</param>
    /// <param name="kind">What of.</param>
    /// <param name="byEmail">Whether a message is on its way.</param>
    /// <param name="now">The time.</param>
    public LearnerNotice(Enrolment enrolment, NoticeKind kind, bool byEmail, DateTimeOffset now)
    {
        IsNew();
        Id = Id<LearnerNotice>.New(now);
        (TenantId, CourseId, EnrolmentId, Kind, ByEmail, CreatedAt) = (enrolment.TenantId, enrolment.CourseId, enrolment.Id, kind, byEmail, now);
        DoneAt = byEmail ? now : null;
    }

    /// <summary>Its id.</summary>
    public Id<LearnerNotice> Id { get; private set; }

    /// <inheritdoc/>
    public Id<Organisation> TenantId { get; private set; }

    /// <inheritdoc/>
    public override Id<Organisation> Owner => TenantId;

    /// <summary>The course.</summary>
    public Id<Course> CourseId { get; private set; }

    /// <summary>Whose it is.</summary>
    public Id<Enrolment> EnrolmentId { get; private set; }

    /// <summary>What she is to be told.</summary>
    public NoticeKind Kind { get; private set; }

    /// <summary>Whether a message was written to her; else someone tells her.</summary>
    public bool ByEmail { get; private set; }

    /// <summary>Since when.</summary>
    public DateTimeOffset CreatedAt { get; private set; }

    /// <summary>When it was seen to; null while someone still has to.</summary>
    public DateTimeOffset? DoneAt { get; private set; }

    /// <summary>Notes that she was told.</summary>
    /// <exception cref="Refusal"><c>notice_done</c>.</exception>
    public void Done(DateTimeOffset now)
    {
        if (DoneAt is not null)
            throw Refusal.Conflict(DeliveryCodes.NoticeDone, "It is seen to already.", "There is nothing to do.");
        DoneAt = now;
        Raise("learner.notice_done", Id.ToString(), ("courseId", CourseId.ToString()), ("kind", Word(Kind)));
    }
}
