using Franchise.Api.Http;
using Franchise.Domain.Licensing;
using Franchise.Domain.Shared;
using static Franchise.Domain.Billing.BillingCodes;
using static Franchise.Domain.Identity.Permission;

namespace Franchise.Api.Billing;

/// <summary>The routes of billing: prices, fees, invoices with their credit notes, payments, and what the accountant takes.</summary>
internal static class BillingRoutes
{
    private const string Both = " Cohort 4 sees all, a partner its own.";
    private const string Real = " Cohort 4 takes all organisations together without sandboxes, a partner its own.";

    public static void Map(Routes v1)
    {
        MapPrices(v1);
        MapInvoices(v1);
        MapPayments(v1);
    }

    private static void MapPrices(Routes v1)
    {
        v1.Get("/prices", ListPriceVersions.Handle, BillingRead).Says("List prices", "Newest first. A partner sees what is published of the packages that were offered to it.");
        v1.Get("/prices/{id}", GetPriceVersion.Handle, BillingRead).Says("Get one price version", "What a package costs in a currency from a day on.");
        v1.Post("/prices", DraftPriceVersion.Handle, PricesWrite)
            .Says("Draft prices", "Of a package in a currency. On each day the published version that began last is in force; amounts are in minor units without VAT.");
        v1.Put("/prices/{id}", ChangePriceVersion.Handle, PricesWrite).Says("Change a draft of prices", "Replaces all of it but package and currency.").Refuses(PriceNotDraft);
        v1.Post("/prices/{id}/publish", PublishPriceVersion.Handle, PricesWrite)
            .Says("Publish prices", "They never change again and count from today at the earliest: what was charged before stays as it was.")
            .Refuses(PriceNotDraft, PriceInThePast, "already_exists");
        v1.Get("/exchange-rates", ListExchangeRates.Handle, BillingRead).Says("List exchange rates", "What a unit of another currency is worth in sterling, the last entered first.");
        v1.Post("/exchange-rates", EnterExchangeRate.Handle, PricesWrite)
            .Says("Enter an exchange rate", "From a day until another begins: a VAT invoice in that currency says its VAT in sterling by its tax point. Rates are only added; one that was wrong is entered again for its day, and what is issued keeps its own.")
            .RequiresIdempotencyKey();
        v1.Get("/billing-profiles/{id}", GetBillingProfile.Handle, BillingRead)
            .Says("Get how an organisation is billed", "By the id of the organisation: purchase order, contact, VAT, terms, discounts and bursaries. Where nothing is written the usual terms count.");
        v1.Put("/billing-profiles/{id}", SetBillingProfile.Handle, InvoicesWrite)
            .Says("Write how an organisation is billed", "Replaces all but discounts and bursaries. What is issued stays as it is.");
        v1.Put("/billing-profiles/{id}/recipient", AddressInvoices.Handle, InvoicesPay)
            .Says("Say to whom invoices go", "An organisation writes its own purchase order and billing contact, and Cohort 4's finance officer anybody's: both of them, so what is left out is none. The next invoice carries them, drafts too; what is issued stays as it is.")
            .WritesPlatformOwned();
        v1.Post("/billing-profiles/{id}/concessions", GrantConcession.Handle, InvoicesWrite)
            .Says("Grant a discount or a bursary", "A percentage off every fee, or an amount off each licence fee, from today on. A bursary names who approved it.")
            .RequiresIdempotencyKey();
        v1.Post("/billing-profiles/{id}/concessions/{concessionId}/end", EndConcession.Handle, InvoicesWrite)
            .Says("End a discount or a bursary", "Today is its last day.")
            .Refuses(ConcessionEnded);
        v1.Post("/licences/{id}/package-change-preview", PreviewPackageChange.Handle, BillingRead)
            .Says("Preview a change of package", "What a change within a term would cost, by the day; a partner asks about packages that were offered to it. Changes nothing and takes no Idempotency-Key.")
            .OwnTransaction()
            .Refuses(NoTermOnDay, LicensingCodes.PackageWithdrawn)
            .Refuses(RefusalKind.Invalid, CurrencyMismatch, NoPriceInForce);
        v1.Post("/licences/{id}/package-change", ChangeLicencePackage.Handle, LicencesOffer)
            .Says("Change a licence's package", "From today on, at just what the preview says: what is unused of the old is credited, the new is charged by the day, rights and seats change, and no date moves.")
            .RequiresIdempotencyKey()
            .Refuses(NoTermOnDay, PackageChangeDiffers, TermNotInvoiced, InvoiceStateForbids)
            .Refuses(LicensingCodes.LicenceNotAmendable, LicensingCodes.LicenceAlreadyRenewed, LicensingCodes.SeatsInUse, LicensingCodes.PackageWithdrawn)
            .Refuses(RefusalKind.Invalid, CurrencyMismatch, CreditTooLarge, NoPriceInForce);
        v1.Get("/dunning/{id}", GetDunning.Handle, BillingRead)
            .Says("Get an organisation's dunning", "By the id of the organisation: what will be done about unpaid invoices and when, what was done, and times of hardship." + Both);
        v1.Post("/dunning/{id}/hardships", GrantHardship.Handle, InvoicesWrite)
            .Says("Grant a time of hardship", "From today until a day no step of dunning is taken and no card or direct debit is charged. It names why, and who approved it.")
            .RequiresIdempotencyKey()
            .Refuses(HardshipStands);
        v1.Post("/dunning/{id}/hardships/{hardshipId}/end", EndHardship.Handle, InvoicesWrite)
            .Says("End a time of hardship", "Today the clock goes on, one step a day at most, and what is due is charged again.")
            .Refuses(HardshipOver);
        v1.Get("/fees", ListFees.Handle, BillingRead)
            .Says("List fees", "What accrued because something happened, each event once, newest first; those without a price in force wait for Finance." + Both);
        v1.Post("/fees/{id}/price", PriceFee.Handle, InvoicesWrite)
            .Says("Name the price of a fee", "Of one for which no price was in force on its day.")
            .RequiresIdempotencyKey()
            .Refuses(FeeSettled);
        v1.Post("/fees/{id}/waive", WaiveFee.Handle, InvoicesWrite)
            .Says("Waive a fee", "One that stands on no invoice. What is invoiced is credited instead.")
            .RequiresIdempotencyKey()
            .Refuses(FeeSettled);
    }

    private static void MapInvoices(Routes v1)
    {
        v1.Get("/invoices", ListInvoices.Handle, BillingRead).Says("List invoices", "Newest first, drafts among them: what waits for somebody, what is disputed, what is overdue." + Both);
        v1.Get("/invoices/{id}", GetInvoice.Handle, BillingRead).Says("Get one invoice", "With its lines, VAT by treatment and rate with the reason, and what is paid and credited.");
        v1.Get("/invoices/{id}/pdf", GetInvoicePdf.Handle, BillingRead)
            .Says("Get an invoice as a PDF", "As it was issued. A draft has none.")
            .Answers<Stream>(contentType: "application/pdf")
            .Refuses(InvoiceStateForbids);
        v1.Post("/invoices", DraftInvoice.Handle, InvoicesWrite)
            .Says("Draft an invoice", "For what no event charges. Prices come from the price list of the package named, or stand in the lines. It is issued by itself some days later, or earlier on request.")
            .RequiresIdempotencyKey()
            .Refuses(RefusalKind.Invalid, CurrencyMismatch, NoPriceInForce);
        v1.Post("/invoices/{id}/approve", ApproveInvoice.Handle, InvoicesWrite)
            .Says("Approve an invoice", "A draft above the threshold is issued only then. Whoever drafted it does not approve it, and what comes to more afterwards waits again.")
            .RequiresIdempotencyKey()
            .Refuses(InvoiceStateForbids, ApprovalByDrafter);
        v1.Post("/invoices/{id}/finalise", FinaliseInvoice.Handle, InvoicesWrite)
            .Says("Issue an invoice", "Now, instead of when its days as a draft are over. It gets its number, and nothing of it changes any more but what is paid and credited.")
            .RequiresIdempotencyKey()
            .Refuses(InvoiceStateForbids, ApprovalNeeded, ExchangeRateMissing);
        v1.Post("/invoices/{id}/void", VoidInvoice.Handle, InvoicesWrite)
            .Says("Void an invoice", "A draft is discarded and its fees wait for another. Of an issued invoice all that is left is credited, by a numbered credit note.")
            .RequiresIdempotencyKey()
            .Refuses(InvoiceStateForbids);
        v1.Post("/invoices/{id}/uncollectible", MarkInvoiceUncollectible.Handle, InvoicesWrite)
            .Says("Give an invoice up", "What is owed becomes a bad debt. What comes in all the same is taken.")
            .RequiresIdempotencyKey()
            .Refuses(InvoiceStateForbids);
        v1.Post("/invoices/{id}/dispute", DisputeInvoice.Handle, InvoicesWrite)
            .Says("Note a dispute", "The organisation disputes it; nobody is reminded of it until that is settled.")
            .Refuses(InvoiceStateForbids, DisputeStateForbids);
        v1.Post("/invoices/{id}/settle-dispute", SettleDispute.Handle, InvoicesWrite).Says("Settle a dispute", "By credit notes, or because nothing was wrong.").Refuses(DisputeStateForbids);
        v1.Post("/invoices/{id}/credit-notes", IssueCreditNote.Handle, InvoicesWrite)
            .Says("Issue a credit note", "Takes something off lines of an issued invoice at its own rates, never more than is left. What was paid and is no longer owed becomes credit.")
            .RequiresIdempotencyKey()
            .Refuses(InvoiceStateForbids)
            .Refuses(RefusalKind.Invalid, CreditTooLarge);
        v1.Get("/credit-notes", ListCreditNotes.Handle, BillingRead).Says("List credit notes", "Newest first." + Both);
        v1.Get("/credit-notes/{id}", GetCreditNote.Handle, BillingRead).Says("Get one credit note", "With the lines of the invoice that it takes something off.");
        v1.Get("/credit-notes/{id}/pdf", GetCreditNotePdf.Handle, BillingRead)
            .Says("Get a credit note as a PDF", "As it was issued.")
            .Answers<Stream>(contentType: "application/pdf");
        v1.Get("/account-statements/{id}", GetAccountStatement.Handle, BillingRead)
            .Says("Get a statement of account", "By the id of the organisation: what was invoiced, credited, paid and given up between two days, and what is owed before and after: read from the ledger, each currency apart.");
        v1.Get("/account-statements/{id}/csv", ExportAccountStatement.Handle, BillingRead)
            .Says("Get a statement of account as a table", "The same, with a row for what was owed before and after.")
            .Answers<string>(contentType: "text/csv");
        v1.Get("/exports/sales-day-book", ExportSalesDayBook.Handle, BillingRead)
            .Says("Export the sales day book", "Every invoice and credit note issued between two days, as a table with control totals for each currency." + Real)
            .Answers<string>(contentType: "text/csv");
        v1.Get("/exports/vat", ExportVat.Handle, BillingRead)
            .Says("Export VAT by period", "By month of the tax point, treatment and rate, less what was credited, as a table with control totals." + Real)
            .Answers<string>(contentType: "text/csv");
    }

    private static void MapPayments(Routes v1)
    {
        v1.Get("/payments", ListPayments.Handle, BillingRead).Says("List payments", "Newest first, with what they pay." + Both);
        v1.Get("/payments/{id}", GetPayment.Handle, BillingRead).Says("Get one payment", "With what it pays, and how much of it is credit.");
        v1.Post("/payments", RecordPayment.Handle, PaymentsWrite)
            .Says("Record a payment", "A bank transfer or a cheque. It pays the invoice that is named as far as that is owed; what is over stays as the organisation's credit.")
            .RequiresIdempotencyKey()
            .Refuses(InvoiceStateForbids)
            .Refuses(RefusalKind.Invalid, CurrencyMismatch);
        v1.Post("/payments/{id}/allocations", AllocatePayment.Handle, PaymentsWrite)
            .Says("Pay an invoice from a payment", "With what is left of it.")
            .RequiresIdempotencyKey()
            .Refuses(InvoiceStateForbids, AllocationTooLarge, PaymentUsedUp)
            .Refuses(RefusalKind.Invalid, CurrencyMismatch);
        v1.Post("/payments/{id}/reverse", ReversePayment.Handle, PaymentsWrite)
            .Says("Reverse a payment", "One that somebody recorded, or that came of a bank statement, and that does not count: a cheque that bounced, or money of another organisation or for another invoice. What it had paid is owed again from today on; a line of a statement is open again and can be matched rightly. What Stripe has collected, and what was given back in part, is not reversed.")
            .RequiresIdempotencyKey()
            .Refuses(PaymentByStripe, PaymentReversed, PaymentGivenBack);
        v1.Post("/bank-statements", ImportBankStatement.Handle, PaymentsWrite)
            .Says("Import a bank statement", "A line that names one invoice and is just what that is owed becomes its payment; every other line waits for somebody to look at it, and says why where it seemed to be a payment. Invoices of sandboxes are never paid so. The same file is refused a second time, and of files that overlap each line counts once.")
            .RequiresIdempotencyKey()
            .TakesUpTo(2 * ImportBankStatement.Most)
            .Refuses(StatementImported)
            .Refuses(RefusalKind.Invalid, StatementUnreadable);
        v1.Get("/bank-lines", ListBankLines.Handle, PaymentsWrite)
            .Says("List what came in on the account", "Newest first; the open ones with invoices that they may pay.");
        v1.Post("/bank-lines/{id}/match", MatchBankLine.Handle, PaymentsWrite)
            .Says("Match a line of a statement", "It becomes the organisation's payment. Of two who match it, one is told that it is seen to.")
            .RequiresIdempotencyKey()
            .Refuses(BankLineSettled, InvoiceStateForbids)
            .Refuses(RefusalKind.Invalid, CurrencyMismatch);
        v1.Post("/bank-lines/{id}/ignore", IgnoreBankLine.Handle, PaymentsWrite)
            .Says("Set a line of a statement aside", "It is no organisation's payment.")
            .RequiresIdempotencyKey()
            .Refuses(BankLineSettled);
    }
}
