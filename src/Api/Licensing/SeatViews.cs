using Franchise.Api.Http;
using Franchise.Domain.Licensing;
using Franchise.Domain.Shared;

namespace Franchise.Api.Licensing;

/// <summary>The seats of one term.</summary>
/// <param name="TermNumber">The term.</param>
/// <param name="Included">How many the term includes.</param>
/// <param name="Reserved">How many are set aside and neither used nor given back.</param>
/// <param name="Consumed">How many are used.</param>
/// <param name="Free">How many are left; negative where the policy allows more than are included.</param>
/// <param name="Over">How many are taken above those included.</param>
internal sealed record SeatBalanceView(int TermNumber, int Included, int Reserved, int Consumed, int Free, int Over)
{
    public static SeatBalanceView Example => new(1, 24, 6, 10, 8, 0);

    public static SeatBalanceView Of(int term, SeatBalance balance) =>
        new(term, balance.Included, balance.Reserved, balance.Consumed, balance.Free, balance.Over);
}

/// <summary>One entry of the seat ledger.</summary>
/// <param name="Id">Its id.</param>
/// <param name="TermNumber">The term whose seats they are.</param>
/// <param name="Kind">What it does.</param>
/// <param name="Reference">For what, in the caller's own words.</param>
/// <param name="Quantity">How many seats.</param>
/// <param name="At">When.</param>
internal sealed record SeatEntryView(Id<SeatEntry> Id, int TermNumber, SeatEntryKind Kind, string Reference, int Quantity, DateTimeOffset At)
{
    public static SeatEntryView Example => new(ExampleOf.Id<SeatEntry>(), 1, SeatEntryKind.Reserve, "course-2027-03", 6, ExampleOf.Time);

    public static SeatEntryView Of(SeatEntry entry) => new(entry.Id, entry.TermNumber, entry.Kind, entry.Reference, entry.Quantity, entry.At);
}

/// <summary>What was done with seats, and how the term's seats stand now.</summary>
/// <param name="Entry">The entry of the ledger. Where the same was done before under the reference, that earlier one.</param>
/// <param name="Balance">The term's seats afterwards.</param>
internal sealed record SeatMove(SeatEntryView Entry, SeatBalanceView Balance)
{
    public static SeatMove Example => new(SeatEntryView.Example, SeatBalanceView.Example);
}
