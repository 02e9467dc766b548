using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;

namespace Franchise.Domain.Credentials;

/// <summary>A link by which somebody outside may see whether a credential counts. Each audience gets its own, so that one can be closed without the others.</summary>
[IdPrefix("slk")]
public sealed class ShareLink : Aggregate, ITenantOwned
{
    /// <summary>For how long a link may be made.</summary>
    public const int MostDays = 730;

    private ShareLink() { }

    /// <summary>Makes a link.</summary>
    /// <param name="credential">To what.</param>
    /// <param name="id">Its id.</param>
    /// <param name="tokenHash">SHA-256 of its token.</param>
    /// <param name="audience">For whom, sealed for this link.</param>
    /// <param name="lastDay">The last day on which it opens anything.</param>
    /// <param name="by">The subject of who makes it.</param>
    /// <param name="time">The organisation's own time.</param>
    /// <exception cref="Refusal"><c>credential_closed</c>, <c>validation_failed</c>.</exception>
    public ShareLink(Credential credential, Id<ShareLink> id, byte[] tokenHash, byte[] audience, DateOnly lastDay, string by, OwnTime time)
    {
        credential.DemandOpen();
        new Faults().When(lastDay < time.Today || lastDay > time.Today.AddDays(MostDays), "/lastDay", $"A link is open until today at the earliest, for {MostDays} days at most.").Refuse();
        IsNew();
        (Id, TenantId, CredentialId, Audience, CreatedBy) = (id, credential.TenantId, credential.Id, audience, by);
        TokenHash = SecretHash.Check(tokenHash);
        (LastDay, ExpiresAt) = (lastDay, Term.StartOf(lastDay.AddDays(1), time.Zone));
        Raise("share_link.made", Id.ToString());
    }

    /// <summary>Its id.</summary>
    public Id<ShareLink> Id { get; private set; }

    /// <inheritdoc/>
    public Id<Organisation> TenantId { get; private set; }

    /// <inheritdoc/>
    public override Id<Organisation> Owner => TenantId;

    /// <summary>To what.</summary>
    public Id<Credential> CredentialId { get; private set; }

    /// <summary>SHA-256 of the token in its address.</summary>
    public byte[] TokenHash { get; private set; } = [];

    /// <summary>For whom, sealed: it tells where she applies.</summary>
    public byte[] Audience { get; private set; } = [];

    /// <summary>The last day on which it opens anything.</summary>
    public DateOnly LastDay { get; private set; }

    /// <summary>From when it opens nothing.</summary>
    public DateTimeOffset ExpiresAt { get; private set; }

    /// <summary>The subject of who made it.</summary>
    public string CreatedBy { get; private set; } = "";

    /// <summary>Since when it was closed; null while it was not.</summary>
    public DateTimeOffset? RevokedAt { get; private set; }

    /// <summary>Whether it opens anything at an instant.</summary>
    public bool IsOpenAt(DateTimeOffset now) => RevokedAt is null && ExpiresAt > now;

    /// <summary>Forgets for whom it was, once its credential is about nobody any more. Nothing is said of it; what it opens stays as it is.</summary>
    /// <param name="nobody">No text, sealed for this link.</param>
    public void Forget(byte[] nobody)
    {
        Audience = nobody;
        ChangeQuietly();
    }

    /// <summary>Closes it for good.</summary>
    /// <exception cref="Refusal"><c>link_closed</c>.</exception>
    public void Revoke(DateTimeOffset now)
    {
        if (RevokedAt is not null)
            throw Refusal.Conflict(CredentialCodes.LinkClosed, "The link was revoked before.", "Make another where one is needed.");
        RevokedAt = now;
        Raise("share_link.revoked", Id.ToString());
    }
}
