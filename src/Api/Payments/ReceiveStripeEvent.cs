using System.Text;
using Franchise.Domain.Identity;
using Franchise.Domain.Organisations;
using Franchise.Infrastructure.Billing;
using Franchise.Infrastructure.Payments;
using Franchise.Infrastructure.Tenancy;

namespace Franchise.Api.Payments;

/// <summary>Takes a notice of Stripe's: verified byte for byte, kept once, acted on later. What is not Stripe's leaves no trace.</summary>
internal static class ReceiveStripeEvent
{
    /// <param name="Received">That it is kept, now or before.</param>
    public sealed record Response(bool Received)
    {
        public static Response Example => new(true);
    }

    public static async Task<Response> Handle(HttpContext context, Doors doors, StripeGateway stripe, TimeProvider clock, ILogger<StripeGateway> log, CancellationToken ct)
    {
        stripe.DemandConfigured();
        using var reader = new StreamReader(context.Request.Body, Encoding.UTF8);
        var body = await reader.ReadToEndAsync(ct);
        var signature = context.Request.Headers["Stripe-Signature"];
        var notice = stripe.VerifyWebhook(body, signature.Count == 1 ? signature.ToString() : null, anyVersion: true);
        await using var db = doors.PlatformFor(Organisation.FranchisorId, Actor.System);
        if (await StripeEvent.KeepAsync(db, notice, body, clock.GetUtcNow(), ct) && !notice.VersionKnown)
            log.LogWarning("A notice is kept aside: it is of version {Version} of Stripe's API, and {Known} is understood. Set the webhook to that.", notice.Version, StripeGateway.Version);
        return new(true);
    }
}
