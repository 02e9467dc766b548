using Franchise.Domain.Licensing;
using Franchise.Domain.Shared;

namespace Franchise.Domain.Billing;

/// <summary>What a renewal is going to be invoiced at: for its preview, by the code that makes the invoices themselves.</summary>
public static class RenewalInvoices
{
    /// <summary>
    /// The invoices of the terms that a renewal on a day adds, as they would be issued if nobody holds or hurries them. One that waits for approval has no day of issue
    /// yet. They are kept nowhere.
    /// </summary>
    /// <param name="licence">The licence.</param>
    /// <param name="plan">What the renewal does.</param>
    /// <param name="on">The day of renewal.</param>
    /// <param name="rules">Between whom and by what rules.</param>
    /// <param name="profile">Whose discounts count.</param>
    /// <param name="zone">The organisation's zone.</param>
    public static IReadOnlyList<Invoice> Of(Licence licence, RenewalPlan plan, DateOnly on, InvoiceRules rules, BillingProfile profile, TimeZoneInfo zone)
    {
        var (drafted, issued) = (At(on), At(on.AddDays(rules.DraftDays)));
        return [.. plan.Terms.Select(Invoice)];

        Invoice Invoice(PlannedTerm term)
        {
            var line = FeeGround.OfTerm(licence, term.Number, term.Days, "", on).Preview(term.Price.Amount, profile);
            var invoice = new Invoice(licence.TenantId, InvoiceKind.Licence, licence.Id, term.Days, term.Price.Currency, [line], rules, drafted);
            invoice.Foresee(rules, issued);
            return invoice;
        }

        OwnTime At(DateOnly day) => new(Term.StartOf(day, zone), zone);
    }
}
