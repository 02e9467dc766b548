using Franchise.Api.Http;
using Franchise.Domain.Shared;
using static Franchise.Domain.Identity.Permission;

namespace Franchise.Api.Catalogue;

/// <summary>Programmes, units with their versions, packages and resources. Cohort 4 writes; a partner reads what her licences entitle her to.</summary>
public static class CatalogueRoutes
{
    private const string Entitled = " A partner sees only what its licences entitle it to today.";

    public static void Map(Routes v1)
    {
        v1.Get("/programmes", ListProgrammes.Handle, CatalogueRead)
            .Says("List programmes", "In the order in which they were made." + Entitled);
        v1.Get("/programmes/{id}", GetProgramme.Handle, CatalogueRead)
            .Says("Get one programme", "With its version as ETag." + Entitled);
        v1.Post("/programmes", CreateProgramme.Handle, CatalogueWrite)
            .Says("Create a programme", "Its code is fixed for good.")
            .Refuses("already_exists");
        v1.Put("/programmes/{id}", ChangeProgramme.Handle, CatalogueWrite)
            .Says("Change a programme", "Replaces its particulars as a whole; the code stays.");

        v1.Get("/units", ListUnits.Handle, CatalogueRead)
            .Says("List units", "In the order in which they were made, each with the version to teach now." + Entitled);
        v1.Get("/units/{id}", GetUnit.Handle, CatalogueRead)
            .Says("Get one unit", "With the version to teach now." + Entitled);
        v1.Post("/units", CreateUnit.Handle, CatalogueWrite)
            .Says("Create a unit", "Its code is fixed for good. It cannot be offered until a version of it is published.")
            .Refuses("already_exists");
        v1.Put("/units/{id}", ChangeUnit.Handle, CatalogueWrite)
            .Says("Change a unit", "Whether a learner must take it. Code, programme and provision stay; what is taught stands in its versions.");
        v1.Get("/units/{id}/versions", ListUnitVersions.Handle, CatalogueRead)
            .Says("List the versions of a unit", "Newest first, without outcomes. A partner sees published and withdrawn ones, never a draft." + Entitled);
        v1.Get("/units/{id}/versions/{versionId}", GetUnitVersion.Handle, CatalogueRead)
            .Says("Get one version of a unit", "With outcomes and criteria. The ETag is the unit's: a change of any of its versions changes it." + Entitled);
        v1.Post("/units/{id}/versions", DraftUnitVersion.Handle, CatalogueWrite)
            .Says("Draft the next version of a unit", "A unit has one draft at a time. Outcomes and criteria are numbered by their places.")
            .Refuses("unit_draft_exists");
        v1.Put("/units/{id}/versions/{versionId}", ChangeUnitVersion.Handle, CatalogueWrite)
            .Says("Change a draft", "Replaces it as a whole. Published versions never change.")
            .Refuses("unit_version_published", "unit_version_withdrawn");
        v1.Post("/units/{id}/versions/{versionId}/publish", PublishUnitVersion.Handle, CatalogueWrite)
            .Says("Publish a draft", "From now on it never changes. If-Match makes sure that what is published is what was read.")
            .Refuses("unit_version_published", "unit_version_withdrawn");
        v1.Post("/units/{id}/versions/{versionId}/withdraw", WithdrawUnitVersion.Handle, CatalogueWrite)
            .Says("Withdraw a published version", "Nothing new starts on it; what has begun goes on.")
            .Refuses("unit_version_not_published", "unit_version_withdrawn");

        v1.Get("/packages", ListPackages.Handle, CatalogueRead)
            .Says("List packages", "In the order in which they were made. A partner sees those that its licences name.");
        v1.Get("/packages/{id}", GetPackage.Handle, CatalogueRead)
            .Says("Get one package", "As it would be offered now; what a licence grants was fixed when it was drafted. A partner sees those that its licences name.");
        v1.Post("/packages", CreatePackage.Handle, CatalogueWrite)
            .Says("Create a package", "Every unit it names must have a published version. Fees are whole pence or cents.")
            .Refuses("already_exists");
        v1.Put("/packages/{id}", ChangePackage.Handle, CatalogueWrite)
            .Says("Change a package", "For licences offered from now on. Replaces its particulars as a whole; the code stays.")
            .Refuses("package_withdrawn");
        v1.Post("/packages/{id}/withdraw", WithdrawPackage.Handle, CatalogueWrite)
            .Says("Withdraw a package", "It is offered no more; licences that grant it stay.")
            .Refuses("package_withdrawn");

        v1.Get("/resources", ListResources.Handle, CatalogueRead)
            .Says("List resources", "In the order in which they were made, each with its latest file in every language." + Entitled);
        v1.Get("/resources/{id}", GetResource.Handle, CatalogueRead)
            .Says("Get one resource", "With its latest file in every language." + Entitled);
        v1.Post("/resources", CreateResource.Handle, CatalogueWrite)
            .Says("Create a resource", "Without a file; upload that as its first version.")
            .Refuses("already_exists");
        v1.Put("/resources/{id}", ChangeResource.Handle, CatalogueWrite)
            .Says("Change a resource", "Gives it another title; its code, kind and files stay.")
            .Refuses("resource_withdrawn");
        v1.Post("/resources/{id}/withdraw", WithdrawResource.Handle, CatalogueWrite)
            .Says("Withdraw a resource", "New packages cannot name it; licences that grant it still reach it.")
            .Refuses("resource_withdrawn");
        v1.Get("/resources/{id}/versions", ListResourceVersions.Handle, CatalogueRead)
            .Says("List the versions of a resource", "Newest first, in all languages." + Entitled);
        v1.Post("/resources/{id}/versions", UploadResourceVersion.Handle, CatalogueWrite)
            .Says(
                "Upload the next version of a resource",
                """
                Send the file as the one part `file` of `multipart/form-data`, or as the raw body with its own `Content-Type` and its name in `fileName`.

                Bytes, name and declared type must agree. Taken are PDF, Word, Excel and PowerPoint without macros, PNG, JPEG, and text, CSV and Markdown in
                UTF-8, up to the configured size (25 MB unless set otherwise). Nothing is kept of a file that is refused. It takes no Idempotency-Key: the same
                bytes sent again are refused as `resource_version_unchanged`.
                """
            )
            .OwnTransaction()
            .TakesUpTo(UploadedFile.Most)
            .TakesFile()
            .Refuses("resource_withdrawn", "resource_version_unchanged")
            .Refuses(RefusalKind.TooLarge, "document_too_large")
            .Refuses(RefusalKind.UnsupportedContent, "document_type_not_allowed")
            .Refuses(
                RefusalKind.Invalid,
                "document_type_mismatch", "document_empty", "document_active_content", "document_encrypted", "document_expands_too_far", "document_name_not_allowed"
            );
        v1.Get("/resources/{id}/versions/{versionId}/file", DownloadResourceVersion.Handle, CatalogueRead)
            .Says(
                "Download a version of a resource",
                "Always as an attachment, with the recorded media type and name. The ETag is the SHA-256 of the bytes, so a copy never goes stale." + Entitled
            );
    }
}
