using Franchise.Domain.Assurance;
using Franchise.Domain.Delivery;
using Franchise.Infrastructure.Delivery;
using Franchise.Infrastructure.Documents;
using Franchise.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Franchise.Infrastructure.Assurance;

/// <summary>
/// Unit results as the awarding organisation takes them, one row for each learner and unit, with her legal name. The layout is documented in docs/assurance-results.md:
/// columns are only ever added at the end.
/// </summary>
public static class ResultsFile
{
    private static readonly string[] columns =
    [
        "organisation_id", "course_id", "claim_id", "enrolment_id", "learner_id", "registration_number", "uln", "legal_name", "unit", "unit_version", "unit_title", "level", "credits",
        "result", "achieved_on", "claim_status", "awarded_on", "award_reference",
    ];

    /// <summary>The results of a course, or of one claim of it.</summary>
    public static async Task<byte[]> OfAsync(FranchiseDb db, LearnerBox box, Course course, Claim? claim, CancellationToken ct)
    {
        var (tenant, id) = (course.TenantId, course.Id);
        var enrolments = await ClaimsOnFile.EnrolmentsAsync(db, course, ct);
        var byId = enrolments.ToDictionary(e => e.Id);
        var learners = await db.Set<Learner>().AsNoTracking().Where(l => l.TenantId == tenant && db.Set<Enrolment>().Any(e => e.TenantId == tenant && e.CourseId == id && e.LearnerId == l.Id)).ToDictionaryAsync(l => l.Id, ct);
        var details = learners.ToDictionary(l => l.Key, l => box.Open(l.Value));
        var versions = await AssuranceOnFile.VersionsAsync(db, course, ct);
        var results = await AssuranceOnFile.ResultsAsync(db, course, enrolments, ct);
        var claims = claim is null
            ? await db.Set<Claim>().AsNoTracking().Include(c => c.Lines).Where(c => c.TenantId == tenant && c.CourseId == id).ToListAsync(ct)
            : [claim];
        var lines = claims.SelectMany(c => c.Lines.Where(l => l.Live || claim is not null), (c, l) => (Claim: c, Line: l)).ToDictionary(x => (x.Line.EnrolmentId, x.Line.Unit));
        return CsvTable.Of(columns, results.Where(r => claim is null || lines.ContainsKey((r.EnrolmentId, r.Unit))).Select(Row));

        IReadOnlyList<object?> Row(UnitResult result)
        {
            var (enrolment, version) = (byId[result.EnrolmentId], versions[result.Unit]);
            var hers = details[enrolment.LearnerId];
            var (own, line) = lines.GetValueOrDefault((result.EnrolmentId, result.Unit));
            return
            [
                tenant, id, own?.Id, enrolment.Id, enrolment.LearnerId, enrolment.RegistrationNumber, hers.Uln, hers.LegalName, result.Unit, version.Number, version.Title, version.Level,
                version.Credits, result.Recognised ? "recognised" : result.Achieved ? "achieved" : "notAchieved", line?.AchievedOn ?? result.AchievedOn, own?.Status, line?.AwardedOn, line?.AwardReference,
            ];
        }
    }
}
