using Franchise.Domain.Identity;
using Franchise.Domain.Licensing;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;

namespace Franchise.Domain.Billing;

/// <summary>What an invoice is for. Of the first two there is one for a licence's period, or an organisation's month.</summary>
public enum InvoiceKind
{
    /// <summary>One term of a licence.</summary>
    Licence,

    /// <summary>What was used in a month: extra learners, registrations, certificates, places on trainings.</summary>
    Usage,

    /// <summary>What Finance wrote by hand.</summary>
    OneOff,
}

/// <summary>Where an invoice stands.</summary>
public enum InvoiceStatus
{
    /// <summary>Can be looked at, approved and discarded; has no number.</summary>
    Draft,

    /// <summary>Issued and owed.</summary>
    Finalised,

    /// <summary>Issued, and a collection is under way that may still fail.</summary>
    Processing,

    /// <summary>Nothing is owed any more.</summary>
    Paid,

    /// <summary>Discarded before it was issued, or credited whole.</summary>
    Void,

    /// <summary>Given up; what comes in all the same is taken.</summary>
    Uncollectible,
}

/// <summary>Who supplies whom, as it stands on the invoice.</summary>
/// <param name="SupplierName">The supplier's legal name.</param>
/// <param name="SupplierAddress">Its address.</param>
/// <param name="SupplierVatNumber">Its VAT number; null while it is not registered.</param>
/// <param name="CustomerName">The organisation's legal name.</param>
/// <param name="CustomerAddress">Its address.</param>
/// <param name="CustomerVatNumber">Its VAT number; null where it is not registered.</param>
/// <param name="PurchaseOrder">Its purchase-order number; null for none.</param>
public sealed record InvoiceParties(
    string SupplierName, string SupplierAddress, string? SupplierVatNumber, string CustomerName, string CustomerAddress, string? CustomerVatNumber, string? PurchaseOrder);

/// <summary>Between whom and by what rules an invoice is made.</summary>
/// <param name="Supplier">Cohort 4.</param>
/// <param name="Customer">The organisation.</param>
/// <param name="PurchaseOrder">Its purchase-order number.</param>
/// <param name="TermsDays">Within how many days of issue it is due.</param>
/// <param name="DraftDays">For how many days a draft can be looked at before it is issued by itself.</param>
/// <param name="HoldAbove">Above what total, with VAT, it waits for somebody's approval.</param>
public sealed record InvoiceRules(Supplier Supplier, Customer Customer, string? PurchaseOrder, int TermsDays, int DraftDays, long HoldAbove)
{
    /// <summary>The exchange rate of the invoice's currency on the day; null in sterling, and where Finance has entered none.</summary>
    public ExchangeRate? Rate { get; init; }
}

/// <summary>
/// An invoice. As a draft it can be discarded; issued, it has its number for good and its lines never change: what was wrong is put right by credit
/// notes. Its life stands here; what is paid and credited stands in a file of its own.
/// </summary>
[IdPrefix("ivc")]
public sealed partial class Invoice : Aggregate, ITenantOwned, IPlatformOwned
{
    private readonly List<InvoiceLine> lines = [];

    private Invoice() { }

    /// <summary>Drafts an invoice.</summary>
    /// <exception cref="Refusal"><c>validation_failed</c>.</exception>
    public Invoice(
        Id<Organisation> organisation, InvoiceKind kind, Id<Licence>? licence, Term period, string currency, IReadOnlyList<LineDraft> drafts, InvoiceRules rules, OwnTime time,
        Actor? draftedBy = null)
    {
        IsNew();
        (Id, TenantId, Kind, LicenceId, Currency) = (Id<Invoice>.New(time.Now), organisation, kind, licence, currency);
        (PeriodFirst, PeriodLast, DraftedAt, DraftedBy) = (period.First, period.Last, time.Now, draftedBy?.Subject);
        var faults = new Faults();
        faults.Unless(drafts.Count is >= 1 and <= MostLines, "/lines", "An invoice has 1 to 10,000 lines.");
        for (var i = 0; i < drafts.Count; i++)
            lines.Add(new(this, i + 1, drafts[i], faults, $"/lines/{i}"));
        faults.Refuse();
        Write(rules, time.Today);
        new Faults().When(Total > MostTotal, "/lines", "The invoice comes to more than 100,000,000.").Refuse();
        FinaliseAt = Term.StartOf(time.Today.AddDays(rules.DraftDays), time.Zone);
        AwaitsApproval = Total > rules.HoldAbove;
        foreach (var draft in drafts)
            draft.Fee?.PutOn(this);
        Raise("invoice.drafted", ("kind", Word(kind)), ("total", Total), ("currency", Currency), ("awaitsApproval", AwaitsApproval));
    }

    /// <summary>The most that an invoice comes to, in minor units.</summary>
    public const long MostTotal = 10 * Money.Most;

    /// <summary>The most lines that an invoice has.</summary>
    public const int MostLines = 10_000;

    /// <summary>
    /// How many of what is to be charged fit on one invoice, from the first on: what would make it too long or too large, by as much as a penny a line, is left for another.
    /// None where the first alone is too much.
    /// </summary>
    public static int Fitting(IReadOnlyList<LineDraft> drafts, InvoiceRules rules, DateOnly taxPoint)
    {
        Int128 total = 0;
        for (var i = 0; i < drafts.Count; i++)
        {
            var draft = drafts[i];
            var net = ((Int128)draft.Quantity * draft.UnitAmount) - draft.Discount;
            var rate = VatRule.For(draft.Kind, draft.Vat, rules.Supplier, rules.Customer, taxPoint).RateBasisPoints;
            total += net + (((net * rate) + 9_999) / 10_000);
            if (i == MostLines || draft.Quantity > InvoiceLine.MostQuantity || total > MostTotal)
                return i;
        }
        return drafts.Count;
    }

    /// <summary>Its id.</summary>
    public Id<Invoice> Id { get; private set; }

    /// <inheritdoc/>
    public Id<Organisation> TenantId { get; private set; }

    /// <inheritdoc/>
    public override Id<Organisation> Owner => TenantId;

    /// <summary>What it is for.</summary>
    public InvoiceKind Kind { get; private set; }

    /// <summary>The licence; null where it is under none.</summary>
    public Id<Licence>? LicenceId { get; private set; }

    /// <summary>The first day of its period.</summary>
    public DateOnly PeriodFirst { get; private set; }

    /// <summary>The last.</summary>
    public DateOnly PeriodLast { get; private set; }

    /// <summary>ISO 4217.</summary>
    public string Currency { get; private set; } = "";

    /// <summary>Where it stands.</summary>
    public InvoiceStatus Status { get; private set; }

    /// <summary>Its number, without a gap in its series and year; null for a draft.</summary>
    public string? Number { get; private set; }

    /// <summary>Between whom.</summary>
    public InvoiceParties Parties { get; private set; } = null!;

    /// <summary>When it was drafted.</summary>
    public DateTimeOffset DraftedAt { get; private set; }

    /// <summary>Who drafted it by hand; null where it was drafted by itself.</summary>
    public string? DraftedBy { get; private set; }

    /// <summary>When it is issued by itself, unless it waits for approval or for an exchange rate.</summary>
    public DateTimeOffset FinaliseAt { get; private set; }

    /// <summary>Whether it waits for somebody's approval.</summary>
    public bool AwaitsApproval { get; private set; }

    /// <summary>Who approved it; null where nobody had to.</summary>
    public string? ApprovedBy { get; private set; }

    /// <summary>What it came to when it was approved: above that it waits again. Null where nobody has approved it.</summary>
    public long? ApprovedTotal { get; private set; }

    /// <summary>Whether its days as a draft are over and no exchange rate is there to say its VAT in sterling.</summary>
    public bool AwaitsExchangeRate { get; private set; }

    /// <summary>Where it is paid to; nothing where Cohort 4 names no account.</summary>
    public BankAccount PayTo { get; private set; } = BankAccount.None;

    /// <summary>The day on which it was issued; null for a draft.</summary>
    public DateOnly? IssuedOn { get; private set; }

    /// <summary>The day whose VAT rate counts; null for a draft.</summary>
    public DateOnly? TaxPoint { get; private set; }

    /// <summary>The day by which it is to be paid; null for a draft.</summary>
    public DateOnly? DueOn { get; private set; }

    /// <summary>The sum of the lines, without VAT.</summary>
    public long Net { get; private set; }

    /// <summary>The VAT.</summary>
    public long Vat { get; private set; }

    /// <summary>What it comes to.</summary>
    public long Total { get; private set; }

    /// <summary>Sterling for a unit of its currency, by the tax point; null where its VAT needs no sterling, and for a draft while there is none.</summary>
    public decimal? SterlingRate { get; private set; }

    /// <summary>The day from which that rate counts.</summary>
    public DateOnly? SterlingRateFrom { get; private set; }

    /// <summary>The VAT in pence, as a VAT invoice in another currency says it; null where that rate is.</summary>
    public long? VatInSterling { get; private set; }

    /// <summary>What is charged.</summary>
    public IReadOnlyList<InvoiceLine> Lines => lines;

    /// <summary>Whether it has gone out and stands.</summary>
    public bool IsIssued => Number is not null;

    /// <summary>Its totals by treatment and rate, which sum to the whole.</summary>
    public IReadOnlyList<VatTotal> VatTotals => VatTotal.Of(lines.Select(l => (l.Vat, l.Net, l.VatAmount, l.VatInSterling)));

    /// <summary>Whether it charges VAT in another currency and nothing says how much that is in sterling.</summary>
    public bool LacksExchangeRate => Currency != ExchangeRate.Sterling && Vat != 0 && SterlingRate is null;

    /// <summary>Lets one above the threshold go, at what it comes to now.</summary>
    /// <exception cref="Refusal"><c>invoice_state_forbids</c>, <c>approval_by_drafter</c>.</exception>
    public void Approve(Actor actor)
    {
        if (Status != InvoiceStatus.Draft || !AwaitsApproval)
            throw Forbids("Only a draft that waits for approval is approved.");
        if (actor.Subject == DraftedBy)
            throw Refusal.Conflict(BillingCodes.ApprovalByDrafter, "Whoever drafted an invoice does not approve it.", "Have somebody else approve it.");
        (AwaitsApproval, ApprovedBy, ApprovedTotal) = (false, actor.Subject, Total);
        Raise("invoice.approved", ("total", Total), ("currency", Currency));
    }

    /// <summary>Refuses unless it can be issued: asked before a number is taken.</summary>
    /// <exception cref="Refusal"><c>invoice_state_forbids</c>, <c>approval_needed</c>, <c>exchange_rate_missing</c>.</exception>
    public void DemandFinalisable()
    {
        if (Status != InvoiceStatus.Draft)
            throw Forbids("Only a draft is issued.");
        if (AwaitsApproval)
            throw Refusal.Conflict(BillingCodes.ApprovalNeeded, "The invoice is above the threshold and nobody has approved it.", "Have it approved first.");
        if (LacksExchangeRate)
            throw Refusal.Conflict(BillingCodes.ExchangeRateMissing, $"Its VAT is said in sterling too, and no exchange rate of {Currency} is in force.", "Enter the rate first.");
    }

    /// <summary>Notes that it would be issued by now and waits for an exchange rate.</summary>
    public void AwaitExchangeRate()
    {
        if (AwaitsExchangeRate)
            return;
        AwaitsExchangeRate = true;
        Raise("invoice.held", ("waitsFor", "exchangeRate"), ("total", Total), ("currency", Currency));
    }

    /// <summary>
    /// Brings a draft up to date with what is known of both sides and with today's rates. Where that lifts it above the threshold, or above what was approved, it waits for approval.
    /// </summary>
    /// <exception cref="Refusal"><c>invoice_state_forbids</c>.</exception>
    public void Refresh(InvoiceRules rules, OwnTime time)
    {
        if (Status != InvoiceStatus.Draft)
            throw Forbids("What is no draft any more does not change.");
        Write(rules, time.Today);
        AwaitsExchangeRate &= LacksExchangeRate;
        if (AwaitsApproval || Total <= Math.Max(rules.HoldAbove, ApprovedTotal ?? 0))
            return;
        (AwaitsApproval, ApprovedBy) = (true, null);
        Raise("invoice.held", ("waitsFor", "approval"), ("total", Total), ("currency", Currency));
    }

    /// <summary>Issues it: from here on nothing of it changes but what is paid and credited.</summary>
    /// <param name="number">The next number of its series, taken in the same transaction.</param>
    /// <param name="rules">Between whom and by what rules, as they are today.</param>
    /// <param name="time">The organisation's own time.</param>
    /// <returns>What is posted to the ledger.</returns>
    /// <exception cref="Refusal"><c>invoice_state_forbids</c>, <c>approval_needed</c>, <c>exchange_rate_missing</c>.</exception>
    public Posting Finalise(string number, InvoiceRules rules, OwnTime time)
    {
        Refresh(rules, time);
        DemandFinalisable();
        return Issue(number, rules, time);
    }

    /// <summary>As it would be issued on a day to come, of which nobody knows the exchange rate yet: for previews, which keep nothing.</summary>
    internal void Foresee(InvoiceRules rules, OwnTime time)
    {
        Refresh(rules, time);
        if (!AwaitsApproval)
            Issue("", rules, time);
    }

    private Posting Issue(string number, InvoiceRules rules, OwnTime time)
    {
        (Number, IssuedOn, TaxPoint, DueOn) = (number, time.Today, time.Today, time.Today.AddDays(rules.TermsDays));
        // One of nothing is paid as it stands.
        Status = Total == 0 ? InvoiceStatus.Paid : InvoiceStatus.Finalised;
        Raise("invoice.finalised", ("number", number), ("total", Total), ("currency", Currency), ("dueOn", DueOn));
        if (Status == InvoiceStatus.Paid)
            SayPaid(0);
        var posting = Post(time).Move(Vat, Account.Receivable, Account.Vat);
        foreach (var line in lines)
            posting.Revenue(line.Net, line.Period);
        return posting;
    }

    /// <summary>Discards a draft. Its fees wait for another.</summary>
    /// <exception cref="Refusal"><c>invoice_state_forbids</c>: one that is issued is credited instead.</exception>
    public void Discard(IEnumerable<Fee> fees)
    {
        if (Status != InvoiceStatus.Draft)
            throw Forbids("An issued invoice is not discarded.");
        Status = InvoiceStatus.Void;
        foreach (var fee in fees)
            fee.TakeOff();
        Raise("invoice.discarded");
    }

    private void Write(InvoiceRules rules, DateOnly taxPoint)
    {
        Parties = new(
            rules.Supplier.Name, rules.Supplier.Address, rules.Supplier.VatNumber, rules.Customer.Name, rules.Customer.Address, rules.Customer.VatNumber, rules.PurchaseOrder);
        foreach (var line in lines)
            line.Decide(rules.Supplier, rules.Customer, taxPoint);
        // VAT is rounded once for each rate and then divided over its lines, so that lines, rates and the whole agree.
        foreach (var group in lines.GroupBy(l => l.RateBasisPoints))
        {
            var members = group.ToList();
            var net = members.Sum(l => l.Net);
            var vat = Rounding.Split(Rounding.Share(net, group.Key, 10_000), [.. members.Select(l => l.Net)]);
            for (var i = 0; i < members.Count; i++)
                members[i].SetVat(vat[i], null);
        }
        Net = lines.Sum(l => l.Net);
        Vat = lines.Sum(l => l.VatAmount);
        Total = Net + Vat;
        PayTo = rules.Supplier.Bank.For(Currency);
        WriteSterling(rules.Rate);
    }

    // As the VAT itself: rounded once for each rate, and divided over its lines.
    private void WriteSterling(ExchangeRate? rate)
    {
        (SterlingRate, SterlingRateFrom, VatInSterling) = (null, null, null);
        if (!LacksExchangeRate || rate is null || rate.Currency != Currency)
            return;
        (SterlingRate, SterlingRateFrom) = (rate.SterlingPerUnit, rate.From);
        foreach (var group in lines.GroupBy(l => l.RateBasisPoints))
        {
            var members = group.ToList();
            var pence = Rounding.Split(rate.InSterling(members.Sum(l => l.VatAmount)), [.. members.Select(l => l.VatAmount)]);
            for (var i = 0; i < members.Count; i++)
                members[i].SetVat(members[i].VatAmount, pence[i]);
        }
        VatInSterling = lines.Sum(l => l.VatInSterling);
    }

    private void SayPaid(long amount) => Raise("invoice.paid", ("amount", amount), ("currency", Currency), ("outstanding", Math.Max(0, Outstanding)));

    private Posting Post(OwnTime time) => new(TenantId, Currency, time.Today, Id.ToString(), time.Now);

    private static Refusal Forbids(string sentence) => Refusal.Conflict(BillingCodes.InvoiceStateForbids, sentence, "Read the invoice's status first.");

    private void Raise(string type, params (string Name, object? Value)[] data) => Raise(type, Id.ToString(), data);
}

/// <summary>What a line is to charge.</summary>
/// <param name="Kind">What is charged for.</param>
/// <param name="Description">As it stands on the invoice.</param>
/// <param name="Quantity">How many; 1 to 100,000.</param>
/// <param name="UnitAmount">What each costs, in minor units without VAT.</param>
/// <param name="Discount">What is taken off.</param>
/// <param name="Period">The days that are paid for, where it is for days.</param>
/// <param name="Vat">Its treatment where it is not the usual one.</param>
/// <param name="Fee">The fee that it charges; null where Finance wrote it.</param>
public sealed record LineDraft(FeeKind Kind, string Description, int Quantity, long UnitAmount, long Discount = 0, Term? Period = null, VatChoice? Vat = null, Fee? Fee = null)
{
    /// <summary>The line of a fee.</summary>
    public static LineDraft Of(Fee fee) =>
        new(fee.Kind, fee.Description, fee.Quantity, fee.UnitAmount, fee.Discount, fee.PeriodFirst is { } first ? new(first, fee.PeriodLast!.Value) : null, null, fee);
}

/// <summary>A line of an invoice.</summary>
[IdPrefix("ivl")]
public sealed class InvoiceLine : ITenantOwned, IPlatformOwned
{
    private InvoiceLine() { }

    internal InvoiceLine(Invoice invoice, int position, LineDraft draft, Faults faults, string pointer)
    {
        (Id, TenantId, InvoiceId, Position) = (Id<InvoiceLine>.New(invoice.DraftedAt), invoice.TenantId, invoice.Id, position);
        faults.Known($"{pointer}/kind", draft.Kind);
        faults.Unless(draft.Quantity is >= 1 and <= MostQuantity, $"{pointer}/quantity", "This must be 1 to 100,000.");
        faults.Unless(draft.UnitAmount is >= 0 and <= Money.Most, $"{pointer}/unitAmount", $"This must be 0 to {Money.Most} pence or cents.");
        (Kind, Description, Quantity, UnitAmount) = (draft.Kind, faults.Text($"{pointer}/description", draft.Description, 200), draft.Quantity, draft.UnitAmount);
        faults.Unless(faults.Errors.Count > 0 || (draft.Discount >= 0 && draft.Discount <= Quantity * UnitAmount), $"{pointer}/discount", "This must be 0 to the whole of the line.");
        if (draft.Vat is { } vat)
        {
            faults.Known($"{pointer}/vat/treatment", vat.Treatment);
            faults.Unless(vat.Treatment != VatTreatment.SupplierNotRegistered, $"{pointer}/vat/treatment", "Whether the supplier is registered is no matter of a line.");
            (ChosenTreatment, ChosenReason) = (vat.Treatment, faults.Text($"{pointer}/vat/reason", vat.Reason, 200));
        }
        (Discount, FeeId, PeriodFirst, PeriodLast) = (draft.Discount, draft.Fee?.Id, draft.Period?.First, draft.Period?.Last);
        Net = faults.Errors.Count > 0 ? 0 : (Quantity * UnitAmount) - Discount;
    }

    /// <summary>The most of one thing.</summary>
    public const int MostQuantity = 100_000;

    /// <summary>Its id.</summary>
    public Id<InvoiceLine> Id { get; private set; }

    /// <inheritdoc/>
    public Id<Organisation> TenantId { get; private set; }

    /// <summary>The invoice.</summary>
    public Id<Invoice> InvoiceId { get; private set; }

    /// <summary>Its place, from 1.</summary>
    public int Position { get; private set; }

    /// <inheritdoc cref="LineDraft.Kind"/>
    public FeeKind Kind { get; private set; }

    /// <inheritdoc cref="LineDraft.Description"/>
    public string Description { get; private set; } = "";

    /// <inheritdoc cref="LineDraft.Quantity"/>
    public int Quantity { get; private set; }

    /// <inheritdoc cref="LineDraft.UnitAmount"/>
    public long UnitAmount { get; private set; }

    /// <inheritdoc cref="LineDraft.Discount"/>
    public long Discount { get; private set; }

    /// <summary>What it charges, without VAT.</summary>
    public long Net { get; private set; }

    /// <summary>The treatment that somebody has decided on; null for the usual one.</summary>
    public VatTreatment? ChosenTreatment { get; private set; }

    /// <summary>Why.</summary>
    public string? ChosenReason { get; private set; }

    /// <summary>How VAT treats it.</summary>
    public VatTreatment Treatment { get; private set; }

    /// <inheritdoc cref="VatDecision.RateBasisPoints"/>
    public int RateBasisPoints { get; private set; }

    /// <summary>Why VAT treats it so.</summary>
    public string VatReason { get; private set; } = "";

    /// <summary>Its VAT.</summary>
    public long VatAmount { get; private set; }

    /// <summary>Its VAT in pence, where the invoice's needs to be said in sterling; else null.</summary>
    public long? VatInSterling { get; private set; }

    /// <summary>The fee that it charges; null where Finance wrote it.</summary>
    public Id<Fee>? FeeId { get; private set; }

    /// <summary>The first day that is paid for, where it is for days.</summary>
    public DateOnly? PeriodFirst { get; private set; }

    /// <summary>The last.</summary>
    public DateOnly? PeriodLast { get; private set; }

    /// <summary>The days that are paid for, where it is for days.</summary>
    public Term? Period => PeriodFirst is { } first ? new(first, PeriodLast!.Value) : null;

    /// <summary>How VAT treats it, at what rate, and why.</summary>
    public VatDecision Vat => new(Treatment, RateBasisPoints, VatReason);

    internal void Decide(Supplier supplier, Customer customer, DateOnly taxPoint) =>
        (Treatment, RateBasisPoints, VatReason) = VatRule.For(Kind, ChosenTreatment is { } own ? new(own, ChosenReason!) : null, supplier, customer, taxPoint);

    internal void SetVat(long vat, long? inSterling) => (VatAmount, VatInSterling) = (vat, inSterling);
}

/// <summary>What one treatment and rate come to.</summary>
/// <param name="Treatment">The treatment.</param>
/// <param name="RateBasisPoints">The rate in hundredths of a percent.</param>
/// <param name="Net">Without VAT.</param>
/// <param name="Vat">The VAT.</param>
/// <param name="VatInSterling">The VAT in pence, where it is charged in another currency; else null.</param>
public sealed record VatTotal(VatTreatment Treatment, int RateBasisPoints, long Net, long Vat, long? VatInSterling)
{
    /// <summary>Sums lines.</summary>
    public static IReadOnlyList<VatTotal> Of(IEnumerable<(VatDecision Decision, long Net, long Vat, long? VatInSterling)> lines) =>
        [
            .. lines
                .GroupBy(l => (l.Decision.Treatment, l.Decision.RateBasisPoints))
                .OrderBy(g => g.Key.Treatment)
                .ThenBy(g => g.Key.RateBasisPoints)
                .Select(g => new VatTotal(g.Key.Treatment, g.Key.RateBasisPoints, g.Sum(l => l.Net), g.Sum(l => l.Vat), g.Any(l => l.VatInSterling is null) ? null : g.Sum(l => l.VatInSterling))),
        ];
}
