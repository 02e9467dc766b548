using Franchise.Api.Http;
using Franchise.Domain.Shared;
using static Franchise.Domain.Assurance.ProvisionCodes;
using static Franchise.Domain.Delivery.DeliveryCodes;
using static Franchise.Domain.Identity.Permission;

namespace Franchise.Api.Assurance;

/// <summary>The routes of claims, of the results file and of the evidence pack.</summary>
internal static class ClaimRoutes
{
    public static void Map(Routes v1)
    {
        v1.Get("/claims", ListClaims.Handle, AssuranceRead)
            .Says("List claims", "Newest first. Cohort 4 sees all, a partner its own.");
        v1.Get("/claims/{id}", GetClaim.Handle, AssuranceRead)
            .Says("Get one claim", "With its results. It names no learner.");
        v1.Get("/claims/{id}/status", GetClaimStatus.Handle, AssuranceRead)
            .Says("Get a claim's status for an audience", "Partner, quality lead and awarding organisation see other words and other members. The quality lead's view is Cohort 4's own.")
            .Refuses(RefusalKind.Forbidden, AudienceNotYours);
        v1.Post("/courses/{id}/claims", DraftClaim.Handle, ClaimsWrite)
            .Says("Draft a claim", "For the results named, or for all of the course that are achieved and stand in no claim. A result stands in one live claim at the most.")
            .WritesPlatformOwned()
            .RequiresIdempotencyKey()
            .Refuses(AlreadyClaimed, NothingToClaim, CourseStateForbids);
        v1.Post("/claims/{id}/submit", SubmitClaim.Handle, ClaimsWrite)
            .Says(
                "Hand a claim in",
                """
                Every criterion of every unit is met or prior learning is recognised, the learner is registered with the awarding organisation and had not withdrawn before, and the course's results are
                internally assured: nothing sampled is undecided, and no action is open. `errors` names everything that is not so at once, line by line.
                """)
            .WritesPlatformOwned()
            .RequiresIdempotencyKey()
            .Refuses(ClaimStateForbids, ClaimNotPossible);
        v1.Post("/claims/{id}/verify", VerifyClaim.Handle, AssuranceWrite)
            .Says("Verify a claim", "What it rests on is asked once more. Where direct claims are held for every unit of it, a claim needs no verification.")
            .RequiresIdempotencyKey()
            .Refuses(ClaimStateForbids, ClaimNotPossible);
        v1.Post("/claims/{id}/award", AwardClaim.Handle, AssuranceWrite)
            .Says("Record the award of a claim", "On a day, under the awarding organisation's reference. Once everything achieved on an assured course is awarded, the course is claimed.")
            .RequiresIdempotencyKey()
            .Refuses(ClaimStateForbids, ClaimNotVerified, ClaimNotPossible);
        v1.Post("/claims/{id}/return", ReturnClaim.Handle, AssuranceWrite)
            .Says("Return a claim", "With a reason. Its results can be claimed anew.")
            .RequiresIdempotencyKey()
            .Refuses(ClaimStateForbids);
        v1.Post("/claims/{id}/withdraw", WithdrawClaim.Handle, ClaimsWrite)
            .Says("Withdraw a claim", "One that is not awarded. Its results can be claimed anew.")
            .WritesPlatformOwned()
            .RequiresIdempotencyKey()
            .Refuses(ClaimStateForbids);
        v1.Get("/claims/{id}/results.csv", GetClaimResults.Handle, ClaimsWrite)
            .Says("Download a claim's results", "As CSV, with legal names, for the awarding organisation. What a spreadsheet would take for a formula is written as text. Each download is on record.");
        v1.Get("/courses/{id}/results.csv", GetCourseResults.Handle, ClaimsWrite)
            .Says("Download a course's results", "As a claim's, with every result of the course, achieved or not, claimed or not.");
        v1.Get("/courses/{id}/evidence-pack", GetCourseEvidence.Handle, AssuranceRead)
            .Says("Download a course's evidence", "One ZIP with an index: policies in force, trainers with their accreditation on each session's date, registers, sampling, decisions, actions, visits, standardisation, claims. Learners stand there by id and registration number, never by name. Each download is on record.");
        v1.Get("/organisations/{id}/evidence-pack", GetOrganisationEvidence.Handle, AssuranceRead)
            .Says("Download an organisation's evidence", "As a course's, for every course with a session in a period of at most three years. A partner downloads its own.");
    }
}
