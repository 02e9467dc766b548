using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;

namespace Franchise.Infrastructure.Email;

/// <summary>
/// A message that waits to be sent, written in the transaction that asks for it, so that there is no message about what did not happen. Address, subject
/// and text are sealed and go as soon as it is sent.
/// </summary>
[IdPrefix("eml")]
public sealed class OutgoingEmail : ITenantOwned
{
    /// <summary>How long it is tried before it is given up. An invitation's link lives no longer than a week.</summary>
    public static readonly TimeSpan TriedFor = TimeSpan.FromDays(3);

    private OutgoingEmail() { }

    internal OutgoingEmail(Id<Organisation> organisation, Id<OutgoingEmail> id, byte[] payload, DateTimeOffset now)
    {
        (TenantId, Id, Payload) = (organisation, id, payload);
        (CreatedAt, NextAttemptAt) = (now, now);
    }

    /// <inheritdoc/>
    public Id<Organisation> TenantId { get; private set; }

    /// <summary>Its id.</summary>
    public Id<OutgoingEmail> Id { get; private set; }

    /// <summary>The sealed message; null once it was sent or given up.</summary>
    public byte[]? Payload { get; private set; }

    /// <summary>When it was asked for, in real time: messages do not wait for a sandbox's clock.</summary>
    public DateTimeOffset CreatedAt { get; private set; }

    /// <summary>How often it was tried.</summary>
    public int Attempts { get; private set; }

    /// <summary>When it is due; null once it was sent or given up.</summary>
    public DateTimeOffset? NextAttemptAt { get; private set; }

    /// <summary>When it was handed on.</summary>
    public DateTimeOffset? SentAt { get; private set; }

    /// <summary>
    /// Takes it on for one attempt. The next is set at once, ever later: should this attempt die half way, the message is tried again and not lost, and
    /// until then nobody else tries it.
    /// </summary>
    internal void Try(DateTimeOffset now)
    {
        Attempts++;
        NextAttemptAt = now + TimeSpan.FromMinutes(Math.Min(5 * Math.Pow(2, Attempts - 1), 360));
    }

    /// <summary>Puts it off until it may arrive. Waiting for that is no attempt.</summary>
    internal void Wait(DateTimeOffset until)
    {
        Attempts--;
        NextAttemptAt = until;
        // What waited for days is tried for as long as any other.
        CreatedAt = until > CreatedAt ? until : CreatedAt;
    }

    internal void Sent(DateTimeOffset now) => (SentAt, Payload, NextAttemptAt) = (now, null, null);

    internal void Failed(DateTimeOffset now)
    {
        if (now - CreatedAt > TriedFor)
            (Payload, NextAttemptAt) = (null, null);
    }
}
