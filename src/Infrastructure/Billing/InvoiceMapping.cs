using Franchise.Domain.Billing;
using Franchise.Domain.Licensing;
using Franchise.Domain.Organisations;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Franchise.Infrastructure.Billing;

internal sealed class FeeMapping : IEntityTypeConfiguration<Fee>
{
    public void Configure(EntityTypeBuilder<Fee> fee)
    {
        fee.ToTable("fees");
        fee.HasKey(f => new { f.TenantId, f.Id });
        fee.Property(f => f.Id).ValueGeneratedNever();
        fee.Property(f => f.Subject).HasMaxLength(40);
        fee.Property(f => f.Description).HasMaxLength(200);
        fee.Property(f => f.On).HasColumnName("on_day");
        fee.Property(f => f.Currency).HasMaxLength(3);
        fee.Property(f => f.WaivedBecause).HasMaxLength(500);
        fee.Ignore(f => f.Net);
        fee.HasIndex(f => f.Id);
        // What makes an event that is read twice one fee, and a term that two events name one fee too.
        fee.HasIndex(f => new { f.TenantId, f.EventId, f.Kind, f.Part }).IsUnique();
        fee.HasIndex(f => new { f.TenantId, f.LicenceId, f.Part }).IsUnique().HasFilter("kind = 'licence'").HasDatabaseName("ix_fees_term");
        fee.HasIndex(f => new { f.TenantId, f.InvoiceId });
        fee.HasIndex(f => new { f.TenantId, f.Subject });
        // What the sweep reads.
        fee.HasIndex(f => new { f.TenantId, f.DueAt }).HasFilter("status = 'pending'").HasDatabaseName("ix_fees_due");
        fee.HasOne<Organisation>().WithMany().HasForeignKey(f => f.TenantId).HasPrincipalKey(o => o.TenantId).OnDelete(DeleteBehavior.Restrict);
        fee.HasOne<Licence>().WithMany().HasForeignKey(f => new { f.TenantId, f.LicenceId }).OnDelete(DeleteBehavior.Restrict);
        fee.HasOne<Invoice>().WithMany().HasForeignKey(f => new { f.TenantId, f.InvoiceId }).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class InvoiceMapping : IEntityTypeConfiguration<Invoice>
{
    public void Configure(EntityTypeBuilder<Invoice> invoice)
    {
        invoice.ToTable(
            "invoices",
            table =>
            {
                table.HasCheckConstraint("ck_invoices_total", "total = net + vat AND paid >= 0 AND credited >= 0 AND paid + credited <= total");
                table.HasCheckConstraint("ck_invoices_number", "(number IS NULL) = (issued_on IS NULL)");
                table.HasCheckConstraint("ck_invoices_sterling", "number IS NULL OR currency = 'GBP' OR vat = 0 OR (sterling_rate > 0 AND vat_in_sterling IS NOT NULL)");
            });
        invoice.HasKey(i => new { i.TenantId, i.Id });
        invoice.Property(i => i.Id).ValueGeneratedNever();
        invoice.Property(i => i.Currency).HasMaxLength(3);
        invoice.Property(i => i.Number).HasMaxLength(30);
        invoice.Property(i => i.DraftedBy).HasMaxLength(40);
        invoice.Property(i => i.ApprovedBy).HasMaxLength(40);
        invoice.Property(i => i.SterlingRate).HasPrecision(12, 6);
        invoice.Property(i => i.DisputeReason).HasMaxLength(500);
        invoice.Ignore(i => i.Owner);
        invoice.Ignore(i => i.IsIssued);
        invoice.Ignore(i => i.OwedSince);
        invoice.Ignore(i => i.Outstanding);
        invoice.Ignore(i => i.LacksExchangeRate);
        invoice.Ignore(i => i.VatTotals);
        invoice.ComplexProperty(i => i.Parties, Sides.Of);
        invoice.ComplexProperty(i => i.PayTo, account =>
        {
            account.Property(a => a.Name).HasColumnName("bank_name").HasMaxLength(100);
            account.Property(a => a.SortCode).HasColumnName("bank_sort_code").HasMaxLength(8);
            account.Property(a => a.Number).HasColumnName("bank_account").HasMaxLength(8);
            account.Property(a => a.Iban).HasColumnName("bank_iban").HasMaxLength(34);
            account.Property(a => a.Bic).HasColumnName("bank_bic").HasMaxLength(11);
            account.Ignore(a => a.IsNamed);
        });
        invoice.HasIndex(i => i.Id);
        invoice.HasIndex(i => new { i.TenantId, i.Number }).IsUnique();
        invoice.HasIndex(i => i.Number);
        // What makes six workers' invoices of one period one invoice.
        invoice
            .HasIndex(i => new { i.TenantId, i.LicenceId, i.PeriodFirst, i.Kind })
            .IsUnique()
            .AreNullsDistinct(false)
            .HasFilter("status <> 'void' AND kind <> 'one_off'");
        // What the sweep reads.
        invoice.HasIndex(i => new { i.TenantId, i.FinaliseAt }).HasFilter("status = 'draft' AND NOT awaits_approval").HasDatabaseName("ix_invoices_due");
        invoice.HasOne<Organisation>().WithMany().HasForeignKey(i => i.TenantId).HasPrincipalKey(o => o.TenantId).OnDelete(DeleteBehavior.Restrict);
        invoice.HasOne<Licence>().WithMany().HasForeignKey(i => new { i.TenantId, i.LicenceId }).OnDelete(DeleteBehavior.Restrict);
        invoice.HasMany(i => i.Lines).WithOne().HasForeignKey(l => new { l.TenantId, l.InvoiceId }).OnDelete(DeleteBehavior.Restrict);
        invoice.HasMany<CreditNote>().WithOne().HasForeignKey(n => new { n.TenantId, n.InvoiceId }).OnDelete(DeleteBehavior.Restrict);
        invoice.HasMany<Allocation>().WithOne().HasForeignKey(a => new { a.TenantId, a.InvoiceId }).OnDelete(DeleteBehavior.Restrict);
    }
}

internal static class Sides
{
    /// <summary>Who supplies whom, as invoices and credit notes keep it.</summary>
    public static void Of(ComplexPropertyBuilder<InvoiceParties> parties)
    {
        parties.Property(p => p.SupplierName).HasColumnName("supplier_name").HasMaxLength(200);
        parties.Property(p => p.SupplierAddress).HasColumnName("supplier_address").HasMaxLength(1_000);
        parties.Property(p => p.SupplierVatNumber).HasColumnName("supplier_vat_number").HasMaxLength(15);
        parties.Property(p => p.CustomerName).HasColumnName("customer_name").HasMaxLength(200);
        parties.Property(p => p.CustomerAddress).HasColumnName("customer_address").HasMaxLength(1_000);
        parties.Property(p => p.CustomerVatNumber).HasColumnName("customer_vat_number").HasMaxLength(15);
        parties.Property(p => p.PurchaseOrder).HasColumnName("purchase_order").HasMaxLength(40);
    }
}

internal sealed class InvoiceLineMapping : IEntityTypeConfiguration<InvoiceLine>
{
    public void Configure(EntityTypeBuilder<InvoiceLine> line)
    {
        line.ToTable("invoice_lines");
        line.HasKey(l => new { l.TenantId, l.Id });
        line.Property(l => l.Id).ValueGeneratedNever();
        line.Property(l => l.Description).HasMaxLength(200);
        line.Property(l => l.ChosenReason).HasMaxLength(200);
        line.Property(l => l.VatReason).HasMaxLength(200);
        line.Ignore(l => l.Vat);
        line.Ignore(l => l.Period);
        line.HasIndex(l => l.Id);
        line.HasIndex(l => new { l.TenantId, l.InvoiceId, l.Position }).IsUnique();
        line.HasOne<Fee>().WithMany().HasForeignKey(l => new { l.TenantId, l.FeeId }).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class CreditNoteMapping : IEntityTypeConfiguration<CreditNote>
{
    public void Configure(EntityTypeBuilder<CreditNote> note)
    {
        note.ToTable("credit_notes");
        note.HasKey(n => new { n.TenantId, n.Id });
        note.Property(n => n.Id).ValueGeneratedNever();
        note.Property(n => n.Number).HasMaxLength(30);
        note.Property(n => n.InvoiceNumber).HasMaxLength(30);
        note.Property(n => n.Currency).HasMaxLength(3);
        note.Property(n => n.Reason).HasMaxLength(500);
        note.Property(n => n.SterlingRate).HasPrecision(12, 6);
        note.Ignore(n => n.VatTotals);
        note.ComplexProperty(n => n.Parties, Sides.Of);
        note.HasIndex(n => n.Id);
        note.HasIndex(n => new { n.TenantId, n.Number }).IsUnique();
        note.HasMany(n => n.Lines).WithOne().HasForeignKey(l => new { l.TenantId, l.CreditNoteId }).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class CreditNoteLineMapping : IEntityTypeConfiguration<CreditNoteLine>
{
    public void Configure(EntityTypeBuilder<CreditNoteLine> line)
    {
        line.ToTable("credit_note_lines");
        line.HasKey(l => new { l.TenantId, l.Id });
        line.Property(l => l.Id).ValueGeneratedNever();
        line.Property(l => l.Description).HasMaxLength(200);
        line.Property(l => l.VatReason).HasMaxLength(200);
        line.HasIndex(l => l.Id);
        line.HasOne<InvoiceLine>().WithMany().HasForeignKey(l => new { l.TenantId, l.InvoiceLineId }).OnDelete(DeleteBehavior.Restrict);
    }
}
