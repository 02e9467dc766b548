using System.ComponentModel.DataAnnotations;
using Franchise.Api.Http;
using Franchise.Domain.Billing;
using Franchise.Domain.Organisations;
using Franchise.Infrastructure.Billing;
using Franchise.Infrastructure.Payments;
using Franchise.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Franchise.Api.Payments;

/// <summary>Begins to give a card or a direct debit. The mandate is committed before Stripe is asked for its page.</summary>
internal static class BeginMandate
{
    /// <param name="Kind">A card, or Bacs Direct Debit for an account in the United Kingdom.</param>
    /// <param name="ReturnTo">Where the browser goes when the page is done or left.</param>
    public sealed record Request(MandateKind Kind, [StringLength(500, MinimumLength = 1)] string ReturnTo)
    {
        public static Request Example => new(MandateKind.Card, "https://partner.example/billing");
    }

    public static async Task<Created<MandateView>> Handle(Request request, FranchiseDb db, StripeGateway stripe, TimeProvider clock, CancellationToken ct)
    {
        var organisation = await db.Set<Organisation>().AsNoTracking().SingleAsync(o => o.TenantId == db.TenantId, ct);
        Stripes.Demand(stripe, organisation);
        var place = Stripes.Place(request.ReturnTo);
        var mandate = new Mandate(organisation, request.Kind, db.Actor, clock.GetUtcNow());
        var payer = await Stripes.PayerAsync(db, stripe, organisation, ct);
        db.Add(mandate);
        await db.SaveChangesAsync(ct);
        var means = request.Kind == MandateKind.Card ? PaymentMeans.Card : PaymentMeans.BacsDebit;
        var marks = new Dictionary<string, string> { ["organisation"] = organisation.TenantId.ToString(), ["mandate"] = mandate.Id.ToString() };
        var reply = await stripe.BeginSetUp(new(payer, means, organisation.Currency, place, place, marks), $"mandate-{mandate.Id}", ct);
        if (reply is Reply<StripePage>.Refused("resource_missing", _) && await StripePayer.ForgetAsync(db, organisation.TenantId, payer, ct))
        {
            payer = await Stripes.PayerAsync(db, stripe, organisation, ct);
            reply = await stripe.BeginSetUp(new(payer, means, organisation.Currency, place, place, marks), $"mandate-{mandate.Id}-2", ct);
        }
        var page = Stripes.Given(reply);
        mandate.Show(page.Id, page.Url, clock.GetUtcNow());
        await db.SaveChangesAsync(ct);
        return new($"/v1/mandates/{mandate.Id}", MandateView.Of(mandate), mandate.Version);
    }
}
