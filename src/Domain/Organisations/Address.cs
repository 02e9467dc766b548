using System.Text.RegularExpressions;
using Franchise.Domain.Shared;

namespace Franchise.Domain.Organisations;

/// <summary>A postal address of an organisation: an office or a PO box, never a refuge or any place whose address must stay secret.</summary>
/// <param name="Line1">First line, at most 100 characters.</param>
/// <param name="Line2">Second line, or null.</param>
/// <param name="Town">Town or city.</param>
/// <param name="Region">County, province or state, or null.</param>
/// <param name="Postcode">Postcode; required in the United Kingdom.</param>
/// <param name="Country">ISO 3166-1 alpha-2.</param>
public sealed record Address(string Line1, string? Line2, string Town, string? Region, string? Postcode, string Country)
{
    private static readonly Regex british = Pattern.Whole(@"(GIR 0AA|[A-Z]{1,2}[0-9][A-Z0-9]? [0-9][A-Z]{2})");

    /// <summary>Checks every member and returns the address as it is kept.</summary>
    internal Address Check(Faults faults, string pointer)
    {
        faults.Unless(Shared.Country.IsKnown(Country), $"{pointer}/country", "This must be an ISO 3166-1 alpha-2 code, as GB.");
        var postcode = faults.OptionalText($"{pointer}/postcode", Postcode, 16)?.ToUpperInvariant();
        if (Country == "GB")
        {
            var letters = postcode?.Replace(" ", "") ?? "";
            postcode = letters.Length > 3 ? $"{letters[..^3]} {letters[^3..]}" : letters;
            faults.Unless(british.IsMatch(postcode), $"{pointer}/postcode", "This must be a postcode of the United Kingdom, as SW1A 1AA.");
        }
        return new(
            faults.Text($"{pointer}/line1", Line1, 100),
            faults.OptionalText($"{pointer}/line2", Line2, 100),
            faults.Text($"{pointer}/town", Town, 100),
            faults.OptionalText($"{pointer}/region", Region, 100),
            postcode,
            Country
        );
    }
}
