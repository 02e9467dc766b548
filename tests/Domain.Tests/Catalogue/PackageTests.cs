using Franchise.Domain.Catalogue;
using Franchise.Domain.Shared;
using static Franchise.Domain.Tests.Refused;

namespace Franchise.Domain.Tests.Catalogue;

public class PackageTests
{
    private static readonly CatalogueCodes known = new(new HashSet<string> { "RM3-01", "RM3-02" }, new HashSet<string> { "HANDBOOK" });

    private static readonly PackageDetails details = new(
        "Core franchise", ["RM3-01", "RM3-02"], ["HANDBOOK"], ["matching"], new(240000, "GBP"), 24, new(4500, "GBP"));

    private static Package New() => new("CORE", details, known, Now);

    [Fact]
    public void Every_member_at_fault_is_named_at_once() =>
        At(
            ["/code", "/title", "/units/1", "/units/2", "/resources/0", "/tools/0", "/annualFee/amount", "/annualFee/currency", "/extraLearnerFee/currency", "/includedLearners"],
            () => _ = new Package(
                "core",
                new("", ["RM3-01", "RM3-01", "RM3-99"], ["NOTHING"], ["Matching"], new(-1, "USD"), -1, new(0, "GBP")),
                known, Now));

    [Fact]
    public void A_package_grants_something() => At("/units", () => _ = new Package("CORE", details with { Units = [] }, known, Now));

    [Fact]
    public void Both_fees_are_in_one_currency() =>
        At("/extraLearnerFee/currency", () => _ = new Package("CORE", details with { ExtraLearnerFee = new(1, "EUR") }, known, Now));

    [Fact]
    public void A_fee_has_a_most() =>
        At("/annualFee/amount", () => _ = new Package("CORE", details with { AnnualFee = new(Money.Most + 1, "GBP") }, known, Now));

    [Fact]
    public void A_withdrawn_unit_cannot_be_put_in() =>
        At("/units/0", () => New().Change(details, known with { Units = new HashSet<string> { "RM3-02" } }));

    [Fact]
    public void A_withdrawn_package_stays_as_it_is()
    {
        var package = New();
        package.Change(details with { Units = ["RM3-02"], Resources = [], Tools = [] }, known);
        package.Withdraw(Now);
        Assert.Equal(CatalogueStatus.Withdrawn, package.Status);
        With("package_withdrawn", () => package.Change(details, known));
        With("package_withdrawn", () => package.Withdraw(Now));
        Assert.Equal(["RM3-02"], package.Units);
        Assert.Equal(["package.created", "package.changed", "package.withdrawn"], package.Events.Select(e => e.Type));
    }

    [Fact]
    public void A_refused_change_leaves_it_as_it_was()
    {
        var package = New();
        At("/includedLearners", () => package.Change(details with { Title = "Other", Units = ["RM3-01"], IncludedLearners = -1 }, known));
        Assert.Equal("Core franchise", package.Title);
        Assert.Equal(2, package.Units.Count);
    }
}
