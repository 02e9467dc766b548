using Franchise.Domain.Catalogue;
using Franchise.Domain.Credentials;
using Franchise.Domain.Delivery;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;

namespace Franchise.Domain.Tests.Credentials;

/// <summary>What may become of a certificate, and what is left of it.</summary>
public sealed class CertificateTests
{
    private static readonly OwnTime time = new(Refused.Now, TimeZoneInfo.FindSystemTimeZoneById("Europe/London"));
    private static readonly AwardedUnit unit = new("RM3-01", Id<UnitVersion>.New(Refused.Now), "Boundaries", 3, 4);
    private static readonly AwardedUnit other = new("RM3-02", Id<UnitVersion>.New(Refused.Now), "Endings", 2, 3);
    private static readonly Award award = new("Boundaries", [unit], new(2025, 11, 3), new(2025, 12, 1), new(2026, 1, 5));

    [Fact]
    public void Credit_adds_up_and_the_level_is_the_highest()
    {
        var both = award with { Units = [unit, other] };
        Assert.Equal((7, 3), (both.Credits, both.Level));
    }

    [Fact]
    public void What_was_awarded_is_looked_at_as_a_whole()
    {
        Refused.At(["/title", "/units"], () => Prepared(award with { Title = " ", Units = [unit, unit] }));
        Refused.At("/units", () => Prepared(award with { Units = [] }));
        Refused.At(["/activityTo"], () => Prepared(award with { ActivityTo = new(2025, 10, 1) }));
        Refused.At("/awardedOn", () => Prepared(award with { AwardedOn = new(2026, 1, 6) }));
        Refused.At("/awardedOn", () => Prepared(award with { AwardedOn = new(2025, 11, 2) }));
        Refused.At("/expiresOn", () => Prepared(award with { ExpiresOn = new(2026, 1, 5) }));
    }

    [Fact]
    public void It_goes_from_eligible_to_issued_and_its_credential_goes_with_it()
    {
        var (certificate, credential) = Issued();
        Assert.Equal((CertificateStatus.Issued, CredentialStatus.Valid, "OCN-2"), (certificate.Status, credential.Status, certificate.AwardingReference));
        certificate.Suspend(credential, CertificateConcern.Malpractice);
        Assert.Equal((CertificateStatus.Suspended, CredentialStatus.Suspended), (certificate.Status, credential.Status));
        certificate.Reinstate(credential);
        Assert.Equal((CertificateStatus.Issued, CredentialStatus.Valid, null), (certificate.Status, credential.Status, certificate.Concern));
        certificate.Revoke(credential, CertificateConcern.AwardingOrganisation);
        Assert.Equal((CertificateStatus.Revoked, CredentialStatus.Revoked), (certificate.Status, credential.Status));
        Assert.All(certificate.Events, e => Assert.Null(e.Data));
        foreach (var no in new Action[]
                 {
                     () => certificate.Claim("X"), () => certificate.Issue(null, [1], Lot(), time), () => certificate.Suspend(credential, CertificateConcern.Malpractice), () => certificate.Reinstate(credential),
                     () => certificate.Revoke(credential, CertificateConcern.ResultWrong), () => certificate.Correct(credential, award, "X", time), () => certificate.Rename(credential, _ => [1], Lot(), time),
                 })
            Refused.With("certificate_state_forbids", no);
    }

    [Fact]
    public void What_claims_hand_over_with_a_reference_is_claimed_already()
    {
        var certificate = Certificate.Prepare(Handed(award) with { AwardingReference = "OCN-2" }, time);
        Assert.Equal((CertificateStatus.Claimed, "OCN-2"), (certificate.Status, certificate.AwardingReference));
        Assert.Equal(["certificate.eligible", "certificate.claimed"], certificate.Events.Select(e => e.Type));
        Refused.At("/awardingReference", () => Certificate.Prepare(Handed(award) with { AwardingReference = "=cmd()" }, time));
    }

    [Fact]
    public void A_correction_revokes_and_prepares_what_is_right_and_neither_names_the_other()
    {
        var (wrong, credential) = Issued();
        var right = wrong.Correct(credential, award with { Units = [other] }, "OCN-3", time);
        Assert.Equal((CertificateStatus.Revoked, CredentialStatus.Revoked, CertificateStatus.Claimed, "OCN-3"), (wrong.Status, credential.Status, right.Status, right.AwardingReference));
        Assert.Equal(wrong.EnrolmentId, right.EnrolmentId);
        Assert.All(wrong.Events.Concat(right.Events), e => Assert.Null(e.Data));
        // What is wrong in what is right leaves the old one as it was.
        var (kept, its) = Issued();
        Refused.At("/units", () => kept.Correct(its, award with { Units = [] }, "OCN-3", time));
        Refused.At("/awardingReference", () => kept.Correct(its, award, "=cmd()", time));
        Assert.Equal((CertificateStatus.Issued, CredentialStatus.Valid, null), (kept.Status, its.Status, kept.Concern));
        Assert.DoesNotContain(kept.Events, e => e.Type == "certificate.revoked");
    }

    [Fact]
    public void A_correction_names_its_own_units_or_some_of_them()
    {
        var (wrong, credential) = Issued(award with { Units = [unit, other] });
        Assert.Equal(["RM3-01", "RM3-02"], wrong.Correctable(null));
        Assert.Equal(["RM3-02"], wrong.Correctable(["RM3-02"]));
        Refused.At("/units/1", () => wrong.Correctable(["RM3-02", "RM3-03"]));
        wrong.Rename(credential, _ => [2], Lot(), time);
        Refused.With("certificate_state_forbids", () => wrong.Correctable(null));
    }

    [Fact]
    public void What_a_sandbox_makes_says_so_and_no_letter_is_cut_in_two()
    {
        Assert.Equal("Boundaries", Award.TitleOf("Boundaries", false));
        Assert.Equal("Sandbox, not an award: Boundaries", Award.TitleOf("Boundaries", true));
        for (var before = 170; before <= 200; before++)
        {
            var title = Award.TitleOf(new string('x', before) + "\U0001F393\U0001F393", true);
            Assert.InRange(title.Length, 193, 200);
            Assert.DoesNotContain('\uFFFD', System.Text.Encoding.UTF8.GetString(System.Text.Encoding.UTF8.GetBytes(title)));
        }
    }

    [Fact]
    public void Another_name_means_another_certificate_and_the_old_one_forgets_her()
    {
        var (old, credential) = Issued();
        credential.Show([9]);
        old.ForgetEvents();
        credential.ForgetEvents();
        var version = old.Version;
        var (next, made) = old.Rename(credential, _ => [2], Lot(), time);
        Assert.Equal((CertificateStatus.Superseded, CredentialStatus.Superseded), (old.Status, credential.Status));
        Assert.True(old is { LearnerId: null, EnrolmentId: null, CourseId: null, Award: null, AwardingReference: null, Name: null });
        Assert.True(credential is { Award: null, DisplayName: null, ExpiresAt: null });
        Assert.Equal((CertificateStatus.Issued, CredentialStatus.Valid, award.AwardedOn), (next.Status, made.Status, made.Award!.AwardedOn));
        Assert.NotEqual((credential.PublicId, credential.SubjectId, credential.StatusIndex), (made.PublicId, made.SubjectId, made.StatusIndex));
        Assert.Null(made.DisplayName);
        // It would stand on both sheets.
        Assert.Null(next.AwardingReference);
        Assert.Empty(old.Events.Concat(credential.Events).Concat(next.Events).Concat(made.Events));
        Assert.Equal(version + 1, old.Version);
    }

    [Fact]
    public void One_name_is_shown_on_one_credential()
    {
        var (_, credential) = Issued();
        credential.Show([1]);
        credential.Show(null);
        Refused.With("name_shown_before", () => credential.Show([2]));
        Assert.Null(credential.DisplayName);

        // A sheet of paper shows one too, and is said nothing of.
        var (_, printed) = Issued();
        printed.ForgetEvents();
        printed.Print();
        printed.Print();
        Assert.Equal((2, true), (printed.Version, printed.DisplayName is null));
        Assert.Empty(printed.Events);
        Refused.With("name_shown_before", () => printed.Show([2]));
    }

    [Fact]
    public void Its_last_day_counts_to_its_end()
    {
        var (certificate, credential) = Issued(award with { ExpiresOn = new(2026, 3, 28) });
        OwnTime At(string instant) => new(DateTimeOffset.Parse(instant), time.Zone);
        Assert.False(credential.Follow(certificate, null, At("2026-03-28T23:59:59Z")));
        Assert.Equal(CredentialStatus.Valid, credential.StandingAt(DateTimeOffset.Parse("2026-03-28T23:59:59Z")));
        Assert.Equal(CredentialStatus.Expired, credential.StandingAt(DateTimeOffset.Parse("2026-03-29T00:00:00Z")));
        Assert.True(credential.Follow(certificate, null, At("2026-03-29T00:00:00Z")));
        Assert.Equal((CertificateStatus.Expired, CredentialStatus.Expired), (certificate.Status, credential.Status));
        Assert.False(credential.Follow(certificate, null, At("2026-03-30T00:00:00Z")));
        Refused.With("credential_closed", () => credential.DemandOpen());
    }

    [Fact]
    public void A_link_is_open_to_the_end_of_its_last_day_and_closed_once()
    {
        var (_, credential) = Issued();
        var link = Link(new(2026, 1, 7));
        Assert.True(link.IsOpenAt(DateTimeOffset.Parse("2026-01-07T23:59:59Z")));
        Assert.False(link.IsOpenAt(DateTimeOffset.Parse("2026-01-08T00:00:00Z")));
        link.Revoke(Refused.Now);
        Assert.False(link.IsOpenAt(Refused.Now));
        Refused.With("link_closed", () => link.Revoke(Refused.Now));
        link.ForgetEvents();
        link.Forget([7]);
        Assert.Equal([7], link.Audience);
        Assert.Empty(link.Events);
        Refused.At("/lastDay", () => Link(new(2026, 1, 4)));
        Refused.At("/lastDay", () => Link(new(2028, 1, 6)));

        ShareLink Link(DateOnly last) => new(credential, Id<ShareLink>.New(Refused.Now), new byte[32], [1], last, "usr_x", time);
    }

    private static int drawn;

    private static Lot Lot() => new(Guid.CreateVersion7(), Guid.CreateVersion7(), 1, Interlocked.Increment(ref drawn));

    private static Awarded Handed(Award what) => new(new Id<Organisation>(Guid.CreateVersion7()), Id<Learner>.New(Refused.Now), Id<Enrolment>.New(Refused.Now), Id<Course>.New(Refused.Now), what);

    private static Certificate Prepared(Award what) => Certificate.Prepare(Handed(what), time);

    private static (Certificate, Credential) Issued(Award? what = null)
    {
        var certificate = Prepared(what ?? award);
        certificate.Claim("OCN-2");
        return (certificate, certificate.Issue(null, [1], Lot(), time));
    }
}
