namespace Franchise.Infrastructure.Payments;

/// <summary>Every code that a refusal of <see cref="StripeGateway"/> carries. They are part of the API: callers branch on them, so they never change.</summary>
public static class PaymentCodes
{
    /// <summary>No key for Stripe is configured: payments are taken by hand.</summary>
    public const string NotConfigured = "stripe_not_configured";

    /// <summary>Stripe does not take the configured key.</summary>
    public const string KeyRefused = "stripe_key_refused";

    /// <summary>The amount is nothing, less than nothing, or in a currency that is not collected.</summary>
    public const string AmountNotCollectible = "amount_not_collectible";

    /// <summary>A notice came without a signature.</summary>
    public const string SignatureMissing = "webhook_signature_missing";

    /// <summary>A notice's signature is not one of ours: it was forged, or changed on its way.</summary>
    public const string SignatureWrong = "webhook_signature_wrong";

    /// <summary>A notice was signed too long ago, or in the future.</summary>
    public const string NoticeStale = "webhook_stale";

    /// <summary>A notice is signed, but is no event.</summary>
    public const string NoticeUnreadable = "webhook_unreadable";

    /// <summary>A notice is of another version of Stripe's API than the one that this was built for.</summary>
    public const string VersionUnknown = "webhook_version_unknown";

    /// <summary>A notice is about another account than ours.</summary>
    public const string OtherAccount = "webhook_other_account";

    /// <summary>A notice is about test money where real money is configured, or the other way round.</summary>
    public const string OtherMode = "webhook_other_mode";
}
