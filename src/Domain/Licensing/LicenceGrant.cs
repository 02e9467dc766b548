using System.Text.RegularExpressions;
using Franchise.Domain.Shared;

namespace Franchise.Domain.Licensing;

/// <summary>How a session is held, as a code that a licence grants.</summary>
public static class DeliveryMode
{
    /// <summary>In one room.</summary>
    public const string InPerson = "in_person";

    /// <summary>Over the internet.</summary>
    public const string Online = "online";

    /// <summary>Both.</summary>
    public static IReadOnlyList<string> All { get; } = [InPerson, Online];
}

/// <summary>
/// What a licence grants and at what price: the package as it stood when the licence was drafted. A later change of the package does not reach it.
/// </summary>
/// <param name="Package">The package's code.</param>
/// <param name="Price">The price of one term.</param>
/// <param name="ExtraLearnerFee">The fee for each learner above the included seats, in the price's currency.</param>
/// <param name="Seats">Learners included in each term.</param>
/// <param name="StartsOn">The first day of the first term: the anchor.</param>
/// <param name="Units">Codes of the units that may be delivered.</param>
/// <param name="Resources">Codes of the handbooks and other documents that come with it.</param>
/// <param name="Tools">Codes of the tools that come with it.</param>
/// <param name="Territories">Where: ISO 3166 codes such as <c>GB</c> or <c>GB-ENG</c>. A country covers its parts.</param>
/// <param name="Languages">In which languages: tags such as <c>en</c> or <c>cy</c>. A language covers its regional forms.</param>
/// <param name="Modes">How: see <see cref="DeliveryMode"/>.</param>
/// <param name="FollowsPriceList">Whether the price was taken from a price list, whose later versions it follows once their notice is over; a price agreed by hand stays.</param>
public sealed partial record LicenceGrant(
    string Package,
    Money Price,
    Money ExtraLearnerFee,
    int Seats,
    DateOnly StartsOn,
    IReadOnlyList<string> Units,
    IReadOnlyList<string> Resources,
    IReadOnlyList<string> Tools,
    IReadOnlyList<string> Territories,
    IReadOnlyList<string> Languages,
    IReadOnlyList<string> Modes,
    bool FollowsPriceList = false
)
{
    private static readonly DateOnly earliest = new(2014, 1, 1);
    private static readonly DateOnly latest = new(2100, 1, 1);

    // EF makes it from its columns.
    private LicenceGrant()
        : this("", default, default, 0, default, [], [], [], [], [], []) { }

    /// <summary>The codes granted of one kind.</summary>
    public IReadOnlyList<string> Codes(EntitlementKind kind) =>
        kind switch
        {
            EntitlementKind.Unit => Units,
            EntitlementKind.Resource => Resources,
            EntitlementKind.Tool => Tools,
            EntitlementKind.Territory => Territories,
            EntitlementKind.Language => Languages,
            EntitlementKind.Mode => Modes,
            _ => throw new ArgumentOutOfRangeException(nameof(kind)),
        };

    internal void Check()
    {
        var faults = new Faults()
            .When(!IsCode(Package), "/package", "The package is named by its code.")
            .When(!IsPrice(Price), "/price", "The price is 0 to 10,000,000 in GBP or EUR.")
            .When(!IsPrice(ExtraLearnerFee), "/extraLearnerFee", "The fee is 0 to 10,000,000 in GBP or EUR.")
            .When(Price.Currency != ExtraLearnerFee.Currency, "/extraLearnerFee/currency", "The fee is in the currency of the price.")
            .When(Seats is < 1 or > 100_000, "/seats", "The licence includes 1 to 100,000 learners.")
            .When(StartsOn < earliest || StartsOn > latest, "/startsOn", "The first day lies between 2014 and 2100.");
        foreach (var kind in Enum.GetValues<EntitlementKind>())
        {
            var (codes, pointer) = (Codes(kind), PointerOf(kind));
            faults
                .When(codes.Count == 0 && kind is not (EntitlementKind.Resource or EntitlementKind.Tool), pointer, "At least one is needed.")
                .When(codes.Count > 500, pointer, "At most 500 are allowed.")
                .When(codes.Distinct().Count() != codes.Count, pointer, "Each is named once.")
                .When(!codes.All(code => IsCodeOf(kind, code)), pointer, $"Each is {ShapeOf(kind)}.");
        }
        faults.Refuse();
    }

    // The reader of JSON lets null stand inside a list of strings.
    internal static bool IsCodeOf(EntitlementKind kind, string? code) =>
        code is not null && kind switch
        {
            EntitlementKind.Territory => TerritoryShape.IsMatch(code),
            EntitlementKind.Language => LanguageShape.IsMatch(code),
            EntitlementKind.Mode => DeliveryMode.All.Contains(code),
            _ => IsCode(code),
        };

    internal static string ShapeOf(EntitlementKind kind) =>
        kind switch
        {
            EntitlementKind.Territory => "an ISO 3166 code such as GB or GB-ENG",
            EntitlementKind.Language => "a language tag such as en or cy",
            EntitlementKind.Mode => "in_person or online",
            _ => "a code of 2 to 40 letters, digits, hyphens and underscores",
        };

    internal static bool IsPrice(Money money) => money.Amount is >= 0 and <= Money.Most && Money.Currencies.Contains(money.Currency);

    private static string PointerOf(EntitlementKind kind) =>
        kind switch
        {
            EntitlementKind.Unit => "/units",
            EntitlementKind.Resource => "/resources",
            EntitlementKind.Tool => "/tools",
            EntitlementKind.Territory => "/territories",
            EntitlementKind.Language => "/languages",
            _ => "/modes",
        };

    private static bool IsCode(string code) => CodeShape.IsMatch(code);

    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9_-]{1,39}\z", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex CodeShape { get; }

    [GeneratedRegex(@"\A[A-Z]{2}(-[A-Z0-9]{1,3})?\z", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex TerritoryShape { get; }

    [GeneratedRegex(@"\A[a-z]{2,3}(-[A-Za-z0-9]{2,8})*\z", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex LanguageShape { get; }
}
