using System.ComponentModel.DataAnnotations;
using Franchise.Api.Http;
using Franchise.Domain.Identity;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Persistence;

namespace Franchise.Api.Billing;

/// <summary>Grants a time of hardship: no step of dunning is taken meanwhile, and no card or direct debit is charged.</summary>
internal static class GrantHardship
{
    /// <param name="Until">Its last day, within a year.</param>
    /// <param name="Reason">Why, without personal data.</param>
    /// <param name="ApprovedBy">Who approved it, by her office.</param>
    public sealed record Request(DateOnly Until, [StringLength(500, MinimumLength = 1)] string Reason, [StringLength(100, MinimumLength = 1)] string ApprovedBy)
    {
        public static Request Example => new(new(2027, 6, 30), "A grant comes in June.", "The treasurer");
    }

    public static async Task<Created<HardshipView>> Handle(
        Id<Organisation> id, Request request, IfMatch ifMatch, FranchiseDb db, Actor actor, TimeProvider clock, CancellationToken ct)
    {
        var (dunning, time) = await Dunnings.Lock(db, id, ifMatch, clock, ct);
        var hardship = dunning.Grant(request.Until, request.Reason, request.ApprovedBy, actor, time);
        await Dunnings.Save(db, dunning, time, ct);
        return new($"/v1/dunning/{id}", HardshipView.Of(hardship), dunning.Version);
    }
}
