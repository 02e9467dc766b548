using Franchise.Api.Http;
using static Franchise.Domain.Accreditation.AccreditationCodes;
using static Franchise.Domain.Credentials.CredentialCodes;
using static Franchise.Domain.Identity.Permission;

namespace Franchise.Api.Credentials;

/// <summary>The routes of certificates and credentials, and the pages and documents that anybody may read.</summary>
internal static class CredentialRoutes
{
    private const string Own = " Who signs in as a trainer sees those of her own courses.";
    private const string OwnAlone = " Who signs in as a trainer has the credentials of her own accreditations alone.";
    private const string Anchor = " The request names the certificate's state as it was read: send its ETag as If-Match.";

    public static void Map(Routes v1)
    {
        MapCertificates(v1);
        MapCredentials(v1);
        MapLinks(v1);
        MapPublic(v1);
    }

    private static void MapCertificates(Routes v1)
    {
        v1.Get("/certificates", ListCertificates.Handle, CredentialsRead)
            .Says("List certificates", "Newest first. They name learners by their ids alone. Cohort 4 sees all, a partner its own." + Own);
        v1.Get("/certificates/{id}", GetCertificate.Handle, CredentialsRead)
            .Says("Get one certificate", "What is left of a superseded or anonymised one says nothing but that." + Own);
        v1.Post("/certificates", PrepareCertificate.Handle, CertificatesIssue)
            .Says("Prepare a certificate", "Of what the awarding organisation has awarded to a learner on a claim: units in the versions that the course pins, with their credit, level and dates. A unit is certificated once. What nobody prepares within minutes of the award is prepared and issued by itself.")
            .RequiresIdempotencyKey()
            .Refuses(NotAwarded);
        v1.Post("/certificates/{id}/claim", ClaimCertificate.Handle, CertificatesIssue)
            .Says("Note that a certificate is claimed", "The awarding organisation has been asked for it." + Anchor)
            .RequiresIdempotencyKey()
            .Refuses(CertificateStateForbids);
        v1.Post("/certificates/{id}/issue", IssueCertificate.Handle, CertificatesIssue)
            .Says("Issue a certificate", "With her name as it is on record now, sealed, and a credential that is private until she shares it." + Anchor)
            .RequiresIdempotencyKey()
            .Refuses(CertificateStateForbids);
        v1.Post("/certificates/{id}/suspend", SuspendCertificate.Handle, CertificatesIssue)
            .Says("Suspend a certificate", "It does not count for now. Outside, only that is told, never why." + Anchor)
            .RequiresIdempotencyKey()
            .Refuses(CertificateStateForbids);
        v1.Post("/certificates/{id}/reinstate", ReinstateCertificate.Handle, CertificatesIssue)
            .Says("Reinstate a certificate", "It counts again." + Anchor)
            .RequiresIdempotencyKey()
            .Refuses(CertificateStateForbids);
        v1.Post("/certificates/{id}/revoke", RevokeCertificate.Handle, CertificatesIssue)
            .Says("Revoke a certificate", "For good. She is told that there is something to talk about, as her contact rule allows. Outside, only the status is told, never why." + Anchor)
            .RequiresIdempotencyKey()
            .Refuses(CertificateStateForbids);
        v1.Post("/certificates/{id}/correct", CorrectCertificate.Handle, CertificatesIssue)
            .Says("Correct a wrong result after issue", "In one transaction the certificate is revoked, one that is right is issued, and she is told that there is something to talk about. Have the result itself corrected first: units that are not achieved as results stand are refused." + Anchor)
            .RequiresIdempotencyKey()
            .Refuses(CertificateStateForbids, ResultNotAchieved);
        v1.Post("/certificates/{id}/anonymise", AnonymiseCertificate.Handle, CertificatesIssue)
            .Says("Anonymise a certificate", "All that is about her goes out of it and out of its credential, as when her record is erased. It cannot be undone." + Anchor)
            .RequiresIdempotencyKey()
            .Refuses(CertificateStateForbids);
    }

    private static void MapCredentials(Routes v1)
    {
        v1.Post("/credential-reissues", ReissueCredentials.Handle, CredentialsWrite)
            .Says(
                "Reissue after a change of name",
                "Change the learner's record first. Whatever of hers counts is issued anew, without a link, and what was there answers `superseded` and holds nothing about her any more. Nothing ties new to old, this answer included: list her certificates for the new ones. Links and display names do not carry over.")
            .RequiresIdempotencyKey()
            .WritesPlatformOwned()
            .Refuses(NothingToReissue);
        v1.Get("/credentials", ListCredentials.Handle, CredentialsRead)
            .Says("List credentials", "Of certificates and of accreditations, newest first. They name nobody." + Own);
        v1.Get("/credentials/{id}", GetCredential.Handle, CredentialsRead)
            .Says("Get one credential", "Whether it counts, and what it is about." + Own);
        v1.Post("/accreditations/{id}/credential", MakeAccreditationCredential.Handle, CredentialsWrite)
            .Says("Make a trainer's credential", "Of her accreditation as it stands today. It expires with the record, and follows suspension and withdrawal within minutes.")
            .RequiresIdempotencyKey()
            .WritesPlatformOwned()
            .Refuses(NotAccredited, CredentialExists);
        v1.Put("/credentials/{id}/display-name", SetDisplayName.Handle, CredentialsWrite)
            .Says("Choose the name on a credential", "None unless she asks for one. A second name on one credential, on paper too, would tie two names together: have it reissued instead.")
            .WritesPlatformOwned()
            .Refuses(CredentialClosed, NameShownBefore);
        v1.Get("/credentials/{id}/jwt", DownloadCredential.Handle, CredentialsShare)
            .Says("Download a credential", "Open Badges 3.0, a W3C Verifiable Credential 2.0 secured as a JWT. It is signed as it is asked for. Verify it with any library; keys are at `/.well-known/did.json`." + OwnAlone)
            .Refuses(CredentialClosed);
        v1.Post("/credentials/{id}/pdf", PrintCredential.Handle, CredentialsShare)
            .Says("Print a certificate", "One sheet of A4, for herself, with the square of a link that you made before. It makes no link and takes no Idempotency-Key: the sheet is kept nowhere. The name on it counts as shown, so that another asks for a reissue." + OwnAlone)
            .OwnTransaction()
            .WritesPlatformOwned()
            .Refuses(CredentialClosed, NameNotPrintable);
    }

    private static void MapLinks(Routes v1)
    {
        v1.Get("/credentials/{id}/share-links", ListShareLinks.Handle, CredentialsShare)
            .Says("List the links to a credential", "Newest first, closed ones too. Their addresses were shown once." + OwnAlone);
        v1.Post("/credentials/{id}/share-links", MakeShareLink.Handle, CredentialsShare)
            .Says("Make a link to a credential", "For one audience and a time. Its address is its secret and is shown this once." + OwnAlone)
            .Refuses(CredentialClosed);
        v1.Post("/credentials/{id}/share-links/{linkId}/revoke", RevokeShareLink.Handle, CredentialsShare)
            .Says("Revoke a link to a credential", "Its address opens nothing from then on, as if it had never been." + OwnAlone)
            .Refuses(LinkClosed);
    }

    private static void MapPublic(Routes v1)
    {
        v1.Anonymous("POST", "/credentials/verify", CheckCredential.Handle)
            .Says("Check a credential that was shown to you", "Its signature is checked and its place in the status list looked up; what it says of itself is not believed. Altered or not ours: `unknown`. Nobody signs in, and nothing is kept of the question.");
        v1.Public("/verify/{token}", VerifyCredential.Handle);
        v1.Public("/.well-known/did.json", PublicDocuments.Did);
        v1.Public("/credentials/jwks", PublicDocuments.KeySet);
        v1.Public("/credentials/issuer", PublicDocuments.Issuer);
        v1.Public("/credentials/status/{list}/{purpose}", PublicDocuments.StatusList);
        v1.Public("/credentials/units/{version}", PublicDocuments.Unit);
    }
}
