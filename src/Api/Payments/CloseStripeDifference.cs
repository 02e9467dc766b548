using System.ComponentModel.DataAnnotations;
using Franchise.Domain.Billing;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Franchise.Api.Payments;

/// <summary>Somebody has looked into a difference with Stripe, and needs no more of it. It moves no money.</summary>
internal static class CloseStripeDifference
{
    /// <param name="Note">What she found, without personal data.</param>
    public sealed record Request([StringLength(500, MinimumLength = 1)] string Note)
    {
        public static Request Example => new("A donation that came through the same account. Told the trustees.");
    }

    public static async Task<ListStripeDifferences.View> Handle(Id<StripeDifference> id, Request request, FranchiseDb db, TimeProvider clock, CancellationToken ct)
    {
        await db.Database.SqlQuery<Guid>($"""SELECT id AS "Value" FROM franchise.stripe_differences WHERE id = {id.Value} FOR UPDATE""").ToListAsync(ct);
        var difference = await db.Set<StripeDifference>().SingleOrDefaultAsync(d => d.Id == id, ct) ?? throw Refusal.NotFound();
        difference.Close(request.Note, db.Actor, clock.GetUtcNow());
        await db.SaveChangesAsync(ct);
        return ListStripeDifferences.View.Of(difference);
    }
}
