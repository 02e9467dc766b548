using System.Text.RegularExpressions;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;

namespace Franchise.Domain.Delivery;

/// <summary>What is on record of a learner: the least that works. It is kept sealed and is in no event, no log line and no list of a course.</summary>
/// <param name="LegalName">As on her certificate.</param>
/// <param name="PreferredName">What she is called; null where that is the same.</param>
/// <param name="DateOfBirth">Where the awarding organisation asks for it.</param>
/// <param name="Email">Her own address, where she has given one.</param>
/// <param name="Phone">Her own number.</param>
/// <param name="Post">Where a letter reaches her.</param>
/// <param name="ContactRule">What she has said about being contacted.</param>
/// <param name="Uln">Her Unique Learner Number, where she has one.</param>
public sealed record LearnerDetails(
    string LegalName,
    string? PreferredName,
    DateOnly? DateOfBirth,
    string? Email,
    string? Phone,
    Address? Post,
    ContactRule ContactRule,
    string? Uln
)
{
    private static readonly Regex phone = Pattern.Whole(@"\+?[0-9][0-9 ()-]{5,28}[0-9]");

    /// <summary>What she is called.</summary>
    public string CalledBy => PreferredName ?? LegalName;

    /// <summary>Checks every member and returns them as they are kept.</summary>
    /// <exception cref="Refusal"><c>validation_failed</c> with every member at fault.</exception>
    public LearnerDetails Checked(DateOnly today)
    {
        var faults = new Faults();
        var number = faults.OptionalText("/phone", Phone, 30);
        faults.Unless(number is null || phone.IsMatch(number), "/phone", "This must be a telephone number.");
        faults.Unless(DateOfBirth is not { } born || (born <= today.AddYears(-10) && born >= today.AddYears(-120)), "/dateOfBirth", "This cannot be a learner's date of birth.");
        var kept = new LearnerDetails(
            faults.Text("/legalName", LegalName, 200),
            faults.OptionalText("/preferredName", PreferredName, 100),
            DateOfBirth,
            string.IsNullOrWhiteSpace(Email) ? null : EmailAddress.Check(faults, "/email", Email),
            number,
            Post?.Check(faults, "/post"),
            ContactRule.Checked(faults, "/contactRule"),
            UniqueLearnerNumber.Check(faults, "/uln", Uln));
        faults.Refuse();
        return kept;
    }

    /// <summary>Never what is on record: a log line must not be able to hold it.</summary>
    public override string ToString() => nameof(LearnerDetails);
}

/// <summary>A learner's details as they are kept, and what they are found by. Without the key none of it can be read, guessed or compared.</summary>
/// <param name="Box">The details, sealed for this row.</param>
/// <param name="NameKey">A keyed hash of the name as it is compared, of this organisation alone.</param>
/// <param name="BirthKey">One of the date of birth; null where there is none.</param>
/// <param name="UlnKey">One of the ULN; null where there is none.</param>
public sealed record SealedLearner(byte[] Box, byte[] NameKey, byte[]? BirthKey, byte[]? UlnKey)
{
    /// <summary>Never the contents.</summary>
    public override string ToString() => nameof(SealedLearner);
}

/// <summary>A woman who learns with an organisation. Others know her by her id.</summary>
[IdPrefix("lrn")]
public sealed class Learner : Aggregate, ITenantOwned
{
    private Learner() { }

    /// <summary>Adds a learner. Whoever may be the same person has been looked at: <see cref="DemandAcknowledged"/>.</summary>
    public Learner(Id<Organisation> organisation, Id<Learner> id, SealedLearner details, DateTimeOffset now)
    {
        IsNew();
        (TenantId, Id, CreatedAt) = (organisation, id, now);
        Set(details);
        Raise("learner.added", id.ToString());
    }

    /// <summary>Her id.</summary>
    public Id<Learner> Id { get; private set; }

    /// <inheritdoc/>
    public Id<Organisation> TenantId { get; private set; }

    /// <inheritdoc/>
    public override Id<Organisation> Owner => TenantId;

    /// <inheritdoc cref="SealedLearner.Box"/>
    public byte[] Box { get; private set; } = [];

    /// <inheritdoc cref="SealedLearner.NameKey"/>
    public byte[] NameKey { get; private set; } = [];

    /// <inheritdoc cref="SealedLearner.BirthKey"/>
    public byte[]? BirthKey { get; private set; }

    /// <inheritdoc cref="SealedLearner.UlnKey"/>
    public byte[]? UlnKey { get; private set; }

    /// <summary>The learner that she was merged into; null while this is herself.</summary>
    public Id<Learner>? MergedIntoId { get; private set; }

    /// <summary>When she was added.</summary>
    public DateTimeOffset CreatedAt { get; private set; }

    /// <summary>Replaces what is on record of her.</summary>
    /// <exception cref="Refusal"><c>learner_merged</c>.</exception>
    public void Change(SealedLearner details)
    {
        DemandHerself();
        Set(details);
        Raise("learner.changed", Id.ToString());
    }

    /// <summary>Refuses unless everybody who may be the same person was looked at and said not to be.</summary>
    /// <param name="alike">Who may be.</param>
    /// <param name="acknowledged">Whom the caller names as other people.</param>
    /// <exception cref="Refusal"><c>possible_duplicate</c>.</exception>
    public static void DemandAcknowledged(IEnumerable<Id<Learner>> alike, IReadOnlyCollection<Id<Learner>> acknowledged)
    {
        if (alike.Any(l => !acknowledged.Contains(l)))
        {
            throw Refusal.Conflict(
                DeliveryCodes.PossibleDuplicate,
                "Someone on record may be the same person.",
                "See duplicate-checks for whom; if she is another, name those ids in otherPeople.");
        }
    }

    /// <summary>Says that she and another are one person, whose enrolments are hers from now on.</summary>
    /// <param name="into">Whom she is.</param>
    /// <param name="enrolments">Her enrolments.</param>
    /// <param name="shared">Whether both are enrolled on one course.</param>
    /// <param name="by">The subject of who says so.</param>
    /// <param name="now">The time.</param>
    /// <exception cref="Refusal"><c>learner_merged</c>, <c>merge_conflict</c>, <c>validation_failed</c>.</exception>
    public LearnerMerge MergeInto(Learner into, IReadOnlyCollection<Enrolment> enrolments, bool shared, string by, DateTimeOffset now)
    {
        if (into.TenantId != TenantId)
            throw new InvalidOperationException("Learners of two organisations are never one.");
        new Faults().When(into.Id == Id, "/into", "She is herself already.").Refuse();
        DemandHerself();
        into.DemandHerself();
        if (shared)
            throw Refusal.Conflict(DeliveryCodes.MergeConflict, "Both are enrolled on one course.", "Withdraw one of the enrolments first, if they are one person.");
        MergedIntoId = into.Id;
        foreach (var enrolment in enrolments)
            enrolment.Follow(into.Id);
        Raise("learner.merged", Id.ToString(), ("into", into.Id.ToString()));
        return new(this, into, [.. enrolments.Select(e => e.Id)], by, now);
    }

    /// <summary>Takes a merge back: what was hers is hers again.</summary>
    /// <exception cref="Refusal"><c>merge_undone</c>, <c>merge_not_last</c>.</exception>
    public void Undo(LearnerMerge merge, Learner into, IEnumerable<Enrolment> enrolments, DateTimeOffset now)
    {
        merge.Undo(now);
        if (into.MergedIntoId is not null)
            throw Refusal.Conflict(DeliveryCodes.MergeNotLast, "The learner she was merged into was merged on.", "Undo that merge first.");
        MergedIntoId = null;
        foreach (var enrolment in enrolments)
            enrolment.Follow(Id);
        Raise("learner.merge_undone", Id.ToString(), ("into", into.Id.ToString()));
    }

    /// <summary>Refuses for one who was merged into another.</summary>
    /// <exception cref="Refusal"><c>learner_merged</c>.</exception>
    public void DemandHerself()
    {
        if (MergedIntoId is not null)
            throw Refusal.Conflict(DeliveryCodes.LearnerMerged, "This learner was merged into another.", "Use the other, or undo the merge.");
    }

    private void Set(SealedLearner details) => (Box, NameKey, BirthKey, UlnKey) = details;
}

/// <summary>That two learners were found to be one. It can be undone to the letter.</summary>
[IdPrefix("lmg")]
public sealed class LearnerMerge : ITenantOwned
{
    private readonly List<Id<Enrolment>> enrolments = [];

    private LearnerMerge() { }

    internal LearnerMerge(Learner from, Learner into, IEnumerable<Id<Enrolment>> enrolments, string by, DateTimeOffset now)
    {
        Id = Id<LearnerMerge>.New(now);
        (TenantId, FromId, IntoId, By, At) = (from.TenantId, from.Id, into.Id, by, now);
        this.enrolments.AddRange(enrolments);
    }

    /// <summary>Its id.</summary>
    public Id<LearnerMerge> Id { get; private set; }

    /// <inheritdoc/>
    public Id<Organisation> TenantId { get; private set; }

    /// <summary>Who was found to be another.</summary>
    public Id<Learner> FromId { get; private set; }

    /// <summary>Who she is.</summary>
    public Id<Learner> IntoId { get; private set; }

    /// <summary>The enrolments that moved with her.</summary>
    public IReadOnlyList<Id<Enrolment>> Enrolments => enrolments;

    /// <summary>The subject of who said so.</summary>
    public string By { get; private set; } = "";

    /// <summary>When.</summary>
    public DateTimeOffset At { get; private set; }

    /// <summary>When it was undone; null while it stands.</summary>
    public DateTimeOffset? UndoneAt { get; private set; }

    internal void Undo(DateTimeOffset now) =>
        UndoneAt = UndoneAt is null ? now : throw Refusal.Conflict(DeliveryCodes.MergeUndone, "The merge was undone before.", "There is nothing to do.");
}
