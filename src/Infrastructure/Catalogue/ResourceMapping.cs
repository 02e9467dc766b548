using Franchise.Domain.Catalogue;
using Franchise.Domain.Shared;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Franchise.Infrastructure.Catalogue;

/// <summary>How resources are kept.</summary>
public sealed class ResourceMapping : IEntityTypeConfiguration<Resource>
{
    /// <inheritdoc/>
    public void Configure(EntityTypeBuilder<Resource> builder)
    {
        builder.ToTable("resources");
        builder.HasKey(r => r.Id);
        builder.HasIndex(r => r.Code).IsUnique();
        builder.Property(r => r.Id).ValueGeneratedNever();
        builder.Property(r => r.Code).HasMaxLength(Code.Most);
        builder.Property(r => r.Title).HasMaxLength(200);
        builder.HasMany(r => r.Versions).WithOne().HasForeignKey(v => v.ResourceId).OnDelete(DeleteBehavior.Restrict);
    }
}

/// <summary>How versions of resources are kept; the files themselves are in the document store.</summary>
public sealed class ResourceVersionMapping : IEntityTypeConfiguration<ResourceVersion>
{
    /// <inheritdoc/>
    public void Configure(EntityTypeBuilder<ResourceVersion> builder)
    {
        builder.ToTable("resource_versions");
        builder.HasKey(v => v.Id);
        builder.HasIndex(v => new { v.ResourceId, v.Number }).IsUnique();
        builder.Property(v => v.Id).ValueGeneratedNever();
        builder.Property(v => v.FileName).HasMaxLength(200);
        builder.Property(v => v.ContentType).HasMaxLength(100);
        builder.Property(v => v.Sha256).HasMaxLength(64).IsFixedLength();
        builder.Property(v => v.Language).HasMaxLength(Language.Most);
        builder.Property(v => v.StorageKey).HasMaxLength(200);
    }
}
