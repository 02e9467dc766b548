using Franchise.Domain.Billing;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Franchise.Api.Billing;

/// <summary>What sort of thing changed an account.</summary>
internal enum StatementEntryKind
{
    /// <summary>An invoice was issued.</summary>
    Invoice,

    /// <summary>A credit note was issued.</summary>
    CreditNote,

    /// <summary>Money came in, or went back.</summary>
    Payment,

    /// <summary>What is owed was given up; above nothing where some of it came in all the same.</summary>
    WriteOff,
}

/// <summary>Something that changed what is owed.</summary>
/// <param name="On">The day: of a payment, the one on which it came in.</param>
/// <param name="Kind">What sort.</param>
/// <param name="Document">The id of the invoice, credit note or payment.</param>
/// <param name="Number">The number of the invoice or credit note; of a payment, what the payer or the cheque says.</param>
/// <param name="Amount">By how much it changed what is owed, in minor units.</param>
/// <param name="Balance">What is owed after it.</param>
internal sealed record StatementEntry(DateOnly On, StatementEntryKind Kind, string Document, string? Number, long Amount, long Balance);

/// <summary>What was owed and paid in one currency.</summary>
/// <param name="Currency">ISO 4217.</param>
/// <param name="Opening">What was owed before the first day; below nothing where there was credit.</param>
/// <param name="Entries">What changed it, in order.</param>
/// <param name="Closing">What is owed after the last day.</param>
internal sealed record StatementAccount(string Currency, Money Opening, IReadOnlyList<StatementEntry> Entries, Money Closing);

/// <summary>How statements of account are read from the ledger.</summary>
internal static class AccountStatements
{
    /// <summary>An organisation's accounts until a day: its own currency first, and every other that was ever moved.</summary>
    public static async Task<IReadOnlyList<StatementAccount>> Of(FranchiseDb db, Organisation organisation, Term days, CancellationToken ct)
    {
        var id = organisation.TenantId;
        // What is owed and what is credit: moving one to the other changes nothing for the organisation. What is given up is not owed, and is shown as what it is.
        var postings = await db.Set<LedgerEntry>()
            .Where(e => e.TenantId == id && (e.Account == Account.Receivable || e.Account == Account.Credit || e.Account == Account.BadDebt))
            .GroupBy(e => new { e.PostingId, e.On, e.Document, e.Currency })
            .Select(g => new
            {
                g.Key.PostingId,
                g.Key.On,
                g.Key.Document,
                g.Key.Currency,
                At = g.Min(e => e.At),
                Amount = g.Sum(e => e.Account == Account.BadDebt ? 0 : e.Amount),
                GivenUp = g.Sum(e => e.Account == Account.BadDebt ? e.Amount : 0),
            })
            .ToListAsync(ct);
        var papers = await Papers(db, id, ct);
        HashSet<string> begun = new(StringComparer.Ordinal);
        List<(string Currency, StatementEntry Entry)> entries = [];
        // What is posted at one moment has no order of its own: money comes in before it brings back what was given up.
        foreach (var p in postings.OrderBy(p => p.At).ThenBy(p => p.GivenUp != 0).ThenBy(p => p.PostingId))
        {
            var paper = papers.GetValueOrDefault(p.Document);
            // Recorded later, it came in earlier; what is done about it afterwards counts from its own day.
            var on = p is { Amount: < 0, GivenUp: 0 } && paper?.ReceivedOn is { } received && begun.Add(p.Document) ? received : p.On;
            if (p.GivenUp != 0)
                entries.Add((p.Currency, new(on, StatementEntryKind.WriteOff, p.Document, paper?.Number, -p.GivenUp, 0)));
            if (p.Amount + p.GivenUp is not 0 and var amount)
                entries.Add((p.Currency, new(on, paper?.Kind ?? StatementEntryKind.Payment, p.Document, paper?.Number, amount, 0)));
        }
        return
        [
            .. entries.Select(e => e.Currency).Append(organisation.Currency).Distinct()
                .OrderBy(c => c != organisation.Currency).ThenBy(c => c, StringComparer.Ordinal)
                .Select(c => InCurrency(c, days, entries.Where(e => e.Currency == c && e.Entry.On <= days.Last).Select(e => e.Entry))),
        ];
    }

    private static StatementAccount InCurrency(string currency, Term days, IEnumerable<StatementEntry> entries)
    {
        // A stable order: of one day, as they were posted.
        var all = entries.OrderBy(e => e.On).ToList();
        var opening = all.Where(e => e.On < days.First).Sum(e => e.Amount);
        var balance = opening;
        List<StatementEntry> shown = [.. all.Where(e => e.On >= days.First).Select(e => e with { Balance = balance += e.Amount })];
        return new(currency, new(opening, currency), shown, new(balance, currency));
    }

    private static async Task<Dictionary<string, Paper>> Papers(FranchiseDb db, Id<Organisation> id, CancellationToken ct)
    {
        var invoices = await db.Set<Invoice>().Where(i => i.TenantId == id && i.Number != null).Select(i => new { i.Id, i.Number }).ToListAsync(ct);
        var notes = await db.Set<CreditNote>().Where(n => n.TenantId == id).Select(n => new { n.Id, n.Number }).ToListAsync(ct);
        var payments = await db.Set<Payment>().Where(p => p.TenantId == id).Select(p => new { p.Id, p.Reference, p.ReceivedOn }).ToListAsync(ct);
        return invoices.Select(i => KeyValuePair.Create(i.Id.ToString(), new Paper(StatementEntryKind.Invoice, i.Number!, null)))
            .Concat(notes.Select(n => KeyValuePair.Create(n.Id.ToString(), new Paper(StatementEntryKind.CreditNote, n.Number, null))))
            .Concat(payments.Select(p => KeyValuePair.Create(p.Id.ToString(), new Paper(StatementEntryKind.Payment, p.Reference, p.ReceivedOn))))
            .ToDictionary(StringComparer.Ordinal);
    }

    private sealed record Paper(StatementEntryKind Kind, string Number, DateOnly? ReceivedOn);
}
