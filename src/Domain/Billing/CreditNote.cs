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
            // Of the line's own VAT, by the running sum: once all of it is credited, so is all of its VAT.
            lines.Add(new(this, line, credits[i].Net, Rounding.Share(line.VatAmount, net + credits[i].Net, line.Net) - vat, time.Now));
        }
        (Net, Vat) = (lines.Sum(l => l.Net), lines.Sum(l => l.VatAmount));
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

    /// <summary>Which lines.</summary>
    public IReadOnlyList<CreditNoteLine> Lines => lines;
}

/// <summary>A line of a credit note.</summary>
[IdPrefix("crl")]
public sealed class CreditNoteLine : ITenantOwned, IPlatformOwned, IAppendOnly
{
    private CreditNoteLine() { }

    internal CreditNoteLine(CreditNote note, InvoiceLine line, long net, long vat, DateTimeOffset now)
    {
        (Id, TenantId, CreditNoteId, InvoiceLineId) = (Id<CreditNoteLine>.New(now), note.TenantId, note.Id, line.Id);
        (Description, Net, VatAmount, Treatment, RateBasisPoints) = (line.Description, net, vat, line.Treatment, line.RateBasisPoints);
    }

    /// <summary>Its id.</summary>
    public Id<CreditNoteLine> Id { get; private set; }

    /// <inheritdoc/>
    public Id<Organisation> TenantId { get; private set; }

    /// <summary>The credit note.</summary>
    public Id<CreditNote> CreditNoteId { get; private set; }

    /// <summary>The line of the invoice.</summary>
    public Id<InvoiceLine> InvoiceLineId { get; private set; }

    /// <summary>As it stands on the invoice.</summary>
    public string Description { get; private set; } = "";

    /// <summary>What is taken off, without VAT.</summary>
    public long Net { get; private set; }

    /// <summary>The VAT that goes with it.</summary>
    public long VatAmount { get; private set; }

    /// <summary>How VAT treats the line.</summary>
    public VatTreatment Treatment { get; private set; }

    /// <summary>At the invoice's rate, in hundredths of a percent.</summary>
    public int RateBasisPoints { get; private set; }
}
