using Franchise.Domain.Accreditation;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;

namespace Franchise.Domain.Delivery;

/// <summary>A private calendar of a trainer's sessions or of a course's. Whoever has its address reads it, until it is revoked.</summary>
[IdPrefix("cal")]
public sealed class CalendarFeed : Aggregate, ITenantOwned
{
    private CalendarFeed() { }

    /// <summary>Makes a feed of either.</summary>
    public CalendarFeed(Id<Organisation> organisation, Id<Trainer>? trainer, Id<Course>? course, byte[] tokenHash, string by, DateTimeOffset now)
    {
        new Faults().When(trainer is null == course is null, "/trainerId", "Name either a trainer or a course.").Refuse();
        IsNew();
        Id = Id<CalendarFeed>.New(now);
        (TenantId, TrainerId, CourseId, CreatedBy, CreatedAt) = (organisation, trainer, course, by, now);
        TokenHash = SecretHash.Check(tokenHash);
        Raise("calendar_feed.made", Id.ToString());
    }

    /// <summary>Its id.</summary>
    public Id<CalendarFeed> Id { get; private set; }

    /// <inheritdoc/>
    public Id<Organisation> TenantId { get; private set; }

    /// <inheritdoc/>
    public override Id<Organisation> Owner => TenantId;

    /// <summary>Whose sessions; null where it is a course's.</summary>
    public Id<Trainer>? TrainerId { get; private set; }

    /// <summary>Whose sessions; null where it is a trainer's.</summary>
    public Id<Course>? CourseId { get; private set; }

    /// <summary>SHA-256 of the token in its address.</summary>
    public byte[] TokenHash { get; private set; } = [];

    /// <summary>The subject of who made it.</summary>
    public string CreatedBy { get; private set; } = "";

    /// <summary>When.</summary>
    public DateTimeOffset CreatedAt { get; private set; }

    /// <summary>Since when its address opens nothing; null while it does.</summary>
    public DateTimeOffset? RevokedAt { get; private set; }

    /// <summary>Closes it for good.</summary>
    /// <exception cref="Refusal"><c>feed_revoked</c>.</exception>
    public void Revoke(DateTimeOffset now)
    {
        if (RevokedAt is not null)
            throw Refusal.Conflict(DeliveryCodes.FeedRevoked, "The feed was revoked before.", "Make another where one is needed.");
        RevokedAt = now;
        Raise("calendar_feed.revoked", Id.ToString());
    }
}
