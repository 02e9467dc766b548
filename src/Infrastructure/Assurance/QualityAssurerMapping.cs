using Franchise.Domain.Accreditation;
using Franchise.Domain.Assurance;
using Franchise.Domain.Organisations;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Franchise.Infrastructure.Assurance;

internal sealed class QualityAssurerMapping : IEntityTypeConfiguration<QualityAssurer>
{
    public void Configure(EntityTypeBuilder<QualityAssurer> assurer)
    {
        assurer.ToTable("quality_assurers");
        assurer.HasKey(a => new { a.TenantId, a.Id });
        assurer.Property(a => a.Id).ValueGeneratedNever();
        assurer.Ignore(a => a.Owner);
        assurer.Property(a => a.NominatedBy).HasMaxLength(40);
        assurer.Property(a => a.ApprovedBy).HasMaxLength(40);
        assurer.Property(a => a.StoodDownBy).HasMaxLength(40);
        assurer.HasIndex(a => a.Id);
        // What makes two nominations at once one.
        assurer.HasIndex(a => new { a.TenantId, a.UserId }).IsUnique().HasFilter("status <> 'stood_down'");
        // Not to members: a place in the organisation can be taken away, and what she found stands.
        assurer.HasOne<Organisation>().WithMany().HasForeignKey(a => a.TenantId).HasPrincipalKey(o => o.TenantId).OnDelete(DeleteBehavior.Restrict);
        assurer.HasMany(a => a.Ties).WithOne().HasForeignKey(t => new { t.TenantId, t.AssurerId }).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class TieMapping : IEntityTypeConfiguration<Tie>
{
    public void Configure(EntityTypeBuilder<Tie> tie)
    {
        tie.ToTable("assurer_ties");
        tie.HasKey(t => new { t.TenantId, t.Id });
        tie.Property(t => t.Id).ValueGeneratedNever();
        tie.Property(t => t.DeclaredBy).HasMaxLength(40);
        tie.HasIndex(t => t.Id);
        tie.HasIndex(t => new { t.TenantId, t.AssurerId, t.TrainerId, t.Kind }).IsUnique();
        tie.HasOne<Trainer>().WithMany().HasForeignKey(t => new { t.TenantId, t.TrainerId }).OnDelete(DeleteBehavior.Restrict);
    }
}
