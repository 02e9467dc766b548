using System.ComponentModel;
using Franchise.Api.Http;
using Franchise.Domain.Licensing;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Persistence;
using Franchise.Infrastructure.Tenancy;
using Microsoft.EntityFrameworkCore;

namespace Franchise.Api.Licensing;

/// <summary>Licences, newest first: Cohort 4 sees all, a partner its own once they are offered. One round trip, one table.</summary>
internal static class ListLicences
{
    // What a partner's own system asks for, day in, day out: its list without a filter.
    private static readonly TenantQuery<LicenceSummary> own = new(
        LicenceSummary.Columns, "licences", "id < $2 AND agreement_text_hash IS NOT NULL", "ORDER BY id DESC LIMIT $3", LicenceSummary.Read);

    public static async Task<Page<LicenceSummary>> Handle(
        RequestDb request,
        TenantReads reads,
        PageQuery page,
        [Description("Only licences that stand so.")] LicenceStatus? status,
        [Description("Only licences of this organisation. To a partner every other organisation's list is empty.")] Id<Organisation>? organisation,
        CancellationToken ct)
    {
        var rows = request.Session.Across || status is not null || organisation is not null
            ? await Filtered(request.Db, page, status, organisation, ct)
            : await reads.ListAsync(own, request.Session, ct, page.After<Licence>()?.Value ?? Guid.AllBitsSet, page.Take);
        return page.Cut(rows, r => r.Id, r => r);
    }

    private static Task<List<LicenceSummary>> Filtered(FranchiseDb db, PageQuery page, LicenceStatus? status, Id<Organisation>? organisation, CancellationToken ct)
    {
        var licences = Licences.Visible(db);
        if (status is { } wanted)
            licences = licences.Where(l => l.Status == wanted);
        if (organisation is { } owner)
            licences = licences.Where(l => l.TenantId == owner);
        if (page.After<Licence>() is { } last)
            licences = licences.Where(l => l.Id < last);
        return licences.OrderByDescending(l => l.Id).Take(page.Take).Select(LicenceSummary.Shape).ToListAsync(ct);
    }
}
