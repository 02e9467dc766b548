using Franchise.Domain.Licensing;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Franchise.Infrastructure.Licensing;

internal sealed class LicenceTermMapping : IEntityTypeConfiguration<LicenceTerm>
{
    public void Configure(EntityTypeBuilder<LicenceTerm> term)
    {
        term.ToTable("licence_terms");
        term.HasKey(t => new { t.TenantId, t.Id });
        term.Property(t => t.Id).ValueGeneratedNever();
        term.ComplexProperty(t => t.Price, price =>
        {
            price.Property(p => p.Amount).HasColumnName("price_amount");
            price.Property(p => p.Currency).HasColumnName("price_currency").HasMaxLength(3);
        });
        term.Ignore(t => t.Days);
        term.HasIndex(t => t.Id);
        // What makes two renewals at once one renewal.
        term.HasIndex(t => new { t.TenantId, t.LicenceId, t.Number }).IsUnique();
    }
}

internal sealed class HoldMapping : IEntityTypeConfiguration<Hold>
{
    public void Configure(EntityTypeBuilder<Hold> hold)
    {
        hold.ToTable("holds");
        hold.HasKey(h => new { h.TenantId, h.Id });
        hold.Property(h => h.Id).ValueGeneratedNever();
        hold.Property(h => h.Note).HasMaxLength(2_000);
        hold.Property(h => h.AppealNote).HasMaxLength(2_000);
        hold.HasIndex(h => h.Id);
        hold.HasIndex(h => new { h.TenantId, h.LicenceId });
    }
}

internal sealed class EntitlementMapping : IEntityTypeConfiguration<Entitlement>
{
    public void Configure(EntityTypeBuilder<Entitlement> entitlement)
    {
        entitlement.ToTable("entitlements");
        entitlement.HasKey(e => new { e.TenantId, e.Id });
        entitlement.Property(e => e.Id).ValueGeneratedNever();
        entitlement.Property(e => e.Code).HasMaxLength(40);
        entitlement.Property(e => e.From).HasColumnName("from_day");
        entitlement.Property(e => e.Until).HasColumnName("until_day");
        entitlement.HasIndex(e => e.Id);
        entitlement.HasIndex(e => new { e.TenantId, e.Kind, e.Code });
        entitlement.HasIndex(e => new { e.TenantId, e.LicenceId, e.Kind, e.Code, e.From }).IsUnique();
    }
}

internal sealed class SeatEntryMapping : IEntityTypeConfiguration<SeatEntry>
{
    public void Configure(EntityTypeBuilder<SeatEntry> entry)
    {
        entry.ToTable("seat_entries", table => table.HasCheckConstraint("ck_seat_entries_quantity", "quantity > 0"));
        entry.HasKey(s => new { s.TenantId, s.Id });
        entry.Property(s => s.Id).ValueGeneratedNever();
        entry.Property(s => s.Reference).HasMaxLength(100);
        entry.HasIndex(s => s.Id);
        // A reference is reserved, consumed and released once each, whoever asks and however often.
        entry.HasIndex(s => new { s.TenantId, s.LicenceId, s.Reference, s.Kind }).IsUnique();
        entry.HasIndex(s => new { s.TenantId, s.LicenceId, s.TermNumber });
    }
}

internal sealed class ScheduledActionMapping : IEntityTypeConfiguration<ScheduledAction>
{
    public void Configure(EntityTypeBuilder<ScheduledAction> action)
    {
        action.ToTable("scheduled_actions");
        action.HasKey(a => new { a.TenantId, a.Id });
        action.Property(a => a.Id).ValueGeneratedNever();
        action.Ignore(a => a.IsPending);
        action.HasIndex(a => a.Id);
        action
            .HasIndex(a => new { a.TenantId, a.LicenceId, a.TermNumber, a.Kind, a.Days, a.HoldId })
            .IsUnique()
            .AreNullsDistinct(false);
        // What the sweep reads.
        action.HasIndex(a => a.DueAt).HasFilter("done_at is null and not superseded").HasDatabaseName("ix_scheduled_actions_due");
        action.HasOne<Hold>().WithMany().HasForeignKey(a => new { a.TenantId, a.HoldId }).OnDelete(DeleteBehavior.Restrict);
    }
}
