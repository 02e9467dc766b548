namespace Franchise.Infrastructure.Email;

/// <summary>A message to one person.</summary>
/// <param name="To">Her address.</param>
/// <param name="Subject">One line. It shows on locked screens, so it says nothing that others must not read.</param>
/// <param name="Text">The message in plain text.</param>
/// <param name="Html">The same in HTML, or null. No picture in it is fetched from elsewhere.</param>
public sealed record EmailMessage(string To, string Subject, string Text, string? Html = null)
{
    /// <summary>Nothing of the message: a log line must not be able to hold an address or a body.</summary>
    public override string ToString() => nameof(EmailMessage);
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
