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
    }

    public IReadOnlyList<Receipt> Receipts => receipts;

    /// <summary>"It pays what is owed; what is over is credit." Of what Stripe collects "nothing that is over is kept".</summary>
    public void Pay(Bill bill, long amount, DateOnly day, string? byStripe = null)
    {
        var receipt = new Receipt { Amount = amount, ByStripe = byStripe };
        receipts.Add(receipt);
        Use(receipt, bill, Math.Min(amount, Math.Max(0, bill.Outstanding)));
        if (byStripe is not null)
            receipt.Returned = receipt.Left;
        Clear(day);
    }

    /// <summary>"What is over pays another invoice when you say so."</summary>
    public void Allocate(Receipt receipt, Bill bill, long amount, DateOnly day)
    {
        Use(receipt, bill, amount);
        Clear(day);
    }

    /// <summary>"Of what Stripe has collected, what is left can be given back."</summary>
    public static void GiveBack(Receipt receipt, long amount) => receipt.Returned += amount;

    /// <summary>"The invoice is owed again from that day on, and posted back that day." It is not charged again by itself.</summary>
    public void TakeBack(Receipt receipt, DateOnly day)
    {
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

    /// <summary>"The newest active one is charged."</summary>
    public void Give(bool isCard, bool declines) => mandates.Add((isCard, declines));

    /// <summary>The bank says what has become of a direct debit. Where it says no, "the invoice is owed again with its old due date".</summary>
    public void Answer(Bill bill, bool paid, DateOnly day)
    {
        var attempt = bill.Attempts[^1];
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
    private void Collect(DateOnly day)
    {
        if (mandates.Count == 0 || HardshipOn(day) is not null)
            return;
        var (isCard, declines) = mandates[^1];
        foreach (var bill in bills.Where(b => b is { IsOwed: true, IsDisputed: false, IsProcessing: false } && b.DueOn <= day).ToList())
        {
            if (bill.Attempts.Count == MostCharges || !bill.Attempts.TrueForAll(a => a.Status == "failed" && a.FailedOn!.Value.AddDays(DaysBetween) <= day))
                continue;
            var attempt = new Attempt { On = day, Amount = bill.Outstanding };
            bill.Attempts.Add(attempt);
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

    private static void Use(Receipt receipt, Bill bill, long amount)
    {
        if (amount == 0)
            return;
        receipt.Pays[bill] = receipt.Pays.GetValueOrDefault(bill) + amount;
        bill.Paid += amount;
        Settled(bill);
    }

    // "A disputed invoice is marked so until you settle it, or until it is paid"; given up, "what comes in all the same is taken", and then it is paid as any other.
    private static void Settled(Bill bill)
    {
        if (bill.Outstanding <= 0)
            bill.IsDisputed = bill.IsGivenUp = false;
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
