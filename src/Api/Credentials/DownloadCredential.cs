using System.ComponentModel;
using System.Reflection;
using System.Text;
using Franchise.Domain.Credentials;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Credentials;
using Franchise.Infrastructure.Persistence;
using Microsoft.AspNetCore.Http.Metadata;

namespace Franchise.Api.Credentials;

/// <summary>A credential as a signed file, for her wallet.</summary>
internal static class DownloadCredential
{
    public static async Task<SignedFile> Handle(
        Id<Credential> id,
        FranchiseDb db,
        CredentialIssuer issuer,
        [Description("An entry for revocation and one for suspension, for verifiers that tell them apart. Open Badges' own schema has room for one alone, which says whether it counts.")] bool? eachPurpose,
        CancellationToken ct)
    {
        var credential = await HeldCredentials.Find(db, id, ct);
        credential.DemandOpen();
        return new(Encoding.ASCII.GetBytes(await issuer.SignAsync(credential, eachPurpose ?? false, ct)));
    }
}

/// <summary>A signed credential as a file.</summary>
/// <param name="Content">Its bytes.</param>
internal sealed record SignedFile(byte[] Content) : IResult, IEndpointMetadataProvider
{
    public Task ExecuteAsync(HttpContext httpContext) => TypedResults.File(Content, "application/vc+jwt", "credential.jwt").ExecuteAsync(httpContext);

    static void IEndpointMetadataProvider.PopulateMetadata(MethodInfo method, EndpointBuilder builder) =>
        builder.Metadata.Add(new ProducesResponseTypeMetadata(StatusCodes.Status200OK, typeof(Stream), ["application/vc+jwt"]));
}
