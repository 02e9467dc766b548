using Franchise.Domain.Assurance;
using Franchise.Domain.Identity;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;
using static Franchise.Domain.Tests.Accreditation.Given;

namespace Franchise.Domain.Tests.Assurance;

public sealed class IndependenceTests
{
    private static readonly Id<User> first = new(new Guid("01900000-0000-7000-8000-0000000000d1"));
    private static readonly Id<User> second = new(new Guid("01900000-0000-7000-8000-0000000000d2"));
    private static readonly Person iris = new(first, "Iris Quinn", "iris@partner.example");
    private static readonly Person ann = new(second, "Ann Example", "ann@partner.example");
    private static readonly Person bea = new(null, "Bea Boss", "bea@partner.example");

    [Theory]
    [InlineData("Zoë O'Brien", "zoe@a.example", "OBrien, Zoe", "other@a.example", true)]
    [InlineData("Zoe Brien", "Zoe+iqa@a.example", "Someone", "zoe@A.example", true)]
    [InlineData("Zoe Brien", "zoe@a.example", "Zoe Bryan", "zoe@b.example", false)]
    [InlineData("", "", "", "", false)]
    [InlineData("?", "", "!", "", false)]
    public void One_woman_is_known_by_mailbox_or_name(string name, string email, string otherName, string otherEmail, bool same) =>
        Assert.Equal(same, SamePerson.Are(new(first, name, email), new(second, otherName, otherEmail)));

    [Fact]
    public void One_account_is_one_person_whatever_it_is_called() => Assert.True(SamePerson.Are(iris, new(first, "Other", "other@example.org")));

    [Fact]
    public void Nobody_assures_what_she_decided_or_entered_or_who_she_is_tied_to()
    {
        var assurer = Approved();
        var apart = new IndependenceFacts([iris], [], [], [ann], [bea]);
        Independence.Demand(assurer, apart);
        foreach (var own in new[] { iris, new(second, "QUINN Iris", "second@partner.example"), new(second, "I. Q.", "IRIS+2@partner.example"), new(first, "Anybody", "") })
            Refused(AssuranceCodes.AssurerNotIndependent, () => Independence.Demand(assurer, apart with { Deciders = [ann, own] }));
        foreach (var tied in new[] { apart with { Tied = [ann] }, apart with { DecidersManagers = [iris] }, apart with { AssurersManagers = [ann] } })
            Refused(AssuranceCodes.AssurerTied, () => Independence.Demand(assurer, tied));
        assurer.StandDown("usr", On("2027-01-01"));
        Refused(AssuranceCodes.AssurerNotApproved, () => Independence.Demand(assurer, apart));
        Refused(AssuranceCodes.AssurerNotApproved, () => Independence.Demand(Nominated(), apart));
    }

    [Fact]
    public void An_assurer_is_nominated_approved_and_stands_down()
    {
        var assurer = Nominated();
        Assert.False(assurer.StandsOn(Day("2027-01-01")));
        assurer.Approve(QualityLead, On("2026-01-07"));
        Refused(AssuranceCodes.AssurerApproved, () => assurer.Approve(QualityLead, On("2026-01-08")));
        Assert.Equal((false, true), (assurer.StandsOn(Day("2026-01-06")), assurer.StandsOn(Day("2026-01-07"))));
        var trainer = Trainer();
        assurer.Declare(trainer, TieKind.WorksWith, Coordinator, On("2026-02-01").Now);
        Refused(AssuranceCodes.TieDeclared, () => assurer.Declare(trainer, TieKind.WorksWith, Coordinator, On("2026-02-02").Now));
        Refused("validation_failed", () => assurer.Declare(trainer, (TieKind)9, Coordinator, On("2026-02-02").Now));
        assurer.StandDown("usr", On("2026-03-01"));
        Assert.Equal((true, false), (assurer.StandsOn(Day("2026-02-28")), assurer.StandsOn(Day("2026-03-01"))));
        Refused(AssuranceCodes.AssurerStoodDown, () => assurer.StandDown("usr", On("2026-03-02")));
        Refused(AssuranceCodes.AssurerStoodDown, () => assurer.Approve(QualityLead, On("2026-03-02")));
        Refused(AssuranceCodes.AssurerStoodDown, () => assurer.Declare(trainer, TieKind.Related, Coordinator, On("2026-03-02").Now));
        Assert.Equal(["assurer.nominated", "assurer.approved", "assurer.tie_declared", "assurer.stood_down"], assurer.Events.Select(e => e.Type));
    }

    private static QualityAssurer Approved()
    {
        var assurer = Nominated();
        assurer.Approve(QualityLead, On("2026-01-07"));
        return assurer;
    }

    private static QualityAssurer Nominated() => new(new Member(Partner, first, Role.Trainer, "Iris Quinn", "iris@partner.example", On("2026-01-05").Now), Coordinator, On("2026-01-06"));
}
