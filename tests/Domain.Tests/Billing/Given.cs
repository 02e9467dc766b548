using Franchise.Domain.Billing;
using Franchise.Domain.Identity;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;

namespace Franchise.Domain.Tests.Billing;

/// <summary>Invoices and what they are made of, in few words.</summary>
internal static class Given
{
    public static readonly TimeZoneInfo London = TimeZoneInfo.FindSystemTimeZoneById("Europe/London");

    public static readonly Organisation Partner = new(
        new("Harbour Women's Aid", null, OrganisationKind.WomensOrganisation, Registration.Nowhere, "GB", "Europe/London", "GBP", "en", new("1 High Street", null, "Leeds", null, "LS1 1AA", "GB")),
        false, Refused.Now);

    public static readonly Actor Finance = new(ActorKind.User, "usr_finance", Organisation.FranchisorId, Role.Finance, Permission.Of(Role.Finance), null);

    public static readonly Supplier Registered = new("Cohort 4", "1 Street\nBirmingham", "GB123456789", true, VatRates.OfTheUnitedKingdom);

    public static readonly Customer Buyer = new("Harbour Women's Aid", "1 High Street\nLeeds", "GB", null);

    public static InvoiceRules Rules(Supplier? supplier = null, Customer? customer = null, long holdAbove = long.MaxValue) =>
        new(supplier ?? Registered, customer ?? Buyer, "PO-77", 30, 3, holdAbove);

    public static OwnTime On(string day) => new(Term.StartOf(DateOnly.Parse(day), London).AddHours(10), London);

    public static Term Days(string first, string last) => new(DateOnly.Parse(first), DateOnly.Parse(last));

    public static Invoice Draft(InvoiceRules? rules = null, string on = "2026-02-01", params LineDraft[] lines) =>
        new(Partner.TenantId, InvoiceKind.OneOff, null, Days("2026-02-01", "2026-02-28"), "GBP", lines.Length > 0 ? lines : [Line(10_000)], rules ?? Rules(), On(on));

    public static LineDraft Line(long amount, int quantity = 1, Term? period = null, VatChoice? vat = null) =>
        new(FeeKind.OneOff, "Work", quantity, amount, 0, period, vat);

    public static (Invoice Invoice, List<LedgerEntry> Ledger) Issued(params LineDraft[] lines)
    {
        var invoice = Draft(null, "2026-02-01", lines);
        return (invoice, [.. invoice.Finalise("C4-2026-000001", Rules(), On("2026-02-01")).Entries]);
    }

    public static (Payment Payment, List<LedgerEntry> Ledger) Paid(long amount, string on = "2026-02-10")
    {
        var (payment, posting) = Payment.Record(Partner, PaymentMethod.BankTransfer, new(amount, "GBP"), On(on).Today, "C4-2026-000001", null, On(on));
        return (payment, [.. posting.Entries]);
    }

    public static long Balance(IEnumerable<LedgerEntry> ledger, Account account, string? until = null) =>
        ledger.Where(e => e.Account == account && (until is null || e.On <= DateOnly.Parse(until))).Sum(e => e.Amount);
}
