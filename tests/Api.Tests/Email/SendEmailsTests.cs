using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Franchise.Api.Start;
using Franchise.Api.Tests.Identity;
using Franchise.Domain.Identity;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Email;
using Franchise.Infrastructure.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Franchise.Api.Tests.Email;

public sealed class SendEmailsTests : IDisposable
{
    private readonly string address = $"{Guid.CreateVersion7():N}@example.org";
    private readonly FakeTimeProvider clock = new(TimeProvider.System.GetUtcNow());
    private readonly LogLines logs = new();

    public void Dispose() => logs.Dispose();

    private async Task<(App App, Id<OutgoingEmail> Id)> WrittenAsync()
    {
        var app = await App.RunningAsync();
        var organisation = (await app.PartnerAsync()).Organisation;
        await using var db = app.Database.Doors.Tenant(organisation, Actor.System);
        var email = new EmailOutbox(app.Database.Secrets).Write(organisation, new(address, "A word", "Dear Ann"), clock.GetUtcNow());
        db.Add(email);
        await db.SaveChangesAsync();
        return (app, email.Id);
    }

    private SendEmails Job(App app, IEmailSender sender) =>
        new(app.Database.Doors, sender, new(app.Database.Secrets), clock, LoggerFactory.Create(l => l.AddProvider(logs)).CreateLogger<SendEmails>());

    private static async Task<OutgoingEmail> ReadAsync(App app, Id<OutgoingEmail> id)
    {
        await using var db = await app.Database.Doors.AcrossTenants("test", Actor.System, default);
        return await db.Set<OutgoingEmail>().AsNoTracking().SingleAsync(e => e.Id == id);
    }

    [Fact]
    public async Task A_message_waits_sealed_and_its_words_go_when_it_is_sent()
    {
        var (app, id) = await WrittenAsync();
        var kept = Encoding.Latin1.GetString((await ReadAsync(app, id)).Payload!);
        Assert.DoesNotContain(address, kept, StringComparison.Ordinal);
        Assert.DoesNotContain("Dear", kept, StringComparison.Ordinal);
        var sender = new Sender(app, address);
        await Job(app, sender).RunAsync(default);
        Assert.Equal("Dear Ann", Assert.Single(sender.Mine).Text);
        var sent = await ReadAsync(app, id);
        Assert.Null(sent.Payload);
        Assert.Null(sent.NextAttemptAt);
        Assert.NotNull(sent.SentAt);
        await Job(app, sender).RunAsync(default);
        Assert.Single(sender.Mine);
    }

    [Fact]
    public async Task What_cannot_be_sent_is_tried_ever_later_and_given_up_in_the_end()
    {
        var (app, id) = await WrittenAsync();
        var sender = new Sender(app, address) { Fails = true };
        await Job(app, sender).RunAsync(default);
        Assert.Equal(clock.GetUtcNow().AddMinutes(5), (await ReadAsync(app, id)).NextAttemptAt!.Value, TimeSpan.FromMilliseconds(1));
        await Job(app, sender).RunAsync(default);
        Assert.Equal(1, sender.Tries);
        clock.Advance(TimeSpan.FromMinutes(5));
        await Job(app, sender).RunAsync(default);
        Assert.Equal(2, sender.Tries);
        Assert.Equal(clock.GetUtcNow().AddMinutes(10), (await ReadAsync(app, id)).NextAttemptAt!.Value, TimeSpan.FromMilliseconds(1));
        Assert.Contains(logs.All, l => l.Contains("was not sent", StringComparison.Ordinal));
        Assert.DoesNotContain(logs.All, l => l.Contains(address, StringComparison.Ordinal) || l.Contains("Dear", StringComparison.Ordinal));

        clock.Advance(OutgoingEmail.TriedFor);
        await Job(app, sender).RunAsync(default);
        var given = await ReadAsync(app, id);
        Assert.Equal((3, true, true, true), (given.Attempts, given.Payload is null, given.NextAttemptAt is null, given.SentAt is null));
    }

    [Fact]
    public async Task Many_senders_at_once_send_each_message_once()
    {
        var (app, _) = await WrittenAsync();
        var sender = new Sender(app, address) { Delay = TimeSpan.FromMilliseconds(100) };
        await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Job(app, sender).RunAsync(default)));
        Assert.Single(sender.Mine);
    }

    [Fact]
    public async Task A_sender_that_dies_half_way_loses_no_message()
    {
        var (app, _) = await WrittenAsync();
        using var stop = new CancellationTokenSource();
        var dying = new Sender(app, address) { Meanwhile = stop };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Job(app, dying).RunAsync(stop.Token));
        var next = new Sender(app, address);
        await Job(app, next).RunAsync(default);
        Assert.Empty(next.Mine);
        clock.Advance(TimeSpan.FromMinutes(5));
        await Job(app, next).RunAsync(default);
        Assert.Single(next.Mine);
    }

    [Fact]
    public async Task A_row_moved_to_another_organisation_does_not_open()
    {
        var (app, id) = await WrittenAsync();
        var other = (await app.PartnerAsync()).Organisation;
        await using (var command = app.Database.AdminSource.CreateCommand("UPDATE franchise.outgoing_emails SET tenant_id = $1 WHERE id = $2"))
        {
            command.Parameters.AddWithValue(other.Value);
            command.Parameters.AddWithValue(id.Value);
            Assert.Equal(1, await command.ExecuteNonQueryAsync());
        }
        var sender = new Sender(app, address);
        await Job(app, sender).RunAsync(default);
        Assert.Empty(sender.Mine);
        // Another test's job may have come first: it was tried, by whomever, and is not sent.
        await using var tried = app.Database.AdminSource.CreateCommand("SELECT attempts > 0 AND payload IS NOT NULL FROM franchise.outgoing_emails WHERE id = $1");
        tried.Parameters.AddWithValue(id.Value);
        Assert.True((bool)(await tried.ExecuteScalarAsync())!);
    }

    [Fact]
    public async Task A_reset_link_and_the_first_administrators_invitation_outlast_a_mail_server_that_is_down()
    {
        var app = await App.RunningAsync();
        await using (var scope = app.Services.CreateAsyncScope())
            await scope.ServiceProvider.GetRequiredService<Accounts>().CreateUserAsync(address, "four unrelated words");
        using var browser = app.CreateClient();
        var asked = await IdentityHost.SubmitAsync(browser, "/account/forgot-password", ("email", address));
        Assert.Equal(HttpStatusCode.OK, asked.StatusCode);
        var reset = await WaitingAsync(app, "reset-password");
        Assert.Empty(app.Mail.To(address));

        var link = await FirstAdministrator.InviteAsync(app.Services, address, default);
        var invitation = await WaitingAsync(app, link.PathAndQuery);

        clock.Advance(TimeSpan.FromSeconds(5));
        var down = new Sender(app, address) { Fails = true };
        await Job(app, down).RunAsync(default);
        Assert.Equal(2, down.Tries);
        clock.Advance(TimeSpan.FromMinutes(6));
        var up = new Sender(app, address);
        await Job(app, up).RunAsync(default);
        Assert.Equal(2, up.Mine.Count);
        Assert.Contains(up.Mine, m => m.Text.Contains(link.AbsoluteUri, StringComparison.Ordinal));
        Assert.NotNull((await ReadAsync(app, reset)).SentAt);
        Assert.NotNull((await ReadAsync(app, invitation)).SentAt);
    }

    // Nobody else sends it meanwhile: its address is this test's alone, and it is written due only when this test has found it.
    private async Task<Id<OutgoingEmail>> WaitingAsync(App app, string text)
    {
        var outbox = new EmailOutbox(app.Database.Secrets);
        for (var i = 0; i < 400; i++)
        {
            await using var db = await app.Database.Doors.AcrossTenants("test", Actor.System, default);
            foreach (var email in await db.Set<OutgoingEmail>().AsNoTracking().Where(e => e.TenantId == Organisation.FranchisorId && e.Payload != null).ToListAsync())
                if (outbox.Read(email) is var message && message.To == address && message.Text.Contains(text, StringComparison.Ordinal))
                    return email.Id;
            await Task.Delay(25);
        }
        throw new InvalidOperationException("It is not in the outbox.");
    }

    /// <summary>Keeps what is for its address, and hands on what other tests wait for.</summary>
    private sealed class Sender(App app, string address) : IEmailSender
    {
        public ConcurrentQueue<EmailMessage> Mine { get; } = new();
        public bool Fails { get; init; }
        public TimeSpan Delay { get; init; }
        public CancellationTokenSource? Meanwhile { get; init; }
        public int Tries { get; private set; }

        public async Task Send(EmailMessage message, CancellationToken ct)
        {
            if (message.To != address)
            {
                await app.Mail.Send(message, ct);
                return;
            }
            Tries++;
            if (Meanwhile is not null)
            {
                await Meanwhile.CancelAsync();
                ct.ThrowIfCancellationRequested();
            }
            await Task.Delay(Delay, ct);
            if (Fails)
                throw new EmailNotSentException("The mail server refused the message.");
            Mine.Enqueue(message);
        }
    }
}
