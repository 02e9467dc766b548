using Microsoft.Extensions.Configuration;
using MimeKit;
using MimeKit.Utils;

namespace Franchise.Infrastructure.Email;

/// <summary>How the connection to the mail server is protected.</summary>
public enum SmtpSecurity
{
    /// <summary>Plain at first and then TLS, which the server must offer. The usual, on port 587.</summary>
    StartTls,

    /// <summary>TLS from the first byte, on port 465.</summary>
    Tls,

    /// <summary>No protection: for a relay on the same machine only.</summary>
    None,
}

/// <summary>Settings under <c>Email</c>.</summary>
public sealed record EmailSettings
{
    /// <summary><c>Email:From</c>: the sender's address.</summary>
    public string From { get; init; } = "franchise@localhost";

    /// <summary><c>Email:FromName</c>: the sender's name.</summary>
    public string FromName { get; init; } = "Franchise";

    /// <summary><c>Email:Folder</c>: where the pickup folder is.</summary>
    public string Folder { get; init; } = Path.Combine(".data", "mail");

    /// <summary><c>Email:Smtp:Host</c>.</summary>
    public string? Host { get; init; }

    /// <summary><c>Email:Smtp:Port</c>; 587, or 465 with <see cref="SmtpSecurity.Tls"/>.</summary>
    public int Port { get; init; } = 587;

    /// <summary><c>Email:Smtp:Security</c>: <c>startTls</c>, <c>tls</c> or <c>none</c>.</summary>
    public SmtpSecurity Security { get; init; }

    /// <summary><c>Email:Smtp:User</c>; absent where the server asks for no sign-in.</summary>
    public string? User { get; init; }

    /// <summary><c>Email:Smtp:Password</c>.</summary>
    public string? Password { get; init; }

    /// <summary><c>Email:Smtp:TimeoutSeconds</c>: how long a step may take.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    internal static EmailSettings Read(IConfiguration section)
    {
        var smtp = section.GetSection("Smtp");
        var security = smtp["Security"] is { Length: > 0 } text
            ? Enum.TryParse<SmtpSecurity>(text, ignoreCase: true, out var named) && Enum.IsDefined(named)
                ? named
                : throw new StartRefused($"Email:Smtp:Security must be startTls, tls or none, not '{text}'.")
            : SmtpSecurity.StartTls;
        var defaults = new EmailSettings();
        return new()
        {
            From = Or(section["From"], defaults.From)!,
            FromName = Or(section["FromName"], defaults.FromName)!,
            Folder = Or(section["Folder"], defaults.Folder)!,
            Host = Or(smtp["Host"], null),
            Port = smtp.GetValue("Port", security == SmtpSecurity.Tls ? 465 : 587),
            Security = security,
            User = Or(smtp["User"], null),
            Password = smtp["Password"],
            Timeout = TimeSpan.FromSeconds(smtp.GetValue("TimeoutSeconds", 30)),
        };

        static string? Or(string? value, string? fallback) => string.IsNullOrEmpty(value) ? fallback : value;
    }

    internal MimeMessage Compose(EmailMessage message, DateTimeOffset now)
    {
        // A line break in a header would begin another header.
        if (message.Subject.Any(char.IsControl) || !MailboxAddress.TryParse(message.To, out var to))
            throw new ArgumentException("The subject must be one line, and the recipient one address.");
        var from = new MailboxAddress(FromName, From);
        var mime = new MimeMessage
        {
            Subject = message.Subject,
            Date = now,
            MessageId = MimeUtils.GenerateMessageId(string.IsNullOrEmpty(from.Domain) ? "localhost" : from.Domain),
            Body = new BodyBuilder { TextBody = message.Text, HtmlBody = message.Html }.ToMessageBody(),
        };
        mime.From.Add(from);
        mime.To.Add(to);
        // Keeps out-of-office replies away.
        mime.Headers.Add("Auto-Submitted", "auto-generated");
        return mime;
    }
}
