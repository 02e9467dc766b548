using Franchise.Domain.Billing;
using Franchise.Domain.Organisations;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Franchise.Infrastructure.Billing;

internal sealed class PaymentMapping : IEntityTypeConfiguration<Payment>
{
    public void Configure(EntityTypeBuilder<Payment> payment)
    {
        payment.ToTable("payments", table => table.HasCheckConstraint("ck_payments_allocated", "amount > 0 AND allocated >= 0 AND returned >= 0 AND allocated + returned <= amount"));
        payment.HasKey(p => new { p.TenantId, p.Id });
        payment.Property(p => p.Id).ValueGeneratedNever();
        payment.Property(p => p.Currency).HasMaxLength(3);
        payment.Property(p => p.Reference).HasMaxLength(140);
        payment.Ignore(p => p.Owner);
        payment.Ignore(p => p.Left);
        payment.HasIndex(p => p.Id);
        // One line of a statement is one payment that counts, whoever matches it. No key to the line: it is Cohort 4's row.
        payment.HasIndex(p => new { p.TenantId, p.BankLineId }).IsUnique().HasFilter("reversed_at IS NULL");
        // What Stripe has taken is recorded once, however often it is heard of.
        payment.Property(p => p.StripeId).HasMaxLength(80);
        payment.HasIndex(p => new { p.TenantId, p.StripeId }).IsUnique();
        payment.HasIndex(p => p.StripeId);
        payment.HasOne<Collection>().WithMany().HasForeignKey(p => new { p.TenantId, p.CollectionId }).OnDelete(DeleteBehavior.Restrict);
        payment.HasOne<Organisation>().WithMany().HasForeignKey(p => p.TenantId).HasPrincipalKey(o => o.TenantId).OnDelete(DeleteBehavior.Restrict);
        payment.HasMany(p => p.Allocations).WithOne().HasForeignKey(a => new { a.TenantId, a.PaymentId }).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class AllocationMapping : IEntityTypeConfiguration<Allocation>
{
    public void Configure(EntityTypeBuilder<Allocation> allocation)
    {
        allocation.ToTable("allocations");
        allocation.HasKey(a => new { a.TenantId, a.Id });
        allocation.Property(a => a.Id).ValueGeneratedNever();
        allocation.HasIndex(a => a.Id);
    }
}

internal sealed class LedgerEntryMapping : IEntityTypeConfiguration<LedgerEntry>
{
    public void Configure(EntityTypeBuilder<LedgerEntry> entry)
    {
        entry.ToTable("ledger_entries");
        entry.HasKey(e => new { e.TenantId, e.Id });
        entry.Property(e => e.Id).ValueGeneratedNever();
        entry.Property(e => e.Currency).HasMaxLength(3);
        entry.Property(e => e.Document).HasMaxLength(40);
        entry.Property(e => e.On).HasColumnName("on_day");
        entry.HasIndex(e => e.Id);
        entry.HasIndex(e => new { e.TenantId, e.PostingId });
        entry.HasIndex(e => new { e.TenantId, e.Account, e.On });
        entry.HasOne<Organisation>().WithMany().HasForeignKey(e => e.TenantId).HasPrincipalKey(o => o.TenantId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class BankStatementMapping : IEntityTypeConfiguration<BankStatement>
{
    public void Configure(EntityTypeBuilder<BankStatement> statement)
    {
        statement.ToTable("bank_statements");
        statement.HasKey(s => s.Id);
        statement.Property(s => s.Id).ValueGeneratedNever();
        statement.Property(s => s.Sha256).HasMaxLength(64);
        statement.Property(s => s.Currency).HasMaxLength(3);
        statement.Ignore(s => s.Owner);
        statement.HasIndex(s => s.Sha256).IsUnique();
        statement.HasMany(s => s.Lines).WithOne().HasForeignKey(l => l.StatementId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class BankLineMapping : IEntityTypeConfiguration<BankLine>
{
    public void Configure(EntityTypeBuilder<BankLine> line)
    {
        line.ToTable("bank_lines");
        line.HasKey(l => l.Id);
        line.Property(l => l.Id).ValueGeneratedNever();
        line.Property(l => l.Mark).HasMaxLength(64);
        line.Property(l => l.Currency).HasMaxLength(3);
        line.Property(l => l.Reference).HasMaxLength(140);
        line.Property(l => l.On).HasColumnName("on_day");
        line.Property(l => l.SettledBy).HasMaxLength(40);
        line.Property(l => l.OpenBecause).HasMaxLength(200);
        line.Ignore(l => l.Owner);
        line.Ignore(l => l.Numbers);
        line.HasIndex(l => l.Mark).IsUnique();
        line.HasIndex(l => l.Status);
    }
}
