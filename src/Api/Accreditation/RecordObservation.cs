using System.ComponentModel.DataAnnotations;
using Franchise.Api.Http;
using Franchise.Domain.Accreditation;
using Franchise.Domain.Identity;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Franchise.Api.Accreditation;

/// <summary>Records what an independent assessor saw.</summary>
internal static class RecordObservation
{
    /// <param name="Name">Her name.</param>
    /// <param name="Email">Her e-mail address: by it she is recognised, and never shown.</param>
    public sealed record OutsideAssessor([StringLength(200, MinimumLength = 1)] string Name, [StringLength(EmailAddress.Most, MinimumLength = 3)] string Email)
    {
        public static OutsideAssessor Example => new("Cara Example", "cara@example.org");
    }

    /// <param name="On">When it took place; today at the latest.</param>
    /// <param name="Outcome">What the assessor found.</param>
    /// <param name="Notes">What she saw and advises, without learners' names.</param>
    /// <param name="AssessorMemberId">The assessor, where she is a member of an organisation here.</param>
    /// <param name="Assessor">The assessor, where she is not.</param>
    /// <param name="PermittedBecause">Why Cohort 4 permits an assessor of the trainer's own organisation, or one of her name; null where there is nothing to permit.</param>
    public sealed record Request(
        DateOnly On,
        ObservationOutcome Outcome,
        [StringLength(10_000, MinimumLength = 1)] string Notes,
        Id<Member>? AssessorMemberId = null,
        OutsideAssessor? Assessor = null,
        [MaxLength(500)] string? PermittedBecause = null
    )
    {
        public static Request Example => new(new(2027, 3, 12), ObservationOutcome.Met, "Clear, warm and well paced.", Assessor: OutsideAssessor.Example);
    }

    public static async Task<Created<ObservationView>> Handle(
        Id<UnitAccreditation> id, Request request, IfMatch ifMatch, FranchiseDb db, Actor actor, TimeProvider clock, CancellationToken ct)
    {
        var at = await Accreditations.Lock(db, id, ifMatch, clock, ct);
        var trainerId = at.Accreditation.TrainerId;
        var trainer = await db.Set<Trainer>().AsNoTracking().SingleAsync(t => t.Id == trainerId, ct);
        var details = new ObservationDetails(await Assessor(db, request, trainer, ct), request.On, request.Outcome, request.Notes, request.PermittedBecause);
        var observation = at.Accreditation.Observe(details, trainer, actor, at.Time);
        await db.SaveChangesAsync(ct);
        return new($"/v1/accreditations/{id}", ObservationView.Of(observation), at.Accreditation.Version);
    }

    // Whoever is entered by hand may be a member all the same: her address tells.
    private static async Task<Assessor> Assessor(FranchiseDb db, Request request, Trainer trainer, CancellationToken ct)
    {
        switch (request.AssessorMemberId, request.Assessor)
        {
            case ({ } id, null):
                var member = await db.Set<Member>().AsNoTracking().SingleOrDefaultAsync(m => m.Id == id, ct)
                    ?? throw Refusal.Invalid([new("/assessorMemberId", "There is no member by that id.")]);
                return new(member.DisplayName, member.Email, member.UserId, await InHouse(db, trainer, member.Email, member.UserId, ct));
            case (null, { } outside):
                var email = EmailAddress.Normalise(outside.Email);
                var known = await db.Set<Member>().Where(m => m.Email == email).Select(m => (Id<User>?)m.UserId).FirstOrDefaultAsync(ct);
                return new(outside.Name, outside.Email, known, await InHouse(db, trainer, email, known, ct));
            default:
                throw Refusal.Invalid([new("/assessor", "Name either assessorMemberId or assessor.")]);
        }
    }

    // Of the trainer's own organisation, whichever of the assessor's accounts or entries says so.
    private static async Task<bool> InHouse(FranchiseDb db, Trainer trainer, string email, Id<User>? user, CancellationToken ct)
    {
        var tenant = trainer.TenantId;
        return await db.Set<Member>().AnyAsync(m => m.TenantId == tenant && (m.Email == email || m.UserId == user), ct)
            || await db.Set<Trainer>().AnyAsync(t => t.TenantId == tenant && t.Status == TrainerStatus.Active && (t.Email == email || (user != null && t.UserId == user)), ct)
            || await db.Set<Contact>().AnyAsync(c => c.TenantId == tenant && c.Email == email, ct);
    }
}
