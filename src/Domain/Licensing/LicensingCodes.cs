namespace Franchise.Domain.Licensing;

/// <summary>
/// Every code that a refusal or a reason of this capability carries. They are part of the API: callers branch on them, so they never change.
/// </summary>
public static class LicensingCodes
{
    // Policies.

    /// <summary>A published policy version never changes; draft the next one.</summary>
    public const string PolicyVersionNotDraft = "policy_version_not_draft";

    /// <summary>Only a published policy version can be withdrawn or offered under.</summary>
    public const string PolicyVersionNotPublished = "policy_version_not_published";

    // Offer and acceptance.

    /// <summary>The package was withdrawn from the catalogue.</summary>
    public const string PackageWithdrawn = "package_withdrawn";

    /// <summary>A price is not in the organisation's currency.</summary>
    public const string CurrencyDiffers = "currency_differs";

    /// <summary>The licence has been offered already, so what it grants no longer changes.</summary>
    public const string LicenceNotDraft = "licence_not_draft";

    /// <summary>There is no offer to accept, decline or withdraw.</summary>
    public const string LicenceNotOffered = "licence_not_offered";

    /// <summary>The offer's last day is past.</summary>
    public const string OfferLapsed = "offer_lapsed";

    /// <summary>The hash of the text accepted is not that of the text offered.</summary>
    public const string AgreementTextChanged = "agreement_text_changed";

    /// <summary>The offer names units that are not published, or are withdrawn.</summary>
    public const string UnitsNotPublished = "units_not_published";

    // Readiness: one each for what is missing before a licence can begin.

    /// <summary>Activation was refused; <c>errors</c> names every missing item.</summary>
    public const string LicenceNotReady = "licence_not_ready";

    /// <summary>The organisation has not accepted the offer.</summary>
    public const string OfferNotAccepted = "offer_not_accepted";

    /// <summary>The offer was withdrawn, declined or has lapsed.</summary>
    public const string OfferClosed = "offer_closed";

    /// <summary>The licence has begun already, or is over.</summary>
    public const string LicenceAlreadyBegun = "licence_already_begun";

    /// <summary>The organisation is not active.</summary>
    public const string OrganisationNotActive = "organisation_not_active";

    /// <summary>The organisation has no head contact.</summary>
    public const string HeadMissing = "head_missing";

    /// <summary>The organisation has no coordinator contact.</summary>
    public const string CoordinatorMissing = "coordinator_missing";

    /// <summary>The organisation has no designated safeguarding lead.</summary>
    public const string SafeguardingLeadMissing = "safeguarding_lead_missing";

    /// <summary>The organisation has no finance contact.</summary>
    public const string FinanceContactMissing = "finance_contact_missing";

    /// <summary>None of the licence's units is published.</summary>
    public const string NoUnitPublished = "no_unit_published";

    /// <summary>The first day of the licence has not come.</summary>
    public const string StartNotReached = "start_not_reached";

    /// <summary>The first term would be over before it began.</summary>
    public const string FirstTermOver = "first_term_over";

    // Renewal.

    /// <summary>The licence has not begun, is over, or was terminated: there is nothing to renew.</summary>
    public const string LicenceNotRenewable = "licence_not_renewable";

    /// <summary>The next term is agreed already; one lies ahead at most.</summary>
    public const string LicenceAlreadyRenewed = "licence_already_renewed";

    /// <summary>The notice of renewal has not begun: the next term can be agreed later.</summary>
    public const string RenewalNotOpen = "renewal_not_open";

    /// <summary>The renewal costs something else than what was accepted.</summary>
    public const string RenewalTermsChanged = "renewal_terms_changed";

    // A change of package.

    /// <summary>More seats of the term are taken than the new package includes.</summary>
    public const string SeatsInUse = "seats_in_use";

    // Holds.

    /// <summary>Only a licence that has begun and is not over can be held.</summary>
    public const string LicenceNotHoldable = "licence_not_holdable";

    /// <summary>The hold was lifted before.</summary>
    public const string HoldAlreadyLifted = "hold_already_lifted";

    // Termination.

    /// <summary>The licence is not in a state that can be terminated.</summary>
    public const string LicenceNotTerminable = "licence_not_terminable";

    /// <summary>A termination is proposed already.</summary>
    public const string TerminationAlreadyProposed = "termination_already_proposed";

    /// <summary>No termination is proposed.</summary>
    public const string TerminationNotProposed = "termination_not_proposed";

    /// <summary>Whoever proposed the termination cannot confirm it.</summary>
    public const string SecondAdministratorNeeded = "second_administrator_needed";

    /// <summary>Only a person may propose or confirm a termination: two API clients may be one person's.</summary>
    public const string PersonNeeded = "person_needed";

    /// <summary>Learners may be denied their teach-out for safeguarding only.</summary>
    public const string TeachOutOwed = "teach_out_owed";

    // Entitlements.

    /// <summary>The licence holds this right for some of those days already.</summary>
    public const string EntitlementOverlaps = "entitlement_overlaps";

    /// <summary>Rights can be changed only while the licence has begun and is not over.</summary>
    public const string LicenceNotAmendable = "licence_not_amendable";

    // Seats.

    /// <summary>Fewer seats are left than asked for, and the policy does not allow more.</summary>
    public const string SeatsExhausted = "seats_exhausted";

    /// <summary>Nothing is reserved under that reference, or less than asked for.</summary>
    public const string SeatsNotReserved = "seats_not_reserved";

    /// <summary>Every seat under that reference is consumed: none can be released.</summary>
    public const string SeatsAlreadyConsumed = "seats_already_consumed";

    /// <summary>The reference was used before with another number of seats.</summary>
    public const string SeatReferenceUsed = "seat_reference_used";

    /// <summary>The term is over: its seats can no longer be reserved.</summary>
    public const string TermOver = "term_over";

    // Eligibility: one each for what stands in the way of delivering a unit.

    /// <summary>The write was refused; <c>errors</c> names every reason.</summary>
    public const string NotEligible = "not_eligible";

    /// <summary>The licence has not begun, or its offer was not taken up.</summary>
    public const string LicenceNotActive = "licence_not_active";

    /// <summary>A hold stands on the date.</summary>
    public const string LicenceSuspended = "licence_suspended";

    /// <summary>The licence was terminated.</summary>
    public const string LicenceTerminated = "licence_terminated";

    /// <summary>The licence is over, its teach-out included.</summary>
    public const string LicenceExpired = "licence_expired";

    /// <summary>The licence is in teach-out: courses already begun go on, nothing new starts.</summary>
    public const string TeachOutOnly = "teach_out_only";

    /// <summary>No agreed term covers the date.</summary>
    public const string DateOutsideTerm = "date_outside_term";

    /// <summary>The licence does not grant the unit on the date.</summary>
    public const string UnitNotEntitled = "unit_not_entitled";

    /// <summary>No version of the unit is published on the date.</summary>
    public const string UnitNotPublished = "unit_not_published";

    /// <summary>The unit is withdrawn on the date and the course had not begun before.</summary>
    public const string UnitWithdrawn = "unit_withdrawn";

    /// <summary>The licence does not grant the place on the date.</summary>
    public const string TerritoryNotEntitled = "territory_not_entitled";

    /// <summary>The licence does not grant the language on the date.</summary>
    public const string LanguageNotEntitled = "language_not_entitled";

    /// <summary>The unit is not published in the language.</summary>
    public const string LanguageNotPublished = "language_not_published";

    /// <summary>The licence does not grant the way of delivery on the date.</summary>
    public const string ModeNotEntitled = "mode_not_entitled";

    /// <summary>The trainer has no accreditation for the unit on the date.</summary>
    public const string TrainerNotAccredited = "trainer_not_accredited";
}
