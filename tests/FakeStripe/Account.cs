using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace Franchise.FakeStripe;

/// <summary>
/// One Stripe account: its objects, its clock and what is due by it. Every secret key has an account of its own, so that tests beside each other do not
/// meet. Nothing here is safe for two threads: whoever comes in holds <see cref="Gate"/>.
/// </summary>
internal sealed partial class Account(string key, TimeProvider system)
{
    private readonly Dictionary<string, JsonObject> byId = [];
    private readonly List<JsonObject> inOrder = [];
    private readonly PriorityQueue<Action, (DateTimeOffset At, int Order)> due = new();
    private readonly Dictionary<string, DateTimeOffset> searchableFrom = [];
    private DateTimeOffset? stopped;
    private TimeSpan ahead;
    private int made;

    public object Gate { get; } = new();

    public string Key => key;

    /// <summary>The request that is being served, for the events that it causes.</summary>
    public (string? Id, string? IdempotencyKey) Request { get; set; }

    public DateTimeOffset Now => stopped ?? system.GetUtcNow() + ahead;

    /// <summary>Stops the clock at a time that is not before what it shows, and does what falls due until then, each at its own time.</summary>
    public void StopAt(DateTimeOffset time)
    {
        if (time < Now && byId.Count > 0)
            throw StripeFault.Parameter("clock_backwards", "to", "The clock goes forward only.");
        DoUntil(time);
        stopped = time;
    }

    public void Advance(TimeSpan by)
    {
        if (by < TimeSpan.Zero)
            throw StripeFault.Parameter("clock_backwards", "seconds", "The clock goes forward only.");
        var running = stopped is null;
        DoUntil(Now + by);
        if (running)
            ahead += by;
        else
            stopped += by;
    }

    /// <summary>Does what fell due while the clock went on by itself.</summary>
    public void CatchUp() => DoUntil(Now);

    public JsonObject Find(string kind, string? id, string param = "id") =>
        id is not null && byId.TryGetValue(id, out var found) && Kind(found) == kind ? found : throw StripeFault.Missing(kind, id ?? "", param);

    public JsonObject? Seek(string? id) => id is null ? null : byId.GetValueOrDefault(id);

    public IEnumerable<JsonObject> All(string kind) => inOrder.Where(o => Kind(o) == kind && !o.ContainsKey("deleted"));

    public static string? Kind(JsonObject of) => (string?)of["object"];

    /// <summary>The newest first, page by page, as Stripe lists.</summary>
    public JsonObject List(string url, Form form, IEnumerable<JsonObject> items)
    {
        var limit = (int)(form.Whole("limit") ?? 10);
        if (limit is < 1 or > 100)
            throw StripeFault.Parameter("parameter_invalid_integer", "limit", "This value must be between 1 and 100 (inclusive).");
        var all = items.Where(o => Within(o, form)).Reverse().ToList();
        var page = all.AsEnumerable();
        if (form["starting_after"] is { } after)
            page = all.Skip(Place(all, after, "starting_after") + 1);
        else if (form["ending_before"] is { } before)
            page = all.Take(Place(all, before, "ending_before")).TakeLast(limit);
        var rest = page.ToList();
        return new()
        {
            ["object"] = "list",
            ["data"] = new JsonArray([.. rest.Take(limit).Select(o => o.DeepClone())]),
            ["has_more"] = rest.Count > limit || (form["ending_before"] is not null && rest.Count > 0 && !ReferenceEquals(all[0], rest[0])),
            ["url"] = url,
        };
    }

    /// <summary>By metadata and a few members, as Stripe searches: it sees an object a minute after it was made or changed.</summary>
    public JsonObject Search(string kind, string url, Form form)
    {
        var asked = form.Need("query");
        var terms = SearchTerm().Matches(asked);
        if (terms.Count == 0 || SearchTerm().Replace(asked, "").Replace("AND", "", StringComparison.Ordinal).Trim().Length > 0)
            throw StripeFault.Parameter("parameter_invalid_string", "query", $"We were unable to parse your search query: {asked}");
        var found = All(kind).Where(o => searchableFrom[(string)o["id"]!] <= Now && terms.All(t => Meets(o, t.Groups))).Reverse().ToList();
        var limit = (int)(form.Whole("limit") ?? 10);
        var from = form["page"] is { } page ? int.Parse(page) : 0;
        return new()
        {
            ["object"] = "search_result",
            ["data"] = new JsonArray([.. found.Skip(from).Take(limit).Select(o => o.DeepClone())]),
            ["has_more"] = found.Count > from + limit,
            ["next_page"] = found.Count > from + limit ? (from + limit).ToString() : null,
            ["url"] = url,
        };
    }

    /// <summary>Puts whole objects in place of their ids, as <c>latest_charge</c> or <c>data.latest_charge</c>.</summary>
    public JsonObject Expand(JsonObject answer, IEnumerable<string> paths)
    {
        foreach (var path in paths)
            Expand(answer, path.Split('.'), path);
        return answer;
    }

    private void Expand(JsonNode? at, string[] path, string whole)
    {
        if (at is JsonArray many)
            foreach (var one in many)
                Expand(one, path, whole);
        if (at is not JsonObject here || path.Length == 0)
            return;
        if (!here.ContainsKey(path[0]))
            throw StripeFault.Parameter("parameter_invalid", "expand", $"This property cannot be expanded ({whole}).");
        if (here[path[0]] is JsonValue id)
            here[path[0]] = Seek((string?)id)?.DeepClone();
        Expand(here[path[0]], path[1..], whole);
    }

    private JsonObject Add(string prefix, JsonObject what, JsonObject? metadata = null)
    {
        var id = $"{prefix}_{++made:D8}{RandomNumberGenerator.GetHexString(12, lowercase: true)}";
        what["id"] = id;
        if (what.ContainsKey("created"))
            what["created"] = Now.ToUnixTimeSeconds();
        if (metadata is not null)
            what["metadata"] = metadata;
        byId[id] = what;
        inOrder.Add(what);
        Touch(what);
        return what;
    }

    private void Touch(JsonObject what) => searchableFrom[(string)what["id"]!] = Now + TimeSpan.FromMinutes(1);

    private void At(DateTimeOffset time, Action does) => due.Enqueue(does, (time, ++made));

    private void DoUntil(DateTimeOffset time)
    {
        var (before, asked) = (stopped, Request);
        Request = default;
        while (due.TryPeek(out _, out var next) && next.At <= time)
        {
            var does = due.Dequeue();
            stopped = next.At;
            does();
        }
        (stopped, Request) = (before, asked);
    }

    // From Monday to Friday; what comes after eight in the evening counts as the next day's. The fake's banks know no holidays.
    private DateTimeOffset BankDays(int days)
    {
        var day = Now.UtcDateTime.Hour >= 20 ? Now.UtcDateTime.Date.AddDays(1) : Now.UtcDateTime.Date;
        while (Closed(day))
            day = day.AddDays(1);
        for (; days > 0; days--)
            do day = day.AddDays(1);
            while (Closed(day));
        return new DateTimeOffset(day, TimeSpan.Zero).AddHours(7);

        static bool Closed(DateTime day) => day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday;
    }

    private static int Place(List<JsonObject> all, string id, string param) =>
        all.FindIndex(o => (string?)o["id"] == id) is >= 0 and var place ? place : throw StripeFault.Missing("object", id, param);

    private static bool Within(JsonObject what, Form form)
    {
        var at = (long?)what["created"] ?? 0;
        return (form.Whole("created.gte") is not { } gte || at >= gte)
            && (form.Whole("created.gt") is not { } gt || at > gt)
            && (form.Whole("created.lte") is not { } lte || at <= lte)
            && (form.Whole("created.lt") is not { } lt || at < lt);
    }

    private static bool Meets(JsonObject what, System.Text.RegularExpressions.GroupCollection term) =>
        (term["key"].Success ? (string?)what["metadata"]?[term["key"].Value] : (string?)what[term["field"].Value]) == term["value"].Value;

    [System.Text.RegularExpressions.GeneratedRegex("""(?:metadata\[["'](?<key>[^"']+)["']\]|(?<field>customer|status|currency|email)):["'](?<value>[^"']*)["']""", System.Text.RegularExpressions.RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial System.Text.RegularExpressions.Regex SearchTerm();
}
