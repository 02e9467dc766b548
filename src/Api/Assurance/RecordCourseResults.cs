using System.ComponentModel.DataAnnotations;
using Franchise.Api.Http;
using Franchise.Domain.Accreditation;
using Franchise.Domain.Delivery;
using Franchise.Domain.Identity;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Assurance;
using Franchise.Infrastructure.Delivery;
using Franchise.Infrastructure.Persistence;

namespace Franchise.Api.Assurance;

/// <summary>Enters what was decided about many learners of a course: all in one transaction, or nothing.</summary>
internal static class RecordCourseResults
{
    /// <param name="Results">Each learner with each unit once.</param>
    public sealed record Request([Length(1, 1000)] IReadOnlyList<Line> Results)
    {
        public static Request Example => new([new(ExampleOf.Id<Enrolment>(), "RM3-02", ExampleOf.Id<Trainer>(), new(2027, 4, 6), [DecisionRequest.Example])]);
    }

    /// <param name="EnrolmentId">Whose.</param>
    /// <param name="Unit">The code of the unit.</param>
    /// <param name="AssessorId">Who decided: a trainer who was accredited for the unit that day.</param>
    /// <param name="DecidedOn">When, by the organisation's own date.</param>
    /// <param name="Decisions">What, each criterion once.</param>
    public sealed record Line(
        Id<Enrolment> EnrolmentId, [StringLength(40, MinimumLength = 1)] string Unit, Id<Trainer> AssessorId, DateOnly DecidedOn,
        [Length(1, 900)] IReadOnlyList<DecisionRequest> Decisions);

    public static async Task<RecordedView> Handle(Id<Course> id, Request request, FranchiseDb db, Actor actor, LearnerBox box, TimeProvider clock, CancellationToken ct)
    {
        var at = await AssessedCourses.Lock(db, CoursesOnFile.Courses(db), id, clock, ct);
        var lines = request.Results
            .Select((l, i) => new Results.Line($"/results/{i}", l.EnrolmentId, new(l.Unit, l.AssessorId, l.DecidedOn, [.. l.Decisions.Select(d => d.Decided)])))
            .ToList();
        return await Results.Record(db, at, lines, await ProvisionsOnFile.RiskAsync(db, at.Course, ct), box, actor, clock, ct);
    }
}
