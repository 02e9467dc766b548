using System.ComponentModel.DataAnnotations;
using Franchise.Api.Http;
using Franchise.Domain.Assurance;
using Franchise.Domain.Delivery;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Assurance;
using Franchise.Infrastructure.Persistence;

namespace Franchise.Api.Assurance;

/// <summary>Records that the awarding organisation has awarded a claim. Once everything achieved on the course is, the course is claimed.</summary>
internal static class AwardClaim
{
    /// <param name="On">The day of the award.</param>
    /// <param name="Reference">The awarding organisation's reference.</param>
    public sealed record Request(DateOnly On, [StringLength(60, MinimumLength = 1)] string Reference)
    {
        public static Request Example => new(new(2027, 5, 20), "OCN-27-00815");
    }

    public static async Task<Changed<ClaimView>> Handle(Id<Claim> id, Request request, IfMatch ifMatch, FranchiseDb db, TimeProvider clock, CancellationToken ct)
    {
        var at = await Claims.Lock(db, id, ifMatch, clock, ct);
        await ProvisionsOnFile.LockAsync(db, [at.Claim.TenantId], ct);
        at.Claim.Award(request.On, request.Reference, await at.Direct(db, ct), await at.Facts(db, ct), at.Time);
        if (at.Course.Status == CourseStatus.Assured && await ClaimsOnFile.UnawardedAsync(db, at.Course, at.Claim.Lines, ct) == 0)
            at.Course.Claim(0, at.Time);
        return await at.Save(db, ct);
    }
}
