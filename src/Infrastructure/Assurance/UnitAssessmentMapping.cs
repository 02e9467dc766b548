using Franchise.Domain.Accreditation;
using Franchise.Domain.Assurance;
using Franchise.Domain.Catalogue;
using Franchise.Domain.Delivery;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Franchise.Infrastructure.Assurance;

internal sealed class UnitAssessmentMapping : IEntityTypeConfiguration<UnitAssessment>
{
    public void Configure(EntityTypeBuilder<UnitAssessment> assessment)
    {
        assessment.ToTable("unit_assessments");
        assessment.HasKey(a => new { a.TenantId, a.Id });
        assessment.Property(a => a.Id).ValueGeneratedNever();
        assessment.Ignore(a => a.Owner);
        assessment.Property(a => a.Unit).HasMaxLength(40);
        assessment.HasIndex(a => a.Id);
        // What makes two first decisions at once one assessment.
        assessment.HasIndex(a => new { a.TenantId, a.EnrolmentId, a.Unit }).IsUnique();
        assessment.HasOne<Enrolment>().WithMany().HasForeignKey(a => new { a.TenantId, a.EnrolmentId }).OnDelete(DeleteBehavior.Restrict);
        assessment.HasOne<CourseUnit>().WithMany().HasForeignKey(a => new { a.TenantId, a.CourseId, a.Unit }).OnDelete(DeleteBehavior.Restrict);
        assessment.HasOne<UnitVersion>().WithMany().HasForeignKey(a => a.UnitVersionId).OnDelete(DeleteBehavior.Restrict);
        assessment.HasMany(a => a.Decisions).WithOne().HasForeignKey(d => new { d.TenantId, d.AssessmentId }).OnDelete(DeleteBehavior.Restrict);
        assessment.HasMany(a => a.Evidence).WithOne().HasForeignKey(e => new { e.TenantId, e.AssessmentId }).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class AssessmentDecisionMapping : IEntityTypeConfiguration<AssessmentDecision>
{
    public void Configure(EntityTypeBuilder<AssessmentDecision> decision)
    {
        decision.ToTable("assessment_decisions");
        decision.HasKey(d => new { d.TenantId, d.Id });
        decision.Property(d => d.Id).ValueGeneratedNever();
        decision.Property(d => d.Unit).HasMaxLength(40);
        decision.Property(d => d.Criterion).HasMaxLength(5);
        decision.Property(d => d.Reason).HasMaxLength(500);
        decision.Property(d => d.EnteredBy).HasMaxLength(40);
        decision.HasIndex(d => d.Id);
        // What makes two decisions at once about a criterion one after the other.
        decision.HasIndex(d => new { d.TenantId, d.AssessmentId, d.Criterion, d.Number }).IsUnique();
        // What is drawn from.
        decision.HasIndex(d => new { d.TenantId, d.CourseId, d.AssessorId, d.Unit });
        decision.HasOne<Trainer>().WithMany().HasForeignKey(d => new { d.TenantId, d.AssessorId }).OnDelete(DeleteBehavior.Restrict);
        decision.HasOne<AssessmentDecision>().WithMany().HasForeignKey(d => new { d.TenantId, d.CorrectsId }).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class AssessmentEvidenceMapping : IEntityTypeConfiguration<AssessmentEvidence>
{
    public void Configure(EntityTypeBuilder<AssessmentEvidence> evidence)
    {
        evidence.ToTable("assessment_evidence");
        evidence.HasKey(e => new { e.TenantId, e.Id });
        evidence.Property(e => e.Id).ValueGeneratedNever();
        evidence.Property(e => e.Criterion).HasMaxLength(5);
        evidence.Property(e => e.AddedBy).HasMaxLength(40);
        evidence.ComplexProperty(e => e.File, file =>
        {
            file.Property(f => f.FileName).HasColumnName("file_name").HasMaxLength(200);
            file.Property(f => f.ContentType).HasColumnName("content_type").HasMaxLength(100);
            file.Property(f => f.Size).HasColumnName("size");
            file.Property(f => f.Sha256).HasColumnName("sha256").HasMaxLength(64).IsFixedLength();
            file.Property(f => f.StorageKey).HasColumnName("storage_key").HasMaxLength(200);
        });
        evidence.HasIndex(e => e.Id);
        evidence.HasIndex(e => new { e.TenantId, e.AssessmentId });
    }
}
