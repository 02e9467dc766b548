namespace Franchise.Api.Tests.Simulation;

/// <summary>When nobody pays: the words of docs/billing.md and of decision 0022.</summary>
internal sealed partial class Oracle
{
    private const int FirstHold = 3;
    private const int Week = 7;
    private static readonly string[] steps = ["reminder", "secondReminder", "finalNotice", "holdOnNewCourses", "holdOnLicence"];

    private static readonly int[] usual = [3, 14, 28, 42, 60];

    private readonly List<Step> taken = [];
    private readonly List<Hardship> hardships = [];
    private readonly List<Agreement> newcomers = [];
    private readonly List<(DateOnly On, bool HoldsLifted)> cleared = [];
    private bool isTold;
    private DateOnly? goesBy;
    private DateOnly? goesOnSince;
    private int? reached;

    public sealed record Step(DateOnly Since, int Number, DateOnly DueOn, DateOnly TakenOn)
    {
        public string Word => steps[Number];
    }

    public sealed class Hardship(DateOnly from, DateOnly until)
    {
        public DateOnly Until { get; } = until;
        public DateOnly? EndedOn { get; set; }

        public DateOnly From { get; } = from;

        /// <summary>The day on which it is over.</summary>
        public DateOnly OverOn => EndedOn ?? Until.AddDays(1);

        public bool StandsOn(DateOnly day) => From <= day && day < OverOn;
    }

    public IReadOnlyList<Step> Taken => taken;

    public IReadOnlyList<(DateOnly On, bool HoldsLifted)> Cleared => cleared;

    public Hardship? HardshipOn(DateOnly day) => hardships.Find(h => h.StandsOn(day));

    public void Spare(DateOnly until, DateOnly day)
    {
        hardships.Add(new(day, until));
        Clear(day);
    }

    public void EndHardship(DateOnly day)
    {
        HardshipOn(day)!.EndedOn = day;
        Clear(day);
    }

    public void Dispute(Bill bill) => bill.IsDisputed = true;

    public static void SettleDispute(Bill bill) => bill.IsDisputed = bill.IsDisputedByBank = false;

    public void GiveUp(Bill bill, DateOnly day)
    {
        bill.IsGivenUp = true;
        Clear(day);
    }

    /// <summary>What the program does by itself after people have done something.</summary>
    public void Settle(DateOnly day, bool looksAtPages = false)
    {
        foreach (var agreement in agreements.Where(a => a.Terms.Count > 0 && day <= a.Last))
            RenewByItself(agreement, day);
        Clear(day);
        Collect(day, looksAtPages);
        Clear(day);
        HoldNewcomers(day);
        Remind(day);
    }

    /// <summary>
    /// "Paid, credited or given up, nothing is overdue any more: the clock is cleared and its holds are lifted in that very transaction. Where another invoice is
    /// overdue too, the clock goes by that one's due date, and the holds that are not due for it, nor for an older one that is being collected or disputed, are lifted."
    /// </summary>
    private void Clear(DateOnly day)
    {
        GoBy(day);
        var oldest = bills.Where(b => b.IsOwed).Min(b => b.OwedSince);
        var lifted = false;
        foreach (var hold in agreements.SelectMany(a => a.Holds).Where(h => h.Step is not null && h.Lifted is null))
            if (!IsDue(hold.Step!.Value))
            {
                hold.Lifted = day;
                lifted = true;
            }
        // As far as holds go for what is unpaid, whether or not a licence runs that they could hold.
        while (reached >= FirstHold && !IsDue(reached.Value))
            reached--;
        if (reached < FirstHold)
            reached = null;
        if (isTold && !(oldest < day))
        {
            isTold = false;
            cleared.Add((day, lifted));
        }

        bool IsDue(int step) => IsDueOf(step, bills.Where(b => b.IsOwed)) || IsDueOf(step, Counting);

        bool IsDueOf(int step, IEnumerable<Bill> owed) => owed.Min(b => b.OwedSince) is { } since && since.AddDays(DaysOf(since, owed)[step]) <= day;
    }

    // "When what was collected or disputed counts again, so that it goes by something or by an older due date than the day before."
    private void GoBy(DateOnly day)
    {
        var since = Counting.Min(b => b.OwedSince);
        if (since is not null && !(goesBy <= since))
            goesOnSince = day;
        goesBy = since;
    }

    private IEnumerable<Bill> Counting => bills.Where(b => b is { IsOwed: true, IsDisputed: false, IsProcessing: false });

    /// <summary>"Every step once for each due date, and each comes at least a week after the last step taken; sooner only where the policy's own days are fewer."</summary>
    private void Remind(DateOnly day)
    {
        if (HardshipOn(day) is not null || goesBy is not { } since)
            return;
        var days = DaysOf(since, Counting);
        var next = taken.Count(s => s.Since == since);
        if (next == steps.Length || since.AddDays(days[next]) > day)
            return;
        var waits = Math.Min(Week, next == 0 ? days[0] : days[next] - days[next - 1]);
        if (taken.Count > 0 && taken.Max(s => s.TakenOn).AddDays(waits) > day)
            return;
        // "The next hold comes no sooner than a week after that day. Letters do not wait."
        if (next >= FirstHold && (goesOnSince?.AddDays(waits) > day || hardships.Exists(h => h.From <= day && h.OverOn.AddDays(waits) > day)))
            return;
        taken.Add(new(since, next, since.AddDays(days[next]), day));
        isTold = true;
        if (next < FirstHold)
            return;
        reached = Math.Max(reached ?? 0, next);
        foreach (var agreement in agreements.Where(a => a.On(day) is "active" or "grace" && !a.Holds.Exists(h => h.Step == next && h.Lifted is null)))
            agreement.Holds.Add(new() { From = day, Step = next });
    }

    /// <summary>
    /// "A licence that begins, or is renewed out of grace or teach-out, while dunning holds is held as the others are, once": those that ran before are held already, or are
    /// held no more because somebody has lifted it.
    /// </summary>
    private void HoldNewcomers(DateOnly day)
    {
        for (var step = FirstHold; step <= reached; step++)
        {
            var on = taken.FindLast(s => s.Number == step)?.TakenOn;
            var since = agreements.SelectMany(a => a.Holds.Where(h => h.Step == step && !(h.Lifted < on)).Select(h => (Agreement: a, h.Lifted))).ToList();
            // "What somebody has lifted by hand stays lifted, and where it is lifted of all nobody new is held."
            if (on is null || (since.Count > 0 && since.TrueForAll(h => h.Lifted is not null)))
                continue;
            foreach (var agreement in newcomers.Where(a => a.On(day) is "active" or "grace" && !since.Exists(h => h.Agreement == a)).Distinct())
                agreement.Holds.Add(new() { From = day, Step = step });
        }
        newcomers.Clear();
    }

    /// <summary>"That of the licence that the oldest invoice is for, or of the latest licence that had begun when it was issued, where it is for none."</summary>
    private int[] DaysOf(DateOnly since, IEnumerable<Bill> owed)
    {
        // "Where several invoices are due on that day, each step takes the latest of their days."
        var all = owed.Where(b => b.OwedSince == since)
            .Select(b => agreements.FindLast(a => b.Licence is { } id ? a.Id == id : a.Terms.Count > 0 && a.Terms[0].First <= b.IssuedOn)?.Dunning ?? usual)
            .ToList();
        return [.. steps.Select((_, number) => all.Max(d => d[number]))];
    }
}
