using System.Text.Json;
using System.Text.Json.Serialization;
using Franchise.Domain.Catalogue;
using Franchise.Domain.Shared;

namespace Franchise.Api.Demo;

/// <summary>The illustrative catalogue that a first start in Development is seeded with: the contents of <c>Demo/catalogue.json</c>.</summary>
/// <param name="About">What it is and is not.</param>
/// <param name="Programme">The programme.</param>
/// <param name="Units">Its units.</param>
/// <param name="Packages">The packages that grant them.</param>
/// <param name="Resources">The resources that packages name.</param>
public sealed record DemoCatalogue(
    string About,
    DemoProgramme Programme,
    IReadOnlyList<DemoUnit> Units,
    IReadOnlyList<DemoPackage> Packages,
    IReadOnlyList<DemoResource> Resources
)
{
    private static readonly JsonSerializerOptions json = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
    };

    /// <summary>Reads the file that stands beside the program.</summary>
    public static DemoCatalogue Read()
    {
        using var file = File.OpenRead(Path.Combine(AppContext.BaseDirectory, "Demo", "catalogue.json"));
        return JsonSerializer.Deserialize<DemoCatalogue>(file, json) ?? throw new InvalidDataException("Demo/catalogue.json is empty.");
    }
}

/// <summary>The programme.</summary>
public sealed record DemoProgramme(string Code, string Title, string AwardingOrganisation, int Since, Provision Provision)
{
    /// <summary>As the domain takes it.</summary>
    public ProgrammeDetails Details => new(Title, AwardingOrganisation, Since, Provision);
}

/// <summary>A unit and its first version.</summary>
public sealed record DemoUnit(
    string Code,
    string Title,
    int Level,
    int Credits,
    int GuidedLearningHours,
    bool Mandatory,
    IReadOnlyList<string> Languages,
    IReadOnlyList<DemoOutcome> Outcomes
)
{
    /// <summary>As the domain takes it.</summary>
    public UnitContent Content =>
        new(Title, Level, Credits, GuidedLearningHours, Languages, [.. Outcomes.OrderBy(o => o.Number).Select(o => new OutcomeContent(o.Title, o.Criteria))]);
}

/// <summary>A learning outcome.</summary>
public sealed record DemoOutcome(int Number, string Title, IReadOnlyList<string> Criteria);

/// <summary>A package.</summary>
public sealed record DemoPackage(
    string Code,
    string Title,
    IReadOnlyList<string> Units,
    IReadOnlyList<string> Resources,
    IReadOnlyList<string> Tools,
    Money AnnualFee,
    int IncludedLearners,
    Money ExtraLearnerFee
)
{
    /// <summary>As the domain takes it.</summary>
    public PackageDetails Details => new(Title, Units, Resources, Tools, AnnualFee, IncludedLearners, ExtraLearnerFee);
}

/// <summary>A resource, without its file.</summary>
public sealed record DemoResource(string Code, string Title, ResourceKind Kind);
