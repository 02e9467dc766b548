using Franchise.Domain.Billing;
using Franchise.Domain.Catalogue;
using Franchise.Domain.Licensing;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Billing;
using Franchise.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Franchise.Api.Licensing;

/// <summary>What a draft says; whatever it leaves out comes from the package and the organisation.</summary>
internal interface IDraftTerms
{
    string Package { get; }
    DateOnly StartsOn { get; }
    Money? Price { get; }
    Money? ExtraLearnerFee { get; }
    int? Seats { get; }
    IReadOnlyList<string>? Units { get; }
    IReadOnlyList<string>? Territories { get; }
    IReadOnlyList<string>? Languages { get; }
    IReadOnlyList<string>? Modes { get; }
}

/// <summary>From what a draft says to what a licence grants.</summary>
internal static class Drafts
{
    /// <summary>The grant, for an organisation, under the package as it stands now. Its price is that of a term of the policy.</summary>
    /// <exception cref="Refusal"><c>validation_failed</c>, <c>package_withdrawn</c>, <c>organisation_not_active</c>, <c>currency_differs</c>.</exception>
    public static async Task<LicenceGrant> Grant(FranchiseDb db, IDraftTerms terms, LicencePolicyVersion policy, Organisation organisation, CancellationToken ct)
    {
        if (!organisation.IsActive)
            throw Refusal.Conflict(LicensingCodes.OrganisationNotActive, "The organisation is not active.", "Make the organisation active first.");
        var package =
            await db.Set<Package>().AsNoTracking().SingleOrDefaultAsync(p => p.Code == terms.Package, ct)
            ?? throw Refusal.Invalid([new("/package", "There is no package by that code.")]);
        if (package.Status == CatalogueStatus.Withdrawn)
            throw Refusal.Conflict(LicensingCodes.PackageWithdrawn, "The package was withdrawn.", "Choose another package.");
        // A price list in force on the first day in the organisation's own currency goes before what the package says.
        var listed = await InvoicesOnFile.PriceAsync(db, package.Code, organisation.Currency, terms.StartsOn, ct);
        var price = terms.Price ?? TermFee.Of(listed is null ? package.AnnualFee : new(listed.Fees.AnnualFee, listed.Currency), policy.Term);
        var fee = terms.ExtraLearnerFee ?? (listed is null ? package.ExtraLearnerFee : new(listed.Fees.ExtraLearner, listed.Currency));
        Demand(price, "/price");
        Demand(fee, "/extraLearnerFee");
        var foreign = terms.Units?.Where(u => !package.Units.Contains(u)).ToArray() ?? [];
        if (foreign.Length > 0)
            throw Refusal.Invalid([new("/units", "Each is a unit of the package.")]);
        return new(
            package.Code,
            price,
            fee,
            terms.Seats ?? listed?.Fees.IncludedLearners ?? package.IncludedLearners,
            terms.StartsOn,
            terms.Units ?? package.Units,
            package.Resources,
            package.Tools,
            terms.Territories ?? [organisation.Country],
            terms.Languages ?? [organisation.Language],
            terms.Modes ?? DeliveryMode.All,
            FollowsPriceList: terms.Price is null && listed is not null);

        void Demand(Money money, string pointer)
        {
            if (money.Currency != organisation.Currency)
                throw Refusal.Invalid(
                    LicensingCodes.CurrencyDiffers,
                    pointer,
                    $"The organisation pays in {organisation.Currency}, and this is in {money.Currency}.",
                    $"Name price and extraLearnerFee in {organisation.Currency}.");
        }
    }

    /// <summary>The policy version that a draft names.</summary>
    /// <exception cref="Refusal"><c>validation_failed</c>.</exception>
    public static async Task<LicencePolicyVersion> Policy(FranchiseDb db, Id<LicencePolicyVersion> id, CancellationToken ct) =>
        await db.Set<LicencePolicyVersion>().AsNoTracking().SingleOrDefaultAsync(v => v.Id == id, ct)
        ?? throw Refusal.Invalid([new("/policyVersionId", "There is no policy version by that id.")]);
}
