using CsCheck;
using Franchise.Domain.Billing;
using Franchise.Domain.Shared;
using static Franchise.Domain.Tests.Billing.Given;

namespace Franchise.Domain.Tests.Billing;

public class InvoiceTests
{
    private static readonly Gen<LineDraft> drafts = Gen.Select(
        Gen.Int[1, 40], Gen.Long[0, 300_000], Gen.Int[0, 4].Select(i => i == 4 ? (VatTreatment?)null : (VatTreatment)i), Gen.Bool,
        (quantity, unit, treatment, days) => new LineDraft(
            FeeKind.OneOff, "Work", quantity, unit, unit / 3, days ? Days("2026-01-31", "2027-01-30") : null, treatment is { } t ? new(t, "As advised.") : null));

    [Fact]
    public void Lines_rates_and_the_whole_agree_to_the_penny() =>
        drafts.Array[1, 12].Sample(lines =>
        {
            var (invoice, ledger) = Issued(lines);
            Assert.Equal(invoice.Net, invoice.Lines.Sum(l => l.Net));
            Assert.Equal(invoice.Vat, invoice.Lines.Sum(l => l.VatAmount));
            Assert.Equal(invoice.Total, invoice.VatTotals.Sum(t => t.Net + t.Vat));
            Assert.Equal(invoice.Total, invoice.Net + invoice.Vat);
            foreach (var rate in invoice.Lines.GroupBy(l => l.RateBasisPoints))
                Assert.Equal(Rounding.Share(rate.Sum(l => l.Net), rate.Key, 10_000), rate.Sum(l => l.VatAmount));
            Assert.Equal(0, ledger.Sum(e => e.Amount));
            Assert.Equal(invoice.Total, Balance(ledger, Account.Receivable));
            Assert.Equal(-invoice.Vat, Balance(ledger, Account.Vat));
            // By the end of the term everything is earned, and nothing is deferred.
            Assert.Equal(-invoice.Net, Balance(ledger, Account.Revenue));
            Assert.Equal(0, Balance(ledger, Account.DeferredRevenue));
        });

    [Fact]
    public void A_year_paid_in_advance_is_earned_month_by_month()
    {
        var (_, ledger) = Issued(Line(365_000, period: Days("2026-02-01", "2027-01-31")));
        Assert.Equal(-365_000, Balance(ledger, Account.DeferredRevenue, "2026-02-27"));
        Assert.Equal(0, Balance(ledger, Account.Revenue, "2026-02-27"));
        Assert.Equal(-28_000, Balance(ledger, Account.Revenue, "2026-02-28"));
        Assert.Equal(-59_000, Balance(ledger, Account.Revenue, "2026-03-31"));
        Assert.Equal(-365_000, Balance(ledger, Account.Revenue));
    }

    [Fact]
    public void What_should_have_been_earned_before_the_invoice_is_earned_with_it()
    {
        var (_, ledger) = Issued(Line(365_000, period: Days("2025-12-01", "2026-11-30")));
        Assert.Equal(-62_000, Balance(ledger, Account.Revenue, "2026-02-01"));
        Assert.DoesNotContain(ledger, e => e.On < new DateOnly(2026, 2, 1));
    }

    [Fact]
    public void A_draft_has_no_number_and_issuing_it_fixes_all_that_the_law_asks_for()
    {
        var draft = Draft();
        Assert.Equal((InvoiceStatus.Draft, null, false), (draft.Status, draft.Number, draft.IsIssued));
        Assert.Equal(0, draft.Outstanding);
        draft.Finalise("C4-2026-000009", Rules(), On("2026-02-04"));
        Assert.Equal((InvoiceStatus.Finalised, "C4-2026-000009"), (draft.Status, draft.Number));
        Assert.Equal((new DateOnly(2026, 2, 4), new DateOnly(2026, 2, 4), new DateOnly(2026, 3, 6)), (draft.IssuedOn!.Value, draft.TaxPoint!.Value, draft.DueOn!.Value));
        Assert.Equal(new InvoiceParties("Cohort 4", "1 Street\nBirmingham", "GB123456789", "Harbour Women's Aid", "1 High Street\nLeeds", null, "PO-77"), draft.Parties);
        Assert.Equal((10_000, 2_000, 12_000), (draft.Net, draft.Vat, draft.Total));
        Refused.With("invoice_state_forbids", () => draft.Finalise("C4-2026-000010", Rules(), On("2026-02-04")));
        Refused.With("invoice_state_forbids", () => draft.Discard([]));
    }

    [Fact]
    public void One_above_the_threshold_waits_until_somebody_approves_it()
    {
        var draft = Draft(Rules(holdAbove: 11_999));
        Assert.True(draft.AwaitsApproval);
        Refused.With("approval_needed", () => draft.Finalise("C4-2026-000001", Rules(), On("2026-02-04")));
        draft.Approve(Finance);
        Assert.Equal("usr_finance", draft.ApprovedBy);
        Refused.With("invoice_state_forbids", () => draft.Approve(Finance));
        draft.Finalise("C4-2026-000001", Rules(), On("2026-02-04"));
        Assert.False(Draft(Rules(holdAbove: 12_000)).AwaitsApproval);
    }

    [Fact]
    public void One_that_rises_above_the_threshold_before_it_is_issued_waits_too()
    {
        var rules = Rules(Registered with { Rates = [.. VatRates.OfTheUnitedKingdom, new(new(2026, 2, 3), 2500, 500)] }, holdAbove: 12_000);
        var draft = Draft(rules);
        Assert.False(draft.AwaitsApproval);
        Refused.With("approval_needed", () => draft.Finalise("C4-2026-000001", rules, On("2026-02-04")));
        Assert.Equal((InvoiceStatus.Draft, null), (draft.Status, draft.Number));
        // Less of it again, or a higher threshold, does not let it go: somebody does.
        Refused.With("approval_needed", () => draft.Finalise("C4-2026-000001", Rules(), On("2026-02-04")));
        // What it comes to today is what she approves.
        draft.Refresh(rules, On("2026-02-04"));
        draft.Approve(Finance);
        draft.Finalise("C4-2026-000001", rules, On("2026-02-04"));
        Assert.Equal((InvoiceStatus.Finalised, 12_500), (draft.Status, draft.Total));
    }

    [Fact]
    public void The_rate_is_that_of_the_tax_point_and_a_credit_keeps_the_invoices()
    {
        var changing = Registered with { Rates = [.. VatRates.OfTheUnitedKingdom, new(new(2026, 2, 3), 2500, 500)] };
        var draft = Draft(Rules(changing));
        Assert.Equal(2_000, draft.Vat);
        draft.Finalise("C4-2026-000001", Rules(changing), On("2026-02-04"));
        Assert.Equal(2_500, draft.Vat);
        var before = Draft(Rules(changing));
        before.Finalise("C4-2026-000002", Rules(changing), On("2026-02-02"));
        var (note, _) = before.Credit("C4-CN-2026-000001", "Too much.", [new(before.Lines[0].Id, 5_000)], [], On("2026-03-01"));
        Assert.Equal((5_000, 1_000, 6_000), (note.Net, note.Vat, note.Total));
        Assert.Equal(2000, note.Lines[0].RateBasisPoints);
    }

    [Theory]
    [InlineData("GB", null, FeeKind.Licence, VatTreatment.Standard, 2000)]
    [InlineData("GB", null, FeeKind.TrainingPlace, VatTreatment.ExemptEducation, 0)]
    [InlineData("IE", "IE1234567T", FeeKind.Licence, VatTreatment.ReverseCharge, 0)]
    [InlineData("IE", null, FeeKind.Licence, VatTreatment.Standard, 2000)]
    [InlineData("NO", "NO123456789", FeeKind.Licence, VatTreatment.OutsideScope, 0)]
    [InlineData("GR", "EL123456789", FeeKind.Licence, VatTreatment.ReverseCharge, 0)]
    [InlineData("IE", "GB123456789", FeeKind.Licence, VatTreatment.Standard, 2000)]
    [InlineData("IE", "XI123456789", FeeKind.Licence, VatTreatment.Standard, 2000)]
    [InlineData("NO", "IE1234567T", FeeKind.Licence, VatTreatment.Standard, 2000)]
    public void The_usual_treatment_follows_from_what_it_is_and_where_the_customer_is(string country, string? number, FeeKind kind, VatTreatment treatment, int rate)
    {
        var decision = VatRule.For(kind, null, Registered, new("A", "B", country, number), new(2026, 2, 1));
        Assert.Equal((treatment, rate), (decision.Treatment, decision.RateBasisPoints));
        Assert.NotEmpty(decision.Reason);
    }

    [Fact]
    public void What_somebody_decided_on_counts_unless_the_supplier_is_not_registered()
    {
        var own = new VatChoice(VatTreatment.Reduced, "As the adviser says.");
        Assert.Equal(new(VatTreatment.Reduced, 500, own.Reason), VatRule.For(FeeKind.OneOff, own, Registered, Buyer, new(2026, 2, 1)));
        Assert.Equal(VatTreatment.SupplierNotRegistered, VatRule.For(FeeKind.OneOff, own, Registered with { VatNumber = null }, Buyer, new(2026, 2, 1)).Treatment);
    }

    [Fact]
    public void Lines_that_make_no_sense_are_refused_and_so_are_amounts_that_overflow()
    {
        Refused.At("/lines/0/unitAmount", () => Draft(null, "2026-02-01", Line(-1)));
        Refused.At("/lines/0/unitAmount", () => Draft(null, "2026-02-01", Line(long.MaxValue)));
        Refused.At("/lines/0/quantity", () => Draft(null, "2026-02-01", Line(1, 0)));
        Refused.At("/lines/0/quantity", () => Draft(null, "2026-02-01", Line(1, int.MaxValue)));
        Refused.At("/lines/0/discount", () => Draft(null, "2026-02-01", Line(100) with { Discount = 101 }));
        Refused.At("/lines/0/vat/treatment", () => Draft(null, "2026-02-01", Line(100, vat: new(VatTreatment.SupplierNotRegistered, "No."))));
        Refused.At("/lines", () => Draft(null, "2026-02-01", Line(Money.Most, 100_000)));
        Refused.At("/lines", () => _ = new Invoice(Partner.TenantId, InvoiceKind.OneOff, null, Days("2026-02-01", "2026-02-28"), "GBP", [], Rules(), On("2026-02-01")));
    }

    [Fact]
    public void A_draft_that_is_discarded_lets_its_fees_go()
    {
        var draft = Draft();
        draft.Discard([]);
        Assert.Equal(InvoiceStatus.Void, draft.Status);
        Refused.With("invoice_state_forbids", () => draft.DemandFinalisable());
    }

    [Fact]
    public void A_dispute_is_opened_once_and_settled_once()
    {
        var (invoice, _) = Issued();
        invoice.Dispute("The number of learners is wrong.", On("2026-02-05"));
        Refused.With("dispute_state_forbids", () => invoice.Dispute("Again.", On("2026-02-05")));
        invoice.SettleDispute();
        Refused.With("dispute_state_forbids", invoice.SettleDispute);
        Refused.With("invoice_state_forbids", () => Draft().Dispute("Why?", On("2026-02-05")));
    }

    [Fact]
    public void A_collection_that_fails_reopens_the_invoice_and_not_the_past()
    {
        var (invoice, _) = Issued();
        invoice.BeginCollection();
        Assert.Equal(InvoiceStatus.Processing, invoice.Status);
        invoice.FailCollection();
        Assert.Equal((InvoiceStatus.Finalised, 12_000, new DateOnly(2026, 3, 3)), (invoice.Status, invoice.Outstanding, invoice.DueOn!.Value));
        Refused.With("invoice_state_forbids", invoice.FailCollection);
    }
}
