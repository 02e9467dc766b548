using Franchise.Domain.Billing;
using Franchise.Domain.Licensing;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Franchise.Infrastructure.Billing;

/// <summary>An invoice with whose it is.</summary>
/// <param name="Invoice">The invoice with its lines.</param>
/// <param name="Organisation">The organisation.</param>
/// <param name="Time">Its own time.</param>
public sealed record InvoiceOnFile(Invoice Invoice, Organisation Organisation, OwnTime Time);

/// <summary>How invoices are read, issued and credited, by routes and sweeps alike. All of it inside the transaction that is open.</summary>
public static class InvoicesOnFile
{
    /// <summary>An invoice; null where the session may know of none by that id.</summary>
    public static async Task<InvoiceOnFile?> FindAsync(FranchiseDb db, Id<Invoice> id, DateTimeOffset now, CancellationToken ct)
    {
        var invoice = await db.Set<Invoice>().Include(i => i.Lines.OrderBy(l => l.Position)).SingleOrDefaultAsync(i => i.Id == id, ct);
        if (invoice is null)
            return null;
        var organisation = await db.Set<Organisation>().AsNoTracking().SingleAsync(o => o.TenantId == invoice.TenantId, ct);
        return new(invoice, organisation, OwnTime.Of(organisation, now));
    }

    /// <summary>The same with its row locked until the transaction ends.</summary>
    public static async Task<InvoiceOnFile?> LockAsync(FranchiseDb db, Id<Invoice> id, DateTimeOffset now, CancellationToken ct)
    {
        await db.Database.SqlQuery<Guid>($"""SELECT id AS "Value" FROM franchise.invoices WHERE id = {id.Value} FOR UPDATE""").ToListAsync(ct);
        return await FindAsync(db, id, now, ct);
    }

    /// <summary>Several with their lines, their rows locked in the order of their ids until the transaction ends.</summary>
    public static async Task<List<Invoice>> LockAsync(FranchiseDb db, IReadOnlyList<Id<Invoice>> ids, CancellationToken ct)
    {
        Guid[] locked = [.. ids.Select(i => i.Value)];
        await db.Database.SqlQuery<Guid>($"""SELECT id AS "Value" FROM franchise.invoices WHERE id = ANY ({locked}) ORDER BY id FOR UPDATE""").ToListAsync(ct);
        return await db.Set<Invoice>().Include(i => i.Lines.OrderBy(l => l.Position)).Where(i => ids.Contains(i.Id)).OrderBy(i => i.Id).ToListAsync(ct);
    }

    /// <summary>Of invoices that are owed again, those for which a bank is asked still are being collected as before: nobody is reminded of them meanwhile.</summary>
    public static async Task StillAtBankAsync(FranchiseDb db, IReadOnlyList<Invoice> reopened, CancellationToken ct)
    {
        Id<Invoice>[] owed = [.. reopened.Where(i => i.Status == InvoiceStatus.Finalised).Select(i => i.Id)];
        var asked = await db.Set<Collection>().Where(c => owed.Contains(c.InvoiceId) && c.Status == CollectionStatus.Processing).Select(c => c.InvoiceId).ToListAsync(ct);
        foreach (var invoice in reopened.Where(i => asked.Contains(i.Id)))
            invoice.BeginCollection();
    }

    /// <summary>How an organisation is billed; the usual terms where nothing is written.</summary>
    public static async Task<BillingProfile> ProfileAsync(FranchiseDb db, Id<Organisation> organisation, CancellationToken ct) =>
        await db.Set<BillingProfile>().Include(p => p.Concessions).SingleOrDefaultAsync(p => p.TenantId == organisation, ct) ?? new(organisation);

    /// <summary>The price of a package in force on a day; null where there is none.</summary>
    public static Task<PriceVersion?> PriceAsync(FranchiseDb db, string package, string currency, DateOnly on, CancellationToken ct) =>
        db.Set<PriceVersion>()
            .AsNoTracking()
            .Include(p => p.Items)
            .Where(p => p.Package == package && p.Currency == currency && p.Status == PriceStatus.Published && p.From <= on)
            .OrderByDescending(p => p.From)
            .FirstOrDefaultAsync(ct);

    /// <summary>The licence under which an organisation works: of those that run the latest. Null where none does.</summary>
    public static Task<Licence?> RunningLicenceAsync(FranchiseDb db, Id<Organisation> organisation, CancellationToken ct) =>
        db.Set<Licence>()
            .AsNoTracking()
            .Where(l => l.TenantId == organisation && (l.Status == LicenceStatus.Active || l.Status == LicenceStatus.Grace || l.Status == LicenceStatus.TeachOut))
            .OrderByDescending(l => l.Id)
            .FirstOrDefaultAsync(ct);

    /// <summary>What credit notes have left of the line that charges a fee; null where it stands on no invoice.</summary>
    public static async Task<long?> LeftAsync(FranchiseDb db, Fee fee, CancellationToken ct)
    {
        var (tenant, invoice, id) = (fee.TenantId, fee.InvoiceId, fee.Id);
        var line = await db.Set<InvoiceLine>()
            .Where(l => l.TenantId == tenant && l.InvoiceId == invoice && l.FeeId == id)
            .Select(l => new { l.Id, l.Net })
            .SingleOrDefaultAsync(ct);
        return line is null ? null : line.Net - await db.Set<CreditNoteLine>().Where(l => l.TenantId == tenant && l.InvoiceLineId == line.Id).SumAsync(l => l.Net, ct);
    }

    /// <summary>The exchange rate of a currency in force on a day: of those that begin last, the one entered last. Null in sterling, and where there is none.</summary>
    public static async Task<ExchangeRate?> RateAsync(FranchiseDb db, string currency, DateOnly on, CancellationToken ct) =>
        currency == ExchangeRate.Sterling
            ? null
            : await db.Set<ExchangeRate>()
                .AsNoTracking()
                .Where(r => r.Currency == currency && r.From <= on)
                .OrderByDescending(r => r.From)
                .ThenByDescending(r => r.Id)
                .FirstOrDefaultAsync(ct);

    /// <summary>Between whom and by what rules an invoice in a currency is made today.</summary>
    public static async Task<InvoiceRules> RulesAsync(
        FranchiseDb db, BillingSettings settings, Organisation organisation, BillingProfile profile, string currency, DateOnly today, CancellationToken ct) =>
        settings.RulesFor(organisation, profile) with { Rate = await RateAsync(db, currency, today, ct) };

    /// <summary>Brings a draft up to date; it may come to wait for approval. Saves.</summary>
    /// <exception cref="Refusal"><c>invoice_state_forbids</c>.</exception>
    public static async Task<InvoiceRules> RefreshAsync(FranchiseDb db, InvoiceOnFile at, BillingSettings settings, CancellationToken ct)
    {
        var profile = await ProfileAsync(db, at.Organisation.TenantId, ct);
        var rules = await RulesAsync(db, settings, at.Organisation, profile, at.Invoice.Currency, at.Time.Today, ct);
        at.Invoice.Refresh(rules, at.Time);
        await SaveAsync(db, ct);
        return rules;
    }

    /// <summary>Issues a draft: takes its number and posts it. Saves.</summary>
    /// <exception cref="Refusal"><c>invoice_state_forbids</c>, <c>approval_needed</c>, <c>exchange_rate_missing</c>.</exception>
    public static async Task FinaliseAsync(FranchiseDb db, InvoiceOnFile at, BillingSettings settings, CancellationToken ct)
    {
        // The lines are written while it has no number yet: with one, the database lets nobody touch them.
        var rules = await RefreshAsync(db, at, settings, ct);
        at.Invoice.DemandFinalisable();
        db.AddRange(at.Invoice.Finalise(await DocumentCounter.NextInvoiceAsync(db, at.Organisation, at.Time.Today, ct), rules, at.Time).Entries);
        await SaveAsync(db, ct);
    }

    /// <summary>
    /// Issues several drafts that are up to date and saved: their numbers are taken together, in the order in which they stand here. What it adds and changes is saved
    /// by the caller.
    /// </summary>
    /// <exception cref="Refusal"><c>invoice_state_forbids</c>, <c>approval_needed</c>, <c>exchange_rate_missing</c>.</exception>
    public static async Task FinaliseAsync(FranchiseDb db, IReadOnlyList<InvoiceOnFile> all, Func<InvoiceOnFile, InvoiceRules> rules, CancellationToken ct)
    {
        foreach (var at in all)
            at.Invoice.DemandFinalisable();
        // Series in one order for all who take several.
        foreach (var series in all.GroupBy(a => (a.Organisation.IsSandbox, a.Time.Today.Year)).OrderBy(g => g.Key))
        {
            var numbers = await DocumentCounter.NextInvoicesAsync(db, series.First().Organisation, series.First().Time.Today, series.Count(), ct);
            foreach (var (at, number) in series.Zip(numbers))
                db.AddRange(at.Invoice.Finalise(number, rules(at), at.Time).Entries);
        }
    }

    /// <summary>
    /// Takes the number of a credit note, and locks what it touches but dunning's turn and licences: for who locks those before it credits.
    /// </summary>
    /// <exception cref="Refusal"><c>invoice_state_forbids</c>.</exception>
    public static async Task<string> NumberCreditAsync(FranchiseDb db, InvoiceOnFile at, CancellationToken ct)
    {
        at.Invoice.DemandCreditable();
        var number = await DocumentCounter.NextCreditNoteAsync(db, at.Organisation, at.Time.Today, ct);
        await LockPaymentsAsync(db, at.Invoice.Id, ct);
        return number;
    }

    /// <summary>Credits lines of an issued invoice; what was paid and is no longer owed becomes credit. Saves.</summary>
    /// <exception cref="Refusal"><c>invoice_state_forbids</c>, <c>credit_too_large</c>, <c>validation_failed</c>.</exception>
    public static async Task<CreditNote> CreditAsync(
        FranchiseDb db, InvoiceOnFile at, string reason, IReadOnlyList<LineCredit>? credits, CancellationToken ct, string? number = null)
    {
        number ??= await NumberCreditAsync(db, at, ct);
        var id = at.Invoice.Id;
        var before = await db.Set<CreditNote>().AsNoTracking().Where(n => n.InvoiceId == id).SelectMany(n => n.Lines).ToListAsync(ct);
        credits ??=
        [
            .. at.Invoice.Lines
                .Select(l => new LineCredit(l.Id, l.Net - before.Where(b => b.InvoiceLineId == l.Id).Sum(b => b.Net)))
                .Where(c => c.Net > 0),
        ];
        var (note, posting) = at.Invoice.Credit(number, reason, credits, before, at.Time);
        db.Add(note);
        db.AddRange(posting.Entries);
        foreach (var payment in await PaymentsOfAsync(db, id, ct))
        {
            if (at.Invoice.Outstanding >= 0)
                break;
            db.AddRange(payment.Release(at.Invoice, at.Time).Entries);
        }
        await DunningOnFile.ClearAsync(db, at.Organisation.TenantId, at.Time, ct);
        await SaveAsync(db, ct);
        return note;
    }

    // The latest first: it is the one that was too much. Their rows are locked in one order by all who lock several.
    private static async Task<List<Payment>> PaymentsOfAsync(FranchiseDb db, Id<Invoice> invoice, CancellationToken ct)
    {
        await LockPaymentsAsync(db, invoice, ct);
        return await db.Set<Payment>().Include(p => p.Allocations).Where(p => p.Allocations.Any(a => a.InvoiceId == invoice)).OrderByDescending(p => p.Id).ToListAsync(ct);
    }

    private static async Task LockPaymentsAsync(FranchiseDb db, Id<Invoice> invoice, CancellationToken ct) =>
        await db.Database.SqlQuery<Guid>(
            $"""
            SELECT p.id AS "Value" FROM franchise.payments p
            WHERE p.id IN (SELECT a.payment_id FROM franchise.allocations a WHERE a.invoice_id = {invoice.Value}) ORDER BY p.id FOR UPDATE
            """).ToListAsync(ct);

    // A sweep looks for changes once a batch; what is saved in between must be looked for here.
    private static Task SaveAsync(FranchiseDb db, CancellationToken ct)
    {
        db.ChangeTracker.DetectChanges();
        return db.SaveChangesAsync(ct);
    }
}
