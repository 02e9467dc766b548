namespace Franchise.Api.Tests.Simulation;

/// <summary>Money that comes in by itself and what becomes of it: the words of docs/billing.md, "When money comes in" and "Money through Stripe".</summary>
internal sealed partial class Oracle
{
    private const int MostCharges = 3;
    private const int DaysBetween = 3;

    private readonly List<Receipt> receipts = [];
    private readonly List<(bool IsCard, bool Declines)> mandates = [];

    /// <summary>Money that came in.</summary>
    public sealed class Receipt
    {
        public required long Amount { get; init; }
        public string? ByStripe { get; init; }
        public long Returned { get; set; }
        public bool IsDisputed { get; set; }
        public Dictionary<Bill, long> Pays { get; } = [];

        public long Allocated => Pays.Values.Sum();
        public long Left => Amount - Returned - Allocated;
    }

    /// <summary>An attempt to collect a bill.</summary>
    public sealed class Attempt
    {
        public required DateOnly On { get; init; }
        public required long Amount { get; init; }
        public string Status { get; set; } = "processing";
        public DateOnly? FailedOn { get; set; }
        public bool IsPaidThere { get; set; }
    }

    /// <summary>Money that came in on the account, as a statement tells it.</summary>
    public sealed class Line
    {
        public required string Reference { get; init; }
        public required long Amount { get; init; }
        public required DateOnly On { get; init; }
        public string Status { get; set; } = "open";
        public Receipt? Receipt { get; set; }
    }

    public List<Line> Lines { get; } = [];

    public IReadOnlyList<Receipt> Receipts => receipts;

    /// <summary>"It pays what is owed; what is over is credit." Of what Stripe collects "nothing that is over is kept".</summary>
    public Receipt Pay(Bill? bill, long amount, DateOnly day, string? byStripe = null)
    {
        var receipt = new Receipt { Amount = amount, ByStripe = byStripe };
        receipts.Add(receipt);
        if (bill is not null)
            Use(receipt, bill, Math.Min(amount, Math.Max(0, bill.Outstanding)));
        if (byStripe is not null)
            receipt.Returned = receipt.Left;
        Clear(day);
        return receipt;
    }

    /// <summary>
    /// "A line whose reference names one invoice and whose amount is just what it is owed becomes its payment. Every other line is open"; "a sandbox's invoices are never paid by
    /// a statement", and "of files that overlap each line counts once".
    /// </summary>
    public void Import(Line line, Bill? named, bool inEarnest, DateOnly day)
    {
        if (Lines.Exists(l => l.Reference == line.Reference))
            return;
        Lines.Add(line);
        if (inEarnest && named is { Status: "finalised" } && named.Outstanding == line.Amount)
            Match(line, named, day);
    }

    public void Match(Line line, Bill? bill, DateOnly day) => (line.Status, line.Receipt) = ("matched", Pay(bill, line.Amount, day));

    /// <summary>"What is over pays another invoice when you say so."</summary>
    public void Allocate(Receipt receipt, Bill bill, long amount, DateOnly day)
    {
        Use(receipt, bill, amount);
        Clear(day);
    }

    /// <summary>"Of what Stripe has collected, what is left can be given back."</summary>
    public static void GiveBack(Receipt receipt, long amount) => receipt.Returned += amount;

    /// <summary>
    /// A bank takes it back, or it was "recorded wrongly": "the invoice is owed again from that day on, and posted back that day". What a bank took back is not charged again.
    /// </summary>
    public void TakeBack(Receipt receipt, DateOnly day)
    {
        // "A line of a statement is open again."
        if (Lines.Find(l => l.Receipt == receipt) is { } line)
            (line.Status, line.Receipt) = ("open", null);
        foreach (var (bill, paid) in receipt.Pays)
        {
            var wasPaid = bill.Status == "paid";
            bill.Paid -= paid;
            if (wasPaid && bill.IsOwed)
                bill.CameBackOn = day;
        }
        receipt.Pays.Clear();
        receipt.Returned = receipt.Amount;
        Clear(day);
    }

    /// <summary>"A payment that a payer or her bank takes back marks its invoice disputed."</summary>
    public void Dispute(Receipt receipt, DateOnly day)
    {
        receipt.IsDisputed = true;
        foreach (var (bill, _) in receipt.Pays.Where(p => p.Value > 0 && !p.Key.IsDisputed))
            bill.IsDisputed = bill.IsDisputedByBank = true;
        Clear(day);
    }

    /// <summary>"Won, the mark goes. Lost, the invoice is owed again from that day on."</summary>
    public void Decide(Receipt receipt, bool won, DateOnly day)
    {
        receipt.IsDisputed = false;
        foreach (var bill in receipt.Pays.Keys.Where(b => b.IsDisputedByBank))
            SettleDispute(bill);
        if (won)
            Clear(day);
        else
            TakeBack(receipt, day);
    }

    /// <summary>"The newest active one is charged."</summary>
    public void Give(bool isCard, bool declines) => mandates.Add((isCard, declines));

    /// <summary>The bank says what has become of a direct debit. Where it says no, "the invoice is owed again with its old due date".</summary>
    public void Answer(Bill bill, bool paid, DateOnly day)
    {
        var attempt = bill.Attempts.Single(a => a.Status == "processing");
        attempt.Status = paid ? "succeeded" : "failed";
        attempt.FailedOn = paid ? null : day;
        bill.IsProcessing = false;
        if (paid)
            Pay(bill, attempt.Amount, day, "direct_debit");
        else
            Clear(day);
    }

    /// <summary>
    /// "On the day on which an invoice is due its mandate is charged with all that is owed"; where that fails it is tried again "three days after it was refused, three
    /// times in all", "so does less than Stripe takes"; "what is disputed is not charged, and in a time of hardship nothing is", nor what a bank took back.
    /// </summary>
    private void Collect(DateOnly day, bool looksAtPages)
    {
        List<(Bill Bill, Attempt Attempt)> intended = [];
        if (mandates.Count > 0 && HardshipOn(day) is null)
            foreach (var bill in bills.Where(b => b is { IsOwed: true, IsDisputed: false, IsProcessing: false } && b.DueOn <= day))
            {
                var before = bill.Attempts.Where(a => a.Status is not ("open" or "cancelled")).ToList();
                if (before.Count == MostCharges || !before.TrueForAll(a => a.Status == "failed" && a.FailedOn!.Value.AddDays(DaysBetween) <= day))
                    continue;
                intended.Add((bill, new() { On = day, Amount = bill.Outstanding }));
                bill.Attempts.Add(intended[^1].Attempt);
            }
        if (looksAtPages)
            LookAtPages(day);
        foreach (var (bill, attempt) in intended)
        {
            // Paid on a page meanwhile.
            if (bill.Outstanding != attempt.Amount)
            {
                attempt.Status = "cancelled";
                continue;
            }
            var (isCard, declines) = mandates[^1];
            var refused = (isCard && declines) || attempt.Amount < rules.Least;
            if (!isCard && !refused)
            {
                bill.IsProcessing = true;
                continue;
            }
            attempt.Status = refused ? "failed" : "succeeded";
            attempt.FailedOn = refused ? day : null;
            if (!refused)
                Pay(bill, attempt.Amount, day, "card");
        }
    }

    /// <summary>Whether it can be paid on a page: not "while a direct debit is under way", nor where it is "less than Stripe takes".</summary>
    public bool CanShow(Bill bill) => bill.Status is "finalised" or "uncollectible" && bill.Outstanding >= rules.Least;

    /// <summary>"A page on which one invoice is paid once."</summary>
    public static Attempt Show(Bill bill, DateOnly day)
    {
        var page = new Attempt { On = day, Amount = bill.Outstanding, Status = "open" };
        bill.Attempts.Add(page);
        return page;
    }

    /// <summary>"Paid twice, as on a page while the card was charged: one pays the invoice, and the other goes back by itself."</summary>
    public void PaidOnPage(Bill bill, Attempt page, DateOnly day)
    {
        page.Status = "succeeded";
        Pay(bill, page.Amount, day, "card");
    }

    // "Paid otherwise, the page is closed."
    private void LookAtPages(DateOnly day)
    {
        foreach (var bill in bills)
            foreach (var page in bill.Attempts.Where(a => a.Status == "open"))
                if (page.IsPaidThere)
                    PaidOnPage(bill, page, day);
                else if (bill.Status is not ("finalised" or "uncollectible") || bill.Outstanding != page.Amount)
                    page.Status = "cancelled";
    }

    private static void Use(Receipt receipt, Bill bill, long amount)
    {
        if (amount == 0)
            return;
        receipt.Pays[bill] = receipt.Pays.GetValueOrDefault(bill) + amount;
        bill.Paid += amount;
        Settled(bill);
    }

    // "A disputed invoice is marked so until you settle it, or until nothing of it is owed any more; what a bank disputes, until the bank has decided, or all of it was credited".
    // Given up, "what comes in all the same is taken", and then it is paid as any other.
    private static void Settled(Bill bill)
    {
        if (bill.Outstanding > 0)
            return;
        bill.IsGivenUp = false;
        if (!bill.IsDisputedByBank || bill.Status == "void")
            SettleDispute(bill);
    }

    // "What was paid and is no longer owed becomes the organisation's credit": of the latest payment first.
    private void Release(Bill bill)
    {
        foreach (var receipt in receipts.AsEnumerable().Reverse().Where(r => r.Pays.ContainsKey(bill)))
        {
            var over = Math.Min(receipt.Pays[bill], -bill.Outstanding);
            if (over <= 0)
                return;
            receipt.Pays[bill] -= over;
            bill.Paid -= over;
        }
    }
}
