using System.ComponentModel.DataAnnotations;
using Franchise.Api.Http;
using Franchise.Domain.Accreditation;
using Franchise.Domain.Licensing;
using Franchise.Domain.Shared;

namespace Franchise.Api.Accreditation;

/// <summary>A policy with every version of its rules.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Code">Short and unique, as `STANDARD`.</param>
/// <param name="Title">What people call it.</param>
/// <param name="Versions">Its versions by number, drafts included.</param>
internal sealed record AccreditationPolicyView(Id<AccreditationPolicy> Id, string Code, string Title, IReadOnlyList<AccreditationPolicyVersionView> Versions)
{
    public static AccreditationPolicyView Example =>
        new(ExampleOf.Id<AccreditationPolicy>(), "STANDARD", "Standard accreditation", [AccreditationPolicyVersionView.Example]);

    public static AccreditationPolicyView Of(AccreditationPolicy policy) =>
        new(policy.Id, policy.Code, policy.Title, [.. policy.Versions.OrderBy(v => v.Number).Select(AccreditationPolicyVersionView.Of)]);
}

/// <summary>One numbered version of a policy. Once published it never changes.</summary>
/// <param name="Id">Its id.</param>
/// <param name="PolicyId">The policy it is a version of.</param>
/// <param name="Number">1 for the first, one more for each after.</param>
/// <param name="Status">How far it has come.</param>
/// <param name="Rules">What it lays down.</param>
/// <param name="PublishedAt">When it became final; null for a draft.</param>
/// <param name="WithdrawnAt">When it was closed to new records; null while it is open.</param>
internal sealed record AccreditationPolicyVersionView(
    Id<AccreditationPolicyVersion> Id,
    Id<AccreditationPolicy> PolicyId,
    int Number,
    PolicyVersionStatus Status,
    RulesOfAccreditation Rules,
    DateTimeOffset? PublishedAt,
    DateTimeOffset? WithdrawnAt
)
{
    public static AccreditationPolicyVersionView Example =>
        new(
            ExampleOf.Id<AccreditationPolicyVersion>(), ExampleOf.Id<AccreditationPolicy>(), 1, PolicyVersionStatus.Published, RulesOfAccreditation.Example,
            ExampleOf.Time, null);

    public static AccreditationPolicyVersionView Of(AccreditationPolicyVersion v) =>
        new(
            v.Id, v.PolicyId, v.Number, v.Status,
            new(
                v.ValidityMonths, v.MilestoneDays, v.RenewalOpensDays, v.RefresherMonths, v.CpdHours, v.StandardisationNeeded, v.RequiredQualifications,
                v.Text),
            v.PublishedAt, v.WithdrawnAt);
}

/// <summary>The rules that a policy version lays down.</summary>
/// <param name="ValidityMonths">How long a record is good for, in months.</param>
/// <param name="MilestoneDays">How many days before the last day an approaching end is announced.</param>
/// <param name="RenewalOpensDays">How many days before the last day it may be renewed. Renewed so early, it keeps its anniversary.</param>
/// <param name="RefresherMonths">For how many months after the last day a refresher brings a lapsed accreditation back; 0 for never.</param>
/// <param name="CpdHours">Hours of continuing professional development (CPD) within a year that renewal needs, in quarters.</param>
/// <param name="StandardisationNeeded">Whether renewal needs a standardisation meeting within a year.</param>
/// <param name="RequiredQualifications">Kinds of qualification that must be on record and in date at all times.</param>
/// <param name="Text">The rules in plain words, as partners read them.</param>
internal sealed record RulesOfAccreditation(
    [Range(1, 120)] int ValidityMonths = AccreditationRules.UsualValidityMonths,
    [MaxLength(12)] IReadOnlyList<int>? MilestoneDays = null,
    [Range(0, 730)] int RenewalOpensDays = 120,
    [Range(0, 60)] int RefresherMonths = 6,
    [Range(0, 500)] decimal CpdHours = 0,
    bool StandardisationNeeded = true,
    [MaxLength(4)] IReadOnlyList<QualificationKind>? RequiredQualifications = null,
    [MaxLength(20_000)] string Text = ""
)
{
    public static RulesOfAccreditation Example =>
        new(
            AccreditationRules.UsualValidityMonths, AccreditationRules.UsualMilestoneDays, 120, 6, 12, true,
            [QualificationKind.TeachingOrAssessing, QualificationKind.SafeguardingTraining], "Two years; twelve hours of CPD and one standardisation meeting in the last.");

    public AccreditationRules ToRules() =>
        new(
            ValidityMonths, MilestoneDays ?? AccreditationRules.UsualMilestoneDays, RenewalOpensDays, RefresherMonths, CpdHours, StandardisationNeeded,
            RequiredQualifications ?? [], Text);
}
