using Franchise.Domain.Catalogue;
using Franchise.Domain.Shared;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Franchise.Infrastructure.Catalogue;

/// <summary>How packages are kept.</summary>
public sealed class PackageMapping : IEntityTypeConfiguration<Package>
{
    /// <inheritdoc/>
    public void Configure(EntityTypeBuilder<Package> builder)
    {
        builder.ToTable("packages");
        builder.HasKey(p => p.Id);
        builder.HasIndex(p => p.Code).IsUnique();
        builder.Property(p => p.Id).ValueGeneratedNever();
        builder.Property(p => p.Code).HasMaxLength(Code.Most);
        builder.Property(p => p.Title).HasMaxLength(200);
        builder.PrimitiveCollection(p => p.Units);
        builder.PrimitiveCollection(p => p.Resources);
        builder.PrimitiveCollection(p => p.Tools);
        builder.ComplexProperty(p => p.AnnualFee, m => Fee(m, "annual_fee_"));
        builder.ComplexProperty(p => p.ExtraLearnerFee, m => Fee(m, "extra_learner_fee_"));
    }

    private static void Fee(ComplexPropertyBuilder<Money> fee, string prefix)
    {
        fee.Property(m => m.Amount).HasColumnName(prefix + "amount");
        fee.Property(m => m.Currency).HasColumnName(prefix + "currency").HasMaxLength(3).IsFixedLength();
    }
}
