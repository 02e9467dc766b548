using Franchise.Domain.Accreditation;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Email;
using Franchise.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Franchise.Api.Accreditation;

/// <summary>What was decided about.</summary>
/// <param name="Organisation">Whose trainer she is.</param>
/// <param name="Trainer">Whose accreditations they are.</param>
/// <param name="Units">For which units.</param>
/// <param name="At">When.</param>
internal sealed record AccreditationsDecided(Organisation Organisation, Id<Trainer> Trainer, IReadOnlyList<string> Units, DateTimeOffset At)
{
    public static AccreditationsDecided Of(AccreditationAtHand at) => new(at.Organisation, at.Accreditation.TrainerId, [at.Accreditation.Unit], at.Time.Now);
}

/// <summary>
/// The messages that say that somebody has decided something about an accreditation: to the trainer and to her coordinators, in the transaction of the
/// decision. They say what counts from now on and never why: that is for who signs in to read.
/// </summary>
internal static class AccreditationChanges
{
    /// <summary>Tells of a restriction or a suspension.</summary>
    public static Task TellHeld(FranchiseDb db, AccreditationsDecided on, AccreditationHold hold, EmailOutbox outbox, CancellationToken ct) =>
        Tell(
            db, on,
            hold.Kind == AccreditationHoldKind.Restriction
                ? $"From {hold.EffectiveFrom:d MMMM yyyy} it is restricted: teach as the restriction says."
                : $"From {hold.EffectiveFrom:d MMMM yyyy} it is suspended: no teaching under it until that is lifted.",
            outbox, ct);

    /// <summary>Tells that a restriction or a suspension is lifted.</summary>
    public static Task TellLifted(FranchiseDb db, AccreditationsDecided on, AccreditationHold hold, EmailOutbox outbox, CancellationToken ct) =>
        Tell(db, on, $"The {(hold.Kind == AccreditationHoldKind.Restriction ? "restriction" : "suspension")} is lifted.", outbox, ct);

    /// <summary>Tells of a withdrawal and of what can be done about it.</summary>
    public static Task TellWithdrawn(FranchiseDb db, AccreditationsDecided on, EmailOutbox outbox, CancellationToken ct) =>
        Tell(db, on, "It is withdrawn as of today: no teaching under it. Your organisation can appeal.", outbox, ct);

    /// <summary>Tells what became of an appeal.</summary>
    public static Task TellDecided(FranchiseDb db, AccreditationsDecided on, AppealOutcome outcome, EmailOutbox outbox, CancellationToken ct) =>
        Tell(
            db, on,
            outcome == AppealOutcome.Upheld ? "The appeal was upheld: it stands as if it had not been withdrawn." : "The appeal was dismissed: it stays withdrawn.",
            outbox, ct);

    private static async Task Tell(FranchiseDb db, AccreditationsDecided on, string what, EmailOutbox outbox, CancellationToken ct)
    {
        var (tenant, trainerId) = (on.Organisation.TenantId, on.Trainer);
        var trainer = await db.Set<Trainer>().AsNoTracking().SingleAsync(t => t.TenantId == tenant && t.Id == trainerId, ct);
        if (trainer.Status != TrainerStatus.Active)
            return;
        var units = string.Join(", ", on.Units);
        db.Add(outbox.Write(tenant, Message(trainer.Email, $"Hello {trainer.Name},", $"Your accreditation for {units}", what), on.At));
        var coordinators = await AccreditationNotices.CoordinatorsAsync(db, [tenant], ct);
        foreach (var address in coordinators[tenant])
            db.Add(outbox.Write(tenant, Message(address, "Hello,", $"{trainer.Name}, accreditation for {units}", what), on.At));
    }

    // The subject shows on locked screens, so it says nothing.
    private static EmailMessage Message(string address, string greeting, string about, string what) =>
        new(
            address,
            "A decision to read",
            $"""
            {greeting}

            {about}: {what}

            The reasons are on Franchise, for you and your coordinator to read.

            With kind regards,
            Cohort 4
            """
        );
}
