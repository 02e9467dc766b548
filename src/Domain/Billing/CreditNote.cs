using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;

namespace Franchise.Domain.Billing;

/// <summary>A numbered document that takes something off an issued invoice, line by line and at the invoice's rates.</summary>
[IdPrefix("crn")]
public sealed class CreditNote : ITenantOwned, IPlatformOwned, IAppendOnly
{
    private readonly List<CreditNoteLine> lines = [];

    private CreditNote() { }

    internal CreditNote(Invoice invoice, string number, string reason, IReadOnlyList<LineCredit> credits, IReadOnlyCollection<CreditNoteLine> before, OwnTime time)
    {
        (Id, TenantId, InvoiceId, InvoiceNumber) = (Id<CreditNote>.New(time.Now), invoice.TenantId, invoice.Id, invoice.Number!);
        (Number, Currency, IssuedOn, IssuedAt) = (number, invoice.Currency, time.Today, time.Now);
        (Parties, InvoiceIssuedOn, SterlingRate, SterlingRateFrom) = (invoice.Parties, invoice.IssuedOn!.Value, invoice.SterlingRate, invoice.SterlingRateFrom);
        var faults = new Faults();
        Reason = faults.Text("/reason", reason, 500);
        faults.Unless(credits.Count is >= 1 and <= 10_000, "/lines", "A credit note has at least one line.");
        faults.Unless(credits.DistinctBy(c => c.LineId).Count() == credits.Count, "/lines", "Each line stands here once.");
        for (var i = 0; i < credits.Count; i++)
        {
            var line = invoice.Lines.FirstOrDefault(l => l.Id == credits[i].LineId);
            faults.Unless(line is not null, $"/lines/{i}/lineId", "The invoice has no such line.");
            faults.Unless(credits[i].Net >= 1, $"/lines/{i}/net", "This must be above nothing.");
            faults.When(credits[i].From is { } from && line?.Period?.Covers(from) != true, $"/lines/{i}/from", "This must be one of the days that the line is for.");
        }
        faults.Refuse();
        for (var i = 0; i < credits.Count; i++)
        {
            var line = invoice.Lines.First(l => l.Id == credits[i].LineId);
            var earlier = before.Where(b => b.InvoiceLineId == line.Id).ToList();
            var (net, vat) = (earlier.Sum(b => b.Net), earlier.Sum(b => b.VatAmount));
            if (credits[i].Net > line.Net - net)
            {
                throw Refusal.Invalid(
                    BillingCodes.CreditTooLarge, $"/lines/{i}/net", $"Of this line {line.Net - net} is left to credit.", "Credit at most what is left of the line.");
            }
            // Of the line's own VAT, by the running sum: once all of it is credited, so is all of its VAT. So in sterling, which keeps the invoice's rate.
            var credited = net + credits[i].Net;
            var pence = line.VatInSterling is { } whole ? Rounding.Share(whole, credited, line.Net) - earlier.Sum(b => b.VatInSterling ?? 0) : (long?)null;
            lines.Add(new(this, line, credits[i].Net, Rounding.Share(line.VatAmount, credited, line.Net) - vat, pence, time.Now));
        }
        (Net, Vat) = (lines.Sum(l => l.Net), lines.Sum(l => l.VatAmount));
        VatInSterling = SterlingRate is null ? null : lines.Sum(l => l.VatInSterling ?? 0);
        Total = Net + Vat;
    }

    /// <summary>Its id.</summary>
    public Id<CreditNote> Id { get; private set; }

    /// <inheritdoc/>
    public Id<Organisation> TenantId { get; private set; }

    /// <summary>The invoice.</summary>
    public Id<Invoice> InvoiceId { get; private set; }

    /// <summary>The invoice's number.</summary>
    public string InvoiceNumber { get; private set; } = "";

    /// <summary>The day on which the invoice was issued.</summary>
    public DateOnly InvoiceIssuedOn { get; private set; }

    /// <summary>Between whom, as on the invoice.</summary>
    public InvoiceParties Parties { get; private set; } = null!;

    /// <summary>Its own number, without a gap in its series and year.</summary>
    public string Number { get; private set; } = "";

    /// <summary>ISO 4217.</summary>
    public string Currency { get; private set; } = "";

    /// <summary>The day on which it was issued.</summary>
    public DateOnly IssuedOn { get; private set; }

    /// <summary>When.</summary>
    public DateTimeOffset IssuedAt { get; private set; }

    /// <summary>Why.</summary>
    public string Reason { get; private set; } = "";

    /// <summary>What is taken off, without VAT.</summary>
    public long Net { get; private set; }

    /// <summary>The VAT that goes with it.</summary>
    public long Vat { get; private set; }

    /// <summary>Both.</summary>
    public long Total { get; private set; }

    /// <summary>The invoice's exchange rate; null where its VAT needs no sterling.</summary>
    public decimal? SterlingRate { get; private set; }

    /// <summary>The day from which that rate counts.</summary>
    public DateOnly? SterlingRateFrom { get; private set; }

    /// <summary>The VAT that goes with it in pence, at the invoice's rate; null where that is.</summary>
    public long? VatInSterling { get; private set; }

    /// <summary>Its totals by treatment and rate, which sum to the whole.</summary>
    public IReadOnlyList<VatTotal> VatTotals => VatTotal.Of(lines.Select(l => (new VatDecision(l.Treatment, l.RateBasisPoints, l.VatReason), l.Net, l.VatAmount, l.VatInSterling)));

    /// <summary>Which lines.</summary>
    public IReadOnlyList<CreditNoteLine> Lines => lines;
}

/// <summary>A line of a credit note.</summary>
[IdPrefix("crl")]
public sealed class CreditNoteLine : ITenantOwned, IPlatformOwned, IAppendOnly
{
    private CreditNoteLine() { }

    internal CreditNoteLine(CreditNote note, InvoiceLine line, long net, long vat, long? inSterling, DateTimeOffset now)
    {
        (Id, TenantId, CreditNoteId, InvoiceLineId) = (Id<CreditNoteLine>.New(now), note.TenantId, note.Id, line.Id);
        (Position, Description, Net, VatAmount, VatInSterling) = (line.Position, line.Description, net, vat, inSterling);
        (Treatment, RateBasisPoints, VatReason) = line.Vat;
    }

    /// <summary>Its id.</summary>
    public Id<CreditNoteLine> Id { get; private set; }

    /// <inheritdoc/>
    public Id<Organisation> TenantId { get; private set; }

    /// <summary>The credit note.</summary>
    public Id<CreditNote> CreditNoteId { get; private set; }

    /// <summary>The line of the invoice.</summary>
    public Id<InvoiceLine> InvoiceLineId { get; private set; }

    /// <summary>That line's place, from 1.</summary>
    public int Position { get; private set; }

    /// <summary>As it stands on the invoice.</summary>
    public string Description { get; private set; } = "";

    /// <summary>What is taken off, without VAT.</summary>
    public long Net { get; private set; }

    /// <summary>The VAT that goes with it.</summary>
    public long VatAmount { get; private set; }

    /// <summary>That in pence, where the invoice's VAT is said in sterling; else null.</summary>
    public long? VatInSterling { get; private set; }

    /// <summary>How VAT treats the line.</summary>
    public VatTreatment Treatment { get; private set; }

    /// <summary>At the invoice's rate, in hundredths of a percent.</summary>
    public int RateBasisPoints { get; private set; }

    /// <summary>Why VAT treats it so, as it stands on the invoice.</summary>
    public string VatReason { get; private set; } = "";
}
