namespace Franchise.Domain.Credentials;

/// <summary>
/// Every code that a refusal of this capability carries. They are part of the API: callers branch on them, so they never change.
/// </summary>
public static class CredentialCodes
{
    /// <summary>The certificate's state does not allow this.</summary>
    public const string CertificateStateForbids = "certificate_state_forbids";

    /// <summary>The awarding organisation has awarded nothing of which no certificate was made.</summary>
    public const string NotAwarded = "not_awarded";

    /// <summary>The result of a unit, as it stands on record, is not achieved.</summary>
    public const string ResultNotAchieved = "result_not_achieved";

    /// <summary>There is a credential for this already.</summary>
    public const string CredentialExists = "credential_exists";

    /// <summary>The credential is no longer one that can be shown or shared.</summary>
    public const string CredentialClosed = "credential_closed";

    /// <summary>Another name was shown on it before. A new name goes on a new credential, so that nothing ties the two together.</summary>
    public const string NameShownBefore = "name_shown_before";

    /// <summary>The name has letters that the certificate's typeface does not.</summary>
    public const string NameNotPrintable = "name_not_printable";

    /// <summary>There is no credential to make anew.</summary>
    public const string NothingToReissue = "nothing_to_reissue";

    /// <summary>The link was revoked before.</summary>
    public const string LinkClosed = "link_closed";
}
