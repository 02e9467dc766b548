using Franchise.Api.Http;
using Franchise.Domain.Identity;

namespace Franchise.Api.Audit;

internal static class AuditRoutes
{
    public static void Map(Routes v1)
    {
        v1.Get("/audit-entries", ListAuditEntries.Handle, Permission.AuditRead)
            .Says(
                "List audit entries",
                "What was done in your organisation, by whom, oldest first: the links of your hash chain with their hashes. Platform staff name "
                    + "whose with `organisation`, and read Cohort 4's own where they name none."
            )
            .EvenWhenSuspended();
        v1.Get("/audit-entries/verification", VerifyAudit.Handle, Permission.AuditRead)
            .Says(
                "Verify the audit chain",
                "Recomputes every hash of an organisation's chain and compares the result with its head and with the last signed head. An entry's hash is "
                    + "SHA-256 of the previous hash followed by these lines in UTF-8, joined by line feeds: the organisation's UUID, `seq`, the entry's UUID, "
                    + "`at` in UTC with six decimals, `actorKind`, `actor`, `action`, `subject`, `detail`. The UUID of an id is its last 26 characters read as "
                    + "Crockford base32. A signature is ECDSA P-256 with SHA-256 in IEEE P1363 form."
            )
            .EvenWhenSuspended();
    }
}
