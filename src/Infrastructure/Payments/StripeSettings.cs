using Microsoft.Extensions.Configuration;

namespace Franchise.Infrastructure.Payments;

/// <summary>How Franchise reaches its Stripe account.</summary>
public sealed record StripeSettings
{
    /// <summary><c>Stripe:SecretKey</c>; absent where payments are taken by hand only.</summary>
    public string? SecretKey { get; init; }

    /// <summary><c>Stripe:WebhookSecret</c>: what Stripe signs its notices with.</summary>
    public string? WebhookSecret { get; init; }

    /// <summary><c>Stripe:PreviousWebhookSecret</c>: the one before, for as long as Stripe signs with both while the secret is rolled.</summary>
    public string? PreviousWebhookSecret { get; init; }

    /// <summary><c>Stripe:Account</c>: the id of the account (<c>acct_…</c>). A notice that names another is refused.</summary>
    public string? Account { get; init; }

    /// <summary><c>Stripe:ApiBase</c>: another place than Stripe's own, as the stand-in of the tests.</summary>
    public Uri? ApiBase { get; init; }

    /// <summary><c>Stripe:TimeoutSeconds</c>: after how long an answer is given up and the outcome counts as unknown.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary><c>Stripe:ToleranceSeconds</c>: how old a notice's signature may be. Stripe signs anew each time that it sends.</summary>
    public TimeSpan Tolerance { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// <c>Stripe:LookAgainSeconds</c>: how long something that is not known is left alone before it is looked for again, so that what was half done is over.
    /// </summary>
    public TimeSpan LookAgain { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>For how long a worker has an organisation to itself; it says so anew before each question to Stripe.</summary>
    public TimeSpan Lease => (1.5 * Timeout) + TimeSpan.FromSeconds(1);

    /// <summary>Whether real money moves.</summary>
    public bool Live => SecretKey is { } key && key.Contains("_live_", StringComparison.Ordinal);

    /// <summary>Reads the section <c>Stripe</c>.</summary>
    /// <exception cref="StartRefused">A setting is not such that it can be used.</exception>
    public static StripeSettings Read(IConfiguration section)
    {
        var defaults = new StripeSettings();
        return new()
        {
            SecretKey = Text("SecretKey"),
            WebhookSecret = Text("WebhookSecret"),
            PreviousWebhookSecret = Text("PreviousWebhookSecret"),
            Account = Text("Account"),
            ApiBase = Text("ApiBase") is { } place ? Place(place) : null,
            Timeout = Seconds("TimeoutSeconds", defaults.Timeout),
            Tolerance = Seconds("ToleranceSeconds", defaults.Tolerance),
            LookAgain = Seconds("LookAgainSeconds", defaults.LookAgain),
        };

        string? Text(string name) => section[name] is { Length: > 0 } text ? text : null;

        TimeSpan Seconds(string name, TimeSpan fallback) =>
            Text(name) is not { } text ? fallback
            : int.TryParse(text, out var seconds) && seconds is > 0 and <= 3600 ? TimeSpan.FromSeconds(seconds)
            : throw new StartRefused($"Stripe:{name} must be a whole number of seconds from 1 to 3600, not '{text}'.");
    }

    // The key goes along with every request: it may leave the machine encrypted only.
    private static Uri Place(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var place) && (place.Scheme == Uri.UriSchemeHttps || (place.Scheme == Uri.UriSchemeHttp && place.IsLoopback)) && place.PathAndQuery == "/"
            ? place
            : throw new StartRefused($"Stripe:ApiBase must be an https address without a path, or one on this machine, not '{text}'.");
}
