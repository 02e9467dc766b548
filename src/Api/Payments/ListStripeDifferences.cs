using System.ComponentModel;
using Franchise.Api.Http;
using Franchise.Domain.Billing;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Persistence;

namespace Franchise.Api.Payments;

/// <summary>Where Stripe and Franchise differed, newest first.</summary>
internal static class ListStripeDifferences
{
    /// <summary>A difference.</summary>
    /// <param name="Id">Its id.</param>
    /// <param name="Kind">In what.</param>
    /// <param name="OrganisationId">Whose money it is about.</param>
    /// <param name="Subject">The thing here that it is about or, where there is none, Stripe's id of it.</param>
    /// <param name="Amount">How much, where it is about an amount.</param>
    /// <param name="Repaired">Whether it was put right by itself.</param>
    /// <param name="FoundAt">When it was found.</param>
    /// <param name="SeenAt">When it was last there.</param>
    /// <param name="ClosedAt">When somebody looked into it and needed no more of it; null while it waits, and where it was put right by itself.</param>
    /// <param name="Note">What she found.</param>
    public sealed record View(
        Id<StripeDifference> Id, StripeDifferenceKind Kind, Id<Organisation> OrganisationId, string Subject, Money? Amount, bool Repaired, DateTimeOffset FoundAt, DateTimeOffset SeenAt,
        DateTimeOffset? ClosedAt, string? Note)
    {
        public static View Example =>
            new(
                ExampleOf.Id<StripeDifference>(), StripeDifferenceKind.CollectionBehind, ExampleOf.Id<Organisation>(), ExampleOf.Id<Collection>().ToString(),
                new(540_000, "GBP"), true, ExampleOf.Time, ExampleOf.Time, null, null);

        public static View Of(StripeDifference d) =>
            new(d.Id, d.Kind, d.OrganisationId, d.Subject, d.Amount is { } amount ? new Money(amount, d.Currency!) : null, d.Repaired, d.FoundAt, d.SeenAt, d.ClosedAt, d.Note);
    }

    public static Task<Page<View>> Handle(
        FranchiseDb db,
        PageQuery page,
        [Description("Only those that wait for somebody, or only the others.")] bool? open,
        CancellationToken ct) =>
        page.ById(
            open switch
            {
                true => db.Set<StripeDifference>().Where(d => !d.Repaired && d.ClosedAt == null),
                false => db.Set<StripeDifference>().Where(d => d.Repaired || d.ClosedAt != null),
                null => db.Set<StripeDifference>(),
            }, View.Of, ct);
}
