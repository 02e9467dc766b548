using Franchise.Domain.Identity;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;

namespace Franchise.Domain.Licensing;

/// <summary>Where a licence stands. Suspension is no status: holds suspend.</summary>
public enum LicenceStatus
{
    /// <summary>Being written by Cohort 4; the organisation does not see it.</summary>
    Draft,

    /// <summary>Put to the organisation, which may accept or decline.</summary>
    Offered,

    /// <summary>Accepted; begins on its first day once nothing is missing.</summary>
    Accepted,

    /// <summary>In a term.</summary>
    Active,

    /// <summary>The term is over and its renewal is not settled. The licence still runs.</summary>
    Grace,

    /// <summary>The licence is over. Courses already begun go on; nothing new starts.</summary>
    TeachOut,

    /// <summary>Over altogether.</summary>
    Expired,

    /// <summary>Cohort 4 took the draft or the offer back.</summary>
    Withdrawn,

    /// <summary>The organisation said no.</summary>
    Declined,

    /// <summary>Nobody answered the offer in time.</summary>
    Lapsed,

    /// <summary>Ended for cause.</summary>
    Terminated,
}

/// <summary>
/// An organisation's right to run a package: offered, accepted, active in dated terms, and over in the end. Its dates are counted from an anchor;
/// each term, hold and right is kept beside it. Here stands how it comes to be; renewal, holds, rights, seats, termination and what falls due
/// stand in files of their own.
/// </summary>
[IdPrefix("lic")]
public sealed partial class Licence : Aggregate, ITenantOwned, IPlatformOwned
{
    private readonly List<LicenceTerm> terms = [];

    private Licence() { }

    private Licence(Id<Organisation> tenant, LicencePolicyVersion policy, LicenceGrant grant, DateTimeOffset now)
    {
        IsNew();
        Id = Id<Licence>.New(now);
        TenantId = tenant;
        PolicyVersionId = policy.Id;
        Grant = grant;
    }

    /// <summary>The licence's id.</summary>
    public Id<Licence> Id { get; private set; }

    /// <inheritdoc/>
    public Id<Organisation> TenantId { get; private set; }

    /// <summary>Whose chain its story stands in: until it is offered, Cohort 4's alone, so that no partner learns of a draft.</summary>
    public override Id<Organisation> Owner => Offer is null ? Organisation.FranchisorId : TenantId;

    /// <summary>The policy version that it pins.</summary>
    public Id<LicencePolicyVersion> PolicyVersionId { get; private set; }

    /// <summary>What it grants and at what price.</summary>
    public LicenceGrant Grant { get; private set; } = null!;

    /// <summary>Where it stands.</summary>
    public LicenceStatus Status { get; private set; }

    /// <summary>The agreement as offered; null before.</summary>
    public LicenceOffer? Offer { get; private set; }

    /// <summary>The organisation's acceptance; null before.</summary>
    public LicenceAcceptance? Acceptance { get; private set; }

    /// <summary>Whether the organisation has agreed that terms renew by themselves.</summary>
    public bool AutoRenews { get; private set; }

    /// <summary>Its dates; null until it begins.</summary>
    public LicenceCalendar? Calendar { get; private set; }

    /// <summary>Every term so far, one of which may lie ahead.</summary>
    public IReadOnlyList<LicenceTerm> Terms => terms;

    /// <summary>The term that covers a day; null where none does.</summary>
    public LicenceTerm? TermOn(DateOnly day) => terms.Find(t => t.Days.Covers(day));

    /// <summary>Whether no more than teach-out covers a day.</summary>
    internal bool InTeachOut(DateOnly day) =>
        Calendar is { } c && (day >= Termination?.EffectiveOn || (TermOn(day) is null && day > c.GraceLastDay));

    /// <summary>Whether a course that began on a day had then begun under this licence, and so may be taught to its end.</summary>
    internal bool HasBegunCourse(DateOnly? begunOn) =>
        begunOn is { } day
        && Calendar is { } c
        && !(Termination?.EffectiveOn <= day)
        && (TermOn(day) is not null || (c.LastDay < day && day <= c.GraceLastDay));

    /// <summary>Writes a draft under a published policy version.</summary>
    /// <exception cref="Refusal"><c>policy_version_not_published</c>, <c>validation_failed</c>.</exception>
    public static Licence Draft(Id<Organisation> tenant, LicencePolicyVersion policy, LicenceGrant grant, DateTimeOffset now)
    {
        DemandPublished(policy);
        grant.Check();
        var licence = new Licence(tenant, policy, grant, now.ToUniversalTime());
        licence.Raise("licence.drafted", ("package", grant.Package));
        return licence;
    }

    /// <summary>Replaces what a draft grants, or the policy version it pins.</summary>
    /// <exception cref="Refusal"><c>licence_not_draft</c>, <c>policy_version_not_published</c>, <c>validation_failed</c>.</exception>
    public void Change(LicencePolicyVersion policy, LicenceGrant grant)
    {
        DemandDraft();
        DemandPublished(policy);
        grant.Check();
        PolicyVersionId = policy.Id;
        Grant = grant;
        Raise("licence.changed", ("package", grant.Package));
    }

    /// <summary>Puts the agreement to the organisation.</summary>
    /// <param name="agreementText">The whole text; what is accepted is this, letter by letter.</param>
    /// <param name="validUntil">The last day on which it can be accepted.</param>
    /// <param name="policy">The policy version that the licence pins.</param>
    /// <param name="publishedUnits">The codes of the units with a published version.</param>
    /// <param name="actor">Who offers.</param>
    /// <param name="time">The organisation's own time.</param>
    /// <exception cref="Refusal">
    /// <c>licence_not_draft</c>, <c>policy_version_not_published</c>, <c>units_not_published</c>, <c>validation_failed</c>.
    /// </exception>
    public void MakeOffer(
        string agreementText, DateOnly validUntil, LicencePolicyVersion policy, IReadOnlyCollection<string> publishedUnits, Actor actor, OwnTime time)
    {
        DemandPinned(policy);
        DemandDraft();
        DemandPublished(policy);
        new Faults()
            .When(string.IsNullOrWhiteSpace(agreementText), "/agreementText", "The offer needs the text of the agreement.")
            .When(agreementText.Length > 200_000, "/agreementText", "The text has at most 200,000 characters.")
            .When(validUntil < time.Today || validUntil > time.Today.AddYears(1), "/validUntil", "The offer is open until today at least and a year at most.")
            .Refuse();
        var missing = Grant.Units.Where(u => !publishedUnits.Contains(u)).ToArray();
        if (missing.Length > 0)
        {
            throw Refusal.Invalid(
                LicensingCodes.UnitsNotPublished,
                "/units",
                $"These units are not published: {string.Join(", ", missing)}.",
                "Publish them, or take them out of the draft.");
        }
        Offer = new(agreementText, LicenceOffer.HashOf(agreementText), validUntil, actor.Subject, time.Now);
        Status = LicenceStatus.Offered;
        Raise("licence.offered", ("package", Grant.Package), ("startsOn", Grant.StartsOn), ("validUntil", validUntil), ("textHash", Offer.TextHash));
        Replan(policy, time);
    }

    /// <summary>Takes a draft or an offer back.</summary>
    /// <exception cref="Refusal"><c>licence_not_offered</c>.</exception>
    public void Withdraw(LicencePolicyVersion policy, OwnTime time)
    {
        DemandPinned(policy);
        if (Status is not (LicenceStatus.Draft or LicenceStatus.Offered))
            throw NotOffered("Only a draft or an open offer can be withdrawn.");
        Status = LicenceStatus.Withdrawn;
        Raise("licence.withdrawn");
        Replan(policy, time);
    }

    /// <summary>The organisation accepts.</summary>
    /// <param name="textHash">The hash of the text that was read.</param>
    /// <param name="autoRenews">Whether terms shall renew by themselves.</param>
    /// <param name="policy">The policy version that the licence pins.</param>
    /// <param name="actor">Who accepts.</param>
    /// <param name="time">The organisation's own time.</param>
    /// <exception cref="Refusal"><c>licence_not_offered</c>, <c>offer_lapsed</c>, <c>agreement_text_changed</c>.</exception>
    public void Accept(string textHash, bool autoRenews, LicencePolicyVersion policy, Actor actor, OwnTime time)
    {
        DemandPinned(policy);
        var offer = DemandOpenOffer(time);
        if (!string.Equals(textHash, offer.TextHash, StringComparison.OrdinalIgnoreCase))
        {
            throw Refusal.Conflict(
                LicensingCodes.AgreementTextChanged,
                "The text that was accepted is not the text that is offered.",
                "Read the offer again and send the hash of the text as it stands there.");
        }
        Acceptance = new(actor.Subject, actor.Role, time.Now, actor.Ip, offer.TextHash);
        AutoRenews = autoRenews;
        Status = LicenceStatus.Accepted;
        Raise("licence.accepted", ("textHash", offer.TextHash), ("autoRenews", autoRenews));
        Replan(policy, time);
    }

    /// <summary>The organisation says no.</summary>
    /// <exception cref="Refusal"><c>licence_not_offered</c>, <c>offer_lapsed</c>.</exception>
    public void Decline(LicencePolicyVersion policy, OwnTime time)
    {
        DemandPinned(policy);
        DemandOpenOffer(time);
        Status = LicenceStatus.Declined;
        Raise("licence.declined");
        Replan(policy, time);
    }

    /// <summary>Everything that is missing before the licence can begin on a day; empty when nothing is.</summary>
    public IReadOnlyList<Reason> Readiness(LicenceFacts facts, DateOnly on)
    {
        DemandPinned(facts.Policy);
        List<Reason> missing = [];
        void Need(bool there, string code, string sentence, string remedy)
        {
            if (!there)
                missing.Add(new(code, sentence, remedy));
        }

        switch (Status)
        {
            case LicenceStatus.Draft or LicenceStatus.Offered:
                missing.Add(new(LicensingCodes.OfferNotAccepted, "The organisation has not accepted the offer.", "Offer the licence and have it accepted."));
                break;
            case LicenceStatus.Withdrawn or LicenceStatus.Declined or LicenceStatus.Lapsed:
                return [new(LicensingCodes.OfferClosed, "The offer was not taken up.", "Make a new offer.")];
            case not LicenceStatus.Accepted:
                return [new(LicensingCodes.LicenceAlreadyBegun, "The licence has begun already.", "There is nothing more to do.")];
        }
        Need(facts.OrganisationActive, LicensingCodes.OrganisationNotActive, "The organisation is not active.", "Make the organisation active.");
        Need(facts.HasHead, LicensingCodes.HeadMissing, "The organisation has named no head.", "Add a contact for the head.");
        Need(facts.HasCoordinator, LicensingCodes.CoordinatorMissing, "The organisation has named no coordinator.", "Add a contact for the coordinator.");
        Need(
            facts.HasSafeguardingLead,
            LicensingCodes.SafeguardingLeadMissing,
            "The organisation has named no designated safeguarding lead.",
            "Add a contact for the designated safeguarding lead.");
        Need(facts.HasFinanceContact, LicensingCodes.FinanceContactMissing, "The organisation has named no finance contact.", "Add a contact for finance.");
        Need(
            facts.Policy.Status == PolicyVersionStatus.Published,
            LicensingCodes.PolicyVersionNotPublished,
            "The policy version of the licence is no longer published.",
            "Make a new offer under a published version.");
        Need(
            Grant.Units.Any(facts.PublishedUnits.Contains),
            LicensingCodes.NoUnitPublished,
            "None of the licence's units is published.",
            "Publish at least one of its units.");
        Need(Grant.StartsOn <= on, LicensingCodes.StartNotReached, $"The first day is {Grant.StartsOn:yyyy-MM-dd}.", "Wait for the first day: the licence begins by itself then.");
        Need(
            LicenceCalendar.Begin(Grant.StartsOn, on, facts.Policy).LastDay >= on,
            LicensingCodes.FirstTermOver,
            "The first term would be over already.",
            "Make a new offer with a later first day.");
        return missing;
    }

    /// <summary>Begins the licence. The first term begins on the agreed first day, whenever this is called.</summary>
    /// <exception cref="Refusal"><c>licence_not_ready</c>, with every missing item of <see cref="Readiness"/>.</exception>
    public void Activate(LicenceFacts facts, OwnTime time) => Activate(facts, time.Today, time);

    private void Activate(LicenceFacts facts, DateOnly on, OwnTime time)
    {
        if (Readiness(facts, on) is { Count: > 0 } missing)
        {
            throw Reason.Refuse(
                LicensingCodes.LicenceNotReady, "The licence cannot begin yet.", "See to each item in errors; readiness lists them at any time.", missing);
        }
        Calendar = LicenceCalendar.Begin(Grant.StartsOn, on, facts.Policy);
        Status = LicenceStatus.Active;
        AddTerm(new(1, Calendar.Days(1, facts.Policy), Grant.Price, Grant.Seats), time);
        foreach (var kind in Enum.GetValues<EntitlementKind>())
        {
            foreach (var code in Grant.Codes(kind))
                entitlements.Add(new(this, kind, code, Grant.StartsOn, null, time.Now));
        }
        Raise("licence.activated", ("termNumber", 1), ("firstDay", Grant.StartsOn), ("lastDay", Calendar.LastDay), ("amount", Grant.Price.Amount), ("currency", Grant.Price.Currency));
        Replan(facts.Policy, time);
    }

    private void AddTerm(PlannedTerm plan, OwnTime time) => terms.Add(new(this, plan, time.Now));

    private void Raise(string type, params (string Name, object? Value)[] data) => Raise(type, Id.ToString(), data);

    private LicenceOffer DemandOpenOffer(OwnTime time)
    {
        // The sweep may not have come by yet: the date decides, not the status alone.
        if (Status == LicenceStatus.Lapsed || (Status == LicenceStatus.Offered && Offer!.ValidUntil < time.Today))
            throw Refusal.Conflict(LicensingCodes.OfferLapsed, "The offer's last day is past.", "Ask Cohort 4 for a new offer.");
        return Status == LicenceStatus.Offered ? Offer! : throw NotOffered("There is no open offer.");
    }

    private void DemandDraft()
    {
        if (Status != LicenceStatus.Draft)
            throw Refusal.Conflict(LicensingCodes.LicenceNotDraft, "The licence is no longer a draft.", "Withdraw the offer and draft another licence.");
    }

    private static void DemandPublished(LicencePolicyVersion policy)
    {
        if (policy.Status != PolicyVersionStatus.Published)
            throw Refusal.Conflict(LicensingCodes.PolicyVersionNotPublished, "The policy version is not published.", "Name a published policy version.");
    }

    private void DemandPinned(LicencePolicyVersion policy)
    {
        if (policy.Id != PolicyVersionId)
            throw new InvalidOperationException("A licence follows the policy version it pins and no other.");
    }

    private static Refusal NotOffered(string sentence) =>
        Refusal.Conflict(LicensingCodes.LicenceNotOffered, sentence, "Read the licence's status first.");
}
