using System.ComponentModel.DataAnnotations;
using Franchise.Api.Http;
using Franchise.Domain.Billing;
using Franchise.Domain.Catalogue;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Franchise.Api.Billing;

/// <summary>Begins the next prices of a package in a currency.</summary>
internal static class DraftPriceVersion
{
    /// <param name="Package">The package's code.</param>
    /// <param name="Currency">GBP or EUR.</param>
    /// <param name="From">The first day on which it counts.</param>
    /// <param name="Fees">What it lays down.</param>
    /// <param name="Items">What is sold once.</param>
    public sealed record Request(
        [StringLength(40)] string Package, [StringLength(3, MinimumLength = 3)] string Currency, DateOnly From, FeesOfPrice Fees, [MaxLength(100)] IReadOnlyList<ItemOfPrice> Items)
    {
        public static Request Example => new("RM3-FULL", "GBP", new(2027, 4, 1), FeesOfPrice.Example, [ItemOfPrice.Example]);
    }

    public static async Task<Created<PriceView>> Handle(Request request, FranchiseDb db, TimeProvider clock, CancellationToken ct)
    {
        if (!await db.Set<Package>().AnyAsync(p => p.Code == request.Package, ct))
            throw Refusal.Invalid([new("/package", "There is no package by that code.")]);
        var price = new PriceVersion(request.Package, request.Currency, request.From, request.Fees.ToFees(), [.. request.Items.Select(i => i.ToItem())], clock.GetUtcNow());
        db.Add(price);
        await db.SaveChangesAsync(ct);
        return new($"/v1/prices/{price.Id}", PriceView.Of(price), price.Version);
    }
}
