using Franchise.Domain.Delivery;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Franchise.Infrastructure.Delivery;

internal sealed class LearnerMapping : IEntityTypeConfiguration<Learner>
{
    public void Configure(EntityTypeBuilder<Learner> learner)
    {
        learner.ToTable("learners");
        learner.HasKey(l => new { l.TenantId, l.Id });
        learner.Property(l => l.Id).ValueGeneratedNever();
        learner.Ignore(l => l.Owner);
        learner.Property(l => l.Box).HasColumnName("details");
        learner.Property(l => l.NameKey).HasMaxLength(SecretHash.Length);
        learner.Property(l => l.BirthKey).HasMaxLength(SecretHash.Length);
        learner.Property(l => l.UlnKey).HasMaxLength(SecretHash.Length);
        learner.HasIndex(l => l.Id);
        learner.HasIndex(l => new { l.TenantId, l.NameKey });
        learner.HasIndex(l => new { l.TenantId, l.UlnKey });
        learner.HasOne<Organisation>().WithMany().HasForeignKey(l => l.TenantId).HasPrincipalKey(o => o.TenantId).OnDelete(DeleteBehavior.Restrict);
        learner.HasOne<Learner>().WithMany().HasForeignKey(l => new { l.TenantId, l.MergedIntoId }).OnDelete(DeleteBehavior.Restrict);
        learner.HasMany<Enrolment>().WithOne().HasForeignKey(e => new { e.TenantId, e.LearnerId }).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class LearnerMergeMapping : IEntityTypeConfiguration<LearnerMerge>
{
    public void Configure(EntityTypeBuilder<LearnerMerge> merge)
    {
        merge.ToTable("learner_merges");
        merge.HasKey(m => new { m.TenantId, m.Id });
        merge.Property(m => m.Id).ValueGeneratedNever();
        merge.Property(m => m.By).HasColumnName("merged_by").HasMaxLength(40);
        merge.Property(m => m.At).HasColumnName("merged_at");
        merge.PrimitiveCollection(m => m.Enrolments).ElementType(e => e.HasConversion<IdConverter<Enrolment>>());
        merge.HasIndex(m => m.Id);
        merge.HasOne<Learner>().WithMany().HasForeignKey(m => new { m.TenantId, m.FromId }).OnDelete(DeleteBehavior.Restrict);
        merge.HasOne<Learner>().WithMany().HasForeignKey(m => new { m.TenantId, m.IntoId }).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class EnrolmentMapping : IEntityTypeConfiguration<Enrolment>
{
    public void Configure(EntityTypeBuilder<Enrolment> enrolment)
    {
        enrolment.ToTable("enrolments");
        enrolment.HasKey(e => new { e.TenantId, e.Id });
        enrolment.Property(e => e.Id).ValueGeneratedNever();
        enrolment.Ignore(e => e.Owner);
        enrolment.Ignore(e => e.SeatReference);
        enrolment.Property(e => e.RegistrationNumber).HasMaxLength(40);
        enrolment.HasIndex(e => e.Id);
        enrolment.HasIndex(e => new { e.TenantId, e.LearnerId });
        // What makes two enrolments at once one: beside withdrawn ones a learner has one for each course.
        enrolment.HasIndex(e => new { e.TenantId, e.CourseId, e.LearnerId }).IsUnique().HasFilter("status <> 'withdrawn'");
        enrolment.HasMany(e => e.Recognitions).WithOne().HasForeignKey(r => new { r.TenantId, r.EnrolmentId }).OnDelete(DeleteBehavior.Restrict);
        enrolment.HasMany<Attendance>().WithOne().HasForeignKey(a => new { a.TenantId, a.EnrolmentId }).OnDelete(DeleteBehavior.Restrict);
        enrolment.HasMany<LearnerNotice>().WithOne().HasForeignKey(n => new { n.TenantId, n.EnrolmentId }).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class RecognitionMapping : IEntityTypeConfiguration<Recognition>
{
    public void Configure(EntityTypeBuilder<Recognition> recognition)
    {
        recognition.ToTable("recognitions");
        recognition.HasKey(r => new { r.TenantId, r.Id });
        recognition.Property(r => r.Id).ValueGeneratedNever();
        recognition.Property(r => r.Unit).HasMaxLength(40);
        recognition.Property(r => r.DecidedBy).HasMaxLength(40);
        recognition.ComplexProperty(r => r.Evidence, file =>
        {
            file.Property(f => f.FileName).HasColumnName("evidence_file_name").HasMaxLength(200);
            file.Property(f => f.ContentType).HasColumnName("evidence_content_type").HasMaxLength(100);
            file.Property(f => f.Size).HasColumnName("evidence_size");
            file.Property(f => f.Sha256).HasColumnName("evidence_sha256").HasMaxLength(64).IsFixedLength();
            file.Property(f => f.StorageKey).HasColumnName("evidence_storage_key").HasMaxLength(200);
        });
        recognition.HasIndex(r => r.Id);
        recognition.HasIndex(r => new { r.TenantId, r.EnrolmentId });
    }
}

internal sealed class AttendanceMapping : IEntityTypeConfiguration<Attendance>
{
    public void Configure(EntityTypeBuilder<Attendance> attendance)
    {
        attendance.ToTable("attendances");
        attendance.HasKey(a => new { a.TenantId, a.Id });
        attendance.Property(a => a.Id).ValueGeneratedNever();
        attendance.Property(a => a.RecordedBy).HasMaxLength(40);
        attendance.HasIndex(a => a.Id);
        attendance.HasIndex(a => new { a.TenantId, a.SessionId, a.EnrolmentId });
    }
}

internal sealed class LearnerNoticeMapping : IEntityTypeConfiguration<LearnerNotice>
{
    public void Configure(EntityTypeBuilder<LearnerNotice> notice)
    {
        notice.ToTable("learner_notices");
        notice.HasKey(n => new { n.TenantId, n.Id });
        notice.Property(n => n.Id).ValueGeneratedNever();
        notice.Ignore(n => n.Owner);
        notice.HasIndex(n => n.Id);
        notice.HasIndex(n => new { n.TenantId, n.CourseId });
    }
}
