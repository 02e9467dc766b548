using System.ComponentModel;
using Franchise.Api.Http;
using Franchise.Domain.Accreditation;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Accreditation;
using Franchise.Infrastructure.Persistence;

namespace Franchise.Api.Accreditation;

/// <summary>Accreditations, newest first: Cohort 4 sees all, a partner its own trainers', a trainer hers.</summary>
internal static class ListAccreditations
{
    public static Task<Page<AccreditationSummary>> Handle(
        FranchiseDb db,
        PageQuery page,
        [Description("Only accreditations that stand so.")] AccreditationStatus? status,
        [Description("Only accreditations for the unit of this code.")] string? unit,
        [Description("Only accreditations of this organisation's trainers. To a partner every other organisation's list is empty.")] Id<Organisation>? organisation,
        CancellationToken ct)
    {
        var accreditations = TrainersOnFile.Accreditations(db);
        if (status is { } wanted)
            accreditations = accreditations.Where(a => a.Status == wanted);
        if (unit is not null)
            accreditations = accreditations.Where(a => a.Unit == unit);
        if (organisation is { } owner)
            accreditations = accreditations.Where(a => a.TenantId == owner);
        return page.ById(accreditations, AccreditationSummary.Of, ct);
    }
}
