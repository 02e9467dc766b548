using Franchise.Api.Http;
using Franchise.Domain.Licensing;
using Franchise.Domain.Shared;

namespace Franchise.Api.Licensing;

/// <summary>A reason for suspension. Holds stack: a licence is suspended while any stands.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Reason">Why.</param>
/// <param name="Scope">How far it reaches.</param>
/// <param name="ByDunning">Whether it was placed for an unpaid invoice, and is lifted by itself once that is paid.</param>
/// <param name="EffectiveFrom">The first day on which it suspends.</param>
/// <param name="ReviewOn">The day on which Cohort 4 looks at it again.</param>
/// <param name="Note">What the partner is told.</param>
/// <param name="AppealNote">What the partner says against it.</param>
/// <param name="PlacedAt">When it was placed.</param>
/// <param name="LiftedOn">The first day on which it no longer suspends; null while it stands.</param>
internal sealed record HoldView(
    Id<Hold> Id, HoldReason Reason, HoldScope Scope, bool ByDunning, DateOnly EffectiveFrom, DateOnly ReviewOn, string? Note, string? AppealNote, DateTimeOffset PlacedAt, DateOnly? LiftedOn)
{
    public static HoldView Example =>
        new(ExampleOf.Id<Hold>(), HoldReason.Quality, HoldScope.Licence, false, new(2027, 5, 3), new(2027, 6, 1), "Two observations are outstanding.", null, ExampleOf.Time, null);

    public static HoldView Of(Hold hold) =>
        new(hold.Id, hold.Reason, hold.Scope, hold.ByDunning, hold.EffectiveFrom, hold.ReviewOn, hold.Note, hold.AppealNote, hold.PlacedAt, hold.LiftedOn);

    public static Changed<HoldView> Changed(LicenceAtHand at, Id<Hold> id) => new(Of(at.Licence.Holds.Single(h => h.Id == id)), at.Licence.Version);
}
