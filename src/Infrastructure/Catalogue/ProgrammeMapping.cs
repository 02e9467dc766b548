using Franchise.Domain.Catalogue;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Franchise.Infrastructure.Catalogue;

/// <summary>How programmes are kept.</summary>
public sealed class ProgrammeMapping : IEntityTypeConfiguration<Programme>
{
    /// <inheritdoc/>
    public void Configure(EntityTypeBuilder<Programme> builder)
    {
        builder.ToTable("programmes");
        builder.HasKey(p => p.Id);
        builder.HasIndex(p => p.Code).IsUnique();
        builder.Property(p => p.Id).ValueGeneratedNever();
        builder.Property(p => p.Code).HasMaxLength(Code.Most);
        builder.Property(p => p.Title).HasMaxLength(200);
        builder.Property(p => p.AwardingOrganisation).HasMaxLength(200);
    }
}
