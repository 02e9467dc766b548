using CsCheck;
using Franchise.Domain.Billing;
using Franchise.Domain.Shared;
using static Franchise.Domain.Tests.Billing.Given;

namespace Franchise.Domain.Tests.Billing;

/// <summary>VAT in another currency, said in sterling.</summary>
public class SterlingTests
{
    private static readonly ExchangeRate euro = Rate(0.841237m);

    private static ExchangeRate Rate(decimal rate, string from = "2026-01-01", string currency = "EUR") => new(currency, DateOnly.Parse(from), rate, Finance, Refused.Now);

    private static InvoiceRules Rules(ExchangeRate? rate, long holdAbove = long.MaxValue, Supplier? supplier = null) => Given.Rules(supplier, holdAbove: holdAbove) with { Rate = rate };

    private static Invoice Drafted(string currency, ExchangeRate? rate, params LineDraft[] lines) =>
        new(Partner.TenantId, InvoiceKind.OneOff, null, Days("2026-02-01", "2026-02-28"), currency, lines, Rules(rate), On("2026-02-01"));

    [Fact]
    public void An_invoice_in_euro_says_its_VAT_in_sterling_by_rate_and_together_and_is_not_issued_without_a_rate()
    {
        LineDraft[] lines = [Line(10_005), Line(5_000, vat: new(VatTreatment.Zero, "Printed books.")), Line(333, vat: new(VatTreatment.Reduced, "As advised."))];
        var invoice = Drafted("EUR", null, lines);
        Assert.True(invoice.LacksExchangeRate);
        Refused.With("exchange_rate_missing", () => invoice.Finalise("C4-2026-000001", Rules(null), On("2026-02-04")));
        // One of another currency is none.
        Refused.With("exchange_rate_missing", () => Drafted("EUR", null, lines).DemandFinalisable());
        invoice.Finalise("C4-2026-000001", Rules(euro), On("2026-02-04"));
        Assert.Equal((0.841237m, new DateOnly(2026, 1, 1)), (invoice.SterlingRate!.Value, invoice.SterlingRateFrom!.Value));
        // 20.01 euro are 16.8331..., 0.17 euro are 0.1430... pounds.
        Assert.Equal([(VatTreatment.Standard, 1_683), (VatTreatment.Reduced, 14), (VatTreatment.Zero, 0)], invoice.VatTotals.Select(t => (t.Treatment, t.VatInSterling!.Value)));
        Assert.Equal((1_697, 2_018), (invoice.VatInSterling!.Value, invoice.Vat));
    }

    [Fact]
    public void Sterling_and_invoices_without_VAT_need_no_rate()
    {
        foreach (var invoice in new[] { Drafted("GBP", euro, Line(10_000)), Drafted("EUR", euro, Line(10_000, vat: new(VatTreatment.OutsideScope, "Supplied there."))) })
        {
            invoice.Finalise("C4-2026-000001", Rules(euro), On("2026-02-04"));
            Assert.Equal((null, null, null), (invoice.SterlingRate, invoice.VatInSterling, invoice.VatTotals[0].VatInSterling));
        }
    }

    [Fact]
    public void It_waits_for_a_rate_says_so_once_and_goes_on_when_there_is_one()
    {
        var invoice = Drafted("EUR", null, Line(10_000));
        invoice.ForgetEvents();
        invoice.AwaitExchangeRate();
        invoice.AwaitExchangeRate();
        Assert.Equal("invoice.held", Assert.Single(invoice.Events).Type);
        Assert.Equal("exchangeRate", invoice.Events[0].Data!["waitsFor"]);
        invoice.Refresh(Rules(null), On("2026-02-05"));
        Assert.True(invoice.AwaitsExchangeRate);
        invoice.Refresh(Rules(euro), On("2026-02-05"));
        Assert.False(invoice.AwaitsExchangeRate);
    }

    [Fact]
    public void Whatever_is_credited_keeps_the_rate_and_all_of_it_is_all_of_the_sterling() =>
        Gen.Select(Gen.Long[1, 100_000].Array[1, 5], Gen.Long[1, 60_000].Array[1, 10], Gen.Int[1, 2_000_000]).Sample((amounts, parts, rate) =>
        {
            var invoice = Drafted("EUR", null, [.. amounts.Select(a => Line(a))]);
            invoice.Finalise("C4-2026-000001", Rules(Rate(rate / 1_000_000m)), On("2026-02-04"));
            if (invoice.Vat == 0)
                return;
            Assert.Equal(invoice.VatInSterling, invoice.Lines.Sum(l => l.VatInSterling));
            List<CreditNoteLine> before = [];
            List<CreditNote> notes = [];
            void Credit(params LineCredit[] credits)
            {
                var (note, _) = invoice.Credit("C4-CN-2026-000001", "Too much.", credits, before, On("2026-05-10"));
                before.AddRange(note.Lines);
                notes.Add(note);
            }
            long Left(InvoiceLine line) => line.Net - before.Where(b => b.InvoiceLineId == line.Id).Sum(b => b.Net);
            for (var i = 0; i < parts.Length && invoice.Status == InvoiceStatus.Finalised; i++)
                if (invoice.Lines[i % amounts.Length] is var line && Left(line) >= parts[i])
                    Credit(new LineCredit(line.Id, parts[i]));
            if (invoice.Lines.Any(l => Left(l) > 0))
                Credit([.. invoice.Lines.Where(l => Left(l) > 0).Select(l => new LineCredit(l.Id, Left(l)))]);
            Assert.All(notes, n => Assert.Equal((invoice.SterlingRate, invoice.SterlingRateFrom), (n.SterlingRate, n.SterlingRateFrom)));
            Assert.Equal(invoice.VatInSterling, notes.Sum(n => n.VatInSterling));
            Assert.Equal(invoice.VatInSterling, notes.SelectMany(n => n.VatTotals).Sum(t => t.VatInSterling));
        });

    [Fact]
    public void A_rate_is_exact_to_six_places_and_of_another_currency()
    {
        Assert.Equal(84_124, Rate(0.841237m).InSterling(100_000));
        Assert.Equal(-1, Rate(0.5m).InSterling(-1));
        Refused.At("/sterlingPerUnit", () => Rate(0.8412371m));
        Refused.At("/sterlingPerUnit", () => Rate(0));
        Refused.At("/sterlingPerUnit", () => Rate(1_000.000001m));
        Refused.At("/currency", () => Rate(1, currency: "GBP"));
        Refused.At("/currency", () => Rate(1, currency: "USD"));
        Refused.At("/from", () => Rate(1, "2007-12-31"));
    }

    [Fact]
    public void A_credit_note_says_all_that_the_invoice_said()
    {
        var (invoice, _) = Issued(Line(10_000, vat: new(VatTreatment.Reduced, "As the adviser says.")));
        var (note, _) = invoice.Credit("C4-CN-2026-000001", "Too much.", [new(invoice.Lines[0].Id, 1_000)], [], On("2026-03-01"));
        Assert.Equal((invoice.Parties, "C4-2026-000001", new DateOnly(2026, 2, 1)), (note.Parties, note.InvoiceNumber, note.InvoiceIssuedOn));
        Assert.Equal((VatTreatment.Reduced, 500, "As the adviser says."), (note.Lines[0].Treatment, note.Lines[0].RateBasisPoints, note.Lines[0].VatReason));
        Assert.Equal(new VatTotal(VatTreatment.Reduced, 500, 1_000, 50, null), Assert.Single(note.VatTotals));
    }

    [Theory]
    [InlineData("P12M", 450_000)]
    [InlineData("P1Y", 450_000)]
    [InlineData("P6M", 225_000)]
    [InlineData("P1M", 37_500)]
    [InlineData("P18M", 675_000)]
    [InlineData("P365D", 450_000)]
    [InlineData("P90D", 110_959)]
    [InlineData("P6M15D", 243_493)]
    public void The_fee_of_a_year_is_scaled_to_the_term_and_rounded_once(string term, long fee) =>
        Assert.Equal(new Money(fee, "EUR"), TermFee.Of(new(450_000, "EUR"), IsoPeriod.Parse(term, null)));

    [Fact]
    public void Whoever_drafted_it_does_not_approve_it_and_an_approval_is_for_a_total()
    {
        var other = Finance with { Subject = "usr_other" };
        var rules = Rules(null, 11_999);
        var draft = new Invoice(Partner.TenantId, InvoiceKind.OneOff, null, Days("2026-02-01", "2026-02-28"), "GBP", [Line(10_000)], rules, On("2026-02-01"), Finance);
        Refused.With("approval_by_drafter", () => draft.Approve(Finance));
        Assert.True(draft.AwaitsApproval);
        draft.Approve(other);
        Assert.Equal(("usr_finance", "usr_other", 12_000), (draft.DraftedBy, draft.ApprovedBy, draft.ApprovedTotal!.Value));
        draft.Refresh(rules, On("2026-02-02"));
        Assert.False(draft.AwaitsApproval);
        // It comes to more than what was approved.
        var dearer = Rules(null, 11_999, Registered with { Rates = [.. VatRates.OfTheUnitedKingdom, new(new(2026, 2, 3), 2500, 500)] });
        Refused.With("approval_needed", () => draft.Finalise("C4-2026-000001", dearer, On("2026-02-04")));
        Assert.Equal((true, null, 12_500), (draft.AwaitsApproval, draft.ApprovedBy, draft.Total));
        draft.Approve(other);
        draft.Finalise("C4-2026-000001", dearer, On("2026-02-04"));
        Assert.Equal(12_500, draft.ApprovedTotal);
    }

    [Fact]
    public void What_is_settled_by_a_credit_note_or_comes_to_nothing_is_said_to_be_paid_and_is_no_longer_disputed()
    {
        var (invoice, _) = Issued(Line(10_000));
        var (payment, _) = Paid(6_000);
        payment.Allocate(invoice, 6_000, On("2026-02-10"));
        invoice.Dispute("Too many.", On("2026-02-11"));
        invoice.ForgetEvents();
        invoice.Credit("C4-CN-2026-000001", "Agreed.", [new(invoice.Lines[0].Id, 5_000)], [], On("2026-02-12"));
        Assert.Equal((InvoiceStatus.Paid, null, null), (invoice.Status, invoice.DisputedAt, invoice.DisputeReason));
        Assert.Equal(["invoice.credited", "invoice.paid"], invoice.Events.Select(e => e.Type));
        Assert.Equal(0L, invoice.Events[1].Data!["amount"]);

        (invoice, _) = Issued(Line(10_000));
        invoice.Dispute("All of it.", On("2026-02-11"));
        invoice.ForgetEvents();
        invoice.Credit("C4-CN-2026-000002", "Agreed.", [new(invoice.Lines[0].Id, 10_000)], [], On("2026-02-12"));
        Assert.Equal((InvoiceStatus.Void, null), (invoice.Status, invoice.DisputedAt));
        Assert.Equal(["invoice.credited"], invoice.Events.Select(e => e.Type));

        // What is paid already is not paid again, and part of what is owed settles no dispute.
        (invoice, _) = Issued(Line(10_000));
        invoice.Dispute("Some.", On("2026-02-11"));
        invoice.ForgetEvents();
        invoice.Credit("C4-CN-2026-000003", "Some.", [new(invoice.Lines[0].Id, 1_000)], [], On("2026-02-12"));
        Assert.NotNull(invoice.DisputedAt);
        Assert.Equal(["invoice.credited"], invoice.Events.Select(e => e.Type));

        var (nothing, _) = Issued(Line(0));
        Assert.Equal(["invoice.drafted", "invoice.finalised", "invoice.paid"], nothing.Events.Select(e => e.Type));
    }

    [Fact]
    public void Of_what_is_too_much_for_one_invoice_what_fits_is_taken_in_order()
    {
        int Fitting(params LineDraft[] lines) => Invoice.Fitting(lines, Rules(null), new(2026, 2, 1));
        Assert.Equal(8, Fitting([.. Enumerable.Repeat(Line(Money.Most), 11)]));
        Assert.Equal(10, Fitting([.. Enumerable.Repeat(Line(Money.Most, vat: new(VatTreatment.Zero, "Books.")), 11)]));
        Assert.Equal(Invoice.MostLines, Fitting([.. Enumerable.Repeat(Line(1), Invoice.MostLines + 1)]));
        Assert.Equal(0, Fitting(Line(Money.Most, 100_000), Line(1)));
        Assert.Equal(1, Fitting(Line(1), Line(1, int.MaxValue)));
        Assert.Equal(2, Fitting(Line(1), Line(1)));
        // Just what fits is taken by an invoice.
        LineDraft[] fit = [.. Enumerable.Repeat(Line(Money.Most), 8)];
        Assert.Equal(9_600_000_000, Draft(null, "2026-02-01", fit).Total);
    }

    [Theory]
    [InlineData("GBP", "12-34-56", null)]
    [InlineData("EUR", null, "GB82WEST12345698765432")]
    public void An_account_is_named_in_the_way_of_the_currency(string currency, string? sortCode, string? iban)
    {
        var account = new BankAccount("Cohort 4", "12-34-56", "98765432", "GB82WEST12345698765432", "WESTGB2L");
        var named = account.For(currency);
        Assert.Equal(("Cohort 4", sortCode, iban), (named.Name, named.SortCode, named.Iban));
        Assert.Equal((sortCode is null, iban is null), (named.Number is null, named.Bic is null));
        Assert.False((account with { Iban = null, Bic = null }).For("EUR").IsNamed);
        Assert.False(BankAccount.None.For(currency).IsNamed);
    }

    [Theory]
    [InlineData("GB", null, FeeKind.Licence, "Standard-rated supply in the United Kingdom.")]
    [InlineData("GB", null, FeeKind.TrainingPlace, "Education supplied by an eligible body: exempt (VAT Act 1994, schedule 9, group 6).")]
    [InlineData("IE", "IE1234567T", FeeKind.Licence, "Reverse charge: the customer accounts for VAT in its own country.")]
    [InlineData("NO", "NO123456789", FeeKind.Licence, "Supplied to a business outside the United Kingdom: outside the scope of UK VAT.")]
    public void The_reason_of_a_treatment_is_said_in_these_words(string country, string? number, FeeKind kind, string reason)
    {
        var customer = new Customer("A", "B", country, number);
        Assert.Equal(reason, VatRule.For(kind, null, Registered, customer, new(2026, 2, 1)).Reason);
        Assert.Equal("The supplier is not registered for VAT.", VatRule.For(kind, null, Registered with { VatNumber = null }, customer, new(2026, 2, 1)).Reason);
    }
}
