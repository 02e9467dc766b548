using Franchise.Infrastructure;
using Franchise.Infrastructure.Email;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using MimeKit;

namespace Franchise.Api.Tests.Email;

public sealed class EmailSenderTests : IDisposable
{
    private static readonly FakeTimeProvider clock = new(new(2026, 1, 5, 10, 0, 0, TimeSpan.Zero));
    private static readonly EmailMessage message = new("ama@haven.example", "You are invited", "Come in: https://example.org/x", "<p>Come in</p>");
    private readonly string folder = Path.Combine(Path.GetTempPath(), $"franchise-mail-{Path.GetRandomFileName()}");

    public void Dispose()
    {
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task In_development_a_message_is_a_file_that_any_mail_program_opens()
    {
        var sender = new PickupFolderEmailSender(new() { Folder = folder, From = "no-reply@cohort4.example" }, clock);
        await sender.Send(message, CancellationToken.None);
        await sender.Send(message with { Html = null }, CancellationToken.None);
        var files = Directory.GetFiles(folder);
        Assert.Equal(2, files.Length);
        Assert.All(files, f => Assert.EndsWith(".eml", f));
        Assert.All(files, f => Assert.DoesNotContain("ama", Path.GetFileName(f)));
        foreach (var file in files)
            if (!OperatingSystem.IsWindows())
                Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        var messages = files.Select(f => MimeMessage.Load(f)).ToList();
        Assert.All(messages, m => Assert.Equal(("ama@haven.example", "You are invited", message.Text), (m.To.Mailboxes.Single().Address, m.Subject, m.TextBody!.TrimEnd())));
        Assert.All(messages, m => Assert.Equal(clock.GetUtcNow(), m.Date));
        Assert.All(messages, m => Assert.Equal("auto-generated", m.Headers["Auto-Submitted"]));
        Assert.All(messages, m => Assert.EndsWith("@cohort4.example", m.MessageId));
        Assert.Single(messages, m => m.HtmlBody is not null);
    }

    [Theory]
    [InlineData("ama@haven.example", "You\r\nBcc: other@example.org")]
    [InlineData("ama@haven.example\r\nBcc: other@example.org", "You")]
    [InlineData("ama@haven.example, other@example.org", "You")]
    [InlineData("", "You")]
    public async Task Nothing_slips_into_the_headers(string to, string subject)
    {
        var sender = new PickupFolderEmailSender(new() { Folder = folder }, clock);
        var fault = await Assert.ThrowsAsync<ArgumentException>(() => sender.Send(new(to, subject, "x"), CancellationToken.None));
        Assert.DoesNotContain("example", fault.Message);
        Assert.False(Directory.Exists(folder));
    }

    [Fact]
    public void A_log_line_cannot_hold_a_message() => Assert.Equal("EmailMessage", $"{message}");

    [Fact]
    public async Task Without_TLS_nothing_is_sent_unless_it_is_configured_so()
    {
        await using var server = new FakeSmtp();
        var settings = new EmailSettings { Host = "127.0.0.1", Port = server.Port };
        var fault = await Assert.ThrowsAsync<EmailNotSentException>(() => new SmtpEmailSender(settings, clock).Send(message, CancellationToken.None));
        Assert.DoesNotContain("haven", fault.ToString());
        Assert.DoesNotContain(server.Told, line => line.StartsWith("MAIL", StringComparison.Ordinal));
        await new SmtpEmailSender(settings with { Security = SmtpSecurity.None }, clock).Send(message, CancellationToken.None);
        Assert.Contains("RCPT TO:<ama@haven.example>", server.Told);
        Assert.Contains("Subject: You are invited", server.Told);
    }

    [Fact]
    public async Task A_refusal_says_why_and_not_to_whom()
    {
        await using var server = new FakeSmtp(answerToRecipient: "550 no mailbox ama@haven.example");
        var sender = new SmtpEmailSender(new() { Host = "127.0.0.1", Port = server.Port, Security = SmtpSecurity.None }, clock);
        var fault = await Assert.ThrowsAsync<EmailNotSentException>(() => sender.Send(message, CancellationToken.None));
        Assert.Contains("550", fault.Message);
        Assert.DoesNotContain("haven", fault.ToString());
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_a_message_not_sent()
    {
        int port;
        await using (var server = new FakeSmtp())
            port = server.Port;
        var sender = new SmtpEmailSender(new() { Host = "127.0.0.1", Port = port, Security = SmtpSecurity.None }, clock);
        await Assert.ThrowsAsync<EmailNotSentException>(() => sender.Send(message, CancellationToken.None));
    }

    [Fact]
    public void A_password_is_not_sent_unprotected() =>
        Assert.Throws<StartRefused>(() => new SmtpEmailSender(new() { Host = "h", Security = SmtpSecurity.None, User = "u" }, clock));

    [Fact]
    public async Task Settings_choose_the_sender_and_a_forgotten_server_is_not_a_folder()
    {
        await using var smtp = Provider(("Email:Smtp:Host", "mail.example"), ("Email:Smtp:Security", "tls"));
        Assert.IsType<SmtpEmailSender>(smtp.GetRequiredService<IEmailSender>());
        await using var pickup = Provider(("Email:Sender", "pickup"), ("Email:Folder", folder));
        Assert.IsType<PickupFolderEmailSender>(pickup.GetRequiredService<IEmailSender>());
        foreach (var wrong in new (string, string?)[][] { [], [("Email:Sender", "pigeon")], [("Email:Smtp:Host", "h"), ("Email:Smtp:Security", "maybe")], [("Email:Smtp:Host", "h"), ("Email:Smtp:Security", "7")] })
        {
            await using var provider = Provider(wrong);
            Assert.Throws<StartRefused>(() => provider.GetRequiredService<IEmailSender>());
        }
    }

    private static ServiceProvider Provider(params (string Key, string? Value)[] settings) =>
        new ServiceCollection()
            .AddEmail(new ConfigurationBuilder().AddInMemoryCollection(settings.ToDictionary(s => s.Key, s => s.Value)).Build())
            .BuildServiceProvider();
}
