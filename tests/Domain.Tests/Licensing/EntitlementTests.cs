using Franchise.Domain.Licensing;
using Franchise.Domain.Shared;
using static Franchise.Domain.Tests.Licensing.Given;

namespace Franchise.Domain.Tests.Licensing;

public class EntitlementTests
{
    private readonly LicencePolicyVersion policy = Policy();

    [Fact]
    public void A_right_is_added_for_its_days_and_both_ends_count()
    {
        var licence = Active(policy);
        licence.AddEntitlement(EntitlementKind.Unit, "RM3-03", Day("2026-03-01"), Day("2026-03-31"), On("2026-02-01"));
        Assert.False(licence.Entitles(EntitlementKind.Unit, "RM3-03", Day("2026-02-28")));
        Assert.True(licence.Entitles(EntitlementKind.Unit, "RM3-03", Day("2026-03-01")));
        Assert.True(licence.Entitles(EntitlementKind.Unit, "RM3-03", Day("2026-03-31")));
        Assert.False(licence.Entitles(EntitlementKind.Unit, "RM3-03", Day("2026-04-01")));
        Assert.False(licence.Entitles(EntitlementKind.Resource, "RM3-03", Day("2026-03-01")));
    }

    [Fact]
    public void The_same_right_is_not_held_twice_on_a_day_but_may_follow_itself()
    {
        var licence = Active(policy);
        Refused("entitlement_overlaps", () => licence.AddEntitlement(EntitlementKind.Unit, "RM3-01", Day("2026-03-01"), null, On("2026-02-01")));
        licence.EndEntitlement(licence.Entitlements[0].Id, Day("2026-02-28"), On("2026-02-01"));
        licence.AddEntitlement(EntitlementKind.Unit, "RM3-01", Day("2026-03-01"), null, On("2026-02-01"));
    }

    [Fact]
    public void A_right_ends_yesterday_at_the_earliest_and_is_never_lengthened()
    {
        var licence = Active(policy);
        var id = licence.Entitlements[0].Id;
        RefusedAt(["/until"], () => licence.EndEntitlement(id, Day("2026-02-27"), On("2026-03-01")));
        licence.EndEntitlement(id, Day("2026-02-28"), On("2026-03-01"));
        RefusedAt(["/until"], () => licence.EndEntitlement(id, Day("2026-03-05"), On("2026-03-01")));
        Assert.False(licence.Entitles(EntitlementKind.Unit, "RM3-01", Day("2026-03-01")));
        Refused("not_found", () => licence.EndEntitlement(Id<Entitlement>.New(On("2026-03-01").Now), Day("2026-03-05"), On("2026-03-01")));
    }

    [Fact]
    public void Codes_have_the_shape_of_their_kind()
    {
        var licence = Active(policy);
        RefusedAt(["/code", "/until"], () => licence.AddEntitlement(EntitlementKind.Territory, "Wales", Day("2026-03-02"), Day("2026-03-01"), On("2026-02-01")));
        RefusedAt(["/kind"], () => licence.AddEntitlement((EntitlementKind)9, "X1", Day("2026-03-01"), null, On("2026-02-01")));
        RefusedAt(["/code"], () => licence.AddEntitlement(EntitlementKind.Mode, "post", Day("2026-03-01"), null, On("2026-02-01")));
    }

    [Fact]
    public void Rights_change_only_while_the_licence_has_begun_and_is_not_over()
    {
        Refused("licence_not_amendable", () => Accepted(policy).AddEntitlement(EntitlementKind.Unit, "RM3-03", Day("2026-03-01"), null, On("2026-02-01")));
        Refused("licence_not_amendable", () => Offered(policy).SetAutoRenewal(true, policy, On("2026-02-01")));
    }

    [Theory]
    [InlineData("GB-ENG", true)]
    [InlineData("GB", false)] // a part does not cover the whole
    [InlineData("IE", true)]
    [InlineData("IE-D", true)] // a country covers its parts
    [InlineData("I", false)]
    [InlineData("IEX", false)]
    public void A_country_covers_its_parts(string place, bool covered) =>
        Assert.Equal(covered, Active(policy).Entitles(EntitlementKind.Territory, place, Day("2026-03-01")));

    [Fact]
    public void A_unit_code_covers_itself_only()
    {
        var licence = Active(policy);
        licence.AddEntitlement(EntitlementKind.Unit, "RM3", Day("2026-03-01"), null, On("2026-02-01"));
        Assert.False(licence.Entitles(EntitlementKind.Unit, "RM3-07", Day("2026-03-01")));
    }
}
