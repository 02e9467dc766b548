using Franchise.Api.Http;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Payments;
using static Franchise.Domain.Billing.BillingCodes;
using static Franchise.Domain.Identity.Permission;

namespace Franchise.Api.Payments;

/// <summary>The routes of collecting through Stripe: mandates, pages to pay on, what was collected and given back, Stripe's notices, and where both sides differ.</summary>
internal static class PaymentRoutes
{
    private const string Both = " Cohort 4 sees all, a partner its own.";

    public static void Map(Routes v1)
    {
        v1.Get("/mandates", ListMandates.Handle, BillingRead).Says("List mandates", "Cards and direct debits that an organisation has given, newest first. The newest that is active is charged." + Both);
        v1.Get("/mandates/{id}", GetMandate.Handle, BillingRead).Says("Get one mandate", "Whether it can be charged, and while its page is open, the page's address.");
        v1.Post("/mandates", BeginMandate.Handle, MandatesWrite)
            .Says("Begin to give a card or a direct debit", "Answers with the address of a page of Stripe's, where somebody gives it; no number of it comes here. Once it is active, invoices are charged by themselves when they are due. Takes no Idempotency-Key: a page that nobody fills in does nothing.")
            .OwnTransaction()
            .WritesPlatformOwned()
            .Refuses(SandboxTakesNoMoney, NobodyToWriteTo, StripeRefused)
            .Refuses(RefusalKind.Invalid, CurrencyMismatch)
            .Refuses(RefusalKind.Unavailable, PaymentCodes.NotConfigured, PaymentCodes.KeyRefused, StripeSilent);
        v1.Post("/mandates/{id}/revoke", RevokeMandate.Handle, MandatesWrite)
            .Says("Revoke a mandate", "Nothing is charged on it from now on, and Stripe lets go of the card or account. What the bank was asked before goes its way.")
            .WritesPlatformOwned()
            .Refuses(MandateStateForbids);
        v1.Post("/invoices/{id}/payment-pages", PayInvoice.Handle, InvoicesPay)
            .Says("Begin to pay an invoice on a page", "Answers with the address of a page of Stripe's, where all that is owed is paid once, by card or, in pounds, by direct debit. Asked again while it is open, the same page is answered. Takes no Idempotency-Key: the page charges nothing until somebody pays on it.")
            .OwnTransaction()
            .WritesPlatformOwned()
            .Refuses(InvoiceStateForbids, SandboxTakesNoMoney, NobodyToWriteTo, StripeRefused)
            .Refuses(RefusalKind.Unavailable, PaymentCodes.NotConfigured, PaymentCodes.KeyRefused, StripeSilent);
        v1.Get("/collections", ListCollections.Handle, BillingRead).Says("List attempts to collect", "Charges of mandates and pages to pay on, newest first, with what came of them." + Both);
        v1.Get("/collections/{id}", GetCollection.Handle, BillingRead).Says("Get one attempt to collect", "How far it has come, and why nothing was taken where nothing was.");
        v1.Post("/payments/{id}/refunds", RefundPayment.Handle, PaymentsWrite)
            .Says("Give money back", "Of what is left of a payment. What Stripe has collected goes to where it came from, within minutes. What came in by hand is paid back by bank transfer, and recorded here once it has gone. What pays an invoice is credited first.")
            .RequiresIdempotencyKey()
            .Refuses(PaymentUsedUp)
            .Refuses(RefusalKind.Unavailable, PaymentCodes.NotConfigured);
        v1.Get("/refunds", ListRefunds.Handle, BillingRead).Says("List refunds", "Newest first, those that went back because something was paid twice among them." + Both);
        v1.Get("/refunds/{id}", GetRefund.Handle, BillingRead).Says("Get one refund", "How far it has come.");
        v1.Get("/payment-disputes", ListPaymentDisputes.Handle, BillingRead)
            .Says("List disputes of payments", "Payments that a payer or her bank takes back or tries to, newest first." + Both);
        v1.Get("/stripe/differences", ListStripeDifferences.Handle, PaymentsWrite)
            .Says("List where Stripe and Franchise differed", "What the nightly comparison has found, newest first. What was not put right by itself waits for somebody.");
        v1.Post("/stripe/differences/{id}/close", CloseStripeDifference.Handle, PaymentsWrite)
            .Says("Close a difference", "Somebody has looked into it, and says what she found. It is listed as waiting no more, also where the next comparison finds it again.")
            .RequiresIdempotencyKey()
            .Refuses(DifferenceClosed);
        v1.Get("/stripe/notices", ListStripeNotices.Handle, PaymentsWrite)
            .Says("List notices that were kept aside", "The latest 200 of Stripe's notices that are of a version or type that is not understood, about nothing of ours, or could not be acted on. One of another version is acted on once this program understands it.");
        v1.Anonymous("POST", "/stripe/webhook", ReceiveStripeEvent.Handle)
            .Says("Receive a notice from Stripe", "For Stripe alone, which signs what it sends with the header `Stripe-Signature`. A notice is kept once and acted on later, by reading again what it is about; one of another version of Stripe's API is kept aside.")
            .Refuses(
                RefusalKind.Malformed, PaymentCodes.SignatureMissing, PaymentCodes.SignatureWrong, PaymentCodes.NoticeStale, PaymentCodes.NoticeUnreadable, PaymentCodes.OtherAccount,
                PaymentCodes.OtherMode)
            .Refuses(RefusalKind.Unavailable, PaymentCodes.NotConfigured);
    }
}
