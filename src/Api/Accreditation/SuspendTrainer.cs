using Franchise.Api.Http;
using Franchise.Domain.Accreditation;
using Franchise.Domain.Identity;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Accreditation;
using Franchise.Infrastructure.Email;
using Franchise.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Franchise.Api.Accreditation;

/// <summary>Suspends every accreditation of a trainer in one act: what is wrong with a person is seldom wrong with one unit alone.</summary>
internal static class SuspendTrainer
{
    /// <param name="Suspensions">One for each accreditation, to be lifted one by one.</param>
    public sealed record Response(IReadOnlyList<Suspended> Suspensions)
    {
        public static Response Example => new([new(ExampleOf.Id<UnitAccreditation>(), "RM3-02", AccreditationHoldView.Example with { Kind = AccreditationHoldKind.Suspension })]);
    }

    /// <param name="AccreditationId">Which.</param>
    /// <param name="Unit">For which unit.</param>
    /// <param name="Hold">The suspension.</param>
    public sealed record Suspended(Id<UnitAccreditation> AccreditationId, string Unit, AccreditationHoldView Hold);

    public static async Task<Response> Handle(
        Id<Trainer> id, AccreditationHoldRequest request, FranchiseDb db, Actor actor, EmailOutbox outbox, TimeProvider clock, CancellationToken ct)
    {
        var (trainer, organisation, time) = await Trainers.Lock(db, id, clock, ct);
        await db.Database.SqlQuery<Guid>($"""SELECT id AS "Value" FROM franchise.accreditations WHERE trainer_id = {id.Value} ORDER BY id FOR UPDATE""").ToListAsync(ct);
        var hers = (await TrainersOnFile.Accreditations(db).AsSplitQuery().Include(a => a.Records).Include(a => a.Holds).Include(a => a.Schedule).Where(a => a.TrainerId == id).ToListAsync(ct))
            .Where(a => a is { Calendar: not null, Withdrawal: null })
            .OrderBy(a => a.Unit, StringComparer.Ordinal)
            .ToList();
        if (hers.Count == 0)
            throw Refusal.Conflict(AccreditationCodes.NotAccredited, "She is not accredited for any unit, so there is nothing to suspend.", "Withdraw her nominations if they should not go on.");
        var suspended = hers.ConvertAll(a => (Accreditation: a, Hold: a.Hold(AccreditationHoldKind.Suspension, request.Reason, request.Text, request.EffectiveFrom ?? time.Today, actor, time)));
        await AccreditationChanges.TellHeld(db, new(organisation, trainer.Id, hers.ConvertAll(a => a.Unit), time.Now), suspended[0].Hold, outbox, ct);
        await db.SaveChangesAsync(ct);
        return new(suspended.ConvertAll(s => new Suspended(s.Accreditation.Id, s.Accreditation.Unit, AccreditationHoldView.Of(s.Hold))));
    }
}
