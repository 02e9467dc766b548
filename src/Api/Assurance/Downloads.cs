using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Persistence;

namespace Franchise.Api.Assurance;

/// <summary>Puts on record that a file was fetched, in the name of who fetches it.</summary>
internal static class Downloads
{
    public static async Task<CsvAnswer> Send(FranchiseDb db, Id<Organisation> owner, string type, string subject, byte[] content, CancellationToken ct)
    {
        await Note(db, owner, new(type, subject), ct);
        return new(content, $"results-{subject}");
    }

    public static async Task Note(FranchiseDb db, Id<Organisation> owner, DomainEvent read, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await db.WriteEventsAsync([(owner, read)], ct);
        await transaction.CommitAsync(ct);
    }
}
