namespace Franchise.Infrastructure.Email;

/// <summary>Sends one plain message: by SMTP, or into a pickup folder in Development.</summary>
public interface IMail
{
    /// <param name="to">The address.</param>
    /// <param name="subject">One line; it may be read over a shoulder, so it says nothing about anybody.</param>
    /// <param name="text">Plain text.</param>
    /// <param name="ct">Cancels.</param>
    Task SendAsync(string to, string subject, string text, CancellationToken ct);
}
