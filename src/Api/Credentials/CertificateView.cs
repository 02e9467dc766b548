using Franchise.Api.Http;
using Franchise.Domain.Accreditation;
using Franchise.Domain.Credentials;
using Franchise.Domain.Delivery;
using Franchise.Domain.Shared;

namespace Franchise.Api.Credentials;

/// <summary>A unit that was awarded.</summary>
/// <param name="Code">Its code.</param>
/// <param name="Title">Its title.</param>
/// <param name="Level">Its level.</param>
/// <param name="Credits">Its credit.</param>
internal sealed record AwardedUnitView(string Code, string Title, int Level, int Credits)
{
    public static AwardedUnitView Example => new("RM3-02", "Boundaries in mentoring", 3, 3);
}

/// <summary>What a certificate or a credential is about.</summary>
/// <param name="Title">What it is called.</param>
/// <param name="Units">The units.</param>
/// <param name="Level">The highest level among them.</param>
/// <param name="Credits">All credit together.</param>
/// <param name="ActivityFrom">The first day of what was done for it.</param>
/// <param name="ActivityTo">The last day.</param>
/// <param name="AwardedOn">The day of the award.</param>
/// <param name="ExpiresOn">The last day on which it counts; null where it counts for good.</param>
internal sealed record AwardView(
    string Title, IReadOnlyList<AwardedUnitView> Units, int Level, int Credits, DateOnly ActivityFrom, DateOnly ActivityTo, DateOnly AwardedOn, DateOnly? ExpiresOn)
{
    public static AwardView Example => new("Boundaries in mentoring", [AwardedUnitView.Example], 3, 3, new(2027, 2, 10), new(2027, 2, 17), new(2027, 3, 1), null);

    public static AwardView? Of(Award? a) =>
        a is null ? null : new(a.Title, [.. a.Units.Select(u => new AwardedUnitView(u.Code, u.Title, u.Level, u.Credits))], a.Level, a.Credits, a.ActivityFrom, a.ActivityTo, a.AwardedOn, a.ExpiresOn);
}

/// <summary>A learner's certificate. It names her by her id alone, and once nothing may say whose it was, not even so.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Status">Where it stands.</param>
/// <param name="LearnerId">The learner that it was made for.</param>
/// <param name="EnrolmentId">Her place on the course.</param>
/// <param name="CourseId">The course.</param>
/// <param name="Award">What it is about.</param>
/// <param name="AwardingReference">The awarding organisation's reference; null before it was claimed, on one that was made for another name, and once nothing may say so.</param>
/// <param name="Concern">Why it is suspended or was revoked. It is never said outside.</param>
/// <param name="Version">Counts changes. The ETag is this number: 3 is `"v3"`.</param>
internal sealed record CertificateView(
    Id<Certificate> Id,
    CertificateStatus Status,
    Id<Learner>? LearnerId,
    Id<Enrolment>? EnrolmentId,
    Id<Course>? CourseId,
    AwardView? Award,
    string? AwardingReference,
    CertificateConcern? Concern,
    int Version
)
{
    public static CertificateView Example =>
        new(
            ExampleOf.Id<Certificate>(), CertificateStatus.Issued, ExampleOf.Id<Learner>(), ExampleOf.Id<Enrolment>(), ExampleOf.Id<Course>(), AwardView.Example, "OCN-20271187", null, 3);

    public static CertificateView Of(Certificate c) =>
        new(c.Id, c.Status, c.LearnerId, c.EnrolmentId, c.CourseId, AwardView.Of(c.Award), c.AwardingReference, c.Concern, c.Version);
}

/// <summary>A credential. Whether a name is seen on it is here, and which is not.</summary>
/// <param name="Id">Its id here. Outside it is known by another, which its file holds.</param>
/// <param name="Kind">What it states.</param>
/// <param name="Status">Whether it counts.</param>
/// <param name="CertificateId">The certificate; null for an accreditation's.</param>
/// <param name="AccreditationId">The accreditation; null for a certificate's.</param>
/// <param name="Award">What it is about; null once nothing may say so.</param>
/// <param name="ShowsName">Whether a name is seen on it.</param>
/// <param name="Version">Counts changes. The ETag is this number: 3 is `"v3"`.</param>
internal sealed record CredentialView(
    Id<Credential> Id,
    CredentialKind Kind,
    CredentialStatus Status,
    Id<Certificate>? CertificateId,
    Id<UnitAccreditation>? AccreditationId,
    AwardView? Award,
    bool ShowsName,
    int Version
)
{
    public static CredentialView Example =>
        new(ExampleOf.Id<Credential>(), CredentialKind.Certificate, CredentialStatus.Valid, ExampleOf.Id<Certificate>(), null, AwardView.Example, false, 1);

    public static CredentialView Of(Credential c) =>
        new(c.Id, c.Kind, c.Status, c.CertificateId, c.AccreditationId, AwardView.Of(c.Award), c.DisplayName is not null, c.Version);
}
