namespace Franchise.Api.Tests.Simulation;

/// <summary>
/// What must come of a story, worked out a second time from the words of the policy: docs/billing.md, docs/glossary.md and the rules that a licence policy's
/// own members state. It shares no code with the program: no type of it, no calendar, no rounding. It goes day by day and remembers little.
/// </summary>
internal sealed partial class Oracle(Oracle.Rules rules)
{
    private readonly List<Agreement> agreements = [];
    private readonly List<Charge> charges = [];
    private readonly List<Bill> bills = [];
    private readonly List<Discount> discounts = [];

    public enum From { Expiry, Now, NowIfExpired }

    public enum Vat { Standard, None }

    /// <summary>How this supplier bills this customer.</summary>
    /// <param name="DraftDays">Days for which a draft can be looked at.</param>
    /// <param name="HoldAbove">Above which total a draft waits for somebody's approval.</param>
    /// <param name="Rates">The standard rate in hundredths of a percent from a day on, the earliest first.</param>
    /// <param name="Usual">Whether this customer is charged the standard rate.</param>
    /// <param name="TrainingIsExempt">Whether a place on a training is exempt.</param>
    /// <param name="Prices">What a registration, and a year of each package, costs from a day on, the earliest first; nothing is listed before the first.</param>
    /// <param name="Least">The least that Stripe takes.</param>
    public sealed record Rules(int DraftDays, long HoldAbove, IReadOnlyList<(DateOnly From, int Rate)> Rates, Vat Usual, bool TrainingIsExempt, IReadOnlyList<(DateOnly From, long Registration, long[] Years)> Prices, long Least);

    public sealed class Agreement
    {
        public required string Id { get; init; }
        public required DateOnly StartsOn { get; init; }
        public required int Months { get; init; }
        public required int Grace { get; init; }
        public required int TeachOutMonths { get; init; }
        public required int[] Notices { get; init; }
        public required int Ahead { get; init; }
        public required From Basis { get; init; }
        public required long Price { get; set; }
        public required int PriceNotice { get; init; }
        public required bool FollowsList { get; set; }
        public List<(long Amount, DateOnly On)> PricesTold { get; } = [];
        public int Package { get; set; }
        public required bool AllowsMore { get; init; }
        public Dictionary<int, int> Used { get; } = [];
        public List<Seat> SetAside { get; } = [];
        public required bool AutoRenews { get; set; }
        public required int[] Dunning { get; init; }
        public List<(DateOnly First, DateOnly Last, long Price)> Terms { get; } = [];
        public List<(int Term, int Days, DateOnly On)> Told { get; } = [];
        public List<(int Term, DateOnly On)> Withheld { get; } = [];
        public List<Hold> Holds { get; } = [];
        public DateOnly Anchor { get; set; }
        public int AnchorTerm { get; set; } = 1;
        public DateOnly AgreedOn { get; set; }
        public bool Ended { get; set; }

        public DateOnly Last => Terms[^1].Last;
        public DateOnly GraceLast => Last.AddDays(Grace);
        public DateOnly TeachOutLast => TeachOutMonths == 0 ? GraceLast : MonthsAfter(GraceLast.AddDays(1), TeachOutMonths).AddDays(-1);

        /// <summary>How the licence stands on a day.</summary>
        public string On(DateOnly day) =>
            Terms.Count == 0 ? "accepted" : day <= Last ? "active" : day <= GraceLast ? "grace" : day <= TeachOutLast ? "teach_out" : "expired";

        /// <summary>"Only a hold that suspends the licence withholds its renewal": new courses can wait.</summary>
        public bool IsSuspendedOn(DateOnly day) => Holds.Exists(h => h.Step is not FirstHold && h.From <= day && (h.Lifted is null || day < h.Lifted));
    }

    /// <summary>A hold, placed by hand or by a step of dunning.</summary>
    public sealed class Hold
    {
        public required DateOnly From { get; init; }
        public int? Step { get; init; }
        public DateOnly? Lifted { get; set; }
    }

    /// <summary>Seats of a term.</summary>
    public sealed record Seat(string Reference, int Term, int Seats);

    public sealed record Charge(string Subject, bool IsTraining, DateOnly On, long? Net)
    {
        public bool IsWaived { get; set; }
        public bool IsCredited { get; set; }
    }

    /// <summary>An invoice, as far as it can be told from outside.</summary>
    public sealed class Bill
    {
        public required string Kind { get; init; }
        public required string? Licence { get; init; }
        public required DateOnly First { get; init; }
        public required DateOnly Last { get; init; }
        public required List<(string? Subject, long Net, bool IsTraining)> Lines { get; init; }
        public required DateOnly IssuableOn { get; set; }
        public DateOnly? IssuedOn { get; set; }
        public bool Waits { get; set; }
        public long? Approved { get; set; }
        public bool Discarded { get; set; }
        public bool IsDisputed { get; set; }
        public bool IsDisputedByBank { get; set; }
        public bool IsProcessing { get; set; }
        public bool IsGivenUp { get; set; }
        public List<Attempt> Attempts { get; } = [];
        public long VatAmount { get; set; }
        public long Paid { get; set; }
        public long CreditedNet { get; set; }
        public long CreditedVat { get; set; }
        public List<(DateOnly From, long Net)> Credits { get; } = [];
        public DateOnly? CameBackOn { get; set; }

        public long Net => Lines.Sum(l => l.Net);
        public long Total => Net + VatAmount;
        public long Outstanding => IssuedOn is null ? 0 : Total - Paid - CreditedNet - CreditedVat;
        public DateOnly? DueOn => IssuedOn?.AddDays(30);

        /// <summary>"Paid and taken back, an invoice counts as due on the day on which the money went."</summary>
        public DateOnly? OwedSince => CameBackOn > DueOn ? CameBackOn : DueOn;
        public bool IsOwed => Outstanding > 0 && !IsGivenUp;
        public string Status =>
            Discarded ? "void"
            : IssuedOn is null ? "draft"
            : Total > 0 && CreditedNet + CreditedVat == Total ? "void"
            : Outstanding <= 0 ? "paid"
            : IsGivenUp ? "uncollectible"
            : IsProcessing ? "processing"
            : "finalised";
    }

    public sealed record PackageChange(Bill Bill, DateOnly On, long Used, long Credit, long Charge);

    public sealed record Discount(int? Hundredths, long? Amount, DateOnly From, DateOnly? Until);

    public IReadOnlyList<Agreement> Agreements => agreements;

    public IReadOnlyList<Bill> Bills => bills;

    public IReadOnlyList<Charge> Charges => charges;

    // ---- What people do

    public void Agree(Agreement agreement, DateOnly today)
    {
        agreements.Add(agreement);
        Begin(agreement, today);
    }

    public void Grant(Discount discount) => discounts.Add(discount);

    /// <summary>Whether it can be renewed: it runs, is in grace or teach-out, and the next term is not agreed already.</summary>
    public static bool CanRenew(Agreement a, DateOnly day) => a.Terms.Count > 0 && (a.On(day) != "expired" || day == a.Last.AddDays(1)) && a.Terms[^1].First <= day && !a.Ended;

    public void Renew(Agreement a, DateOnly day)
    {
        // "Early, in-grace and late renewal lose and give no days": from expiry it goes on where the last term ended, until today is covered. From now, a term that
        // would leave a gap begins on the day of renewal, and terms are counted from there.
        do
        {
            var isLate = day > a.Last.AddDays(1) && (a.Basis == From.Now || (a.Basis == From.NowIfExpired && day > a.GraceLast));
            if (isLate)
                (a.Anchor, a.AnchorTerm) = (day, a.Terms.Count + 1);
            AddTerm(a);
            Charged(a, day);
        } while (a.Last < day);
        a.Price = a.Terms[^1].Price;
        a.AgreedOn = day;
        newcomers.Add(a);
        Tell(a, day);
    }

    public void Register(string subject, DateOnly day) => charges.Add(new(subject, false, day, RegistrationOn(day) is { } price ? price - Off(price, day, isLicence: false) : null));

    /// <summary>Learners that the fee of a term covers, in every package here, and what each above them costs.</summary>
    public const int Included = 10;
    public const long ExtraLearner = 900;

    /// <summary>The number of the term that counts on a day: in grace the one just over.</summary>
    public static int TermOn(Agreement a, DateOnly day) => a.Terms.FindLastIndex(t => t.First <= day) + 1;

    /// <summary>How many are used or set aside of a term.</summary>
    public static int SeatsOf(Agreement a, int term) => a.Used.GetValueOrDefault(term) + a.SetAside.Where(s => s.Term == term).Sum(s => s.Seats);

    /// <summary>"Seats are used above those included: each extra learner" is charged, once.</summary>
    public void UseSeats(Agreement a, Seat seat, DateOnly day)
    {
        a.SetAside.Remove(seat);
        var before = a.Used.GetValueOrDefault(seat.Term);
        var now = a.Used[seat.Term] = before + seat.Seats;
        var extra = Math.Max(0, now - Included) - Math.Max(0, before - Included);
        if (extra > 0)
            charges.Add(new($"{a.Id} {seat.Reference}", false, day, (extra * ExtraLearner) - Off(extra * ExtraLearner, day, isLicence: false)));
    }

    public void SellPlace(string subject, long price, DateOnly day) => charges.Add(new(subject, true, day, price - Off(price, day, isLicence: false)));

    /// <summary>"Cancelled, it is waived or credited."</summary>
    public void CancelPlace(string subject, DateOnly day)
    {
        var charge = charges.Single(c => c.Subject == subject);
        if (charge.IsWaived || charge.IsCredited)
            return;
        var bill = bills.Find(b => !b.Discarded && b.Lines.Exists(l => l.Subject == subject));
        if (bill is null)
        {
            charge.IsWaived = true;
        }
        else if (bill.IssuedOn is null)
        {
            bill.Discarded = charge.IsWaived = true;
            // The others wait for another, which is drafted at once.
            DraftUsage(day);
        }
        else
        {
            // Also while it is collected, or given up.
            charge.IsCredited = true;
            var line = bill.Lines.First(l => l.Subject == subject);
            if (line.Net > 0)
                Credit(bill, line.Net, VatOf(line.IsTraining, bill.IssuedOn.Value) == 0 ? 0 : throw new InvalidOperationException("Places are exempt here, or credited by their own share."));
        }
    }

    /// <summary>Credits part of an invoice of one line: its VAT in proportion, and all of it with the last penny; of all its days, or of those from a day on.</summary>
    public void CreditPart(Bill bill, long net, DateOnly day, DateOnly? from = null)
    {
        Credit(bill, net, Rounded((decimal)bill.VatAmount * (bill.CreditedNet + net) / bill.Net) - bill.CreditedVat, from);
        Clear(day);
    }

    /// <summary>What a term of so many months costs by the list in force on a day; null where none is.</summary>
    public long? ListedOn(int package, DateOnly day, int months) =>
        rules.Prices.Any(p => p.From <= day) ? FeeOf(rules.Prices.Last(p => p.From <= day).Years[package], months) : null;

    /// <summary>"The annual fee is for a year: a term of another length costs its months by twelve, rounded once."</summary>
    public static long FeeOf(long year, int months) => Rounded((decimal)year * months / 12);

    /// <summary>
    /// A change of package, "by the day: what was charged for the days used, what is given back, what the new one costs, each with the organisation's discounts taken
    /// off"; null where it has to wait.
    /// </summary>
    public PackageChange? Change(Agreement a, long price, DateOnly day)
    {
        // "It waits until the term is invoiced, and for release of seats that the new package has not."
        if (a.On(day) != "active" || a.Terms[^1].First > day || SeatsOf(a, a.Terms.Count) > Included)
            return null;
        var (first, last, _) = a.Terms[^1];
        // The last that was charged of the term: the term, or what an earlier change left of it.
        var bill = bills.FindLast(b => b.Licence == a.Id && b.Last == last)!;
        if (bill.IssuedOn is null)
            return null;
        var (charged, left) = (bill.Net - bill.CreditedNet, Days(day, last));
        var used = Rounded((decimal)charged * (Days(bill.First, last) - left) / Days(bill.First, last));
        var costs = Rounded((decimal)price * left / Days(first, last));
        return new(bill, day, used, charged - used, costs - Off(costs, day, isLicence: false));
    }

    /// <summary>
    /// "A credit note for what is unused, an invoice of its own for the new"; "later terms have the new price". "What is given back is taken of the days that are left, so
    /// that no month before them changes."
    /// </summary>
    public void CarryOut(PackageChange change, Agreement a, int package, long price, bool followsList)
    {
        (a.Package, a.Price, a.FollowsList) = (package, price, followsList);
        a.PricesTold.Clear();
        if (change.Credit > 0)
            CreditPart(change.Bill, change.Credit, change.On, change.On);
        Draft(new()
        {
            Kind = "one_off",
            Licence = a.Id,
            First = change.On,
            Last = a.Last,
            Lines = [(null, change.Charge, false)],
            IssuableOn = change.On.AddDays(rules.DraftDays),
        }, change.On);
    }

    private static int Days(DateOnly first, DateOnly last) => last.DayNumber - first.DayNumber + 1;

    /// <summary>"An approval is for what it comes to that day."</summary>
    public void Approve(Bill bill, DateOnly day)
    {
        (bill.Waits, bill.Approved) = (false, bill.Net + VatOn(bill, day));
        Issue(bill, day);
    }

    public void Pass(DateOnly day)
    {
        foreach (var agreement in agreements)
        {
            Begin(agreement, day);
            if (agreement.Terms.Count == 0)
                continue;
            Tell(agreement, day);
            RenewByItself(agreement, day);
            agreement.Ended |= day > agreement.TeachOutLast;
        }
        // "Gathered and drafted when its month is over."
        if (day.Day == 1)
            DraftUsage(day);
        foreach (var bill in bills)
            Issue(bill, day);
        Settle(day);
    }

    // ---- What follows

    /// <summary>The balances that the ledger must show on a day; what is owed to somebody is negative.</summary>
    public Dictionary<string, long> Balances(DateOnly day)
    {
        var issued = bills.Where(b => b.IssuedOn is not null).ToList();
        long owed = 0, lost = 0, vat = 0, earned = 0, ahead = 0, paidBack = 0;
        foreach (var bill in issued)
        {
            owed += bill.IsGivenUp ? 0 : bill.Outstanding;
            lost += bill.IsGivenUp ? bill.Outstanding : 0;
            vat -= bill.VatAmount - bill.CreditedVat;
            var net = bill.Net - bill.CreditedNet;
            // "Each month under its own last day"; a credit takes back what each month has had of the days that it is for.
            var had = bill.Kind != "usage" ? EarnedBy(bill.Net, bill.First, bill.Last, day) - bill.Credits.Sum(c => EarnedBy(c.Net, c.From, bill.Last, day)) : net;
            earned -= had;
            ahead -= net - had;
            paidBack += bill.Paid;
        }
        var received = receipts.Sum(r => r.Amount - r.Returned);
        return new()
        {
            ["receivable"] = owed,
            ["bad_debt"] = lost,
            ["vat"] = vat,
            ["revenue"] = earned,
            ["deferred_revenue"] = ahead,
            ["cash"] = received,
            ["credit"] = paidBack - received,
        };
    }

    private static long EarnedBy(long net, DateOnly first, DateOnly last, DateOnly day)
    {
        var until = last <= day ? last : new DateOnly(day.Year, day.Month, DateTime.DaysInMonth(day.Year, day.Month)) == day ? day : new DateOnly(day.Year, day.Month, 1).AddDays(-1);
        return until < first ? 0 : Rounded((decimal)net * Days(first, until) / Days(first, last));
    }

    private void Begin(Agreement a, DateOnly day)
    {
        if (a.Terms.Count > 0 || a.StartsOn > day)
            return;
        (a.Anchor, a.AgreedOn) = (a.StartsOn, a.StartsOn);
        AddTerm(a);
        Charged(a, day);
        newcomers.Add(a);
        Tell(a, day);
    }

    /// <summary>
    /// "The next term is added on the day after the last, or <c>invoiceAheadDays</c> before it"; "who agrees to it after that day has the next term added at once". A hold "puts an
    /// automatic renewal into people's hands on its day: where that day lay ahead of the end, the end is tried once more".
    /// </summary>
    private static bool IsDue(Agreement a, DateOnly day)
    {
        // "In a term that is no longer than that, or is agreed so late, on the day after the term begins or is agreed."
        var (ahead, begins) = (a.Last.AddDays(1 - a.Ahead), BeginOf(a));
        return a.AutoRenews && !a.Ended && (day == a.Last.AddDays(1) || (day <= a.Last && day >= (ahead > begins ? ahead : begins.AddDays(1)) && !a.Withheld.Exists(w => w.Term == a.Terms.Count)));
    }

    private void RenewByItself(Agreement a, DateOnly day)
    {
        if (!IsDue(a, day))
            return;
        if (a.IsSuspendedOn(day))
            a.Withheld.Add((a.Terms.Count, day));
        else
            Renew(a, day);
    }

    private static DateOnly BeginOf(Agreement a) => a.Terms[^1].First > a.AgreedOn ? a.Terms[^1].First : a.AgreedOn;

    // Counted from the anchor, never from the last: the 31st comes back after February.
    private static void AddTerm(Agreement a)
    {
        var n = a.Terms.Count + 1 - a.AnchorTerm;
        var first = MonthsAfter(a.Anchor, a.Months * n);
        a.Terms.Add((first, MonthsAfter(a.Anchor, a.Months * (n + 1)).AddDays(-1), PriceOf(a, first)));
    }

    // "A lower price counts from then on. A higher one counts for terms that begin at least priceNoticeDays later; told too late, the old price stays": that told
    // before it. So it is for each that was told, one after the other.
    private static long PriceOf(Agreement a, DateOnly first) =>
        a.PricesTold.Aggregate(a.Price, (before, told) => told.Amount <= before || told.On.AddDays(a.PriceNotice) <= first ? told.Amount : before);

    // "A notice that is longer than the term is given as the term begins: of several the shortest alone."
    private void Tell(Agreement a, DateOnly day)
    {
        if (day > a.Last)
            return;
        var first = a.Terms[^1].First;
        var begins = BeginOf(a);
        int[] longer = [.. a.Notices.Where(n => a.Last.AddDays(-n) < first)];
        foreach (var days in a.Notices)
            if ((longer.Length > 0 && days == longer.Min() ? begins : a.Last.AddDays(-days)) is var on && on == day && on >= begins && !a.Told.Contains((a.Terms.Count, days, on)))
            {
                a.Told.Add((a.Terms.Count, days, on));
                TellPrice(a, day);
            }
    }

    /// <summary>"The letter tells the price in force on the next term's first day, and the day of telling is kept." What was agreed by hand stays.</summary>
    private void TellPrice(Agreement a, DateOnly day)
    {
        // Told again, it keeps its day.
        if (a.FollowsList && ListedOn(a.Package, a.Last.AddDays(1), a.Months) is { } listed && listed != (a.PricesTold.Count > 0 ? a.PricesTold[^1].Amount : a.Price))
            a.PricesTold.Add((listed, day));
    }

    private void Charged(Agreement a, DateOnly day)
    {
        var (first, last, price) = a.Terms[^1];
        Draft(new()
        {
            Kind = "licence",
            Licence = a.Id,
            First = first,
            Last = last,
            Lines = [(null, price - Off(price, day, isLicence: true), false)],
            IssuableOn = day.AddDays(rules.DraftDays),
        }, day);
    }

    private void DraftUsage(DateOnly day)
    {
        var due = charges.Where(c => c.Net is not null && !c.IsWaived && new DateOnly(c.On.Year, c.On.Month, 1).AddMonths(1) <= day
            && !bills.Exists(b => !b.Discarded && b.Lines.Exists(l => l.Subject == c.Subject))).ToList();
        if (due.Count == 0)
            return;
        var month = new DateOnly(day.Year, day.Month, 1).AddMonths(-1);
        Draft(new()
        {
            Kind = "usage",
            Licence = null,
            First = month,
            Last = month.AddMonths(1).AddDays(-1),
            Lines = [.. due.Select(c => ((string?)c.Subject, c.Net!.Value, c.IsTraining))],
            IssuableOn = day.AddDays(rules.DraftDays),
        }, day);
    }

    private void Draft(Bill bill, DateOnly day)
    {
        bill.Waits = bill.Net + VatOn(bill, day) > rules.HoldAbove;
        bills.Add(bill);
        Issue(bill, day);
    }

    private void Issue(Bill bill, DateOnly day)
    {
        if (bill.IssuedOn is not null || bill.Discarded || bill.Waits || bill.IssuableOn > day)
            return;
        // "Also where it comes to that only as it is issued, because the rate has changed"; "if it comes to more by the day of issue, it waits again".
        if (bill.Net + VatOn(bill, day) > Math.Max(rules.HoldAbove, bill.Approved ?? 0))
        {
            bill.Waits = true;
            return;
        }
        (bill.IssuedOn, bill.VatAmount) = (day, VatOn(bill, day));
    }

    private void Credit(Bill bill, long net, long vat, DateOnly? from = null)
    {
        bill.CreditedNet += net;
        bill.CreditedVat += vat;
        bill.Credits.Add((from ?? bill.First, net));
        Release(bill);
        Settled(bill);
    }

    // "VAT is rounded once for each rate."
    private long VatOn(Bill bill, DateOnly day) =>
        bill.Lines.GroupBy(l => VatOf(l.IsTraining, day)).Sum(g => Rounded((decimal)g.Sum(l => l.Net) * g.Key / 10_000));

    private int VatOf(bool isTraining, DateOnly day) => rules.Usual == Vat.None || (isTraining && rules.TrainingIsExempt) ? 0 : rules.Rates.Last(r => r.From <= day).Rate;

    private long? RegistrationOn(DateOnly day) =>
        agreements.Exists(a => a.On(day) is "active" or "grace" or "teach_out") && rules.Prices.Any(p => p.From <= day) ? rules.Prices.Last(p => p.From <= day).Registration : null;

    // "A percentage off every fee or an amount off each licence fee, from today until a day."
    private long Off(long amount, DateOnly day, bool isLicence) =>
        Math.Min(amount, discounts.Where(d => d.From <= day && (d.Until is null || day <= d.Until))
            .Sum(d => d.Hundredths is { } part ? Rounded((decimal)amount * part / 10_000) : isLicence ? d.Amount!.Value : 0));

    private static long Rounded(decimal amount) => (long)Math.Round(amount, 0, MidpointRounding.AwayFromZero);

    private static DateOnly MonthsAfter(DateOnly day, int months)
    {
        var month = (day.Year * 12) + day.Month - 1 + months;
        var (year, of) = (month / 12, (month % 12) + 1);
        return new(year, of, Math.Min(day.Day, DateTime.DaysInMonth(year, of)));
    }
}
