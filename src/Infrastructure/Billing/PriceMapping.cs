using Franchise.Domain.Billing;
using Franchise.Domain.Organisations;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Franchise.Infrastructure.Billing;

internal sealed class PriceVersionMapping : IEntityTypeConfiguration<PriceVersion>
{
    public void Configure(EntityTypeBuilder<PriceVersion> price)
    {
        price.ToTable("price_versions");
        price.HasKey(p => p.Id);
        price.Property(p => p.Id).ValueGeneratedNever();
        price.Property(p => p.Package).HasMaxLength(40);
        price.Property(p => p.Currency).HasMaxLength(3);
        price.Property(p => p.From).HasColumnName("from_day");
        price.ComplexProperty(p => p.Fees, fees =>
        {
            fees.Property(f => f.AnnualFee).HasColumnName("annual_fee");
            fees.Property(f => f.IncludedLearners).HasColumnName("included_learners");
            fees.Property(f => f.ExtraLearner).HasColumnName("extra_learner");
            fees.Property(f => f.Registration).HasColumnName("registration");
            fees.Property(f => f.Certificate).HasColumnName("certificate");
            fees.Property(f => f.TrainingPlace).HasColumnName("training_place");
            fees.Property(f => f.BespokeUnit).HasColumnName("bespoke_unit");
        });
        // One in force for each day: no two published begin on the same.
        price.HasIndex(p => new { p.Package, p.Currency, p.From }).IsUnique().HasFilter("status = 'published'");
        price.HasMany(p => p.Items).WithOne().HasForeignKey(i => i.PriceVersionId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class PriceItemMapping : IEntityTypeConfiguration<PriceItem>
{
    public void Configure(EntityTypeBuilder<PriceItem> item)
    {
        item.ToTable("price_items");
        item.HasKey(i => new { i.PriceVersionId, i.Code });
        item.Property(i => i.Code).HasMaxLength(32);
        item.Property(i => i.Title).HasMaxLength(200);
        item.Property(i => i.VatReason).HasMaxLength(200);
        item.Ignore(i => i.Vat);
    }
}

internal sealed class ExchangeRateMapping : IEntityTypeConfiguration<ExchangeRate>
{
    public void Configure(EntityTypeBuilder<ExchangeRate> rate)
    {
        rate.ToTable("exchange_rates");
        rate.HasKey(r => r.Id);
        rate.Property(r => r.Id).ValueGeneratedNever();
        rate.Property(r => r.Currency).HasMaxLength(3);
        rate.Property(r => r.From).HasColumnName("from_day");
        rate.Property(r => r.SterlingPerUnit).HasPrecision(12, 6);
        rate.Property(r => r.EnteredBy).HasMaxLength(40);
        rate.HasIndex(r => new { r.Currency, r.From });
    }
}

internal sealed class BillingProfileMapping : IEntityTypeConfiguration<BillingProfile>
{
    public void Configure(EntityTypeBuilder<BillingProfile> profile)
    {
        profile.ToTable("billing_profiles");
        profile.HasKey(p => p.TenantId);
        profile.Property(p => p.TenantId).ValueGeneratedNever();
        profile.ComplexProperty(p => p.Details, details =>
        {
            details.Property(d => d.PurchaseOrder).HasColumnName("purchase_order").HasMaxLength(40);
            details.Property(d => d.ContactName).HasColumnName("contact_name").HasMaxLength(100);
            details.Property(d => d.ContactEmail).HasColumnName("contact_email").HasMaxLength(254);
            details.Property(d => d.VatStatus).HasColumnName("vat_status");
            details.Property(d => d.VatNumber).HasColumnName("vat_number").HasMaxLength(15);
            details.Property(d => d.TermsDays).HasColumnName("terms_days");
        });
        profile.HasOne<Organisation>().WithMany().HasForeignKey(p => p.TenantId).HasPrincipalKey(o => o.TenantId).OnDelete(DeleteBehavior.Restrict);
        profile.HasMany(p => p.Concessions).WithOne().HasForeignKey(c => c.TenantId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class ConcessionMapping : IEntityTypeConfiguration<Concession>
{
    public void Configure(EntityTypeBuilder<Concession> concession)
    {
        concession.ToTable("concessions");
        concession.HasKey(c => new { c.TenantId, c.Id });
        concession.Property(c => c.Id).ValueGeneratedNever();
        concession.Property(c => c.From).HasColumnName("from_day");
        concession.Property(c => c.Until).HasColumnName("until_day");
        concession.Property(c => c.Reason).HasMaxLength(500);
        concession.Property(c => c.ApprovedBy).HasMaxLength(100);
        concession.Property(c => c.GrantedBy).HasMaxLength(40);
        concession.HasIndex(c => c.Id);
    }
}
