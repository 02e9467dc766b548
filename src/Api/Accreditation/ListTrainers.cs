using System.ComponentModel;
using Franchise.Api.Http;
using Franchise.Domain.Accreditation;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Accreditation;
using Franchise.Infrastructure.Persistence;

namespace Franchise.Api.Accreditation;

/// <summary>Trainers, newest first: Cohort 4 sees all, a partner its own, a trainer herself.</summary>
internal static class ListTrainers
{
    public static Task<Page<TrainerSummary>> Handle(
        FranchiseDb db,
        PageQuery page,
        [Description("Only trainers who stand so.")] TrainerStatus? status,
        [Description("Only trainers of this organisation. To a partner every other organisation's list is empty.")] Id<Organisation>? organisation,
        CancellationToken ct)
    {
        var trainers = TrainersOnFile.Trainers(db);
        if (status is { } wanted)
            trainers = trainers.Where(t => t.Status == wanted);
        if (organisation is { } owner)
            trainers = trainers.Where(t => t.TenantId == owner);
        return page.ById(trainers, TrainerSummary.Of, ct);
    }
}
