using Franchise.Domain.Billing;
using Franchise.Domain.Catalogue;
using Franchise.Domain.Licensing;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Billing;
using Franchise.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Franchise.Api.Billing;

/// <summary>A change of package, worked out.</summary>
/// <param name="Next">What is granted then.</param>
/// <param name="Plan">By the day. Used and credit are of what was charged, discounts taken off; the charge is before them.</param>
/// <param name="Charge">What the new package costs for the days that are left, discounts taken off.</param>
/// <param name="Charged">The fee that charged the days so far; null where none has accrued yet.</param>
internal sealed record PackageChangeAtHand(LicenceGrant Next, PackageChange Plan, Money Charge, Fee? Charged)
{
    public Money Difference => Charge - Plan.Credit;
}

/// <summary>What a change of package comes to: for the preview and for the change itself.</summary>
internal static class PackageChanges
{
    /// <summary>Works it out for a licence with its terms.</summary>
    /// <exception cref="Refusal"><c>no_term_on_day</c>, <c>currency_mismatch</c>, <c>no_price_in_force</c>, <c>package_withdrawn</c>, <c>validation_failed</c>.</exception>
    public static async Task<PackageChangeAtHand> Of(FranchiseDb db, Licence licence, string code, DateOnly on, CancellationToken ct)
    {
        if (licence.TermOn(on) is not { } term)
            throw Refusal.Conflict(BillingCodes.NoTermOnDay, "The licence has no term on that day.", "Name a day of the term that runs, or of the next.");
        var next = await Grant(db, licence, code, on, ct);
        var (id, tenant, number) = (licence.Id, licence.TenantId, term.Number);
        var profile = await InvoicesOnFile.ProfileAsync(db, tenant, ct);
        var fee = await db.Set<Fee>()
            .Where(f => f.TenantId == tenant && f.LicenceId == id && f.Part == number && (f.Kind == FeeKind.Licence || f.Kind == FeeKind.PackageChange))
            .OrderByDescending(f => f.Id)
            .FirstOrDefaultAsync(ct);
        // One that was changed just now has not accrued yet.
        if (licence.Amendment is { } amended && amended.TermNumber == number && fee?.PeriodFirst != amended.From)
            fee = null;
        var charged = fee is null ? term.Days : new Term(fee.PeriodFirst!.Value, fee.PeriodLast!.Value);
        // What was credited since is not charged any more, and is not given back twice.
        var old = fee is null
            ? term.Price.Amount - profile.DiscountOn(FeeKind.Licence, term.Price.Amount, on)
            : fee.Net - await db.Set<CreditNoteLine>()
                .Where(c => c.TenantId == tenant && db.Set<InvoiceLine>().Any(l => l.TenantId == tenant && l.Id == c.InvoiceLineId && l.FeeId == fee.Id))
                .SumAsync(c => c.Net, ct);
        var plan = PackageChange.Plan(term.Days, charged, term.Price with { Amount = old }, next.Price, on);
        return new(next, plan, plan.Charge with { Amount = plan.Charge.Amount - profile.DiscountOn(FeeKind.PackageChange, plan.Charge.Amount, on) }, fee);
    }

    private static async Task<LicenceGrant> Grant(FranchiseDb db, Licence licence, string code, DateOnly on, CancellationToken ct)
    {
        var package = await Prices.KnowsPackage(db, code, ct) ? await db.Set<Package>().AsNoTracking().SingleOrDefaultAsync(p => p.Code == code, ct) : null;
        var currency = licence.Grant.Price.Currency;
        if (package is null)
            throw Refusal.Invalid([new("/package", "There is no package by that code.")]);
        var listed = await InvoicesOnFile.PriceAsync(db, code, currency, on, ct);
        if (package.Status != CatalogueStatus.Active)
            throw Refusal.Conflict(LicensingCodes.PackageWithdrawn, "The package was withdrawn.", "Choose another package.");
        var price = listed is null ? package.AnnualFee : new(listed.Fees.AnnualFee, currency);
        if (listed is null && price.Amount == 0)
            throw Refusal.Invalid(BillingCodes.NoPriceInForce, "/package", "The package has no price.", "Publish a price of it first.");
        return licence.Grant with
        {
            Package = package.Code,
            Price = price,
            ExtraLearnerFee = listed is null ? package.ExtraLearnerFee : new(listed.Fees.ExtraLearner, currency),
            Seats = listed?.Fees.IncludedLearners ?? package.IncludedLearners,
            Units = package.Units,
            Resources = package.Resources,
            Tools = package.Tools,
            FollowsPriceList = listed is not null,
        };
    }
}
