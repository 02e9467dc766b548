using System.ComponentModel;
using Franchise.Api.Http;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Persistence;

namespace Franchise.Api.Billing;

/// <summary>What an organisation owed and paid between two days, and where that leaves it: read from the ledger.</summary>
internal static class GetAccountStatement
{
    /// <param name="OrganisationId">The organisation.</param>
    /// <param name="From">The first day.</param>
    /// <param name="Until">The last day, inclusive.</param>
    /// <param name="Accounts">Each currency apart, the organisation's own first.</param>
    public sealed record View(Id<Organisation> OrganisationId, DateOnly From, DateOnly Until, IReadOnlyList<StatementAccount> Accounts)
    {
        public static View Example =>
            new(
                ExampleOf.Id<Organisation>(), new(2027, 3, 1), new(2027, 3, 31),
                [
                    new(
                        "GBP", new(0, "GBP"),
                        [
                            new(new(2027, 3, 4), StatementEntryKind.Invoice, "ivc_06ay4xhhx1ddw3sta9kcbhw2p1", "C4-2027-000123", 540_000, 540_000),
                            new(new(2027, 3, 20), StatementEntryKind.Payment, "pay_06ay4xhhx1ddw3sta9kcbhw2p1", "C4-2027-000123", -540_000, 0),
                        ],
                        new(0, "GBP")),
                ]);
    }

    public static async Task<View> Handle(
        Id<Organisation> id,
        [Description("The first day; a year before the last where it is left out.")] DateOnly? from,
        [Description("The last day, inclusive; at most two years after the first. Today where it is left out.")] DateOnly? until,
        FranchiseDb db,
        TimeProvider clock,
        CancellationToken ct)
    {
        var (organisation, time) = await Invoices.Organisation(db, id, clock, ct);
        var days = Days.Of(from, until, time.Today);
        return new(id, days.First, days.Last, await AccountStatements.Of(db, organisation, days, ct));
    }
}
