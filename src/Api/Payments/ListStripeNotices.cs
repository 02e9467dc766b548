using System.ComponentModel;
using Franchise.Api.Http;
using Franchise.Infrastructure.Billing;
using Franchise.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Franchise.Api.Payments;

/// <summary>Notices of Stripe's that were kept aside, or wait to be acted on, the latest first.</summary>
internal static class ListStripeNotices
{
    /// <summary>A notice.</summary>
    /// <param name="Id">Stripe's id of the event.</param>
    /// <param name="Type">As <c>payment_intent.succeeded</c>.</param>
    /// <param name="ObjectId">Stripe's id of what it is about.</param>
    /// <param name="ApiVersion">The version of Stripe's API in which it was written.</param>
    /// <param name="State">What has become of it.</param>
    /// <param name="ParkedBecause"><c>version_unknown</c>, <c>type_unknown</c>, <c>nothing_of_ours</c>, <c>refused_by_stripe</c> or <c>never_read</c>; null unless it is kept aside.</param>
    /// <param name="ReceivedAt">When it first came.</param>
    public sealed record View(string Id, string Type, string? ObjectId, string? ApiVersion, StripeEventState State, string? ParkedBecause, DateTimeOffset ReceivedAt)
    {
        public static View Example => new("evt_1", "charge.dispute.created", "du_1", "2020-08-27", StripeEventState.Parked, "version_unknown", ExampleOf.Time);
    }

    /// <param name="Data">At most 200 of them.</param>
    public sealed record Response(IReadOnlyList<View> Data)
    {
        public static Response Example => new([View.Example]);
    }

    public static async Task<Response> Handle(FranchiseDb db, [Description("Only these; without it, those that are kept aside.")] StripeEventState? state, CancellationToken ct)
    {
        var wanted = state ?? StripeEventState.Parked;
        var latest = await db.Set<StripeEvent>().AsNoTracking().Where(e => e.State == wanted).OrderByDescending(e => e.ReceivedAt).Take(200).ToListAsync(ct);
        return new([.. latest.Select(e => new View(e.EventId, e.Type, e.ObjectId, e.ApiVersion, e.State, e.ParkedBecause, e.ReceivedAt))]);
    }
}
