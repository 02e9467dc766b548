using Franchise.Domain.Accreditation;
using Franchise.Domain.Identity;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Accreditation;
using Franchise.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Franchise.Api.Accreditation;

/// <summary>A trainer with what nearly every verb of hers asks for.</summary>
internal sealed record TrainerAtHand(Trainer Trainer, Organisation Organisation, OwnTime Time);

/// <summary>How use cases come by a trainer. Absent, foreign and, for who signs in as a trainer, another's are one and the same: not found.</summary>
internal static class Trainers
{
    /// <summary>Loads a trainer with her qualifications.</summary>
    /// <exception cref="Refusal"><c>not_found</c>.</exception>
    public static async Task<TrainerAtHand> Find(FranchiseDb db, Id<Trainer> id, TimeProvider clock, CancellationToken ct)
    {
        var trainer = await TrainersOnFile.Trainers(db).Include(t => t.Qualifications).SingleOrDefaultAsync(t => t.Id == id, ct) ?? throw Refusal.NotFound();
        var tenant = trainer.TenantId;
        var organisation = await db.Set<Organisation>().AsNoTracking().SingleAsync(o => o.TenantId == tenant, ct);
        return new(trainer, organisation, OwnTime.Of(organisation, clock.GetUtcNow()));
    }

    /// <summary>Loads a trainer to change her record. Its row is locked until the transaction ends.</summary>
    /// <exception cref="Refusal"><c>not_found</c>.</exception>
    public static async Task<TrainerAtHand> Lock(FranchiseDb db, Id<Trainer> id, TimeProvider clock, CancellationToken ct)
    {
        await db.Database.SqlQuery<Guid>($"""SELECT id AS "Value" FROM franchise.trainers WHERE id = {id.Value} FOR UPDATE""").ToListAsync(ct);
        return await Find(db, id, clock, ct);
    }

    /// <summary>Refuses unless the session may know of the trainer: for lists that hang from her.</summary>
    /// <exception cref="Refusal"><c>not_found</c>.</exception>
    public static async Task Demand(FranchiseDb db, Id<Trainer> id, CancellationToken ct)
    {
        if (!await TrainersOnFile.Trainers(db).AnyAsync(t => t.Id == id, ct))
            throw Refusal.NotFound();
    }

    /// <summary>Who the member of an organisation is that a trainer signs in as.</summary>
    /// <exception cref="Refusal"><c>validation_failed</c>: it has no such member; <c>member_taken</c>: another of its trainers signs in as her.</exception>
    public static async Task<Id<User>?> User(FranchiseDb db, Id<Organisation> organisation, Id<Member>? member, Id<Trainer>? except, CancellationToken ct)
    {
        if (member is not { } id)
            return null;
        var user = await db.Set<Member>().Where(m => m.TenantId == organisation && m.Id == id).Select(m => (Id<User>?)m.UserId).SingleOrDefaultAsync(ct)
            ?? throw Refusal.Invalid([new("/memberId", "The organisation has no member by that id.")]);
        if (await db.Set<Trainer>().AnyAsync(t => t.TenantId == organisation && t.UserId == user && t.Id != except, ct))
            throw Refusal.Conflict(AccreditationCodes.MemberTaken, "Another trainer signs in as this member.", "Name another member, or change that trainer.");
        return user;
    }
}
