using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;

namespace Franchise.Domain.Webhooks;

/// <summary>
/// Something that happened, for the organisation's own systems to read. Written in the transaction of the change itself, and numbered by the
/// database in the order of commits, so that a reader who remembers the last number never misses one.
/// </summary>
[IdPrefix("evt")]
public sealed class Event : ITenantOwned, IAppendOnly
{
    private Event() { }

    /// <inheritdoc/>
    public Id<Organisation> TenantId { get; private set; }

    /// <summary>Its id.</summary>
    public Id<Event> Id { get; private set; }

    /// <summary>Place in the organisation's feed, from 1 without a gap.</summary>
    public long Seq { get; private set; }

    /// <summary>When it happened, by the organisation's own clock.</summary>
    public DateTimeOffset At { get; private set; }

    /// <summary><c>noun.past_participle</c>.</summary>
    public string Type { get; private set; } = "";

    /// <summary>The shown id of what it happened to.</summary>
    public string Subject { get; private set; } = "";

    /// <summary>Small JSON object; never a person's data.</summary>
    public string Data { get; private set; } = "{}";
}
