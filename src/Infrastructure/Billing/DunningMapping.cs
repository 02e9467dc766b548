using Franchise.Domain.Billing;
using Franchise.Domain.Organisations;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Franchise.Infrastructure.Billing;

internal sealed class DunningClockMapping : IEntityTypeConfiguration<DunningClock>
{
    public void Configure(EntityTypeBuilder<DunningClock> clock)
    {
        clock.ToTable("dunning_clocks");
        clock.HasKey(c => c.TenantId);
        clock.Property(c => c.TenantId).ValueGeneratedNever();
        clock.HasOne<Organisation>().WithMany().HasForeignKey(c => c.TenantId).HasPrincipalKey(o => o.TenantId).OnDelete(DeleteBehavior.Restrict);
        clock.HasMany(c => c.Steps).WithOne().HasForeignKey(s => s.TenantId).OnDelete(DeleteBehavior.Restrict);
        clock.HasMany(c => c.Hardships).WithOne().HasForeignKey(h => h.TenantId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class DunningStepMapping : IEntityTypeConfiguration<DunningStep>
{
    public void Configure(EntityTypeBuilder<DunningStep> step)
    {
        step.ToTable("dunning_steps");
        step.HasKey(s => new { s.TenantId, s.Id });
        step.Property(s => s.Id).ValueGeneratedNever();
        step.Ignore(s => s.IsPending);
        step.HasIndex(s => s.Id);
        // Each step of a due date is taken once, whoever sweeps.
        step.HasIndex(s => new { s.TenantId, s.Since, s.Stage }).IsUnique();
        // What the sweep reads.
        step.HasIndex(s => s.DueAt).HasFilter("done_at is null and not superseded").HasDatabaseName("ix_dunning_steps_due");
    }
}

internal sealed class HardshipMapping : IEntityTypeConfiguration<Hardship>
{
    public void Configure(EntityTypeBuilder<Hardship> hardship)
    {
        hardship.ToTable("hardships");
        hardship.HasKey(h => new { h.TenantId, h.Id });
        hardship.Property(h => h.Id).ValueGeneratedNever();
        hardship.Property(h => h.From).HasColumnName("from_day");
        hardship.Property(h => h.Until).HasColumnName("until_day");
        hardship.Property(h => h.Reason).HasMaxLength(500);
        hardship.Property(h => h.ApprovedBy).HasMaxLength(100);
        hardship.Property(h => h.GrantedBy).HasMaxLength(40);
        hardship.Ignore(h => h.FreeFrom);
        hardship.HasIndex(h => h.Id);
    }
}
