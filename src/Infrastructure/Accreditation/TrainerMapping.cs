using Franchise.Domain.Accreditation;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Franchise.Infrastructure.Accreditation;

internal sealed class TrainerMapping : IEntityTypeConfiguration<Trainer>
{
    public void Configure(EntityTypeBuilder<Trainer> trainer)
    {
        trainer.ToTable("trainers");
        trainer.HasKey(t => new { t.TenantId, t.Id });
        trainer.Property(t => t.Id).ValueGeneratedNever();
        trainer.Ignore(t => t.Owner);
        trainer.Property(t => t.Name).HasMaxLength(200);
        trainer.Property(t => t.Email).HasMaxLength(EmailAddress.Most);
        trainer.PrimitiveCollection(t => t.Languages);
        trainer.ComplexProperty(t => t.LineManager, manager =>
        {
            manager.Property(m => m.Name).HasColumnName("line_manager_name").HasMaxLength(200);
            manager.Property(m => m.Email).HasColumnName("line_manager_email").HasMaxLength(EmailAddress.Most);
        });
        trainer.HasIndex(t => t.Id);
        // One person is one trainer of an organisation.
        trainer.HasIndex(t => new { t.TenantId, t.UserId }).IsUnique();
        trainer.HasOne<Organisation>().WithMany().HasForeignKey(t => t.TenantId).HasPrincipalKey(o => o.TenantId).OnDelete(DeleteBehavior.Restrict);
        trainer.HasMany(t => t.Qualifications).WithOne().HasForeignKey(q => new { q.TenantId, q.TrainerId }).OnDelete(DeleteBehavior.Restrict);
        trainer.HasMany<CpdRecord>().WithOne().HasForeignKey(r => new { r.TenantId, r.TrainerId }).OnDelete(DeleteBehavior.Restrict);
        trainer.HasMany<Standardisation>().WithOne().HasForeignKey(s => new { s.TenantId, s.TrainerId }).OnDelete(DeleteBehavior.Restrict);
        trainer.HasMany<UnitAccreditation>().WithOne().HasForeignKey(a => new { a.TenantId, a.TrainerId }).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class QualificationMapping : IEntityTypeConfiguration<Qualification>
{
    public void Configure(EntityTypeBuilder<Qualification> qualification)
    {
        // The one kind of which nothing but the fact and the date may be kept, whoever writes.
        qualification.ToTable(
            "qualifications",
            table => table.HasCheckConstraint("ck_qualifications_check", "kind <> 'check' or (title is null and evidence_storage_key is null)"));
        qualification.HasKey(q => new { q.TenantId, q.Id });
        qualification.Property(q => q.Id).ValueGeneratedNever();
        qualification.Property(q => q.Title).HasMaxLength(200);
        qualification.ComplexProperty(q => q.Evidence, file =>
        {
            file.Property(f => f.FileName).HasColumnName("evidence_file_name").HasMaxLength(200);
            file.Property(f => f.ContentType).HasColumnName("evidence_content_type").HasMaxLength(100);
            file.Property(f => f.Size).HasColumnName("evidence_size");
            file.Property(f => f.Sha256).HasColumnName("evidence_sha256").HasMaxLength(64).IsFixedLength();
            file.Property(f => f.StorageKey).HasColumnName("evidence_storage_key").HasMaxLength(200);
        });
        qualification.HasIndex(q => q.Id);
        qualification.HasIndex(q => new { q.TenantId, q.TrainerId });
    }
}

internal sealed class CpdRecordMapping : IEntityTypeConfiguration<CpdRecord>
{
    public void Configure(EntityTypeBuilder<CpdRecord> record)
    {
        record.ToTable("cpd_records", table => table.HasCheckConstraint("ck_cpd_records_hours", "hours > 0"));
        record.HasKey(r => new { r.TenantId, r.Id });
        record.Property(r => r.Id).ValueGeneratedNever();
        record.Property(r => r.On).HasColumnName("on_day");
        record.Property(r => r.Hours).HasPrecision(6, 2);
        record.Property(r => r.What).HasMaxLength(500);
        record.HasIndex(r => r.Id);
        record.HasIndex(r => new { r.TenantId, r.TrainerId, r.On });
    }
}

internal sealed class StandardisationMapping : IEntityTypeConfiguration<Standardisation>
{
    public void Configure(EntityTypeBuilder<Standardisation> attended)
    {
        attended.ToTable("standardisations");
        attended.HasKey(s => new { s.TenantId, s.Id });
        attended.Property(s => s.Id).ValueGeneratedNever();
        attended.Property(s => s.On).HasColumnName("on_day");
        attended.Property(s => s.What).HasMaxLength(500);
        attended.HasIndex(s => s.Id);
        attended.HasIndex(s => new { s.TenantId, s.TrainerId, s.On });
    }
}
