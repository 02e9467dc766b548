using Franchise.Domain.Licensing;
using Franchise.Domain.Organisations;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Franchise.Infrastructure.Licensing;

internal sealed class LicenceMapping : IEntityTypeConfiguration<Licence>
{
    public void Configure(EntityTypeBuilder<Licence> licence)
    {
        licence.ToTable("licences");
        licence.HasKey(l => new { l.TenantId, l.Id });
        licence.Property(l => l.Id).ValueGeneratedNever();
        licence.Ignore(l => l.Owner);
        licence.HasIndex(l => l.Id);
        licence.HasIndex(l => new { l.TenantId, l.Status });

        licence.ComplexProperty(l => l.Grant, grant =>
        {
            grant.Property(g => g.Package).HasColumnName("package").HasMaxLength(40);
            grant.ComplexProperty(g => g.Price, price =>
            {
                price.Property(p => p.Amount).HasColumnName("price_amount");
                price.Property(p => p.Currency).HasColumnName("price_currency").HasMaxLength(3);
            });
            grant.ComplexProperty(g => g.ExtraLearnerFee, fee =>
            {
                fee.Property(f => f.Amount).HasColumnName("extra_learner_fee_amount");
                fee.Property(f => f.Currency).HasColumnName("extra_learner_fee_currency").HasMaxLength(3);
            });
            grant.Property(g => g.Seats).HasColumnName("seats");
            grant.Property(g => g.StartsOn).HasColumnName("starts_on");
            grant.Property(g => g.Units).HasColumnName("units");
            grant.Property(g => g.Resources).HasColumnName("resources");
            grant.Property(g => g.Tools).HasColumnName("tools");
            grant.Property(g => g.Territories).HasColumnName("territories");
            grant.Property(g => g.Languages).HasColumnName("languages");
            grant.Property(g => g.Modes).HasColumnName("modes");
            grant.Property(g => g.FollowsPriceList).HasColumnName("follows_price_list");
        });
        licence.ComplexProperty(l => l.Offer, offer =>
        {
            offer.Property(o => o.AgreementText).HasColumnName("agreement_text").HasMaxLength(200_000);
            offer.Property(o => o.TextHash).HasColumnName("agreement_text_hash").HasMaxLength(64);
            offer.Property(o => o.ValidUntil).HasColumnName("offer_valid_until");
            offer.Property(o => o.OfferedBy).HasColumnName("offered_by").HasMaxLength(40);
            offer.Property(o => o.OfferedAt).HasColumnName("offered_at");
        });
        licence.ComplexProperty(l => l.Acceptance, acceptance =>
        {
            acceptance.Property(a => a.Actor).HasColumnName("accepted_by").HasMaxLength(40);
            acceptance.Property(a => a.Role).HasColumnName("accepted_as");
            acceptance.Property(a => a.At).HasColumnName("accepted_at");
            acceptance.Property(a => a.Ip).HasColumnName("accepted_from").HasMaxLength(45);
            acceptance.Property(a => a.TextHash).HasColumnName("accepted_text_hash").HasMaxLength(64);
        });
        licence.ComplexProperty(l => l.Calendar, calendar =>
        {
            calendar.Property(c => c.Anchor).HasColumnName("anchor");
            calendar.Property(c => c.AnchorTerm).HasColumnName("anchor_term");
            calendar.Property(c => c.TermNumber).HasColumnName("term_number");
            calendar.Property(c => c.AgreedOn).HasColumnName("term_agreed_on");
            calendar.Property(c => c.LastDay).HasColumnName("last_day");
            calendar.Property(c => c.GraceLastDay).HasColumnName("grace_last_day");
            calendar.Property(c => c.TeachOutLastDay).HasColumnName("teach_out_last_day");
        });
        licence.ComplexProperty(l => l.PriceNotice, notice =>
        {
            notice.Property(n => n.Amount).HasColumnName("price_told_amount");
            notice.Property(n => n.ToldOn).HasColumnName("price_told_on");
        });
        licence.ComplexProperty(l => l.EarlierPriceNotice, notice =>
        {
            notice.Property(n => n.Amount).HasColumnName("price_told_earlier_amount");
            notice.Property(n => n.ToldOn).HasColumnName("price_told_earlier_on");
        });
        licence.ComplexProperty(l => l.Amendment, amendment =>
        {
            amendment.Property(a => a.TermNumber).HasColumnName("amended_term");
            amendment.Property(a => a.From).HasColumnName("amended_from");
            amendment.Property(a => a.Amount).HasColumnName("amended_amount");
            amendment.Property(a => a.Seats).HasColumnName("amended_seats");
        });
        licence.ComplexProperty(l => l.Termination, termination =>
        {
            termination.Property(t => t.Cause).HasColumnName("termination_cause");
            termination.Property(t => t.LearnerProtectionPlan).HasColumnName("learner_protection_plan").HasMaxLength(20_000);
            termination.Property(t => t.TeachOutAllowed).HasColumnName("termination_teach_out_allowed");
            termination.Property(t => t.ProposedBy).HasColumnName("termination_proposed_by").HasMaxLength(40);
            termination.Property(t => t.ProposedAt).HasColumnName("termination_proposed_at");
            termination.Property(t => t.ConfirmedBy).HasColumnName("termination_confirmed_by").HasMaxLength(40);
            termination.Property(t => t.EffectiveOn).HasColumnName("terminated_on");
            termination.Property(t => t.TeachOutLastDay).HasColumnName("termination_teach_out_last_day");
        });

        licence.HasOne<Organisation>().WithMany().HasForeignKey(l => l.TenantId).HasPrincipalKey(o => o.TenantId).OnDelete(DeleteBehavior.Restrict);
        licence.HasOne<LicencePolicyVersion>().WithMany().HasForeignKey(l => l.PolicyVersionId).OnDelete(DeleteBehavior.Restrict);
        licence.HasMany(l => l.Terms).WithOne().HasForeignKey(t => new { t.TenantId, t.LicenceId }).OnDelete(DeleteBehavior.Restrict);
        licence.HasMany(l => l.Holds).WithOne().HasForeignKey(h => new { h.TenantId, h.LicenceId }).OnDelete(DeleteBehavior.Restrict);
        licence.HasMany(l => l.Entitlements).WithOne().HasForeignKey(e => new { e.TenantId, e.LicenceId }).OnDelete(DeleteBehavior.Restrict);
        licence.HasMany(l => l.Schedule).WithOne().HasForeignKey(a => new { a.TenantId, a.LicenceId }).OnDelete(DeleteBehavior.Restrict);
        licence.HasMany<SeatEntry>().WithOne().HasForeignKey(s => new { s.TenantId, s.LicenceId }).OnDelete(DeleteBehavior.Restrict);
    }
}
