using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Franchise.Infrastructure.Organisations;

/// <summary>How members are kept: a person has one place in an organisation, and may have places in several.</summary>
public sealed class MemberMapping : IEntityTypeConfiguration<Member>
{
    /// <inheritdoc/>
    public void Configure(EntityTypeBuilder<Member> builder)
    {
        builder.ToTable("members");
        builder.HasKey(m => new { m.TenantId, m.Id });
        builder.HasIndex(m => m.Id);
        builder.HasIndex(m => new { m.TenantId, m.UserId }).IsUnique();
        builder.HasIndex(m => new { m.TenantId, m.Email }).IsUnique();
        // At sign-in it is the person who is known, and her organisations are asked for.
        builder.HasIndex(m => m.UserId);
        builder.Property(m => m.Id).ValueGeneratedNever();
        builder.Property(m => m.DisplayName).HasMaxLength(200);
        builder.Property(m => m.Email).HasMaxLength(EmailAddress.Most);
        builder.HasOne<Organisation>().WithMany().HasForeignKey(m => m.TenantId).OnDelete(DeleteBehavior.Restrict);
    }
}
