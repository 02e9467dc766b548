using System.ComponentModel.DataAnnotations;
using Franchise.Api.Http;
using Franchise.Domain.Billing;
using Franchise.Domain.Licensing;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Billing;
using Franchise.Infrastructure.Licensing;
using Franchise.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Franchise.Api.Billing;

/// <summary>Changes a licence's package from today on, at just what the preview says.</summary>
internal static class ChangeLicencePackage
{
    /// <param name="Package">The code of the new package.</param>
    /// <param name="Difference">What the preview says is to be paid more, in minor units; below nothing where something is given back.</param>
    public sealed record Request([StringLength(40)] string Package, [Range(-Money.Most, Money.Most)] long Difference)
    {
        public static Request Example => new("RM3-FULL", 184_000);
    }

    public static async Task<Changed<PreviewPackageChange.View>> Handle(
        Id<Licence> id, Request request, IfMatch ifMatch, FranchiseDb db, TimeProvider clock, CancellationToken ct)
    {
        var seen = await db.Set<Licence>().AsNoTracking().Include(l => l.Terms).SingleOrDefaultAsync(l => l.Id == id && l.Offer != null, ct) ?? throw Refusal.NotFound();
        var (_, time) = await Invoices.Organisation(db, seen.TenantId, clock, ct);
        ifMatch.Demand(seen.Version);
        seen.DemandPackageChangeable(time);
        var change = await PackageChanges.Of(db, seen, request.Package, time.Today, ct);
        DemandAsPreviewed(change, request);
        // The invoice first, then the number and payments, then dunning's turn, then the licence: as everybody who locks several.
        if (change.Charged?.InvoiceId is not { } charged || await InvoicesOnFile.LockAsync(db, charged, clock.GetUtcNow(), ct) is not { Invoice.IsIssued: true } on)
        {
            throw Refusal.Conflict(
                BillingCodes.TermNotInvoiced, "What the term costs is not invoiced yet, so that nothing can be given back of it.", "Issue its invoice first, or wait for it.");
        }
        // Somebody may have changed the package, or credited some of it, just now.
        ifMatch.Demand(await db.Set<Licence>().Where(l => l.Id == id).Select(l => l.Version).SingleAsync(ct));
        change = await PackageChanges.Of(db, seen, request.Package, time.Today, ct);
        DemandAsPreviewed(change, request);
        var number = change.Plan.Credit.Amount > 0 ? await InvoicesOnFile.NumberCreditAsync(db, on, ct) : null;
        await DunningOnFile.TurnAsync(db, seen.TenantId, ct);
        var (licence, policy) = await LicencesOnFile.LockAsync(db, id, ct) ?? throw Refusal.NotFound();
        ifMatch.Demand(licence.Version);
        var term = licence.DemandPackageChangeable(time);
        var seats = (await SeatsOnFile.BalancesAsync(db, licence, term.Number, ct))[term.Number];
        var before = licence.Grant.Package;
        licence.ChangePackage(change.Next, seats.Reserved + seats.Consumed, change.Plan.Charge, policy, time);
        if (number is not null)
        {
            // For the days that are left: what was earned before stays earned.
            var line = on.Invoice.Lines.Single(l => l.FeeId == change.Charged!.Id);
            await InvoicesOnFile.CreditAsync(
                db, on, $"{change.Next.Package} takes the place of {before} from {time.Today:yyyy-MM-dd} on.", [new(line.Id, change.Plan.Credit.Amount, time.Today)], ct, number);
        }
        await db.SaveChangesAsync(ct);
        return new(PreviewPackageChange.Of(change), licence.Version);
    }

    private static void DemandAsPreviewed(PackageChangeAtHand change, Request request)
    {
        if (change.Difference.Amount != request.Difference)
            throw Refusal.Conflict(BillingCodes.PackageChangeDiffers, "The change comes to something else by now.", "Read the preview again and send what it says.");
    }
}
