using System.Text.RegularExpressions;
using Franchise.Domain.Identity;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;

namespace Franchise.Domain.Billing;

/// <summary>A line of a bank statement as it was read.</summary>
/// <param name="On">The day of booking.</param>
/// <param name="Amount">Minor units; above nothing came in.</param>
/// <param name="Reference">What the payer wrote.</param>
public sealed record StatementLine(DateOnly On, long Amount, string Reference);

/// <summary>One import of a statement of Cohort 4's account. The same file is imported once; of files that overlap, each line is.</summary>
[IdPrefix("bki")]
public sealed class BankStatement : Aggregate, IPlatformOwned, IHiddenFromTenants
{
    private readonly List<BankLine> lines = [];

    private BankStatement() { }

    /// <summary>Imports what came in.</summary>
    /// <param name="sha256">Of the whole file.</param>
    /// <param name="currency">The account's.</param>
    /// <param name="read">Its lines.</param>
    /// <param name="known">Marks of the lines imported before.</param>
    /// <param name="now">When.</param>
    public BankStatement(string sha256, string currency, IReadOnlyList<StatementLine> read, IReadOnlySet<string> known, DateTimeOffset now)
    {
        IsNew();
        (Id, Sha256, Currency, ImportedAt) = (Id<BankStatement>.New(now), sha256, currency, now);
        foreach (var (line, mark) in Marked(currency, read))
            if (line.Amount > 0 && !known.Contains(mark))
                lines.Add(new(this, line, mark));
        (Outgoing, Repeated) = (read.Count(l => l.Amount <= 0), read.Count(l => l.Amount > 0) - lines.Count);
        Raise("bank_statement.imported", Id.ToString(), ("lines", lines.Count), ("repeated", Repeated));
    }

    /// <summary>Its id.</summary>
    public Id<BankStatement> Id { get; private set; }

    /// <inheritdoc/>
    public override Id<Organisation> Owner => Organisation.FranchisorId;

    /// <summary>Of the whole file.</summary>
    public string Sha256 { get; private set; } = "";

    /// <summary>ISO 4217.</summary>
    public string Currency { get; private set; } = "";

    /// <summary>When.</summary>
    public DateTimeOffset ImportedAt { get; private set; }

    /// <summary>How many lines did not come in, and are passed over.</summary>
    public int Outgoing { get; private set; }

    /// <summary>How many lines were imported before.</summary>
    public int Repeated { get; private set; }

    /// <summary>What came in.</summary>
    public IReadOnlyList<BankLine> Lines => lines;

    /// <summary>
    /// Each line with a mark by which it is known again. Two alike on one day are told apart by their order: a statement holds the whole of a day.
    /// </summary>
    public static IEnumerable<(StatementLine Line, string Mark)> Marked(string currency, IEnumerable<StatementLine> lines) =>
        lines
            .GroupBy(l => l)
            .SelectMany(same => same.Select((line, i) => (line, Hash($"{currency}|{line.On:O}|{line.Amount}|{line.Reference}|{i}"))));

    private static string Hash(string text) => Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(text)));
}

/// <summary>How far a line has come.</summary>
public enum BankLineStatus
{
    /// <summary>Somebody is to look at it.</summary>
    Open,

    /// <summary>It is a payment.</summary>
    Matched,

    /// <summary>It is no organisation's payment.</summary>
    Ignored,
}

/// <summary>Money that came in on Cohort 4's account. Only Cohort 4 sees it; the payment that comes of it is the organisation's.</summary>
[IdPrefix("bkl")]
public sealed class BankLine : Aggregate, IPlatformOwned, IHiddenFromTenants
{
    private static readonly Regex number = new("\\b(?<series>C4|TEST)[ -]?(?<year>[0-9]{4})[ -]?(?<number>[0-9]{6,})\\b", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    private BankLine() { }

    internal BankLine(BankStatement statement, StatementLine line, string mark)
    {
        IsNew();
        (Id, StatementId, Currency, Mark) = (Id<BankLine>.New(statement.ImportedAt), statement.Id, statement.Currency, mark);
        (On, Amount, Reference) = (line.On, line.Amount, line.Reference);
    }

    /// <summary>Its id.</summary>
    public Id<BankLine> Id { get; private set; }

    /// <inheritdoc/>
    public override Id<Organisation> Owner => Organisation.FranchisorId;

    /// <summary>The import.</summary>
    public Id<BankStatement> StatementId { get; private set; }

    /// <summary>By which it is known again in another file.</summary>
    public string Mark { get; private set; } = "";

    /// <summary>The day of booking.</summary>
    public DateOnly On { get; private set; }

    /// <summary>Minor units.</summary>
    public long Amount { get; private set; }

    /// <summary>ISO 4217.</summary>
    public string Currency { get; private set; } = "";

    /// <summary>What the payer wrote.</summary>
    public string Reference { get; private set; } = "";

    /// <summary>How far it has come.</summary>
    public BankLineStatus Status { get; private set; }

    /// <summary>The payment; null where there is none.</summary>
    public Id<Payment>? PaymentId { get; private set; }

    /// <summary>Who saw to it; null while it is open.</summary>
    public string? SettledBy { get; private set; }

    /// <summary>The numbers of invoices that its reference names, as they are written on invoices.</summary>
    public IReadOnlyList<string> Numbers => NumbersIn(Reference);

    /// <summary>The numbers of invoices in a text, however they are spaced.</summary>
    public static IReadOnlyList<string> NumbersIn(string text) =>
        [.. number.Matches(text).Select(m => $"{m.Groups["series"].Value.ToUpperInvariant()}-{m.Groups["year"].Value}-{m.Groups["number"].Value}").Distinct()];

    /// <summary>Why it did not become the payment that it seems to be; null where nothing speaks for one.</summary>
    public string? OpenBecause { get; private set; }

    /// <summary>Whether it pays exactly this invoice and nothing else: reference, amount and currency agree.</summary>
    public bool Pays(Invoice invoice) =>
        Numbers is [var only] && only == invoice.Number && invoice.Status == InvoiceStatus.Finalised && invoice.Currency == Currency && invoice.Outstanding == Amount;

    /// <summary>It looks like the payment of an invoice and is none by itself: somebody is to look at it, and is told why.</summary>
    public void LeaveOpen(string because) => OpenBecause = because.Length > 200 ? because[..200] : because;

    /// <summary>The payment that it had become was reversed: it waits for somebody again.</summary>
    public void Reopen(string because)
    {
        if (Status != BankLineStatus.Matched)
            return;
        (Status, PaymentId, SettledBy) = (BankLineStatus.Open, null, null);
        LeaveOpen(because);
        Raise("bank_line.reopened", Id.ToString());
    }

    /// <summary>It is this payment.</summary>
    /// <exception cref="Refusal"><c>bank_line_settled</c>.</exception>
    public void Match(Payment payment, Actor actor)
    {
        DemandOpen();
        (Status, PaymentId, SettledBy, OpenBecause) = (BankLineStatus.Matched, payment.Id, actor.Subject, null);
        Raise("bank_line.matched", Id.ToString(), ("paymentId", payment.Id.ToString()));
    }

    /// <summary>It is no organisation's payment.</summary>
    /// <exception cref="Refusal"><c>bank_line_settled</c>.</exception>
    public void Ignore(Actor actor)
    {
        DemandOpen();
        (Status, SettledBy, OpenBecause) = (BankLineStatus.Ignored, actor.Subject, null);
        Raise("bank_line.ignored", Id.ToString());
    }

    /// <summary>Refuses where somebody has seen to it.</summary>
    /// <exception cref="Refusal"><c>bank_line_settled</c>.</exception>
    public void DemandOpen()
    {
        if (Status != BankLineStatus.Open)
            throw Refusal.Conflict(BillingCodes.BankLineSettled, "Somebody has seen to this line.", "Read it again.");
    }
}
