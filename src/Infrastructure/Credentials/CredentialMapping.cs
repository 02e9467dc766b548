using System.Text.Json;
using Franchise.Domain.Accreditation;
using Franchise.Domain.Credentials;
using Franchise.Domain.Delivery;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Franchise.Infrastructure.Credentials;

internal sealed class CertificateMapping : IEntityTypeConfiguration<Certificate>
{
    public void Configure(EntityTypeBuilder<Certificate> certificate)
    {
        certificate.ToTable("certificates");
        certificate.HasKey(c => new { c.TenantId, c.Id });
        certificate.Property(c => c.Id).ValueGeneratedNever();
        certificate.Property(c => c.Award).HasConversion<AwardConverter>().HasColumnType("jsonb");
        certificate.Property(c => c.AwardingReference).HasMaxLength(60);
        certificate.HasIndex(c => c.Id);
        certificate.HasOne<Organisation>().WithMany().HasForeignKey(c => c.TenantId).HasPrincipalKey(o => o.TenantId).OnDelete(DeleteBehavior.Restrict);
        certificate.HasOne<Learner>().WithMany().HasForeignKey(c => new { c.TenantId, c.LearnerId }).OnDelete(DeleteBehavior.Restrict);
        certificate.HasOne<Enrolment>().WithMany().HasForeignKey(c => new { c.TenantId, c.EnrolmentId }).OnDelete(DeleteBehavior.Restrict);
        certificate.HasOne<Course>().WithMany().HasForeignKey(c => new { c.TenantId, c.CourseId }).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class CredentialMapping : IEntityTypeConfiguration<Credential>
{
    public void Configure(EntityTypeBuilder<Credential> credential)
    {
        credential.ToTable("credentials");
        credential.HasKey(c => new { c.TenantId, c.Id });
        credential.Property(c => c.Id).ValueGeneratedNever();
        credential.Ignore(c => c.IsOpen);
        credential.Property(c => c.Award).HasConversion<AwardConverter>().HasColumnType("jsonb");
        credential.HasIndex(c => c.Id);
        credential.HasIndex(c => new { c.TenantId, c.CertificateId }).IsUnique();
        // What makes two made at once one.
        credential.HasIndex(c => new { c.TenantId, c.AccreditationRecordId }).IsUnique().HasFilter("status in ('valid', 'suspended')");
        // What the sweep reads.
        credential.HasIndex(c => c.ExpiresAt).HasFilter("status in ('valid', 'suspended')").HasDatabaseName("ix_credentials_expiring");
        credential.HasOne<Organisation>().WithMany().HasForeignKey(c => c.TenantId).HasPrincipalKey(o => o.TenantId).OnDelete(DeleteBehavior.Restrict);
        credential.HasOne<Certificate>().WithOne().HasForeignKey<Credential>(c => new { c.TenantId, c.CertificateId }).OnDelete(DeleteBehavior.Restrict);
        credential.HasOne<UnitAccreditation>().WithMany().HasForeignKey(c => new { c.TenantId, c.AccreditationId }).OnDelete(DeleteBehavior.Restrict);
        credential.HasOne<AccreditationRecord>().WithMany().HasForeignKey(c => new { c.TenantId, c.AccreditationRecordId }).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class ShareLinkMapping : IEntityTypeConfiguration<ShareLink>
{
    public void Configure(EntityTypeBuilder<ShareLink> link)
    {
        link.ToTable("share_links");
        link.HasKey(l => new { l.TenantId, l.Id });
        link.Property(l => l.Id).ValueGeneratedNever();
        link.Property(l => l.TokenHash).HasMaxLength(SecretHash.Length);
        link.Property(l => l.CreatedBy).HasMaxLength(40);
        link.HasIndex(l => l.Id);
        link.HasIndex(l => new { l.TenantId, l.CredentialId });
        // What a verification reads.
        link.HasIndex(l => new { l.TenantId, l.TokenHash }).IsUnique();
        link.HasOne<Credential>().WithMany().HasForeignKey(l => new { l.TenantId, l.CredentialId }).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class AwardConverter() : ValueConverter<Award, string>(
    award => JsonSerializer.Serialize(award, JsonSerializerOptions.Web), text => JsonSerializer.Deserialize<Award>(text, JsonSerializerOptions.Web)!);
