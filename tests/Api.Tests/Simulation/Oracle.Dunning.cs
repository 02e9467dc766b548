namespace Franchise.Api.Tests.Simulation;

/// <summary>When nobody pays: the words of docs/billing.md and of decision 0022.</summary>
internal sealed partial class Oracle
{
    private const int FirstHold = 3;
    private const int LateHoldWaits = 7;
    private static readonly string[] steps = ["reminder", "secondReminder", "finalNotice", "holdOnNewCourses", "holdOnLicence"];

    private static readonly int[] usual = [3, 14, 28, 42, 60];

    private readonly List<Step> taken = [];
    private readonly List<Hardship> hardships = [];
    private readonly List<(DateOnly On, bool HoldsLifted)> cleared = [];
    private bool isTold;

    public sealed record Step(DateOnly Since, int Number, DateOnly DueOn, DateOnly TakenOn)
    {
        public string Word => steps[Number];
    }

    public sealed class Hardship(DateOnly from, DateOnly until)
    {
        public DateOnly Until { get; } = until;
        public DateOnly? EndedOn { get; set; }

        public bool StandsOn(DateOnly day) => from <= day && day <= Until && !(EndedOn <= day);
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

    public void SettleDispute(Bill bill) => bill.IsDisputed = false;

    public void GiveUp(Bill bill, DateOnly day)
    {
        bill.IsGivenUp = true;
        Clear(day);
    }

    /// <summary>What the program does by itself after people have done something.</summary>
    public void Settle(DateOnly day)
    {
        Clear(day);
        Collect(day);
        Remind(day);
    }

    /// <summary>
    /// "Paid, credited or given up, nothing is overdue any more: the clock is cleared and its holds are lifted in that very transaction. Where another invoice is
    /// overdue too, the clock goes by that one's due date, and the holds that are not due for it are lifted." What is collected or disputed is unpaid still: "holds that
    /// stand stay meanwhile".
    /// </summary>
    private void Clear(DateOnly day)
    {
        var oldest = bills.Where(b => b.IsOwed).Min(b => b.DueOn);
        var lifted = false;
        foreach (var hold in agreements.SelectMany(a => a.Holds).Where(h => h.Step is not null && h.Lifted is null))
            if (!(oldest is { } due && due.AddDays(DaysOf(due, bills.Where(b => b.IsOwed))[hold.Step!.Value]) <= day))
            {
                hold.Lifted = day;
                lifted = true;
            }
        if (isTold && !(oldest < day))
        {
            isTold = false;
            cleared.Add((day, lifted));
        }
    }

    /// <summary>"One step a day at most, each once."</summary>
    private void Remind(DateOnly day)
    {
        var counting = bills.Where(b => b is { IsOwed: true, IsDisputed: false, IsProcessing: false }).ToList();
        if (HardshipOn(day) is not null || counting.Min(b => b.DueOn) is not { } since)
            return;
        var days = DaysOf(since, counting);
        var next = taken.Count(s => s.Since == since);
        if (next == steps.Length || since.AddDays(days[next]) > day)
            return;
        if (taken.Count > 0 && taken.Max(s => s.TakenOn) is var last)
        {
            // "No hold follows a late step sooner than a week after, unless the policy's own days are closer."
            var waits = next < FirstHold ? 1 : Math.Min(LateHoldWaits, days[next] - days[next - 1]);
            if (last.AddDays(waits) > day)
                return;
        }
        taken.Add(new(since, next, since.AddDays(days[next]), day));
        isTold = true;
        if (next < FirstHold)
            return;
        foreach (var agreement in agreements.Where(a => a.On(day) is "active" or "grace" && !a.Holds.Exists(h => h.Step == next && h.Lifted is null)))
            agreement.Holds.Add(new() { From = day, Step = next });
    }

    /// <summary>"That of the licence that the oldest invoice is for, or of the latest licence that had begun when it was issued, where it is for none."</summary>
    private int[] DaysOf(DateOnly since, IEnumerable<Bill> owed)
    {
        // "Where several invoices are due on that day, each step takes the latest of their days."
        var all = owed.Where(b => b.DueOn == since)
            .Select(b => agreements.FindLast(a => b.Licence is { } id ? a.Id == id : a.Terms.Count > 0 && a.Terms[0].First <= b.IssuedOn)?.Dunning ?? usual)
            .ToList();
        return [.. steps.Select((_, number) => all.Max(d => d[number]))];
    }
}
