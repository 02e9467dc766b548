namespace Franchise.Domain.Shared;

/// <summary>Collects everything that is wrong with a request, so that the caller learns all of it at once.</summary>
public sealed class Faults
{
    private readonly List<FieldError> errors = [];

    /// <summary>What was found so far.</summary>
    public IReadOnlyList<FieldError> Errors => errors;

    /// <summary>Notes one member at fault.</summary>
    /// <param name="pointer">JSON pointer to the member.</param>
    /// <param name="detail">A plain sentence.</param>
    public void Add(string pointer, string detail) => errors.Add(new(pointer, detail));

    /// <summary>Notes a member at fault unless <paramref name="ok"/>.</summary>
    public void Unless(bool ok, string pointer, string detail)
    {
        if (!ok)
            Add(pointer, detail);
    }

    /// <summary>Notes a member at fault where something is wrong with it.</summary>
    /// <param name="wrong">Whether there is.</param>
    /// <param name="pointer">JSON pointer to the member.</param>
    /// <param name="detail">A plain sentence that says what would be right.</param>
    public Faults When(bool wrong, string pointer, string detail)
    {
        Unless(!wrong, pointer, detail);
        return this;
    }

    /// <summary>A text that must say something: 1 to <paramref name="most"/> letters on one line. Returns it without surrounding space.</summary>
    public string Text(string pointer, string? value, int most)
    {
        var text = value?.Trim() ?? "";
        if (text.Length == 0)
            Add(pointer, "This must not be empty.");
        else
            Plain(pointer, text, most);
        return text;
    }

    /// <summary>As <see cref="Text"/>: a number or reference that somebody else has given, which has letters, digits, hyphens, slashes and spaces alone.</summary>
    public string Reference(string pointer, string? value, int most)
    {
        var text = Text(pointer, value, most);
        Unless(text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '/' or ' '), pointer, "This has letters, digits, hyphens, slashes and spaces.");
        return text;
    }

    /// <summary>As <see cref="Text"/>, but it may be absent; empty counts as absent.</summary>
    public string? OptionalText(string pointer, string? value, int most)
    {
        var text = value?.Trim();
        if (string.IsNullOrEmpty(text))
            return null;
        Plain(pointer, text, most);
        return text;
    }

    /// <summary>A value of an enumeration that exists.</summary>
    public void Known<T>(string pointer, T value)
        where T : struct, Enum => Unless(Enum.IsDefined(value), pointer, "This is none of the known values.");

    /// <summary>Refuses with <c>validation_failed</c> if anything was found.</summary>
    /// <exception cref="Refusal">Every member at fault, in the order found.</exception>
    public void Refuse()
    {
        if (errors.Count > 0)
            throw Refusal.Invalid(errors);
    }

    private void Plain(string pointer, string text, int most)
    {
        Unless(text.Length <= most, pointer, $"This must have at most {most} characters.");
        Unless(!text.Any(char.IsControl), pointer, "This must stand on one line, without control characters.");
    }
}
