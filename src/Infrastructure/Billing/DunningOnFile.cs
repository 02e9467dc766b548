using Franchise.Domain.Billing;
using Franchise.Domain.Licensing;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Franchise.Infrastructure.Billing;

/// <summary>How an organisation's clock is read, set by what is owed, and what it does to licences. All of it inside the transaction that is open.</summary>
public static class DunningOnFile
{
    // How long after dunning placed a hold Cohort 4 looks at it.
    private const int ReviewDays = 30;

    /// <summary>An organisation's clock to look at; one that goes by nothing where there is none yet.</summary>
    public static async Task<DunningClock> FindAsync(FranchiseDb db, Id<Organisation> organisation, CancellationToken ct) =>
        await Whole(db).SingleOrDefaultAsync(c => c.TenantId == organisation, ct) ?? new(organisation);

    /// <summary>The time of hardship in which an organisation is on a day; null for none.</summary>
    public static async Task<Hardship?> HardshipAsync(FranchiseDb db, Id<Organisation> organisation, DateOnly day, CancellationToken ct) =>
        (await db.Set<Hardship>().AsNoTracking().Where(h => h.TenantId == organisation && h.From <= day && day <= h.Until).ToListAsync(ct)).Find(h => h.StandsOn(day));

    /// <summary>
    /// The same to change, until the transaction ends. Whoever locks an invoice locks it before, and a licence after: then what is read of them is what stands.
    /// </summary>
    public static async Task<DunningClock> LockAsync(FranchiseDb db, Id<Organisation> organisation, CancellationToken ct)
    {
        await TurnAsync(db, organisation, ct);
        var clock = await Whole(db).SingleOrDefaultAsync(c => c.TenantId == organisation, ct);
        if (clock is null)
            db.Add(clock = new(organisation));
        return clock;
    }

    /// <summary>Waits for the turn alone, which lasts until the transaction ends: for who locks a licence and credits an invoice after.</summary>
    public static Task TurnAsync(FranchiseDb db, Id<Organisation> organisation, CancellationToken ct) =>
        // There may be no row yet that could be locked.
        db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock(hashtextextended('dunning/' || {organisation.Value}::text, 0))", ct);

    /// <summary>
    /// After something was paid, credited or given up: where nothing is overdue any more the clock is cleared and its holds are lifted, in the transaction of the
    /// payment itself. Where it has done nothing yet the sweep follows in its own time.
    /// </summary>
    public static async Task ClearAsync(FranchiseDb db, Id<Organisation> organisation, OwnTime time, CancellationToken ct)
    {
        if (await db.Set<DunningClock>().AsNoTracking().AnyAsync(c => c.TenantId == organisation && (c.HasTold || c.Held != null), ct))
            await FollowAsync(db, await LockAsync(db, organisation, ct), time, ct);
    }

    /// <summary>Sets a locked clock by what is owed, and lifts the holds that are no longer due.</summary>
    /// <returns>The days by which it goes.</returns>
    public static async Task<DunningDays> FollowAsync(FranchiseDb db, DunningClock clock, OwnTime time, CancellationToken ct)
    {
        var unpaid = await OwedAsync(db, clock.TenantId, ct);
        var days = await DaysAsync(db, clock.TenantId, unpaid, ct);
        var owed = unpaid.Select(i => OwedInvoice.Of(i, days(i))).OfType<OwedInvoice>().ToList();
        var licences = clock.Held is null ? [] : await LicencesAsync(db, clock.TenantId, ct);
        var standing = licences.SelectMany(l => l.Licence.Holds.Where(h => h is { ByDunning: true, LiftedOn: null })).Select(h => StageOf(h.Scope)).Distinct().ToList();
        var lifted = clock.Follow(owed, standing, time);
        foreach (var (licence, policy) in licences)
            foreach (var hold in licence.Holds.Where(h => h is { ByDunning: true, LiftedOn: null } && lifted.Contains(StageOf(h.Scope))).ToList())
                licence.LiftHold(hold.Id, policy, time);
        if (lifted.Count > 0)
            clock.NoteLifted([.. lifted.Select(ScopeOf)]);
        return OwedInvoice.Oldest(owed.Where(o => o.Counts))?.Days ?? DunningDays.Usual;
    }

    /// <summary>Places the hold of a step on every licence that runs. Those in teach-out go on as they are.</summary>
    /// <returns>How many licences it holds now.</returns>
    public static async Task<int> HoldAsync(FranchiseDb db, Id<Organisation> organisation, DunningStage stage, string note, OwnTime time, CancellationToken ct)
    {
        var held = 0;
        foreach (var (licence, policy) in await RunningAsync(db, organisation, ct))
        {
            if (!licence.Holds.Any(h => h.ByDunning && h.LiftedOn is null && h.Scope == ScopeOf(stage)))
                Place(licence, stage, note, policy, time);
            held++;
        }
        return held;
    }

    /// <summary>
    /// Holds licences that run only since the others were held, as they are. Once: where somebody has lifted a hold by hand, it stays lifted.
    /// </summary>
    /// <param name="db">The transaction that is open.</param>
    /// <param name="clock">The organisation's clock, locked.</param>
    /// <param name="newcomers">Those that have begun or were renewed.</param>
    /// <param name="note">What the partner is told.</param>
    /// <param name="time">The organisation's own time.</param>
    /// <param name="ct">Ends it.</param>
    /// <returns>How far each licence reaches that is held now and was not; empty where there is none.</returns>
    public static async Task<IReadOnlyList<DunningStage>> HoldNewcomersAsync(
        FranchiseDb db, DunningClock clock, IReadOnlySet<Id<Licence>> newcomers, string note, OwnTime time, CancellationToken ct)
    {
        if (clock.Held is not { } held)
            return [];
        List<DunningStage> placed = [];
        var all = await LicencesAsync(db, clock.TenantId, ct);
        foreach (var stage in new[] { DunningStage.HoldOnNewCourses, DunningStage.HoldOnLicence }.Where(s => s <= held))
        {
            if (clock.TakenAt(stage) is not { } at)
                continue;
            var since = all.SelectMany(l => l.Licence.Holds).Where(h => h.ByDunning && h.Scope == ScopeOf(stage) && !(h.LiftedAt < at)).ToList();
            // As the others are: where somebody has lifted it of all that had it, nobody new comes under it.
            if (since.Count > 0 && since.TrueForAll(h => h.LiftedAt is not null))
                continue;
            foreach (var (licence, policy) in all.Where(l => Runs(l.Licence) && newcomers.Contains(l.Licence.Id) && !since.Exists(h => h.LicenceId == l.Licence.Id)))
            {
                Place(licence, stage, note, policy, time);
                placed.Add(stage);
            }
        }
        return placed;
    }

    /// <summary>The furthest hold of dunning that stands on a licence; null for none. Somebody may have lifted by hand what the clock has placed.</summary>
    public static async Task<DunningStage?> HeldAsync(FranchiseDb db, Id<Organisation> organisation, CancellationToken ct)
    {
        var scopes = await db.Set<Hold>()
            .Where(h => h.TenantId == organisation && h.ByDunning && h.LiftedOn == null)
            .Join(
                db.Set<Licence>().Where(l => l.Status == LicenceStatus.Active || l.Status == LicenceStatus.Grace || l.Status == LicenceStatus.TeachOut),
                h => h.LicenceId, l => l.Id, (h, _) => h.Scope)
            .Distinct()
            .ToListAsync(ct);
        return scopes.Count == 0 ? null : scopes.Contains(HoldScope.Licence) ? DunningStage.HoldOnLicence : DunningStage.HoldOnNewCourses;
    }

    private static void Place(Licence licence, DunningStage stage, string note, LicencePolicyVersion policy, OwnTime time) =>
        licence.PlaceHold(HoldReason.Payment, time.Today, time.Today.AddDays(ReviewDays), note, policy, time, ScopeOf(stage), byDunning: true);

    private static async Task<IEnumerable<(Licence Licence, LicencePolicyVersion Policy)>> RunningAsync(FranchiseDb db, Id<Organisation> organisation, CancellationToken ct) =>
        (await LicencesAsync(db, organisation, ct)).Where(l => Runs(l.Licence));

    private static bool Runs(Licence licence) => licence.Status is LicenceStatus.Active or LicenceStatus.Grace;

    /// <summary>Every invoice of an organisation that is issued and unpaid, the oldest first; what is being changed just now counts as changed.</summary>
    public static async Task<IReadOnlyList<Invoice>> OwedAsync(FranchiseDb db, Id<Organisation> organisation, CancellationToken ct) =>
        [
            .. (await db.Set<Invoice>()
                    .Where(i => i.TenantId == organisation && (i.Status == InvoiceStatus.Finalised || i.Status == InvoiceStatus.Processing))
                    .ToListAsync(ct))
                .Where(i => i is { OwedSince: not null, Outstanding: > 0 })
                .OrderBy(i => i.OwedSince)
                .ThenBy(i => i.Id),
        ];

    private static HoldScope ScopeOf(DunningStage stage) => stage == DunningStage.HoldOnLicence ? HoldScope.Licence : HoldScope.NewCourses;

    private static DunningStage StageOf(HoldScope scope) => scope == HoldScope.Licence ? DunningStage.HoldOnLicence : DunningStage.HoldOnNewCourses;

    private static IQueryable<DunningClock> Whole(FranchiseDb db) => db.Set<DunningClock>().AsSplitQuery().Include(c => c.Steps).Include(c => c.Hardships);

    // The policy of the licence that an invoice is for; of one that is for none, that of the latest licence that had begun when it was issued. What begins later
    // moves none of its days.
    private static async Task<Func<Invoice, DunningDays>> DaysAsync(FranchiseDb db, Id<Organisation> organisation, IReadOnlyList<Invoice> unpaid, CancellationToken ct)
    {
        if (unpaid.Count == 0)
            return _ => DunningDays.Usual;
        var begun = await db.Set<Licence>()
            .Where(l => l.TenantId == organisation && l.Calendar != null)
            .OrderBy(l => l.Id)
            .Select(l => new { l.Id, l.PolicyVersionId, On = l.Terms.Min(t => t.FirstDay) })
            .ToListAsync(ct);
        var versions = begun.Select(l => l.PolicyVersionId).Distinct().ToArray();
        var days = await db.Set<LicencePolicyVersion>().AsNoTracking().Where(v => versions.Contains(v.Id)).ToDictionaryAsync(v => v.Id, v => v.Dunning, ct);
        return invoice =>
            begun.FindLast(l => invoice.LicenceId is { } licence ? l.Id == licence : l.On <= invoice.IssuedOn) is { } licence ? days[licence.PolicyVersionId] : DunningDays.Usual;
    }

    private static async Task<List<(Licence Licence, LicencePolicyVersion Policy)>> LicencesAsync(FranchiseDb db, Id<Organisation> organisation, CancellationToken ct)
    {
        await db.Database.SqlQuery<Guid>($"""SELECT id AS "Value" FROM franchise.licences WHERE tenant_id = {organisation.Value} AND anchor IS NOT NULL ORDER BY id FOR UPDATE""").ToListAsync(ct);
        var licences = await db.Set<Licence>()
            .AsSplitQuery()
            .Include(l => l.Holds)
            .Include(l => l.Schedule)
            .Where(l => l.TenantId == organisation && l.Calendar != null)
            .OrderBy(l => l.Id)
            .ToListAsync(ct);
        var versions = licences.Select(l => l.PolicyVersionId).Distinct().ToArray();
        var policies = await db.Set<LicencePolicyVersion>().AsNoTracking().Where(v => versions.Contains(v.Id)).ToDictionaryAsync(v => v.Id, ct);
        return [.. licences.Select(l => (l, policies[l.PolicyVersionId]))];
    }
}
