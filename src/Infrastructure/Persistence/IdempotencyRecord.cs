using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Franchise.Infrastructure.Persistence;

/// <summary>
/// The first result of a request that carried an Idempotency-Key, written in the same transaction as its effect: either both stand or neither.
/// </summary>
public sealed class IdempotencyRecord : ITenantOwned
{
    /// <summary>How long a result is kept at least; a retry after that is a new request.</summary>
    public static readonly TimeSpan KeptFor = TimeSpan.FromHours(48);

    private IdempotencyRecord() { }

    /// <inheritdoc/>
    public Id<Organisation> TenantId { get; private set; }

    /// <summary>The actor's subject: two clients of one organisation may use the same key.</summary>
    public string Client { get; private set; } = "";

    /// <summary>The operation, as <c>renewLicence</c>.</summary>
    public string Route { get; private set; } = "";

    /// <summary>The caller's key.</summary>
    public string Key { get; private set; } = "";

    /// <summary>SHA-256 of path, query and raw body: the same key with anything else is a mistake of the caller.</summary>
    public byte[] Fingerprint { get; private set; } = [];

    /// <summary>The status answered.</summary>
    public int Status { get; private set; }

    /// <summary>Location, ETag and Content-Type as a JSON object.</summary>
    public string Headers { get; private set; } = "{}";

    /// <summary>The body answered.</summary>
    public byte[] Body { get; private set; } = [];

    /// <summary>When, in real time: the sandbox's clock plays no part.</summary>
    public DateTimeOffset CreatedAt { get; private set; }

    /// <summary>Forgets results older than <see cref="KeptFor"/>, at most so many at a time. Returns how many went.</summary>
    public static Task<int> PruneAsync(FranchiseDb db, DateTimeOffset now, int atMost, CancellationToken ct)
    {
        var before = now - KeptFor;
        return db.Database.ExecuteSqlAsync(
            $"""
            delete from franchise.idempotency_records
            where ctid in (select ctid from franchise.idempotency_records where created_at < {before} limit {atMost} for update skip locked)
            """,
            ct
        );
    }
}

internal sealed class IdempotencyRecordMapping : IEntityTypeConfiguration<IdempotencyRecord>
{
    public void Configure(EntityTypeBuilder<IdempotencyRecord> builder)
    {
        builder.ToTable("idempotency_records");
        builder.HasKey(r => new { r.TenantId, r.Client, r.Route, r.Key });
        builder.Property(r => r.Client).HasMaxLength(64);
        builder.Property(r => r.Route).HasMaxLength(100);
        builder.Property(r => r.Key).HasMaxLength(255);
        builder.Property(r => r.Fingerprint).HasMaxLength(32);
        builder.Property(r => r.Headers).HasMaxLength(4000);
        builder.HasIndex(r => r.CreatedAt);
    }
}
