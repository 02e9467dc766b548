using Franchise.Domain.Licensing;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Franchise.Infrastructure.Licensing;

internal sealed class LicencePolicyMapping : IEntityTypeConfiguration<LicencePolicy>
{
    public void Configure(EntityTypeBuilder<LicencePolicy> policy)
    {
        policy.ToTable("licence_policies");
        policy.HasKey(p => p.Id);
        policy.Property(p => p.Id).ValueGeneratedNever();
        policy.Property(p => p.Code).HasMaxLength(40);
        policy.Property(p => p.Title).HasMaxLength(200);
        policy.Ignore(p => p.Owner);
        policy.HasIndex(p => p.Code).IsUnique();
        policy.HasMany(p => p.Versions).WithOne().HasForeignKey(v => v.PolicyId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class LicencePolicyVersionMapping : IEntityTypeConfiguration<LicencePolicyVersion>
{
    public void Configure(EntityTypeBuilder<LicencePolicyVersion> version)
    {
        version.ToTable("licence_policy_versions");
        version.HasKey(v => v.Id);
        version.Property(v => v.Id).ValueGeneratedNever();
        version.Property(v => v.Term).HasConversion<IsoPeriodConverter>().HasMaxLength(20);
        version.Property(v => v.TeachOut).HasConversion<IsoPeriodConverter>().HasMaxLength(20);
        version.Property(v => v.Text).HasMaxLength(20_000);
        version.ComplexProperty(v => v.Dunning, days =>
        {
            days.Property(d => d.Reminder).HasColumnName("reminder_days");
            days.Property(d => d.SecondReminder).HasColumnName("second_reminder_days");
            days.Property(d => d.FinalNotice).HasColumnName("final_notice_days");
            days.Property(d => d.HoldOnNewCourses).HasColumnName("hold_on_new_courses_days");
            days.Property(d => d.HoldOnLicence).HasColumnName("hold_on_licence_days");
        });
        version.HasIndex(v => new { v.PolicyId, v.Number }).IsUnique();
    }
}
