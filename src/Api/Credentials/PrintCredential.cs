using System.ComponentModel.DataAnnotations;
using System.Reflection;
using Franchise.Domain.Accreditation;
using Franchise.Domain.Credentials;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Credentials;
using Franchise.Infrastructure.Organisations;
using Franchise.Infrastructure.Persistence;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.EntityFrameworkCore;

namespace Franchise.Api.Credentials;

/// <summary>
/// A credential on paper, for herself, with one of her links on it. It makes no link by itself: who is to see it is hers to say. The name on it counts as shown
/// from then on. The sheet itself is kept nowhere, which is why it takes no Idempotency-Key.
/// </summary>
internal static class PrintCredential
{
    /// <param name="Link">The path of one of its links, or its token, as it was shown when the link was made.</param>
    /// <param name="Language">In which language it is printed.</param>
    public sealed record Request([StringLength(300, MinimumLength = 1)] string Link, ShownIn Language = ShownIn.En)
    {
        public static Request Example => new("/verify/0000example");
    }

    public static async Task<Sheet> Handle(
        Id<Credential> id, Request request, FranchiseDb db, CredentialBox box, CredentialSettings settings, TimeProvider clock, CancellationToken ct)
    {
        new Faults().When(!Enum.IsDefined(request.Language), "/language", "The language is not one there is.").Refuse();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var credential = await HeldCredentials.Lock(db, id, ct);
        credential.Print();
        var token = request.Link[(request.Link.LastIndexOf('/') + 1)..];
        var (tenant, hash, time) = (credential.TenantId, SecretHash.Of(token), await OrganisationsOnFile.TimeAsync(db, credential.TenantId, clock, ct));
        var link = await db.Set<ShareLink>().AsNoTracking().SingleOrDefaultAsync(l => l.TenantId == tenant && l.CredentialId == id && l.TokenHash == hash, ct);
        if (link?.IsOpenAt(time.Now) != true)
            throw Refusal.Invalid([new("/link", "This is no open link of the credential.")]);
        var (name, reference) = await Name(db, credential, box, ct);
        if (!CertificatePdf.CanPrint(name))
            throw Refusal.Conflict(CredentialCodes.NameNotPrintable, "The name has letters that the certificate's typeface does not.", "Choose a display name in Latin, Greek or Cyrillic letters.");
        var sheet = new Sheet(CertificatePdf.Of(credential.Award!, name, reference, settings.Name, request.Language, new(settings.At($"verify/{token}"))));
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return sheet;
    }

    // The name that she chose to be seen, else the one that it was issued to.
    private static async Task<(string Name, string? Reference)> Name(FranchiseDb db, Credential credential, CredentialBox box, CancellationToken ct)
    {
        Id<Organisation> tenant = credential.TenantId;
        if (credential.CertificateId is { } id)
        {
            var certificate = await db.Set<Certificate>().AsNoTracking().SingleAsync(c => c.TenantId == tenant && c.Id == id, ct);
            return (box.DisplayName(credential) ?? box.Name(certificate)!, certificate.AwardingReference);
        }
        var trainer = await db.Set<Trainer>().Where(t => t.TenantId == tenant && db.Set<UnitAccreditation>().Any(a => a.TenantId == tenant && a.Id == credential.AccreditationId && a.TrainerId == t.Id)).Select(t => t.Name).SingleAsync(ct);
        return (box.DisplayName(credential) ?? trainer, null);
    }
}

/// <summary>A printed sheet.</summary>
/// <param name="Content">Its bytes.</param>
internal sealed record Sheet(byte[] Content) : IResult, IEndpointMetadataProvider
{
    public Task ExecuteAsync(HttpContext httpContext) => TypedResults.File(Content, "application/pdf", "certificate.pdf").ExecuteAsync(httpContext);

    static void IEndpointMetadataProvider.PopulateMetadata(MethodInfo method, EndpointBuilder builder) =>
        builder.Metadata.Add(new ProducesResponseTypeMetadata(StatusCodes.Status200OK, typeof(Stream), ["application/pdf"]));
}
