using System.Text.Json;
using Franchise.Domain.Billing;
using Franchise.Domain.Credentials;
using Franchise.Domain.Delivery;
using Franchise.Domain.Licensing;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;
using Franchise.Domain.Webhooks;
using Franchise.Infrastructure.Billing;
using Franchise.Infrastructure.Jobs;
using Franchise.Infrastructure.Persistence;
using Franchise.Infrastructure.Tenancy;
using Microsoft.EntityFrameworkCore;

namespace Franchise.Api.Billing;

/// <summary>
/// Bills what has happened: reads each organisation's events and accrues a fee for each that costs something, drafts invoices for fees that are due, and
/// issues drafts whose days are over. Each step stands in rows, so that it happens once however often and on however many instances this runs.
/// </summary>
public sealed class SweepBilling(Doors doors, TimeProvider clock, BillingSettings settings, ILogger<SweepBilling> log) : Sweep<Organisation>(doors, clock, log)
{
    private const string Reader = "billing";
    private const string Cancellation = "place.cancelled";

    private static readonly string[] charged =
        ["licence.activated", "licence.renewed", "licence.package_changed", "licence.seats_consumed", "enrolment.registered", "certificate.issued", "place.sold", Cancellation];

    private readonly TimeProvider clock = clock;

    /// <inheritdoc/>
    public override int Connections { get; init; } = 2;

    /// <inheritdoc/>
    protected override string Reason => "sweepBilling";

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
                OR EXISTS (SELECT FROM franchise.fees f WHERE f.tenant_id = o.tenant_id AND f.status = 'pending' AND f.due_at <= {now} + o.clock_offset)
                OR EXISTS (
                    SELECT FROM franchise.invoices i
                    WHERE i.tenant_id = o.tenant_id AND i.status = 'draft' AND NOT i.awaits_approval AND i.finalise_at <= {now} + o.clock_offset
                        AND (NOT i.awaits_exchange_rate OR EXISTS (
                            SELECT FROM franchise.exchange_rates r
                            WHERE r.currency = i.currency AND r.from_day <= (({now} + o.clock_offset) AT TIME ZONE o.time_zone)::date))))
            ORDER BY o.tenant_id LIMIT {Math.Min(BatchSize, 20)} FOR NO KEY UPDATE OF o SKIP LOCKED
            """;

    /// <inheritdoc/>
    protected override FormattableString Next(Id<Organisation> organisation, DateTimeOffset now) =>
        $"""
        SELECT min(due_at) FROM franchise.fees WHERE tenant_id = {organisation.Value} AND status = 'pending'
        UNION ALL
        SELECT min(finalise_at) FROM franchise.invoices WHERE tenant_id = {organisation.Value} AND status = 'draft' AND NOT awaits_approval AND NOT awaits_exchange_rate
        """;

    /// <inheritdoc/>
    protected override FormattableString Relock(Guid id) => RelockOfOrganisation(id);

    /// <inheritdoc/>
    protected override async Task<(int Things, int Actions)> Carry(FranchiseDb db, Id<Organisation>[] ids, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var actions = 0;
        List<OrganisationAtHand> all = [];
        foreach (var organisation in await db.Set<Organisation>().AsNoTracking().Where(o => ids.Contains(o.TenantId)).OrderBy(o => o.TenantId).ToListAsync(ct))
        {
            all.Add(new(organisation, await InvoicesOnFile.ProfileAsync(db, organisation.TenantId, ct), OwnTime.Of(organisation, now))
            {
                Events = await EventsOnFile.SinceAsync(db, organisation.TenantId, Reader, charged, ct),
            });
        }
        await LockWhatIsCredited(db, all, ct);
        foreach (var at in all)
        {
            actions += await Accrue(db, at, ct);
            await Save(db, ct);
            actions += await Draft(db, at, ct);
        }
        await Save(db, ct);
        return (ids.Length, actions + await Issue(db, all, ct));
    }

    /// <inheritdoc/>
    // Of what a night writes, two rows of three are the ledger's: a year in advance has two for each of its months.
    protected override async Task WriteTogether(FranchiseDb db, CancellationToken ct) => await LedgerOnFile.WriteAsync(db, ct);

    // ---- What has happened

    // A credit note takes its number, and whoever waits for that may hold an invoice: so no invoice is waited for after it. Where places were cancelled, all that
    // this transaction may touch are locked before, in the order of their ids.
    private static async Task LockWhatIsCredited(FranchiseDb db, IReadOnlyList<OrganisationAtHand> all, CancellationToken ct)
    {
        string[] places = [.. all.SelectMany(a => a.Events).Where(e => e.Type == Cancellation).Select(e => e.Subject)];
        if (places.Length == 0)
            return;
        Guid[] organisations = [.. all.Select(a => a.Id.Value)];
        await db.Database.SqlQuery<Guid>(
            $"""
            SELECT i.id AS "Value" FROM franchise.invoices i
            WHERE i.tenant_id = ANY ({organisations}) AND (
                i.status = 'draft'
                OR i.id IN (
                    SELECT f.invoice_id FROM franchise.fees f
                    WHERE f.tenant_id = ANY ({organisations}) AND f.kind = 'training_place' AND f.subject = ANY ({places})))
            ORDER BY i.id FOR UPDATE OF i
            """).ToListAsync(ct);
    }

    private async Task<int> Accrue(FranchiseDb db, OrganisationAtHand at, CancellationToken ct)
    {
        var made = 0;
        at.Subjects = [.. at.Events.Where(e => e.Type.StartsWith("licence.", StringComparison.Ordinal)).Select(e => e.Subject)];
        var before = await Accrued(db, at, ct);
        foreach (var happened in at.Events.Where(e => !before.Contains(e.Id)))
        {
            // These are about what others may have made.
            if (happened.Type is "licence.seats_consumed" or Cancellation)
                await Save(db, ct);
            using var data = JsonDocument.Parse(happened.Data);
            made += happened.Type switch
            {
                "licence.activated" or "licence.renewed" => await Terms(db, at, happened, ct),
                "licence.package_changed" => PackageChanged(db, at, happened, data.RootElement),
                "licence.seats_consumed" => await ExtraLearnersOf(db, at, happened, data.RootElement, ct),
                "enrolment.registered" => await ByPriceList(db, at, happened, Course(data.RootElement), FeeKind.Registration, "Registration of a learner", ct),
                "certificate.issued" => await ByPriceList(db, at, happened, await CourseOfCertificate(db, at, happened, ct), FeeKind.Certificate, "Certificate", ct),
                "place.sold" => Sold(db, at, happened, data.RootElement),
                _ => await Cancelled(db, at, happened, ct),
            };
        }
        return made;
    }

    // Those at hand that have their fee: one that is read a second time makes no other. Terms are known by their numbers.
    private static async Task<HashSet<Id<Event>>> Accrued(FranchiseDb db, OrganisationAtHand at, CancellationToken ct)
    {
        var own = at.Id;
        Id<Event>[] events = [.. at.Events.Where(e => e.Type is not ("licence.activated" or "licence.renewed" or Cancellation)).Select(e => e.Id)];
        return events.Length == 0
            ? []
            : [.. await db.Set<Fee>().Where(f => f.TenantId == own && events.Contains(f.EventId)).Select(f => f.EventId).ToListAsync(ct)];
    }

    private static async Task<int> Terms(FranchiseDb db, OrganisationAtHand at, Event happened, CancellationToken ct)
    {
        if (await Licence(db, at, happened.Subject, ct) is not { } licence)
            return 0;
        var before = await at.ChargedTermsAsync(db, licence.Id, ct);
        var terms = licence.Terms.Where(t => before.Add(t.Number)).ToList();
        foreach (var term in terms)
            db.Add(new Fee(
                happened,
                FeeGround.OfTerm(licence, term.Number, term.Days, term.Id.ToString(), at.DayOf(happened)),
                1, term.Price.Amount, term.Price.Currency, at.Profile, at.Time));
        return terms.Count;
    }

    // What it costs for the rest of the term was settled with the change itself.
    private static int PackageChanged(FranchiseDb db, OrganisationAtHand at, Event happened, JsonElement data)
    {
        if (!Id<Licence>.TryRead(happened.Subject, out var licence) || Number(data, "amount") is not { } amount || Day(data, "firstDay") is not { } first || Day(data, "lastDay") is not { } last)
            return 0;
        db.Add(new Fee(
            happened,
            new(
                FeeKind.PackageChange, (int)(Number(data, "termNumber") ?? 0), happened.Subject,
                $"Licence {Text(data, "package")} in place of {Text(data, "from")}: {first:yyyy-MM-dd} to {last:yyyy-MM-dd}", first, licence, new(first, last)),
            1, amount, Text(data, "currency") ?? at.Organisation.Currency, at.Profile, at.Time));
        return 1;
    }

    private static async Task<int> ExtraLearnersOf(FranchiseDb db, OrganisationAtHand at, Event happened, JsonElement data, CancellationToken ct)
    {
        if (await Licence(db, at, happened.Subject, ct) is not { } licence || Number(data, "termNumber") is not { } number || licence.Terms.FirstOrDefault(t => t.Number == number) is not { } term)
            return 0;
        var used = await db.Set<SeatEntry>()
            .Where(s => s.TenantId == at.Id && s.LicenceId == licence.Id && s.TermNumber == number && s.Kind == SeatEntryKind.Consume)
            .SumAsync(s => s.Quantity, ct);
        var before = await db.Set<Fee>()
            .Where(f => f.TenantId == at.Id && f.LicenceId == licence.Id && f.Kind == FeeKind.ExtraLearner && f.Part == number)
            .SumAsync(f => f.Quantity, ct);
        var extra = ExtraLearners.ToCharge(licence.SeatsOf(term), used, before);
        if (extra == 0)
            return 0;
        var fee = licence.Grant.ExtraLearnerFee;
        db.Add(new Fee(
            happened, new(FeeKind.ExtraLearner, term.Number, licence.Id.ToString(), $"Learners above the {licence.SeatsOf(term)} of term {term.Number}", at.DayOf(happened), licence.Id),
            extra, fee.Amount, fee.Currency, at.Profile, at.Time));
        return 1;
    }

    private static async Task<int> ByPriceList(FranchiseDb db, OrganisationAtHand at, Event happened, Id<Course>? course, FeeKind kind, string what, CancellationToken ct)
    {
        var day = at.DayOf(happened);
        var licence = await LicenceOfCourse(db, at, course, ct);
        var price = licence is null ? null : await InvoicesOnFile.PriceAsync(db, licence.Grant.Package, at.Organisation.Currency, day, ct);
        // Where the price list says that it costs nothing there is nothing to write down.
        if (price?.Fees.Of(kind) == 0)
            return 0;
        db.Add(new Fee(happened, new(kind, 0, happened.Subject, what, day, licence?.Id), 1, price?.Fees.Of(kind), at.Organisation.Currency, at.Profile, at.Time));
        return 1;
    }

    private static int Sold(FranchiseDb db, OrganisationAtHand at, Event happened, JsonElement data)
    {
        if (Number(data, "price") is not { } price)
            return 0;
        db.Add(new Fee(
            happened, new(FeeKind.TrainingPlace, 0, happened.Subject, "Place on a training of trainers", at.DayOf(happened), null), 1, price,
            Text(data, "currency") ?? at.Organisation.Currency, at.Profile, at.Time));
        return 1;
    }

    private async Task<int> Cancelled(FranchiseDb db, OrganisationAtHand at, Event happened, CancellationToken ct)
    {
        var place = happened.Subject;
        var fee = await db.Set<Fee>().SingleOrDefaultAsync(f => f.TenantId == at.Id && f.Kind == FeeKind.TrainingPlace && f.Subject == place, ct);
        if (fee is null or { Status: FeeStatus.Waived })
            return 0;
        const string why = "The place was cancelled.";
        if (fee.InvoiceId is not { } id)
            return await Waive(db, fee, why, ct);
        var on = await InvoicesOnFile.LockAsync(db, id, clock.GetUtcNow(), ct) ?? throw new InvalidOperationException($"{fee.Id} stands on an invoice that is not there.");
        // Somebody may have discarded the draft just now.
        await db.Entry(fee).ReloadAsync(ct);
        if (fee.InvoiceId is null)
            return fee.Status == FeeStatus.Waived ? 0 : await Waive(db, fee, why, ct);
        if (on.Invoice.Status == InvoiceStatus.Draft)
        {
            // The other fees of the draft are due still, and are drafted anew.
            on.Invoice.Discard(await db.Set<Fee>().Where(f => f.TenantId == at.Id && f.InvoiceId == id).ToListAsync(ct));
            return await Waive(db, fee, why, ct);
        }
        var line = on.Invoice.Lines.First(l => l.FeeId == fee.Id);
        // Also while it is collected, and where it was given up.
        var left = await InvoicesOnFile.LeftAsync(db, fee, ct) ?? 0;
        if (left == 0)
            return 0;
        await InvoicesOnFile.CreditAsync(db, on, why, [new(line.Id, left)], ct);
        return 1;
    }

    private static async Task<int> Waive(FranchiseDb db, Fee fee, string why, CancellationToken ct)
    {
        fee.Waive(why);
        await Fees.Say(db, fee, Fees.Waived, ct);
        return 1;
    }

    // ---- What is due

    private async Task<int> Draft(FranchiseDb db, OrganisationAtHand at, CancellationToken ct)
    {
        var (id, now) = (at.Id, at.Time.Now);
        // Locked before they are read: one that somebody waives at this moment is not drafted.
        await db.Database.SqlQuery<Guid>(
            $"""SELECT id AS "Value" FROM franchise.fees WHERE tenant_id = {id.Value} AND status = 'pending' AND due_at <= {now} ORDER BY id FOR UPDATE""").ToListAsync(ct);
        var due = await db.Set<Fee>().Where(f => f.TenantId == id && f.Status == FeeStatus.Pending && f.DueAt <= now).OrderBy(f => f.Id).ToListAsync(ct);
        if (due.Count == 0)
            return 0;
        var drafted = 0;
        foreach (var fee in due.Where(f => f.Kind is FeeKind.Licence or FeeKind.PackageChange))
        {
            db.Add(new Invoice(id, fee.Kind == FeeKind.Licence ? InvoiceKind.Licence : InvoiceKind.OneOff, fee.LicenceId, new(fee.PeriodFirst!.Value, fee.PeriodLast!.Value), fee.Currency, [LineDraft.Of(fee)], await at.RulesAsync(db, settings, fee.Currency, ct), at.Time));
            drafted++;
        }
        var first = Fee.FirstOfNextMonth(at.Time.Today).AddMonths(-2);
        var month = new Term(first, first.AddMonths(1).AddDays(-1));
        var taken = await db.Set<Invoice>().AnyAsync(
            i => i.TenantId == id && i.Kind == InvoiceKind.Usage && i.LicenceId == null && i.PeriodFirst == month.First && i.Status != InvoiceStatus.Void, ct);
        foreach (var used in due.Where(f => f.Kind is not (FeeKind.Licence or FeeKind.PackageChange)).GroupBy(f => f.Currency).OrderBy(g => g.Key))
        {
            if (taken)
            {
                // That month's invoice is out: what comes late stands on the next.
                Postpone(used, at);
                continue;
            }
            var rules = await at.RulesAsync(db, settings, used.Key, ct);
            var fees = used.OrderBy(f => f.On).ThenBy(f => f.Id).ToLookup(f => Invoice.Fitting([LineDraft.Of(f)], rules, at.Time.Today) == 1);
            foreach (var fee in fees[false])
                log.LogWarning("{Fee} is more than one invoice can charge; Finance waives it and invoices it by hand in parts", fee.Id);
            List<LineDraft> lines = [.. fees[true].Select(LineDraft.Of)];
            var fitting = Invoice.Fitting(lines, rules, at.Time.Today);
            // What is too much for one invoice stands on the next.
            Postpone(fees[false].Concat(fees[true].Skip(fitting)), at);
            if (fitting == 0)
                continue;
            db.Add(new Invoice(id, InvoiceKind.Usage, null, month, used.Key, lines[..fitting], rules, at.Time));
            (taken, drafted) = (true, drafted + 1);
        }
        return drafted;
    }

    private static void Postpone(IEnumerable<Fee> fees, OrganisationAtHand at)
    {
        foreach (var fee in fees)
            fee.WaitUntil(Term.StartOf(Fee.FirstOfNextMonth(at.Time.Today), at.Time.Zone));
    }

    // For all at hand together: numbers are taken last, because a series is one row that whoever issues waits for.
    private async Task<int> Issue(FranchiseDb db, IReadOnlyList<OrganisationAtHand> all, CancellationToken ct)
    {
        List<Id<Invoice>> due = [];
        foreach (var at in all)
        {
            var (id, own) = (at.Id, at.Time.Now);
            due.AddRange(await db.Set<Invoice>()
                .Where(i => i.TenantId == id && i.Status == InvoiceStatus.Draft && !i.AwaitsApproval && i.FinaliseAt <= own)
                .OrderBy(i => i.Id)
                .Select(i => i.Id)
                .ToListAsync(ct));
        }
        if (due.Count == 0)
            return 0;
        var known = all.ToDictionary(a => a.Id);
        List<InvoiceOnFile> ready = [];
        Dictionary<Id<Invoice>, InvoiceRules> rules = [];
        foreach (var invoice in await InvoicesOnFile.LockAsync(db, due, ct))
            // Somebody may have issued or discarded it just now.
            if (invoice is { Status: InvoiceStatus.Draft, AwaitsApproval: false })
            {
                var at = known[invoice.TenantId];
                rules[invoice.Id] = await at.RulesAsync(db, settings, invoice.Currency, ct);
                invoice.Refresh(rules[invoice.Id], at.Time);
                if (invoice.AwaitsApproval)
                    continue;
                if (invoice.LacksExchangeRate)
                    invoice.AwaitExchangeRate();
                else
                    ready.Add(new(invoice, at.Organisation, at.Time));
            }
        await Save(db, ct);
        await InvoicesOnFile.FinaliseAsync(db, ready, on => rules[on.Invoice.Id], ct);
        return ready.Count;
    }

    // ---- What events are about

    private static async Task<Licence?> Licence(FranchiseDb db, OrganisationAtHand at, string subject, CancellationToken ct) =>
        Id<Licence>.TryRead(subject, out var id) ? (await at.LicencesAsync(db, ct)).GetValueOrDefault(id) : null;

    private static Id<Course>? Course(JsonElement data) => Id<Course>.TryRead(Text(data, "courseId"), out var id) ? id : null;

    // The event of a certificate names it and nothing else; one that was severed says no more of which course it was.
    private static async Task<Id<Course>?> CourseOfCertificate(FranchiseDb db, OrganisationAtHand at, Event happened, CancellationToken ct) =>
        Id<Certificate>.TryRead(happened.Subject, out var id)
            ? await db.Set<Certificate>().Where(c => c.TenantId == at.Id && c.Id == id).Select(c => c.CourseId).SingleOrDefaultAsync(ct)
            : null;

    // The licence under which the course is; where no course is known, the one that runs.
    private static async Task<Licence?> LicenceOfCourse(FranchiseDb db, OrganisationAtHand at, Id<Course>? course, CancellationToken ct)
    {
        if (course is not { } of)
            return await InvoicesOnFile.RunningLicenceAsync(db, at.Id, ct);
        var id = await db.Set<Course>().Where(c => c.TenantId == at.Id && c.Id == of).Select(c => c.LicenceId).SingleOrDefaultAsync(ct);
        return id is { } known ? await db.Set<Licence>().AsNoTracking().SingleOrDefaultAsync(l => l.TenantId == at.Id && l.Id == known, ct) : null;
    }

    private static DateOnly? Day(JsonElement data, string name) => DateOnly.TryParseExact(Text(data, name), "yyyy-MM-dd", out var day) ? day : null;

    private static string? Text(JsonElement data, string name) =>
        data.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static long? Number(JsonElement data, string name) =>
        data.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number ? value.GetInt64() : null;

    private static Task Save(FranchiseDb db, CancellationToken ct)
    {
        db.ChangeTracker.DetectChanges();
        return db.SaveChangesAsync(ct);
    }

    private sealed record OrganisationAtHand(Organisation Organisation, BillingProfile Profile, OwnTime Time)
    {
        private Dictionary<Id<Licence>, Licence>? licences;
        private Dictionary<Id<Licence>, HashSet<int>>? chargedTerms;
        private readonly Dictionary<string, InvoiceRules> rules = new(StringComparer.Ordinal);

        public Id<Organisation> Id => Organisation.TenantId;

        /// <summary>What has happened there since it was last looked at.</summary>
        public required IReadOnlyList<Event> Events { get; init; }

        /// <summary>What the events at hand are about.</summary>
        public IReadOnlyList<string> Subjects { get; set; } = [];

        // An event bears its organisation's own time already.
        public DateOnly DayOf(Event happened) => new OwnTime(happened.At, Time.Zone).Today;

        /// <summary>By what rules its invoices in a currency are made today, read once.</summary>
        public async Task<InvoiceRules> RulesAsync(FranchiseDb db, BillingSettings settings, string currency, CancellationToken ct) =>
            rules.TryGetValue(currency, out var known) ? known : rules[currency] = await InvoicesOnFile.RulesAsync(db, settings, Organisation, Profile, currency, Time.Today, ct);

        /// <summary>The licences that the events at hand are about, read once.</summary>
        public async Task<Dictionary<Id<Licence>, Licence>> LicencesAsync(FranchiseDb db, CancellationToken ct)
        {
            if (licences is not null)
                return licences;
            Id<Licence>[] ids = [.. Subjects.Select(s => Id<Licence>.TryRead(s, out var id) ? id : (Id<Licence>?)null).OfType<Id<Licence>>().Distinct()];
            var own = Id;
            return licences = await db.Set<Licence>().AsNoTracking().Include(l => l.Terms).Where(l => l.TenantId == own && ids.Contains(l.Id)).ToDictionaryAsync(l => l.Id, ct);
        }

        /// <summary>The numbers of a licence's terms that were charged; who charges another adds it.</summary>
        public async Task<HashSet<int>> ChargedTermsAsync(FranchiseDb db, Id<Licence> licence, CancellationToken ct)
        {
            if (chargedTerms is null)
            {
                var own = Id;
                Id<Licence>?[] ids = [.. (await LicencesAsync(db, ct)).Keys.Select(id => (Id<Licence>?)id)];
                var parts = await db.Set<Fee>()
                    .Where(f => f.TenantId == own && f.Kind == FeeKind.Licence && ids.Contains(f.LicenceId))
                    .Select(f => new { f.LicenceId, f.Part })
                    .ToListAsync(ct);
                chargedTerms = parts.GroupBy(p => p.LicenceId!.Value).ToDictionary(g => g.Key, g => g.Select(p => p.Part).ToHashSet());
            }
            return chargedTerms.TryGetValue(licence, out var numbers) ? numbers : chargedTerms[licence] = [];
        }
    }
}
