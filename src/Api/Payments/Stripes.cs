using Franchise.Domain.Billing;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Billing;
using Franchise.Infrastructure.Payments;
using Franchise.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Franchise.Api.Payments;

/// <summary>What use cases that ask Stripe at once have in common: whether they may, who pays, and what an answer means for the caller.</summary>
internal static class Stripes
{
    /// <summary>Refuses where Stripe is not set up, and a sandbox where real money would move.</summary>
    /// <exception cref="Refusal"><c>stripe_not_configured</c>, <c>sandbox_takes_no_money</c>.</exception>
    public static void Demand(StripeGateway stripe, Organisation organisation)
    {
        stripe.DemandConfigured();
        if (organisation.IsSandbox && stripe.Live)
            throw Refusal.Conflict(BillingCodes.SandboxTakesNoMoney, "A sandbox pays with test money only, and real money is set up here.", "Pay its invoices by recorded transfers.");
    }

    /// <summary>Where a page sends the payer's browser when she is done.</summary>
    /// <exception cref="Refusal"><c>validation_failed</c>.</exception>
    public static string Place(string address)
    {
        var good = Uri.TryCreate(address, UriKind.Absolute, out var place)
            && (place.Scheme == Uri.UriSchemeHttps || (place.Scheme == Uri.UriSchemeHttp && place.IsLoopback))
            && place.UserInfo.Length == 0;
        new Faults().When(!good, "/returnTo", "This must be an https address.").Refuse();
        return place!.AbsoluteUri;
    }

    /// <summary>Stripe's id of an organisation, made where there is none. Asks Stripe: never inside a transaction.</summary>
    /// <exception cref="Refusal"><c>nobody_to_write_to</c>, <c>stripe_silent</c>, <c>stripe_refused</c>.</exception>
    public static async Task<string> PayerAsync(FranchiseDb db, StripeGateway stripe, Organisation organisation, CancellationToken ct)
    {
        var id = organisation.TenantId;
        if (await db.Set<StripePayer>().AsNoTracking().Where(p => p.TenantId == id).Select(p => p.PayerId).SingleOrDefaultAsync(ct) is { } known)
            return known;
        var email = (await InvoicesOnFile.ProfileAsync(db, id, ct)).Details.ContactEmail
            ?? await db.Set<Contact>().Where(c => c.TenantId == id && c.Role == ContactRole.Finance).Select(c => c.Email).FirstOrDefaultAsync(ct)
            ?? throw Refusal.Conflict(BillingCodes.NobodyToWriteTo, "Nobody is named to whom Stripe could write before it debits.", "Add a finance contact to the organisation.");
        var (payer, key) = await StripePayer.AskAsync(db, id, ct);
        payer ??= await StripePayer.KeepAsync(
            db, id, Given(await stripe.CreatePayer(new(organisation.Name, email, new Dictionary<string, string> { ["organisation"] = id.ToString() }), key, ct)), ct);
        return payer;
    }

    /// <summary>What Stripe gave.</summary>
    /// <exception cref="Refusal"><c>stripe_silent</c>, <c>stripe_refused</c>.</exception>
    public static T Given<T>(Reply<T> reply) =>
        reply switch
        {
            Reply<T>.Given(var value) => value,
            Reply<T>.Refused => throw Refused(),
            _ => throw new Refusal(RefusalKind.Unavailable, BillingCodes.StripeSilent, "Stripe does not answer. Nothing was charged.", "Try again in a minute."),
        };

    /// <summary><c>stripe_refused</c>.</summary>
    public static Refusal Refused() => Refusal.Conflict(BillingCodes.StripeRefused, "Stripe did not take that.", "Pay by bank transfer, and tell Cohort 4.");
}
