using Franchise.Domain.Accreditation;
using Franchise.Domain.Assurance;
using Franchise.Domain.Catalogue;
using Franchise.Domain.Delivery;
using Franchise.Domain.Organisations;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Franchise.Infrastructure.Assurance;

internal sealed class ApprovedProvisionMapping : IEntityTypeConfiguration<ApprovedProvision>
{
    public void Configure(EntityTypeBuilder<ApprovedProvision> provision)
    {
        provision.ToTable("approved_provisions");
        provision.HasKey(p => new { p.TenantId, p.Id });
        provision.Property(p => p.Id).ValueGeneratedNever();
        provision.Property(p => p.Code).HasMaxLength(40);
        provision.HasIndex(p => p.Id);
        provision.HasIndex(p => new { p.TenantId, p.Scope, p.Code }).IsUnique();
        provision.HasOne<Organisation>().WithMany().HasForeignKey(p => p.TenantId).HasPrincipalKey(o => o.TenantId).OnDelete(DeleteBehavior.Restrict);
        provision.HasMany(p => p.History).WithOne().HasForeignKey(c => new { c.TenantId, c.ProvisionId }).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class ProvisionChangeMapping : IEntityTypeConfiguration<ProvisionChange>
{
    public void Configure(EntityTypeBuilder<ProvisionChange> change)
    {
        change.ToTable("provision_changes");
        change.HasKey(c => new { c.TenantId, c.Id });
        change.Property(c => c.Id).ValueGeneratedNever();
        change.Property(c => c.Reason).HasMaxLength(500);
        change.Property(c => c.By).HasColumnName("changed_by").HasMaxLength(40);
        change.HasIndex(c => c.Id);
        change.HasIndex(c => new { c.TenantId, c.ProvisionId });
    }
}

internal sealed class ExternalVisitMapping : IEntityTypeConfiguration<ExternalVisit>
{
    public void Configure(EntityTypeBuilder<ExternalVisit> visit)
    {
        visit.ToTable("external_visits");
        visit.HasKey(v => new { v.TenantId, v.Id });
        visit.Property(v => v.Id).ValueGeneratedNever();
        visit.Property(v => v.On).HasColumnName("on_day");
        visit.Property(v => v.Purpose).HasMaxLength(1_000);
        visit.Property(v => v.ShortNoticeReason).HasMaxLength(500);
        visit.Property(v => v.CancelledBecause).HasMaxLength(500);
        visit.Property(v => v.AgreedBy).HasMaxLength(40);
        visit.Property(v => v.PlannedBy).HasMaxLength(40);
        visit.HasIndex(v => v.Id);
        visit.HasIndex(v => new { v.TenantId, v.On });
        visit.HasOne<Organisation>().WithMany().HasForeignKey(v => v.TenantId).HasPrincipalKey(o => o.TenantId).OnDelete(DeleteBehavior.Restrict);
        visit.HasOne<Course>().WithMany().HasForeignKey(v => new { v.TenantId, v.CourseId }).OnDelete(DeleteBehavior.Restrict);
        visit.HasMany(v => v.Findings).WithOne().HasForeignKey(f => new { f.TenantId, f.VisitId }).OnDelete(DeleteBehavior.Restrict);
        visit.HasMany(v => v.Schedule).WithOne().HasForeignKey(a => new { a.TenantId, a.VisitId }).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class VisitFindingMapping : IEntityTypeConfiguration<VisitFinding>
{
    public void Configure(EntityTypeBuilder<VisitFinding> finding)
    {
        finding.ToTable("visit_findings");
        finding.HasKey(f => new { f.TenantId, f.Id });
        finding.Property(f => f.Id).ValueGeneratedNever();
        finding.Property(f => f.Text).HasColumnName("found").HasMaxLength(2_000);
        finding.Property(f => f.Unit).HasMaxLength(40);
        finding.HasIndex(f => f.Id);
        finding.HasIndex(f => new { f.TenantId, f.VisitId });
        finding.HasMany(f => f.Entries).WithOne().HasForeignKey(e => new { e.TenantId, e.FindingId }).OnDelete(DeleteBehavior.Restrict);
        finding.HasMany<VisitAction>().WithOne().HasForeignKey(a => new { a.TenantId, a.FindingId }).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class FindingEntryMapping : IEntityTypeConfiguration<FindingEntry>
{
    public void Configure(EntityTypeBuilder<FindingEntry> entry)
    {
        entry.ToTable("finding_entries");
        entry.HasKey(e => new { e.TenantId, e.Id });
        entry.Property(e => e.Id).ValueGeneratedNever();
        entry.Property(e => e.Text).HasColumnName("said").HasMaxLength(2_000);
        entry.Property(e => e.By).HasColumnName("said_by").HasMaxLength(40);
        entry.HasIndex(e => e.Id);
        entry.HasIndex(e => new { e.TenantId, e.FindingId });
    }
}

internal sealed class VisitActionMapping : IEntityTypeConfiguration<VisitAction>
{
    public void Configure(EntityTypeBuilder<VisitAction> action)
    {
        action.ToTable("visit_actions");
        action.HasKey(a => new { a.TenantId, a.Id });
        action.Property(a => a.Id).ValueGeneratedNever();
        action.Ignore(a => a.IsPending);
        action.HasIndex(a => a.Id);
        action.HasIndex(a => new { a.TenantId, a.VisitId });
        action.HasIndex(a => new { a.TenantId, a.FindingId, a.Kind }).IsUnique();
        // What the sweep reads.
        action.HasIndex(a => a.DueAt).HasFilter("done_at is null and not superseded").HasDatabaseName("ix_visit_actions_due");
    }
}

internal sealed class StandardisationMeetingMapping : IEntityTypeConfiguration<StandardisationMeeting>
{
    public void Configure(EntityTypeBuilder<StandardisationMeeting> meeting)
    {
        meeting.ToTable("standardisation_meetings");
        meeting.HasKey(m => new { m.TenantId, m.Id });
        meeting.Property(m => m.Id).ValueGeneratedNever();
        meeting.Property(m => m.On).HasColumnName("on_day");
        meeting.Property(m => m.What).HasMaxLength(500);
        meeting.Property(m => m.Outcome).HasMaxLength(2_000);
        meeting.PrimitiveCollection(m => m.Units);
        meeting.HasIndex(m => m.Id);
        meeting.HasIndex(m => new { m.TenantId, m.On });
        meeting.HasOne<Organisation>().WithMany().HasForeignKey(m => m.TenantId).HasPrincipalKey(o => o.TenantId).OnDelete(DeleteBehavior.Restrict);
        meeting.HasMany(m => m.Assurers).WithOne().HasForeignKey(a => new { a.TenantId, a.MeetingId }).OnDelete(DeleteBehavior.Restrict);
        meeting.HasMany(m => m.Trainers).WithOne().HasForeignKey(t => new { t.TenantId, t.MeetingId }).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class MeetingTrainerMapping : IEntityTypeConfiguration<MeetingTrainer>
{
    public void Configure(EntityTypeBuilder<MeetingTrainer> attended)
    {
        attended.ToTable("meeting_trainers");
        attended.HasKey(t => new { t.TenantId, t.MeetingId, t.TrainerId });
        attended.HasIndex(t => new { t.TenantId, t.TrainerId });
        attended.HasOne<Trainer>().WithMany().HasForeignKey(t => new { t.TenantId, t.TrainerId }).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class MeetingAssurerMapping : IEntityTypeConfiguration<MeetingAssurer>
{
    public void Configure(EntityTypeBuilder<MeetingAssurer> attended)
    {
        attended.ToTable("meeting_assurers");
        attended.HasKey(a => new { a.TenantId, a.MeetingId, a.AssurerId });
        attended.HasIndex(a => new { a.TenantId, a.AssurerId });
        attended.HasOne<QualityAssurer>().WithMany().HasForeignKey(a => new { a.TenantId, a.AssurerId }).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class ClaimMapping : IEntityTypeConfiguration<Claim>
{
    public void Configure(EntityTypeBuilder<Claim> claim)
    {
        claim.ToTable("claims");
        claim.HasKey(c => new { c.TenantId, c.Id });
        claim.Property(c => c.Id).ValueGeneratedNever();
        claim.Property(c => c.DraftedBy).HasMaxLength(40);
        claim.Property(c => c.SubmittedBy).HasMaxLength(40);
        claim.Property(c => c.VerifiedBy).HasMaxLength(40);
        claim.Property(c => c.ReturnedBecause).HasMaxLength(1_000);
        claim.Ignore(c => c.Results);
        claim.HasIndex(c => c.Id);
        claim.HasIndex(c => new { c.TenantId, c.CourseId });
        claim.HasIndex(c => new { c.TenantId, c.Status });
        claim.HasOne<Course>().WithMany().HasForeignKey(c => new { c.TenantId, c.CourseId }).OnDelete(DeleteBehavior.Restrict);
        claim.HasMany(c => c.Lines).WithOne().HasForeignKey(l => new { l.TenantId, l.ClaimId }).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class ClaimLineMapping : IEntityTypeConfiguration<ClaimLine>
{
    public void Configure(EntityTypeBuilder<ClaimLine> line)
    {
        line.ToTable("claim_lines");
        line.HasKey(l => new { l.TenantId, l.Id });
        line.Property(l => l.Id).ValueGeneratedNever();
        line.Property(l => l.Unit).HasMaxLength(40);
        line.Property(l => l.AwardReference).HasMaxLength(60);
        line.HasIndex(l => l.Id);
        line.HasIndex(l => new { l.TenantId, l.ClaimId });
        // What makes two claims of one result at once one: beside what was returned or withdrawn there is one for each.
        line.HasIndex(l => new { l.TenantId, l.EnrolmentId, l.Unit }).IsUnique().HasFilter("live");
        // What the sweep that makes certificates reads.
        line.HasIndex(l => new { l.TenantId, l.EnrolmentId }).HasFilter("awarded_on is not null and not certificated").HasDatabaseName("ix_claim_lines_to_certificate");
        line.HasOne<Enrolment>().WithMany().HasForeignKey(l => new { l.TenantId, l.EnrolmentId }).OnDelete(DeleteBehavior.Restrict);
        line.HasOne<UnitVersion>().WithMany().HasForeignKey(l => l.UnitVersionId).OnDelete(DeleteBehavior.Restrict);
    }
}
