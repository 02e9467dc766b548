using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Franchise.Domain.Delivery;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Crypto;

namespace Franchise.Infrastructure.Delivery;

/// <summary>
/// Seals what is on record of learners, and the private links of sessions. Whoever reads the tables without the key learns no name, not even whether two
/// organisations know the same woman; a row moved to another place does not open.
/// </summary>
public sealed class LearnerBox(Secrets secrets)
{
    private readonly byte[] key = secrets.Derive("learners");
    private readonly byte[] compare = secrets.Derive("learners-alike");
    private readonly byte[] links = secrets.Derive("session-links");

    /// <summary>The details as they are kept for one learner.</summary>
    public SealedLearner Seal(Id<Organisation> organisation, Id<Learner> id, LearnerDetails details) =>
        new(
            Sealing.Seal(key, JsonSerializer.SerializeToUtf8Bytes(details), Place(organisation, id)),
            NameKey(organisation, details.LegalName),
            details.DateOfBirth is { } born ? Key(organisation, "birth", born.ToString("O")) : null,
            details.Uln is { } uln ? Key(organisation, "uln", uln) : null);

    /// <summary>The details of a learner.</summary>
    /// <exception cref="CryptographicException">They were altered, moved, or sealed with another key.</exception>
    public LearnerDetails Open(Learner learner) =>
        JsonSerializer.Deserialize<LearnerDetails>(Sealing.Open(key, learner.Box, Place(learner.TenantId, learner.Id)))!;

    /// <summary>By what a name is compared.</summary>
    public byte[] NameKey(Id<Organisation> organisation, string name) => Key(organisation, "name", SamePerson.Folded(name));

    /// <summary>A session's private link as it is kept.</summary>
    public byte[] SealLink(Id<Organisation> organisation, Id<Session> id, string link) =>
        Sealing.Seal(links, Encoding.UTF8.GetBytes(link), $"{organisation}/sessions/sealed_link/{id}");

    /// <summary>A session's private link; null where it has none.</summary>
    /// <exception cref="CryptographicException">It was altered, moved, or sealed with another key.</exception>
    public string? Link(Session session) =>
        session.SealedLink is { } box ? Encoding.UTF8.GetString(Sealing.Open(links, box, $"{session.TenantId}/sessions/sealed_link/{session.Id}")) : null;

    private byte[] Key(Id<Organisation> organisation, string what, string text) =>
        HMACSHA256.HashData(compare, Encoding.UTF8.GetBytes($"{organisation}/{what}/{text}"));

    private static string Place(Id<Organisation> organisation, Id<Learner> id) => $"{organisation}/learners/details/{id}";
}
