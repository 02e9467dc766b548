using Franchise.Domain.Catalogue;
using Franchise.Domain.Delivery;
using Franchise.Domain.Identity;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;

namespace Franchise.Domain.Assurance;

/// <summary>Where a claim stands.</summary>
public enum ClaimStatus
{
    /// <summary>Being put together.</summary>
    Draft,

    /// <summary>Handed in.</summary>
    Submitted,

    /// <summary>Cohort 4 has verified it.</summary>
    Verified,

    /// <summary>The awarding organisation has awarded it.</summary>
    Awarded,

    /// <summary>Sent back, with a reason. Claim anew what can be claimed.</summary>
    Returned,

    /// <summary>Taken back by the organisation.</summary>
    Withdrawn,
}

/// <summary>One result of a claim: a unit that a learner has achieved. Changed through its <see cref="Claim"/>.</summary>
[IdPrefix("cln")]
public sealed class ClaimLine : ITenantOwned, IPlatformOwned
{
    private ClaimLine() { }

    internal ClaimLine(Claim claim, int number, Id<Enrolment> enrolment, CourseUnit unit, DateTimeOffset now)
    {
        Id = Id<ClaimLine>.New(now);
        Number = number;
        (TenantId, ClaimId, EnrolmentId, Unit, UnitVersionId, Live) = (claim.TenantId, claim.Id, enrolment, unit.Unit, unit.UnitVersionId, true);
    }

    /// <summary>Its id.</summary>
    public Id<ClaimLine> Id { get; private set; }

    /// <inheritdoc/>
    public Id<Organisation> TenantId { get; private set; }

    /// <summary>The claim.</summary>
    public Id<Claim> ClaimId { get; private set; }

    /// <summary>Its place in the claim, from 0: what reasons point at.</summary>
    public int Number { get; private set; }

    /// <summary>Whose result.</summary>
    public Id<Enrolment> EnrolmentId { get; private set; }

    /// <summary>The code of the unit.</summary>
    public string Unit { get; private set; } = "";

    /// <summary>The version in which it was achieved.</summary>
    public Id<UnitVersion> UnitVersionId { get; private set; }

    /// <summary>Whether it counts: until its claim is returned or withdrawn. One live line for each result.</summary>
    public bool Live { get; private set; }

    /// <summary>The day on which the unit was achieved; null while the claim is a draft.</summary>
    public DateOnly? AchievedOn { get; private set; }

    /// <summary>The day on which the awarding organisation awarded it; null before.</summary>
    public DateOnly? AwardedOn { get; private set; }

    /// <summary>The awarding organisation's reference; null before.</summary>
    public string? AwardReference { get; private set; }

    /// <summary>Whether a certificate was made of it.</summary>
    public bool Certificated { get; private set; }

    /// <summary>Notes that a certificate was made of what was awarded.</summary>
    public void Certify() =>
        Certificated = AwardedOn is not null && !Certificated ? true : throw new InvalidOperationException("A certificate is made once, of what was awarded.");

    internal void Achieve(DateOnly on) => AchievedOn = on;

    internal void Award(DateOnly on, string reference) => (AwardedOn, AwardReference) = (on, reference);

    internal void Release() => Live = false;
}

/// <summary>
/// A request to the awarding organisation for what learners of one course have achieved. Handed in by the organisation; verified by Cohort 4 unless direct claims
/// are held for every unit of it; then awarded, or returned with a reason.
/// </summary>
[IdPrefix("clm")]
public sealed class Claim : Aggregate, ITenantOwned, IPlatformOwned
{
    /// <summary>The most lines of one claim.</summary>
    public const int MostLines = 2_000;

    private readonly List<ClaimLine> lines = [];

    private Claim() { }

    /// <summary>Drafts a claim.</summary>
    /// <param name="course">The course.</param>
    /// <param name="results">Whose results in which of its units.</param>
    /// <param name="enrolments">The enrolments of the course.</param>
    /// <param name="actor">Who drafts it.</param>
    /// <param name="time">The organisation's own time.</param>
    /// <exception cref="Refusal"><c>nothing_to_claim</c>, <c>validation_failed</c>.</exception>
    public Claim(Course course, IReadOnlyList<(Id<Enrolment> Enrolment, string Unit)> results, IReadOnlySet<Id<Enrolment>> enrolments, Actor actor, OwnTime time)
    {
        if (results.Count == 0)
            throw Refusal.Conflict(ProvisionCodes.NothingToClaim, "Nothing of the course can be claimed that is not claimed already.", "Assess first, or read the course's claims.");
        var faults = new Faults();
        faults.Unless(results.Count <= MostLines, "/lines", $"A claim has at most {MostLines} lines.");
        HashSet<(Id<Enrolment>, string)> seen = [];
        for (var i = 0; i < results.Count; i++)
        {
            var (enrolment, unit) = results[i];
            faults.Unless(enrolments.Contains(enrolment), $"/lines/{i}/enrolmentId", "There is no such enrolment on this course.");
            faults.Unless(course.Units.Any(u => u.Unit == unit), $"/lines/{i}/unit", "This is no unit of the course.");
            faults.Unless(seen.Add(results[i]), $"/lines/{i}", "This result stands here twice.");
        }
        faults.Refuse();
        IsNew();
        Id = Id<Claim>.New(time.Now);
        (TenantId, CourseId, DraftedBy, DraftedAt) = (course.TenantId, course.Id, actor.Subject, time.Now);
        var units = course.Units.ToDictionary(u => u.Unit, StringComparer.Ordinal);
        lines.AddRange(results.Select((r, i) => new ClaimLine(this, i, r.Enrolment, units[r.Unit], time.Now)));
        Raise("claim.drafted");
    }

    /// <summary>Its id.</summary>
    public Id<Claim> Id { get; private set; }

    /// <inheritdoc/>
    public Id<Organisation> TenantId { get; private set; }

    /// <inheritdoc/>
    public override Id<Organisation> Owner => TenantId;

    /// <summary>The course.</summary>
    public Id<Course> CourseId { get; private set; }

    /// <summary>Where it stands.</summary>
    public ClaimStatus Status { get; private set; }

    /// <summary>The subject of who drafted it.</summary>
    public string DraftedBy { get; private set; } = "";

    /// <summary>When.</summary>
    public DateTimeOffset DraftedAt { get; private set; }

    /// <summary>The subject of who handed it in; null before.</summary>
    public string? SubmittedBy { get; private set; }

    /// <summary>When; null before.</summary>
    public DateTimeOffset? SubmittedAt { get; private set; }

    /// <summary>The subject of who verified it for Cohort 4; null where nobody did.</summary>
    public string? VerifiedBy { get; private set; }

    /// <summary>When; null where nobody did.</summary>
    public DateTimeOffset? VerifiedAt { get; private set; }

    /// <summary>When the award was recorded; null before.</summary>
    public DateTimeOffset? AwardedAt { get; private set; }

    /// <summary>Why it was returned; null where it was not.</summary>
    public string? ReturnedBecause { get; private set; }

    /// <summary>When it was returned or withdrawn; null where it was neither.</summary>
    public DateTimeOffset? EndedAt { get; private set; }

    /// <summary>Its results.</summary>
    public IReadOnlyList<ClaimLine> Lines => lines;

    /// <summary>Whose results in which units, in the order in which reasons count them.</summary>
    public IReadOnlyList<(Id<Enrolment> Enrolment, string Unit)> Results => [.. lines.OrderBy(l => l.Number).Select(l => (l.EnrolmentId, l.Unit))];

    /// <summary>Hands it in.</summary>
    /// <exception cref="Refusal"><c>claim_state_forbids</c>; <c>claim_not_possible</c> with every reason.</exception>
    public void Submit(ClaimFacts facts, Actor actor, DateTimeOffset now)
    {
        Demand(ClaimStatus.Draft);
        Achieve(facts);
        (Status, SubmittedBy, SubmittedAt) = (ClaimStatus.Submitted, actor.Subject, now);
        Raise("claim.submitted");
    }

    /// <summary>Cohort 4 has looked at it and found it right. What it rests on is asked once more.</summary>
    /// <exception cref="Refusal"><c>claim_state_forbids</c>; <c>claim_not_possible</c> with every reason.</exception>
    public void Verify(ClaimFacts facts, Actor actor, DateTimeOffset now)
    {
        Demand(ClaimStatus.Submitted);
        Achieve(facts);
        (Status, VerifiedBy, VerifiedAt) = (ClaimStatus.Verified, actor.Subject, now);
        Raise("claim.verified");
    }

    /// <summary>The awarding organisation has awarded it: each line, on a day, under its reference.</summary>
    /// <param name="on">The day; today at the latest, and not before the last result was achieved.</param>
    /// <param name="reference">The awarding organisation's reference.</param>
    /// <param name="direct">Whether direct claims are held now for every unit of it.</param>
    /// <param name="facts">What it rests on.</param>
    /// <param name="time">The organisation's own time.</param>
    /// <exception cref="Refusal">
    /// <c>claim_state_forbids</c>; <c>claim_not_verified</c>; <c>claim_not_possible</c> with every reason; <c>validation_failed</c>.
    /// </exception>
    public void Award(DateOnly on, string reference, bool direct, ClaimFacts facts, OwnTime time)
    {
        Demand(ClaimStatus.Submitted, ClaimStatus.Verified);
        if (Status == ClaimStatus.Submitted && !direct)
            throw Refusal.Conflict(ProvisionCodes.ClaimNotVerified, "Direct claims are not held for every unit of this claim, and nobody has verified it.", "Verify it first.");
        Achieve(facts);
        var faults = new Faults();
        var text = faults.Reference("/reference", reference, 60);
        faults.Unless(on <= time.Today && on >= lines.Max(l => l.AchievedOn), "/on", "It was awarded after the last result was achieved, today at the latest.");
        faults.Refuse();
        foreach (var line in lines)
            line.Award(on, text);
        (Status, AwardedAt) = (ClaimStatus.Awarded, time.Now);
        Raise("claim.awarded");
    }

    /// <summary>Sends it back. Its results can be claimed anew.</summary>
    /// <exception cref="Refusal"><c>claim_state_forbids</c>, <c>validation_failed</c>.</exception>
    public void Return(string reason, DateTimeOffset now)
    {
        Demand(ClaimStatus.Submitted, ClaimStatus.Verified);
        var faults = new Faults();
        var text = faults.Text("/reason", reason, 1_000);
        faults.Refuse();
        ReturnedBecause = text;
        End(ClaimStatus.Returned, "claim.returned", now);
    }

    /// <summary>Takes it back. Its results can be claimed anew.</summary>
    /// <exception cref="Refusal"><c>claim_state_forbids</c>.</exception>
    public void Withdraw(DateTimeOffset now)
    {
        Demand(ClaimStatus.Draft, ClaimStatus.Submitted, ClaimStatus.Verified);
        End(ClaimStatus.Withdrawn, "claim.withdrawn", now);
    }

    // A result may have been decided anew since it was handed in, on a later day.
    private void Achieve(ClaimFacts facts)
    {
        ClaimGuard.Demand(Results, facts);
        foreach (var line in lines)
            line.Achieve(facts.Lines[(line.EnrolmentId, line.Unit)].AchievedOn!.Value);
    }

    private void End(ClaimStatus status, string happened, DateTimeOffset now)
    {
        (Status, EndedAt) = (status, now);
        foreach (var line in lines)
            line.Release();
        Raise(happened);
    }

    private void Demand(params ClaimStatus[] allowed)
    {
        if (!allowed.Contains(Status))
        {
            throw Refusal.Conflict(
                ProvisionCodes.ClaimStateForbids, $"The claim is {Word(Status)}; this takes one that is {string.Join(" or ", allowed.Select(s => Word(s)))}.", "Read the claim first.");
        }
    }

    // Ids alone: whose results they are is for who may read the claim.
    private void Raise(string type) => Raise(type, Id.ToString(), ("courseId", CourseId.ToString()));
}
