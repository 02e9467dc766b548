using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;

namespace Franchise.Domain.Licensing;

/// <summary>One dated, priced period of a licence. Never edited: a renewal adds the next.</summary>
[IdPrefix("trm")]
public sealed class LicenceTerm : ITenantOwned, IPlatformOwned, IAppendOnly
{
    private LicenceTerm() { }

    internal LicenceTerm(Licence licence, PlannedTerm plan, DateTimeOffset now)
    {
        Id = Id<LicenceTerm>.New(now);
        TenantId = licence.TenantId;
        LicenceId = licence.Id;
        Number = plan.Number;
        FirstDay = plan.Days.First;
        LastDay = plan.Days.Last;
        Price = plan.Price;
        Seats = plan.Seats;
        MadeAt = now;
    }

    /// <summary>The term's id.</summary>
    public Id<LicenceTerm> Id { get; private set; }

    /// <inheritdoc/>
    public Id<Organisation> TenantId { get; private set; }

    /// <summary>The licence it is a term of.</summary>
    public Id<Licence> LicenceId { get; private set; }

    /// <summary>1 for the first, one more for each after.</summary>
    public int Number { get; private set; }

    /// <summary>The first day.</summary>
    public DateOnly FirstDay { get; private set; }

    /// <summary>The last day, inclusive.</summary>
    public DateOnly LastDay { get; private set; }

    /// <summary>What the term costs.</summary>
    public Money Price { get; private set; }

    /// <summary>Learners included.</summary>
    public int Seats { get; private set; }

    /// <summary>When the term was added.</summary>
    public DateTimeOffset MadeAt { get; private set; }

    /// <summary>Its days.</summary>
    public Term Days => new(FirstDay, LastDay);
}

/// <summary>A term that would be added.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Days">Its days.</param>
/// <param name="Price">What it costs.</param>
/// <param name="Seats">Learners included.</param>
public readonly record struct PlannedTerm(int Number, Term Days, Money Price, int Seats);
