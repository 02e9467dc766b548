using Franchise.Domain.Accreditation;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;

namespace Franchise.Domain.Credentials;

/// <summary>What a credential states.</summary>
public enum CredentialKind
{
    /// <summary>That a learner has a certificate.</summary>
    Certificate,

    /// <summary>That a trainer is accredited for a unit.</summary>
    Accreditation,
}

/// <summary>Whether a credential counts. This is all that anybody outside is ever told.</summary>
public enum CredentialStatus
{
    /// <summary>It does.</summary>
    Valid,

    /// <summary>Not for now.</summary>
    Suspended,

    /// <summary>Another stands in its place.</summary>
    Superseded,

    /// <summary>It was taken back.</summary>
    Revoked,

    /// <summary>Its last day is over.</summary>
    Expired,

    /// <summary>All that was about her is gone from it. Outside it is unknown.</summary>
    Anonymised,
}

/// <summary>
/// Our signed, verifiable statement of a certificate or of an accreditation. What is signed is made when it is asked for, so that a name on it is kept
/// nowhere but sealed here.
/// </summary>
[IdPrefix("crd")]
public sealed class Credential : Aggregate, ITenantOwned, IPlatformOwned
{
    private Credential() { }

    private Credential(Id<Organisation> organisation, CredentialKind kind, Award award, Lot lot, OwnTime time)
    {
        IsNew();
        Id = Id<Credential>.New(time.Now);
        (TenantId, Kind, Award) = (organisation, kind, award);
        (PublicId, SubjectId, StatusList, StatusIndex) = lot;
        ExpiresAt = award.ExpiresOn is { } last ? Term.StartOf(last.AddDays(1), time.Zone) : null;
    }

    internal Credential(Certificate certificate, Lot lot, OwnTime time)
        : this(certificate.TenantId, CredentialKind.Certificate, certificate.Award!, lot, time) => CertificateId = certificate.Id;

    /// <summary>States an accreditation as it stands today. It counts as long as the record does.</summary>
    /// <param name="accreditation">The accreditation, with its records and holds.</param>
    /// <param name="unit">The unit, as the version in force has it.</param>
    /// <param name="inSandbox">Whether it is a sandbox's.</param>
    /// <param name="standing">Credentials of it so far.</param>
    /// <param name="lot">What chance gives it.</param>
    /// <param name="time">The organisation's own time.</param>
    /// <exception cref="Refusal"><c>not_accredited</c>, <c>credential_exists</c>.</exception>
    public static Credential Of(UnitAccreditation accreditation, AwardedUnit unit, bool inSandbox, IEnumerable<Credential> standing, Lot lot, OwnTime time)
    {
        var record = accreditation.Records.Where(r => r.Days.Covers(time.Today)).MaxBy(r => r.Number);
        if (record is null || accreditation.StandingOn(time.Today) is not (AccreditationStatus.Accredited or AccreditationStatus.RenewalDue) || accreditation.SuspendedOn(time.Today))
            throw Refusal.Conflict(AccreditationCodes.NotAccredited, "She is not accredited for this unit today.", "Read the accreditation's readiness for what comes next.");
        if (standing.Any(c => c.AccreditationRecordId == record.Id && c.Status is CredentialStatus.Valid or CredentialStatus.Suspended))
            throw Refusal.Conflict(CredentialCodes.CredentialExists, "There is a credential for this record already.", "Use that one; a renewal has one of its own.");
        var award = new Award(Award.TitleOf($"Accredited trainer: {unit.Title}", inSandbox), [unit], record.FirstDay, record.LastDay, record.FirstDay, record.LastDay);
        var credential = new Credential(accreditation.TenantId, CredentialKind.Accreditation, award, lot, time) { AccreditationId = accreditation.Id, AccreditationRecordId = record.Id };
        credential.Raise("credential.made");
        return credential;
    }

    /// <summary>Its id, inside.</summary>
    public Id<Credential> Id { get; private set; }

    /// <inheritdoc/>
    public Id<Organisation> TenantId { get; private set; }

    /// <inheritdoc/>
    public override Id<Organisation> Owner => TenantId;

    /// <summary>What it states.</summary>
    public CredentialKind Kind { get; private set; }

    /// <summary>The certificate; null for an accreditation's.</summary>
    public Id<Certificate>? CertificateId { get; private set; }

    /// <summary>The accreditation; null for a certificate's, and once nothing may say so.</summary>
    public Id<UnitAccreditation>? AccreditationId { get; private set; }

    /// <summary>The record of it that this rests on; null likewise.</summary>
    public Id<AccreditationRecord>? AccreditationRecordId { get; private set; }

    /// <summary>Whether it counts.</summary>
    public CredentialStatus Status { get; private set; }

    /// <inheritdoc cref="Lot.PublicId"/>
    public Guid PublicId { get; private set; }

    /// <inheritdoc cref="Lot.SubjectId"/>
    public Guid SubjectId { get; private set; }

    /// <inheritdoc cref="Lot.StatusList"/>
    public int StatusList { get; private set; }

    /// <inheritdoc cref="Lot.StatusIndex"/>
    public int StatusIndex { get; private set; }

    /// <summary>What it is about; null once nothing may say so.</summary>
    public Award? Award { get; private set; }

    /// <summary>The name that she wants to be seen on it, sealed for this credential; null while she wants none.</summary>
    public byte[]? DisplayName { get; private set; }

    /// <summary>Whether a name was ever seen on it, or printed.</summary>
    public bool NameWasShown { get; private set; }

    /// <summary>From when it no longer counts; null where it counts for good.</summary>
    public DateTimeOffset? ExpiresAt { get; private set; }

    /// <summary>Whether it can still be shown, shared and printed.</summary>
    public bool IsOpen => Status is CredentialStatus.Valid or CredentialStatus.Suspended && Award is not null;

    /// <summary>Whether it counts at an instant, by its dates: the sweep may not have come by yet.</summary>
    public CredentialStatus StandingAt(DateTimeOffset now) =>
        Status is CredentialStatus.Valid or CredentialStatus.Suspended && ExpiresAt <= now ? CredentialStatus.Expired : Status;

    /// <summary>She wants a name seen on it, or none.</summary>
    /// <param name="name">The name, sealed for this credential; null for none.</param>
    /// <exception cref="Refusal"><c>credential_closed</c>, <c>name_shown_before</c>.</exception>
    public void Show(byte[]? name)
    {
        DemandOpen();
        if (name is not null && NameWasShown)
        {
            throw Refusal.Conflict(
                CredentialCodes.NameShownBefore, "A name was shown on this credential before.", "Have it reissued: a new name goes on a new credential, which nothing ties to this one.");
        }
        DisplayName = name;
        NameWasShown |= name is not null;
        Raise("credential.name_chosen");
    }

    /// <summary>
    /// It is printed. A sheet bears the name that it was issued to while no other is chosen, so that one counts as shown: another on the same credential would
    /// tie the two together.
    /// </summary>
    /// <exception cref="Refusal"><c>credential_closed</c>.</exception>
    public void Print()
    {
        DemandOpen();
        if (NameWasShown)
            return;
        NameWasShown = true;
        ChangeQuietly();
    }

    /// <summary>A trainer goes by another name: as a certificate's, see <see cref="Certificate.Rename"/>.</summary>
    /// <exception cref="Refusal"><c>credential_closed</c>.</exception>
    public Credential Rename(Lot lot, OwnTime time)
    {
        DemandOpen();
        var next = new Credential(TenantId, Kind, Award!, lot, time) { AccreditationId = AccreditationId, AccreditationRecordId = AccreditationRecordId, Status = Status };
        Leave(CredentialStatus.Superseded);
        return next;
    }

    /// <summary>Follows its last day and its accreditation. Returns whether anything changed.</summary>
    /// <param name="certificate">Its certificate; null for an accreditation's.</param>
    /// <param name="accreditation">Its accreditation, with its holds; null for a certificate's.</param>
    /// <param name="time">The organisation's own time.</param>
    public bool Follow(Certificate? certificate, UnitAccreditation? accreditation, OwnTime time)
    {
        var to = accreditation?.Status == AccreditationStatus.Withdrawn ? CredentialStatus.Revoked
            : ExpiresAt <= time.Now ? CredentialStatus.Expired
            : accreditation is null ? Status
            : accreditation.SuspendedOn(time.Today) ? CredentialStatus.Suspended
            : CredentialStatus.Valid;
        if (to == Status || Status is not (CredentialStatus.Valid or CredentialStatus.Suspended))
            return false;
        Become(to);
        if (to == CredentialStatus.Expired)
            certificate?.Expire();
        if (certificate is null)
            Raise($"credential.{(to == CredentialStatus.Valid ? "reinstated" : Word(to))}");
        return true;
    }

    /// <summary>Refuses where it can no longer be shown, shared or printed.</summary>
    /// <exception cref="Refusal"><c>credential_closed</c>.</exception>
    public void DemandOpen()
    {
        if (!IsOpen)
            throw Refusal.Conflict(CredentialCodes.CredentialClosed, $"The credential is {Word(Status)}.", "Use the one that stands in its place, if there is one.");
    }

    internal void Become(CredentialStatus status)
    {
        Status = status;
        ChangeQuietly();
    }

    internal void Leave(CredentialStatus status)
    {
        (Award, DisplayName, AccreditationId, AccreditationRecordId, ExpiresAt) = (null, null, null, null, null);
        Become(status);
    }

    private void Raise(string type) => Raise(type, Id.ToString());
}
