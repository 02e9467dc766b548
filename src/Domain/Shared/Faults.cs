namespace Franchise.Domain.Shared;

/// <summary>Gathers everything that is wrong with a request, so that the caller is told all of it at once.</summary>
public sealed class Faults
{
    private readonly List<FieldError> errors = [];

    /// <summary>Notes a fault where there is one.</summary>
    /// <param name="wrong">Whether there is.</param>
    /// <param name="pointer">JSON pointer to the member.</param>
    /// <param name="detail">A plain sentence that says what would be right.</param>
    public Faults When(bool wrong, string pointer, string detail)
    {
        if (wrong)
            errors.Add(new(pointer, detail));
        return this;
    }

    /// <summary>Refuses if anything was noted.</summary>
    /// <exception cref="Refusal"><c>validation_failed</c>, with every member at fault.</exception>
    public void Refuse()
    {
        if (errors.Count > 0)
            throw Refusal.Invalid(errors);
    }
}
