using System.Text.Json;
using Franchise.Domain.Shared;
using Stripe;

namespace Franchise.Infrastructure.Payments;

public sealed partial class StripeGateway
{
    /// <summary>The version of Stripe's API that is spoken and understood.</summary>
    public static string Version => StripeConfiguration.ApiVersion;

    /// <summary>
    /// Tells whether Stripe itself sent this notice, lately, to us, and what it is about. What the notice claims is not read: read the object again.
    /// </summary>
    /// <param name="body">The request's body, byte for byte: a notice that was parsed and written again has another signature.</param>
    /// <param name="signature">The header <c>Stripe-Signature</c>; null where there was none.</param>
    /// <param name="anyVersion">
    /// Whether a notice of another version of the API is returned, <see cref="StripeNotice.VersionKnown"/> being false, for a caller who keeps it aside.
    /// </param>
    /// <exception cref="Refusal">One of the codes <c>webhook_…</c>, or <c>stripe_not_configured</c>.</exception>
    public StripeNotice VerifyWebhook(string body, string? signature, bool anyVersion = false)
    {
        _ = Client;
        string?[] secrets = [settings.WebhookSecret, settings.PreviousWebhookSecret];
        if (secrets.All(s => s is null))
            throw NotConfigured();
        if (string.IsNullOrWhiteSpace(signature))
            throw Doubtful(PaymentCodes.SignatureMissing, "The notice is not signed.");
        var signedAt = SignedAt(signature);
        if (signedAt is not { } at || !secrets.Any(s => s is not null && Signed(body, signature, s, at)))
            throw Doubtful(PaymentCodes.SignatureWrong, "The notice's signature is not right.");
        if ((clock.GetUtcNow() - DateTimeOffset.FromUnixTimeSeconds(at)).Duration() > settings.Tolerance)
            throw Doubtful(PaymentCodes.NoticeStale, "The notice was signed too long ago, or the clocks disagree.");

        var notice = Read(body);
        if (!notice.VersionKnown && !anyVersion)
            throw Doubtful(PaymentCodes.VersionUnknown, $"The notice is of version {notice.Version} of Stripe's API; {Version} is understood.");
        return notice;
    }

    private StripeNotice Read(string body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            var root = json.RootElement;
            if (Text(root, "object") != "event")
                throw new JsonException();
            var subject = root.GetProperty("data").GetProperty("object");
            var account = Text(root, "account");
            if (account is not null && account != settings.Account)
                throw Doubtful(PaymentCodes.OtherAccount, "The notice is about another account.");
            if (root.GetProperty("livemode").GetBoolean() != settings.Live)
                throw Doubtful(PaymentCodes.OtherMode, settings.Live ? "The notice is about test money." : "The notice is about real money.");
            var version = Text(root, "api_version");
            return new(
                Text(root, "id") ?? throw new JsonException(),
                Text(root, "type") ?? throw new JsonException(),
                Text(subject, "object") ?? throw new JsonException(),
                Text(subject, "id"),
                account,
                version,
                version == Version,
                DateTimeOffset.FromUnixTimeSeconds(root.GetProperty("created").GetInt64())
            );
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or ArgumentOutOfRangeException)
        {
            throw Doubtful(PaymentCodes.NoticeUnreadable, "The notice is signed, but it is no event.");
        }
    }

    private static string? Text(JsonElement of, string name) => of.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static long? SignedAt(string signature)
    {
        foreach (var part in signature.Split(','))
            if (part.Trim().Split('=', 2) is ["t", var text] && long.TryParse(text, out var at) && at is > 0 and < 253402300800)
                return at;
        return null;
    }

    // As if it were that very moment: how old it is is asked apart, so that stale and forged are told apart.
    private static bool Signed(string body, string signature, string secret, long at)
    {
        try
        {
            EventUtility.ValidateSignature(body, signature, secret, 300, at);
            return true;
        }
        catch (StripeException)
        {
            return false;
        }
    }

    private static Refusal Doubtful(string code, string sentence) =>
        new(RefusalKind.Malformed, code, sentence, "Only Stripe sends notices here; if it did, check the webhook's secret and version in its dashboard.");
}
