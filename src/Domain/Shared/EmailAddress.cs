using System.Text.RegularExpressions;

namespace Franchise.Domain.Shared;

/// <summary>The rules for an e-mail address: ASCII, at most 254 characters, one <c>@</c>, and a domain with a dot.</summary>
public static class EmailAddress
{
    /// <summary>The longest address that mail servers must take.</summary>
    public const int Most = 254;

    private const string Atom = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+";
    private const string Label = "[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?";
    private static readonly Regex shape = Pattern.Whole($@"{Atom}(\.{Atom})*@({Label}\.)+[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])");

    /// <summary>Whether this can be an address. Only a message sent to it tells whether it is one.</summary>
    public static bool IsValid(string? text) => text is not null && text.Length <= Most && text.IndexOf('@') <= 64 && shape.IsMatch(text);

    /// <summary>
    /// Without surrounding space and in lower case, so that one mailbox is one member. Servers that tell <c>Ann@</c> from <c>ann@</c> are not known in
    /// practice.
    /// </summary>
    public static string Normalise(string text) => text.Trim().ToLowerInvariant();

    /// <summary>Checks a member of a request and returns the address normalised.</summary>
    public static string Check(Faults faults, string pointer, string? value)
    {
        var text = Normalise(value ?? "");
        faults.Unless(IsValid(text), pointer, "This must be an e-mail address, as name@example.org.");
        return text;
    }
}
