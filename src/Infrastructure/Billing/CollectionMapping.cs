using Franchise.Domain.Billing;
using Franchise.Domain.Organisations;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Franchise.Infrastructure.Billing;

internal sealed class StripePayerMapping : IEntityTypeConfiguration<StripePayer>
{
    public void Configure(EntityTypeBuilder<StripePayer> payer)
    {
        payer.ToTable("stripe_payers");
        payer.HasKey(p => p.TenantId);
        payer.Property(p => p.TenantId).ValueGeneratedNever();
        payer.Property(p => p.PayerId).HasMaxLength(80);
        payer.HasOne<Organisation>().WithMany().HasForeignKey(p => p.TenantId).HasPrincipalKey(o => o.TenantId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class MandateMapping : IEntityTypeConfiguration<Mandate>
{
    public void Configure(EntityTypeBuilder<Mandate> mandate)
    {
        mandate.ToTable("mandates");
        mandate.HasKey(m => new { m.TenantId, m.Id });
        mandate.Property(m => m.Id).ValueGeneratedNever();
        mandate.Property(m => m.BegunBy).HasMaxLength(40);
        mandate.Property(m => m.PageId).HasMaxLength(120);
        mandate.Property(m => m.PageUrl).HasMaxLength(2_000);
        mandate.Property(m => m.MethodId).HasMaxLength(80);
        mandate.Property(m => m.StripeId).HasMaxLength(80);
        mandate.Property(m => m.EndedBecause).HasMaxLength(60);
        mandate.Ignore(m => m.Owner);
        mandate.HasIndex(m => m.Id);
        mandate.HasIndex(m => m.PageId);
        mandate.HasIndex(m => m.MethodId);
        mandate.HasIndex(m => m.StripeId);
        mandate.HasIndex(m => new { m.TenantId, m.LookAt }).HasFilter("look_at IS NOT NULL");
        mandate.HasOne<Organisation>().WithMany().HasForeignKey(m => m.TenantId).HasPrincipalKey(o => o.TenantId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class CollectionMapping : IEntityTypeConfiguration<Collection>
{
    public void Configure(EntityTypeBuilder<Collection> collection)
    {
        collection.ToTable("collections", table => table.HasCheckConstraint("ck_collections_amount", "amount > 0"));
        collection.HasKey(c => new { c.TenantId, c.Id });
        collection.Property(c => c.Id).ValueGeneratedNever();
        collection.Property(c => c.Currency).HasMaxLength(3);
        collection.Property(c => c.On).HasColumnName("on_day");
        collection.Property(c => c.StripeId).HasMaxLength(80);
        collection.Property(c => c.PageId).HasMaxLength(120);
        collection.Property(c => c.PageUrl).HasMaxLength(2_000);
        collection.Property(c => c.FailedBecause).HasMaxLength(60);
        collection.Ignore(c => c.Owner);
        collection.Ignore(c => c.Key);
        collection.Ignore(c => c.IsOver);
        collection.HasIndex(c => c.Id);
        collection.HasIndex(c => c.PageId);
        collection.HasIndex(c => new { c.TenantId, c.InvoiceId });
        collection.HasIndex(c => new { c.TenantId, c.LookAt }).HasFilter("look_at IS NOT NULL");
        // An invoice is charged by one attempt at a time, whoever intends it.
        collection
            .HasIndex(c => new { c.TenantId, c.InvoiceId }, "ix_collections_charge")
            .IsUnique()
            .HasFilter("mandate_id IS NOT NULL AND status IN ('intended', 'processing')");
        collection.HasOne<Invoice>().WithMany().HasForeignKey(c => new { c.TenantId, c.InvoiceId }).OnDelete(DeleteBehavior.Restrict);
        collection.HasOne<Mandate>().WithMany().HasForeignKey(c => new { c.TenantId, c.MandateId }).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class RefundMapping : IEntityTypeConfiguration<Refund>
{
    public void Configure(EntityTypeBuilder<Refund> refund)
    {
        refund.ToTable("refunds", table => table.HasCheckConstraint("ck_refunds_amount", "amount > 0"));
        refund.HasKey(r => new { r.TenantId, r.Id });
        refund.Property(r => r.Id).ValueGeneratedNever();
        refund.Property(r => r.StripePaymentId).HasMaxLength(80);
        refund.Property(r => r.Currency).HasMaxLength(3);
        refund.Property(r => r.Reason).HasMaxLength(200);
        refund.Property(r => r.StripeId).HasMaxLength(80);
        refund.Property(r => r.FailedBecause).HasMaxLength(60);
        refund.Ignore(r => r.Owner);
        refund.Ignore(r => r.Key);
        refund.Ignore(r => r.ByHand);
        refund.HasIndex(r => r.Id);
        refund.HasIndex(r => new { r.TenantId, r.StripeId }).IsUnique().HasFilter("stripe_id IS NOT NULL");
        refund.HasIndex(r => new { r.TenantId, r.LookAt }).HasFilter("look_at IS NOT NULL");
        refund.HasOne<Payment>().WithMany().HasForeignKey(r => new { r.TenantId, r.PaymentId }).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class PaymentDisputeMapping : IEntityTypeConfiguration<PaymentDispute>
{
    public void Configure(EntityTypeBuilder<PaymentDispute> dispute)
    {
        dispute.ToTable("payment_disputes");
        dispute.HasKey(d => new { d.TenantId, d.Id });
        dispute.Property(d => d.Id).ValueGeneratedNever();
        dispute.Property(d => d.StripeId).HasMaxLength(80);
        dispute.Property(d => d.Currency).HasMaxLength(3);
        dispute.Property(d => d.Reason).HasMaxLength(60);
        dispute.Ignore(d => d.Owner);
        dispute.HasIndex(d => d.Id);
        dispute.HasIndex(d => new { d.TenantId, d.StripeId }).IsUnique();
        dispute.HasOne<Payment>().WithMany().HasForeignKey(d => new { d.TenantId, d.PaymentId }).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class StripeEventMapping : IEntityTypeConfiguration<StripeEvent>
{
    public void Configure(EntityTypeBuilder<StripeEvent> happened)
    {
        happened.ToTable("stripe_events");
        happened.HasKey(e => e.EventId);
        happened.Property(e => e.EventId).HasMaxLength(255);
        happened.Property(e => e.Type).HasMaxLength(100);
        happened.Property(e => e.ObjectType).HasMaxLength(100);
        happened.Property(e => e.ObjectId).HasMaxLength(255);
        happened.Property(e => e.ApiVersion).HasMaxLength(60);
        happened.Property(e => e.Digest).HasMaxLength(64);
        happened.Property(e => e.State).HasConversion<Persistence.SnakeCaseEnumConverter<StripeEventState>>().HasMaxLength(40);
        happened.Property(e => e.ParkedBecause).HasMaxLength(60);
        happened.HasIndex(e => e.ActAt).HasFilter("state = 'waiting'");
    }
}

internal sealed class StripeDifferenceMapping : IEntityTypeConfiguration<StripeDifference>
{
    public void Configure(EntityTypeBuilder<StripeDifference> difference)
    {
        difference.ToTable("stripe_differences");
        difference.HasKey(d => d.Id);
        difference.Property(d => d.Id).ValueGeneratedNever();
        difference.Property(d => d.Subject).HasMaxLength(80);
        difference.Property(d => d.Currency).HasMaxLength(3);
        difference.Property(d => d.ClosedBy).HasMaxLength(40);
        difference.Property(d => d.Note).HasMaxLength(500);
        difference.Ignore(d => d.Owner);
        difference.HasIndex(d => new { d.Kind, d.Subject }).IsUnique().HasFilter("NOT repaired");
    }
}
