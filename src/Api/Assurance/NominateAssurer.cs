using Franchise.Api.Http;
using Franchise.Domain.Assurance;
using Franchise.Domain.Identity;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Organisations;
using Franchise.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Franchise.Api.Assurance;

/// <summary>An organisation puts one of its people forward as internal quality assurer.</summary>
internal static class NominateAssurer
{
    /// <param name="MemberId">Her membership.</param>
    public sealed record Request(Id<Member> MemberId)
    {
        public static Request Example => new(ExampleOf.Id<Member>());
    }

    public static async Task<Created<AssurerView>> Handle(Request request, FranchiseDb db, Actor actor, TimeProvider clock, CancellationToken ct)
    {
        var id = request.MemberId;
        // Cohort 4's own people assure nobody's assessment from the inside.
        var member = await db.Set<Member>().AsNoTracking().SingleOrDefaultAsync(m => m.Id == id && m.TenantId != Organisation.FranchisorId, ct)
            ?? throw Refusal.Invalid([new("/memberId", "There is no member by that id.")]);
        var (tenant, user) = (member.TenantId, member.UserId);
        var time = await OrganisationsOnFile.TimeAsync(db, tenant, clock, ct);
        if (await db.Set<QualityAssurer>().SingleOrDefaultAsync(a => a.TenantId == tenant && a.UserId == user && a.Status != AssurerStatus.StoodDown && a.MemberId != id, ct) is { } gone)
        {
            // From when she was here before. What she was then went with her place.
            gone.StandDown(actor.Subject, time);
            await db.SaveChangesAsync(ct);
        }
        if (await db.Set<QualityAssurer>().AnyAsync(a => a.TenantId == tenant && a.UserId == user && a.Status != AssurerStatus.StoodDown, ct))
            throw Refusal.Conflict(AssuranceCodes.AssurerNominated, "She is nominated or approved already.", "Read the list of assurers first.");
        var assurer = new QualityAssurer(member, actor, time);
        db.Add(assurer);
        await db.SaveChangesAsync(ct);
        return new($"/v1/assurers/{assurer.Id}", AssurerView.Of(assurer), assurer.Version);
    }
}
