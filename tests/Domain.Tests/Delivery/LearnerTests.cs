using CsCheck;
using Franchise.Domain.Delivery;
using Franchise.Domain.Shared;
using static Franchise.Domain.Tests.Accreditation.Given;

namespace Franchise.Domain.Tests.Delivery;

public sealed class LearnerTests
{
    private static readonly LearnerDetails jo = new("Joanna Example", "Jo", null, "jo@example.org", null, null, ContactRule.None, null);

    [Theory]
    [InlineData("1000000043", true)]
    [InlineData("1000000036", false)]
    [InlineData("0000000000", false)]
    [InlineData("9999999999", false)]
    [InlineData("999999999", false)]
    [InlineData("99999999999", false)]
    [InlineData("100000004a", false)]
    [InlineData(null, false)]
    public void A_unique_learner_number_checks_itself(string? number, bool valid) => Assert.Equal(valid, UniqueLearnerNumber.IsValid(number));

    [Fact]
    public void One_wrong_digit_is_always_noticed() =>
        Gen.Select(Gen.Int[100_000_000, 999_999_999], Gen.Int[0, 9], Gen.Int[1, 9]).Sample((nine, place, shift) =>
        {
            var valid = Enumerable.Range(0, 10).Select(d => $"{nine}{d}").Where(UniqueLearnerNumber.IsValid).ToList();
            Assert.True(valid.Count <= 1);
            foreach (var number in valid)
            {
                var other = number.ToCharArray();
                other[place] = (char)('0' + ((other[place] - '0' + shift) % 10));
                Assert.False(UniqueLearnerNumber.IsValid(new string(other)), $"{number} and {new string(other)}");
            }
        });

    [Theory]
    [InlineData("Zoë O'Brien", "OBRIEN  zoe")]
    [InlineData("Łucja Nowak-Kowalska", "Kowalska, Łucja Nowak")]
    [InlineData("Ελένη Παπαδοπούλου", "παπαδοπουλου ελενη")]
    [InlineData("Žofia Dvořáková", "Zofia Dvorakova")]
    public void Names_that_are_alike_compare_as_one(string one, string other) => Assert.Equal(SamePerson.Folded(one), SamePerson.Folded(other));

    [Fact]
    public void Names_of_two_people_do_not() => Assert.NotEqual(SamePerson.Folded("Ann Smith"), SamePerson.Folded("Anne Smith"));

    [Fact]
    public void Everything_wrong_is_named_at_once_and_what_is_kept_is_tidy()
    {
        var refused = Refused(
            "validation_failed",
            () => new LearnerDetails(
                " ", "Jo", Day("2025-01-01"), "jo", "12", null, new(false, false, false, [new((DayOfWeek)9, "10:00", "09:00")]), "1000000036").Checked(Day("2027-01-01")));
        Assert.Equal(
            ["/contactRule/safeTimes/0/day", "/contactRule/safeTimes/0/until", "/dateOfBirth", "/email", "/legalName", "/phone", "/uln"],
            refused.Errors.Select(e => e.Pointer).Order());
        Assert.Equal(("Jo", "jo@example.org", "1000000043"), (jo with { LegalName = " Jo ", PreferredName = "", Email = "JO@example.org ", Uln = "10000 00043" }).Checked(Day("2027-01-01")) is var k ? (k.CalledBy, k.Email, k.Uln) : default);
    }

    [Fact]
    public void Her_contact_rule_decides_about_every_way()
    {
        var now = On("2027-03-02").Now; // A Tuesday, ten o'clock.
        Assert.True(ContactRule.Decide(ContactWay.Email, jo, now, London).Allowed);
        Assert.False(ContactRule.Decide(ContactWay.Phone, jo, now, London).Allowed);
        var silent = jo with { ContactRule = new(true, true, true, []) };
        Assert.All(Enum.GetValues<ContactWay>(), w => Assert.Equal((false, true), ContactRule.Decide(w, silent, now, London) is var d ? (d.Allowed, d.Forbidden) : default));
    }

    [Theory]
    [InlineData("2027-03-02", DayOfWeek.Tuesday, "09:00", "12:00", "2027-03-02T10:00:00Z")] // Within it: now.
    [InlineData("2027-03-02", DayOfWeek.Tuesday, "11:00", "12:00", "2027-03-02T11:00:00Z")]
    [InlineData("2027-03-02", DayOfWeek.Tuesday, "08:00", "09:00", "2027-03-09T08:00:00Z")] // Past: next week.
    [InlineData("2027-03-26", DayOfWeek.Monday, "09:00", "12:00", "2027-03-29T08:00:00Z")] // Over the change of the clock.
    public void A_message_waits_for_her_hours(string day, DayOfWeek safe, string from, string until, string first) =>
        Assert.Equal(DateTimeOffset.Parse(first, System.Globalization.CultureInfo.InvariantCulture), ContactRule.SafeFrom([new(safe, from, until)], On(day).Now, London));

    [Fact]
    public void Nothing_of_her_can_stand_in_a_log_line() =>
        Assert.Equal(("LearnerDetails", "SealedLearner"), (jo.ToString(), new SealedLearner([1], [2], null, null).ToString()));
}
