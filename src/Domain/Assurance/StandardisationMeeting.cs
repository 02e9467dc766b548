using Franchise.Domain.Accreditation;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;

namespace Franchise.Domain.Assurance;

/// <summary>What is recorded of a meeting.</summary>
/// <param name="On">When it was.</param>
/// <param name="Units">The codes of the units that were standardised.</param>
/// <param name="What">What was standardised, without learners' names.</param>
/// <param name="Outcome">What was agreed.</param>
public sealed record MeetingDetails(DateOnly On, IReadOnlyList<string> Units, string What, string Outcome);

/// <summary>A trainer who took part in a meeting, and the record that she has of it.</summary>
public sealed class MeetingTrainer : ITenantOwned
{
    private MeetingTrainer() { }

    internal MeetingTrainer(StandardisationMeeting meeting, Standardisation record) =>
        (TenantId, MeetingId, TrainerId, RecordId) = (meeting.TenantId, meeting.Id, record.TrainerId, record.Id);

    /// <inheritdoc/>
    public Id<Organisation> TenantId { get; private set; }

    /// <summary>The meeting.</summary>
    public Id<StandardisationMeeting> MeetingId { get; private set; }

    /// <summary>Who took part.</summary>
    public Id<Trainer> TrainerId { get; private set; }

    /// <summary>The record that her accreditation counts. It may be removed where it was a mistake; that she took part stays.</summary>
    public Id<Standardisation> RecordId { get; private set; }
}

/// <summary>An internal quality assurer who took part in a meeting.</summary>
public sealed class MeetingAssurer : ITenantOwned
{
    private MeetingAssurer() { }

    internal MeetingAssurer(StandardisationMeeting meeting, QualityAssurer assurer) => (TenantId, MeetingId, AssurerId) = (meeting.TenantId, meeting.Id, assurer.Id);

    /// <inheritdoc/>
    public Id<Organisation> TenantId { get; private set; }

    /// <summary>The meeting.</summary>
    public Id<StandardisationMeeting> MeetingId { get; private set; }

    /// <summary>Who took part.</summary>
    public Id<QualityAssurer> AssurerId { get; private set; }
}

/// <summary>A meeting at which assessors and assurers agreed on what meets the standard. Each trainer who took part has it on her own record.</summary>
[IdPrefix("sdm")]
public sealed class StandardisationMeeting : Aggregate, ITenantOwned
{
    private readonly List<string> units = [];
    private readonly List<MeetingTrainer> trainers = [];
    private readonly List<MeetingAssurer> assurers = [];

    private StandardisationMeeting() { }

    /// <summary>Records a meeting.</summary>
    /// <exception cref="Refusal"><c>validation_failed</c>.</exception>
    public StandardisationMeeting(Id<Organisation> organisation, MeetingDetails details, OwnTime time)
    {
        var faults = new Faults();
        What = faults.Text("/what", details.What, 500);
        Outcome = faults.Text("/outcome", details.Outcome, 2_000);
        faults.Unless(details.On <= time.Today && details.On >= time.Today.AddYears(-10), "/on", "It took place within the last ten years, today at the latest.");
        faults.Unless(details.Units.Count is >= 1 and <= 50, "/units", "Name 1 to 50 units.");
        for (var i = 0; i < details.Units.Count; i++)
            faults.Unless(details.Units.Take(i).All(u => u != details.Units[i]), $"/units/{i}", "This unit stands here twice.");
        faults.Refuse();
        IsNew();
        Id = Id<StandardisationMeeting>.New(time.Now);
        (TenantId, On, RecordedAt) = (organisation, details.On, time.Now);
        units.AddRange(details.Units);
        Raise("standardisation_meeting.recorded", Id.ToString(), ("on", On), ("units", units.ToArray()));
    }

    /// <summary>Its id.</summary>
    public Id<StandardisationMeeting> Id { get; private set; }

    /// <inheritdoc/>
    public Id<Organisation> TenantId { get; private set; }

    /// <inheritdoc/>
    public override Id<Organisation> Owner => TenantId;

    /// <summary>When it was.</summary>
    public DateOnly On { get; private set; }

    /// <summary>The codes of the units that were standardised.</summary>
    public IReadOnlyList<string> Units => units;

    /// <summary>What was standardised.</summary>
    public string What { get; private set; } = "";

    /// <summary>What was agreed.</summary>
    public string Outcome { get; private set; } = "";

    /// <summary>When it was recorded.</summary>
    public DateTimeOffset RecordedAt { get; private set; }

    /// <summary>The trainers who took part.</summary>
    public IReadOnlyList<MeetingTrainer> Trainers => trainers;

    /// <summary>The internal quality assurers who took part.</summary>
    public IReadOnlyList<MeetingAssurer> Assurers => assurers;

    /// <summary>Notes that a trainer took part, and gives her the record that her accreditation counts.</summary>
    public Standardisation Attend(Trainer trainer, OwnTime time)
    {
        DemandOwn(trainer.TenantId);
        var record = trainer.RecordStandardisation(On, What, time);
        trainers.Add(new(this, record));
        return record;
    }

    /// <summary>Notes that an internal quality assurer took part.</summary>
    public void Attend(QualityAssurer assurer)
    {
        DemandOwn(assurer.TenantId);
        assurers.Add(new(this, assurer));
    }

    private void DemandOwn(Id<Organisation> organisation)
    {
        if (organisation != TenantId)
            throw new InvalidOperationException("A meeting is one organisation's own.");
    }
}
