using System.ComponentModel.DataAnnotations;
using System.Security.Cryptography;
using System.Text;
using Franchise.Api.Http;
using Franchise.Domain.Billing;
using Franchise.Domain.Identity;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Billing;
using Franchise.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Franchise.Api.Billing;

/// <summary>
/// Imports a bank statement. A line whose reference names one invoice and whose amount is just what that is owed becomes its payment; every other line
/// waits for somebody to look at it. No line keeps the others from being imported.
/// </summary>
internal static class ImportBankStatement
{
    /// <summary>The largest statement, in letters.</summary>
    public const int Most = 2_000_000;

    /// <param name="Currency">The account's.</param>
    /// <param name="Csv">The statement as a table with the columns date (2026-02-01), amount (-12.30) and reference.</param>
    public sealed record Request([StringLength(3, MinimumLength = 3)] string Currency, [StringLength(Most, MinimumLength = 1)] string Csv)
    {
        public static Request Example => new("GBP", "date,amount,reference\n2026-09-01,540.00,C4-2026-000123\n");
    }

    /// <param name="Id">Its id.</param>
    /// <param name="Matched">Lines that became payments.</param>
    /// <param name="Open">Lines that somebody is to look at.</param>
    /// <param name="Repeated">Lines that were imported before, and are passed over.</param>
    /// <param name="Outgoing">Lines that did not come in, and are passed over.</param>
    public sealed record View(Id<BankStatement> Id, int Matched, int Open, int Repeated, int Outgoing)
    {
        public static View Example => new(ExampleOf.Id<BankStatement>(), 12, 2, 0, 5);
    }

    public static async Task<Created<View>> Handle(Request request, FranchiseDb db, Actor actor, TimeProvider clock, CancellationToken ct)
    {
        new Faults().When(!Money.Currencies.Contains(request.Currency), "/currency", $"This must be one of {string.Join(", ", Money.Currencies)}.").Refuse();
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{request.Currency}\n{request.Csv}")));
        var read = BillingFiles.ReadStatement(request.Csv);
        // One import at a time: what was imported before is known whole.
        await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock(4202, 1)", ct);
        if (await db.Set<BankStatement>().AnyAsync(s => s.Sha256 == hash, ct))
            throw Refusal.Conflict(BillingCodes.StatementImported, "This very statement was imported before.", "Look at its lines; import the next statement.");
        string[] marks = [.. BankStatement.Marked(request.Currency, read).Select(m => m.Mark)];
        var known = await db.Set<BankLine>().Where(l => marks.Contains(l.Mark)).Select(l => l.Mark).ToListAsync(ct);
        var statement = new BankStatement(hash, request.Currency, read, known.ToHashSet(StringComparer.Ordinal), clock.GetUtcNow());
        db.Add(statement);
        await db.SaveChangesAsync(ct);

        var named = await BankLines.Named(db, statement.Lines, ct);
        // All in the order of their ids, before any is paid.
        Id<Invoice>[] ids = [.. statement.Lines.Select(l => named.Find(l.Pays)?.Id).OfType<Id<Invoice>>().Distinct()];
        var locked = (await InvoicesOnFile.LockAsync(db, ids, ct)).ToDictionary(i => i.Number!, StringComparer.Ordinal);
        var matched = 0;
        var paid = new SortedDictionary<Guid, InvoiceOnFile>();
        foreach (var line in statement.Lines)
            if (line.Numbers is [var number] && locked.TryGetValue(number, out var invoice) && line.Pays(invoice))
            {
                var (organisation, time) = await Invoices.Organisation(db, invoice.TenantId, clock, ct);
                if (!Pay(db, line, new(invoice, organisation, time), actor))
                    continue;
                matched++;
                paid[organisation.TenantId.Value] = new(invoice, organisation, time);
            }
        foreach (var at in paid.Values)
            await DunningOnFile.ClearAsync(db, at.Organisation.TenantId, at.Time, ct);
        await db.SaveChangesAsync(ct);
        return new($"/v1/bank-statements/{statement.Id}", new(statement.Id, matched, statement.Lines.Count - matched, statement.Repeated, statement.Outgoing));
    }

    // One that is refused is left to somebody, who is told why.
    private static bool Pay(FranchiseDb db, BankLine line, InvoiceOnFile at, Actor actor)
    {
        if (at.Organisation.IsSandbox)
        {
            line.LeaveOpen("It names an invoice of a sandbox, which real money never pays by itself.");
            return false;
        }
        try
        {
            line.Match(Payments.Take(db, at.Organisation, PaymentMethod.BankTransfer, new(line.Amount, line.Currency), line.On, line.Reference, line, at, at.Time), actor);
            return true;
        }
        catch (Refusal refused)
        {
            line.LeaveOpen(refused.Errors is [var error, ..] ? error.Detail : refused.Message);
            return false;
        }
    }
}
