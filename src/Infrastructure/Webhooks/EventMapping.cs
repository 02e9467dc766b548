using Franchise.Domain.Webhooks;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Franchise.Infrastructure.Webhooks;

internal sealed class EventMapping : IEntityTypeConfiguration<Event>
{
    public void Configure(EntityTypeBuilder<Event> e)
    {
        e.ToTable("events");
        e.HasKey(x => new { x.TenantId, x.Seq });
        e.HasIndex(x => new { x.TenantId, x.Id }).IsUnique();
        e.Property(x => x.Seq).ValueGeneratedNever();
    }
}
