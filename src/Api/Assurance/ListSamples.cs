using System.ComponentModel;
using Franchise.Api.Http;
using Franchise.Domain.Assurance;
using Franchise.Domain.Delivery;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Assurance;
using Franchise.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Franchise.Api.Assurance;

/// <summary>What internal quality assurance is to look at, and what it found.</summary>
internal static class ListSamples
{
    public static async Task<Page<SampleView>> Handle(
        FranchiseDb db,
        PageQuery page,
        [Description("Only samples of this course.")] Id<Course>? course,
        [Description("Only samples that stand so.")] SampleOutcome? outcome,
        [Description("Only samples whose action is open, or only those whose is not.")] bool? actionOpen,
        CancellationToken ct)
    {
        var courses = AssuranceOnFile.Courses(db);
        var plans = db.Set<SamplingPlan>().Where(p => courses.Any(c => c.TenantId == p.TenantId && c.Id == p.CourseId));
        if (course is { } of)
            plans = plans.Where(p => p.CourseId == of);
        var samples = db.Set<Sample>().Where(s => plans.Any(p => p.TenantId == s.TenantId && p.Id == s.PlanId));
        if (outcome is { } wanted)
            samples = samples.Where(s => s.Outcome == wanted);
        if (actionOpen is { } open)
            samples = samples.Where(s => (s.Outcome == SampleOutcome.ActionRequired && s.ActionClosedOn == null) == open);
        if (page.After<Sample>() is { } last)
            samples = samples.Where(s => s.Id < last);
        var rows = await samples.AsNoTracking().OrderByDescending(s => s.Id).Take(page.Take).ToListAsync(ct);
        Id<AssessmentDecision>[] ids = [.. rows.Select(s => s.DecisionId)];
        var decisions = await db.Set<AssessmentDecision>().AsNoTracking().Where(d => ids.Contains(d.Id)).ToDictionaryAsync(d => d.Id, ct);
        return page.Cut(rows, s => s.Id, s => SampleView.Of(s, decisions[s.DecisionId]));
    }
}
