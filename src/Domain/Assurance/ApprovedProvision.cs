using Franchise.Domain.Identity;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;

namespace Franchise.Domain.Assurance;

/// <summary>What an approval is for.</summary>
public enum ProvisionScope
{
    /// <summary>One unit.</summary>
    Unit,

    /// <summary>Every unit of a programme that has no approval of its own.</summary>
    Programme,
}

/// <summary>Where direct claims status (DCS) stands: whether Cohort 4 verifies a claim before it is awarded.</summary>
public enum DirectClaimsStatus
{
    /// <summary>Every claim is verified.</summary>
    None,

    /// <summary>Put forward; every claim is still verified.</summary>
    Recommended,

    /// <summary>Claims are awarded without verification.</summary>
    Held,

    /// <summary>Held, but not now: every claim is verified until it is lifted.</summary>
    Frozen,

    /// <summary>Taken away. It may be recommended anew.</summary>
    Removed,
}

/// <summary>Why direct claims status is frozen.</summary>
public enum FreezeCause
{
    /// <summary>Someone of Cohort 4 decided so.</summary>
    Decision,

    /// <summary>The organisation lost its only approved internal quality assurer.</summary>
    AssurerLost,

    /// <summary>An essential action of a visit is overdue.</summary>
    ActionOverdue,
}

/// <summary>What happened to a provision.</summary>
public enum ProvisionChangeKind
{
    /// <summary>It was approved.</summary>
    Approved,

    /// <summary>Its risk was set.</summary>
    RiskSet,

    /// <summary>Direct claims were recommended.</summary>
    Recommended,

    /// <summary>Direct claims were granted.</summary>
    Granted,

    /// <summary>Direct claims were frozen.</summary>
    Frozen,

    /// <summary>A freeze was lifted.</summary>
    Lifted,

    /// <summary>Direct claims were taken away.</summary>
    Removed,
}

/// <summary>What decides whether direct claims may be held.</summary>
/// <param name="Assurers">How many approved internal quality assurers the organisation has.</param>
/// <param name="OverdueActions">How many essential actions of visits that concern the provision are overdue.</param>
public sealed record DirectClaimsFacts(int Assurers, int OverdueActions);

/// <summary>One entry in a provision's history. Never changed.</summary>
[IdPrefix("pvc")]
public sealed class ProvisionChange : ITenantOwned, IPlatformOwned, IAppendOnly
{
    private ProvisionChange() { }

    internal ProvisionChange(ApprovedProvision provision, ProvisionChangeKind kind, FreezeCause? cause, string reason, string by, DateTimeOffset now)
    {
        Id = Id<ProvisionChange>.New(now);
        (TenantId, ProvisionId, Kind, Cause, Reason) = (provision.TenantId, provision.Id, kind, cause, reason);
        (Risk, Status, By, At) = (provision.Risk, provision.DirectClaims, by, now);
    }

    /// <summary>Its id.</summary>
    public Id<ProvisionChange> Id { get; private set; }

    /// <inheritdoc/>
    public Id<Organisation> TenantId { get; private set; }

    /// <summary>Whose history this is.</summary>
    public Id<ApprovedProvision> ProvisionId { get; private set; }

    /// <summary>What happened.</summary>
    public ProvisionChangeKind Kind { get; private set; }

    /// <summary>The risk from then on.</summary>
    public ProvisionRisk Risk { get; private set; }

    /// <summary>The direct claims status from then on.</summary>
    public DirectClaimsStatus Status { get; private set; }

    /// <summary>What froze it; null for anything else.</summary>
    public FreezeCause? Cause { get; private set; }

    /// <summary>Why.</summary>
    public string Reason { get; private set; } = "";

    /// <summary>The subject of who did it.</summary>
    public string By { get; private set; } = "";

    /// <summary>When.</summary>
    public DateTimeOffset At { get; private set; }
}

/// <summary>
/// That Cohort 4 approves an organisation's provision of a unit or programme: how much risk it sees in it, and whether claims go without its own verification.
/// Direct claims save that verification and nothing else: every claim rests on internal assurance, with them or without.
/// </summary>
[IdPrefix("prv")]
public sealed class ApprovedProvision : Aggregate, ITenantOwned, IPlatformOwned
{
    private readonly List<ProvisionChange> history = [];

    private ApprovedProvision() { }

    /// <summary>Approves a provision, without direct claims.</summary>
    /// <exception cref="Refusal"><c>validation_failed</c>.</exception>
    public ApprovedProvision(Id<Organisation> organisation, ProvisionScope scope, string code, ProvisionRisk risk, string reason, Actor actor, DateTimeOffset now)
    {
        var faults = new Faults();
        faults.Known("/scope", scope);
        faults.Known("/risk", risk);
        var text = faults.Text("/reason", reason, 500);
        Code = Catalogue.Code.Check(faults, "/code", code);
        faults.Refuse();
        IsNew();
        Id = Id<ApprovedProvision>.New(now);
        (TenantId, Scope, Risk, ApprovedAt) = (organisation, scope, risk, now);
        Note(ProvisionChangeKind.Approved, null, text, actor.Subject, now);
        Raise("provision.approved", ("scope", Word(scope)), ("code", Code), ("risk", Word(risk)));
    }

    /// <summary>Its id.</summary>
    public Id<ApprovedProvision> Id { get; private set; }

    /// <inheritdoc/>
    public Id<Organisation> TenantId { get; private set; }

    /// <inheritdoc/>
    public override Id<Organisation> Owner => TenantId;

    /// <summary>What it is for.</summary>
    public ProvisionScope Scope { get; private set; }

    /// <summary>The code of the unit or programme.</summary>
    public string Code { get; private set; } = "";

    /// <summary>How much Cohort 4 looks at it.</summary>
    public ProvisionRisk Risk { get; private set; }

    /// <summary>Where direct claims stand.</summary>
    public DirectClaimsStatus DirectClaims { get; private set; }

    /// <summary>What froze direct claims; null unless they are frozen.</summary>
    public FreezeCause? FrozenFor { get; private set; }

    /// <summary>When it was approved.</summary>
    public DateTimeOffset ApprovedAt { get; private set; }

    /// <summary>Everything that happened to it, oldest first. Only added to.</summary>
    public IReadOnlyList<ProvisionChange> History => history;

    /// <summary>Sets the risk.</summary>
    /// <exception cref="Refusal"><c>validation_failed</c>.</exception>
    public void Rate(ProvisionRisk risk, string reason, Actor actor, DateTimeOffset now)
    {
        var faults = new Faults();
        faults.Known("/risk", risk);
        var text = faults.Text("/reason", reason, 500);
        faults.Refuse();
        Risk = risk;
        Note(ProvisionChangeKind.RiskSet, null, text, actor.Subject, now);
        Raise("provision.risk_set", ("risk", Word(risk)));
    }

    /// <summary>Puts direct claims forward.</summary>
    /// <exception cref="Refusal"><c>direct_claims_forbid</c>, <c>validation_failed</c>.</exception>
    public void Recommend(string reason, Actor actor, DateTimeOffset now)
    {
        Demand(DirectClaimsStatus.None, DirectClaimsStatus.Removed);
        Move(DirectClaimsStatus.Recommended, ProvisionChangeKind.Recommended, null, Checked(reason), actor.Subject, now);
    }

    /// <summary>Grants direct claims that were recommended.</summary>
    /// <exception cref="Refusal"><c>direct_claims_forbid</c>, <c>direct_claims_not_possible</c> with every reason, <c>validation_failed</c>.</exception>
    public void Grant(string reason, DirectClaimsFacts facts, Actor actor, DateTimeOffset now)
    {
        Demand(DirectClaimsStatus.Recommended);
        DemandPossible(facts);
        Move(DirectClaimsStatus.Held, ProvisionChangeKind.Granted, null, Checked(reason), actor.Subject, now);
    }

    /// <summary>Freezes direct claims by decision.</summary>
    /// <exception cref="Refusal"><c>direct_claims_forbid</c>, <c>validation_failed</c>.</exception>
    public void Freeze(string reason, Actor actor, DateTimeOffset now)
    {
        Demand(DirectClaimsStatus.Held);
        Freeze(FreezeCause.Decision, Checked(reason), actor.Subject, now);
    }

    /// <summary>Freezes direct claims because what they rest on is gone. Says whether they were held until now.</summary>
    public bool FreezeFor(FreezeCause cause, DateTimeOffset now)
    {
        if (DirectClaims != DirectClaimsStatus.Held)
            return false;
        var sentence = cause == FreezeCause.AssurerLost
            ? "The organisation has no approved internal quality assurer any more."
            : "An essential action of an external visit is overdue.";
        Freeze(cause, sentence, Actor.System.Subject, now);
        return true;
    }

    /// <summary>Lifts a freeze: direct claims are held again.</summary>
    /// <exception cref="Refusal"><c>direct_claims_forbid</c>, <c>direct_claims_not_possible</c> with every reason, <c>validation_failed</c>.</exception>
    public void Lift(string reason, DirectClaimsFacts facts, Actor actor, DateTimeOffset now)
    {
        Demand(DirectClaimsStatus.Frozen);
        DemandPossible(facts);
        Move(DirectClaimsStatus.Held, ProvisionChangeKind.Lifted, null, Checked(reason), actor.Subject, now);
    }

    /// <summary>Takes direct claims away, whether recommended, held or frozen.</summary>
    /// <exception cref="Refusal"><c>direct_claims_forbid</c>, <c>validation_failed</c>.</exception>
    public void Remove(string reason, Actor actor, DateTimeOffset now)
    {
        Demand(DirectClaimsStatus.Recommended, DirectClaimsStatus.Held, DirectClaimsStatus.Frozen);
        Move(DirectClaimsStatus.Removed, ProvisionChangeKind.Removed, null, Checked(reason), actor.Subject, now);
    }

    private void Freeze(FreezeCause cause, string reason, string by, DateTimeOffset now) =>
        Move(DirectClaimsStatus.Frozen, ProvisionChangeKind.Frozen, cause, reason, by, now);

    private void Move(DirectClaimsStatus to, ProvisionChangeKind kind, FreezeCause? cause, string reason, string by, DateTimeOffset now)
    {
        (DirectClaims, FrozenFor) = (to, cause);
        Note(kind, cause, reason, by, now);
        (string, object?)[] data = cause is { } why ? [("code", Code), ("cause", Word(why))] : [("code", Code)];
        Raise($"provision.direct_claims_{Word(kind)}", data);
    }

    private void Note(ProvisionChangeKind kind, FreezeCause? cause, string reason, string by, DateTimeOffset now) =>
        history.Add(new(this, kind, cause, reason, by, now));

    private void Demand(params DirectClaimsStatus[] allowed)
    {
        if (!allowed.Contains(DirectClaims))
        {
            throw Refusal.Conflict(
                ProvisionCodes.DirectClaimsForbid,
                $"Direct claims status is {Word(DirectClaims)}; this takes {string.Join(" or ", allowed.Select(s => Word(s)))}.",
                "Read the provision first.");
        }
    }

    private static void DemandPossible(DirectClaimsFacts facts)
    {
        List<Reason> reasons = [];
        if (facts.Assurers == 0)
            reasons.Add(new(ProvisionCodes.AssurerMissing, "The organisation has no approved internal quality assurer.", "Approve one first."));
        if (facts.OverdueActions > 0)
            reasons.Add(new(ProvisionCodes.ActionsOverdue, $"{facts.OverdueActions} essential actions of visits are overdue.", "Have them answered, and close them."));
        if (reasons.Count > 0)
            throw Reason.Refuse(ProvisionCodes.DirectClaimsNotPossible, "Direct claims cannot be held as things stand.", "See to each reason in errors.", reasons);
    }

    private static string Checked(string reason)
    {
        var faults = new Faults();
        var text = faults.Text("/reason", reason, 500);
        faults.Refuse();
        return text;
    }

    private void Raise(string type, params (string Name, object? Value)[] data) => Raise(type, Id.ToString(), data);
}
