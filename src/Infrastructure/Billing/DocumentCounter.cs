using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Franchise.Infrastructure.Billing;

/// <summary>The last number of a series in a year. Whoever takes the next holds its row until the transaction ends, so that none is left out.</summary>
public sealed class DocumentCounter : IPlatformOwned, IHiddenFromTenants
{
    private DocumentCounter() { }

    /// <summary>The series: <c>C4</c> for invoices, <c>C4-CN</c> for credit notes; those of sandboxes have their own.</summary>
    public string Series { get; private set; } = "";

    /// <summary>The year of issue.</summary>
    public int Year { get; private set; }

    /// <summary>The last number.</summary>
    public long Last { get; private set; }

    /// <summary>Takes the next number of an organisation's invoices, for the transaction that is open.</summary>
    public static async Task<string> NextInvoiceAsync(FranchiseDb db, Organisation organisation, DateOnly on, CancellationToken ct) =>
        (await NextInvoicesAsync(db, organisation, on, 1, ct))[0];

    /// <summary>Takes the next numbers, as many as are issued together, in their order.</summary>
    public static Task<IReadOnlyList<string>> NextInvoicesAsync(FranchiseDb db, Organisation organisation, DateOnly on, int count, CancellationToken ct) =>
        NextAsync(db, organisation.IsSandbox ? "TEST" : "C4", on.Year, count, ct);

    /// <summary>Takes the next number of its credit notes.</summary>
    public static async Task<string> NextCreditNoteAsync(FranchiseDb db, Organisation organisation, DateOnly on, CancellationToken ct) =>
        (await NextAsync(db, organisation.IsSandbox ? "TEST-CN" : "C4-CN", on.Year, 1, ct))[0];

    private static async Task<IReadOnlyList<string>> NextAsync(FranchiseDb db, string series, int year, int count, CancellationToken ct)
    {
        if (db.Database.CurrentTransaction is null)
            throw new InvalidOperationException("A number is taken inside the transaction that uses it.");
        var taken = await db.Database.SqlQuery<long>(
            $"""
            INSERT INTO franchise.document_counters AS c (series, year, last) VALUES ({series}, {year}, {count})
            ON CONFLICT (series, year) DO UPDATE SET last = c.last + {count} RETURNING last AS "Value"
            """).ToListAsync(ct);
        return [.. Enumerable.Range(1, count).Select(n => $"{series}-{year:D4}-{taken[0] - count + n:D6}")];
    }
}

internal sealed class DocumentCounterMapping : IEntityTypeConfiguration<DocumentCounter>
{
    public void Configure(EntityTypeBuilder<DocumentCounter> counter)
    {
        counter.ToTable("document_counters");
        counter.HasKey(c => new { c.Series, c.Year });
        counter.Property(c => c.Series).HasMaxLength(16);
        counter.Property(c => c.Year).ValueGeneratedNever();
    }
}
