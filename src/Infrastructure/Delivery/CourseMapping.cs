using Franchise.Domain.Accreditation;
using Franchise.Domain.Catalogue;
using Franchise.Domain.Delivery;
using Franchise.Domain.Licensing;
using Franchise.Domain.Organisations;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Franchise.Infrastructure.Delivery;

internal sealed class CourseMapping : IEntityTypeConfiguration<Course>
{
    public void Configure(EntityTypeBuilder<Course> course)
    {
        course.ToTable("courses");
        course.HasKey(c => new { c.TenantId, c.Id });
        course.Property(c => c.Id).ValueGeneratedNever();
        course.Ignore(c => c.Owner);
        course.Ignore(c => c.Zone);
        course.Ignore(c => c.FirstSession);
        course.Ignore(c => c.LastSession);
        course.Property(c => c.Group).HasColumnName("group_label").HasMaxLength(80);
        course.Property(c => c.Language).HasMaxLength(12);
        course.Property(c => c.TimeZone).HasMaxLength(64);
        course.Property(c => c.Territory).HasMaxLength(6);
        course.ComplexProperty(c => c.Cancellation, cancellation =>
        {
            cancellation.Property(c => c.Reason).HasColumnName("cancelled_for");
            cancellation.Property(c => c.By).HasColumnName("cancelled_by").HasMaxLength(40);
            cancellation.Property(c => c.At).HasColumnName("cancelled_at");
        });
        course.HasIndex(c => c.Id);
        course.HasIndex(c => new { c.TenantId, c.Status });
        course.HasIndex(c => new { c.TenantId, c.LicenceId });
        course.HasOne<Organisation>().WithMany().HasForeignKey(c => c.TenantId).HasPrincipalKey(o => o.TenantId).OnDelete(DeleteBehavior.Restrict);
        course.HasOne<Licence>().WithMany().HasForeignKey(c => new { c.TenantId, c.LicenceId }).OnDelete(DeleteBehavior.Restrict);
        course.HasMany(c => c.Units).WithOne().HasForeignKey(u => new { u.TenantId, u.CourseId }).OnDelete(DeleteBehavior.Restrict);
        course.HasMany(c => c.Sessions).WithOne().HasForeignKey(s => new { s.TenantId, s.CourseId }).OnDelete(DeleteBehavior.Restrict);
        course.HasMany(c => c.Schedule).WithOne().HasForeignKey(a => new { a.TenantId, a.CourseId }).OnDelete(DeleteBehavior.Restrict);
        course.HasMany<Enrolment>().WithOne().HasForeignKey(e => new { e.TenantId, e.CourseId }).OnDelete(DeleteBehavior.Restrict);
        course.HasMany<LearnerNotice>().WithOne().HasForeignKey(n => new { n.TenantId, n.CourseId }).OnDelete(DeleteBehavior.Restrict);
        course.HasMany<CalendarFeed>().WithOne().HasForeignKey(f => new { f.TenantId, f.CourseId }).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class CourseUnitMapping : IEntityTypeConfiguration<CourseUnit>
{
    public void Configure(EntityTypeBuilder<CourseUnit> unit)
    {
        unit.ToTable("course_units");
        unit.HasKey(u => new { u.TenantId, u.CourseId, u.Unit });
        unit.Property(u => u.Unit).HasMaxLength(40);
        unit.HasOne<UnitVersion>().WithMany().HasForeignKey(u => u.UnitVersionId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class SessionMapping : IEntityTypeConfiguration<Session>
{
    public void Configure(EntityTypeBuilder<Session> session)
    {
        session.ToTable("sessions", table => table.HasCheckConstraint("ck_sessions_times", "ends_at > starts_at"));
        session.HasKey(s => new { s.TenantId, s.Id });
        session.Property(s => s.Id).ValueGeneratedNever();
        session.Property(s => s.Date).HasColumnName("on_day");
        session.Property(s => s.Place).HasMaxLength(200);
        session.PrimitiveCollection(s => s.Units);
        session.Ignore(s => s.Stands);
        session.Ignore(s => s.AtRisk);
        session.Ignore(s => s.Minutes);
        session.HasIndex(s => s.Id);
        session.HasIndex(s => new { s.TenantId, s.CourseId });
        session.HasIndex(s => new { s.TenantId, s.StartsAt });
        session.HasMany(s => s.Trainers).WithOne().HasForeignKey(t => new { t.TenantId, t.SessionId }).OnDelete(DeleteBehavior.Restrict);
        session.HasMany<Attendance>().WithOne().HasForeignKey(a => new { a.TenantId, a.SessionId }).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class SessionTrainerMapping : IEntityTypeConfiguration<SessionTrainer>
{
    public void Configure(EntityTypeBuilder<SessionTrainer> booking)
    {
        booking.ToTable("session_trainers");
        booking.HasKey(t => new { t.TenantId, t.SessionId, t.TrainerId });
        booking.ComplexProperty(t => t.Overridden, over =>
        {
            over.Property(o => o.Reason).HasColumnName("overridden_because").HasMaxLength(500);
            over.Property(o => o.By).HasColumnName("overridden_by").HasMaxLength(40);
            over.Property(o => o.At).HasColumnName("overridden_at");
        });
        booking.ComplexProperty(t => t.Risk, risk =>
        {
            risk.Property(r => r.Code).HasColumnName("risk_code").HasMaxLength(60);
            // A restriction's text is Cohort 4's own, up to 2,000 characters.
            risk.Property(r => r.Sentence).HasColumnName("risk_sentence").HasMaxLength(2_000);
            risk.Property(r => r.Remedy).HasColumnName("risk_remedy").HasMaxLength(500);
            risk.Property(r => r.Since).HasColumnName("at_risk_since");
        });
        booking.HasIndex(t => new { t.TenantId, t.TrainerId });
        booking.HasOne<Trainer>().WithMany().HasForeignKey(t => new { t.TenantId, t.TrainerId }).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class CourseActionMapping : IEntityTypeConfiguration<CourseAction>
{
    public void Configure(EntityTypeBuilder<CourseAction> action)
    {
        action.ToTable("course_actions");
        action.HasKey(a => new { a.TenantId, a.Id });
        action.Property(a => a.Id).ValueGeneratedNever();
        action.Ignore(a => a.IsPending);
        action.Ignore(a => a.Key);
        action.HasIndex(a => a.Id);
        action.HasIndex(a => new { a.TenantId, a.CourseId, a.Kind, a.Days }).IsUnique();
        // What the sweep reads.
        action.HasIndex(a => a.DueAt).HasFilter("done_at is null and not superseded").HasDatabaseName("ix_course_actions_due");
    }
}

internal sealed class CalendarFeedMapping : IEntityTypeConfiguration<CalendarFeed>
{
    public void Configure(EntityTypeBuilder<CalendarFeed> feed)
    {
        feed.ToTable("calendar_feeds");
        feed.HasKey(f => new { f.TenantId, f.Id });
        feed.Property(f => f.Id).ValueGeneratedNever();
        feed.Ignore(f => f.Owner);
        feed.Property(f => f.CreatedBy).HasMaxLength(40);
        feed.Property(f => f.TokenHash).HasMaxLength(32);
        feed.HasIndex(f => f.Id);
        feed.HasIndex(f => new { f.TenantId, f.TokenHash }).IsUnique();
        feed.HasOne<Trainer>().WithMany().HasForeignKey(f => new { f.TenantId, f.TrainerId }).OnDelete(DeleteBehavior.Restrict);
    }
}
