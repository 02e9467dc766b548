using Franchise.Api.Http;
using Franchise.Domain.Billing;
using Franchise.Domain.Licensing;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Billing;
using Franchise.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Franchise.Api.Licensing;

/// <summary>What comes to a licence.</summary>
internal enum ComingKind
{
    /// <summary>The day after an offer's last: it lapses.</summary>
    OfferExpires,

    /// <summary>The first day of an accepted licence: it begins if nothing is missing.</summary>
    Start,

    /// <summary>So many days before the last day of a term: it is announced.</summary>
    Milestone,

    /// <summary>A hold is to be looked at again.</summary>
    HoldReview,

    /// <summary>The next term is added, and invoiced; unless the renewal is withheld.</summary>
    AutoRenew,

    /// <summary>The day after the last day of a term, where auto-renewal is not agreed: grace begins.</summary>
    TermEnd,

    /// <summary>The day after the last day of grace: teach-out begins.</summary>
    GraceEnd,

    /// <summary>The day after the last day of teach-out: the licence is over altogether.</summary>
    TeachOutEnd,

    /// <summary>A drafted invoice of the licence is issued.</summary>
    InvoiceIssue,

    /// <summary>An invoice is charged to the organisation's card or direct debit, with all that is owed of it.</summary>
    Charge,

    /// <summary>The organisation is reminded of what is unpaid.</summary>
    Reminder,

    /// <summary>It is reminded once more.</summary>
    SecondReminder,

    /// <summary>It has the final notice.</summary>
    FinalNotice,

    /// <summary>No new course begins while something is unpaid.</summary>
    HoldOnNewCourses,

    /// <summary>The licence is suspended while something is unpaid.</summary>
    HoldOnLicence,
}

/// <summary>What withholds a renewal.</summary>
internal enum Withholding
{
    /// <summary>A hold that suspends the licence.</summary>
    Hold,

    /// <summary>The hold on the licence that dunning will have placed by then, if nobody pays.</summary>
    ComingHold,

    /// <summary>Termination is proposed.</summary>
    Termination,
}

/// <summary>What will happen to a licence and when, if nobody does anything: what the sweeps carry out, and nothing else.</summary>
internal static class GetLicenceSchedule
{
    /// <param name="Upcoming">Everything that is still to come, by due date.</param>
    public sealed record Response(IReadOnlyList<Row> Upcoming)
    {
        public static Response Example => new([Row.Example]);
    }

    /// <param name="Kind">What happens.</param>
    /// <param name="TermNumber">The term it belongs to; null for what belongs to none.</param>
    /// <param name="Days">For a milestone, how many days before the last day; else null.</param>
    /// <param name="HoldId">For a hold's review, and for a renewal that a hold withholds, the hold; else null.</param>
    /// <param name="InvoiceId">For the issue or the charge of an invoice, the invoice; else null.</param>
    /// <param name="Amount">What is invoiced or charged, discounts taken off and VAT with it; null where no money is asked for.</param>
    /// <param name="WithheldBy">
    /// For a renewal, what withholds it as things stand: nothing is added or charged on that day then, it is tried once more as the term ends, and if it is withheld there
    /// too grace begins. Null where nothing does, and for all else.
    /// </param>
    /// <param name="DueOn">The organisation's own date on which it is due.</param>
    /// <param name="DueAt">The instant at which that date begins there, by the organisation's own clock.</param>
    public sealed record Row(
        ComingKind Kind, int? TermNumber, int? Days, Id<Hold>? HoldId, Id<Invoice>? InvoiceId, Money? Amount, Withholding? WithheldBy, DateOnly DueOn, DateTimeOffset DueAt)
    {
        public static Row Example => new(ComingKind.Milestone, 1, 90, null, null, null, null, new(2027, 10, 2), new(2027, 10, 1, 23, 0, 0, TimeSpan.Zero));
    }

    public static async Task<Response> Handle(Id<Licence> id, FranchiseDb db, BillingSettings settings, TimeProvider clock, CancellationToken ct)
    {
        var at = await Licences.Find(db, id, Parts.Plan, clock, ct);
        var tenant = at.Licence.TenantId;
        var profile = await InvoicesOnFile.ProfileAsync(db, tenant, ct);
        var steps = await db.Set<DunningStep>().AsNoTracking().Where(s => s.TenantId == tenant && s.DoneAt == null && !s.Superseded).ToListAsync(ct);
        List<Row> licence =
        [
            .. at.Licence.Schedule.Where(a => a.IsPending).OrderBy(a => a.DueAt).ThenBy(a => a.Kind).ThenBy(a => a.Id)
                .Select(a => IsRenewal(at, a) ? Renewal(at, a, steps, profile, settings) : Of(a)),
        ];
        // What follows the end of a term that renews does not come.
        if (licence.Any(r => r is { Kind: ComingKind.AutoRenew, WithheldBy: null }))
            licence.RemoveAll(r => r.Kind is ComingKind.GraceEnd or ComingKind.TeachOutEnd);
        IEnumerable<Row> rows = [.. licence, .. await Billed(db, at, profile, ct), .. steps.OrderBy(s => s.Stage).Select(s => Of(s.Stage, s.DueOn, s.DueAt))];
        return new([.. rows.OrderBy(r => r.DueAt).Take(Bounds.Items)]);
    }

    private static Row Of(ScheduledAction a) =>
        Of(Enum.Parse<ComingKind>(a.Kind.ToString()), a.DueOn, a.DueAt) with
        {
            TermNumber = a.TermNumber == 0 ? null : a.TermNumber,
            Days = a.Kind == ScheduledActionKind.Milestone ? a.Days : null,
            HoldId = a.HoldId,
        };

    private static bool IsRenewal(LicenceAtHand at, ScheduledAction a) =>
        at.Licence is { Status: LicenceStatus.Active, AutoRenews: true } && a.Kind is ScheduledActionKind.AutoRenew or ScheduledActionKind.TermEnd;

    // By the code that makes the invoices themselves.
    private static Row Renewal(LicenceAtHand at, ScheduledAction a, IReadOnlyList<DunningStep> steps, BillingProfile profile, BillingSettings settings)
    {
        var licence = at.Licence;
        var hold = licence.Holds.FirstOrDefault(h => h.Scope == HoldScope.Licence && h.StandsOn(a.DueOn));
        Withholding? by =
            licence.Termination is not null ? Withholding.Termination
            : hold is not null ? Withholding.Hold
            : steps.Any(s => s.Stage == DunningStage.HoldOnLicence && s.DueOn < a.DueOn) ? Withholding.ComingHold
            : null;
        Money? amount = null;
        if (by is null)
        {
            var plan = licence.PreviewRenewal(at.Policy, a.DueOn);
            var invoices = RenewalInvoices.Of(licence, plan, a.DueOn, settings.RulesFor(at.Organisation, profile), profile, at.Time.Zone);
            amount = new(invoices.Sum(i => i.Total), plan.Price.Currency);
        }
        return Of(a) with { Kind = ComingKind.AutoRenew, HoldId = hold?.Id, Amount = amount, WithheldBy = by };
    }

    // The drafts of the licence and those that are for none, as what is used; and while there is a card or a direct debit, what it is charged with.
    private static async Task<List<Row>> Billed(FranchiseDb db, LicenceAtHand at, BillingProfile profile, CancellationToken ct)
    {
        var (tenant, id) = (at.Licence.TenantId, at.Licence.Id);
        var mandates = await db.Set<Mandate>().AsNoTracking().Where(m => m.TenantId == tenant && m.Status == MandateStatus.Active).ToListAsync(ct);
        var invoices = await db.Set<Invoice>()
            .AsNoTracking()
            .Where(i => i.TenantId == tenant && (i.LicenceId == id || i.LicenceId == null))
            .Where(i => (i.Status == InvoiceStatus.Draft && !i.AwaitsApproval) || (i.Status == InvoiceStatus.Finalised && i.DisputedAt == null))
            .OrderBy(i => i.Id)
            .ToListAsync(ct);
        var ids = invoices.Select(i => i.Id).ToArray();
        var charges = (await db.Set<Collection>().AsNoTracking().Where(Collection.CountsForCharging).Where(c => c.TenantId == tenant && ids.Contains(c.InvoiceId)).ToListAsync(ct)).ToLookup(c => c.InvoiceId);
        var hardship = await DunningOnFile.HardshipAsync(db, tenant, at.Time.Today, ct);
        List<Row> rows = [];
        foreach (var invoice in invoices)
        {
            var issued = invoice.IssuedOn ?? new OwnTime(invoice.FinaliseAt, at.Time.Zone).Today;
            var due = invoice.DueOn ?? issued.AddDays(profile.Details.TermsDays);
            var owed = invoice.IsIssued ? invoice.Outstanding : invoice.Total;
            if (!invoice.IsIssued)
                rows.Add(Of(ComingKind.InvoiceIssue, issued, invoice.FinaliseAt) with { InvoiceId = invoice.Id, Amount = new(owed, invoice.Currency) });
            if (owed > 0 && mandates.Exists(m => m.Pays(invoice.Currency)) && Collection.ChargesOn([.. charges[invoice.Id]], due, hardship) is { } on)
                rows.Add(Of(ComingKind.Charge, on, Term.StartOf(on, at.Time.Zone)) with { InvoiceId = invoice.Id, Amount = new(owed, invoice.Currency) });
        }
        return rows;
    }

    private static Row Of(DunningStage stage, DateOnly on, DateTimeOffset at) => Of(Enum.Parse<ComingKind>(stage.ToString()), on, at);

    private static Row Of(ComingKind kind, DateOnly on, DateTimeOffset at) => new(kind, null, null, null, null, null, null, on, at);
}
