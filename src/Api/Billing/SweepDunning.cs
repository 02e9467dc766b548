using System.Text.Json;
using Franchise.Domain.Billing;
using Franchise.Domain.Licensing;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;
using Franchise.Domain.Webhooks;
using Franchise.Infrastructure.Billing;
using Franchise.Infrastructure.Email;
using Franchise.Infrastructure.Jobs;
using Franchise.Infrastructure.Organisations;
using Franchise.Infrastructure.Persistence;
using Franchise.Infrastructure.Telemetry;
using Franchise.Infrastructure.Tenancy;
using Microsoft.EntityFrameworkCore;

namespace Franchise.Api.Billing;

/// <summary>
/// Writes to organisations about renewals and invoices, and carries their dunning on: reads what has happened and writes each letter once, sets the clock by what
/// is owed, and takes the step that is due. What it will do stands in rows beforehand, and it does just that.
/// </summary>
public sealed class SweepDunning(Doors doors, TimeProvider clock, BillingSettings settings, EmailOutbox outbox, ILogger<SweepDunning> log) : Sweep<Organisation>(doors, clock, log)
{
    private const string Reader = "dunning";

    // What is older when it is first read, because this has only just come to an installation, is no news.
    private static readonly TimeSpan news = TimeSpan.FromDays(14);

    private static readonly string[] relevant =
    [
        "licence.milestone_reached", "invoice.finalised", "invoice.paid", "invoice.credited", "invoice.given_up", "invoice.disputed", "invoice.dispute_settled",
        "invoice.collection_begun", "invoice.collection_failed", "invoice.payment_disputed", "invoice.reopened", "payment.failed", "mandate.revoked",
        "dunning.holds_lifted", "licence.activated", "licence.renewed", "licence.auto_renewal_withheld", "licence.grace_began",
    ];

    private readonly TimeProvider clock = clock;

    /// <inheritdoc/>
    protected override string Reason => "sweepDunning";

    /// <inheritdoc cref="Sweep{T}.Everywhere"/>
    public Task<Swept> RunAsync(CancellationToken ct) => Everywhere(ct);

    /// <inheritdoc cref="Sweep{T}.Only"/>
    public Task<Swept> RunForAsync(Id<Organisation> organisation, CancellationToken ct) => Only(organisation, ct);

    /// <inheritdoc/>
    protected override FormattableString? Claim(Due due, DateTimeOffset now, Guid[] except) =>
        // Each organisation's own clock is asked at once: there is nothing to look for a second time.
        due == Due.BySandboxClock
            ? (FormattableString?)null
            : $"""
            SELECT o.tenant_id AS "Value"
            FROM franchise.organisations o
            WHERE o.tenant_id <> ALL ({except}) AND o.tenant_id <> {Organisation.FranchisorId.Value} AND (
                EXISTS (
                    SELECT FROM franchise.audit_heads h LEFT JOIN franchise.events_seen s ON s.tenant_id = h.tenant_id AND s.reader = {Reader}
                    WHERE h.tenant_id = o.tenant_id AND h.event_seq > coalesce(s.seq, 0))
                OR EXISTS (
                    SELECT FROM franchise.dunning_steps d
                    WHERE d.tenant_id = o.tenant_id AND d.done_at IS NULL AND NOT d.superseded AND d.due_at <= {now} + o.clock_offset))
            ORDER BY o.tenant_id LIMIT {Math.Min(BatchSize, 20)} FOR NO KEY UPDATE OF o SKIP LOCKED
            """;

    /// <inheritdoc/>
    protected override FormattableString Next(Id<Organisation> organisation, DateTimeOffset now) => NextOf("dunning_steps", organisation);

    /// <inheritdoc/>
    protected override FormattableString Relock(Guid id) => RelockOfOrganisation(id);

    /// <inheritdoc/>
    protected override async Task<(int Things, int Actions)> Carry(FranchiseDb db, Id<Organisation>[] ids, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var actions = 0;
        foreach (var organisation in await db.Set<Organisation>().AsNoTracking().Where(o => ids.Contains(o.TenantId)).OrderBy(o => o.TenantId).ToListAsync(ct))
        {
            var at = new Desk(organisation, OwnTime.Of(organisation, now), new(organisation, settings.Helper));
            var happened = await EventsOnFile.SinceAsync(db, at.Id, Reader, relevant, ct);
            actions += await Follow(
                db, at, happened.Any(e => e.Type.StartsWith("invoice.", StringComparison.Ordinal)),
                [.. happened.Where(e => e.Type is "licence.activated" or "licence.renewed").Select(e => Id<Licence>.TryRead(e.Subject, out var licence) ? licence : default)], ct);
            foreach (var letter in happened.Where(e => e.At > at.Time.Now - news).GroupBy(e => (e.Type, e.Subject)))
                // Of milestones that come together, after an outage, the last says it all.
                actions += await Tell(db, at, letter.MaxBy(e => e.Seq)!, ct);
        }
        return (ids.Length, actions);
    }

    // ---- The clock

    private async Task<int> Follow(FranchiseDb db, Desk at, bool changed, HashSet<Id<Licence>> began, CancellationToken ct)
    {
        var (id, now) = (at.Id, at.Time.Now);
        if (!changed && began.Count == 0 && !await db.Set<DunningStep>().AnyAsync(s => s.TenantId == id && s.DoneAt == null && !s.Superseded && s.DueAt <= now, ct))
            return 0;
        var dunning = await DunningOnFile.LockAsync(db, id, ct);
        var days = await DunningOnFile.FollowAsync(db, dunning, at.Time, ct);
        if (began.Count > 0 && await DunningOnFile.HoldNewcomersAsync(db, dunning, began, at.Letters.HoldNote, at.Time, ct) is { Count: > 0 } placed)
            await Send(db, at, at.Letters.HeldToo(placed.Max(), await OverdueAsync(db, at, ct)), coordinators: true, ct);
        if (dunning.NextDue(at.Time) is not { } due)
            return 0;
        Meters.SweepLag.Record((now - due.DueAt).TotalSeconds);
        dunning.Take(due, days, at.Time);
        var holds = due.Stage < DunningStage.HoldOnNewCourses || await DunningOnFile.HoldAsync(db, id, due.Stage, at.Letters.HoldNote, at.Time, ct) > 0;
        await Send(
            db, at,
            at.Letters.Step(due.Stage, await OverdueAsync(db, at, ct), dunning.PlannedOn(DunningStage.HoldOnNewCourses), dunning.PlannedOn(DunningStage.HoldOnLicence), holds),
            coordinators: due.Stage >= DunningStage.FinalNotice, ct);
        return 1;
    }

    private static async Task<IReadOnlyList<Invoice>> OverdueAsync(FranchiseDb db, Desk at, CancellationToken ct) =>
        [.. (await DunningOnFile.OwedAsync(db, at.Id, ct)).Where(i => i is { Status: InvoiceStatus.Finalised, DisputedAt: null } && i.OwedSince < at.Time.Today)];

    // ---- Letters about what has happened

    private async Task<int> Tell(FranchiseDb db, Desk at, Event happened, CancellationToken ct)
    {
        using var data = JsonDocument.Parse(happened.Data);
        switch (happened.Type)
        {
            case "licence.milestone_reached" when Id<Licence>.TryRead(happened.Subject, out var licence):
                return await Renewal(db, at, licence, data.RootElement.GetProperty("termNumber").GetInt32(), ct);
            case "invoice.finalised" or "invoice.paid" when Id<Invoice>.TryRead(happened.Subject, out var id):
                var invoice = await db.Set<Invoice>().SingleAsync(i => i.TenantId == at.Id && i.Id == id, ct);
                // What a credit note has settled, or what came to nothing, nobody has paid.
                if (happened.Type == "invoice.paid" && data.RootElement.GetProperty("amount").GetInt64() == 0)
                    return 0;
                await Send(db, at, happened.Type == "invoice.paid" ? at.Letters.Paid(invoice) : at.Letters.Issued(invoice), coordinators: false, ct);
                return 1;
            case "payment.failed" when Id<Collection>.TryRead(happened.Subject, out var collection):
                // One who stands before a page sees herself what came of it.
                if (await db.Set<Collection>().SingleAsync(c => c.TenantId == at.Id && c.Id == collection, ct) is not { MandateId: not null } failed)
                    return 0;
                // Paid otherwise since.
                if (await db.Set<Invoice>().SingleAsync(i => i.TenantId == at.Id && i.Id == failed.InvoiceId, ct) is not { Outstanding: > 0 } uncollected)
                    return 0;
                await Send(db, at, at.Letters.NotCollected(uncollected, await ChargedAgainAsync(db, at, uncollected, ct)), coordinators: false, ct);
                return 1;
            case "invoice.reopened" when Id<Invoice>.TryRead(happened.Subject, out var id):
                // Paid otherwise since, or the bank is asked again: there is nothing that she should do.
                if (await db.Set<Invoice>().SingleAsync(i => i.TenantId == at.Id && i.Id == id, ct) is not { Status: InvoiceStatus.Finalised, Outstanding: > 0 } reopened)
                    return 0;
                await Send(db, at, at.Letters.Reopened(reopened), coordinators: false, ct);
                return 1;
            case "mandate.revoked":
                await Send(db, at, at.Letters.MandateEnded(), coordinators: false, ct);
                return 1;
            case "dunning.holds_lifted":
                var letter = data.RootElement.GetProperty("cleared").GetBoolean()
                    ? at.Letters.Cleared()
                    : at.Letters.Lifted(await DunningOnFile.HeldAsync(db, at.Id, ct), await OverdueAsync(db, at, ct));
                await Send(db, at, letter, coordinators: true, ct);
                return 1;
            case "licence.auto_renewal_withheld" or "licence.grace_began" when Id<Licence>.TryRead(happened.Subject, out var licence):
                return await NotRenewed(db, at, licence, happened, data.RootElement, ct);
            default:
                return 0;
        }
    }

    private static async Task<DateOnly?> ChargedAgainAsync(FranchiseDb db, Desk at, Invoice invoice, CancellationToken ct)
    {
        var mandates = await db.Set<Mandate>().AsNoTracking().Where(m => m.TenantId == at.Id && m.Status == MandateStatus.Active).ToListAsync(ct);
        if (invoice is not { Status: InvoiceStatus.Finalised, DisputedAt: null, DueOn: { } due } || !mandates.Exists(m => m.Pays(invoice.Currency)))
            return null;
        var before = await db.Set<Collection>().AsNoTracking().Where(Collection.CountsForCharging).Where(c => c.TenantId == at.Id && c.InvoiceId == invoice.Id).ToListAsync(ct);
        return Collection.ChargesOn(before, due, await DunningOnFile.HardshipAsync(db, at.Id, at.Time.Today, ct));
    }

    // The letter is the notice of the price: it is noted in the transaction that writes it.
    private async Task<int> Renewal(FranchiseDb db, Desk at, Id<Licence> id, int term, CancellationToken ct)
    {
        await db.Database.SqlQuery<Guid>($"""SELECT id AS "Value" FROM franchise.licences WHERE id = {id.Value} FOR UPDATE""").ToListAsync(ct);
        var licence = await db.Set<Licence>().SingleAsync(l => l.TenantId == at.Id && l.Id == id, ct);
        // It has been renewed or ended since: there is nothing to announce any more.
        if (licence is not { Status: LicenceStatus.Active, Termination: null, Calendar: { } calendar } || calendar.TermNumber != term)
            return 0;
        var (version, next) = (licence.PolicyVersionId, calendar.LastDay.AddDays(1));
        var policy = await db.Set<LicencePolicyVersion>().AsNoTracking().SingleAsync(v => v.Id == version, ct);
        // What nobody can be told does not count as told.
        if ((await Addresses(db, at, coordinators: true, ct)).Count == 0)
            return 0;
        if (await InvoicesOnFile.PriceAsync(db, licence.Grant.Package, licence.Grant.Price.Currency, next, ct) is { } listed)
            licence.TellPrice(TermFee.Of(new(listed.Fees.AnnualFee, listed.Currency), policy.Term), policy, at.Time);
        var adds = await db.Set<ScheduledAction>()
            .Where(a => a.TenantId == at.Id && a.LicenceId == id && a.Kind == ScheduledActionKind.AutoRenew && a.TermNumber == term && a.DoneAt == null && !a.Superseded)
            .Select(a => (DateOnly?)a.DueOn)
            .SingleOrDefaultAsync(ct);
        // Where it was withheld on its day ahead it is tried once more at the end.
        DateOnly? renews = licence.AutoRenews ? adds ?? next : null;
        var plan = licence.PreviewRenewal(policy, next);
        var profile = await InvoicesOnFile.ProfileAsync(db, at.Id, ct);
        var invoices = RenewalInvoices.Of(licence, plan, renews ?? next, settings.RulesFor(at.Organisation, profile), profile, at.Time.Zone);
        await Send(db, at, at.Letters.Renewal(licence, plan, invoices, renews, licence.SuspendedFrom <= (renews ?? at.Time.Today)), coordinators: true, ct);
        return 1;
    }

    // A term that did not renew on its day: one letter says what that means, until when there is time, and who is to do what.
    private async Task<int> NotRenewed(FranchiseDb db, Desk at, Id<Licence> id, Event happened, JsonElement data, CancellationToken ct)
    {
        var licence = await db.Set<Licence>().SingleAsync(l => l.TenantId == at.Id && l.Id == id, ct);
        if (licence.Calendar is not { } calendar)
            return 0;
        // Withheld as the term ends, the letter about grace says it. Renewed or ended since, there is nothing to tell any more.
        var isTold = happened.Type == "licence.grace_began"
            ? licence.Status == LicenceStatus.Grace
            : data.GetProperty("dueOn").Deserialize<DateOnly>() is var on && licence.Status switch
            {
                LicenceStatus.Active => calendar.AgreedOn <= on && on <= calendar.LastDay,
                LicenceStatus.TeachOut or LicenceStatus.Expired => on == calendar.LastDay.AddDays(1),
                _ => false,
            };
        if (!isTold)
            return 0;
        await Send(db, at, at.Letters.NotRenewed(licence, calendar, licence.SuspendedFrom <= at.Time.Today), coordinators: true, ct);
        return 1;
    }

    // To whom invoices go and, where it is about the licence, the coordinators too: one to each address.
    private async Task Send(FranchiseDb db, Desk at, Letter letter, bool coordinators, CancellationToken ct)
    {
        foreach (var address in await Addresses(db, at, coordinators, ct))
            db.Add(outbox.Write(at.Id, letter.To(address), clock.GetUtcNow()));
    }

    private static async Task<IReadOnlyList<string>> Addresses(FranchiseDb db, Desk at, bool coordinators, CancellationToken ct)
    {
        var id = at.Id;
        at.Billing ??= (await InvoicesOnFile.ProfileAsync(db, id, ct)).Details.ContactEmail is { } written
            ? [written]
            : await db.Set<Contact>().Where(c => c.TenantId == id && c.Role == ContactRole.Finance).Select(c => c.Email).ToListAsync(ct);
        if (coordinators || at.Billing.Count == 0)
            at.Coordinators ??= [.. (await CoordinatorsOnFile.AddressesAsync(db, [id], ct))[id]];
        IReadOnlyList<string> also = coordinators || at.Billing.Count == 0 ? at.Coordinators! : [];
        return [.. at.Billing.Concat(also).Distinct(StringComparer.OrdinalIgnoreCase)];
    }

    // An organisation at hand; its addresses are read once.
    private sealed record Desk(Organisation Organisation, OwnTime Time, BillingLetters Letters)
    {
        public Id<Organisation> Id => Organisation.TenantId;
        public IReadOnlyList<string>? Billing { get; set; }
        public IReadOnlyList<string>? Coordinators { get; set; }
    }
}
