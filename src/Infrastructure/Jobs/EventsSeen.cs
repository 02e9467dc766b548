using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Franchise.Infrastructure.Jobs;

/// <summary>
/// How far a reader has come in an organisation's events. They are numbered in the order of commits, without a gap, so that a number says all of it.
/// </summary>
public sealed class EventsSeen : ITenantOwned, IPlatformOwned, IHiddenFromTenants
{
    private EventsSeen() { }

    /// <summary>A reader that has seen nothing.</summary>
    public EventsSeen(Id<Organisation> organisation, string reader) => (TenantId, Reader) = (organisation, reader);

    /// <inheritdoc/>
    public Id<Organisation> TenantId { get; private set; }

    /// <summary>Who reads.</summary>
    public string Reader { get; private set; } = "";

    /// <summary>The number of the last event seen.</summary>
    public long Seq { get; private set; }

    /// <summary>Notes how far it has come.</summary>
    public void Until(long seq) => Seq = seq;
}

internal sealed class EventsSeenMapping : IEntityTypeConfiguration<EventsSeen>
{
    public void Configure(EntityTypeBuilder<EventsSeen> seen)
    {
        seen.ToTable("events_seen");
        seen.HasKey(s => new { s.TenantId, s.Reader });
        seen.Property(s => s.Reader).HasMaxLength(40);
    }
}
