using System.ComponentModel;
using Franchise.Api.Http;
using Franchise.Domain.Assurance;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Franchise.Api.Assurance;

/// <summary>Internal quality assurers, newest first: Cohort 4 sees all, a partner its own.</summary>
internal static class ListAssurers
{
    public static Task<Page<AssurerView>> Handle(
        FranchiseDb db,
        PageQuery page,
        [Description("Only assurers who stand so.")] AssurerStatus? status,
        [Description("Only assurers of this organisation. To a partner every other organisation's list is empty.")] Id<Organisation>? organisation,
        CancellationToken ct)
    {
        IQueryable<QualityAssurer> assurers = db.Set<QualityAssurer>().Include(a => a.Ties);
        if (status is { } wanted)
            assurers = assurers.Where(a => a.Status == wanted);
        if (organisation is { } owner)
            assurers = assurers.Where(a => a.TenantId == owner);
        return page.ById(assurers, AssurerView.Of, ct);
    }
}
