using System.ComponentModel.DataAnnotations;
using Franchise.Domain.Assurance;
using Franchise.Domain.Identity;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Persistence;

namespace Franchise.Api.Assurance;

/// <summary>An assurer says that what was to be done is.</summary>
internal static class CloseSampleAction
{
    /// <param name="Note">What she saw, without learners' names.</param>
    public sealed record Request([StringLength(SampleFinding.MostNote, MinimumLength = 1)] string Note)
    {
        public static Request Example => new("The feedback names the pages now.");
    }

    public static async Task<SampleView> Handle(Id<Sample> id, Request request, FranchiseDb db, Actor actor, TimeProvider clock, CancellationToken ct)
    {
        var at = await SampleAtHand.Lock(db, id, actor, clock, ct);
        var sample = at.Plan.CloseAction(id, request.Note, at.Assurer, at.At.Time);
        await db.SaveChangesAsync(ct);
        return SampleView.Of(sample, at.Decision);
    }
}
