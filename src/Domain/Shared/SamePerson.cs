using System.Text;
using Franchise.Domain.Identity;

namespace Franchise.Domain.Shared;

/// <summary>A person as an account, a profile or a record names her: what gives her away.</summary>
/// <param name="User">Who she is when she signs in; null where she does not, or it is not known.</param>
/// <param name="Name">Her name.</param>
/// <param name="Email">Her e-mail address; empty where none is known.</param>
public sealed record Person(Id<User>? User, string Name, string Email)
{
    /// <summary>Never who it is: a log line must not be able to hold it.</summary>
    public override string ToString() => nameof(Person);
}

/// <summary>
/// Whether two accounts, profiles or records are one person's. One woman may have several: what is hers in any of them gives her away. Where a rule
/// keeps two people apart, one that is taken for another by mistake costs less than the other way about.
/// </summary>
public static class SamePerson
{
    /// <summary>Whether any of these is one of those: the same account, mailbox or name.</summary>
    public static bool Among(IReadOnlyCollection<Person> these, IReadOnlyCollection<Person> those) => these.Any(a => those.Any(b => Are(a, b)));

    /// <summary>Whether these are one: the same account, the same mailbox, or the same name.</summary>
    public static bool Are(Person one, Person other) =>
        (one.User is { } user && user == other.User) || (one.Email.Length > 0 && Mailbox(one.Email) == Mailbox(other.Email)) || SameName(one.Name, other.Name);

    /// <summary>Whether two names are alike.</summary>
    public static bool SameName(string one, string other) => Folded(one) is { Length: > 0 } folded && folded == Folded(other);

    /// <summary>
    /// A name as it is compared: without accents, marks and case, its words in one order, so that <c>O'Brien, Zoë</c> and <c>zoe obrien</c> are alike.
    /// </summary>
    public static string Folded(string name)
    {
        var plain = new StringBuilder(name.Length);
        foreach (var c in name)
            if (char.IsLetterOrDigit(c))
                plain.Append(char.ToLowerInvariant(Bare(c)));
            else if (char.IsWhiteSpace(c) || c is ',' or '-')
                plain.Append(' ');
        return string.Join(' ', plain.ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal));
    }

    // What stands after a plus sign goes to the same mailbox.
    private static string Mailbox(string address)
    {
        var at = address.LastIndexOf('@');
        var plus = address.IndexOf('+', StringComparison.Ordinal);
        return (plus > 0 && plus < at ? address.Remove(plus, at - plus) : address).Trim().ToLowerInvariant();
    }

    // The program runs without tables of cultures, so that these stand here: Latin letters from U+00C0 on, and Greek ones, without their accents.
    private const string Latin =
        "AAAAAAACEEEEIIIIDNOOOOO×OUUUUYTsaaaaaaaceeeeiiiidnooooo÷ouuuuyty"
        + "AaAaAaCcCcCcCcDdDdEeEeEeEeEeGgGgGgGgHhHhIiIiIiIiIiIiJjKkkLlLlLlLlLlNnNnNnnNnOoOoOoOoRrRrRrSsSsSsSsTtTtTtUuUuUuUuUuUuWwYyYZzZzZzs";
    private const string Accented = "ΆΈΉΊΌΎΏάέήίόύώϊϋΐΰς";
    private const string Unaccented = "ΑΕΗΙΟΥΩαεηιουωιυιυσ";

    private static char Bare(char c) =>
        c >= '\u00c0' && c - '\u00c0' < Latin.Length ? Latin[c - '\u00c0']
        : Accented.IndexOf(c) is >= 0 and var at ? Unaccented[at]
        : c;
}
