using Franchise.Domain.Accreditation;
using Franchise.Domain.Identity;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;

namespace Franchise.Domain.Assurance;

/// <summary>Whether an internal quality assurer may assure.</summary>
public enum AssurerStatus
{
    /// <summary>Her organisation has put her forward.</summary>
    Nominated,

    /// <summary>Cohort 4 has approved her.</summary>
    Approved,

    /// <summary>She no longer does.</summary>
    StoodDown,
}

/// <summary>How an assurer is tied to a trainer.</summary>
public enum TieKind
{
    /// <summary>They are related, or live together.</summary>
    Related,

    /// <summary>One is the other's line manager.</summary>
    LineManages,

    /// <summary>They work together so closely that neither can judge the other.</summary>
    WorksWith,
}

/// <summary>That an assurer is tied to a trainer. Only ever added.</summary>
[IdPrefix("tie")]
public sealed class Tie : ITenantOwned, IPlatformOwned, IAppendOnly
{
    private Tie() { }

    internal Tie(QualityAssurer assurer, Trainer trainer, TieKind kind, string by, DateTimeOffset now)
    {
        Id = Id<Tie>.New(now);
        (TenantId, AssurerId, TrainerId, Kind, DeclaredBy, DeclaredAt) = (assurer.TenantId, assurer.Id, trainer.Id, kind, by, now);
    }

    /// <summary>Its id.</summary>
    public Id<Tie> Id { get; private set; }

    /// <inheritdoc/>
    public Id<Organisation> TenantId { get; private set; }

    /// <summary>The assurer.</summary>
    public Id<QualityAssurer> AssurerId { get; private set; }

    /// <summary>The trainer.</summary>
    public Id<Trainer> TrainerId { get; private set; }

    /// <summary>How.</summary>
    public TieKind Kind { get; private set; }

    /// <summary>The subject of who declared it.</summary>
    public string DeclaredBy { get; private set; } = "";

    /// <summary>When.</summary>
    public DateTimeOffset DeclaredAt { get; private set; }
}

/// <summary>
/// An internal quality assurer (IQA): a person of the organisation, with an account of her own, who checks its assessors' decisions. Her name and address
/// stay with her account; she may be a trainer too.
/// </summary>
[IdPrefix("iqa")]
public sealed class QualityAssurer : Aggregate, ITenantOwned, IPlatformOwned
{
    private readonly List<Tie> ties = [];

    private QualityAssurer() { }

    /// <summary>Puts a member forward.</summary>
    public QualityAssurer(Member member, Actor actor, OwnTime time)
    {
        new Faults().When(!member.IsActive, "/memberId", "She may not come in at present.").Refuse();
        IsNew();
        Id = Id<QualityAssurer>.New(time.Now);
        (TenantId, MemberId, UserId, NominatedBy, NominatedOn) = (member.TenantId, member.Id, member.UserId, actor.Subject, time.Today);
        Raise("assurer.nominated");
    }

    /// <summary>Her id.</summary>
    public Id<QualityAssurer> Id { get; private set; }

    /// <inheritdoc/>
    public Id<Organisation> TenantId { get; private set; }

    /// <inheritdoc/>
    public override Id<Organisation> Owner => TenantId;

    /// <summary>Her place in the organisation; it may be gone by now.</summary>
    public Id<Member> MemberId { get; private set; }

    /// <summary>Who she is when she signs in.</summary>
    public Id<User> UserId { get; private set; }

    /// <summary>Whether she may assure.</summary>
    public AssurerStatus Status { get; private set; }

    /// <summary>When she was put forward.</summary>
    public DateOnly NominatedOn { get; private set; }

    /// <summary>The subject of who did.</summary>
    public string NominatedBy { get; private set; } = "";

    /// <summary>When Cohort 4 approved her; null before.</summary>
    public DateOnly? ApprovedOn { get; private set; }

    /// <summary>The subject of who did.</summary>
    public string? ApprovedBy { get; private set; }

    /// <summary>The first day on which she no longer assures; null while she does.</summary>
    public DateOnly? StoodDownOn { get; private set; }

    /// <summary>The subject of who said so.</summary>
    public string? StoodDownBy { get; private set; }

    /// <summary>To whom she is tied.</summary>
    public IReadOnlyList<Tie> Ties => ties;

    /// <summary>Whether she was approved and had not stood down on a day.</summary>
    public bool StandsOn(DateOnly day) => ApprovedOn <= day && !(StoodDownOn <= day);

    /// <summary>Approves her.</summary>
    /// <exception cref="Refusal"><c>assurer_approved</c>, <c>assurer_stood_down</c>.</exception>
    public void Approve(Actor actor, OwnTime time)
    {
        DemandNotStoodDown();
        if (Status == AssurerStatus.Approved)
            throw Refusal.Conflict(AssuranceCodes.AssurerApproved, "She is approved already.", "There is nothing to do.");
        (Status, ApprovedOn, ApprovedBy) = (AssurerStatus.Approved, time.Today, actor.Subject);
        Raise("assurer.approved");
    }

    /// <summary>Notes that she no longer assures. What she found stands.</summary>
    /// <exception cref="Refusal"><c>assurer_stood_down</c>.</exception>
    public void StandDown(string by, OwnTime time)
    {
        DemandNotStoodDown();
        (Status, StoodDownOn, StoodDownBy) = (AssurerStatus.StoodDown, time.Today, by);
        Raise("assurer.stood_down", ("on", time.Today));
    }

    /// <summary>Declares that she is tied to a trainer, whose decisions she then never assures.</summary>
    /// <exception cref="Refusal"><c>assurer_stood_down</c>, <c>tie_declared</c>, <c>validation_failed</c>.</exception>
    public Tie Declare(Trainer trainer, TieKind kind, Actor actor, DateTimeOffset now)
    {
        DemandNotStoodDown();
        var faults = new Faults();
        faults.Known("/kind", kind);
        faults.Refuse();
        if (ties.Exists(t => t.TrainerId == trainer.Id && t.Kind == kind))
            throw Refusal.Conflict(AssuranceCodes.TieDeclared, "This tie is declared already.", "There is nothing to do.");
        var tie = new Tie(this, trainer, kind, actor.Subject, now);
        ties.Add(tie);
        Raise("assurer.tie_declared", ("trainerId", trainer.Id.ToString()), ("kind", Word(kind)));
        return tie;
    }

    /// <summary>Refuses unless she is approved.</summary>
    /// <exception cref="Refusal"><c>assurer_not_approved</c>.</exception>
    public void DemandApproved()
    {
        if (Status != AssurerStatus.Approved)
            throw Refusal.Conflict(AssuranceCodes.AssurerNotApproved, "She is not approved as internal quality assurer.", "Have Cohort 4 approve her, or ask another.");
    }

    private void DemandNotStoodDown()
    {
        if (Status == AssurerStatus.StoodDown)
            throw Refusal.Conflict(AssuranceCodes.AssurerStoodDown, "She has stood down.", "Nominate her anew.");
    }

    private void Raise(string type, params (string Name, object? Value)[] data) => Raise(type, Id.ToString(), data);
}
