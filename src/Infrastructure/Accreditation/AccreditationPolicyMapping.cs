using Franchise.Domain.Accreditation;
using Franchise.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Franchise.Infrastructure.Accreditation;

internal sealed class AccreditationPolicyMapping : IEntityTypeConfiguration<AccreditationPolicy>
{
    public void Configure(EntityTypeBuilder<AccreditationPolicy> policy)
    {
        policy.ToTable("accreditation_policies");
        policy.HasKey(p => p.Id);
        policy.Property(p => p.Id).ValueGeneratedNever();
        policy.Property(p => p.Code).HasMaxLength(40);
        policy.Property(p => p.Title).HasMaxLength(200);
        policy.Ignore(p => p.Owner);
        policy.HasIndex(p => p.Code).IsUnique();
        policy.HasMany(p => p.Versions).WithOne().HasForeignKey(v => v.PolicyId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class AccreditationPolicyVersionMapping : IEntityTypeConfiguration<AccreditationPolicyVersion>
{
    public void Configure(EntityTypeBuilder<AccreditationPolicyVersion> version)
    {
        version.ToTable("accreditation_policy_versions");
        version.HasKey(v => v.Id);
        version.Property(v => v.Id).ValueGeneratedNever();
        version.Property(v => v.CpdHours).HasPrecision(6, 2);
        version.PrimitiveCollection(v => v.RequiredQualifications).ElementType(e => e.HasConversion<SnakeCaseEnumConverter<QualificationKind>>());
        version.Property(v => v.Text).HasMaxLength(20_000);
        version.HasIndex(v => new { v.PolicyId, v.Number }).IsUnique();
    }
}
