using System.ComponentModel;
using Franchise.Api.Http;
using Franchise.Domain.Licensing;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Franchise.Api.Licensing;

/// <summary>Licences, newest first: Cohort 4 sees all, a partner its own once they are offered. One round trip, one table.</summary>
internal static class ListLicences
{
    public static async Task<Page<LicenceSummary>> Handle(
        FranchiseDb db,
        PageQuery page,
        [Description("Only licences that stand so.")] LicenceStatus? status,
        [Description("Only licences of this organisation. To a partner every other organisation's list is empty.")] Id<Organisation>? organisation,
        CancellationToken ct)
    {
        var licences = Licences.Visible(db);
        if (status is { } wanted)
            licences = licences.Where(l => l.Status == wanted);
        if (organisation is { } owner)
            licences = licences.Where(l => l.TenantId == owner);
        if (page.After<Licence>() is { } last)
            licences = licences.Where(l => l.Id < last);
        var rows = await licences.OrderByDescending(l => l.Id).Take(page.Take).Select(LicenceSummary.Shape).ToListAsync(ct);
        return page.Cut(rows, r => r.Id, r => r);
    }
}
