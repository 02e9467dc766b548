using Franchise.Domain.Identity;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;

namespace Franchise.Domain.Accreditation;

/// <summary>What an observation found.</summary>
public enum ObservationOutcome
{
    /// <summary>Her teaching met the standard.</summary>
    Met,

    /// <summary>It did not, this time.</summary>
    NotMet,
}

/// <summary>Who observed, as far as her independence asks.</summary>
/// <param name="Name">Her name.</param>
/// <param name="Email">Her e-mail address.</param>
/// <param name="User">Who she is when she signs in; null where she does not.</param>
/// <param name="InHouse">Whether she belongs to the trainer's own organisation.</param>
public sealed record Assessor(string Name, string Email, Id<User>? User, bool InHouse);

/// <summary>An observation as it is recorded.</summary>
/// <param name="Assessor">Who observed.</param>
/// <param name="On">When.</param>
/// <param name="Outcome">What she found.</param>
/// <param name="Notes">What she saw and what she advises, without learners' names.</param>
/// <param name="PermittedBecause">Why Cohort 4 permits an assessor of her own organisation; null where there is nothing to permit.</param>
public sealed record ObservationDetails(Assessor Assessor, DateOnly On, ObservationOutcome Outcome, string Notes, string? PermittedBecause)
{
    internal ObservationDetails Checked(Trainer trainer, DateOnly today)
    {
        var faults = new Faults();
        var name = faults.Text("/assessor/name", Assessor.Name, 200);
        var email = EmailAddress.Check(faults, "/assessor/email", Assessor.Email);
        faults.Known("/outcome", Outcome);
        faults.Unless(On <= today && On >= today.AddYears(-1), "/on", "It took place within the last year, today at the latest.");
        faults.Unless(!string.IsNullOrWhiteSpace(Notes) && Notes.Length <= 10_000, "/notes", "The notes have 1 to 10,000 characters.");
        var because = faults.OptionalText("/permittedBecause", PermittedBecause, 500);
        faults.Refuse();

        // One person may have several accounts, or be entered by hand beside her account: whatever is hers gives her away.
        if ((Assessor.User is { } user && user == trainer.UserId) || email == trainer.Email)
            throw NotIndependent("The assessor is the trainer herself.");
        if (email == trainer.LineManager?.Email)
            throw NotIndependent("The assessor is the trainer's line manager.");
        if (because is null && Assessor.InHouse)
            throw NeedsReason("The assessor belongs to the trainer's own organisation.");
        if (because is null && (SamePerson.SameName(name, trainer.Name) || (trainer.LineManager is { } manager && SamePerson.SameName(name, manager.Name))))
            throw NeedsReason("The assessor has the same name as the trainer or her line manager.");
        return this with { Assessor = Assessor with { Name = name, Email = email }, PermittedBecause = because };
    }

    private static Refusal NotIndependent(string sentence) =>
        Refusal.Invalid(AccreditationCodes.AssessorNotIndependent, "/assessor", sentence, "Have her observed by an assessor who is independent of her.");

    private static Refusal NeedsReason(string sentence) =>
        Refusal.Invalid(
            AccreditationCodes.AssessorNeedsReason, "/permittedBecause", sentence, "Name another assessor, or say why Cohort 4 permits this one; the reason is kept.");
}

/// <summary>A trainer watched at work, and what was found. Only ever added.</summary>
[IdPrefix("obs")]
public sealed class Observation : ITenantOwned, IPlatformOwned, IAppendOnly
{
    private Observation() { }

    internal Observation(UnitAccreditation accreditation, ObservationDetails details, Actor actor, DateTimeOffset now)
    {
        Id = Id<Observation>.New(now);
        TenantId = accreditation.TenantId;
        AccreditationId = accreditation.Id;
        AssessorName = details.Assessor.Name;
        AssessorUserId = details.Assessor.User;
        InHouse = details.Assessor.InHouse;
        PermittedBecause = details.PermittedBecause;
        (On, Outcome, Notes) = (details.On, details.Outcome, details.Notes);
        (RecordedBy, RecordedAt) = (actor.Subject, now);
    }

    /// <summary>Its id.</summary>
    public Id<Observation> Id { get; private set; }

    /// <inheritdoc/>
    public Id<Organisation> TenantId { get; private set; }

    /// <summary>The accreditation that it is for.</summary>
    public Id<UnitAccreditation> AccreditationId { get; private set; }

    /// <summary>Who observed.</summary>
    public string AssessorName { get; private set; } = "";

    /// <summary>Who the assessor is when she signs in; null where she does not.</summary>
    public Id<User>? AssessorUserId { get; private set; }

    /// <summary>Whether the assessor belongs to the trainer's own organisation.</summary>
    public bool InHouse { get; private set; }

    /// <summary>Why Cohort 4 permitted this assessor; null where there was nothing to permit.</summary>
    public string? PermittedBecause { get; private set; }

    /// <summary>When it took place.</summary>
    public DateOnly On { get; private set; }

    /// <summary>What was found.</summary>
    public ObservationOutcome Outcome { get; private set; }

    /// <summary>What was seen and advised.</summary>
    public string Notes { get; private set; } = "";

    /// <summary>The subject of whoever recorded it.</summary>
    public string RecordedBy { get; private set; } = "";

    /// <summary>When it was recorded.</summary>
    public DateTimeOffset RecordedAt { get; private set; }
}
