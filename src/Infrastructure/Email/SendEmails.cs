using Franchise.Domain.Identity;
using Franchise.Infrastructure.Persistence;
using Franchise.Infrastructure.Telemetry;
using Franchise.Infrastructure.Tenancy;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Franchise.Infrastructure.Email;

/// <summary>
/// Sends the messages that are due, of all organisations. May run twice at once and on several instances: each message is claimed by one. Nothing is
/// sent while a transaction is open. A message goes out twice only where the process dies between handing it on and saying so.
/// </summary>
public sealed class SendEmails(Doors doors, IEmailSender sender, EmailOutbox outbox, TimeProvider clock, ILogger<SendEmails> log)
{
    /// <summary>Sends until none is due. Returns how many were sent.</summary>
    public async Task<int> RunAsync(CancellationToken ct)
    {
        await using var db = await doors.AcrossTenants("sendEmails", Actor.System, ct);
        var sent = 0;
        while (await ClaimAsync(db, ct) is { } email)
        {
            switch (await SendAsync(email, ct))
            {
                case true:
                    email.Sent(clock.GetUtcNow());
                    sent++;
                    break;
                case false:
                    email.Failed(clock.GetUtcNow());
                    break;
            }
            // It is out of our hands: what became of it is noted even while the service stops.
            await db.SaveChangesAsync(CancellationToken.None);
            db.ChangeTracker.Clear();
        }
        return sent;
    }

    // One at a time: a claim must outlast the sending of everything claimed with it, and a slow mail server takes its time.
    private async Task<OutgoingEmail?> ClaimAsync(FranchiseDb db, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        var now = clock.GetUtcNow();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var due = await db.Set<OutgoingEmail>()
            .FromSql(
                $"""
                select * from franchise.outgoing_emails
                where next_attempt_at <= {now}
                order by next_attempt_at
                limit 1
                for update skip locked
                """
            )
            .ToListAsync(ct);
        if (due.Count == 0)
            return null;
        Meters.OutboxLag.Record((now - due[0].NextAttemptAt!.Value).TotalSeconds);
        due[0].Try(now);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return due[0];
    }

    // Null where the message has to wait for its hours: that is no failure.
    private async Task<bool?> SendAsync(OutgoingEmail email, CancellationToken ct)
    {
        try
        {
            var message = outbox.Read(email);
            var now = clock.GetUtcNow();
            if (message.Hours?.NextFrom(now) is { } next && next > now)
            {
                email.Wait(next);
                return null;
            }
            await sender.Send(message, ct);
            return true;
        }
        catch (EmailNotSentException e)
        {
            log.LogWarning("{Email} was not sent at attempt {Attempt}: {Reason}", email.Id, email.Attempts, e.Message);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // Neither the address nor the text: an exception's own words may repeat them.
            log.LogError("{Email} could not be sent at attempt {Attempt}: {Kind}", email.Id, email.Attempts, e.GetType().Name);
        }
        return false;
    }
}
