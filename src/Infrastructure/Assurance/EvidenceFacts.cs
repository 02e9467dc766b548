using Franchise.Domain.Accreditation;
using Franchise.Domain.Assurance;
using Franchise.Domain.Catalogue;
using Franchise.Domain.Delivery;
using Franchise.Domain.Licensing;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Franchise.Infrastructure.Assurance;

/// <summary>
/// Everything that an external quality assurer asks for of some courses of one organisation, read in a number of queries that does not depend on how many courses,
/// learners or decisions there are. The learners' own table is not read: they stand in a pack by id and registration number.
/// </summary>
internal sealed record EvidenceFacts(
    OwnTime Time,
    IReadOnlyList<Course> Courses,
    IReadOnlyList<Enrolment> Enrolments,
    IReadOnlyList<Attendance> Attendances,
    IReadOnlyList<UnitAssessment> Assessments,
    IReadOnlyList<SamplingPlan> Plans,
    IReadOnlyDictionary<Id<UnitVersion>, UnitVersion> Versions,
    IReadOnlyDictionary<Id<Trainer>, Trainer> Trainers,
    ILookup<(Id<Trainer>, string), UnitAccreditation> Accreditations,
    IReadOnlyDictionary<Id<AccreditationPolicyVersion>, AccreditationPolicyVersion> AccreditationPolicies,
    IReadOnlyList<Licence> Licences,
    IReadOnlyDictionary<Id<LicencePolicyVersion>, LicencePolicyVersion> LicencePolicies,
    IReadOnlyList<Resource> Policies,
    IReadOnlyList<QualityAssurer> Assurers,
    IReadOnlyList<ApprovedProvision> Provisions,
    IReadOnlyList<ExternalVisit> Visits,
    IReadOnlyList<StandardisationMeeting> Meetings,
    IReadOnlyList<Claim> Claims)
{
    public static async Task<EvidenceFacts> ReadAsync(
        FranchiseDb db, Organisation organisation, IQueryable<Course> wanted, Id<Course>? only, (DateOnly From, DateOnly Until) period, DateTimeOffset now, CancellationToken ct)
    {
        var tenant = organisation.TenantId;
        var courses = await wanted.AsNoTracking().AsSplitQuery().Include(c => c.Units).Include(c => c.Sessions).ThenInclude(s => s.Trainers).OrderBy(c => c.Id).ToListAsync(ct);
        Id<Course>[] ids = [.. courses.Select(c => c.Id)];
        Id<Session>[] sessions = [.. courses.SelectMany(c => c.Sessions).Select(s => s.Id)];
        Id<Trainer>[] booked = [.. courses.SelectMany(c => c.Sessions).SelectMany(s => s.Trainers).Select(t => t.TrainerId).Distinct()];
        Id<UnitVersion>[] pinned = [.. courses.SelectMany(c => c.Units).Select(u => u.UnitVersionId).Distinct()];

        var enrolments = await db.Set<Enrolment>().AsNoTracking().Include(e => e.Recognitions).Where(e => e.TenantId == tenant && ids.Contains(e.CourseId)).OrderBy(e => e.Id).ToListAsync(ct);
        var attendances = await db.Set<Attendance>().AsNoTracking().Where(a => a.TenantId == tenant && sessions.Contains(a.SessionId)).OrderBy(a => a.Id).ToListAsync(ct);
        var assessments = await db.Set<UnitAssessment>().AsNoTracking().AsSplitQuery().Include(a => a.Decisions).Include(a => a.Evidence).Where(a => a.TenantId == tenant && ids.Contains(a.CourseId)).OrderBy(a => a.Id).ToListAsync(ct);
        var plans = await db.Set<SamplingPlan>().AsNoTracking().AsSplitQuery().Include(p => p.Draws).Include(p => p.Samples).Where(p => p.TenantId == tenant && ids.Contains(p.CourseId)).OrderBy(p => p.Id).ToListAsync(ct);
        var versions = await db.Set<UnitVersion>().AsNoTracking().Where(v => pinned.Contains(v.Id)).ToDictionaryAsync(v => v.Id, ct);
        Id<Trainer>[] trainers = [.. booked.Concat(assessments.SelectMany(a => a.Decisions).Select(d => d.AssessorId)).Distinct()];
        var people = await db.Set<Trainer>().AsNoTracking().Include(t => t.Qualifications).Where(t => t.TenantId == tenant && trainers.Contains(t.Id)).ToDictionaryAsync(t => t.Id, ct);
        var accreditations = await db.Set<UnitAccreditation>().AsNoTracking().AsSplitQuery().Include(a => a.Records).Include(a => a.Holds).Where(a => a.TenantId == tenant && trainers.Contains(a.TrainerId)).OrderBy(a => a.Id).ToListAsync(ct);
        Id<AccreditationPolicyVersion>[] rules = [.. accreditations.SelectMany(a => a.Records.Select(r => r.PolicyVersionId).Concat(a.PolicyVersionId is { } p ? [p] : [])).Distinct()];
        var licences = await db.Set<Licence>().AsNoTracking().Include(l => l.Terms).Where(l => l.TenantId == tenant && l.Calendar != null).OrderBy(l => l.Id).ToListAsync(ct);
        Id<LicencePolicyVersion>[] terms = [.. licences.Select(l => l.PolicyVersionId).Distinct()];

        // What other organisations are granted is nothing for this one's pack.
        var granted = await db.Set<Entitlement>().Where(e => e.TenantId == tenant && e.Kind == EntitlementKind.Resource).Select(e => e.Code).Distinct().ToListAsync(ct);
        var visits = db.Set<ExternalVisit>().AsNoTracking().AsSplitQuery().Include(v => v.Findings).ThenInclude(f => f.Entries).Where(v => v.TenantId == tenant);
        // Of a course: what was about it, or about the organisation while it ran.
        visits = only is { } course
            ? visits.Where(v => v.CourseId == course || (v.CourseId == null && v.On >= period.From && v.On <= period.Until))
            : visits.Where(v => v.On >= period.From && v.On <= period.Until);
        return new(
            OwnTime.Of(organisation, now), courses, enrolments, attendances, assessments, plans, versions, people,
            accreditations.ToLookup(a => (a.TrainerId, a.Unit)),
            await db.Set<AccreditationPolicyVersion>().AsNoTracking().Where(v => rules.Contains(v.Id)).ToDictionaryAsync(v => v.Id, ct),
            licences,
            await db.Set<LicencePolicyVersion>().AsNoTracking().Where(v => terms.Contains(v.Id)).ToDictionaryAsync(v => v.Id, ct),
            await db.Set<Resource>().AsNoTracking().Include(r => r.Versions).Where(r => r.Kind == ResourceKind.Policy && granted.Contains(r.Code)).OrderBy(r => r.Code).ToListAsync(ct),
            await db.Set<QualityAssurer>().AsNoTracking().Include(a => a.Ties).Where(a => a.TenantId == tenant).OrderBy(a => a.Id).ToListAsync(ct),
            await db.Set<ApprovedProvision>().AsNoTracking().Include(p => p.History).Where(p => p.TenantId == tenant).OrderBy(p => p.Id).ToListAsync(ct),
            await visits.OrderBy(v => v.On).ThenBy(v => v.Id).ToListAsync(ct),
            await db.Set<StandardisationMeeting>().AsNoTracking().AsSplitQuery().Include(m => m.Trainers).Include(m => m.Assurers)
                .Where(m => m.TenantId == tenant && m.On >= period.From && m.On <= period.Until).OrderBy(m => m.On).ThenBy(m => m.Id).ToListAsync(ct),
            await db.Set<Claim>().AsNoTracking().Include(c => c.Lines).Where(c => c.TenantId == tenant && ids.Contains(c.CourseId)).OrderBy(c => c.Id).ToListAsync(ct));
    }
}
