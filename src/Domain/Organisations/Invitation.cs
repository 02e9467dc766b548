using Franchise.Domain.Identity;
using Franchise.Domain.Shared;

namespace Franchise.Domain.Organisations;

/// <summary>Where an invitation stands.</summary>
public enum InvitationStatus
{
    /// <summary>Sent, and still good.</summary>
    Pending,

    /// <summary>She has joined.</summary>
    Accepted,

    /// <summary>Taken back.</summary>
    Revoked,

    /// <summary>Not taken up in time.</summary>
    Expired,
}

/// <summary>An invitation by e-mail to join an organisation. Its token is in the message alone; only the hash is kept.</summary>
[IdPrefix("inv")]
public sealed class Invitation : Aggregate, ITenantOwned
{
    /// <summary>How long an invitation is good for.</summary>
    public static readonly TimeSpan Validity = TimeSpan.FromDays(7);

    private Invitation() { }

    /// <summary>Invites someone.</summary>
    /// <param name="organisation">Where she is to join.</param>
    /// <param name="email">Her address.</param>
    /// <param name="role">Her role there.</param>
    /// <param name="tokenHash">SHA-256 of the token in the message.</param>
    /// <param name="now">The time.</param>
    /// <exception cref="Refusal"><c>validation_failed</c>; <c>role_not_here</c>.</exception>
    public Invitation(Id<Organisation> organisation, string email, Role role, byte[] tokenHash, DateTimeOffset now)
    {
        var faults = new Faults();
        Email = EmailAddress.Check(faults, "/email", email);
        faults.Refuse();
        Member.CheckRole(organisation, role);
        IsNew();
        TenantId = organisation;
        Id = Id<Invitation>.New(now);
        Role = role;
        TokenHash = SecretHash.Check(tokenHash);
        CreatedAt = now;
        ExpiresAt = now + Validity;
        Raise("invitation.created", Id.ToString(), ("role", role));
    }

    /// <inheritdoc/>
    public Id<Organisation> TenantId { get; private set; }

    /// <inheritdoc/>
    public override Id<Organisation> Owner => TenantId;

    /// <summary>Its id.</summary>
    public Id<Invitation> Id { get; private set; }

    /// <summary>The address invited, in lower case.</summary>
    public string Email { get; private set; } = "";

    /// <summary>The role offered.</summary>
    public Role Role { get; private set; }

    /// <summary>SHA-256 of the token.</summary>
    public byte[] TokenHash { get; private set; } = [];

    /// <summary>When it was made.</summary>
    public DateTimeOffset CreatedAt { get; private set; }

    /// <summary>From when it is no good any more.</summary>
    public DateTimeOffset ExpiresAt { get; private set; }

    /// <summary>When she joined.</summary>
    public DateTimeOffset? AcceptedAt { get; private set; }

    /// <summary>When it was taken back.</summary>
    public DateTimeOffset? RevokedAt { get; private set; }

    /// <summary>Where it stands at a time.</summary>
    public InvitationStatus Status(DateTimeOffset now) =>
        AcceptedAt is not null ? InvitationStatus.Accepted
        : RevokedAt is not null ? InvitationStatus.Revoked
        : now >= ExpiresAt ? InvitationStatus.Expired
        : InvitationStatus.Pending;

    /// <summary>Takes it up: the invited person gets her place.</summary>
    /// <param name="token">The token from the message.</param>
    /// <param name="user">Who signed in or signed up with it.</param>
    /// <param name="displayName">The name that colleagues are to see.</param>
    /// <param name="now">The time.</param>
    /// <exception cref="Refusal">
    /// <c>invitation_not_valid</c> for a wrong token and for an invitation accepted, revoked or expired alike: a stranger learns nothing by trying;
    /// <c>validation_failed</c>.
    /// </exception>
    public Member Accept(string token, Id<User> user, string displayName, DateTimeOffset now)
    {
        if (!SecretHash.Matches(TokenHash, token) || Status(now) != InvitationStatus.Pending)
            throw NotValid();
        var member = new Member(TenantId, user, Role, displayName, Email, now);
        AcceptedAt = now;
        Raise("invitation.accepted", Id.ToString(), ("member", member.Id.ToString()));
        return member;
    }

    /// <summary>Sends it anew, perhaps for another role: the old token is no good from now on.</summary>
    /// <exception cref="Refusal"><c>invitation_closed</c>: accepted or revoked; <c>role_not_here</c>.</exception>
    public void Renew(Role role, byte[] tokenHash, DateTimeOffset now)
    {
        RefuseIfClosed();
        Member.CheckRole(TenantId, role);
        Role = role;
        TokenHash = SecretHash.Check(tokenHash);
        ExpiresAt = now + Validity;
        Raise("invitation.renewed", Id.ToString(), ("role", role));
    }

    /// <summary>Takes it back.</summary>
    /// <exception cref="Refusal"><c>invitation_closed</c>: accepted or already revoked.</exception>
    public void Revoke(DateTimeOffset now)
    {
        RefuseIfClosed();
        RevokedAt = now;
        Raise("invitation.revoked", Id.ToString());
    }

    /// <summary>The one answer for every token that opens nothing.</summary>
    public static Refusal NotValid() =>
        Refusal.Conflict("invitation_not_valid", "This invitation is not valid, or not any more.", "Ask the organisation's coordinator for a new one.");

    private void RefuseIfClosed()
    {
        if (AcceptedAt is not null || RevokedAt is not null)
            throw Refusal.Conflict("invitation_closed", "This invitation was accepted or revoked already.", "Make a new invitation.");
    }
}
