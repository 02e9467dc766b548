using Franchise.Api.Http;
using Franchise.Infrastructure.Persistence;

namespace Franchise.Api.Catalogue;

internal static class ListProgrammes
{
    public static async Task<Page<ProgrammeResponse>> Handle(PageQuery page, FranchiseDb db, TimeProvider clock, CancellationToken ct) =>
        await page.ById(await EntitledCatalogue.Programmes(db, clock, ct), ProgrammeResponse.Of, ct, newestFirst: false);
}
