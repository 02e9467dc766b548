using System.ComponentModel;
using Franchise.Domain.Assurance;
using Franchise.Domain.Delivery;
using Franchise.Domain.Identity;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Franchise.Api.Assurance;

/// <summary>Where a claim stands, in the words and with the members that are an audience's. docs/assurance-provision.md has the table.</summary>
internal static class GetClaimStatus
{
    /// <param name="Audience">For whom.</param>
    /// <param name="Status">Where it stands, in her word.</param>
    /// <param name="Results">How many results it has.</param>
    /// <param name="AwardedOn">The day of the award; null before.</param>
    /// <param name="AwardReference">The awarding organisation's reference; null before.</param>
    /// <param name="ReturnedBecause">Why it was returned: for partner and quality lead.</param>
    /// <param name="SubmittedAt">When it was handed in: for partner and quality lead.</param>
    /// <param name="VerifiedAt">When Cohort 4 verified it: for the quality lead.</param>
    /// <param name="Direct">Whether direct claims are held now for every unit of it: for the quality lead.</param>
    /// <param name="Registrations">What is claimed for whom, by registration number: for the awarding organisation, once it is claimed.</param>
    public sealed record Response(
        ClaimAudience Audience, ClaimWord Status, int Results, DateOnly? AwardedOn, string? AwardReference, string? ReturnedBecause = null, DateTimeOffset? SubmittedAt = null,
        DateTimeOffset? VerifiedAt = null, bool? Direct = null, IReadOnlyList<ClaimedRegistration>? Registrations = null)
    {
        public static Response Example => new(ClaimAudience.AwardingBody, ClaimWord.Claimed, 1, null, null, Registrations: [ClaimedRegistration.Example]);
    }

    public static async Task<Response> Handle(
        Id<Claim> id, [Description("For whom; yourself where it is not given. A partner may not ask for what is the quality lead's.")] ClaimAudience? audience, FranchiseDb db, Actor actor, TimeProvider clock, CancellationToken ct)
    {
        var at = await Claims.Find(db, id, clock, ct);
        var whom = audience ?? (actor.IsFranchisor ? ClaimAudience.QualityLead : ClaimAudience.Partner);
        if (whom == ClaimAudience.QualityLead && !actor.IsFranchisor)
            throw new Refusal(RefusalKind.Forbidden, ProvisionCodes.AudienceNotYours, "This view is Cohort 4's own.", "Ask for partner or awardingBody.");
        var claim = at.Claim;
        var direct = await at.Direct(db, ct);
        var word = ClaimWords.Of(claim.Status, direct, whom);
        var line = claim.Lines.FirstOrDefault(l => l.AwardedOn is not null);
        var common = new Response(whom, word, claim.Lines.Count, line?.AwardedOn, line?.AwardReference);
        return whom switch
        {
            ClaimAudience.Partner => common with { ReturnedBecause = claim.ReturnedBecause, SubmittedAt = claim.SubmittedAt },
            ClaimAudience.QualityLead => common with { ReturnedBecause = claim.ReturnedBecause, SubmittedAt = claim.SubmittedAt, VerifiedAt = claim.VerifiedAt, Direct = direct },
            _ => common with { Registrations = word is ClaimWord.Claimed or ClaimWord.Awarded ? await Registrations(db, claim, ct) : [] },
        };
    }

    private static async Task<IReadOnlyList<ClaimedRegistration>> Registrations(FranchiseDb db, Claim claim, CancellationToken ct)
    {
        var (tenant, course) = (claim.TenantId, claim.CourseId);
        var numbers = await db.Set<Enrolment>().Where(e => e.TenantId == tenant && e.CourseId == course).ToDictionaryAsync(e => e.Id, e => e.RegistrationNumber, ct);
        return [.. claim.Lines.OrderBy(l => l.Number).Select(l => new ClaimedRegistration(numbers[l.EnrolmentId] ?? "", l.Unit))];
    }
}

/// <summary>What is claimed for whom.</summary>
/// <param name="RegistrationNumber">The awarding organisation's number for her.</param>
/// <param name="Unit">The code of the unit.</param>
internal sealed record ClaimedRegistration(string RegistrationNumber, string Unit)
{
    public static ClaimedRegistration Example => new("OCN-0001234", "RM3-02");
}
