using Franchise.Api.Billing;
using Franchise.Api.Http;
using Franchise.Domain.Billing;
using Franchise.Domain.Identity;
using Franchise.Domain.Licensing;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Billing;
using Franchise.Infrastructure.Persistence;
using Franchise.Infrastructure.Tenancy;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Franchise.Api.Tests.Simulation;

/// <summary>What people do about invoices, through the program's own use cases.</summary>
internal sealed partial class OrganisationYears
{
    private readonly List<string> rows = [];
    private readonly List<Id<BankStatement>> statements = [];

    private async Task PayAsync()
    {
        if (Any(oracle.Bills.Where(b => b.Outstanding > 0).ToList()) is not { } bill)
            return;
        await PayAsync(bill, Pick(4) switch { 0 => 1 + Pick((int)Math.Min(bill.Outstanding, int.MaxValue)), 1 => bill.Outstanding + Pick(5_000), _ => bill.Outstanding });
    }

    private async Task PayAllAsync()
    {
        foreach (var bill in oracle.Bills.Where(b => b is { IsOwed: true, IsProcessing: false, IsDisputed: false }).ToList())
            await PayAsync(bill, bill.Outstanding);
    }

    private async Task PayAsync(Oracle.Bill bill, long amount)
    {
        await OnAsync(bill, $"pay {amount} of {bill.Outstanding}", (db, invoice) =>
            RecordPayment.Handle(new(Organisation, PaymentMethod.BankTransfer, new(amount, organisation.Currency), Today, "Transfer", invoice.Id), db, clock, default));
        oracle.Pay(bill, amount, Today);
    }

    /// <summary>A statement is imported, most often of lines of which one names an invoice, and again with what came before; or a line that is open is seen to.</summary>
    private async Task ReadStatementAsync()
    {
        var owed = oracle.Bills.Where(b => b.IsOwed).ToList();
        // What came in more than two years ago is recorded no more.
        if (Any(oracle.Lines.Where(l => l.Status == "open" && l.On > Today.AddYears(-2)).ToList()) is { } open && !Chance(3))
        {
            await SeeToAsync(open, Any(owed));
            return;
        }
        if (Any(owed) is not { } bill)
            return;
        // Of a sandbox, whose clock can be moved, a statement pays nothing; most often it counts as one in earnest for as long as the import takes.
        var (inEarnest, named) = (!Chance(4), !Chance(4));
        var line = new Oracle.Line { Reference = "", On = Today, Amount = Chance(3) ? 1 + Pick((int)Math.Min(bill.Outstanding, int.MaxValue)) : bill.Outstanding };
        var number = (await ReadAsync(db => InvoiceOf(db, bill))).Number;
        var csv = "";
        await DoAsync($"import a statement with {line.Amount} of {bill.Outstanding} for {(named ? "" : "no")} {bill.Kind} of {bill.First:O}{(inEarnest ? "" : ", as a sandbox")}", async (db, time) =>
        {
            line = new() { Reference = $"{packages[0]} {oracle.Lines.Count} {(named ? number : "")}".TrimEnd(), On = time.Today, Amount = line.Amount };
            rows.Add($"{time.Today:O},{line.Amount / 100}.{line.Amount % 100:00},{line.Reference}");
            csv = string.Join('\n', ["date,amount,reference", .. rows.TakeLast(1 + Pick(2)), $"{time.Today:O},-1.00,{packages[0]}"]);
            await db.Database.ExecuteSqlAsync($"UPDATE franchise.organisations SET is_sandbox = {!inEarnest} WHERE tenant_id = {Organisation.Value}");
            statements.Add((await ImportBankStatement.Handle(new(organisation.Currency, csv), db, Actor.System, clock, default)).Value.Id);
            await db.Database.ExecuteSqlAsync($"UPDATE franchise.organisations SET is_sandbox = true WHERE tenant_id = {Organisation.Value}");
        }, across: true);
        oracle.Import(line, named ? bill : null, inEarnest, Today);
        if (!Chance(3))
            return;
        var refused = "taken";
        await DoAsync("import it again", async (db, _) =>
        {
            try
            {
                await ImportBankStatement.Handle(new(organisation.Currency, csv), db, Actor.System, clock, default);
            }
            catch (Refusal refusal)
            {
                refused = refusal.Code;
            }
        }, across: true);
        Same("a statement imported twice", ["statement_imported_already"], [refused]);
    }

    private async Task SeeToAsync(Oracle.Line line, Oracle.Bill? bill)
    {
        var (ignores, invoice) = (Chance(5), bill is null ? null : await ReadAsync(db => InvoiceOf(db, bill)));
        await DoAsync($"{(ignores ? "set aside" : "match")} the line of {line.Amount}{(bill is null ? "" : $" with {bill.Outstanding} of {bill.Kind} of {bill.First:O}")}", async (db, _) =>
        {
            var id = (await db.Set<BankLine>().AsNoTracking().SingleAsync(l => statements.Contains(l.StatementId) && l.Reference == line.Reference)).Id;
            if (ignores)
                await IgnoreBankLine.Handle(id, db, Actor.System, default);
            else
                await MatchBankLine.Handle(id, new(Organisation, invoice?.Id), db, Actor.System, clock, default);
        }, across: true);
        if (ignores)
            line.Status = "ignored";
        else
            oracle.Match(line, bill, Today);
    }

    private async Task CreditAsync()
    {
        if (Any(oracle.Bills.Where(b => b.Kind != "usage" && b.Status is "finalised" or "processing" or "paid" or "uncollectible" && b.Net > b.CreditedNet).ToList()) is not { } bill)
            return;
        var left = bill.Net - bill.CreditedNet;
        var net = Chance(3) ? left : 1 + Pick((int)Math.Min(left, int.MaxValue));
        await OnAsync(bill, $"credit {net} of {left}", (db, invoice) =>
            IssueCreditNote.Handle(invoice.Id, new("Agreed.", [new(invoice.Lines[0].Id, net)]), IfMatch.Seen(invoice.Version), db, clock, default));
        oracle.CreditPart(bill, net, Today);
    }

    private async Task ApproveAsync()
    {
        if (Any(oracle.Bills.Where(b => b.Waits && !b.Discarded).ToList()) is not { } bill)
            return;
        await OnAsync(bill, "approve", (db, invoice) => ApproveInvoice.Handle(invoice.Id, Actor.System, settings, IfMatch.Seen(invoice.Version), db, clock, default));
        oracle.Approve(bill, Today);
    }

    private async Task DisputeAsync()
    {
        if (Any(oracle.Bills.Where(b => b.IsDisputed || b.IsOwed).ToList()) is not { } bill)
            return;
        if (bill.IsDisputed)
        {
            await OnAsync(bill, "settle the dispute of", (db, invoice) => SettleDispute.Handle(invoice.Id, IfMatch.Seen(invoice.Version), db, clock, default));
            Oracle.SettleDispute(bill);
        }
        else
        {
            await OnAsync(bill, "dispute", (db, invoice) => DisputeInvoice.Handle(invoice.Id, new("It is wrong."), IfMatch.Seen(invoice.Version), db, clock, default));
            oracle.Dispute(bill);
        }
    }

    private async Task GiveUpAsync()
    {
        if (Any(oracle.Bills.Where(b => b.Status == "finalised").ToList()) is not { } bill)
            return;
        await OnAsync(bill, "give up", (db, invoice) => MarkInvoiceUncollectible.Handle(invoice.Id, IfMatch.Seen(invoice.Version), db, clock, default));
        oracle.GiveUp(bill, Today);
    }

    private async Task HardshipAsync()
    {
        if (oracle.HardshipOn(Today) is { } stands)
        {
            await DoAsync($"hardship is over before {stands.Until:O}", async (db, time) =>
            {
                var dunning = await DunningOnFile.FindAsync(db, Organisation, default);
                await EndHardship.Handle(Organisation, dunning.Hardships.Single(h => h.StandsOn(time.Today)).Id, IfMatch.Seen(dunning.Version), db, clock, default);
            });
            oracle.EndHardship(Today);
            return;
        }
        var until = Today.AddDays(Pick(120));
        await DoAsync($"hardship until {until:O}", async (db, _) =>
        {
            // Looked at elsewhere: a clock that has gone by nothing yet has no version of its own.
            await using var eye = host.GetRequiredService<Doors>().PlatformFor(Organisation, Actor.System);
            var seen = await eye.Set<DunningClock>().AsNoTracking().SingleOrDefaultAsync(c => c.TenantId == Organisation);
            await GrantHardship.Handle(Organisation, new(until, "A grant comes later.", "The treasurer"), IfMatch.Seen(seen?.Version ?? 0), db, Actor.System, clock, default);
        });
        oracle.Spare(until, Today);
    }

    private async Task ChangePackageAsync()
    {
        if (Any(oracle.Agreements.Where(a => a.Terms.Count > 0 && !a.Ended).ToList()) is not { } agreement)
            return;
        var other = 1 - agreement.Package;
        var listed = oracle.ListedOn(other, Today, agreement.Months);
        var price = listed ?? Oracle.FeeOf(packagePrice, agreement.Months);
        var should = oracle.Change(agreement, price, Today);
        var refused = false;
        await DoAsync($"change {agreement.Id} to {packages[other]} at {price}", async (db, _) =>
        {
            var id = Id<Licence>.Parse(agreement.Id, null);
            var version = await db.Set<Licence>().AsNoTracking().Where(l => l.Id == id).Select(l => l.Version).SingleAsync();
            try
            {
                if (should is not null)
                {
                    var preview = await PreviewPackageChange.Handle(id, new(packages[other]), db, clock, default);
                    Same("the preview", [$"{should.Used} {should.Credit} {should.Charge}"], [$"{preview.Used.Amount} {preview.Credit.Amount} {preview.Charge.Amount}"]);
                }
                await ChangeLicencePackage.Handle(id, new(packages[other], should is null ? 0 : should.Charge - should.Credit), IfMatch.Seen(version), db, clock, default);
            }
            catch (Refusal refusal) when (should is null)
            {
                refused = true;
                story.Add($"    {refusal.Code}");
                db.ChangeTracker.Clear();
            }
        }, across: true);
        if (refused != (should is null))
            throw new SimulationFailed($"Another package for {agreement.Id} on {Today:O} was {(refused ? "refused" : "taken")}, and the policy says otherwise.");
        if (should is not null)
            oracle.CarryOut(should, agreement, other, price, listed is not null);
    }

    private async Task LiftDunningAsync()
    {
        if (Any(oracle.Agreements.Where(a => a.Holds.Exists(h => h is { Step: not null, Lifted: null })).ToList()) is not { } agreement)
            return;
        var hold = agreement.Holds.First(h => h is { Step: not null, Lifted: null });
        await DoAsync($"lift a hold of dunning of {agreement.Id} by hand", async (db, time) =>
        {
            var licence = await LicenceAsync(db, agreement.Id);
            licence.LiftHold(licence.Holds.Single(h => h is { ByDunning: true, LiftedOn: null } && (h.Scope == HoldScope.NewCourses) == (hold.Step == 3)).Id, licences[agreement.Id].Policy, time);
        });
        hold.Lifted = Today;
    }

    private Task OnAsync(Oracle.Bill bill, string what, Func<FranchiseDb, Invoice, Task> act) =>
        DoAsync($"{what}: {bill.Kind} of {bill.First:O}, {bill.Licence}", async (db, _) => await act(db, await InvoiceOf(db, bill)));

    private static async Task<Invoice> InvoiceOf(FranchiseDb db, Oracle.Bill bill)
    {
        var (kind, licence) = (Enum.GetValues<InvoiceKind>().Single(k => Word(k) == bill.Kind), bill.Licence is { } text ? Id<Licence>.Parse(text, null) : (Id<Licence>?)null);
        return await db.Set<Invoice>().AsNoTracking().Include(i => i.Lines)
            .SingleAsync(i => i.Kind == kind && i.LicenceId == licence && i.PeriodFirst == bill.First && (i.Status != InvoiceStatus.Void || i.Number != null));
    }
}
