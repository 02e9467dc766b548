using Franchise.Api.Http;
using Franchise.Domain.Billing;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Billing;
using Franchise.Infrastructure.Persistence;

namespace Franchise.Api.Billing;

/// <summary>How an organisation's unpaid invoices are reminded of, and what follows if they stay unpaid.</summary>
/// <param name="OrganisationId">The organisation.</param>
/// <param name="Since">The due date by which its clock goes: the oldest of what is unpaid and neither being collected nor disputed; null where there is none.</param>
/// <param name="Held">The furthest hold of dunning's that stands on a licence; null for none, also where somebody has lifted it by hand.</param>
/// <param name="Upcoming">The steps that will be taken if nothing is paid, by day.</param>
/// <param name="Taken">The steps that were taken, the latest first; a hundred at most.</param>
/// <param name="Hardships">Times of hardship, those that are over among them.</param>
internal sealed record DunningView(
    Id<Organisation> OrganisationId, DateOnly? Since, DunningStage? Held, IReadOnlyList<DunningStepView> Upcoming, IReadOnlyList<DunningStepView> Taken,
    IReadOnlyList<HardshipView> Hardships)
{
    public static DunningView Example =>
        new(ExampleOf.Id<Organisation>(), new(2027, 3, 31), null, [DunningStepView.Example], [], [HardshipView.Example]);

    public static async Task<DunningView> Of(FranchiseDb db, DunningClock c, CancellationToken ct) =>
        new(
            c.TenantId, c.Since, await DunningOnFile.HeldAsync(db, c.TenantId, ct),
            [.. c.Steps.Where(s => s.IsPending).OrderBy(s => s.DueAt).Select(DunningStepView.Of)],
            [.. c.Steps.Where(s => s.TakenOn is not null).OrderByDescending(s => s.DoneAt).Take(Bounds.Items).Select(DunningStepView.Of)],
            [.. c.Hardships.OrderByDescending(h => h.Id).Take(Bounds.Items).Select(HardshipView.Of)]);
}

/// <summary>A step of dunning.</summary>
/// <param name="Stage">Which.</param>
/// <param name="Since">The due date from which it counts.</param>
/// <param name="CountedOn">The day that the policy's days come to.</param>
/// <param name="DueOn">The day on which it is or was to be taken: later where a step before it was late, or in a time of hardship.</param>
/// <param name="TakenOn">The day on which it was taken; null before.</param>
internal sealed record DunningStepView(DunningStage Stage, DateOnly Since, DateOnly CountedOn, DateOnly DueOn, DateOnly? TakenOn)
{
    public static DunningStepView Example => new(DunningStage.Reminder, new(2027, 3, 31), new(2027, 4, 3), new(2027, 4, 3), null);

    public static DunningStepView Of(DunningStep s) => new(s.Stage, s.Since, s.CountedOn, s.DueOn, s.TakenOn);
}

/// <summary>A time in which an organisation is neither dunned nor charged, because it cannot pay now.</summary>
/// <param name="Id">Its id.</param>
/// <param name="From">The first day.</param>
/// <param name="Until">The last.</param>
/// <param name="EndedOn">The first day on which it counts no more, because somebody ended it; null where nobody did.</param>
/// <param name="Reason">Why.</param>
/// <param name="ApprovedBy">Who approved it, by her office.</param>
internal sealed record HardshipView(Id<Hardship> Id, DateOnly From, DateOnly Until, DateOnly? EndedOn, string Reason, string ApprovedBy)
{
    public static HardshipView Example => new(ExampleOf.Id<Hardship>(), new(2027, 4, 1), new(2027, 6, 30), null, "A grant comes in June.", "The treasurer");

    public static HardshipView Of(Hardship h) => new(h.Id, h.From, h.Until, h.EndedOn, h.Reason, h.ApprovedBy);
}
