using Franchise.Api.Http;
using Franchise.Domain.Audit;
using Franchise.Domain.Identity;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Franchise.Api.Audit;

/// <summary>The organisation's audit chain, oldest first.</summary>
public static class ListAuditEntries
{
    /// <summary>One link of the chain.</summary>
    /// <param name="Id">Its id.</param>
    /// <param name="OrganisationId">Whose chain.</param>
    /// <param name="Seq">Place in the chain, from 1 without a gap.</param>
    /// <param name="At">When, in UTC; by real time, in a sandbox too.</param>
    /// <param name="ActorKind">What sort of actor.</param>
    /// <param name="Actor">Id of the user or client, or <c>system</c>.</param>
    /// <param name="Action">What was done.</param>
    /// <param name="Subject">Id of what it was done to.</param>
    /// <param name="Detail">Details as JSON text, exactly as hashed.</param>
    /// <param name="PreviousHash">Hash of the entry before, in lower-case hexadecimal; zeros for the first.</param>
    /// <param name="Hash">This entry's hash, in lower-case hexadecimal.</param>
    public sealed record Entry(
        Id<AuditEntry> Id,
        Id<Organisation> OrganisationId,
        long Seq,
        DateTimeOffset At,
        ActorKind ActorKind,
        string Actor,
        string Action,
        string Subject,
        string Detail,
        string PreviousHash,
        string Hash
    )
    {
        /// <summary>For the description.</summary>
        public static Entry Example =>
            new(
                Id<AuditEntry>.Parse("aud_01jd8yq3zhf2vt8m6w4x5c7b9d", null),
                Id<Organisation>.Parse("org_01jd8yq3zhf2vt8m6w4x5c7b9e", null),
                7,
                DateTimeOffset.UnixEpoch.AddDays(20_500),
                ActorKind.User,
                "usr_01jd8yq3zhf2vt8m6w4x5c7b9f",
                "licence.accepted",
                "lic_01jd8yq3zhf2vt8m6w4x5c7b9g",
                """{"autoRenews":true}""",
                new string('0', 64),
                new string('a', 64)
            );
    }

    /// <param name="organisation">Platform staff: whose chain; Cohort 4's own where none is named.</param>
    /// <param name="subject">Only what was done to this.</param>
    /// <param name="page">Which page.</param>
    /// <param name="db">Database.</param>
    /// <param name="actor">Who asks.</param>
    /// <param name="ct">Cancels.</param>
    public static async Task<Page<Entry>> Handle(Id<Organisation>? organisation, string? subject, PageQuery page, FranchiseDb db, Domain.Identity.Actor actor, CancellationToken ct)
    {
        if (actor.Whose(organisation) is not { } chain)
            return new([], null);
        var entries = db.Set<AuditEntry>().AsNoTracking().Where(e => e.TenantId == chain);
        if (subject is not null)
            entries = entries.Where(e => e.Subject == subject);
        if (page.AfterNumber() is { } last)
            entries = entries.Where(e => e.Seq > last);
        return page.CutByNumber(await entries.OrderBy(e => e.Seq).Take(page.Take).ToListAsync(ct), e => e.Seq, View);
    }

    private static Entry View(AuditEntry e) =>
        new(
            e.Id,
            e.TenantId,
            e.Seq,
            e.At,
            e.ActorKind,
            e.Actor,
            e.Action,
            e.Subject,
            e.Detail,
            Convert.ToHexStringLower(e.PreviousHash),
            Convert.ToHexStringLower(e.Hash)
        );
}
