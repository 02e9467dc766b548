using Franchise.Domain.Organisations;
using Franchise.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Franchise.Infrastructure.Email;

internal sealed class OutgoingEmailMapping : IEntityTypeConfiguration<OutgoingEmail>
{
    public void Configure(EntityTypeBuilder<OutgoingEmail> builder)
    {
        builder.ToTable("outgoing_emails");
        builder.HasKey(e => new { e.TenantId, e.Id });
        builder.Property(e => e.Id).ValueGeneratedNever().HasConversion(new IdConverter<OutgoingEmail>());
        builder.HasIndex(e => e.NextAttemptAt).HasFilter("next_attempt_at is not null");
        builder.HasOne<Organisation>().WithMany().HasForeignKey(e => e.TenantId).OnDelete(DeleteBehavior.Restrict);
    }
}
