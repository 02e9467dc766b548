using System.ComponentModel;
using Franchise.Api.Http;
using Franchise.Domain.Credentials;
using Franchise.Domain.Delivery;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Credentials;
using Franchise.Infrastructure.Persistence;

namespace Franchise.Api.Credentials;

/// <summary>Certificates, newest first: Cohort 4 sees all, a partner its own, a trainer those of her courses.</summary>
internal static class ListCertificates
{
    public static Task<Page<CertificateView>> Handle(
        FranchiseDb db,
        PageQuery page,
        [Description("Only certificates of this learner.")] Id<Learner>? learnerId,
        [Description("Only certificates of this course.")] Id<Course>? courseId,
        [Description("Only certificates that stand so.")] CertificateStatus? status,
        CancellationToken ct)
    {
        var certificates = CredentialsOnFile.Certificates(db);
        if (learnerId is { } learner)
            certificates = certificates.Where(c => db.Set<Enrolment>().Any(e => e.TenantId == c.TenantId && e.Id == c.EnrolmentId && e.LearnerId == learner));
        if (courseId is { } course)
            certificates = certificates.Where(c => c.CourseId == course);
        if (status is { } wanted)
            certificates = certificates.Where(c => c.Status == wanted);
        return page.ById(certificates, CertificateView.Of, ct);
    }
}
