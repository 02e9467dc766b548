using Franchise.Domain.Billing;
using Franchise.Domain.Licensing;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Billing;
using Franchise.Infrastructure.Persistence;

namespace Franchise.Api.Licensing;

/// <summary>What a renewal does, or would do.</summary>
/// <param name="Basis">Where the renewed term begins, by the policy.</param>
/// <param name="PreviousLastDay">The last day of the term before.</param>
/// <param name="Terms">The terms that are added; more than one only where a late renewal must catch up with today.</param>
/// <param name="Price">What they cost together.</param>
/// <param name="DaysGiven">Days between the term before and the new one that no term covers and nobody pays for.</param>
/// <param name="Calendar">The licence's dates afterwards.</param>
/// <param name="Invoices">What is invoiced for the terms, if nobody holds or hurries it.</param>
internal sealed record RenewalView(
    RenewalBasis Basis, DateOnly PreviousLastDay, IReadOnlyList<RenewedTerm> Terms, Money Price, int DaysGiven, CalendarView Calendar,
    IReadOnlyList<RenewalInvoice> Invoices)
{
    public static RenewalView Example =>
        new(
            RenewalBasis.FromExpiry, new(2027, 12, 31), [RenewedTerm.Example], new(250_000, "GBP"), 0,
            new(new(2027, 1, 1), 2, new(2028, 12, 31), new(2029, 1, 30), new(2029, 7, 30)), [RenewalInvoice.Example]);

    /// <summary>A plan for a day, with what is invoiced for it.</summary>
    public static async Task<RenewalView> Of(FranchiseDb db, LicenceAtHand at, RenewalPlan plan, DateOnly on, BillingSettings settings, CancellationToken ct)
    {
        var profile = await InvoicesOnFile.ProfileAsync(db, at.Organisation.TenantId, ct);
        return Of(plan, RenewalInvoices.Of(at.Licence, plan, on, settings.RulesFor(at.Organisation, profile), profile, at.Time.Zone));
    }

    private static RenewalView Of(RenewalPlan plan, IReadOnlyList<Invoice> invoices) =>
        new(
            plan.Basis,
            plan.PreviousLastDay,
            [.. plan.Terms.Select(t => new RenewedTerm(t.Number, t.Days.First, t.Days.Last, t.Price, t.Seats))],
            plan.Price,
            plan.DaysGiven,
            new(plan.Calendar.Anchor, plan.Calendar.TermNumber, plan.Calendar.LastDay, plan.Calendar.GraceLastDay, plan.Calendar.TeachOutLastDay),
            [.. invoices.Select(RenewalInvoice.Of)]);
}

/// <summary>A term that a renewal adds.</summary>
/// <param name="Number">Its number.</param>
/// <param name="FirstDay">Its first day.</param>
/// <param name="LastDay">Its last day, inclusive.</param>
/// <param name="Price">What it costs.</param>
/// <param name="Seats">Learners included.</param>
internal sealed record RenewedTerm(int Number, DateOnly FirstDay, DateOnly LastDay, Money Price, int Seats)
{
    public static RenewedTerm Example => new(2, new(2028, 1, 1), new(2028, 12, 31), new(250_000, "GBP"), 24);
}

/// <summary>The invoice of a term.</summary>
/// <param name="Lines">What it charges.</param>
/// <param name="Net">The sum of the lines, without VAT.</param>
/// <param name="Vat">The VAT, at the rate of the day of issue.</param>
/// <param name="Total">What it comes to.</param>
/// <param name="AwaitsApproval">Whether it is so large that somebody at Cohort 4 approves it first.</param>
/// <param name="IssuedOn">The day of issue, which is the tax point; null where it waits for approval.</param>
/// <param name="DueOn">The day by which it is to be paid; null where it waits for approval.</param>
internal sealed record RenewalInvoice(IReadOnlyList<RenewalLine> Lines, Money Net, Money Vat, Money Total, bool AwaitsApproval, DateOnly? IssuedOn, DateOnly? DueOn)
{
    public static RenewalInvoice Example =>
        new([RenewalLine.Example], new(250_000, "GBP"), new(50_000, "GBP"), new(300_000, "GBP"), false, new(2027, 12, 5), new(2028, 1, 4));

    public static RenewalInvoice Of(Invoice i) =>
        new([.. i.Lines.Select(RenewalLine.Of)], new(i.Net, i.Currency), new(i.Vat, i.Currency), new(i.Total, i.Currency), i.AwaitsApproval, i.IssuedOn, i.DueOn);
}

/// <summary>A line of it.</summary>
/// <param name="Description">As it stands on the invoice.</param>
/// <param name="UnitAmount">What it costs, in minor units without VAT.</param>
/// <param name="Discount">What is taken off.</param>
/// <param name="Net">What is charged, without VAT.</param>
/// <param name="VatTreatment">How VAT treats it.</param>
/// <param name="RateBasisPoints">At what rate, in hundredths of a percent.</param>
/// <param name="VatReason">Why.</param>
/// <param name="Vat">Its VAT.</param>
internal sealed record RenewalLine(string Description, long UnitAmount, long Discount, long Net, VatTreatment VatTreatment, int RateBasisPoints, string VatReason, long Vat)
{
    public static RenewalLine Example =>
        new("Licence RM-CORE, term 2: 2028-01-01 to 2028-12-31", 250_000, 0, 250_000, VatTreatment.Standard, 2000, "Standard-rated supply in the United Kingdom.", 50_000);

    public static RenewalLine Of(InvoiceLine l) => new(l.Description, l.UnitAmount, l.Discount, l.Net, l.Treatment, l.RateBasisPoints, l.VatReason, l.VatAmount);
}
