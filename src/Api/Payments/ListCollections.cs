using System.ComponentModel;
using Franchise.Api.Http;
using Franchise.Domain.Billing;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Persistence;

namespace Franchise.Api.Payments;

/// <summary>Attempts to collect, newest first: Cohort 4 sees all, a partner its own.</summary>
internal static class ListCollections
{
    public static Task<Page<CollectionView>> Handle(
        FranchiseDb db,
        PageQuery page,
        [Description("Only attempts at this organisation. To a partner every other organisation's list is empty.")] Id<Organisation>? organisation,
        [Description("Only attempts at this invoice.")] Id<Invoice>? invoice,
        CancellationToken ct)
    {
        IQueryable<Collection> collections = db.Set<Collection>();
        if (organisation is { } owner)
            collections = collections.Where(c => c.TenantId == owner);
        if (invoice is { } one)
            collections = collections.Where(c => c.InvoiceId == one);
        return page.ById(collections, CollectionView.Of, ct);
    }
}
