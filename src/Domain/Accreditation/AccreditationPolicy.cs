using System.Text.RegularExpressions;
using Franchise.Domain.Licensing;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;

namespace Franchise.Domain.Accreditation;

/// <summary>A named set of rules for accreditations, kept as numbered versions. Each record of an accreditation pins one.</summary>
[IdPrefix("apl")]
public sealed partial class AccreditationPolicy : Aggregate, IPlatformOwned
{
    private readonly List<AccreditationPolicyVersion> versions = [];

    private AccreditationPolicy() { }

    /// <summary>A new policy without a version yet.</summary>
    /// <exception cref="Refusal"><c>validation_failed</c>.</exception>
    public AccreditationPolicy(string code, string title, DateTimeOffset now)
    {
        IsNew();
        var faults = new Faults();
        faults.Unless(CodeShape.IsMatch(code), "/code", "The code is 2 to 40 capital letters, digits and hyphens, and begins with a letter.");
        Title = faults.Text("/title", title, 200);
        faults.Refuse();
        Id = Id<AccreditationPolicy>.New(now);
        Code = code;
        Raise("accreditation_policy.created", Id.ToString(), ("code", code));
    }

    /// <summary>The policy's id.</summary>
    public Id<AccreditationPolicy> Id { get; private set; }

    /// <summary>Short and unique, as <c>STANDARD</c>.</summary>
    public string Code { get; private set; } = "";

    /// <summary>What people call it.</summary>
    public string Title { get; private set; } = "";

    /// <summary>Every version, drafts included.</summary>
    public IReadOnlyList<AccreditationPolicyVersion> Versions => versions;

    /// <inheritdoc/>
    public override Id<Organisation> Owner => Organisation.FranchisorId;

    /// <summary>Begins the next version. It can be changed until it is published.</summary>
    /// <exception cref="Refusal"><c>validation_failed</c>.</exception>
    public AccreditationPolicyVersion Draft(AccreditationRules rules, DateTimeOffset now)
    {
        var version = new AccreditationPolicyVersion(Id, versions.Select(v => v.Number).DefaultIfEmpty().Max() + 1, rules, now);
        versions.Add(version);
        Raise("accreditation_policy.version_drafted", version);
        return version;
    }

    /// <summary>Replaces the rules of a draft.</summary>
    /// <exception cref="Refusal"><c>not_found</c>, <c>policy_version_not_draft</c>, <c>validation_failed</c>.</exception>
    public void Change(Id<AccreditationPolicyVersion> id, AccreditationRules rules)
    {
        var version = Find(id);
        version.Change(rules);
        Raise("accreditation_policy.version_changed", version);
    }

    /// <summary>Makes a draft final: accreditations may follow it, and it never changes again.</summary>
    /// <exception cref="Refusal"><c>not_found</c>, <c>policy_version_not_draft</c>.</exception>
    public void Publish(Id<AccreditationPolicyVersion> id, DateTimeOffset now)
    {
        var version = Find(id);
        version.Publish(now);
        Raise("accreditation_policy.version_published", version);
    }

    /// <summary>Ends its use for new records. Those that follow it keep it.</summary>
    /// <exception cref="Refusal"><c>not_found</c>, <c>policy_version_not_published</c>.</exception>
    public void Withdraw(Id<AccreditationPolicyVersion> id, DateTimeOffset now)
    {
        var version = Find(id);
        version.Withdraw(now);
        Raise("accreditation_policy.version_withdrawn", version);
    }

    private void Raise(string type, AccreditationPolicyVersion version) =>
        Raise(type, version.Id.ToString(), ("policyId", Id.ToString()), ("number", version.Number));

    private AccreditationPolicyVersion Find(Id<AccreditationPolicyVersion> id) => versions.Find(v => v.Id == id) ?? throw Refusal.NotFound();

    [GeneratedRegex(@"\A[A-Z][A-Z0-9-]{1,39}\z", RegexOptions.NonBacktracking)]
    private static partial Regex CodeShape { get; }
}

/// <summary>The rules that a version lays down.</summary>
/// <param name="ValidityMonths">How long a record is good for, in months; 1 to 120.</param>
/// <param name="MilestoneDays">How many days before the last day an approaching end is announced.</param>
/// <param name="RenewalOpensDays">How many days before the last day it may be renewed; renewed so early, it keeps its anniversary.</param>
/// <param name="RefresherMonths">For how many months after the last day a refresher brings a lapsed accreditation back; 0 for never.</param>
/// <param name="CpdHours">Hours of continuing professional development (CPD) within a year that renewal needs.</param>
/// <param name="StandardisationNeeded">Whether renewal needs a standardisation meeting within a year.</param>
/// <param name="RequiredQualifications">Kinds of qualification that must be on record and in date, at all times.</param>
/// <param name="Text">The rules in plain words, as partners read them; may be empty.</param>
public sealed record AccreditationRules(
    int ValidityMonths,
    IReadOnlyList<int> MilestoneDays,
    int RenewalOpensDays,
    int RefresherMonths,
    decimal CpdHours,
    bool StandardisationNeeded,
    IReadOnlyList<QualificationKind> RequiredQualifications,
    string Text
)
{
    /// <summary>Two years.</summary>
    public const int UsualValidityMonths = 24;

    /// <summary>The milestones that a policy has unless it says otherwise.</summary>
    public static IReadOnlyList<int> UsualMilestoneDays { get; } = [120, 60, 30, 7];

    internal void Check() =>
        new Faults()
            .When(ValidityMonths is < 1 or > 120, "/validityMonths", "An accreditation is good for 1 to 120 months.")
            .When(
                MilestoneDays.Count > 12 || MilestoneDays.Any(d => d is < 1 or > 730) || MilestoneDays.Distinct().Count() != MilestoneDays.Count,
                "/milestoneDays",
                "Its end is announced at most 12 times, each 1 to 730 days before the last day and none twice.")
            .When(
                RenewalOpensDays < 0 || RenewalOpensDays > ValidityMonths * 31,
                "/renewalOpensDays",
                "It may be renewed from 0 days before its last day to as long before as it lasts, a month counted as 31 days.")
            .When(RefresherMonths is < 0 or > 60, "/refresherMonths", "A refresher brings it back within 0 to 60 months.")
            .When(CpdHours is < 0 or > 500 || !CpdRecord.IsQuarters(CpdHours), "/cpdHours", "CPD is 0 to 500 hours in quarters of an hour.")
            .When(
                RequiredQualifications.Any(k => !Enum.IsDefined(k) || k == QualificationKind.Other)
                    || RequiredQualifications.Distinct().Count() != RequiredQualifications.Count,
                "/requiredQualifications",
                "Each is a kind that can be asked for (other cannot), and none stands twice.")
            .When(Text.Length > 20_000, "/text", "The text has at most 20,000 characters.")
            .Refuse();
}

/// <summary>One numbered version of a policy. Once published it never changes.</summary>
[IdPrefix("apv")]
public sealed class AccreditationPolicyVersion : IPlatformOwned
{
    private AccreditationPolicyVersion() { }

    internal AccreditationPolicyVersion(Id<AccreditationPolicy> policy, int number, AccreditationRules rules, DateTimeOffset now)
    {
        Id = Id<AccreditationPolicyVersion>.New(now);
        PolicyId = policy;
        Number = number;
        Change(rules);
    }

    /// <summary>The version's id.</summary>
    public Id<AccreditationPolicyVersion> Id { get; private set; }

    /// <summary>The policy it is a version of.</summary>
    public Id<AccreditationPolicy> PolicyId { get; private set; }

    /// <summary>1 for the first, one more for each after.</summary>
    public int Number { get; private set; }

    /// <summary>How far it has come.</summary>
    public PolicyVersionStatus Status { get; private set; }

    /// <inheritdoc cref="AccreditationRules.ValidityMonths"/>
    public int ValidityMonths { get; private set; }

    /// <summary>How many days before the last day an approaching end is announced, the earliest first.</summary>
    public IReadOnlyList<int> MilestoneDays { get; private set; } = [];

    /// <inheritdoc cref="AccreditationRules.RenewalOpensDays"/>
    public int RenewalOpensDays { get; private set; }

    /// <inheritdoc cref="AccreditationRules.RefresherMonths"/>
    public int RefresherMonths { get; private set; }

    /// <inheritdoc cref="AccreditationRules.CpdHours"/>
    public decimal CpdHours { get; private set; }

    /// <inheritdoc cref="AccreditationRules.StandardisationNeeded"/>
    public bool StandardisationNeeded { get; private set; }

    /// <inheritdoc cref="AccreditationRules.RequiredQualifications"/>
    public IReadOnlyList<QualificationKind> RequiredQualifications { get; private set; } = [];

    /// <inheritdoc cref="AccreditationRules.Text"/>
    public string Text { get; private set; } = "";

    /// <summary>When it became final; null for a draft.</summary>
    public DateTimeOffset? PublishedAt { get; private set; }

    /// <summary>When it was closed to new records; null while it is open.</summary>
    public DateTimeOffset? WithdrawnAt { get; private set; }

    internal void Change(AccreditationRules rules)
    {
        DemandDraft();
        rules.Check();
        ValidityMonths = rules.ValidityMonths;
        MilestoneDays = [.. rules.MilestoneDays.OrderDescending()];
        RenewalOpensDays = rules.RenewalOpensDays;
        RefresherMonths = rules.RefresherMonths;
        CpdHours = rules.CpdHours;
        StandardisationNeeded = rules.StandardisationNeeded;
        RequiredQualifications = [.. rules.RequiredQualifications.Order()];
        Text = rules.Text;
    }

    internal void Publish(DateTimeOffset now)
    {
        DemandDraft();
        Status = PolicyVersionStatus.Published;
        PublishedAt = now.ToUniversalTime();
    }

    internal void Withdraw(DateTimeOffset now)
    {
        DemandPublished();
        Status = PolicyVersionStatus.Withdrawn;
        WithdrawnAt = now.ToUniversalTime();
    }

    internal void DemandPublished()
    {
        if (Status != PolicyVersionStatus.Published)
            throw Refusal.Conflict(LicensingCodes.PolicyVersionNotPublished, "The policy version is not published.", "Name a published policy version.");
    }

    private void DemandDraft()
    {
        if (Status != PolicyVersionStatus.Draft)
        {
            throw Refusal.Conflict(
                LicensingCodes.PolicyVersionNotDraft, "A published policy version never changes.", "Draft the policy's next version and publish that.");
        }
    }
}
