using Franchise.Api.Http;
using Franchise.Domain.Shared;
using static Franchise.Domain.Identity.Permission;
using static Franchise.Domain.Licensing.LicensingCodes;

namespace Franchise.Api.Licensing;

/// <summary>The routes of licensing.</summary>
internal static class LicensingRoutes
{
    public static void Map(Routes v1)
    {
        // Policies: Cohort 4 writes them; the version that a licence follows is there for all to read.
        v1.Get("/policies", ListPolicies.Handle, PoliciesRead)
            .Says("List policies", "Named sets of rules for licences, newest first.");
        v1.Get("/policies/{id}", GetPolicy.Handle, PoliciesRead)
            .Says("Get one policy", "With every version of its rules, drafts included.");
        v1.Post("/policies", CreatePolicy.Handle, PoliciesWrite)
            .Says("Make a policy", "Without a version yet. Its code is unique and never changes.")
            .Refuses("already_exists");
        v1.Post("/policies/{id}/versions", DraftPolicyVersion.Handle, PoliciesWrite)
            .Says("Draft a policy's next version", "It can be changed until it is published. `If-Match` names the policy; the ETag answered is the policy's.");
        v1.Put("/policies/{id}/versions/{versionId}", ChangePolicyVersion.Handle, PoliciesWrite)
            .Says("Change a drafted policy version", "Puts other rules in the place of a draft's. A published version never changes.")
            .Refuses(PolicyVersionNotDraft);
        v1.Post("/policies/{id}/versions/{versionId}/publish", PublishPolicyVersion.Handle, PoliciesWrite)
            .Says("Publish a policy version", "Makes a draft final: licences may be offered under it, and it never changes again.")
            .Refuses(PolicyVersionNotDraft);
        v1.Post("/policies/{id}/versions/{versionId}/withdraw", WithdrawPolicyVersion.Handle, PoliciesWrite)
            .Says("Withdraw a policy version", "No new licence follows it. Those that run under it keep it.")
            .Refuses(PolicyVersionNotPublished);
        v1.Get("/policy-versions/{id}", GetPolicyVersion.Handle, LicencesRead)
            .Says("Get one policy version", "The rules that a licence follows. Partners do not see drafts.");

        // Offer and acceptance.
        v1.Get("/licences", ListLicences.Handle, LicencesRead)
            .Says("List licences", "Newest first. Cohort 4 sees all; a partner sees its own, once they are offered.");
        v1.Get("/licences/{id}", GetLicence.Handle, LicencesRead)
            .Says("Get one licence", "What it grants, at what price and where it stands. A partner sees it once it is offered.");
        v1.Get("/licences/{id}/agreement", GetLicenceAgreement.Handle, LicencesRead)
            .Says("Get a licence's agreement", "The text that was put to the organisation, and the hash that accepting it needs.");
        v1.Post("/licences", DraftLicence.Handle, LicencesOffer)
            .Says("Draft a licence", "Copies the package as it stands, with whatever the request says otherwise. Prices must be in the organisation's currency.")
            .Refuses(PolicyVersionNotPublished, PackageWithdrawn, OrganisationNotActive)
            .Refuses(RefusalKind.Invalid, CurrencyDiffers);
        v1.Put("/licences/{id}", ChangeLicenceDraft.Handle, LicencesOffer)
            .Says("Change a drafted licence", "Puts other terms in the place of a draft's. What is offered no longer changes.")
            .Refuses(LicenceNotDraft, PolicyVersionNotPublished, PackageWithdrawn, OrganisationNotActive)
            .Refuses(RefusalKind.Invalid, CurrencyDiffers);
        v1.Post("/licences/{id}/offer", OfferLicence.Handle, LicencesOffer)
            .Says("Offer a licence", "Puts the agreement to the organisation. Every unit must have a published version. Unanswered, the offer lapses after its last day.")
            .Refuses(LicenceNotDraft, PolicyVersionNotPublished, OrganisationNotActive)
            .Refuses(RefusalKind.Invalid, UnitsNotPublished);
        v1.Post("/licences/{id}/withdraw", WithdrawLicence.Handle, LicencesOffer)
            .Says("Withdraw a licence", "Takes a draft or an open offer back.")
            .Refuses(LicenceNotOffered);
        v1.Post("/licences/{id}/accept", AcceptLicence.Handle, LicencesAccept)
            .Says("Accept a licence", "Send the hash of the text that was read. Kept with it: who accepted, in what role, when and from which address.")
            .WritesPlatformOwned()
            .RequiresIdempotencyKey()
            .Refuses(LicenceNotOffered, OfferLapsed, AgreementTextChanged);
        v1.Post("/licences/{id}/decline", DeclineLicence.Handle, LicencesAccept)
            .Says("Decline a licence", "Says no to an open offer.")
            .WritesPlatformOwned()
            .Refuses(LicenceNotOffered, OfferLapsed);
        v1.Get("/licences/{id}/readiness", GetLicenceReadiness.Handle, LicencesRead)
            .Says("Get a licence's readiness", "Everything that is missing before it can begin, each with what removes it.");
        v1.Post("/licences/{id}/activate", ActivateLicence.Handle, LicencesOffer)
            .Says("Activate a licence", "An accepted licence begins by itself on its first day. Where something was missing then, this begins it once it is there; the term still counts from the first day.")
            .Refuses(LicenceNotReady);

        // Terms and renewal.
        v1.Get("/licences/{id}/terms", ListLicenceTerms.Handle, LicencesRead)
            .Says("List a licence's terms", "Dated, priced periods, the first one first. They are only ever added.");
        v1.Post("/licences/{id}/renewal-preview", PreviewRenewal.Handle, LicencesRead)
            .Says("Preview a renewal", "What a renewal on a day would do, by the same code. Changes nothing and takes no Idempotency-Key.")
            .OwnTransaction()
            .Refuses(LicenceNotRenewable, LicenceAlreadyRenewed);
        v1.Post("/licences/{id}/renew", RenewLicence.Handle, LicencesRenew)
            .Says("Renew a licence", "Adds the next term, where the policy says that it begins: early or in grace, no day is lost and none is given.")
            .RequiresIdempotencyKey()
            .Refuses(LicenceNotRenewable, LicenceAlreadyRenewed);
        v1.Post("/licences/{id}/renewal-acceptance", AcceptRenewal.Handle, LicencesAccept)
            .Says("Accept a renewal", "Agrees to the next term at the price that the preview shows, from the first notice on until grace is over.")
            .WritesPlatformOwned()
            .RequiresIdempotencyKey()
            .Refuses(LicenceNotRenewable, LicenceAlreadyRenewed, LicenceSuspended, RenewalNotOpen, RenewalTermsChanged);
        v1.Put("/licences/{id}/auto-renewal", SetAutoRenewal.Handle, LicencesAccept)
            .Says("Set a licence's automatic renewal", "Whether terms renew by themselves: on the day after their last or, where the policy invoices ahead, so many days before. Agreed to after that day, the next term is added at once, and invoiced, unless a hold stands.")
            .WritesPlatformOwned()
            .Refuses(LicenceNotAmendable);
        v1.Get("/licences/{id}/schedule", GetLicenceSchedule.Handle, LicencesRead)
            .Says("Get a licence's schedule", "What will happen and when, if nobody does anything: notices, renewals, invoices, reminders and holds. The sweeps carry out these very rows.");

        // Holds and termination.
        v1.Get("/licences/{id}/holds", ListHolds.Handle, LicencesRead)
            .Says("List a licence's holds", "Every hold there was, newest first.");
        v1.Post("/licences/{id}/holds", AddHold.Handle, LicencesHold)
            .Says("Place a hold", "Suspends a licence, or keeps new courses from beginning, from a day on. Several may stand at once; none moves its dates.")
            .Refuses(LicenceNotHoldable);
        v1.Post("/licences/{id}/holds/{holdId}/lift", LiftHold.Handle, LicencesHold)
            .Says("Lift a hold", "As of today. The licence is reinstated once no hold stands.")
            .Refuses(HoldAlreadyLifted);
        v1.Post("/licences/{id}/holds/{holdId}/review", ReviewHold.Handle, LicencesHold)
            .Says("Set a hold's next review", "The day on which it is looked at again.")
            .Refuses(HoldAlreadyLifted);
        v1.Post("/licences/{id}/holds/{holdId}/appeal", AppealHold.Handle, LicencesAppeal)
            .Says("Appeal against a hold", "Notes what the organisation says against it. The hold stands until Cohort 4 lifts it.")
            .WritesPlatformOwned()
            .Refuses(HoldAlreadyLifted);
        v1.Post("/licences/{id}/termination", ProposeTermination.Handle, LicencesTerminate)
            .Says("Propose a termination", "Ends nothing until another administrator confirms. For people who have signed in: an API client can neither propose nor confirm.")
            .Refuses(LicenceNotTerminable, TerminationAlreadyProposed)
            .Refuses(RefusalKind.Forbidden, PersonNeeded)
            .Refuses(RefusalKind.Invalid, TeachOutOwed);
        v1.Delete("/licences/{id}/termination", WithdrawTermination.Handle, LicencesTerminate)
            .Says("Take a proposed termination back", "Whoever proposed it may do so too. What is confirmed stays.")
            .Refuses(TerminationNotProposed);
        v1.Post("/licences/{id}/termination/confirm", ConfirmTermination.Handle, LicencesTerminate)
            .Says("Confirm a termination", "Ends the licence as of today. Whoever proposed it cannot confirm it, and an API client cannot.")
            .Refuses(LicenceNotTerminable, TerminationNotProposed, SecondAdministratorNeeded)
            .Refuses(RefusalKind.Forbidden, PersonNeeded);

        // What a licence allows.
        v1.Get("/licences/{id}/entitlements", ListEntitlements.Handle, LicencesRead)
            .Says("List a licence's entitlements", "Every dated right, ended ones included. There is none before the licence begins.");
        v1.Post("/licences/{id}/entitlements", AddEntitlement.Handle, LicencesOffer)
            .Says("Add an entitlement", "A right beside those that the package gives.")
            .Refuses(EntitlementOverlaps, LicenceNotAmendable);
        v1.Post("/licences/{id}/entitlements/{entitlementId}/end", EndEntitlement.Handle, LicencesOffer)
            .Says("End an entitlement", "Gives a right a last day. It cannot be taken away for days that are past, nor be lengthened.")
            .Refuses(LicenceNotAmendable);
        v1.Post("/licences/{id}/eligibility-checks", CheckEligibility.Handle, LicencesCheck)
            .Says("Check whether something may be done", "Every reason against it at once, with what removes it. Whatever writes asks the same function. Changes nothing and takes no Idempotency-Key.")
            .OwnTransaction();

        // Seats. No If-Match: the lock of the licence's row decides, so that bookings at the same moment do not refuse each other.
        v1.Get("/licences/{id}/seats", GetSeats.Handle, LicencesRead)
            .Says("Get a licence's seats", "How many each term includes and has left.");
        v1.Get("/licences/{id}/seat-entries", ListSeatEntries.Handle, LicencesRead)
            .Says("List the seat ledger", "Every reservation, use and release, newest first.");
        v1.Post("/licences/{id}/seats/reserve", ReserveSeats.Handle, SeatsWrite)
            .Says("Reserve seats", "Sets seats of a term aside under a reference. Of two that want the last one, one gets it. The same reference and quantity again changes nothing.")
            .WritesPlatformOwned()
            .RequiresIdempotencyKey()
            .Refuses(SeatsExhausted, SeatReferenceUsed, TermOver, LicenceNotActive, LicenceSuspended);
        v1.Post("/licences/{id}/seats/consume", ConsumeSeats.Handle, SeatsWrite)
            .Says("Use reserved seats", "For good. Fewer than are reserved may be used.")
            .WritesPlatformOwned()
            .RequiresIdempotencyKey()
            .Refuses(SeatsNotReserved, SeatReferenceUsed, LicenceNotActive, LicenceSuspended);
        v1.Post("/licences/{id}/seats/release", ReleaseSeats.Handle, SeatsWrite)
            .Says("Release reserved seats", "Gives back whatever is still reserved under a reference. Always possible, also when the licence is held or over.")
            .WritesPlatformOwned()
            .Refuses(SeatsNotReserved, SeatsAlreadyConsumed);
    }
}
