using System.ComponentModel.DataAnnotations;
using Franchise.Api.Http;
using Franchise.Domain.Assurance;
using Franchise.Domain.Delivery;
using Franchise.Domain.Identity;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Assurance;
using Franchise.Infrastructure.Delivery;
using Franchise.Infrastructure.Persistence;

namespace Franchise.Api.Assurance;

/// <summary>Drafts a claim for results of a course: those named, or all that are achieved and not claimed.</summary>
internal static class DraftClaim
{
    /// <param name="Lines">Which results; null for all that are achieved and stand in no claim.</param>
    public sealed record Request([Length(1, Claim.MostLines)] IReadOnlyList<Line>? Lines = null)
    {
        public static Request Example => new([new(ExampleOf.Id<Enrolment>(), "RM3-02")]);
    }

    /// <param name="EnrolmentId">Whose result.</param>
    /// <param name="Unit">The code of the unit.</param>
    public sealed record Line(Id<Enrolment> EnrolmentId, [StringLength(40, MinimumLength = 1)] string Unit);

    public static async Task<Created<ClaimView>> Handle(Id<Course> id, Request request, FranchiseDb db, Actor actor, TimeProvider clock, CancellationToken ct)
    {
        var (course, time) = await AssessedCourses.Lock(db, CoursesOnFile.Courses(db), id, clock, ct);
        course.DemandResults();
        var results = request.Lines?.Select(l => (l.EnrolmentId, l.Unit)).ToList() ?? await ClaimsOnFile.ClaimableAsync(db, course, ct);
        var enrolments = (await ClaimsOnFile.EnrolmentsAsync(db, course, ct)).Select(e => e.Id).ToHashSet();
        var claim = new Claim(course, results, enrolments, actor, time);
        var claimed = (await ClaimsOnFile.LiveAsync(db, course, ct)).Select(l => (l.EnrolmentId, l.Unit)).ToHashSet();
        var twice = results.Select((r, i) => (r, i)).Where(x => claimed.Contains(x.r)).Select(x => new Reason(ProvisionCodes.AlreadyClaimed, "This result is claimed already.", "Leave this line out.", $"/lines/{x.i}", [])).ToList();
        if (twice.Count > 0)
            throw Reason.Refuse(ProvisionCodes.AlreadyClaimed, "A result of this claim stands in another claim already.", "Leave out what is claimed, or withdraw the other claim.", twice);
        db.Add(claim);
        await db.SaveChangesAsync(ct);
        return new($"/v1/claims/{claim.Id}", ClaimView.Of(claim), claim.Version);
    }
}
