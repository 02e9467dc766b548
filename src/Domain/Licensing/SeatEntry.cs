using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;

namespace Franchise.Domain.Licensing;

/// <summary>What an entry of the seat ledger does.</summary>
public enum SeatEntryKind
{
    /// <summary>Sets seats aside.</summary>
    Reserve,

    /// <summary>Turns reserved seats into used ones, for good.</summary>
    Consume,

    /// <summary>Gives reserved seats back.</summary>
    Release,
}

/// <summary>One entry of the seat ledger. Entries are only added. Each reference is reserved, consumed and released at most once.</summary>
[IdPrefix("sea")]
public sealed class SeatEntry : ITenantOwned, IPlatformOwned, IAppendOnly
{
    private SeatEntry() { }

    internal SeatEntry(Licence licence, int termNumber, SeatEntryKind kind, string reference, int quantity, DateTimeOffset now)
    {
        Id = Id<SeatEntry>.New(now);
        TenantId = licence.TenantId;
        LicenceId = licence.Id;
        TermNumber = termNumber;
        Kind = kind;
        Reference = reference;
        Quantity = quantity;
        At = now;
    }

    /// <summary>The entry's id.</summary>
    public Id<SeatEntry> Id { get; private set; }

    /// <inheritdoc/>
    public Id<Organisation> TenantId { get; private set; }

    /// <summary>The licence whose seats they are.</summary>
    public Id<Licence> LicenceId { get; private set; }

    /// <summary>The term whose seats they are.</summary>
    public int TermNumber { get; private set; }

    /// <summary>What it does.</summary>
    public SeatEntryKind Kind { get; private set; }

    /// <summary>For what, in the caller's own words: the id of a course or an enrolment. Never a name.</summary>
    public string Reference { get; private set; } = "";

    /// <summary>How many seats; at least 1.</summary>
    public int Quantity { get; private set; }

    /// <summary>When.</summary>
    public DateTimeOffset At { get; private set; }
}

/// <summary>The seats of one term.</summary>
/// <param name="Included">How many the term includes.</param>
/// <param name="Reserved">How many are set aside and neither used nor given back.</param>
/// <param name="Consumed">How many are used.</param>
public sealed record SeatBalance(int Included, int Reserved, int Consumed)
{
    /// <summary>How many are left; negative where the policy allows more than are included.</summary>
    public int Free => Included - Reserved - Consumed;

    /// <summary>How many are taken above those included.</summary>
    public int Over => Math.Max(0, -Free);

    /// <summary>The balance from the sums of each kind of entry.</summary>
    public static SeatBalance Of(int included, int reserved, int consumed, int released) => new(included, reserved - consumed - released, consumed);

    /// <summary>The balance from the entries of a term.</summary>
    public static SeatBalance Of(LicenceTerm term, IEnumerable<SeatEntry> entries)
    {
        var sums = entries.Where(e => e.TermNumber == term.Number).ToLookup(e => e.Kind, e => e.Quantity);
        return Of(term.Seats, sums[SeatEntryKind.Reserve].Sum(), sums[SeatEntryKind.Consume].Sum(), sums[SeatEntryKind.Release].Sum());
    }
}

/// <summary>What the ledger holds under one reference.</summary>
/// <param name="Reference">The caller's reference, 1 to 100 characters.</param>
/// <param name="Entries">The licence's entries with that reference, in whatever term.</param>
public sealed record SeatBooking(string Reference, IReadOnlyCollection<SeatEntry> Entries)
{
    /// <summary>How many are reserved and neither used nor given back.</summary>
    public int Outstanding => QuantityOf(SeatEntryKind.Reserve) - QuantityOf(SeatEntryKind.Consume) - QuantityOf(SeatEntryKind.Release);

    /// <summary>The entry of a kind; null where there is none.</summary>
    public SeatEntry? Entry(SeatEntryKind kind) => Entries.FirstOrDefault(e => e.Kind == kind);

    private int QuantityOf(SeatEntryKind kind) => Entry(kind)?.Quantity ?? 0;
}
