namespace Franchise.Domain.Billing;

/// <summary>An account to which an invoice is paid: in sterling by sort code and number, in euro by IBAN.</summary>
/// <param name="Name">In whose name it is; null where none is named.</param>
/// <param name="SortCode">As 12-34-56; null in euro.</param>
/// <param name="Number">Eight digits; null in euro.</param>
/// <param name="Iban">Without spaces; null in sterling.</param>
/// <param name="Bic">Of its bank; null in sterling.</param>
public sealed record BankAccount(string? Name, string? SortCode, string? Number, string? Iban, string? Bic)
{
    /// <summary>No account.</summary>
    public static BankAccount None { get; } = new(null, null, null, null, null);

    /// <summary>Whether it names one.</summary>
    public bool IsNamed => Name is not null;

    /// <summary>What an invoice in a currency names of it; nothing where it has no way for that currency.</summary>
    public BankAccount For(string currency) =>
        currency == ExchangeRate.Sterling && SortCode is not null ? this with { Iban = null, Bic = null }
        : Iban is not null ? this with { SortCode = null, Number = null }
        : None;
}
