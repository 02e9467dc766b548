using Franchise.Domain.Delivery;

namespace Franchise.Infrastructure.Email;

/// <summary>A message to one person.</summary>
/// <param name="To">Her address.</param>
/// <param name="Subject">One line. It shows on locked screens, so it says nothing that others must not read.</param>
/// <param name="Text">The message in plain text.</param>
/// <param name="Html">The same in HTML, or null. No picture in it is fetched from elsewhere.</param>
/// <param name="Hours">When it may arrive; null where any hour will do.</param>
public sealed record EmailMessage(string To, string Subject, string Text, string? Html = null, EmailHours? Hours = null)
{
    /// <summary>Nothing of the message: a log line must not be able to hold an address or a body.</summary>
    public override string ToString() => nameof(EmailMessage);
}

/// <summary>The hours at which a message may arrive, because somebody else may see the screen at others.</summary>
/// <param name="Times">The times of the week.</param>
/// <param name="Zone">In which IANA zone.</param>
public sealed record EmailHours(IReadOnlyList<SafeTime> Times, string Zone)
{
    /// <summary>The first instant from now on at which it may.</summary>
    public DateTimeOffset NextFrom(DateTimeOffset now) => ContactRule.SafeFrom(Times, now, TimeZoneInfo.FindSystemTimeZoneById(Zone));
}

/// <summary>
/// Sends messages. Called by jobs, after the transaction that asked for the message is committed; a message may go out twice when a job is tried again.
/// </summary>
public interface IEmailSender
{
    /// <summary>Hands a message on for delivery.</summary>
    /// <exception cref="EmailNotSentException">It could not be handed on; trying again later may help.</exception>
    Task Send(EmailMessage message, CancellationToken ct);
}

/// <summary>A message could not be handed on. Says why, and names neither address nor subject.</summary>
public sealed class EmailNotSentException(string message) : Exception(message);
