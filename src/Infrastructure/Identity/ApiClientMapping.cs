using Franchise.Domain.Identity;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Franchise.Infrastructure.Identity;

/// <summary>How API clients are kept.</summary>
public sealed class ApiClientMapping : IEntityTypeConfiguration<ApiClient>
{
    /// <inheritdoc/>
    public void Configure(EntityTypeBuilder<ApiClient> builder)
    {
        builder.ToTable("api_clients");
        builder.HasKey(c => new { c.TenantId, c.Id });
        // The token endpoint knows the client's id and not yet its organisation.
        builder.HasIndex(c => c.Id);
        builder.Property(c => c.Id).ValueGeneratedNever();
        builder.Property(c => c.Name).HasMaxLength(100);
        builder.PrimitiveCollection(c => c.Permissions);
        builder.PrimitiveCollection(c => c.RedirectUris);
        builder
            .HasMany(c => c.Secrets)
            .WithOne()
            .HasForeignKey(s => new { s.TenantId, s.ClientId })
            .OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Organisation>().WithMany().HasForeignKey(c => c.TenantId).OnDelete(DeleteBehavior.Restrict);
    }
}

/// <summary>How the secrets of API clients are kept: as hashes.</summary>
public sealed class ApiClientSecretMapping : IEntityTypeConfiguration<ApiClientSecret>
{
    /// <inheritdoc/>
    public void Configure(EntityTypeBuilder<ApiClientSecret> builder)
    {
        builder.ToTable("api_client_secrets");
        builder.HasKey(s => new { s.TenantId, s.Id });
        builder.HasIndex(s => s.Id);
        builder.Property(s => s.Id).ValueGeneratedNever();
        builder.Property(s => s.Hash).HasMaxLength(SecretHash.Length);
    }
}
