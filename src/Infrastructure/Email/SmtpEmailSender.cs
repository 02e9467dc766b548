using System.Net.Sockets;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;

namespace Franchise.Infrastructure.Email;

/// <summary>Hands messages to a mail server. Without TLS nothing is sent, not even the greeting's reply, unless it is configured so.</summary>
public sealed class SmtpEmailSender : IEmailSender
{
    private readonly EmailSettings settings;
    private readonly TimeProvider clock;

    /// <summary>Uses the server that the settings name.</summary>
    public SmtpEmailSender(EmailSettings settings, TimeProvider clock)
    {
        if (string.IsNullOrEmpty(settings.Host))
            throw new StartRefused("Email:Smtp:Host must be set.");
        if (settings.Security == SmtpSecurity.None && settings.User is not null)
            throw new StartRefused("Email:Smtp:User would send its password unprotected: set Email:Smtp:Security to startTls or tls.");
        (this.settings, this.clock) = (settings, clock);
    }

    /// <inheritdoc/>
    public async Task Send(EmailMessage message, CancellationToken ct)
    {
        using var mime = settings.Compose(message, clock.GetUtcNow());
        // A connection for each message: there are few, and a shared one would have to be guarded.
        using var client = new SmtpClient { Timeout = (int)settings.Timeout.TotalMilliseconds };
        try
        {
            await client.ConnectAsync(settings.Host!, settings.Port, Options, ct);
            if (settings.User is not null)
                await client.AuthenticateAsync(settings.User, settings.Password ?? "", ct);
            await client.SendAsync(mime, ct);
            await client.DisconnectAsync(quit: true, ct);
        }
        // The server's words may repeat the address: only the kind of failure is passed on.
        catch (SmtpCommandException e)
        {
            throw new EmailNotSentException($"The mail server refused the message ({e.ErrorCode}, {(int)e.StatusCode}).");
        }
        catch (Exception e)
            when (e
                    is ProtocolException
                        or AuthenticationException
                        or SslHandshakeException
                        or NotSupportedException
                        or IOException
                        or TimeoutException
                        or SocketException)
        {
            throw new EmailNotSentException($"The mail server could not be used ({e.GetType().Name}).");
        }
    }

    private SecureSocketOptions Options =>
        settings.Security switch
        {
            SmtpSecurity.Tls => SecureSocketOptions.SslOnConnect,
            SmtpSecurity.None => SecureSocketOptions.None,
            _ => SecureSocketOptions.StartTls,
        };
}
