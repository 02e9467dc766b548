using Franchise.Domain.Shared;

namespace Franchise.Domain.Licensing;

public sealed partial class Licence
{
    private readonly List<Entitlement> entitlements = [];

    /// <summary>Every dated right, ended ones included. Made from the grant when the licence begins.</summary>
    public IReadOnlyList<Entitlement> Entitlements => entitlements;

    /// <summary>Whether the licence holds a right on a day. Before it begins, what it would grant counts.</summary>
    /// <remarks>Says nothing of whether the licence itself runs on that day: <see cref="Eligibility"/> does.</remarks>
    public bool Entitles(EntitlementKind kind, string code, DateOnly day) =>
        Calendar is null ? Grant.Codes(kind).Any(c => Entitlement.Covers(kind, c, code)) : entitlements.Exists(e => e.Grants(kind, code, day));

    /// <summary>Adds a right.</summary>
    /// <param name="kind">To what.</param>
    /// <param name="code">The code of it.</param>
    /// <param name="from">The first day.</param>
    /// <param name="until">The last day, inclusive; null for none of its own.</param>
    /// <param name="time">The organisation's own time.</param>
    /// <exception cref="Refusal"><c>licence_not_amendable</c>, <c>entitlement_overlaps</c>, <c>validation_failed</c>.</exception>
    public Entitlement AddEntitlement(EntitlementKind kind, string code, DateOnly from, DateOnly? until, OwnTime time)
    {
        if (!HasBegunAndStands)
            throw NotAmendable();
        if (!Enum.IsDefined(kind))
            throw Refusal.Invalid([new("/kind", "The kind is not one there is.")]);
        new Faults()
            .When(!LicenceGrant.IsCodeOf(kind, code), "/code", $"The code is {LicenceGrant.ShapeOf(kind)}.")
            .When(until < from, "/until", "The last day does not lie before the first.")
            .Refuse();
        var days = new Term(from, until ?? DateOnly.MaxValue);
        if (entitlements.Exists(e => e.Kind == kind && e.Code == code && e.Days.Overlaps(days)))
        {
            throw Refusal.Conflict(
                LicensingCodes.EntitlementOverlaps, "The licence holds this right for some of those days already.", "End the other first, or choose other days.");
        }
        var entitlement = new Entitlement(this, kind, code, from, until, time.Now);
        entitlements.Add(entitlement);
        Raise(
            "licence.entitlement_added",
            ("entitlementId", entitlement.Id.ToString()), ("kind", Word(kind)), ("code", code), ("from", from), ("until", until));
        return entitlement;
    }

    /// <summary>Gives a right a last day. It cannot be taken away for days that are past, nor be lengthened: add another for that.</summary>
    /// <exception cref="Refusal"><c>not_found</c>, <c>licence_not_amendable</c>, <c>validation_failed</c>.</exception>
    public void EndEntitlement(Id<Entitlement> id, DateOnly until, OwnTime time)
    {
        var entitlement = entitlements.Find(e => e.Id == id) ?? throw Refusal.NotFound();
        if (!HasBegunAndStands)
            throw NotAmendable();
        new Faults()
            .When(until < time.Today.AddDays(-1), "/until", "The last day is yesterday at the earliest.")
            .When(until < entitlement.From, "/until", "The last day does not lie before the first.")
            .When(until > (entitlement.Until ?? DateOnly.MaxValue), "/until", "The right has ended by then already.")
            .Refuse();
        entitlement.End(until);
        Raise("licence.entitlement_ended", ("entitlementId", id.ToString()), ("kind", Word(entitlement.Kind)), ("code", entitlement.Code), ("until", until));
    }
}
