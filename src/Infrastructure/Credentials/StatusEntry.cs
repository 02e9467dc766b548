using System.Security.Cryptography;
using Franchise.Domain.Credentials;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Franchise.Infrastructure.Credentials;

/// <summary>
/// One place of a status list, of whichever organisation's credential: the lists are pooled, and a row names nobody. Whoever holds a credential finds its
/// place in it; the place says nothing of the credential.
/// </summary>
public sealed class StatusEntry : IPlatformOwned, IHiddenFromTenants
{
    /// <summary>Places of one list. A list of fewer would tell whom a look at it is about.</summary>
    public const int Places = 131_072;

    private StatusEntry() { }

    /// <summary>The list, from 1.</summary>
    public int ListNumber { get; private set; }

    /// <summary>The place in it, from 0.</summary>
    public int Place { get; private set; }

    /// <summary>Whether the credential there counts.</summary>
    public CredentialStatus Status { get; private set; }

    internal void Become(CredentialStatus status) => Status = status;
}

internal sealed class StatusEntryMapping : IEntityTypeConfiguration<StatusEntry>
{
    public void Configure(EntityTypeBuilder<StatusEntry> entry)
    {
        entry.ToTable("status_entries");
        entry.HasKey(e => new { e.ListNumber, e.Place });
        entry.Property(e => e.ListNumber).ValueGeneratedNever();
        entry.Property(e => e.Place).ValueGeneratedNever();
        // What a list is made of.
        entry.HasIndex(e => e.ListNumber).HasFilter("status <> 'valid'");
    }
}

/// <summary>Gives credentials their places in the lists, and keeps what stands there.</summary>
public static class StatusRegister
{
    private const int Tries = 4;

    /// <summary>Draws what chance gives a new credential. Its place is kept for it in the open transaction.</summary>
    public static async Task<Lot> DrawAsync(FranchiseDb db, CancellationToken ct)
    {
        var list = await db.Set<StatusEntry>().MaxAsync(e => (int?)e.ListNumber, ct) ?? 1;
        // Where sixteen random places are taken, and again and again, the list is as good as full.
        for (var i = 0; i < Tries; i++)
            if (await PlaceAsync(db, list, ct) is { } place)
                return new(Uuid(), Uuid(), list, place);
        return new(Uuid(), Uuid(), list + 1, await PlaceAsync(db, list + 1, ct) ?? throw new InvalidOperationException("A new status list has no place free."));
    }

    /// <summary>Notes how credentials stand. The caller saves.</summary>
    public static async Task SetAsync(FranchiseDb db, IReadOnlyCollection<Credential> credentials, CancellationToken ct)
    {
        foreach (var list in credentials.GroupBy(c => c.StatusList))
        {
            int[] places = [.. list.Select(c => c.StatusIndex)];
            var entries = await db.Set<StatusEntry>().Where(e => e.ListNumber == list.Key && places.Contains(e.Place)).ToDictionaryAsync(e => e.Place, ct);
            foreach (var credential in list)
                entries[credential.StatusIndex].Become(credential.Status);
        }
    }

    private static async Task<int?> PlaceAsync(FranchiseDb db, int list, CancellationToken ct)
    {
        int[] drawn = [.. Enumerable.Range(0, 16).Select(_ => RandomNumberGenerator.GetInt32(StatusEntry.Places))];
        var got = await db.Database.SqlQuery<int>(
            $"""
            INSERT INTO franchise.status_entries (list_number, place, status)
            SELECT {list}, p, 'valid' FROM unnest({drawn}) AS d (p)
            WHERE NOT EXISTS (SELECT FROM franchise.status_entries e WHERE e.list_number = {list} AND e.place = d.p)
            LIMIT 1 ON CONFLICT DO NOTHING RETURNING place AS "Value"
            """).ToListAsync(ct);
        return got.Count == 0 ? null : got[0];
    }

    // A UUIDv7 would say when it was made.
    private static Guid Uuid()
    {
        Span<byte> bytes = stackalloc byte[16];
        RandomNumberGenerator.Fill(bytes);
        bytes[6] = (byte)((bytes[6] & 0x0f) | 0x40);
        bytes[8] = (byte)((bytes[8] & 0x3f) | 0x80);
        return new(bytes, bigEndian: true);
    }
}
