using Franchise.Domain.Assurance;
using Franchise.Domain.Delivery;
using Franchise.Domain.Shared;

namespace Franchise.Domain.Tests.Assurance;

public sealed class ClaimTests
{
    private static readonly Id<Enrolment> one = Id<Enrolment>.New(Refused.Now);
    private static readonly Id<Enrolment> other = Id<Enrolment>.New(Refused.Now.AddSeconds(1));
    private static readonly DateOnly day = new(2026, 1, 5);

    [Fact]
    public void Everything_that_stands_in_the_way_is_named_at_once_line_by_line()
    {
        var facts = new ClaimFacts(
            new Dictionary<(Id<Enrolment>, string), ClaimLineFacts>
            {
                [(one, "RM3-02")] = new(null, ["1.2", "3.1"], null, null),
                [(other, "RM3-02")] = new(day, [], day, day),
            },
            false, 2, 1);
        var refusal = Refused.With(ProvisionCodes.ClaimNotPossible, () => ClaimGuard.Demand([(one, "RM3-02"), (other, "RM3-02")], facts));
        Assert.Equal(
            [
                ("/lines/0", "criterion_not_met"), ("/lines/0", "criterion_not_met"), ("/lines/0", "not_registered"), ("/lines/1", "withdrawn_before_achieving"), ("", "not_assured"), ("", "not_assured"),
                ("", "not_assured"),
            ],
            refusal.Errors.Select(e => (e.Pointer, e.Code!)));
        Assert.Contains(refusal.Errors, e => e.Detail == "Criterion 3.1 of RM3-02 is not met.");
    }

    [Fact]
    public void Who_achieved_the_unit_before_she_withdrew_can_be_claimed_for()
    {
        Assert.Empty(ClaimGuard.Of([(one, "RM3-02")], Of(new(day, [], day, day.AddDays(1)))));
        Assert.NotEmpty(ClaimGuard.Of([(one, "RM3-02")], Of(new(day, [], day, day))));
        Assert.NotEmpty(ClaimGuard.Of([(one, "RM3-02")], Of(new(null, ["1.1"], day, day.AddDays(1)))));
    }

    [Theory]
    [InlineData(ClaimStatus.Draft, false, ClaimWord.Draft, ClaimWord.NotHandedIn, ClaimWord.NotClaimed)]
    [InlineData(ClaimStatus.Submitted, false, ClaimWord.WithCohort4, ClaimWord.ToVerify, ClaimWord.NotClaimed)]
    [InlineData(ClaimStatus.Submitted, true, ClaimWord.WithAwardingOrganisation, ClaimWord.DirectToAward, ClaimWord.Claimed)]
    [InlineData(ClaimStatus.Verified, false, ClaimWord.WithAwardingOrganisation, ClaimWord.VerifiedToAward, ClaimWord.Claimed)]
    [InlineData(ClaimStatus.Verified, true, ClaimWord.WithAwardingOrganisation, ClaimWord.VerifiedToAward, ClaimWord.Claimed)]
    [InlineData(ClaimStatus.Awarded, false, ClaimWord.Awarded, ClaimWord.Awarded, ClaimWord.Awarded)]
    [InlineData(ClaimStatus.Returned, false, ClaimWord.Returned, ClaimWord.Returned, ClaimWord.Withdrawn)]
    [InlineData(ClaimStatus.Withdrawn, true, ClaimWord.Withdrawn, ClaimWord.Withdrawn, ClaimWord.Withdrawn)]
    public void Each_audience_has_its_own_word(ClaimStatus status, bool direct, ClaimWord partner, ClaimWord lead, ClaimWord body)
    {
        Assert.Equal(partner, ClaimWords.Of(status, direct, ClaimAudience.Partner));
        Assert.Equal(lead, ClaimWords.Of(status, direct, ClaimAudience.QualityLead));
        Assert.Equal(body, ClaimWords.Of(status, direct, ClaimAudience.AwardingBody));
    }

    private static ClaimFacts Of(ClaimLineFacts line) => new(new Dictionary<(Id<Enrolment>, string), ClaimLineFacts> { [(one, "RM3-02")] = line }, true, 0, 0);
}
