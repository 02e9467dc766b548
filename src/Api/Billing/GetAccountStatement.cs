using System.ComponentModel;
using Franchise.Api.Http;
using Franchise.Domain.Billing;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Franchise.Api.Billing;

/// <summary>What an organisation owed and paid between two days, and where that leaves it: read from the ledger.</summary>
internal static class GetAccountStatement
{
    /// <param name="OrganisationId">The organisation.</param>
    /// <param name="From">The first day.</param>
    /// <param name="Until">The last day, inclusive.</param>
    /// <param name="Opening">What was owed before the first day; below nothing where it had credit.</param>
    /// <param name="Entries">What changed it, in order.</param>
    /// <param name="Closing">What is owed after the last day.</param>
    public sealed record View(Id<Organisation> OrganisationId, DateOnly From, DateOnly Until, Money Opening, IReadOnlyList<Entry> Entries, Money Closing)
    {
        public static View Example =>
            new(
                ExampleOf.Id<Organisation>(), new(2027, 3, 1), new(2027, 3, 31), new(0, "GBP"),
                [new(new(2027, 3, 4), "ivc_06ay4xhhx1ddw3sta9kcbhw2p1", 540_000, 540_000), new(new(2027, 3, 20), "pay_06ay4xhhx1ddw3sta9kcbhw2p1", -540_000, 0)], new(0, "GBP"));
    }

    /// <param name="On">The day.</param>
    /// <param name="Document">The id of the invoice, credit note or payment.</param>
    /// <param name="Amount">By how much it changed what is owed, in minor units.</param>
    /// <param name="Balance">What is owed after it.</param>
    public sealed record Entry(DateOnly On, string Document, long Amount, long Balance);

    public static async Task<View> Handle(
        Id<Organisation> id,
        [Description("The first day; a year before the last where it is left out.")] DateOnly? from,
        [Description("The last day, inclusive; at most two years after the first. Today where it is left out.")] DateOnly? until,
        FranchiseDb db,
        TimeProvider clock,
        CancellationToken ct)
    {
        var (organisation, time) = await Invoices.Organisation(db, id, clock, ct);
        var (first, last) = Days.Of(from, until, time.Today);
        // What is owed and what is credit: moving one to the other changes nothing for the organisation.
        var changes = await db.Set<LedgerEntry>()
            .Where(e => e.TenantId == id && e.Currency == organisation.Currency && e.On <= last && (e.Account == Account.Receivable || e.Account == Account.Credit))
            .GroupBy(e => new { e.PostingId, e.On, e.Document })
            .Select(g => new { g.Key.PostingId, g.Key.On, g.Key.Document, Amount = g.Sum(e => e.Amount) })
            .Where(c => c.Amount != 0)
            .ToListAsync(ct);
        var opening = changes.Where(c => c.On < first).Sum(c => c.Amount);
        var balance = opening;
        List<Entry> entries = [];
        foreach (var change in changes.Where(c => c.On >= first).OrderBy(c => c.On).ThenBy(c => c.PostingId))
            entries.Add(new(change.On, change.Document, change.Amount, balance += change.Amount));
        return new(id, first, last, new(opening, organisation.Currency), entries, new(balance, organisation.Currency));
    }
}
