using System.Text.Json;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Crypto;

namespace Franchise.Infrastructure.Email;

/// <summary>
/// Writes messages to be sent later: add what <see cref="Write"/> returns to the transaction that the message is about. Whoever reads the table without
/// the key learns neither address nor text, and a row moved to another organisation does not open.
/// </summary>
public sealed class EmailOutbox(Secrets secrets)
{
    private readonly byte[] key = secrets.Derive("email");

    /// <summary>A message to be sent once it is committed.</summary>
    public OutgoingEmail Write(Id<Organisation> organisation, EmailMessage message, DateTimeOffset now)
    {
        var id = Id<OutgoingEmail>.New(now);
        return new(organisation, id, Sealing.Seal(key, JsonSerializer.SerializeToUtf8Bytes(message), Place(organisation, id)), now);
    }

    /// <summary>The message of a row that is still to be sent.</summary>
    /// <exception cref="System.Security.Cryptography.CryptographicException">It was altered, moved, or sealed with another key.</exception>
    internal EmailMessage Read(OutgoingEmail email) =>
        JsonSerializer.Deserialize<EmailMessage>(
            Sealing.Open(key, email.Payload ?? throw new InvalidOperationException("It was sent already."), Place(email.TenantId, email.Id))
        )!;

    private static string Place(Id<Organisation> organisation, Id<OutgoingEmail> id) => $"{organisation}/outgoing_emails/payload/{id}";
}
