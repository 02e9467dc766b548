using System.ComponentModel.DataAnnotations;
using Franchise.Api.Http;
using Franchise.Domain.Accreditation;
using Franchise.Domain.Delivery;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Delivery;
using Franchise.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Franchise.Api.Delivery;

/// <summary>Plans a training of trainers, which Cohort 4 itself runs. Its places are given or sold to partners.</summary>
internal static class PlanTrainingCourse
{
    /// <param name="Group">A plain label.</param>
    /// <param name="Units">The codes of the units that it trains for.</param>
    /// <param name="Mode">How it is held.</param>
    /// <param name="Places">How many places there are.</param>
    /// <param name="Sessions">Its sessions, all ahead. Who teaches is a trainer of Cohort 4's own, where one is named.</param>
    /// <param name="Language">In which language; null for Cohort 4's.</param>
    /// <param name="Territory">Where: an ISO 3166 code; null for Cohort 4's country.</param>
    /// <param name="TimeZone">The IANA time zone of its sessions; null for Cohort 4's.</param>
    public sealed record Request(
        [StringLength(80, MinimumLength = 1)] string Group,
        [Length(1, 20)] IReadOnlyList<string> Units,
        CourseMode Mode,
        [Range(1, 200)] int Places,
        [Length(1, 100)] IReadOnlyList<SessionRequest> Sessions,
        [MaxLength(12)] string? Language = null,
        [MaxLength(6)] string? Territory = null,
        [MaxLength(64)] string? TimeZone = null
    )
    {
        public static Request Example =>
            new("Trainers, spring", ["RM3-02"], CourseMode.Online, 8, [new(new(2027, 3, 2), "09:30", "12:30", Link: "https://meet.example.org/trainers", RepeatWeekly: 2)]);
    }

    public static async Task<Created<CourseView>> Handle(Request request, FranchiseDb db, LearnerBox box, DeliverySettings settings, TimeProvider clock, CancellationToken ct)
    {
        var franchisor = await db.Set<Organisation>().AsNoTracking().SingleAsync(o => o.TenantId == Organisation.FranchisorId, ct);
        var time = OwnTime.Of(franchisor, clock.GetUtcNow());
        var pinned = await CoursesOnFile.PinnedAsync(db, request.Units, ct);
        var faults = new Faults();
        for (var i = 0; i < request.Units.Count; i++)
            faults.Unless(pinned.ContainsKey(request.Units[i]) && request.Units.Take(i).All(u => u != request.Units[i]), $"/units/{i}", "No version of this unit is published, or it stands here twice.");
        faults.Refuse();
        var course = new Course(
            franchisor.TenantId, CourseKind.TrainingOfTrainers, null,
            new(request.Group, request.Language ?? franchisor.Language, request.Mode, request.TimeZone ?? franchisor.TimeZone, request.Territory ?? franchisor.Country, request.Places),
            [.. request.Units.Select(u => (u, pinned[u]))], settings.RegistrationDays, time);
        var plans = SessionRequest.Plans(request.Sessions, course);
        Id<Trainer>[] named = [.. await CoursesOnFile.LockTrainersAsync(db, request.Sessions.SelectMany(s => s.Who), ct)];
        Courses.DemandTrainers(request.Sessions, await db.Set<Trainer>().Where(t => t.TenantId == Organisation.FranchisorId && named.Contains(t.Id)).Select(t => t.Id).ToListAsync(ct));
        var facts = await CoursesOnFile.FactsAsync(db, course, franchisor, plans, null, seats: false, clock.GetUtcNow(), ct);
        SessionRequest.SetLinks(course, course.AddSessions(plans, facts, null, time), plans, request.Sessions, box);
        db.Add(course);
        await db.SaveChangesAsync(ct);
        return new($"/v1/courses/{course.Id}", CourseView.Of(course), course.Version);
    }
}
