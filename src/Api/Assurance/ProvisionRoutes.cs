using Franchise.Api.Http;
using Franchise.Domain.Shared;
using static Franchise.Domain.Assurance.ProvisionCodes;
using static Franchise.Domain.Identity.Permission;

namespace Franchise.Api.Assurance;

/// <summary>The routes of what stands around assurance: approved provisions with direct claims status, external visits, standardisation meetings.</summary>
internal static class ProvisionRoutes
{
    public static void Map(Routes v1)
    {
        v1.Get("/provisions", ListProvisions.Handle, AssuranceRead)
            .Says("List approved provisions", "Newest first. Cohort 4 sees all, a partner its own.");
        v1.Get("/provisions/{id}", GetProvision.Handle, AssuranceRead)
            .Says("Get one approved provision", "With its history, to which entries are only ever added.");
        v1.Post("/provisions", ApproveProvision.Handle, AssuranceWrite)
            .Says("Approve a provision", "Of one unit, or of every unit of a programme that has no approval of its own. Without direct claims yet.")
            .Refuses("already_exists");
        v1.Post("/provisions/{id}/risk", SetProvisionRisk.Handle, AssuranceWrite)
            .Says("Set a provision's risk", "How much of it is sampled and looked at. The reason is kept.");
        v1.Post("/provisions/{id}/direct-claims", MoveDirectClaims.Handle, AssuranceWrite)
            .Says(
                "Move direct claims status",
                """
                One step on: `recommend`, `grant` what was recommended, `freeze` what is held, `lift` a freeze, `remove`. It is granted and lifted only while the organisation has an approved
                internal quality assurer and no essential action that concerns the provision is overdue; either freezes it by itself. Claims rest on internal assurance with direct claims or without.
                """)
            .Refuses(DirectClaimsForbid, DirectClaimsNotPossible);

        v1.Get("/visits", ListVisits.Handle, AssuranceRead)
            .Says("List external visits", "Newest first. Cohort 4 sees all, a partner its own.");
        v1.Get("/visits/{id}", GetVisit.Handle, AssuranceRead)
            .Says("Get one external visit", "With its findings and what was said about them.");
        v1.Post("/visits", PlanVisit.Handle, AssuranceWrite)
            .Says("Plan an external visit", "With five working days' notice at least, counted from today where the organisation is. With less and a reason it is proposed until the organisation agrees.")
            .Refuses(RefusalKind.Invalid, NoticeTooShort);
        v1.Post("/visits/{id}/agree", AgreeVisit.Handle, VisitsAct)
            .Says("Agree to a visit at short notice", "It is planned from then on.")
            .WritesPlatformOwned()
            .Refuses(VisitStateForbids);
        v1.Post("/visits/{id}/record", RecordVisit.Handle, AssuranceWrite)
            .Says("Record that a visit took place", "Findings can be added from then on.")
            .Refuses(VisitStateForbids);
        v1.Post("/visits/{id}/cancel", CancelVisit.Handle, AssuranceWrite)
            .Says("Cancel a visit", "One that has not taken place.")
            .Refuses(VisitStateForbids);
        v1.Post("/visits/{id}/findings", AddFinding.Handle, AssuranceWrite)
            .Says("Add a finding", "Good practice, a recommendation, or an essential action with the day by which it is due. An essential action that is overdue freezes direct claims of what it concerns.")
            .Refuses(VisitStateForbids);
        v1.Post("/visits/{id}/findings/{findingId}/answer", AnswerFinding.Handle, VisitsAct)
            .Says("Answer a finding", "What was done about it. That stops the clock of an essential action.")
            .WritesPlatformOwned()
            .Refuses(FindingStateForbids);
        v1.Post("/visits/{id}/findings/{findingId}/decision", DecideFinding.Handle, AssuranceWrite)
            .Says("Close a finding or send it back", "Sent back, it has a new day by which it is due.")
            .Refuses(FindingStateForbids);

        v1.Get("/standardisation-meetings", ListMeetings.Handle, AssuranceRead)
            .Says("List standardisation meetings", "Newest entry first. Cohort 4 sees all, a partner its own.");
        v1.Post("/standardisation-meetings", RecordMeeting.Handle, TrainersWrite)
            .Says("Record a meeting of assessors", "Of your own organisation. Each trainer who took part has it on her record at once, where her accreditation counts it.");
    }
}
