using System.ComponentModel.DataAnnotations;
using Franchise.Api.Http;
using Franchise.Domain.Accreditation;
using Franchise.Domain.Assurance;
using Franchise.Domain.Delivery;
using Franchise.Domain.Identity;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Assurance;
using Franchise.Infrastructure.Delivery;
using Franchise.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Franchise.Api.Assurance;

/// <summary>Enters what was decided about a learner's unit.</summary>
internal static class RecordResults
{
    /// <param name="Unit">The code of the unit.</param>
    /// <param name="AssessorId">Who decided: a trainer who was accredited for the unit that day. Who signs in as a trainer names herself.</param>
    /// <param name="DecidedOn">When, by the organisation's own date.</param>
    /// <param name="Decisions">What, each criterion once. What is left out stays as it is.</param>
    public sealed record Request(
        [StringLength(40, MinimumLength = 1)] string Unit, Id<Trainer> AssessorId, DateOnly DecidedOn, [Length(1, 900)] IReadOnlyList<DecisionRequest> Decisions)
    {
        public static Request Example => new("RM3-02", ExampleOf.Id<Trainer>(), new(2027, 4, 6), [DecisionRequest.Example]);
    }

    public static async Task<RecordedView> Handle(Id<Enrolment> id, Request request, FranchiseDb db, Actor actor, LearnerBox box, TimeProvider clock, CancellationToken ct)
    {
        var course = await CoursesOnFile.Enrolments(db).Where(e => e.Id == id).Select(e => (Id<Course>?)e.CourseId).SingleOrDefaultAsync(ct) ?? throw Refusal.NotFound();
        var at = await AssessedCourses.Lock(db, CoursesOnFile.Courses(db), course, clock, ct);
        var entry = new ResultEntry(request.Unit, request.AssessorId, request.DecidedOn, [.. request.Decisions.Select(d => d.Decided)]);
        return await Results.Record(db, at, [new("", id, entry)], await ProvisionsOnFile.RiskAsync(db, at.Course, ct), box, actor, clock, ct);
    }
}
