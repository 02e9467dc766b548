using CsCheck;
using Franchise.Domain.Catalogue;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;
using static Franchise.Domain.Tests.Refused;

namespace Franchise.Domain.Tests.Catalogue;

public class UnitTests
{
    private static readonly UnitContent content = new(
        "Boundaries", 3, 3, 24, ["en", "pt-BR"],
        [new("Understand boundaries", ["Explain the purpose", "Analyse situations"]), new("Be able to keep them", ["Demonstrate"])]);

    private static Unit New() => new(Id<Programme>.New(Now), "RM3-02", Provision.Bespoke, mandatory: true, Now);

    [Fact]
    public void Outcomes_and_criteria_are_numbered_by_their_places()
    {
        var version = New().Draft(content, Now);
        Assert.Equal([1, 2], version.Outcomes.Select(o => o.Number));
        Assert.Equal(["1.1", "1.2", "2.1"], version.Outcomes.SelectMany(o => o.Criteria).Select(c => c.Number));
        Assert.Equal(30, version.LearningHours);
    }

    [Fact]
    public void Every_member_at_fault_is_named_at_once() =>
        At(
            ["/title", "/level", "/credits", "/guidedLearningHours", "/languages/1", "/languages/2", "/outcomes/0/title", "/outcomes/0/criteria", "/outcomes/1/criteria/1"],
            () => New().Draft(new("", 9, 0, 0, ["en", "en", "EN"], [new("", []), new("x", ["y", " "])]), Now));

    [Fact]
    public void A_version_teaches_something_in_some_language() => At(["/languages", "/outcomes"], () => New().Draft(content with { Languages = [], Outcomes = [] }, Now));

    [Fact]
    public void Guided_hours_are_part_of_the_learning_hours() =>
        Gen.Select(Gen.Int[1, 60], Gen.Int[1, 700])
            .Sample((credits, hours) =>
            {
                var draft = () => { New().Draft(content with { Credits = credits, GuidedLearningHours = hours }, Now); };
                if (hours <= credits * 10)
                    draft();
                else
                    At("/guidedLearningHours", draft);
            });

    [Theory]
    [InlineData("rm3-02")]
    [InlineData("RM3--02")]
    [InlineData("-RM3")]
    [InlineData("RM3 02")]
    [InlineData("")]
    [InlineData("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456")]
    public void A_code_is_capitals_digits_and_single_hyphens(string code) =>
        At("/code", () => _ = new Unit(Id<Programme>.New(Now), code, Provision.Regulated, false, Now));

    [Fact]
    public void There_is_one_draft_at_a_time()
    {
        var unit = New();
        unit.Draft(content, Now);
        With("unit_draft_exists", () => unit.Draft(content, Now));
    }

    [Fact]
    public void A_published_version_never_changes()
    {
        var unit = New();
        var version = unit.Draft(content, Now);
        unit.Edit(version.Id, content with { Title = "Edited" });
        unit.Publish(version.Id, Now);
        unit.ForgetEvents();
        With("unit_version_published", () => unit.Edit(version.Id, content));
        With("unit_version_published", () => unit.Publish(version.Id, Now));
        Assert.Equal("Edited", version.Title);
        unit.Withdraw(version.Id, Now);
        With("unit_version_withdrawn", () => unit.Edit(version.Id, content));
        With("unit_version_withdrawn", () => unit.Publish(version.Id, Now));
        With("unit_version_withdrawn", () => unit.Withdraw(version.Id, Now));
        Assert.Equal("Edited", version.Title);
        Assert.Equal("unit_version.withdrawn", Assert.Single(unit.Events).Type);
    }

    [Fact]
    public void A_refused_edit_leaves_the_draft_as_it_was()
    {
        var unit = New();
        var version = unit.Draft(content, Now);
        At("/level", () => unit.Edit(version.Id, content with { Title = "Other", Level = 0, Languages = ["fr"] }));
        Assert.Equal("Boundaries", version.Title);
        Assert.Equal(["en", "pt-BR"], version.Languages);
    }

    [Fact]
    public void The_current_version_is_the_latest_published_that_is_not_withdrawn()
    {
        var unit = New();
        Assert.Null(unit.Current);
        var first = unit.Draft(content, Now);
        Assert.False(unit.IsAvailable);
        With("unit_version_not_published", () => unit.Withdraw(first.Id, Now));
        unit.Publish(first.Id, Now);
        var second = unit.Draft(content, Now);
        Assert.Same(first, unit.Current);
        unit.Publish(second.Id, Now);
        Assert.Same(second, unit.Current);
        Assert.Equal(2, second.Number);
        unit.Withdraw(second.Id, Now);
        Assert.Same(first, unit.Current);
        unit.Withdraw(first.Id, Now);
        Assert.False(unit.IsAvailable);
        Assert.Equal(3, unit.Draft(content, Now).Number);
    }

    [Fact]
    public void A_version_of_another_unit_is_not_found()
    {
        var foreign = New().Draft(content, Now);
        With("not_found", () => New().Publish(foreign.Id, Now));
        With("not_found", () => New().Edit(foreign.Id, content));
        With("not_found", () => New().Withdraw(foreign.Id, Now));
    }

    [Fact]
    public void The_catalogue_is_the_franchisors()
    {
        Assert.Equal(Organisation.FranchisorId, New().Owner);
        var unit = New();
        unit.Require(true);
        unit.Require(false);
        Assert.Equal(["unit.created", "unit.changed"], unit.Events.Select(e => e.Type));
    }
}
