using System.Text.Json;
using Franchise.Domain.Organisations;

namespace Franchise.Domain.Shared;

/// <summary>
/// Something that happened. Saving writes it to the outbox and to the organisation's audit chain in the same transaction as the change itself.
/// </summary>
/// <param name="Type"><c>noun.past_participle</c>, as <c>licence.accepted</c>.</param>
/// <param name="Subject">The shown id of what it happened to.</param>
/// <param name="Data">Small, flat and free of names of people; null where id and type are all.</param>
public sealed record DomainEvent(string Type, string Subject, IReadOnlyDictionary<string, object?>? Data = null);

/// <summary>A thing that is loaded, changed through its verbs and saved as one.</summary>
public abstract class Aggregate
{
    private readonly List<DomainEvent> events = [];

    /// <summary>Counts changes; shown as the ETag. A change of a part counts as a change of the whole.</summary>
    public int Version { get; private set; } = 1;

    /// <summary>What happened since it was loaded.</summary>
    public IReadOnlyList<DomainEvent> Events => events;

    /// <summary>The organisation in whose audit chain the events stand.</summary>
    public abstract Id<Organisation> Owner { get; }

    /// <summary>Forgets the events once they are written.</summary>
    public void ForgetEvents()
    {
        events.Clear();
        isNew = false;
    }

    /// <summary>Says what happened, and that this is a new version.</summary>
    protected void Raise(string type, string subject, params (string Name, object? Value)[] data)
    {
        if (events.Count == 0 && !isNew)
            Version++;
        events.Add(new(type, subject, data.Length == 0 ? null : data.ToDictionary(d => d.Name, d => d.Value)));
    }

    /// <summary>A new version of which nothing is said: where saying so would tie two things together that must stay apart.</summary>
    protected void ChangeQuietly()
    {
        if (events.Count == 0 && !isNew)
            Version++;
    }

    /// <summary>An enumeration's value as the API shows it, for the data of an event.</summary>
    protected static string Word(Enum value) => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());

    // Set by constructors that make something new: its first version is 1 however much it says.
    private bool isNew;

    /// <summary>Called by the constructor of a new thing, before it raises anything.</summary>
    protected void IsNew() => isNew = true;
}
