using Franchise.Api.Http;
using Franchise.Domain.Billing;
using Franchise.Domain.Shared;

namespace Franchise.Api.Billing;

/// <summary>Money that came in on Cohort 4's account.</summary>
/// <param name="Id">Its id.</param>
/// <param name="On">The day of booking.</param>
/// <param name="Amount">How much.</param>
/// <param name="Reference">What the payer wrote.</param>
/// <param name="Status">How far it has come.</param>
/// <param name="PaymentId">The payment; null where there is none.</param>
/// <param name="Suggestions">Invoices that it may pay, while it is open: those that its reference names, then the oldest that are owed just as much; ten at most.</param>
/// <param name="OpenBecause">Why it did not become the payment that it seems to be; null where nothing speaks for one, and once somebody has seen to it.</param>
internal sealed record BankLineView(
    Id<BankLine> Id, DateOnly On, Money Amount, string Reference, BankLineStatus Status, Id<Payment>? PaymentId, IReadOnlyList<InvoiceSummary> Suggestions,
    string? OpenBecause)
{
    public const int MostSuggestions = 10;

    public static BankLineView Example =>
        new(ExampleOf.Id<BankLine>(), new(2027, 3, 20), new(539_000, "GBP"), "INV C4 2027 000123", BankLineStatus.Open, null, [InvoiceSummary.Example], null);

    public static BankLineView Of(BankLine l, IEnumerable<Invoice> owed) =>
        new(
            l.Id, l.On, new(l.Amount, l.Currency), l.Reference, l.Status, l.PaymentId,
            l.Status != BankLineStatus.Open
                ? []
                : [.. owed.Where(i => i.Currency == l.Currency && (l.Numbers.Contains(i.Number) || i.Outstanding == l.Amount)).Take(MostSuggestions).Select(InvoiceSummary.Of)],
            l.OpenBecause);
}
