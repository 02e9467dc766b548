using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Franchise.Api.Tests.Matrix;

/// <summary>Sends a request with a token.</summary>
public delegate Task<Answer> Sender(MatrixRequest request, string? token);

/// <summary>What came of a run.</summary>
public sealed class MatrixReport
{
    public SortedDictionary<string, int> Positions { get; } = new(StringComparer.Ordinal);
    public Dictionary<string, int> Principals { get; } = new(StringComparer.Ordinal);
    public SortedDictionary<string, int> Statuses { get; } = new(StringComparer.Ordinal);
    public List<string> Faults { get; } = [];
    public List<string> Gaps { get; } = [];
    public int Operations { get; set; }
    public int PositionsInAll { get; set; }
    public int Requests { get; set; }
    public int Cells => Principals.Values.Sum();

    public override string ToString() =>
        $"""
        {Operations} operations, {PositionsInAll} positions of an id, {Principals.Count} principals: {Cells} cells, {Requests} requests.
        {Faults.Count} faults, {Gaps.Count} operations that could not be exercised as their rightful owner.

        Positions by kind:
        {string.Join('\n', Positions.Select(p => $"  {p.Value,6}  {p.Key}"))}
        Cells by principal, and how they were answered:
        {string.Join('\n', Principals.Select(p => $"  {p.Value,6}  {p.Key}: {string.Join(", ", Statuses.Where(s => s.Key.StartsWith(p.Key + ": ", StringComparison.Ordinal)).Select(s => $"{s.Value} × {s.Key[(p.Key.Length + 2)..]}"))}"))}
        {string.Concat(Faults.Concat(Gaps).Select(f => $"\n- {f}"))}
        """;
}

/// <summary>
/// Every operation × every place where an id can stand × everybody who might try: an organisation's things, tried by others. In each cell a foreign
/// id, which is there, must be answered as a random one, which is not; nothing of the victim may stand in any answer; and nothing of hers may change.
/// </summary>
public sealed partial class CrossTenantMatrix(MatrixWorld attacker, MatrixWorld victim, IReadOnlyList<Principal> principals, Sender send)
{
    private static readonly string[] tenantHeaders = ["X-Organisation", "X-Organisation-Id", "X-Organization-Id", "X-Tenant", "X-Tenant-Id", "__tenant__", "Franchise-Organisation"];

    // Names of answers that say nothing of what was found.
    private static readonly HashSet<string> passing = new(StringComparer.OrdinalIgnoreCase) { "Date", "X-Request-Id", "RateLimit", "RateLimit-Policy", "Content-Length", "Transfer-Encoding" };

    private readonly MatrixReport report = new();
    private readonly HashSet<string> told = new(StringComparer.Ordinal);
    private IReadOnlyList<string> needles = [];

    /// <summary>One place, tried with what is the victim's and with what is nobody's.</summary>
    /// <param name="Kind">Which sort of place.</param>
    /// <param name="Name">Where.</param>
    /// <param name="Lure">The victim's values.</param>
    /// <param name="Put">Puts values there.</param>
    /// <param name="IsText">Whether it is no id: then it is stored and shown to who sent it.</param>
    /// <param name="IsPlatformOwned">Whether it is Cohort 4's and no organisation's.</param>
    private sealed record Position(string Kind, string Name, Func<string[]> Lure, Func<MatrixRequest, string[], MatrixRequest> Put, bool IsText = false, bool IsPlatformOwned = false);

    private sealed record Tried(string[] Sent, Answer Answer);

    /// <summary>Runs over these operations.</summary>
    public async Task<MatrixReport> RunAsync(IEnumerable<ApiOperation> operations)
    {
        foreach (var operation in operations)
        {
            report.Operations++;
            try
            {
                await RunAsync(operation);
            }
            catch (MatrixGap gap)
            {
                report.Gaps.Add(gap.Message);
            }
        }
        return report;
    }

    private async Task RunAsync(ApiOperation operation)
    {
        var request = await attacker.PrepareAsync(operation);
        var positions = await PositionsOf(operation);
        needles = await victim.NeedlesAsync();
        var before = await victim.StateAsync();
        foreach (var position in positions)
        {
            report.PositionsInAll++;
            report.Positions[position.Kind] = report.Positions.GetValueOrDefault(position.Kind) + 1;
            foreach (var principal in principals)
            {
                if (principal.Standing == Standing.OwnButLow && !principal.Lacks(operation))
                    continue; // She may: it is hers.
                if (principal.Standing == Standing.Mixing && (position.Kind != "path" || operation.Slots.Count(s => s.In == Part.Path) < 2))
                    continue; // There is nothing to mix.
                var lure = position.Lure();
                var foreign = await SendAsync(lure);
                var random = lure.Length == 0 ? null : await SendAsync([.. lure.Select(victim.Like)]);
                var cell = $"{operation}, {position.Name}, {principal.Name}";
                report.Principals[principal.Name] = report.Principals.GetValueOrDefault(principal.Name) + 1;
                var answered = $"{principal.Name}: {foreign.Answer.Status}";
                report.Statuses[answered] = report.Statuses.GetValueOrDefault(answered) + 1;
                report.Faults.AddRange(Judge(operation, position, principal, foreign, random).Select(f => $"{cell}: {f}"));

                async Task<Tried> SendAsync(string[] values)
                {
                    report.Requests++;
                    var tried = position.Put(request, values);
                    // Cohort 4 may see both things, so that she may know the version of either.
                    if (principal.Standing == Standing.Mixing && operation.TakesIfMatch && !principal.Lacks(operation) && ReferenceEquals(values, lure))
                        tried = await WithVersionAsync(tried);
                    var answer = await send(tried, principal.Token(operation));
                    // It took effect, in her own organisation it is to be hoped: what it needed is used up, and what she sent is hers to read.
                    if (TookEffect(operation, answer))
                    {
                        request = await attacker.PrepareAsync(operation);
                        if (position.IsText)
                            told.UnionWith(values);
                    }
                    return new(values, answer);
                }
            }
        }
        var after = await victim.StateAsync();
        foreach (var (was, now) in before.Zip(after).Where(s => s.First != s.Second))
            report.Faults.Add($"{operation}: something of the victim, or of Cohort 4's own, has changed: {was} is now {now}");
        await ExerciseAsync(operation, request);
    }

    private async Task<MatrixRequest> WithVersionAsync(MatrixRequest mixed)
    {
        try
        {
            return mixed.WithHeader("If-Match", await attacker.ETagAsync(mixed));
        }
        catch (MatrixGap)
        {
            // Not even reading it finds it, which is as it should be.
            return mixed;
        }
    }

    // As its rightful owner: an operation that nobody can use proves nothing by refusing.
    private async Task ExerciseAsync(ApiOperation operation, MatrixRequest request)
    {
        var owner = attacker.OwnerOf(operation);
        var answer = await send(request, owner.Token);
        report.Requests++;
        if (answer.Status is < 200 or >= 300)
            report.Gaps.Add(
                $"{operation} answered {answer.Status} to its rightful owner ({(IsPartners(owner) ? "the partner" : "Cohort 4")}) at {request.Address} "
                    + $"with {request.Body?.ToJsonString() ?? "no body"}: {answer.Body}\n  If it needs a thing in a certain state, add a line for {operation.Id} to {nameof(Arrangements)}; if its example is not what a caller would send, put that right.");
        else if (IsPartners(owner) && Leak(new([], answer), isText: false) is { } leak)
            report.Faults.Add($"{operation}, as it stands, its rightful owner: {leak}");
    }

    private IEnumerable<string> Judge(ApiOperation operation, Position position, Principal principal, Tried foreign, Tried? random)
    {
        var answer = foreign.Answer;
        if (principal.Standing != Standing.OwnButLow && Leak(foreign, position.IsText) is { } leak)
            yield return leak;
        // Past the gate, whether something of Cohort 4's own is there can be told; what is an organisation's cannot.
        var gateAlone = principal.Standing == Standing.PastTheGate && (position.IsText || position.IsPlatformOwned);
        if (random is not null && !gateAlone && Difference(operation, foreign, random) is { } difference)
            yield return difference;
        var expected = principal.Standing switch
        {
            Standing.Nobody => (401, "unauthenticated"),
            Standing.Suspended when !operation.OpenToSuspended => (403, "organisation_suspended"),
            not Standing.PastTheGate when principal.Lacks(operation) => (403, "permission_missing"),
            Standing.Foreign or Standing.Suspended or Standing.Mixing when position.Kind is "path" or "all at once" => (404, "not_found"),
            _ => ((int, string)?)null,
        };
        if (expected is { } right && (answer.Status, CodeOf(answer)) != right)
            yield return $"{right} was expected, and the answer is {answer.Status} {Short(answer.Body)}";
        // What is refused anyway shows nothing: a spoilt request must be valid but for what spoils it.
        if (expected is null && principal.Standing == Standing.Foreign && position.Kind is "as it stands" or "header" or "Idempotency-Key"
            && attacker.OwnerOf(operation) is var owner && (owner == attacker.Partner || owner.Token == principal.Token(operation)) && answer.Status >= 300)
            yield return $"her own organisation's request, in order but for the {position.Kind}, is answered {answer.Status} {Short(answer.Body)}";
        if (answer.Status == 401 && !answer.Headers.ContainsKey("WWW-Authenticate"))
            yield return "a 401 without WWW-Authenticate";
        if (answer.Status >= 500 && principal.Standing != Standing.PastTheGate)
            yield return $"answered {answer.Status} {Short(answer.Body)}";
        if (answer.Headers.ContainsKey("Idempotency-Replayed"))
            yield return "the result of another's Idempotency-Key was replayed";
    }

    private string? Leak(Tried tried, bool isText)
    {
        var answer = tried.Answer;
        var text = $"{answer.Body}\n{string.Join('\n', answer.Headers.Select(h => $"{h.Key}: {h.Value}"))}".ToLowerInvariant();
        foreach (var value in isText ? told.Concat(tried.Sent) : told)
            text = text.Replace(value.ToLowerInvariant(), "", StringComparison.Ordinal);
        return needles.FirstOrDefault(n => text.Contains(n, StringComparison.Ordinal)) is { } found ? $"LEAK of {found}: {answer.Status} {Short(answer.Body)}" : null;
    }

    // Refusals must be alike to the letter; of what took effect, once each in the caller's own organisation, the shape.
    private static string? Difference(ApiOperation operation, Tried lured, Tried chance)
    {
        var (foreign, random) = (lured.Answer, chance.Answer);
        if (foreign.Status != random.Status)
            return $"a foreign value is answered {foreign.Status} {Short(foreign.Body)}, a random one {random.Status} {Short(random.Body)}";
        var effect = TookEffect(operation, foreign);
        var (one, other) = effect
            ? (Shape(foreign.Body), Shape(random.Body))
            : (Plain(foreign.Body, lured.Sent), Plain(random.Body, chance.Sent));
        if (one != other)
            return $"a foreign value is answered {Short(one)}, a random one {Short(other)}";
        var (names, otherNames) = (Headers(foreign, lured.Sent), Headers(random, chance.Sent));
        return effect || names == otherNames ? null : $"a foreign value is answered with headers {names}, a random one with {otherNames}";
    }

    // A file that is answered can be asked for again, and is the same to the letter.
    private static bool TookEffect(ApiOperation operation, Answer answer) =>
        operation.IsWrite && answer.Status < 300 && (answer.Headers.GetValueOrDefault("Content-Type") is not { } type || type.StartsWith("application/json", StringComparison.Ordinal));

    private static string Headers(Answer answer, string[] sent) =>
        string.Join('\n', answer.Headers.Where(h => !passing.Contains(h.Key)).OrderBy(h => h.Key, StringComparer.OrdinalIgnoreCase).Select(h => $"{h.Key}: {Plain(h.Value, sent)}"));

    private static string Plain(string text, string[] sent) =>
        RequestIds().Replace(Instants().Replace(sent.Aggregate(text, (t, s) => t.Replace(s, "<sent>", StringComparison.OrdinalIgnoreCase)), "<time>"), "<request>");

    private static string Shape(string body) => body.Length == 0 ? "" : Shape(JsonNode.Parse(body));

    private static string Shape(JsonNode? node) => node switch
    {
        JsonObject map => $"{{{string.Join(',', map.Select(m => $"{m.Key}:{Shape(m.Value)}"))}}}",
        JsonArray list => $"[{string.Join(',', list.Select(Shape))}]",
        null => "null",
        _ => "x",
    };

    private static string? CodeOf(Answer answer) =>
        answer.Headers.GetValueOrDefault("Content-Type") == "application/problem+json" ? (string?)JsonNode.Parse(answer.Body)!["code"] : null;

    private static string Short(string text) => text.Length > 400 ? text[..400] + "…" : text;

    // ------------------------------------------------------------------------------------------------------------------------------------ positions

    private async Task<List<Position>> PositionsOf(ApiOperation operation)
    {
        List<Position> positions = [new("as it stands", "as it stands", () => [], (r, _) => r)];
        string? Lure(Slot slot) => victim.LureFor(operation, slot, attacker, told);
        var slots = operation.Slots.Where(s => Lure(s) is not null).ToList();
        foreach (var slot in slots)
        {
            var part = slot.In.ToString().ToLowerInvariant();
            positions.Add(new(part, $"{part} {slot.Name}", () => [Lure(slot) ?? victim.Ids["lic"]], (r, v) => r.With(slot, v[0]), IsText: slot.Prefix is null, MatrixWorld.IsPlatformOwned(slot.Prefix)));
        }
        var ids = slots.Where(s => s.Prefix is not null).ToList();
        if (ids.Count > 1)
            positions.Add(new(
                ids.Exists(s => s.In == Part.Path) ? "all at once" : "all at once, in the body", "every id at once", () => [.. ids.Select(s => Lure(s)!)],
                (r, v) => ids.Index().Aggregate(r, (request, s) => request.With(s.Item, v[s.Index])), IsPlatformOwned: ids.TrueForAll(s => MatrixWorld.IsPlatformOwned(s.Prefix))));
        if (operation.IsList)
        {
            var cursor = await CursorAsync(operation);
            positions.Add(new("cursor", "cursor", () => [cursor], (r, v) => r.WithQuery("cursor", v[0])));
        }
        if (operation.TakesIdempotencyKey && IsPartners(attacker.OwnerOf(operation)))
        {
            var key = await UsedKeyAsync(operation);
            positions.Add(new("Idempotency-Key", "Idempotency-Key", () => [key], (r, v) => r.WithHeader("Idempotency-Key", v[0])));
        }
        string[] organisation = [victim.Ids["org"]];
        positions.Add(new("header", "headers that name an organisation", () => organisation, (r, v) => tenantHeaders.Aggregate(r, (request, h) => request.WithHeader(h, v[0]))));
        foreach (var name in new[] { "organisationId", "tenantId" })
        {
            if (!operation.Slots.Any(s => s.In == Part.Query && s.Name == name))
                positions.Add(new("undeclared query", $"query {name}, undeclared", () => organisation, (r, v) => r.WithQuery(name, v[0])));
            if (operation.Schema is not null && !operation.Slots.Any(s => s.In == Part.Body && s.Name == "/" + name))
                positions.Add(new("undeclared member", $"body /{name}, undeclared", () => organisation, (r, v) => r.With("/" + name, v[0])));
        }
        return positions;
    }

    private bool IsPartners(Caller caller) => caller.Organisation == attacker.Partner.Organisation;

    private async Task<string> CursorAsync(ApiOperation operation)
    {
        var answer = await victim.SendAsync((await victim.RequestAsync(operation)).WithQuery("limit", "1"), victim.OwnerOf(operation).Token);
        return (answer.Status == 200 ? (string?)JsonNode.Parse(answer.Body)!["next"] : null)
            ?? throw new MatrixGap($"{operation} gave the victim no cursor to steal ({answer.Status} {Short(answer.Body)}): make two of what it lists in {nameof(MatrixWorld)}.");
    }

    // The victim's own call, whose result is kept under its key.
    private async Task<string> UsedKeyAsync(ApiOperation operation)
    {
        var request = await victim.PrepareAsync(operation);
        var answer = await victim.SendAsync(request, victim.OwnerOf(operation).Token);
        return answer.Status is >= 200 and < 300
            ? request.Headers["Idempotency-Key"]
            : throw new MatrixGap($"{operation} answered {answer.Status} {Short(answer.Body)} to the victim at {request.Address} with {request.Body?.ToJsonString() ?? "no body"}: add a line for {operation.Id} to {nameof(Arrangements)}.");
    }

    [GeneratedRegex(@"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+Z?", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Instants();

    [GeneratedRegex("""(?<="requestId": ?")[^"]+""", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex RequestIds();
}
