using System.ComponentModel.DataAnnotations;
using Franchise.Domain.Assurance;
using Franchise.Domain.Identity;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Assurance;
using Franchise.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Franchise.Api.Assurance;

/// <summary>An assurer says what she found of a decision.</summary>
internal static class SettleSample
{
    /// <param name="Outcome">`agreed`, `actionRequired` or `overturned`.</param>
    /// <param name="Note">What she saw and, where there is something to do, what; without learners' names. Needed unless it is agreed.</param>
    /// <param name="DueOn">By when it is to be done, for an action.</param>
    public sealed record Request(SampleOutcome Outcome, [MaxLength(SampleFinding.MostNote)] string? Note = null, DateOnly? DueOn = null)
    {
        public static Request Example => new(SampleOutcome.ActionRequired, "Say in the feedback which part of the evidence shows 1.1.", new(2027, 5, 4));
    }

    public static async Task<SampleView> Handle(Id<Sample> id, Request request, FranchiseDb db, Actor actor, TimeProvider clock, CancellationToken ct)
    {
        var at = await SampleAtHand.Lock(db, id, actor, clock, ct);
        var decision = at.Decision;
        // Only what is overturned asks whether it still counts, and widens the sample.
        var overturns = request.Outcome == SampleOutcome.Overturned;
        var superseded = overturns && await db.Set<AssessmentDecision>().AnyAsync(
            d => d.TenantId == decision.TenantId && d.AssessmentId == decision.AssessmentId && d.Criterion == decision.Criterion && d.Number > decision.Number, ct);
        IReadOnlyList<Drawable> stratum = overturns ? await AssuranceOnFile.DrawablesAsync(db, at.At.Course, [new(decision.AssessorId, decision.Unit)], ct) : [];
        var sample = at.Plan.Settle(id, new(request.Outcome, request.Note, request.DueOn), at.Assurer, stratum, superseded, at.At.Time);
        await db.SaveChangesAsync(ct);
        return SampleView.Of(sample, at.Decision);
    }
}
