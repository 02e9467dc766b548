using Franchise.Domain.Shared;

namespace Franchise.Domain.Licensing;

/// <summary>What a change of package within a term has made of that term.</summary>
/// <param name="TermNumber">The term.</param>
/// <param name="From">The first day with the new package.</param>
/// <param name="Amount">What a whole term costs with it, in the licence's currency.</param>
/// <param name="Seats">Learners included in the whole term by now.</param>
public sealed record TermAmendment(int TermNumber, DateOnly From, long Amount, int Seats);

public sealed partial class Licence
{
    /// <summary>The latest change of package; null where there was none.</summary>
    public TermAmendment? Amendment { get; private set; }

    /// <summary>How many learners a term includes, a change of package within it counted.</summary>
    public int SeatsOf(LicenceTerm term) => Amendment is { } a && a.TermNumber == term.Number ? a.Seats : term.Seats;

    /// <summary>
    /// Grants another package from today on, within the term that runs. Its rights end yesterday and the new ones begin; the term's dates and the anchor stay,
    /// and later terms have the new price. Courses of a unit that falls away need a right of their own to go on.
    /// </summary>
    /// <param name="next">What is granted from today on.</param>
    /// <param name="taken">How many seats of the term are reserved or used.</param>
    /// <param name="charge">What the new package costs for the days that are left of the term.</param>
    /// <param name="policy">The policy version that the licence pins.</param>
    /// <param name="time">The organisation's own time.</param>
    /// <returns>The term.</returns>
    /// <exception cref="Refusal"><c>licence_not_amendable</c>, <c>licence_already_renewed</c>, <c>seats_in_use</c>, <c>validation_failed</c>.</exception>
    public LicenceTerm ChangePackage(LicenceGrant next, int taken, Money charge, LicencePolicyVersion policy, OwnTime time)
    {
        DemandPinned(policy);
        var term = DemandPackageChangeable(time);
        next.Check();
        new Faults()
            .When(next.Package == Grant.Package, "/package", "The licence has this package already.")
            .When(next.Price.Currency != Grant.Price.Currency, "/package", "The package is priced in another currency than the licence.")
            .Refuse();
        if (taken > next.Seats)
        {
            throw Refusal.Conflict(
                LicensingCodes.SeatsInUse, $"Of the term {taken} seats are taken, and the package includes {next.Seats}.", "Release seats first, or choose a larger package.");
        }
        foreach (var kind in new[] { EntitlementKind.Unit, EntitlementKind.Resource, EntitlementKind.Tool })
        {
            foreach (var gone in entitlements.Where(e => e.Kind == kind && Grant.Codes(kind).Contains(e.Code) && !next.Codes(kind).Contains(e.Code) && !(e.Until < time.Today)))
                gone.End(time.Today.AddDays(-1));
            foreach (var code in next.Codes(kind).Where(c => !entitlements.Exists(e => e.Kind == kind && e.Code == c && e.Until is null)))
                GrantFrom(kind, code, time);
        }
        var before = Grant.Package;
        Grant = next;
        (EarlierPriceNotice, PriceNotice) = (null, null);
        Amendment = new(term.Number, time.Today, next.Price.Amount, next.Seats);
        Raise(
            "licence.package_changed",
            ("from", before), ("package", next.Package), ("termNumber", term.Number), ("firstDay", time.Today), ("lastDay", term.LastDay), ("amount", charge.Amount),
            ("currency", charge.Currency));
        return term;
    }

    /// <summary>The term that a change of package today would be in.</summary>
    /// <exception cref="Refusal"><c>licence_not_amendable</c>, <c>licence_already_renewed</c>.</exception>
    public LicenceTerm DemandPackageChangeable(OwnTime time)
    {
        if (Status != LicenceStatus.Active || Termination is not null || TermOn(time.Today) is not { } term)
            throw NotAmendable();
        return term.Number == Calendar!.TermNumber
            ? term
            : throw Refusal.Conflict(LicensingCodes.LicenceAlreadyRenewed, "The next term is agreed already.", "Change the package once that term has begun.");
    }

    // A right that ended or was to end some day goes on where the package brings it back.
    private void GrantFrom(EntitlementKind kind, string code, OwnTime time)
    {
        var from = entitlements.Where(e => e.Kind == kind && e.Code == code && e.Until >= time.Today).Max(e => e.Until)?.AddDays(1) ?? time.Today;
        // One of the same first day is this very right.
        if (entitlements.Find(e => e.Kind == kind && e.Code == code && e.From == from) is { } same)
            same.End(null);
        else
            entitlements.Add(new(this, kind, code, from, null, time.Now));
    }
}
