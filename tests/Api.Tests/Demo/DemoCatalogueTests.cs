using Franchise.Api.Demo;
using Franchise.Domain.Catalogue;

namespace Franchise.Api.Tests.Demo;

public class DemoCatalogueTests
{
    private static readonly DateTimeOffset now = new(2026, 1, 5, 10, 0, 0, TimeSpan.Zero);

    [Fact]
    public void The_demo_catalogue_passes_every_rule_of_the_catalogue()
    {
        var demo = DemoCatalogue.Read();
        var programme = new Programme(demo.Programme.Code, demo.Programme.Details, now);
        foreach (var unit in demo.Units)
        {
            var made = new Unit(programme.Id, unit.Code, programme.Provision, unit.Mandatory, now);
            made.Publish(made.Draft(unit.Content, now).Id, now);
            Assert.Equal(unit.Outcomes.Select(o => o.Number), made.Current!.Outcomes.Select(o => o.Number));
        }
        foreach (var resource in demo.Resources)
            _ = new Resource(resource.Code, resource.Title, resource.Kind, now);
        var known = new CatalogueCodes(demo.Units.Select(u => u.Code).ToHashSet(), demo.Resources.Select(r => r.Code).ToHashSet());
        foreach (var package in demo.Packages)
            _ = new Package(package.Code, package.Details, known, now);
        Assert.Equal((10, 4, 5), (demo.Units.Count, demo.Packages.Count, demo.Resources.Count));
    }
}
