using System.ComponentModel.DataAnnotations;
using Franchise.Api.Http;
using Franchise.Domain.Assurance;
using Franchise.Domain.Identity;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Assurance;
using Franchise.Infrastructure.Persistence;

namespace Franchise.Api.Assurance;

/// <summary>What is done about direct claims status.</summary>
internal enum DirectClaimsStep
{
    /// <summary>Puts it forward.</summary>
    Recommend,

    /// <summary>Grants what was recommended.</summary>
    Grant,

    /// <summary>Freezes what is held.</summary>
    Freeze,

    /// <summary>Lifts a freeze.</summary>
    Lift,

    /// <summary>Takes it away.</summary>
    Remove,
}

/// <summary>Takes direct claims status one step on.</summary>
internal static class MoveDirectClaims
{
    /// <param name="Step">Which step.</param>
    /// <param name="Reason">Why. It is kept, with who and when.</param>
    public sealed record Request(DirectClaimsStep Step, [StringLength(500, MinimumLength = 1)] string Reason)
    {
        public static Request Example => new(DirectClaimsStep.Recommend, "Two clean visits, and every sample agreed.");
    }

    public static async Task<Changed<ProvisionView>> Handle(
        Id<ApprovedProvision> id, Request request, IfMatch ifMatch, FranchiseDb db, Actor actor, TimeProvider clock, CancellationToken ct)
    {
        new Faults().When(!Enum.IsDefined(request.Step), "/step", "This is none of the known values.").Refuse();
        var (provision, time) = await Provisions.Lock(db, id, ifMatch, clock, ct);
        Task<DirectClaimsFacts> Facts() => ProvisionsOnFile.FactsAsync(db, provision, time.Today, ct);
        switch (request.Step)
        {
            case DirectClaimsStep.Recommend:
                provision.Recommend(request.Reason, actor, time.Now);
                break;
            case DirectClaimsStep.Grant:
                provision.Grant(request.Reason, await Facts(), actor, time.Now);
                break;
            case DirectClaimsStep.Freeze:
                provision.Freeze(request.Reason, actor, time.Now);
                break;
            case DirectClaimsStep.Lift:
                provision.Lift(request.Reason, await Facts(), actor, time.Now);
                break;
            default:
                provision.Remove(request.Reason, actor, time.Now);
                break;
        }
        await db.SaveChangesAsync(ct);
        return new(ProvisionView.Of(provision), provision.Version);
    }
}
