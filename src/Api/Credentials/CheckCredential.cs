using System.ComponentModel.DataAnnotations;
using System.Reflection;
using Franchise.Api.Http;
using Franchise.Domain.Credentials;
using Franchise.Infrastructure.Credentials;
using Microsoft.AspNetCore.Http.Metadata;

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

    public static async Task<Told> Handle(Request request, CredentialIssuer issuer, CancellationToken ct) =>
        new(new(Of(await issuer.CheckAsync(request.Credential.Trim(), ct))));

    /// <summary>An answer that nothing on the way may keep.</summary>
    /// <param name="Value">What is told.</param>
    public sealed record Told(Response Value) : IResult, IEndpointMetadataProvider
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.Headers.CacheControl = "no-store";
            return ETags.Send(httpContext, StatusCodes.Status200OK, Value);
        }

        static void IEndpointMetadataProvider.PopulateMetadata(MethodInfo method, EndpointBuilder builder) =>
            builder.Metadata.Add(new ProducesResponseTypeMetadata(StatusCodes.Status200OK, typeof(Response), ["application/json"]));
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
