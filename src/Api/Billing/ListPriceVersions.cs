using System.ComponentModel;
using Franchise.Api.Http;
using Franchise.Infrastructure.Persistence;

namespace Franchise.Api.Billing;

/// <summary>Prices, newest first: a partner sees what is published of the packages that were offered to it.</summary>
internal static class ListPriceVersions
{
    public static Task<Page<PriceView>> Handle(FranchiseDb db, PageQuery page, [Description("Only of the package by this code.")] string? package, CancellationToken ct) =>
        page.ById(package is null ? Prices.Visible(db) : Prices.Visible(db).Where(p => p.Package == package), PriceView.Of, ct);
}
