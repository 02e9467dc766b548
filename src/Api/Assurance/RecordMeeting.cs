using System.ComponentModel.DataAnnotations;
using Franchise.Api.Http;
using Franchise.Domain.Accreditation;
using Franchise.Domain.Assurance;
using Franchise.Domain.Identity;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Delivery;
using Franchise.Infrastructure.Organisations;
using Franchise.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Franchise.Api.Assurance;

/// <summary>Records a standardisation meeting of one's own organisation. In the same transaction each trainer who took part has it on her record.</summary>
internal static class RecordMeeting
{
    /// <param name="On">When it was; today at the latest.</param>
    /// <param name="Units">The codes of the units that were standardised.</param>
    /// <param name="What">What was standardised, without learners' names.</param>
    /// <param name="Outcome">What was agreed.</param>
    /// <param name="Trainers">The trainers who took part.</param>
    /// <param name="Assurers">The internal quality assurers who took part.</param>
    public sealed record Request(
        DateOnly On,
        [Length(1, 50)] IReadOnlyList<string> Units,
        [StringLength(500, MinimumLength = 1)] string What,
        [StringLength(2_000, MinimumLength = 1)] string Outcome,
        [Length(1, 200)] IReadOnlyList<Id<Trainer>> Trainers,
        [MaxLength(50)] IReadOnlyList<Id<QualityAssurer>>? Assurers = null)
    {
        public static Request Example =>
            new(new(2026, 10, 20), ["RM3-02"], "Reflective accounts", "A borderline account names a boundary and why it was kept.", [ExampleOf.Id<Trainer>()]);
    }

    public static async Task<Created<MeetingView>> Handle(Request request, FranchiseDb db, Actor actor, TimeProvider clock, CancellationToken ct)
    {
        var (tenant, wanted, assuring) = (actor.Organisation, request.Trainers, request.Assurers ?? []);
        var time = await OrganisationsOnFile.TimeAsync(db, tenant, clock, ct);
        await CoursesOnFile.LockTrainersAsync(db, wanted, ct);
        var trainers = await db.Set<Trainer>().Where(t => t.TenantId == tenant && wanted.Contains(t.Id)).ToDictionaryAsync(t => t.Id, ct);
        var assurers = await db.Set<QualityAssurer>().AsNoTracking().Where(a => a.TenantId == tenant && assuring.Contains(a.Id)).ToDictionaryAsync(a => a.Id, ct);
        // What is in the catalogue for others is not this organisation's to find out.
        var units = await db.Set<UnitAccreditation>().Where(a => a.TenantId == tenant && request.Units.Contains(a.Unit)).Select(a => a.Unit).Distinct().ToListAsync(ct);
        var faults = new Faults();
        for (var i = 0; i < request.Units.Count; i++)
            faults.Unless(units.Contains(request.Units[i]), $"/units/{i}", "No trainer of yours is nominated for such a unit.");
        for (var i = 0; i < wanted.Count; i++)
            faults.Unless(trainers.ContainsKey(wanted[i]) && !wanted.Take(i).Contains(wanted[i]), $"/trainers/{i}", "There is no such trainer, or she stands here twice.");
        for (var i = 0; i < assuring.Count; i++)
            faults.Unless(assurers.ContainsKey(assuring[i]) && !assuring.Take(i).Contains(assuring[i]), $"/assurers/{i}", "There is no such assurer, or she stands here twice.");
        faults.Refuse();
        var meeting = new StandardisationMeeting(tenant, new(request.On, request.Units, request.What, request.Outcome), time);
        db.Add(meeting);
        foreach (var id in wanted)
            db.Add(meeting.Attend(trainers[id], time));
        foreach (var id in assuring)
            meeting.Attend(assurers[id]);
        await db.SaveChangesAsync(ct);
        return new("/v1/standardisation-meetings", MeetingView.Of(meeting), meeting.Version);
    }
}
