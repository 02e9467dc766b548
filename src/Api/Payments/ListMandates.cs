using System.ComponentModel;
using Franchise.Api.Http;
using Franchise.Domain.Billing;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Persistence;

namespace Franchise.Api.Payments;

/// <summary>Mandates, newest first: Cohort 4 sees all, a partner its own.</summary>
internal static class ListMandates
{
    public static Task<Page<MandateView>> Handle(
        FranchiseDb db,
        PageQuery page,
        [Description("Only mandates of this organisation. To a partner every other organisation's list is empty.")] Id<Organisation>? organisation,
        CancellationToken ct) =>
        page.ById(organisation is { } owner ? db.Set<Mandate>().Where(m => m.TenantId == owner) : db.Set<Mandate>(), MandateView.Of, ct);
}
