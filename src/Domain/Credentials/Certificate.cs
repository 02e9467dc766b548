using Franchise.Domain.Delivery;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;

namespace Franchise.Domain.Credentials;

/// <summary>Where a certificate stands.</summary>
public enum CertificateStatus
{
    /// <summary>Everything for it is met.</summary>
    Eligible,

    /// <summary>The awarding organisation has been asked for it.</summary>
    Claimed,

    /// <summary>It was issued and counts.</summary>
    Issued,

    /// <summary>It does not count for now.</summary>
    Suspended,

    /// <summary>Another stands in its place.</summary>
    Superseded,

    /// <summary>It was taken back.</summary>
    Revoked,

    /// <summary>Its last day is over.</summary>
    Expired,

    /// <summary>All that was about her is gone from it.</summary>
    Anonymised,
}

/// <summary>Why a certificate is suspended or revoked. It is never said outside.</summary>
public enum CertificateConcern
{
    /// <summary>The result was found wrong.</summary>
    ResultWrong,

    /// <summary>The awarding organisation asks for it.</summary>
    AwardingOrganisation,

    /// <summary>The assessment is being looked into, or did not hold.</summary>
    Malpractice,

    /// <summary>It was issued by mistake.</summary>
    IssuedInError,
}

/// <summary>
/// A learner's certificate, from the day on which everything for it is met. Its events name it and nothing else: not the learner, not the course, and
/// never another certificate.
/// </summary>
[IdPrefix("crt")]
public sealed class Certificate : Aggregate, ITenantOwned, IPlatformOwned
{
    // Until it is issued, which is in the same transaction: what was issued once is not charged for again.
    private bool corrects;

    private Certificate() { }

    private Certificate(Id<Certificate> id, Id<Organisation> organisation, Id<Learner>? learner, Id<Enrolment>? enrolment, Id<Course>? course, Award? award)
    {
        IsNew();
        (Id, TenantId, LearnerId, EnrolmentId, CourseId, Award) = (id, organisation, learner, enrolment, course, award);
    }

    /// <summary>Prepares a certificate from what was awarded. Nothing is claimed and nothing issued yet.</summary>
    /// <param name="awarded">What was awarded.</param>
    /// <param name="time">The organisation's own time.</param>
    /// <exception cref="Refusal"><c>validation_failed</c>.</exception>
    public static Certificate Prepare(Awarded awarded, OwnTime time)
    {
        var (organisation, learner, enrolment, course, award, reference) = awarded;
        var certificate = new Certificate(Id<Certificate>.New(time.Now), organisation, learner, enrolment, course, award.Checked(time.Today));
        certificate.Raise("certificate.eligible");
        if (reference is not null)
            certificate.Claim(reference);
        return certificate;
    }

    /// <summary>Its id.</summary>
    public Id<Certificate> Id { get; private set; }

    /// <inheritdoc/>
    public Id<Organisation> TenantId { get; private set; }

    /// <inheritdoc/>
    public override Id<Organisation> Owner => TenantId;

    /// <summary>Whose it was made for; null once nothing may say so.</summary>
    public Id<Learner>? LearnerId { get; private set; }

    /// <summary>Her place on the course; null once nothing may say so.</summary>
    public Id<Enrolment>? EnrolmentId { get; private set; }

    /// <summary>The course; null once nothing may say so.</summary>
    public Id<Course>? CourseId { get; private set; }

    /// <summary>Where it stands.</summary>
    public CertificateStatus Status { get; private set; }

    /// <summary>What it is about; null once nothing may say so.</summary>
    public Award? Award { get; private set; }

    /// <summary>The awarding organisation's reference; null before it was claimed, on one that was made for another name, and once nothing may say so.</summary>
    public string? AwardingReference { get; private set; }

    /// <summary>Her name as it stood when it was issued, sealed for this certificate; null before, and once nothing may say so.</summary>
    public byte[]? Name { get; private set; }

    /// <summary>Why it is suspended or was revoked; null while it is neither.</summary>
    public CertificateConcern? Concern { get; private set; }

    /// <summary>Notes that the awarding organisation has been asked for it.</summary>
    /// <param name="reference">By what the awarding organisation knows the claim.</param>
    /// <exception cref="Refusal"><c>certificate_state_forbids</c>, <c>validation_failed</c>.</exception>
    public void Claim(string reference)
    {
        Demand(CertificateStatus.Eligible);
        AwardingReference = Reference(reference);
        Status = CertificateStatus.Claimed;
        Raise("certificate.claimed");
    }

    /// <summary>Issues it, with the credential that says so.</summary>
    /// <param name="reference">By what the awarding organisation knows the certificate; null where that is the claim's.</param>
    /// <param name="name">Her name, sealed for this certificate.</param>
    /// <param name="lot">What chance gives the credential.</param>
    /// <param name="time">The organisation's own time.</param>
    /// <exception cref="Refusal"><c>certificate_state_forbids</c>, <c>validation_failed</c>.</exception>
    public Credential Issue(string? reference, byte[] name, Lot lot, OwnTime time)
    {
        Demand(CertificateStatus.Claimed);
        AwardingReference = reference is null ? AwardingReference : Reference(reference);
        (Status, Name) = (CertificateStatus.Issued, name);
        Raise(corrects ? "certificate.reissued" : "certificate.issued");
        return new(this, lot, time);
    }

    /// <summary>It does not count for now.</summary>
    /// <exception cref="Refusal"><c>certificate_state_forbids</c>, <c>validation_failed</c>.</exception>
    public void Suspend(Credential credential, CertificateConcern concern)
    {
        Demand(CertificateStatus.Issued);
        (Status, Concern) = (CertificateStatus.Suspended, Known(concern));
        Of(credential).Become(CredentialStatus.Suspended);
        Raise("certificate.suspended");
    }

    /// <summary>It counts again.</summary>
    /// <exception cref="Refusal"><c>certificate_state_forbids</c>.</exception>
    public void Reinstate(Credential credential)
    {
        Demand(CertificateStatus.Suspended);
        (Status, Concern) = (CertificateStatus.Issued, null);
        Of(credential).Become(CredentialStatus.Valid);
        Raise("certificate.reinstated");
    }

    /// <summary>Takes it back for good. One that was not issued yet is taken back too: nothing comes of it then.</summary>
    /// <param name="credential">Its credential; null where none was made yet.</param>
    /// <param name="concern">Why.</param>
    /// <exception cref="Refusal"><c>certificate_state_forbids</c>, <c>validation_failed</c>.</exception>
    public void Revoke(Credential? credential, CertificateConcern concern)
    {
        Demand(CertificateStatus.Eligible, CertificateStatus.Claimed, CertificateStatus.Issued, CertificateStatus.Suspended);
        (Status, Concern) = (CertificateStatus.Revoked, Known(concern));
        if (credential is not null)
            Of(credential).Become(CredentialStatus.Revoked);
        Raise("certificate.revoked");
    }

    /// <summary>
    /// The units that one which corrects this may name: those asked for, or all of its own. What it never named was never awarded with it, and a correction
    /// awards nothing.
    /// </summary>
    /// <param name="units">Codes; null for all of its own.</param>
    /// <exception cref="Refusal"><c>certificate_state_forbids</c>, <c>validation_failed</c>.</exception>
    public IReadOnlyList<string> Correctable(IReadOnlyList<string>? units)
    {
        if (Award is null)
            throw Refusal.Conflict(CredentialCodes.CertificateStateForbids, "Nothing says any more what this certificate was about.", "Correct the one that stands in its place.");
        List<string> own = [.. Award.Units.Select(u => u.Code)];
        var faults = new Faults();
        for (var i = 0; i < (units?.Count ?? 0); i++)
            faults.Unless(own.Contains(units![i]), $"/units/{i}", "This is no unit of the certificate.");
        faults.Refuse();
        return units ?? own;
    }

    /// <summary>
    /// A result was found wrong: this one is revoked, and another made of what is right. The caller issues it in the same transaction. Neither names the
    /// other.
    /// </summary>
    /// <param name="credential">Its credential.</param>
    /// <param name="right">What is right.</param>
    /// <param name="reference">By what the awarding organisation knows the new one.</param>
    /// <param name="time">The organisation's own time.</param>
    /// <exception cref="Refusal"><c>certificate_state_forbids</c>, <c>validation_failed</c>.</exception>
    public Certificate Correct(Credential credential, Award right, string reference, OwnTime time)
    {
        Demand(CertificateStatus.Issued, CertificateStatus.Suspended);
        var next = Prepare(new(TenantId, LearnerId!.Value, EnrolmentId!.Value, CourseId!.Value, right, reference), time);
        next.corrects = true;
        Revoke(credential, CertificateConcern.ResultWrong);
        return next;
    }

    /// <summary>
    /// She goes by another name. The new certificate is as the old one was for everybody else, and what is left of the old one says that another stands
    /// in its place and nothing more: no name, course, unit or date, and nobody whose it was. No event speaks of either.
    /// </summary>
    /// <param name="credential">Its credential.</param>
    /// <param name="name">Seals her name for the certificate that it is given.</param>
    /// <param name="lot">What chance gives the new credential.</param>
    /// <param name="time">The organisation's own time.</param>
    /// <exception cref="Refusal"><c>certificate_state_forbids</c>.</exception>
    public (Certificate Certificate, Credential Credential) Rename(Credential credential, Func<Id<Certificate>, byte[]> name, Lot lot, OwnTime time)
    {
        Demand(CertificateStatus.Issued, CertificateStatus.Suspended);
        var next = new Certificate(Id<Certificate>.New(time.Now), TenantId, LearnerId, EnrolmentId, CourseId, Award)
        {
            // Not the awarding organisation's reference: it would stand on both sheets. The organisation has it in the claim.
            Status = Status,
            Concern = Concern,
        };
        next.Name = name(next.Id);
        var made = new Credential(next, lot, time);
        if (Status == CertificateStatus.Suspended)
            made.Become(CredentialStatus.Suspended);
        Of(credential).Leave(CredentialStatus.Superseded);
        Leave(CertificateStatus.Superseded);
        ChangeQuietly();
        return (next, made);
    }

    /// <summary>Takes all that is about her out of it, as when her record is erased. That a certificate was once issued stays.</summary>
    /// <param name="credential">Its credential; null where none was made.</param>
    /// <exception cref="Refusal"><c>certificate_state_forbids</c>.</exception>
    public void Anonymise(Credential? credential)
    {
        Demand(CertificateStatus.Issued, CertificateStatus.Suspended, CertificateStatus.Superseded, CertificateStatus.Revoked, CertificateStatus.Expired);
        if (credential is not null)
            Of(credential).Leave(CredentialStatus.Anonymised);
        Leave(CertificateStatus.Anonymised);
        Raise("certificate.anonymised");
    }

    /// <summary>Its last day is over.</summary>
    internal void Expire()
    {
        if (Status is not (CertificateStatus.Issued or CertificateStatus.Suspended))
            return;
        Status = CertificateStatus.Expired;
        Raise("certificate.expired");
    }

    private void Leave(CertificateStatus status) =>
        (Status, LearnerId, EnrolmentId, CourseId, Award, AwardingReference, Name, Concern) = (status, null, null, null, null, null, null, null);

    private Credential Of(Credential credential) =>
        credential.CertificateId == Id ? credential : throw new InvalidOperationException("A certificate has its own credential and no other's.");

    private void Demand(params CertificateStatus[] allowed)
    {
        if (!allowed.Contains(Status))
            throw Refusal.Conflict(CredentialCodes.CertificateStateForbids, $"The certificate is {Word(Status)}.", "Read the certificate first; its state says what comes next.");
    }

    private static string Reference(string reference)
    {
        var faults = new Faults();
        var text = faults.Reference("/awardingReference", reference, 60);
        faults.Refuse();
        return text;
    }

    private static CertificateConcern Known(CertificateConcern concern)
    {
        var faults = new Faults();
        faults.Known("/concern", concern);
        faults.Refuse();
        return concern;
    }

    private void Raise(string type) => Raise(type, Id.ToString());
}
