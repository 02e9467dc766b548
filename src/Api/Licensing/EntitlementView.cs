using Franchise.Api.Http;
using Franchise.Domain.Licensing;
using Franchise.Domain.Shared;

namespace Franchise.Api.Licensing;

/// <summary>A dated right by code. It counts only while the licence itself does.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Kind">What it is a right to.</param>
/// <param name="Code">The code of the unit, resource, tool, language, place or mode.</param>
/// <param name="From">The first day.</param>
/// <param name="Until">The last day, inclusive; null while it has none of its own.</param>
internal sealed record EntitlementView(Id<Entitlement> Id, EntitlementKind Kind, string Code, DateOnly From, DateOnly? Until)
{
    public static EntitlementView Example => new(ExampleOf.Id<Entitlement>(), EntitlementKind.Unit, "RM3-01", new(2027, 1, 1), null);

    public static EntitlementView Of(Entitlement right) => new(right.Id, right.Kind, right.Code, right.From, right.Until);
}
