using Franchise.Domain.Accreditation;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;

namespace Franchise.Domain.Delivery;

/// <summary>Where a place on a training of trainers stands.</summary>
public enum TrainingPlaceStatus
{
    /// <summary>The organisation may put a trainer forward for it.</summary>
    Open,

    /// <summary>A trainer has it.</summary>
    Taken,

    /// <summary>She has completed the training.</summary>
    Completed,

    /// <summary>The training does not take place, or Cohort 4 took the place back.</summary>
    Cancelled,
}

/// <summary>
/// A place on a training of trainers that Cohort 4 runs, given or sold to a partner. The course is Cohort 4's and not seen by partners: what they need
/// of it stands here.
/// </summary>
[IdPrefix("plc")]
public sealed class TrainingPlace : Aggregate, ITenantOwned, IPlatformOwned
{
    private readonly List<string> units = [];

    private TrainingPlace() { }

    /// <summary>Gives or sells a place.</summary>
    /// <param name="course">The training.</param>
    /// <param name="organisation">To whom.</param>
    /// <param name="price">The price in minor units; null where it is given.</param>
    /// <param name="taken">How many places of the training are given or sold already.</param>
    /// <param name="now">The time.</param>
    /// <exception cref="Refusal"><c>course_full</c>, <c>course_state_forbids</c>, <c>validation_failed</c>.</exception>
    public TrainingPlace(Course course, Organisation organisation, Money? price, int taken, DateTimeOffset now)
    {
        if (course.Kind != CourseKind.TrainingOfTrainers)
            throw new InvalidOperationException("Places are those of a training of trainers.");
        if (course.Status is CourseStatus.Cancelled or CourseStatus.Closed)
            throw Refusal.Conflict(DeliveryCodes.CourseStateForbids, "The training is over or cancelled.", "Choose another training.");
        if (taken >= course.Places)
            throw Refusal.Conflict(DeliveryCodes.CourseFull, "Every place of the training is given or sold.", "Give the training more places, or choose another.");
        new Faults()
            .When(organisation.Kind == OrganisationKind.Franchisor, "/organisationId", "A place is a partner's.")
            .When(price is { } p && (p.Amount is <= 0 or > Money.Most || p.Currency != organisation.Currency), "/price", $"The price is above nothing, in {organisation.Currency}; leave it out where the place is given.")
            .Refuse();
        IsNew();
        Id = Id<TrainingPlace>.New(now);
        (TenantId, CourseId, CreatedAt) = (organisation.TenantId, course.Id, now);
        (FirstDay, LastDay) = (course.FirstSession!.Date, course.LastSession!.Date);
        (Price, Currency) = (price?.Amount, price?.Currency);
        units.AddRange(course.Units.Select(u => u.Unit));
        // Billing charges what was sold by this event.
        if (price is { } sold)
            Raise("place.sold", ("price", sold.Amount), ("currency", sold.Currency));
        else
            Raise("place.given");
    }

    /// <summary>Its id.</summary>
    public Id<TrainingPlace> Id { get; private set; }

    /// <summary>The partner whose place it is.</summary>
    public Id<Organisation> TenantId { get; private set; }

    /// <inheritdoc/>
    public override Id<Organisation> Owner => TenantId;

    /// <summary>Cohort 4's course.</summary>
    public Id<Course> CourseId { get; private set; }

    /// <summary>The codes of the units that it trains for.</summary>
    public IReadOnlyList<string> Units => units;

    /// <summary>The day of its first session, as it was when the place was made.</summary>
    public DateOnly FirstDay { get; private set; }

    /// <summary>The day of its last.</summary>
    public DateOnly LastDay { get; private set; }

    /// <summary>What it costs, in minor units; null where it was given.</summary>
    public long? Price { get; private set; }

    /// <summary>In which currency; null where it was given.</summary>
    public string? Currency { get; private set; }

    /// <summary>Where it stands.</summary>
    public TrainingPlaceStatus Status { get; private set; }

    /// <summary>Who has it; null while it is open.</summary>
    public Id<Trainer>? TrainerId { get; private set; }

    /// <summary>The accreditation that she is trained for; null while it is open.</summary>
    public Id<UnitAccreditation>? AccreditationId { get; private set; }

    /// <summary>The day on which she completed it; null before.</summary>
    public DateOnly? CompletedOn { get; private set; }

    /// <summary>When it was given or sold.</summary>
    public DateTimeOffset CreatedAt { get; private set; }

    /// <summary>The partner puts a trainer forward for it, who is nominated for a unit of the training.</summary>
    /// <exception cref="Refusal"><c>place_not_open</c>, <c>trainer_not_nominated</c>.</exception>
    public void Take(UnitAccreditation accreditation)
    {
        if (Status != TrainingPlaceStatus.Open)
            throw Refusal.Conflict(DeliveryCodes.PlaceNotOpen, "The place is taken.", "Choose another place.");
        if (!units.Contains(accreditation.Unit) || accreditation.Status is not (AccreditationStatus.Nominated or AccreditationStatus.InTraining))
            throw Refusal.Conflict(DeliveryCodes.TrainerNotNominated, "She is not nominated for a unit of this training.", "Nominate her for it first.");
        (Status, TrainerId, AccreditationId) = (TrainingPlaceStatus.Taken, accreditation.TrainerId, accreditation.Id);
        Raise("place.taken", ("trainerId", TrainerId.ToString()), ("accreditationId", AccreditationId.ToString()));
    }

    /// <summary>She has completed the training: evidence on her accreditation, which goes on to observation.</summary>
    /// <param name="accreditation">The accreditation that she was trained for.</param>
    /// <param name="on">The day of the training's end; today at the latest.</param>
    /// <param name="time">The organisation's own time.</param>
    /// <exception cref="Refusal"><c>place_not_open</c>, <c>accreditation_withdrawn</c>, <c>validation_failed</c>.</exception>
    public void Complete(UnitAccreditation accreditation, DateOnly on, OwnTime time)
    {
        if (Status != TrainingPlaceStatus.Taken || accreditation.Id != AccreditationId)
            throw Refusal.Conflict(DeliveryCodes.PlaceNotOpen, "Nobody has this place, or she has completed the training.", "Read the place first.");
        new Faults().When(on > time.Today || on < FirstDay, "/on", "She completed it after it began, today at the latest.").Refuse();
        accreditation.CompleteTraining(on, CourseId.ToString(), time);
        (Status, CompletedOn) = (TrainingPlaceStatus.Completed, on);
        Raise("place.completed", ("trainerId", TrainerId.ToString()), ("accreditationId", AccreditationId.ToString()), ("on", on));
    }

    /// <summary>The training does not take place, or the place is taken back. One that was sold is credited by this event.</summary>
    /// <exception cref="Refusal"><c>place_not_open</c>: she has completed it, or it was cancelled before.</exception>
    public void Cancel()
    {
        if (Status is TrainingPlaceStatus.Completed or TrainingPlaceStatus.Cancelled)
            throw Refusal.Conflict(DeliveryCodes.PlaceNotOpen, "The training was completed on this place, or it is cancelled already.", "Read the place first.");
        Status = TrainingPlaceStatus.Cancelled;
        Raise("place.cancelled", ("price", Price), ("currency", Currency));
    }

    private void Raise(string type, params (string Name, object? Value)[] data) => Raise(type, Id.ToString(), [("trainingCourseId", CourseId.ToString()), .. data]);
}
