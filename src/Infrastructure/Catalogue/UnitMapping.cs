using Franchise.Domain.Catalogue;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Franchise.Infrastructure.Catalogue;

/// <summary>How units are kept.</summary>
public sealed class UnitMapping : IEntityTypeConfiguration<Unit>
{
    /// <inheritdoc/>
    public void Configure(EntityTypeBuilder<Unit> builder)
    {
        builder.ToTable("units");
        builder.HasKey(u => u.Id);
        builder.HasIndex(u => u.Code).IsUnique();
        builder.Property(u => u.Id).ValueGeneratedNever();
        builder.Property(u => u.Code).HasMaxLength(Code.Most);
        builder.Ignore(u => u.Current);
        builder.HasOne<Programme>().WithMany().HasForeignKey(u => u.ProgrammeId).OnDelete(DeleteBehavior.Restrict);
        builder.HasMany(u => u.Versions).WithOne().HasForeignKey(v => v.UnitId).OnDelete(DeleteBehavior.Restrict);
    }
}
