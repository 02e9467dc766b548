using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Franchise.Infrastructure.Organisations;

/// <summary>How invitations are kept.</summary>
public sealed class InvitationMapping : IEntityTypeConfiguration<Invitation>
{
    /// <inheritdoc/>
    public void Configure(EntityTypeBuilder<Invitation> builder)
    {
        builder.ToTable("invitations");
        builder.HasKey(i => new { i.TenantId, i.Id });
        builder.HasIndex(i => i.Id);
        builder.Property(i => i.Id).ValueGeneratedNever();
        builder.Property(i => i.Email).HasMaxLength(EmailAddress.Most);
        builder.Property(i => i.TokenHash).HasMaxLength(SecretHash.Length);
        // One that is still open for an address is enough; a second is a renewal of the first.
        builder
            .HasIndex(i => new { i.TenantId, i.Email })
            .IsUnique()
            .HasFilter("accepted_at is null and revoked_at is null");
        builder.HasOne<Organisation>().WithMany().HasForeignKey(i => i.TenantId).OnDelete(DeleteBehavior.Restrict);
    }
}
