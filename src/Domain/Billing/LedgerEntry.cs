using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;

namespace Franchise.Domain.Billing;

/// <summary>An account of an organisation's ledger.</summary>
public enum Account
{
    /// <summary>What the organisation owes.</summary>
    Receivable,

    /// <summary>What is earned.</summary>
    Revenue,

    /// <summary>What is invoiced and not earned yet.</summary>
    DeferredRevenue,

    /// <summary>VAT owed to the tax office.</summary>
    Vat,

    /// <summary>Money that came in.</summary>
    Cash,

    /// <summary>Money that the organisation has with Cohort 4 and that pays no invoice yet.</summary>
    Credit,

    /// <summary>What is given up.</summary>
    BadDebt,
}

/// <summary>
/// One line of the double-entry ledger. Lines are only added, several at once, and those of one posting sum to nothing; the database checks it when
/// the transaction commits.
/// </summary>
[IdPrefix("led")]
public sealed class LedgerEntry : ITenantOwned, IPlatformOwned, IAppendOnly
{
    private LedgerEntry() { }

    internal LedgerEntry(Posting posting, Account account, long amount, DateOnly on)
    {
        (Id, TenantId, PostingId) = (Id<LedgerEntry>.New(posting.Now), posting.Organisation, posting.Id);
        (Account, Amount, Currency, On, Document, At) = (account, amount, posting.Currency, on, posting.Document, posting.Now);
    }

    /// <summary>Its id.</summary>
    public Id<LedgerEntry> Id { get; private set; }

    /// <inheritdoc/>
    public Id<Organisation> TenantId { get; private set; }

    /// <summary>What was posted together.</summary>
    public Guid PostingId { get; private set; }

    /// <summary>The account.</summary>
    public Account Account { get; private set; }

    /// <summary>Minor units: above nothing is a debit, below a credit.</summary>
    public long Amount { get; private set; }

    /// <summary>ISO 4217.</summary>
    public string Currency { get; private set; } = "";

    /// <summary>The day from which it counts. Revenue of months to come is posted with the invoice, each month under its own last day.</summary>
    public DateOnly On { get; private set; }

    /// <summary>The shown id of the invoice, credit note or payment.</summary>
    public string Document { get; private set; } = "";

    /// <summary>When it was posted.</summary>
    public DateTimeOffset At { get; private set; }
}

/// <summary>What is posted together for one document.</summary>
/// <param name="organisation">Whose ledger.</param>
/// <param name="currency">ISO 4217.</param>
/// <param name="on">The day.</param>
/// <param name="document">The shown id of the invoice, credit note or payment.</param>
/// <param name="now">When.</param>
public sealed class Posting(Id<Organisation> organisation, string currency, DateOnly on, string document, DateTimeOffset now)
{
    private readonly List<LedgerEntry> entries = [];

    internal Guid Id { get; } = Guid.CreateVersion7(now);
    internal Id<Organisation> Organisation => organisation;
    internal string Currency => currency;
    internal string Document => document;
    internal DateTimeOffset Now => now;

    /// <summary>Debits one account and credits another, so that a posting always sums to nothing.</summary>
    public Posting Move(long amount, Account debit, Account credit, DateOnly? from = null)
    {
        if (amount == 0)
            return this;
        entries.Add(new(this, debit, amount, from ?? on));
        entries.Add(new(this, credit, -amount, from ?? on));
        return this;
    }

    /// <summary>What is to be added.</summary>
    public IReadOnlyList<LedgerEntry> Entries => entries;

    internal Posting Revenue(long net, Term? period, bool back = false)
    {
        if (period is not { } days)
            return back ? Move(net, Account.Revenue, Account.Receivable) : Move(net, Account.Receivable, Account.Revenue);
        _ = back ? Move(net, Account.DeferredRevenue, Account.Receivable) : Move(net, Account.Receivable, Account.DeferredRevenue);
        foreach (var (month, amount) in Earned.ByMonth(net, days))
        {
            // What should have been earned before today is earned today.
            var day = month < on ? on : month;
            _ = back ? Move(amount, Account.Revenue, Account.DeferredRevenue, day) : Move(amount, Account.DeferredRevenue, Account.Revenue, day);
        }
        return this;
    }
}

/// <summary>When what is paid in advance is earned.</summary>
public static class Earned
{
    /// <summary>Divides an amount over the months of a period by their days; each part counts from the month's last day within it.</summary>
    public static IReadOnlyList<(DateOnly On, long Amount)> ByMonth(long amount, Term period)
    {
        List<Term> months = [];
        for (var first = period.First; first <= period.Last; first = months[^1].Last.AddDays(1))
        {
            var last = new DateOnly(first.Year, first.Month, DateTime.DaysInMonth(first.Year, first.Month));
            months.Add(new(first, last < period.Last ? last : period.Last));
        }
        var parts = Rounding.Split(amount, [.. months.Select(m => (long)m.Days)]);
        return [.. months.Select((m, i) => (m.Last, parts[i]))];
    }
}
