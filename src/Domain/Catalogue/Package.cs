using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;

namespace Franchise.Domain.Catalogue;

/// <summary>What a package grants and costs.</summary>
/// <param name="Title">Its title.</param>
/// <param name="Units">Codes of the units, at least one.</param>
/// <param name="Resources">Codes of the resources.</param>
/// <param name="Tools">Codes of the tools, as <c>matching</c>.</param>
/// <param name="AnnualFee">The fee for a year.</param>
/// <param name="IncludedLearners">How many learners the fee covers.</param>
/// <param name="ExtraLearnerFee">The fee for each learner beyond, in the same currency.</param>
public sealed record PackageDetails(
    string Title,
    IReadOnlyList<string> Units,
    IReadOnlyList<string> Resources,
    IReadOnlyList<string> Tools,
    Money AnnualFee,
    int IncludedLearners,
    Money ExtraLearnerFee
);

/// <summary>The codes that a package may name just now.</summary>
/// <param name="Units">Units with a published version.</param>
/// <param name="Resources">Resources not withdrawn.</param>
public sealed record CatalogueCodes(IReadOnlySet<string> Units, IReadOnlySet<string> Resources);

/// <summary>A priced bundle of units, resources and tools that a licence grants.</summary>
[IdPrefix("pkg")]
public sealed class Package : Aggregate, IPlatformOwned
{
    private readonly List<string> units = [];
    private readonly List<string> resources = [];
    private readonly List<string> tools = [];

    private Package() { }

    /// <summary>Adds a package.</summary>
    /// <exception cref="Refusal"><c>validation_failed</c> with every member at fault.</exception>
    public Package(string code, PackageDetails details, CatalogueCodes known, DateTimeOffset now)
    {
        IsNew();
        Id = Id<Package>.New(now);
        var faults = new Faults();
        Code = Catalogue.Code.Check(faults, "/code", code);
        Set(details, known, faults);
        Raise("package.created", Id.ToString(), ("code", Code));
    }

    /// <inheritdoc/>
    public override Id<Organisation> Owner => Organisation.FranchisorId;

    /// <summary>Its id.</summary>
    public Id<Package> Id { get; private set; }

    /// <summary>Its code; it never changes.</summary>
    public string Code { get; private set; } = "";

    /// <summary>Its title.</summary>
    public string Title { get; private set; } = "";

    /// <summary>Codes of the units it grants.</summary>
    public IReadOnlyList<string> Units => units;

    /// <summary>Codes of the resources it grants.</summary>
    public IReadOnlyList<string> Resources => resources;

    /// <summary>Codes of the tools it grants.</summary>
    public IReadOnlyList<string> Tools => tools;

    /// <summary>The fee for a year.</summary>
    public Money AnnualFee { get; private set; }

    /// <summary>How many learners the fee covers.</summary>
    public int IncludedLearners { get; private set; }

    /// <summary>The fee for each learner beyond.</summary>
    public Money ExtraLearnerFee { get; private set; }

    /// <summary>Whether it can be offered.</summary>
    public CatalogueStatus Status { get; private set; }

    /// <summary>When it was withdrawn.</summary>
    public DateTimeOffset? WithdrawnAt { get; private set; }

    /// <summary>Changes what it grants and costs, for licences offered from now on.</summary>
    /// <exception cref="Refusal"><c>validation_failed</c>; <c>package_withdrawn</c>.</exception>
    public void Change(PackageDetails details, CatalogueCodes known)
    {
        RefuseIfWithdrawn();
        Set(details, known, new Faults());
        Raise("package.changed", Id.ToString(), ("code", Code));
    }

    /// <summary>Offers it no more; licences that grant it stay.</summary>
    /// <exception cref="Refusal"><c>package_withdrawn</c>.</exception>
    public void Withdraw(DateTimeOffset now)
    {
        RefuseIfWithdrawn();
        (Status, WithdrawnAt) = (CatalogueStatus.Withdrawn, now);
        Raise("package.withdrawn", Id.ToString(), ("code", Code));
    }

    private void Set(PackageDetails details, CatalogueCodes known, Faults faults)
    {
        var title = faults.Text("/title", details.Title, 200);
        faults.Unless(details.Units.Count is >= 1 and <= 200, "/units", "Name 1 to 200 units.");
        Codes("/units", details.Units, known.Units.Contains, "There is no unit with a published version by this code.");
        Codes("/resources", details.Resources, known.Resources.Contains, "There is no resource by this code, or it was withdrawn.");
        Codes("/tools", details.Tools, Catalogue.Code.IsTool, "This must be a code of small letters, digits and single hyphens, as matching.");
        Fee("/annualFee", details.AnnualFee);
        Fee("/extraLearnerFee", details.ExtraLearnerFee);
        faults.Unless(
            details.AnnualFee.Currency == details.ExtraLearnerFee.Currency,
            "/extraLearnerFee/currency",
            "Both fees must be in one currency."
        );
        faults.Unless(details.IncludedLearners is >= 0 and <= 100_000, "/includedLearners", "This must be 0 to 100,000 learners.");
        faults.Refuse();

        (Title, AnnualFee, IncludedLearners, ExtraLearnerFee) = (title, details.AnnualFee, details.IncludedLearners, details.ExtraLearnerFee);
        Replace(units, details.Units);
        Replace(resources, details.Resources);
        Replace(tools, details.Tools);

        void Codes(string pointer, IReadOnlyList<string> codes, Func<string, bool> ok, string detail)
        {
            faults.Unless(codes.Count <= 200, pointer, "Name at most 200.");
            var seen = new HashSet<string>(StringComparer.Ordinal);
            for (var i = 0; i < codes.Count; i++)
            {
                faults.Unless(ok(codes[i]), $"{pointer}/{i}", detail);
                faults.Unless(seen.Add(codes[i]), $"{pointer}/{i}", "This code stands here twice.");
            }
        }

        void Fee(string pointer, Money fee)
        {
            faults.Unless(fee.Amount is >= 0 and <= Money.Most, $"{pointer}/amount", $"This must be 0 to {Money.Most} pence or cents.");
            faults.Unless(Money.Currencies.Contains(fee.Currency), $"{pointer}/currency", $"This must be one of {string.Join(", ", Money.Currencies)}.");
        }
    }

    private static void Replace(List<string> old, IReadOnlyList<string> codes)
    {
        old.Clear();
        old.AddRange(codes);
    }

    private void RefuseIfWithdrawn()
    {
        if (Status == CatalogueStatus.Withdrawn)
            throw Refusal.Conflict("package_withdrawn", "This package was withdrawn.", "Make a new package.");
    }
}
