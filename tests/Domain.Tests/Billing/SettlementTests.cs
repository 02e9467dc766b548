using CsCheck;
using Franchise.Domain.Billing;
using Franchise.Domain.Shared;
using static Franchise.Domain.Tests.Billing.Given;

namespace Franchise.Domain.Tests.Billing;

/// <summary>Payments, credit notes and what becomes of the ledger.</summary>
public class SettlementTests
{
    [Fact]
    public void Credits_in_whatever_parts_never_exceed_a_line_and_all_of_them_are_all_of_its_VAT() =>
        Gen.Select(Gen.Long[1, 100_000].Array[1, 5], Gen.Long[1, 60_000].Array[1, 12], Gen.Int[0, 4].Array[12]).Sample((amounts, credits, at) =>
        {
            var (invoice, ledger) = Issued([.. amounts.Select(a => Line(a, period: Days("2026-02-01", "2027-01-31")))]);
            List<CreditNoteLine> before = [];
            void Take(InvoiceLine line, long net, string on)
            {
                var (note, posting) = invoice.Credit("C4-CN-2026-000001", "Too much.", [new(line.Id, net)], before, On(on));
                before.AddRange(note.Lines);
                ledger.AddRange(posting.Entries);
            }
            long Left(InvoiceLine line) => line.Net - before.Where(b => b.InvoiceLineId == line.Id).Sum(b => b.Net);

            for (var i = 0; i < credits.Length && invoice.Status == InvoiceStatus.Finalised; i++)
            {
                var line = invoice.Lines[at[i] % amounts.Length];
                if (credits[i] > Left(line))
                    Refused.With("credit_too_large", () => Take(line, credits[i], "2026-05-10"));
                else
                    Take(line, credits[i], "2026-05-10");
                Assert.InRange(invoice.Credited, 0, invoice.Total);
            }
            foreach (var line in invoice.Lines.Where(l => Left(l) > 0).ToList())
                Take(line, Left(line), "2026-08-01");
            Assert.Equal((InvoiceStatus.Void, invoice.Total, 0), (invoice.Status, invoice.Credited, invoice.Outstanding));
            Assert.Equal(invoice.Vat, before.Sum(b => b.VatAmount));
            foreach (var account in Enum.GetValues<Account>())
                Assert.Equal(0, Balance(ledger, account));
        });

    [Fact]
    public void A_payment_is_allocated_in_parts_and_what_is_over_stays_as_credit() =>
        Gen.Select(Gen.Long[1, 50_000].Array[1, 4], Gen.Long[1, 400_000], Gen.Long[1, 80_000].Array[1, 10]).Sample((totals, amount, parts) =>
        {
            var invoices = totals.Select(t => Issued(Line(t)).Invoice).ToList();
            List<LedgerEntry> ledger = [];
            foreach (var invoice in invoices)
                ledger.AddRange(new Posting(Partner.TenantId, "GBP", On("2026-02-01").Today, "x", Refused.Now).Move(invoice.Total, Account.Receivable, Account.Revenue).Entries);
            var (payment, posted) = Paid(amount);
            ledger.AddRange(posted);
            for (var i = 0; i < parts.Length; i++)
            {
                var invoice = invoices[i % invoices.Count];
                var allowed = parts[i] <= payment.Left && parts[i] <= invoice.Outstanding;
                if (allowed)
                    ledger.AddRange(payment.Allocate(invoice, parts[i], On("2026-02-11")).Entries);
                else
                    Assert.Throws<Refusal>(() => payment.Allocate(invoice, parts[i], On("2026-02-11")));
            }
            Assert.Equal(payment.Allocated, invoices.Sum(i => i.Paid));
            Assert.Equal(amount, payment.Allocated + payment.Left);
            Assert.Equal(-payment.Left, Balance(ledger, Account.Credit));
            Assert.Equal(invoices.Sum(i => i.Outstanding), Balance(ledger, Account.Receivable));
            Assert.Equal(0, ledger.Sum(e => e.Amount));
            Assert.All(invoices, i => Assert.Equal(i.Outstanding == 0, i.Status == InvoiceStatus.Paid));
        });

    [Fact]
    public void What_was_paid_and_is_credited_becomes_credit_again()
    {
        var (invoice, ledger) = Issued(Line(10_000));
        var (payment, posted) = Paid(12_000);
        ledger.AddRange(posted);
        ledger.AddRange(payment.Allocate(invoice, 12_000, On("2026-02-10")).Entries);
        Assert.Equal(InvoiceStatus.Paid, invoice.Status);
        var (_, posting) = invoice.Credit("C4-CN-2026-000001", "Half was too much.", [new(invoice.Lines[0].Id, 5_000)], [], On("2026-03-01"));
        ledger.AddRange(posting.Entries);
        ledger.AddRange(payment.Release(invoice, On("2026-03-01")).Entries);
        Assert.Equal((InvoiceStatus.Paid, 0, 6_000), (invoice.Status, invoice.Outstanding, payment.Left));
        Assert.Equal(-6_000, Balance(ledger, Account.Credit));
        Assert.Equal(0, Balance(ledger, Account.Receivable));
        Assert.Empty(payment.Release(invoice, On("2026-03-01")).Entries);
    }

    [Fact]
    public void What_is_given_up_is_a_bad_debt_until_it_comes_in_all_the_same()
    {
        var (invoice, ledger) = Issued(Line(10_000));
        ledger.AddRange(invoice.GiveUp(On("2026-12-01")).Entries);
        Assert.Equal((12_000, 0), (Balance(ledger, Account.BadDebt), Balance(ledger, Account.Receivable)));
        Refused.With("invoice_state_forbids", () => invoice.GiveUp(On("2026-12-01")));
        var (payment, posted) = Paid(12_000, "2026-12-05");
        ledger.AddRange(posted);
        ledger.AddRange(payment.Allocate(invoice, 12_000, On("2026-12-05")).Entries);
        Assert.Equal(InvoiceStatus.Paid, invoice.Status);
        Assert.Equal((0, 0, 12_000), (Balance(ledger, Account.BadDebt), Balance(ledger, Account.Receivable), Balance(ledger, Account.Cash)));
    }

    [Fact]
    public void What_is_given_up_and_credited_after_is_no_bad_debt_any_more_however_much_was_paid() =>
        Gen.Select(Gen.Long[0, 12_000], Gen.Long[1, 10_000]).Sample((paid, net) =>
        {
            var (invoice, ledger) = Issued(Line(10_000));
            var (payment, posted) = Paid(12_000);
            ledger.AddRange(posted);
            if (paid is > 0 and < 12_000)
                ledger.AddRange(payment.Allocate(invoice, paid, On("2026-02-10")).Entries);
            ledger.AddRange(invoice.GiveUp(On("2026-12-01")).Entries);
            var (note, posting) = invoice.Credit("C4-CN-2026-000001", "It was cancelled.", [new(invoice.Lines[0].Id, net)], [], On("2026-12-02"));
            ledger.AddRange(posting.Entries);
            ledger.AddRange(payment.Release(invoice, On("2026-12-02")).Entries);
            Assert.Equal(0, ledger.Sum(e => e.Amount));
            Assert.Equal((invoice.Outstanding, 0), (Balance(ledger, Account.BadDebt), Balance(ledger, Account.Receivable)));
            Assert.Equal(-payment.Left, Balance(ledger, Account.Credit));
            Assert.Equal(note.Vat - 2_000, Balance(ledger, Account.Vat));
            Assert.InRange(invoice.Outstanding, 0, 12_000);
            Assert.Equal(invoice.Outstanding == 0, invoice.Status is InvoiceStatus.Paid or InvoiceStatus.Void);
        });

    [Fact]
    public void What_is_credited_while_it_is_collected_is_not_owed_and_a_draft_is_not_credited()
    {
        var (invoice, ledger) = Issued(Line(10_000));
        invoice.BeginCollection();
        var (first, posting) = invoice.Credit("C4-CN-2026-000001", "Some.", [new(invoice.Lines[0].Id, 4_000)], [], On("2026-03-01"));
        ledger.AddRange(posting.Entries);
        Assert.Equal((InvoiceStatus.Processing, 7_200, 7_200), (invoice.Status, invoice.Outstanding, Balance(ledger, Account.Receivable)));
        invoice.Credit("C4-CN-2026-000002", "The rest.", [new(invoice.Lines[0].Id, 6_000)], first.Lines.ToList(), On("2026-03-01"));
        Assert.Equal((InvoiceStatus.Void, 0), (invoice.Status, invoice.Outstanding));
        Refused.With("invoice_state_forbids", () => invoice.Credit("n", "r", [new(invoice.Lines[0].Id, 1)], [], On("2026-03-01")));
        var draft = Draft();
        Refused.With("invoice_state_forbids", () => draft.Credit("n", "r", [new(draft.Lines[0].Id, 1)], [], On("2026-03-01")));
    }

    [Fact]
    public void A_credit_for_the_days_that_are_left_takes_back_nothing_that_was_earned_before_them() =>
        Gen.Select(Gen.Long[1, 500_000], Gen.Int[0, 364], Gen.Int[1, 100]).Sample((amount, day, percent) =>
        {
            var (term, plain) = (Days("2026-02-01", "2027-01-31"), Days("2026-02-01", "2026-02-28"));
            var from = term.First.AddDays(day);
            var (invoice, ledger) = Issued(Line(amount, period: term), Line(5, period: plain));
            var earned = ledger.Where(e => e.Account == Account.Revenue).ToLookup(e => e.On, e => e.Amount);
            var net = Math.Max(1, amount * percent / 100);
            ledger.AddRange(invoice.Credit("C4-CN-2026-000001", "Changed.", [new(invoice.Lines[0].Id, net, from)], [], On($"{from:yyyy-MM-dd}")).Posting.Entries);
            Assert.All(ledger.Where(e => e.Account == Account.Revenue && e.On < from), e => Assert.Contains(e.Amount, earned[e.On]));
            Assert.Equal(net - amount - 5, Balance(ledger, Account.Revenue));
            Assert.Equal(0, Balance(ledger, Account.DeferredRevenue));
            Assert.Equal(0, ledger.Sum(e => e.Amount));
            Refused.At("/lines/0/from", () => invoice.Credit("n", "r", [new(invoice.Lines[0].Id, 1, term.Last.AddDays(1))], [], On("2026-03-01")));
        });

    [Fact]
    public void A_credit_from_a_day_is_of_a_line_that_is_for_days()
    {
        var (invoice, _) = Issued();
        Refused.At("/lines/0/from", () => invoice.Credit("n", "r", [new(invoice.Lines[0].Id, 1, On("2026-03-01").Today)], [], On("2026-03-01")));
    }

    [Fact]
    public void A_payment_that_is_reversed_leaves_the_books_as_if_it_had_never_been() =>
        Gen.Select(Gen.Long[1, 50_000].Array[1, 4], Gen.Long[1, 400_000], Gen.Bool).Sample((totals, amount, givenUp) =>
        {
            var issued = totals.Select(t => Issued(Line(t))).ToList();
            var ledger = issued.SelectMany(i => i.Ledger).ToList();
            var invoices = issued.Select(i => i.Invoice).ToList();
            var before = Enum.GetValues<Account>().Select(a => Balance(ledger, a)).ToList();
            var (payment, posted) = Paid(amount);
            ledger.AddRange(posted);
            foreach (var invoice in invoices)
                if (Math.Min(payment.Left, invoice.Outstanding) is > 0 and var part)
                    ledger.AddRange(payment.Allocate(invoice, part, On("2026-02-11")).Entries);
            var first = invoices[0];
            if (givenUp && first.Status == InvoiceStatus.Finalised)
                ledger.AddRange(first.GiveUp(On("2026-02-12")).Entries);
            ledger.AddRange(payment.Reverse(ReversalReason.Bounced, invoices, On("2026-03-01")).Entries);
            Assert.Equal((0, 0, amount), (payment.Left, payment.Allocated, payment.Returned));
            Assert.All(invoices, i => Assert.Equal((0L, i.Total), (i.Paid, i.Outstanding)));
            Assert.All(invoices.Skip(1), i => Assert.Equal(InvoiceStatus.Finalised, i.Status));
            if (first.Status == InvoiceStatus.Uncollectible)
                ledger.AddRange(new Posting(Partner.TenantId, "GBP", On("2026-03-01").Today, "x", Refused.Now).Move(first.Total, Account.Receivable, Account.BadDebt).Entries);
            Assert.Equal(before, Enum.GetValues<Account>().Select(a => Balance(ledger, a)));
            Refused.With("payment_reversed", () => payment.Reverse(ReversalReason.Bounced, invoices, On("2026-03-01")));
        });

    [Fact]
    public void What_a_bank_disputes_is_marked_until_the_bank_has_decided_also_where_something_else_is_paid_meanwhile()
    {
        var (invoice, _) = Issued(Line(10_000));
        var (card, cheque) = (Paid(10_000).Payment, Paid(2_000).Payment);
        foreach (var payment in new[] { card, cheque })
            payment.Allocate(invoice, payment.Amount, On("2026-02-11"));
        invoice.PaymentDisputed("fraudulent", On("2026-02-12"));
        cheque.Reverse(ReversalReason.Bounced, [invoice], On("2026-02-13"));
        Assert.Equal((InvoiceStatus.Finalised, true), (invoice.Status, invoice.DisputedAt is not null));
        Paid(2_000).Payment.Allocate(invoice, 2_000, On("2026-02-14"));
        Assert.Equal((InvoiceStatus.Paid, true), (invoice.Status, invoice.DisputedAt is not null));
        invoice.PaymentKept();
        Assert.Equal((InvoiceStatus.Paid, null), (invoice.Status, invoice.DisputedAt));
        // What the organisation disputes ends with what is owed.
        (invoice, _) = Issued(Line(10_000));
        invoice.Dispute("Too many.", On("2026-02-11"));
        Paid(12_000).Payment.Allocate(invoice, 12_000, On("2026-02-14"));
        Assert.Equal((InvoiceStatus.Paid, null, null), (invoice.Status, invoice.DisputedAt, invoice.DisputeReason));
    }

    [Fact]
    public void What_was_given_back_is_not_reversed_and_a_reason_is_one_of_those_that_there_are()
    {
        var (payment, _) = Paid(500);
        Refused.At("/reason", () => payment.Reverse((ReversalReason)9, [], On("2026-03-01")));
        var (refund, posting) = Refund.Of(payment, 200, "Too much.", On("2026-03-01"), Refused.Now);
        Assert.Equal((RefundStatus.Succeeded, true, 300), (refund.Status, refund.ByHand, payment.Left));
        Assert.Equal((200, -200), (Balance(posting.Entries, Account.Credit), Balance(posting.Entries, Account.Cash)));
        Refused.With("payment_given_back", () => payment.Reverse(ReversalReason.Bounced, [], On("2026-03-01")));
    }

    [Fact]
    public void Payments_that_make_no_sense_are_refused()
    {
        static void Record(long amount, string currency = "GBP", string on = "2026-02-10", string reference = "x") =>
            Payment.Record(Partner, PaymentMethod.Cheque, new(amount, currency), DateOnly.Parse(on), reference, null, On("2026-02-10"));

        Refused.At("/amount/amount", () => Record(0));
        Refused.At("/amount/amount", () => Record(-5));
        Refused.At("/amount/amount", () => Record(long.MaxValue));
        Refused.At("/receivedOn", () => Record(5, on: "2026-02-11"));
        Refused.At("/reference", () => Record(5, reference: " "));
        Refused.With("currency_mismatch", () => Record(5, "EUR"));
    }

    [Fact]
    public void A_payment_pays_no_draft_and_nothing_that_is_paid_or_void()
    {
        var (payment, _) = Paid(50_000);
        Refused.With("invoice_state_forbids", () => payment.Allocate(Draft(), 100, On("2026-02-10")));
        var (invoice, _) = Issued();
        Refused.With("allocation_too_large", () => payment.Allocate(invoice, 12_001, On("2026-02-10")));
        invoice.Credit("C4-CN-2026-000001", "All wrong.", [new(invoice.Lines[0].Id, 10_000)], [], On("2026-02-10"));
        Refused.With("invoice_state_forbids", () => payment.Allocate(invoice, 1, On("2026-02-10")));
        Refused.With("payment_used_up", () => payment.Allocate(Issued(Line(100_000)).Invoice, 50_001, On("2026-02-10")));
        Refused.At("/amount", () => payment.Allocate(invoice, -1, On("2026-02-10")));
    }

    [Fact]
    public void A_credit_names_lines_of_the_invoice_once_each_and_something_of_them()
    {
        var (invoice, _) = Issued();
        var line = invoice.Lines[0].Id;
        Refused.At("/lines", () => invoice.Credit("n", "r", [], [], On("2026-02-10")));
        Refused.At("/lines", () => invoice.Credit("n", "r", [new(line, 1), new(line, 1)], [], On("2026-02-10")));
        Refused.At("/lines/0/net", () => invoice.Credit("n", "r", [new(line, 0)], [], On("2026-02-10")));
        Refused.At("/lines/0/lineId", () => invoice.Credit("n", "r", [new(Id<InvoiceLine>.None, 1)], [], On("2026-02-10")));
        Refused.At("/reason", () => invoice.Credit("n", "", [new(line, 1)], [], On("2026-02-10")));
        Assert.Equal(0, invoice.Credited);
    }

    [Fact]
    public void Lines_of_statements_that_overlap_are_imported_once_and_two_alike_are_two()
    {
        StatementLine day = new(new(2026, 2, 1), 12_000, "C4-2026-000001"), other = new(new(2026, 2, 2), 500, "tea");
        var first = new BankStatement("a", "GBP", [day, day, new(new(2026, 2, 1), -3_000, "rent")], new HashSet<string>(), Refused.Now);
        Assert.Equal((2, 1, 0), (first.Lines.Count, first.Outgoing, first.Repeated));
        var second = new BankStatement("b", "GBP", [day, day, other], first.Lines.Select(l => l.Mark).ToHashSet(), Refused.Now);
        Assert.Equal((1, 2), (second.Lines.Count, second.Repeated));
        Assert.Equal("tea", second.Lines[0].Reference);
    }

    [Theory]
    [InlineData("C4-2026-000001", true)]
    [InlineData("inv c4 2026 000001 thank you", true)]
    [InlineData("C42026000001", true)]
    [InlineData("C4-2026-000001 and C4-2026-000002", false)]
    [InlineData("C4-2026-000002", false)]
    [InlineData("C4-2026-0000012", false)]
    [InlineData("PAC4-2026-000001", false)]
    [InlineData("thanks", false)]
    public void A_line_pays_the_one_invoice_that_its_reference_names(string reference, bool pays)
    {
        var (invoice, _) = Issued();
        BankLine Line(long amount, string currency = "GBP") => new BankStatement("a", currency, [new(new(2026, 2, 1), amount, reference)], new HashSet<string>(), Refused.Now).Lines[0];
        Assert.Equal(pays, Line(12_000).Pays(invoice));
        Assert.False(Line(11_999).Pays(invoice));
        Assert.False(Line(12_000, "EUR").Pays(invoice));
    }

    [Fact]
    public void A_number_is_read_whole_also_above_a_million() =>
        Assert.Equal(["C4-2026-1000000", "TEST-2026-000002"], BankLine.NumbersIn("inv c4 2026 1000000, TEST2026000002; C4-2026-00001 XTEST-2026-000003 C4-2026-000004A"));

    [Fact]
    public void A_line_is_seen_to_once()
    {
        var line = new BankStatement("a", "GBP", [new(new(2026, 2, 1), 12_000, "x")], new HashSet<string>(), Refused.Now).Lines[0];
        line.Match(Paid(12_000).Payment, Finance);
        Refused.With("bank_line_settled", () => line.Ignore(Finance));
        Refused.With("bank_line_settled", () => line.Match(Paid(12_000).Payment, Finance));
    }

    [Fact]
    public void Paid_and_credited_in_whatever_order_the_books_agree_and_nothing_is_owed_twice() =>
        Gen.Select(Gen.Long[1, 90_000].Array[1, 4], Gen.Select(Gen.Bool, Gen.Long[1, 120_000], Gen.Int[0, 3]).Array[1, 14]).Sample((amounts, steps) =>
        {
            var (invoice, ledger) = Issued([.. amounts.Select(a => Line(a))]);
            var time = On("2026-03-01");
            List<Payment> payments = [];
            List<CreditNoteLine> credited = [];
            foreach (var (pays, amount, at) in steps)
            {
                if (pays)
                {
                    var (payment, posting) = Payment.Record(Partner, PaymentMethod.BankTransfer, new(amount, "GBP"), time.Today, "Transfer", null, time);
                    ledger.AddRange(posting.Entries);
                    payments.Add(payment);
                    if (invoice.Outstanding > 0)
                        ledger.AddRange(payment.Allocate(invoice, Math.Min(amount, invoice.Outstanding), time).Entries);
                }
                else
                {
                    var line = invoice.Lines[at % invoice.Lines.Count];
                    var left = line.Net - credited.Where(c => c.InvoiceLineId == line.Id).Sum(c => c.Net);
                    if (left == 0)
                        continue;
                    var (note, posting) = invoice.Credit("CN", "Agreed.", [new(line.Id, Math.Min(amount, left))], credited, time);
                    credited.AddRange(note.Lines);
                    ledger.AddRange(posting.Entries);
                    foreach (var payment in payments.AsEnumerable().Reverse().Where(p => p.Allocations.Count > 0))
                        ledger.AddRange(payment.Release(invoice, time).Entries);
                }
                long Of(Account account) => ledger.Where(e => e.Account == account).Sum(e => e.Amount);
                Assert.InRange(invoice.Outstanding, 0, invoice.Total);
                Assert.Equal(0, ledger.Sum(e => e.Amount));
                Assert.Equal(invoice.Outstanding, Of(Account.Receivable));
                Assert.Equal(payments.Sum(p => p.Amount), Of(Account.Cash));
                Assert.Equal(-payments.Sum(p => p.Left), Of(Account.Credit));
                Assert.Equal(credited.Sum(c => c.VatAmount) - invoice.Vat, Of(Account.Vat));
                Assert.Equal(invoice.Outstanding == 0, invoice.Status is InvoiceStatus.Paid or InvoiceStatus.Void);
            }
        });
}
