using Franchise.Domain.Catalogue;
using Franchise.Domain.Identity;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;

namespace Franchise.Domain.Accreditation;

/// <summary>Whether a trainer works for her organisation.</summary>
public enum TrainerStatus
{
    /// <summary>She does.</summary>
    Active,

    /// <summary>She has left.</summary>
    Left,
}

/// <summary>A trainer's line manager, who can never be her assessor.</summary>
/// <param name="Name">Her name.</param>
/// <param name="Email">Her work e-mail address.</param>
public sealed record LineManager(string Name, string Email);

/// <summary>What her organisation records of a trainer.</summary>
/// <param name="Name">Her name.</param>
/// <param name="Email">Where notices about her accreditation go.</param>
/// <param name="Languages">BCP 47 tags of the languages she teaches in, at least one.</param>
/// <param name="LineManager">Her line manager; null where she has none.</param>
public sealed record TrainerDetails(string Name, string Email, IReadOnlyList<string> Languages, LineManager? LineManager);

/// <summary>A woman who teaches and assesses units for an organisation. The organisation keeps her particulars, qualifications and development.</summary>
[IdPrefix("trn")]
public sealed class Trainer : Aggregate, ITenantOwned
{
    private readonly List<string> languages = [];
    private readonly List<Qualification> qualifications = [];

    private Trainer() { }

    /// <summary>Adds a trainer.</summary>
    /// <exception cref="Refusal"><c>validation_failed</c> with every member at fault.</exception>
    public Trainer(Id<Organisation> organisation, TrainerDetails details, Id<User>? user, DateTimeOffset now)
    {
        IsNew();
        TenantId = organisation;
        Id = Id<Trainer>.New(now);
        CreatedAt = now;
        Set(details, user);
        Raise("trainer.added");
    }

    /// <inheritdoc/>
    public Id<Organisation> TenantId { get; private set; }

    /// <inheritdoc/>
    public override Id<Organisation> Owner => TenantId;

    /// <summary>Her id.</summary>
    public Id<Trainer> Id { get; private set; }

    /// <summary>Her name.</summary>
    public string Name { get; private set; } = "";

    /// <summary>Where notices about her accreditation go.</summary>
    public string Email { get; private set; } = "";

    /// <summary>The languages she teaches in.</summary>
    public IReadOnlyList<string> Languages => languages;

    /// <summary>Who she is when she signs in; null where she does not.</summary>
    public Id<User>? UserId { get; private set; }

    /// <summary>Her line manager; null where she has none.</summary>
    public LineManager? LineManager { get; private set; }

    /// <summary>Whether she works there.</summary>
    public TrainerStatus Status { get; private set; }

    /// <summary>The first day on which she no longer does; null while she does.</summary>
    public DateOnly? LeftOn { get; private set; }

    /// <summary>When she was added.</summary>
    public DateTimeOffset CreatedAt { get; private set; }

    /// <summary>What she is qualified in and what was checked.</summary>
    public IReadOnlyList<Qualification> Qualifications => qualifications;

    /// <summary>Whether she has left by a day.</summary>
    public bool HasLeftBy(DateOnly day) => LeftOn <= day;

    /// <summary>Replaces her particulars.</summary>
    /// <exception cref="Refusal"><c>validation_failed</c> with every member at fault.</exception>
    public void Change(TrainerDetails details, Id<User>? user)
    {
        Set(details, user);
        Raise("trainer.changed");
    }

    /// <summary>Says that she has left. Her accreditations stand and count no more from that day.</summary>
    /// <param name="on">The first day on which she is no longer there; today at the latest.</param>
    /// <param name="time">The organisation's own time.</param>
    /// <exception cref="Refusal"><c>trainer_left</c>; <c>validation_failed</c>.</exception>
    public void Leave(DateOnly on, OwnTime time)
    {
        if (Status == TrainerStatus.Left)
            throw Refusal.Conflict(AccreditationCodes.TrainerLeft, "She has left already.", "There is nothing to do.");
        new Faults().When(on > time.Today || on < time.Today.AddYears(-1), "/on", "She left within the last year, today at the latest.").Refuse();
        (Status, LeftOn) = (TrainerStatus.Left, on);
        Raise("trainer.left", ("on", on));
    }

    /// <summary>Says that she is back.</summary>
    /// <exception cref="Refusal"><c>trainer_not_left</c>.</exception>
    public void Return()
    {
        if (Status == TrainerStatus.Active)
            throw Refusal.Conflict(AccreditationCodes.TrainerNotLeft, "She has not left.", "There is nothing to do.");
        (Status, LeftOn) = (TrainerStatus.Active, null);
        Raise("trainer.returned");
    }

    /// <summary>Adds a qualification, or the fact of a check.</summary>
    /// <exception cref="Refusal"><c>check_holds_no_content</c>; <c>validation_failed</c>.</exception>
    public Qualification AddQualification(QualificationDetails details, OwnTime time)
    {
        var qualification = new Qualification(this, details.Checked(time.Today), time.Now);
        qualifications.Add(qualification);
        Raise("trainer.qualification_added", qualification);
        return qualification;
    }

    /// <summary>Takes away what was entered by mistake; the caller then deletes its file.</summary>
    /// <exception cref="Refusal"><c>not_found</c>.</exception>
    public Qualification RemoveQualification(Id<Qualification> id)
    {
        var qualification = Find(id);
        qualifications.Remove(qualification);
        Raise("trainer.qualification_removed", qualification);
        return qualification;
    }

    /// <summary>Puts the evidence to a qualification. It never changes: a correction is another qualification.</summary>
    /// <exception cref="Refusal"><c>not_found</c>; <c>check_holds_no_content</c>; <c>evidence_exists</c>.</exception>
    public void AddEvidence(Id<Qualification> id, StoredFile file, DateTimeOffset now)
    {
        var qualification = Find(id);
        qualification.Attach(file, now);
        Raise("trainer.evidence_added", Id.ToString(), ("qualificationId", id.ToString()), ("sha256", file.Sha256));
    }

    /// <summary>One of her qualifications.</summary>
    /// <exception cref="Refusal"><c>not_found</c>.</exception>
    public Qualification Find(Id<Qualification> id) => qualifications.Find(q => q.Id == id) ?? throw Refusal.NotFound();

    /// <summary>Records development.</summary>
    /// <exception cref="Refusal"><c>validation_failed</c>.</exception>
    public CpdRecord RecordCpd(DateOnly on, decimal hours, string what, OwnTime time)
    {
        var record = new CpdRecord(this, on, hours, what, time);
        Raise("trainer.cpd_recorded", Id.ToString(), ("cpdRecordId", record.Id.ToString()), ("on", on), ("hours", hours));
        return record;
    }

    /// <summary>Says that a record of development was a mistake; the caller then deletes the row.</summary>
    public void RemoveCpd(CpdRecord record) =>
        Raise("trainer.cpd_removed", Id.ToString(), ("cpdRecordId", record.Id.ToString()), ("on", record.On), ("hours", record.Hours));

    /// <summary>Records that she took part in a standardisation meeting.</summary>
    /// <exception cref="Refusal"><c>validation_failed</c>.</exception>
    public Standardisation RecordStandardisation(DateOnly on, string what, OwnTime time)
    {
        var attended = new Standardisation(this, on, what, time);
        Raise("trainer.standardisation_recorded", Id.ToString(), ("standardisationId", attended.Id.ToString()), ("on", on));
        return attended;
    }

    /// <summary>Says that an attendance was a mistake; the caller then deletes the row.</summary>
    public void RemoveStandardisation(Standardisation attended) =>
        Raise("trainer.standardisation_removed", Id.ToString(), ("standardisationId", attended.Id.ToString()), ("on", attended.On));

    private void Raise(string type, Qualification qualification) =>
        Raise(type, Id.ToString(), ("qualificationId", qualification.Id.ToString()), ("kind", Word(qualification.Kind)));

    private void Raise(string type, params (string Name, object? Value)[] data) => Raise(type, Id.ToString(), data);

    private void Set(TrainerDetails details, Id<User>? user)
    {
        var faults = new Faults();
        var name = faults.Text("/name", details.Name, 200);
        var email = EmailAddress.Check(faults, "/email", details.Email);
        faults.Unless(details.Languages.Count is >= 1 and <= 30, "/languages", "Name 1 to 30 languages.");
        for (var i = 0; i < details.Languages.Count; i++)
        {
            faults.Unless(Language.IsValid(details.Languages[i]), $"/languages/{i}", Language.Rule);
            faults.Unless(details.Languages.Take(i).All(l => l != details.Languages[i]), $"/languages/{i}", "This language stands here twice.");
        }
        var manager = details.LineManager is { } m
            ? new LineManager(faults.Text("/lineManager/name", m.Name, 200), EmailAddress.Check(faults, "/lineManager/email", m.Email))
            : null;
        faults.Unless(manager is null || manager.Email != email, "/lineManager/email", "Nobody is her own line manager.");
        faults.Refuse();
        (Name, Email, LineManager, UserId) = (name, email, manager, user);
        languages.Clear();
        languages.AddRange(details.Languages);
    }
}
