using Franchise.Domain.Audit;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Franchise.Infrastructure.Audit;

internal sealed class AuditEntryMapping : IEntityTypeConfiguration<AuditEntry>
{
    public void Configure(EntityTypeBuilder<AuditEntry> e)
    {
        e.ToTable("audit_entries");
        e.HasKey(x => new { x.TenantId, x.Seq });
        e.HasIndex(x => new { x.TenantId, x.Id }).IsUnique();
        e.HasIndex(x => new { x.TenantId, x.Subject, x.Seq });
        e.Property(x => x.Seq).ValueGeneratedNever();
    }
}

internal sealed class AuditHeadMapping : IEntityTypeConfiguration<AuditHead>
{
    public void Configure(EntityTypeBuilder<AuditHead> e)
    {
        e.ToTable("audit_heads");
        e.HasKey(x => x.TenantId);
    }
}

internal sealed class SignedAuditHeadMapping : IEntityTypeConfiguration<SignedAuditHead>
{
    public void Configure(EntityTypeBuilder<SignedAuditHead> e)
    {
        e.ToTable("signed_audit_heads");
        e.HasKey(x => new { x.TenantId, x.Seq });
    }
}

internal sealed class AcrossAccessMapping : IEntityTypeConfiguration<AcrossAccess>
{
    public void Configure(EntityTypeBuilder<AcrossAccess> e)
    {
        e.ToTable("across_accesses");
        e.HasKey(x => x.Id);
        e.HasIndex(x => x.At);
    }
}
