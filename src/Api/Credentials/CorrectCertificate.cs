using System.ComponentModel.DataAnnotations;
using Franchise.Api.Http;
using Franchise.Domain.Credentials;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Credentials;
using Franchise.Infrastructure.Delivery;
using Franchise.Infrastructure.Persistence;

namespace Franchise.Api.Credentials;

/// <summary>
/// A result was found wrong after a certificate was issued: in one transaction it is revoked, one that is right is issued, and she is told that there is
/// something to talk about.
/// </summary>
internal static class CorrectCertificate
{
    /// <param name="AwardingReference">By what the awarding organisation knows the new certificate.</param>
    /// <param name="Title">What the new one is called; null for the unit's title or, of several units, their programme's.</param>
    /// <param name="Units">Codes of those of its units that were rightly awarded; null for all of them. A unit that it does not name is claimed, and gets a certificate of its own.</param>
    /// <param name="AwardedOn">The day of the award; null for today.</param>
    /// <param name="ExpiresOn">The last day on which it counts; null where it counts for good.</param>
    public sealed record Request(
        [StringLength(60, MinimumLength = 1)] string AwardingReference,
        [StringLength(200, MinimumLength = 1)] string? Title = null,
        [Length(1, 30)] IReadOnlyList<string>? Units = null,
        DateOnly? AwardedOn = null,
        DateOnly? ExpiresOn = null)
    {
        public static Request Example => new("OCN-20271188");
    }

    public static async Task<Created<CertificateView>> Handle(
        Id<Certificate> id, Request request, IfMatch ifMatch, FranchiseDb db, LearnerBox learners, CredentialBox box, LearnerPost post, TimeProvider clock, CancellationToken ct)
    {
        var at = await Certificates.Lock(db, id, ifMatch, clock, ct);
        var issued = at.Issued;
        var units = at.Certificate.Correctable(request.Units);
        var award = await Certificates.Award(
            db, at.Organisation, at.Certificate.CourseId!.Value, new(request.Title, units, request.AwardedOn ?? at.Time.Today, request.ExpiresOn), ct);
        await Certificates.DemandAchieved(db, at.Certificate, award, ct);
        var right = at.Certificate.Correct(issued, award, request.AwardingReference, at.Time);
        db.Add(right);
        await Certificates.Issue(db, right, null, learners, box, at.Time, ct);
        await TellLearner.Tell(db, at, post, ct);
        await Certificates.Keep(db, issued, ct);
        return new($"/v1/certificates/{right.Id}", CertificateView.Of(right), right.Version);
    }
}
