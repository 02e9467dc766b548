using Franchise.Api.Http;
using Franchise.Domain.Billing;
using Franchise.Domain.Licensing;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;

namespace Franchise.Api.Billing;

/// <summary>An invoice: as a draft what would be issued, issued what stands for good.</summary>
/// <param name="Id">Its id.</param>
/// <param name="OrganisationId">Who owes it.</param>
/// <param name="Kind">What it is for.</param>
/// <param name="LicenceId">The licence; null where it is under none.</param>
/// <param name="PeriodFirst">The first day of its period.</param>
/// <param name="PeriodLast">The last, inclusive.</param>
/// <param name="Status">Where it stands.</param>
/// <param name="Number">Its number, without a gap in its series and year; null for a draft.</param>
/// <param name="FinaliseAt">When a draft is issued by itself.</param>
/// <param name="AwaitsApproval">Whether a draft is above the threshold and waits for approval instead.</param>
/// <param name="AwaitsExchangeRate">Whether a draft would be issued by now and waits for an exchange rate, to say its VAT in sterling.</param>
/// <param name="DraftedBy">Who drafted it by hand, and so does not approve it; null where it was drafted by itself.</param>
/// <param name="ApprovedBy">Who approved it; null where nobody had to, or has yet.</param>
/// <param name="ApprovedTotal">What it came to then: above that it waits again.</param>
/// <param name="IssuedOn">The day of issue; null for a draft.</param>
/// <param name="TaxPoint">The day whose VAT rate counts; null for a draft.</param>
/// <param name="DueOn">The day by which it is to be paid; null for a draft.</param>
/// <param name="Supplier">Who supplies.</param>
/// <param name="Customer">Who is supplied.</param>
/// <param name="PurchaseOrder">The customer's purchase-order number; null for none.</param>
/// <param name="Lines">What is charged.</param>
/// <param name="VatTotals">Its totals by treatment and rate; they sum to the whole.</param>
/// <param name="Net">Without VAT.</param>
/// <param name="Vat">The VAT.</param>
/// <param name="Total">What it comes to.</param>
/// <param name="VatInSterling">The VAT in sterling, where it is charged in another currency; else null. In the totals by rate too.</param>
/// <param name="SterlingRate">Sterling for one unit of its currency, by the tax point; null where that is.</param>
/// <param name="SterlingRateFrom">The day from which that rate counts.</param>
/// <param name="PayTo">The account to pay to; null where it names none.</param>
/// <param name="Paid">What payments have paid.</param>
/// <param name="Credited">What credit notes have taken off.</param>
/// <param name="Outstanding">What is still owed.</param>
/// <param name="DisputedAt">Since when it is disputed; null where it is not.</param>
/// <param name="DisputeReason">What is disputed; null where nothing is.</param>
/// <param name="OwedSince">The day from which dunning counts: that by which it is to be paid or, where what had paid it was taken back later, that day; null for a draft.</param>
internal sealed record InvoiceView(
    Id<Invoice> Id,
    Id<Organisation> OrganisationId,
    InvoiceKind Kind,
    Id<Licence>? LicenceId,
    DateOnly PeriodFirst,
    DateOnly PeriodLast,
    InvoiceStatus Status,
    string? Number,
    DateTimeOffset FinaliseAt,
    bool AwaitsApproval,
    bool AwaitsExchangeRate,
    string? DraftedBy,
    string? ApprovedBy,
    long? ApprovedTotal,
    DateOnly? IssuedOn,
    DateOnly? TaxPoint,
    DateOnly? DueOn,
    PartyView Supplier,
    PartyView Customer,
    string? PurchaseOrder,
    IReadOnlyList<InvoiceLineView> Lines,
    IReadOnlyList<VatTotal> VatTotals,
    Money Net,
    Money Vat,
    Money Total,
    Money? VatInSterling,
    decimal? SterlingRate,
    DateOnly? SterlingRateFrom,
    BankAccountView? PayTo,
    Money Paid,
    Money Credited,
    Money Outstanding,
    DateTimeOffset? DisputedAt,
    string? DisputeReason,
    DateOnly? OwedSince
)
{
    public static InvoiceView Example =>
        new(
            ExampleOf.Id<Invoice>(), ExampleOf.Id<Organisation>(), InvoiceKind.Licence, ExampleOf.Id<Licence>(), new(2027, 3, 1), new(2028, 2, 29), InvoiceStatus.Finalised,
            "C4-2027-000123", ExampleOf.Time, false, false, null, null, null, new(2027, 3, 4), new(2027, 3, 4), new(2027, 4, 3), new("Cohort 4", "Birmingham", "GB123456789"),
            new("Harbour Women's Aid", "1 High Street\nLeeds", null), "PO-77", [InvoiceLineView.Example], [new(VatTreatment.Standard, 2000, 450_000, 90_000, null)],
            new(450_000, "GBP"), new(90_000, "GBP"), new(540_000, "GBP"), null, null, null, BankAccountView.Example, new(0, "GBP"), new(0, "GBP"), new(540_000, "GBP"), null, null, new(2027, 4, 3));

    public static InvoiceView Of(Invoice i)
    {
        Money In(long amount) => new(amount, i.Currency);
        return new(
            i.Id, i.TenantId, i.Kind, i.LicenceId, i.PeriodFirst, i.PeriodLast, i.Status, i.Number, i.FinaliseAt, i.AwaitsApproval, i.AwaitsExchangeRate, i.DraftedBy, i.ApprovedBy,
            i.ApprovedTotal, i.IssuedOn, i.TaxPoint, i.DueOn, PartyView.SupplierOf(i.Parties), PartyView.CustomerOf(i.Parties),
            i.Parties.PurchaseOrder, [.. i.Lines.OrderBy(l => l.Position).Select(InvoiceLineView.Of)], i.VatTotals, In(i.Net), In(i.Vat), In(i.Total),
            ExchangeRate.Pence(i.VatInSterling), i.SterlingRate, i.SterlingRateFrom, BankAccountView.Of(i.PayTo), In(i.Paid), In(i.Credited), In(i.Outstanding), i.DisputedAt, i.DisputeReason, i.OwedSince);
    }
}

/// <summary>One side of an invoice.</summary>
/// <param name="Name">Its legal name.</param>
/// <param name="Address">Its address, on several lines.</param>
/// <param name="VatNumber">Its VAT number; null while it is not registered.</param>
internal sealed record PartyView(string Name, string Address, string? VatNumber)
{
    public static PartyView SupplierOf(InvoiceParties p) => new(p.SupplierName, p.SupplierAddress, p.SupplierVatNumber);

    public static PartyView CustomerOf(InvoiceParties p) => new(p.CustomerName, p.CustomerAddress, p.CustomerVatNumber);
}

/// <summary>An account to which an invoice is paid, by sort code and number or by IBAN.</summary>
/// <param name="AccountName">In whose name it is.</param>
/// <param name="SortCode">As 12-34-56; null in euro.</param>
/// <param name="AccountNumber">Eight digits; null in euro.</param>
/// <param name="Iban">Without spaces; null in sterling.</param>
/// <param name="Bic">Of its bank; null in sterling.</param>
internal sealed record BankAccountView(string AccountName, string? SortCode, string? AccountNumber, string? Iban, string? Bic)
{
    public static BankAccountView Example => new("Cohort 4", "00-00-00", "01234567", null, null);

    public static BankAccountView? Of(BankAccount a) => a.Name is { } name ? new(name, a.SortCode, a.Number, a.Iban, a.Bic) : null;
}

/// <summary>A line of an invoice.</summary>
/// <param name="Id">Its id, which credits name.</param>
/// <param name="Kind">What is charged for.</param>
/// <param name="Description">As it stands on the invoice.</param>
/// <param name="Quantity">How many.</param>
/// <param name="UnitAmount">What each costs, in minor units without VAT.</param>
/// <param name="Discount">What is taken off.</param>
/// <param name="Net">What it charges, without VAT.</param>
/// <param name="VatTreatment">How VAT treats it.</param>
/// <param name="RateBasisPoints">The rate in hundredths of a percent: 2000 is 20%.</param>
/// <param name="VatReason">Why VAT treats it so.</param>
/// <param name="Vat">Its VAT.</param>
/// <param name="VatInSterling">That in pence, where the invoice's VAT is said in sterling; else null.</param>
/// <param name="PeriodFirst">The first day that is paid for, where it is for days.</param>
/// <param name="PeriodLast">The last.</param>
internal sealed record InvoiceLineView(
    Id<InvoiceLine> Id, FeeKind Kind, string Description, int Quantity, long UnitAmount, long Discount, long Net, VatTreatment VatTreatment, int RateBasisPoints, string VatReason,
    long Vat, long? VatInSterling, DateOnly? PeriodFirst, DateOnly? PeriodLast)
{
    public static InvoiceLineView Example =>
        new(
            ExampleOf.Id<InvoiceLine>(), FeeKind.Licence, "Licence RM3-FULL, term 1", 1, 450_000, 0, 450_000, VatTreatment.Standard, 2000,
            "Standard-rated supply in the United Kingdom.", 90_000, null, new(2027, 3, 1), new(2028, 2, 29));

    public static InvoiceLineView Of(InvoiceLine l) =>
        new(
            l.Id, l.Kind, l.Description, l.Quantity, l.UnitAmount, l.Discount, l.Net, l.Treatment, l.RateBasisPoints, l.VatReason, l.VatAmount, l.VatInSterling, l.PeriodFirst, l.PeriodLast);
}

/// <summary>An invoice in a list.</summary>
/// <param name="Id">Its id.</param>
/// <param name="OrganisationId">Who owes it.</param>
/// <param name="Kind">What it is for.</param>
/// <param name="Status">Where it stands.</param>
/// <param name="Number">Its number; null for a draft.</param>
/// <param name="AwaitsApproval">Whether a draft waits for approval.</param>
/// <param name="AwaitsExchangeRate">Whether a draft waits for an exchange rate.</param>
/// <param name="DisputedAt">Since when it is disputed; null where it is not.</param>
/// <param name="IssuedOn">The day of issue; null for a draft.</param>
/// <param name="DueOn">The day by which it is to be paid; null for a draft.</param>
/// <param name="Total">What it comes to.</param>
/// <param name="Outstanding">What is still owed.</param>
internal sealed record InvoiceSummary(
    Id<Invoice> Id, Id<Organisation> OrganisationId, InvoiceKind Kind, InvoiceStatus Status, string? Number, bool AwaitsApproval, bool AwaitsExchangeRate, DateTimeOffset? DisputedAt,
    DateOnly? IssuedOn, DateOnly? DueOn, Money Total, Money Outstanding)
{
    public static InvoiceSummary Example =>
        new(
            ExampleOf.Id<Invoice>(), ExampleOf.Id<Organisation>(), InvoiceKind.Licence, InvoiceStatus.Finalised, "C4-2027-000123", false, false, null, new(2027, 3, 4), new(2027, 4, 3),
            new(540_000, "GBP"), new(540_000, "GBP"));

    public static InvoiceSummary Of(Invoice i) =>
        new(i.Id, i.TenantId, i.Kind, i.Status, i.Number, i.AwaitsApproval, i.AwaitsExchangeRate, i.DisputedAt, i.IssuedOn, i.DueOn, new(i.Total, i.Currency), new(i.Outstanding, i.Currency));
}

/// <summary>A credit note.</summary>
/// <param name="Id">Its id.</param>
/// <param name="OrganisationId">To whom.</param>
/// <param name="Number">Its number, without a gap in its series and year.</param>
/// <param name="InvoiceId">The invoice.</param>
/// <param name="InvoiceNumber">The invoice's number.</param>
/// <param name="InvoiceIssuedOn">The day on which the invoice was issued.</param>
/// <param name="IssuedOn">The day of issue.</param>
/// <param name="Supplier">Who supplies, as on the invoice.</param>
/// <param name="Customer">Who is supplied, as on the invoice.</param>
/// <param name="PurchaseOrder">The customer's purchase-order number; null for none.</param>
/// <param name="Reason">Why.</param>
/// <param name="Lines">What is taken off which line.</param>
/// <param name="VatTotals">Its totals by treatment and rate; they sum to the whole.</param>
/// <param name="Net">Without VAT.</param>
/// <param name="Vat">The VAT that goes with it, at the invoice's rates.</param>
/// <param name="Total">Both.</param>
/// <param name="VatInSterling">The VAT in sterling, where it was charged in another currency; else null.</param>
/// <param name="SterlingRate">The invoice's rate: sterling for one unit of the currency; null where that is.</param>
/// <param name="SterlingRateFrom">The day from which that rate counts.</param>
internal sealed record CreditNoteView(
    Id<CreditNote> Id, Id<Organisation> OrganisationId, string Number, Id<Invoice> InvoiceId, string InvoiceNumber, DateOnly InvoiceIssuedOn, DateOnly IssuedOn, PartyView Supplier,
    PartyView Customer, string? PurchaseOrder, string Reason, IReadOnlyList<CreditNoteLineView> Lines, IReadOnlyList<VatTotal> VatTotals, Money Net, Money Vat, Money Total,
    Money? VatInSterling, decimal? SterlingRate, DateOnly? SterlingRateFrom)
{
    public static CreditNoteView Example =>
        new(
            ExampleOf.Id<CreditNote>(), ExampleOf.Id<Organisation>(), "C4-CN-2027-000004", ExampleOf.Id<Invoice>(), "C4-2027-000123", new(2027, 3, 4), new(2027, 3, 20),
            new("Cohort 4", "Birmingham", "GB123456789"), new("Harbour Women's Aid", "1 High Street\nLeeds", null), "PO-77", "Two learners too many.",
            [new(ExampleOf.Id<InvoiceLine>(), "Licence RM3-FULL, term 1", 10_000, VatTreatment.Standard, 2000, "Standard-rated supply in the United Kingdom.", 2_000, null)],
            [new(VatTreatment.Standard, 2000, 10_000, 2_000, null)], new(10_000, "GBP"), new(2_000, "GBP"), new(12_000, "GBP"), null, null, null);

    public static CreditNoteView Of(CreditNote n) =>
        new(
            n.Id, n.TenantId, n.Number, n.InvoiceId, n.InvoiceNumber, n.InvoiceIssuedOn, n.IssuedOn, PartyView.SupplierOf(n.Parties), PartyView.CustomerOf(n.Parties),
            n.Parties.PurchaseOrder, n.Reason,
            [
                .. n.Lines.OrderBy(l => l.Position).Select(l => new CreditNoteLineView(
                    l.InvoiceLineId, l.Description, l.Net, l.Treatment, l.RateBasisPoints, l.VatReason, l.VatAmount, l.VatInSterling)),
            ],
            n.VatTotals, new(n.Net, n.Currency), new(n.Vat, n.Currency), new(n.Total, n.Currency), ExchangeRate.Pence(n.VatInSterling), n.SterlingRate, n.SterlingRateFrom);
}

/// <summary>What is taken off a line.</summary>
/// <param name="InvoiceLineId">The line of the invoice.</param>
/// <param name="Description">As it stands there.</param>
/// <param name="Net">Without VAT, in minor units.</param>
/// <param name="VatTreatment">How VAT treats the line.</param>
/// <param name="RateBasisPoints">The invoice's rate, in hundredths of a percent.</param>
/// <param name="VatReason">Why VAT treats it so, as on the invoice.</param>
/// <param name="Vat">The VAT that goes with it.</param>
/// <param name="VatInSterling">That in pence, where it was charged in another currency; else null.</param>
internal sealed record CreditNoteLineView(
    Id<InvoiceLine> InvoiceLineId, string Description, long Net, VatTreatment VatTreatment, int RateBasisPoints, string VatReason, long Vat, long? VatInSterling);
