using System.ComponentModel.DataAnnotations;
using Franchise.Domain.Credentials;
using Franchise.Infrastructure.Credentials;

namespace Franchise.Api.Credentials;

/// <summary>How a credential stands, as anybody outside is told.</summary>
public enum Standing
{
    /// <summary>It counts.</summary>
    Valid,

    /// <summary>It does not count for now.</summary>
    Suspended,

    /// <summary>It was taken back.</summary>
    Revoked,

    /// <summary>Another stands in its place.</summary>
    Superseded,

    /// <summary>Its last day is over.</summary>
    Expired,

    /// <summary>Nothing is known of it here.</summary>
    Unknown,
}

/// <summary>Says how a credential that somebody shows stands now: its signature is checked, and what it says of itself is not believed.</summary>
internal static class CheckCredential
{
    /// <param name="Credential">The signed credential (VC-JWT), as it was shown to you.</param>
    public sealed record Request([StringLength(20_000, MinimumLength = 1)] string Credential)
    {
        public static Request Example => new("eyJhbGciOiJSUzI1NiJ9.e30.c2lnbmF0dXJl");
    }

    /// <param name="Status">How it stands. Why is never said.</param>
    public sealed record Response(Standing Status)
    {
        public static Response Example => new(Standing.Valid);
    }

    public static async Task<Response> Handle(Request request, HttpContext context, CredentialIssuer issuer, CancellationToken ct)
    {
        context.Response.Headers.CacheControl = "no-store";
        return new(Of(await issuer.CheckAsync(request.Credential.Trim(), ct)));
    }

    internal static Standing Of(CredentialStatus? status) =>
        status switch
        {
            CredentialStatus.Valid => Standing.Valid,
            CredentialStatus.Suspended => Standing.Suspended,
            CredentialStatus.Superseded => Standing.Superseded,
            CredentialStatus.Revoked => Standing.Revoked,
            CredentialStatus.Expired => Standing.Expired,
            _ => Standing.Unknown,
        };
}
