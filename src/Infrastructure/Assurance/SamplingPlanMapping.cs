using Franchise.Domain.Accreditation;
using Franchise.Domain.Assurance;
using Franchise.Domain.Delivery;
using Franchise.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Franchise.Infrastructure.Assurance;

internal sealed class SamplingPlanMapping : IEntityTypeConfiguration<SamplingPlan>
{
    public void Configure(EntityTypeBuilder<SamplingPlan> plan)
    {
        plan.ToTable("sampling_plans");
        plan.HasKey(p => new { p.TenantId, p.Id });
        plan.Property(p => p.Id).ValueGeneratedNever();
        plan.Ignore(p => p.Owner);
        plan.Ignore(p => p.NextDraw);
        plan.Ignore(p => p.Open);
        plan.Ignore(p => p.Overturned);
        plan.Property(p => p.Seed).HasMaxLength(64).IsFixedLength();
        plan.HasIndex(p => p.Id);
        // What keeps a course from having a second seed.
        plan.HasIndex(p => new { p.TenantId, p.CourseId }).IsUnique();
        plan.HasOne<Course>().WithMany().HasForeignKey(p => new { p.TenantId, p.CourseId }).OnDelete(DeleteBehavior.Restrict);
        plan.HasMany(p => p.Draws).WithOne().HasForeignKey(d => new { d.TenantId, d.PlanId }).OnDelete(DeleteBehavior.Restrict);
        plan.HasMany(p => p.Samples).WithOne().HasForeignKey(s => new { s.TenantId, s.PlanId }).OnDelete(DeleteBehavior.Restrict);
        plan.HasMany(p => p.Schedule).WithOne().HasForeignKey(a => new { a.TenantId, a.PlanId }).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class SamplingDrawMapping : IEntityTypeConfiguration<SamplingDraw>
{
    public void Configure(EntityTypeBuilder<SamplingDraw> draw)
    {
        draw.ToTable("sampling_draws", table => table.HasCheckConstraint("ck_sampling_draws_rate", "rate between 1 and 100"));
        draw.HasKey(d => new { d.TenantId, d.PlanId, d.Number, d.AssessorId, d.Unit });
        draw.Ignore(d => d.Stratum);
        draw.Property(d => d.Unit).HasMaxLength(40);
        draw.Property(d => d.At).HasColumnName("drawn_at");
        draw.HasOne<Trainer>().WithMany().HasForeignKey(d => new { d.TenantId, d.AssessorId }).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class SampleMapping : IEntityTypeConfiguration<Sample>
{
    public void Configure(EntityTypeBuilder<Sample> sample)
    {
        sample.ToTable("samples");
        sample.HasKey(s => new { s.TenantId, s.Id });
        sample.Property(s => s.Id).ValueGeneratedNever();
        sample.Ignore(s => s.HasOpenAction);
        sample.Ignore(s => s.IsOpen);
        sample.PrimitiveCollection(s => s.Reasons).ElementType(e => e.HasConversion<SnakeCaseEnumConverter<SampleReason>>());
        sample.Property(s => s.Note).HasMaxLength(SampleFinding.MostNote);
        sample.Property(s => s.ActionNote).HasMaxLength(SampleFinding.MostNote);
        sample.HasIndex(s => s.Id);
        sample.HasIndex(s => new { s.TenantId, s.PlanId });
        // What makes two draws at once choose a decision once.
        sample.HasIndex(s => new { s.TenantId, s.DecisionId }).IsUnique();
        sample.HasOne<AssessmentDecision>().WithMany().HasForeignKey(s => new { s.TenantId, s.DecisionId }).OnDelete(DeleteBehavior.Restrict);
        sample.HasOne<QualityAssurer>().WithMany().HasForeignKey(s => new { s.TenantId, s.AssurerId }).OnDelete(DeleteBehavior.Restrict);
        sample.HasOne<QualityAssurer>().WithMany().HasForeignKey(s => new { s.TenantId, s.ActionClosedById }).OnDelete(DeleteBehavior.Restrict);
        sample.HasMany<AssuranceAction>().WithOne().HasForeignKey(a => new { a.TenantId, a.SampleId }).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class AssuranceActionMapping : IEntityTypeConfiguration<AssuranceAction>
{
    public void Configure(EntityTypeBuilder<AssuranceAction> action)
    {
        action.ToTable("assurance_actions");
        action.HasKey(a => new { a.TenantId, a.Id });
        action.Property(a => a.Id).ValueGeneratedNever();
        action.Ignore(a => a.IsPending);
        action.Ignore(a => a.Key);
        action.HasIndex(a => a.Id);
        action.HasIndex(a => new { a.TenantId, a.PlanId, a.SampleId, a.Kind, a.Days }).IsUnique();
        // What the sweep reads.
        action.HasIndex(a => a.DueAt).HasFilter("done_at is null and not superseded").HasDatabaseName("ix_assurance_actions_due");
    }
}
