using Franchise.Domain.Accreditation;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Franchise.Infrastructure.Accreditation;

internal sealed class UnitAccreditationMapping : IEntityTypeConfiguration<UnitAccreditation>
{
    public void Configure(EntityTypeBuilder<UnitAccreditation> accreditation)
    {
        accreditation.ToTable("accreditations");
        accreditation.HasKey(a => new { a.TenantId, a.Id });
        accreditation.Property(a => a.Id).ValueGeneratedNever();
        accreditation.Ignore(a => a.Owner);
        accreditation.Property(a => a.Unit).HasMaxLength(40);
        accreditation.Property(a => a.NominatedBy).HasMaxLength(40);
        accreditation.Property(a => a.TrainingCourse).HasMaxLength(100);
        accreditation.ComplexProperty(a => a.Calendar, calendar =>
        {
            calendar.Property(c => c.Anchor).HasColumnName("anchor");
            calendar.Property(c => c.FromMonths).HasColumnName("from_months");
            calendar.Property(c => c.ToMonths).HasColumnName("to_months");
            calendar.Property(c => c.RecordNumber).HasColumnName("record_number");
            calendar.Property(c => c.MadeOn).HasColumnName("record_made_on");
            calendar.Property(c => c.LastDay).HasColumnName("last_day");
            calendar.Property(c => c.RenewableFrom).HasColumnName("renewable_from");
            calendar.Property(c => c.RefresherLastDay).HasColumnName("refresher_last_day");
        });
        accreditation.ComplexProperty(a => a.Withdrawal, withdrawal =>
        {
            withdrawal.Property(w => w.Reason).HasColumnName("withdrawn_for");
            withdrawal.Property(w => w.Text).HasColumnName("withdrawal_text").HasMaxLength(2_000);
            withdrawal.Property(w => w.On).HasColumnName("withdrawn_on");
            withdrawal.Property(w => w.By).HasColumnName("withdrawn_by").HasMaxLength(40);
            withdrawal.Property(w => w.At).HasColumnName("withdrawn_at");
            withdrawal.Property(w => w.Before).HasColumnName("status_before_withdrawal");
            withdrawal.Property(w => w.AppealNote).HasColumnName("appeal_note").HasMaxLength(2_000);
            withdrawal.Property(w => w.AppealedBy).HasColumnName("appealed_by").HasMaxLength(40);
            withdrawal.Property(w => w.AppealedAt).HasColumnName("appealed_at");
            withdrawal.Property(w => w.Outcome).HasColumnName("appeal_outcome");
            withdrawal.Property(w => w.DecisionText).HasColumnName("appeal_decision_text").HasMaxLength(2_000);
            withdrawal.Property(w => w.DecidedBy).HasColumnName("appeal_decided_by").HasMaxLength(40);
            withdrawal.Property(w => w.DecidedAt).HasColumnName("appeal_decided_at");
        });
        accreditation.HasIndex(a => a.Id);
        accreditation.HasIndex(a => new { a.TenantId, a.Status });
        // What makes two nominations at once one: beside withdrawn ones there is one for each unit.
        accreditation.HasIndex(a => new { a.TenantId, a.TrainerId, a.Unit }).IsUnique().HasFilter("status <> 'withdrawn'");

        accreditation.HasOne<AccreditationPolicyVersion>().WithMany().HasForeignKey(a => a.PolicyVersionId).OnDelete(DeleteBehavior.Restrict);
        accreditation.HasMany(a => a.Records).WithOne().HasForeignKey(r => new { r.TenantId, r.AccreditationId }).OnDelete(DeleteBehavior.Restrict);
        accreditation.HasMany(a => a.Observations).WithOne().HasForeignKey(o => new { o.TenantId, o.AccreditationId }).OnDelete(DeleteBehavior.Restrict);
        accreditation.HasMany(a => a.Holds).WithOne().HasForeignKey(h => new { h.TenantId, h.AccreditationId }).OnDelete(DeleteBehavior.Restrict);
        accreditation.HasMany(a => a.Schedule).WithOne().HasForeignKey(s => new { s.TenantId, s.AccreditationId }).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class AccreditationRecordMapping : IEntityTypeConfiguration<AccreditationRecord>
{
    public void Configure(EntityTypeBuilder<AccreditationRecord> record)
    {
        record.ToTable("accreditation_records");
        record.HasKey(r => new { r.TenantId, r.Id });
        record.Property(r => r.Id).ValueGeneratedNever();
        record.Property(r => r.CpdHours).HasPrecision(8, 2);
        record.Property(r => r.MadeBy).HasMaxLength(40);
        record.Ignore(r => r.Days);
        record.HasIndex(r => r.Id);
        // What makes two renewals at once one, and keeps the chain a chain.
        record.HasIndex(r => new { r.TenantId, r.AccreditationId, r.Number }).IsUnique();
        record.HasIndex(r => new { r.TenantId, r.SupersedesId }).IsUnique();
        record.HasOne<AccreditationRecord>().WithMany().HasForeignKey(r => new { r.TenantId, r.SupersedesId }).OnDelete(DeleteBehavior.Restrict);
        record.HasOne<Observation>().WithMany().HasForeignKey(r => new { r.TenantId, r.ObservationId }).OnDelete(DeleteBehavior.Restrict);
        record.HasOne<AccreditationPolicyVersion>().WithMany().HasForeignKey(r => r.PolicyVersionId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class ObservationMapping : IEntityTypeConfiguration<Observation>
{
    public void Configure(EntityTypeBuilder<Observation> observation)
    {
        observation.ToTable("observations");
        observation.HasKey(o => new { o.TenantId, o.Id });
        observation.Property(o => o.Id).ValueGeneratedNever();
        observation.Property(o => o.AssessorName).HasMaxLength(200);
        observation.Property(o => o.PermittedBecause).HasMaxLength(500);
        observation.Property(o => o.On).HasColumnName("on_day");
        observation.Property(o => o.Notes).HasMaxLength(10_000);
        observation.Property(o => o.RecordedBy).HasMaxLength(40);
        observation.HasIndex(o => o.Id);
        observation.HasIndex(o => new { o.TenantId, o.AccreditationId });
    }
}

internal sealed class AccreditationHoldMapping : IEntityTypeConfiguration<AccreditationHold>
{
    public void Configure(EntityTypeBuilder<AccreditationHold> hold)
    {
        hold.ToTable("accreditation_holds");
        hold.HasKey(h => new { h.TenantId, h.Id });
        hold.Property(h => h.Id).ValueGeneratedNever();
        hold.Property(h => h.Text).HasMaxLength(2_000);
        hold.Property(h => h.PlacedBy).HasMaxLength(40);
        hold.HasIndex(h => h.Id);
        hold.HasIndex(h => new { h.TenantId, h.AccreditationId });
    }
}

internal sealed class AccreditationActionMapping : IEntityTypeConfiguration<AccreditationAction>
{
    public void Configure(EntityTypeBuilder<AccreditationAction> action)
    {
        action.ToTable("accreditation_actions");
        action.HasKey(a => new { a.TenantId, a.Id });
        action.Property(a => a.Id).ValueGeneratedNever();
        action.Ignore(a => a.IsPending);
        action.Ignore(a => a.Key);
        action.HasIndex(a => a.Id);
        action.HasIndex(a => new { a.TenantId, a.AccreditationId, a.RecordNumber, a.Kind, a.Days }).IsUnique();
        // What the sweep reads.
        action.HasIndex(a => a.DueAt).HasFilter("done_at is null and not superseded").HasDatabaseName("ix_accreditation_actions_due");
    }
}
