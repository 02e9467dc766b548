using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Franchise.Api.Tests.Http;

/// <summary>One operation of an API's description, ready to be called: its examples fill it in.</summary>
/// <param name="Id">The operationId.</param>
/// <param name="Verb">The verb.</param>
/// <param name="Path">The path with its parameters filled in.</param>
/// <param name="Body">The example of its body; null where it takes none.</param>
/// <param name="Query">The names of its query parameters.</param>
/// <param name="TakesIfMatch">Whether it demands If-Match.</param>
public sealed record ProbedOperation(string Id, string Verb, string Path, JsonNode? Body, IReadOnlyList<string> Query, bool TakesIfMatch)
{
    /// <summary>Every operation of a description.</summary>
    /// <param name="description">The OpenAPI document.</param>
    /// <param name="fill">The value of a path parameter, by operationId and name.</param>
    public static IEnumerable<ProbedOperation> All(JsonObject description, Func<string, string, string> fill)
    {
        foreach (var (template, item) in description["paths"]!.AsObject())
            foreach (var (verb, node) in item!.AsObject().Where(o => o.Key is "get" or "post" or "put" or "patch" or "delete"))
            {
                var operation = node!.AsObject();
                var id = (string)operation["operationId"]!;
                var parameters = (operation["parameters"]?.AsArray() ?? []).Select(p => Resolve(description, p!)).ToList();
                var path = template;
                foreach (var name in parameters.Where(p => (string?)p["in"] == "path").Select(p => (string)p["name"]!))
                    path = path.Replace($"{{{name}}}", fill(id, name), StringComparison.Ordinal);
                yield return new(id, verb.ToUpperInvariant(), path, operation["requestBody"]?["content"]?["application/json"]?["example"]?.DeepClone(),
                    [.. parameters.Where(p => (string?)p["in"] == "query").Select(p => (string)p["name"]!)],
                    parameters.Any(p => (string?)p["name"] == "If-Match"));
            }
    }

    private static JsonObject Resolve(JsonObject description, JsonNode node)
    {
        if ((string?)node["$ref"] is not { } reference)
            return node.AsObject();
        JsonNode found = description;
        foreach (var step in reference[2..].Split('/'))
            found = found[step]!;
        return found.AsObject();
    }
}

/// <summary>A malformed request.</summary>
/// <param name="Name">What is wrong with it.</param>
/// <param name="Make">Makes it; an <see cref="HttpRequestMessage"/> is sent once.</param>
/// <param name="MustRefuse">Whether anything under 400 is a fault; false where taking it is right too.</param>
public sealed record Probe(string Name, Func<HttpRequestMessage> Make, bool MustRefuse = true);

/// <summary>
/// What a hostile or careless caller sends. None may be answered 5xx, and every refusal must be a problem with its code. Run over every operation
/// of the description: a new one is probed without anyone adding it.
/// </summary>
public static class Probes
{
    /// <summary>Everything that can be wrong with a call of an operation.</summary>
    public static IEnumerable<Probe> Of(ProbedOperation operation) => [.. Addresses(operation), .. Headers(operation), .. operation.Body is null ? [] : Bodies(operation)];

    /// <summary>What is wrong with an answer to a probe; null when nothing is.</summary>
    public static async Task<string?> FaultOf(Probe probe, HttpResponseMessage answer)
    {
        var status = (int)answer.StatusCode;
        if (status >= 500)
            return $"answered {status}";
        if (status < 400)
            return probe.MustRefuse ? $"was taken ({status})" : null;
        // The server's own parser refuses some addresses before there is a request to speak of; it has no body to give.
        if (status == 400 && !answer.Headers.Contains("X-Request-Id") && answer.Content.Headers.ContentLength == 0)
            return null;
        if (answer.Content.Headers.ContentType?.MediaType != "application/problem+json")
            return $"answered {status} as {answer.Content.Headers.ContentType?.MediaType ?? "nothing"}";
        var problem = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
        foreach (var member in new[] { "type", "title", "detail", "code", "remedy", "requestId" })
            if (string.IsNullOrEmpty((string?)problem[member]))
                return $"answered {status} without {member}";
        if ((int?)problem["status"] != status)
            return $"answered {status} but says {problem["status"]}";
        var text = problem.ToJsonString();
        foreach (var telltale in new[] { "Exception", "System.", "Npgsql", "Microsoft", "   at ", "SELECT", "franchise." })
            if (text.Contains(telltale, StringComparison.Ordinal))
                return $"tells of the inside: {text}";
        return null;
    }

    /// <summary>Sends each and names the faults.</summary>
    public static async Task<List<string>> Run(HttpClient client, ProbedOperation operation, IEnumerable<Probe> probes)
    {
        var faults = new List<string>();
        foreach (var probe in probes)
            for (var attempt = 1; attempt <= 2; attempt++)
                try
                {
                    using var request = probe.Make();
                    using var answer = await client.SendAsync(request);
                    if (await FaultOf(probe, answer) is { } fault)
                        faults.Add($"{operation.Id}: {probe.Name} {fault}");
                    break;
                }
                catch (HttpRequestException e) when (e.InnerException is IOException or SocketException)
                {
                    // A server may hang up on a body that it has already refused, and the next request may still have been put on that connection.
                    if (attempt == 2 && !probe.Name.Contains("large", StringComparison.Ordinal))
                        faults.Add($"{operation.Id}: {probe.Name} broke the connection");
                }
        return faults;
    }

    private static IEnumerable<Probe> Addresses(ProbedOperation o)
    {
        foreach (var (name, query) in new (string, string)[]
        {
            ("an unknown parameter", "nobodyKnowsThis=1"), ("U+0000 in a parameter's name", "a%00b=1"), ("bytes that are no UTF-8", "%FF%FE=1"),
            ("a very long query", "x=" + new string('a', 6000)),
        })
            yield return new(name, () => Request(o, path: $"{o.Path}?{query}"));
        foreach (var parameter in o.Query)
            foreach (var (name, value) in new (string, string)[]
            {
                ("empty", ""), ("U+0000", "%00"), ("half a surrogate", "%ED%A0%80"), ("a quote", "'%20or%201=1--"), ("a huge number", "99999999999999999999"), ("a negative number", "-1"),
                ("another script's digits", "%D9%A3"), ("a date that is none", "2026-02-30"), ("a list", "1,2"), ("an object", "%7B%7D"), ("long", new string('a', 3000)),
            })
                yield return new($"{name} in {parameter}", () => Request(o, path: $"{o.Path}?{parameter}={value}"), MustRefuse: false);
        foreach (var parameter in o.Query)
            yield return new($"{parameter} given twice", () => Request(o, path: $"{o.Path}?{parameter}=1&{parameter}=2"));
        if (o.Query.Contains("limit"))
            foreach (var value in new[] { "0", "201", "abc", "1.5", "+1", "" })
                yield return new($"limit={value}", () => Request(o, path: $"{o.Path}?limit={value}"));
        if (o.Query.Contains("cursor"))
            foreach (var value in new[] { "", "x", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "%00", new string('A', 2000) })
                yield return new($"cursor={value}", () => Request(o, path: $"{o.Path}?cursor={value}"));
        var segments = o.Path.Split('/');
        for (var i = 3; i < segments.Length; i++)
        {
            if (!segments[i].Contains('_', StringComparison.Ordinal))
                continue;
            foreach (var (name, value) in new (string, string)[]
            {
                ("nonsense", "x"), ("U+0000", "%00"), ("no UTF-8", "%ff"), ("a quote", "'%20or%20'1'='1"), ("dots", "%2e%2e"), ("another type's prefix", "zzz_" + segments[i].Split('_')[1]),
                ("upper case", segments[i].ToUpperInvariant()), ("a UUID", "00000000-0000-7000-8000-000000000001"), ("too long", segments[i] + new string('0', 2000)), ("a picture", "%F0%9F%92%A5"),
            })
            {
                var path = string.Join('/', segments.Select((s, at) => at == i ? value : s));
                // Dots make it another address, which may be one that is right.
                yield return new($"{name} for an id in the path", () => Request(o, path: path), MustRefuse: name != "dots");
            }
        }
        yield return new("a verb that is none", () => Request(o, verb: "BREW"));
        yield return new("TRACE", () => Request(o, verb: "TRACE"));
    }

    private static IEnumerable<Probe> Headers(ProbedOperation o)
    {
        var write = o.Verb is not "GET";
        foreach (var accept in new[] { "text/html", "application/xml;q=0", "*/*;q=banana", ";;;" })
            yield return new($"Accept: {accept}", () => Request(o, headers: ("Accept", accept)), MustRefuse: false);
        yield return new("a strange X-Request-Id", () => Request(o, headers: ("X-Request-Id", "<script>" + new string('x', 300))), MustRefuse: false);
        yield return new("a strange traceparent", () => Request(o, headers: ("traceparent", "00-zz-zz-zz")), MustRefuse: false);
        yield return new("a strange Range", () => Request(o, headers: ("Range", "bytes=99-1,x")), MustRefuse: false);
        yield return new("a strange If-None-Match", () => Request(o, headers: ("If-None-Match", "\"\"\",,W/,")), MustRefuse: false);
        yield return new("a strange Host override", () => Request(o, headers: ("X-Forwarded-Host", "evil.test")), MustRefuse: false);
        if (o.TakesIfMatch)
            foreach (var tag in new[] { "v3", "\"", "*", "\"v3", string.Join(',', Enumerable.Repeat("\"v9\"", 50)), "\"v99999999999999999999\"" })
                yield return new($"If-Match: {tag}", () => Request(o, headers: ("If-Match", tag)));
        if (o.Verb == "POST")
            foreach (var key in new[] { new string('k', 256), "with space", "\u007f" })
                yield return new($"Idempotency-Key: {key[..Math.Min(20, key.Length)]}", () => Request(o, headers: ("Idempotency-Key", key)), MustRefuse: false);
        if (!write)
            yield break;
        yield return new("Content-Encoding: gzip", () => Request(o, body: Bytes(o), headers: ("Content-Encoding", "gzip")));
        foreach (var type in new[] { "application/json; charset=bogus", "application/json; charset=utf-16", "application/json; charset=\"\u0001\"" })
            yield return new($"Content-Type: {type}", () => Request(o, body: Bytes(o), type: type));
        if (o.Body is not null)
            foreach (var type in new[] { null, "text/plain", "application/xml", "multipart/form-data", "application/x-www-form-urlencoded", ";;;", "application/problem" })
                yield return new($"Content-Type: {type ?? "none"}", () => Request(o, body: Bytes(o), type: type));
    }

    private static IEnumerable<Probe> Bodies(ProbedOperation o)
    {
        foreach (var (name, text) in new (string, string)[]
        {
            ("no body", ""), ("null", "null"), ("a list", "[]"), ("a text", "\"x\""), ("a number", "1"), ("an open brace", "{"), ("two values", "{}{}"), ("a comment", "/**/{}"),
            ("a trailing comma", "{\"a\":1,}"), ("single quotes", "{'a':1}"), ("NaN", "{\"a\":NaN}"), ("no JSON", "<xml/>"), ("an unknown member", "{\"nobodyKnowsThis\":1}"),
            ("U+0000 in a name", "{\"a\\u0000b\":1}"), ("half a surrogate in a name", "{\"\\ud800\":1}"), ("a prototype", "{\"__proto__\":{\"a\":1}}"), ("a type tag", "{\"$type\":\"System.Object\"}"),
            ("deep lists", new string('[', 5000) + new string(']', 5000)), ("deep objects", string.Concat(Enumerable.Repeat("{\"a\":", 5000)) + "1" + new string('}', 5000)),
        })
            yield return new($"body: {name}", () => Request(o, body: Encoding.UTF8.GetBytes(text)));
        yield return new("body: no UTF-8", () => Request(o, body: [(byte)'{', (byte)'"', 0xff, 0xfe, (byte)'"', (byte)':', (byte)'1', (byte)'}']));
        yield return new("body: UTF-16", () => Request(o, body: Encoding.Unicode.GetPreamble().Concat(Encoding.Unicode.GetBytes(o.Body!.ToJsonString())).ToArray()));
        yield return new("body: large", () => Request(o, body: new byte[3 << 20]));
        yield return new("body: large, chunked", () => Request(o, body: Encoding.UTF8.GetBytes("{\"a\":\"" + new string('x', 3 << 20) + "\"}"), chunked: true));

        if (o.Body is not JsonObject valid)
            yield break;
        yield return new("body: with an unknown member", () => Request(o, body: Encoding.UTF8.GetBytes(Insert(valid, "\"nobodyKnowsThis\":1"))));
        foreach (var (member, value) in valid)
        {
            yield return new($"{member} given twice", () => Request(o, body: Encoding.UTF8.GetBytes(Insert(valid, $"{JsonSerializer.Serialize(member)}:{value?.ToJsonString() ?? "null"}"))));
            yield return new($"{member} in other letters", () => Request(o, body: Encoding.UTF8.GetBytes(Insert(valid, $"{JsonSerializer.Serialize(member.ToUpperInvariant())}:1"))));
            yield return new($"{member} missing", () => Request(o, body: Encoding.UTF8.GetBytes(Without(valid, member))), MustRefuse: false);
            foreach (var (name, text) in Values(value))
                yield return new($"{member}: {name}", () => Request(o, body: Encoding.UTF8.GetBytes(With(valid, member, text))), MustRefuse: false);
        }
    }

    private static IEnumerable<(string Name, string Json)> Values(JsonNode? value)
    {
        foreach (var json in new[] { "null", "true", "1", "\"1\"", "-1", "1.005", "1e400", "-1e400", "99999999999999999999", "9223372036854775807", "0.1e-400", "[]", "{}", "[[[[]]]]", "\"\"" })
            yield return (json, json);
        yield return ("U+0000", "\"a\\u0000b\"");
        yield return ("half a surrogate", "\"\\ud800\"");
        yield return ("the other half", "\"\\udc00\"");
        yield return ("very long", $"\"{new string('x', 100_000)}\"");
        yield return ("right to left", "\"\\u202e\\u0661\"");
        yield return ("an undefined name", "\"noSuchThing\"");
        yield return ("a deep value", new string('[', 64) + new string(']', 64));
        yield return ("many", "[" + string.Join(',', Enumerable.Repeat(value is JsonArray { Count: > 0 } list ? list[0]!.ToJsonString() : "1", 5000)) + "]");
        foreach (var date in new[] { "2026-02-30", "2026-13-01", "0001-01-01", "9999-12-31", "01/02/2026", "2026-01-01T00:00:00", "2026-01-01T00:00:00+14:00", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "2026-01-01T25:00:00Z", "+02026-01-01" })
            yield return ($"the date {date}", $"\"{date}\"");
        if (value is JsonObject inner)
            foreach (var (member, part) in inner)
                foreach (var json in new[] { "null", "-1", "1e400", "\"\\u0000\"", "\"\\ud800\"", "\"x\"", "1.5", part is null ? "0" : $"[{part.ToJsonString()}]" })
                    yield return ($"{member} {json}", With(inner, member, json));
        if (value is JsonArray { Count: > 0 } items && items[0] is JsonObject first)
            foreach (var (member, _) in first)
                foreach (var json in new[] { "null", "-1", "1e400", "\"\\u0000\"", "[]" })
                    yield return ($"0/{member} {json}", $"[{With(first, member, json)}]");
    }

    private static string Insert(JsonObject valid, string member) => valid.ToJsonString()[..^1] + (valid.Count > 0 ? "," : "") + member + "}";

    private static string Without(JsonObject valid, string member) => "{" + string.Join(',', Members(valid).Where(m => m.Name != member).Select(m => m.Text)) + "}";

    private static string With(JsonObject valid, string member, string json) =>
        "{" + string.Join(',', Members(valid).Select(m => m.Name == member ? $"{JsonSerializer.Serialize(member)}:{json}" : m.Text)) + "}";

    private static IEnumerable<(string Name, string Text)> Members(JsonObject valid) =>
        valid.Select(m => (m.Key, $"{JsonSerializer.Serialize(m.Key)}:{m.Value?.ToJsonString() ?? "null"}"));

    private static byte[] Bytes(ProbedOperation o) => Encoding.UTF8.GetBytes(o.Body?.ToJsonString() ?? "{}");

    private static HttpRequestMessage Request(ProbedOperation o, string? verb = null, string? path = null, byte[]? body = null, string? type = "application/json", bool chunked = false, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(new(verb ?? o.Verb), new Uri(path ?? o.Path, UriKind.Relative));
        if (body is null && o.Body is not null && o.Verb is not "GET" && verb is null)
            body = Bytes(o);
        if (body is not null)
        {
            request.Content = chunked ? new StreamContent(new MemoryStream(body)) : new ByteArrayContent(body);
            if (chunked)
                request.Headers.TransferEncodingChunked = true;
            if (type is not null)
                request.Content.Headers.TryAddWithoutValidation("Content-Type", type);
        }
        foreach (var (name, value) in headers)
            if (name.StartsWith("Content-", StringComparison.Ordinal))
                request.Content?.Headers.TryAddWithoutValidation(name, value);
            else
                request.Headers.TryAddWithoutValidation(name, value);
        if (o.TakesIfMatch && !request.Headers.Contains("If-Match"))
            request.Headers.TryAddWithoutValidation("If-Match", "\"v1\"");
        return request;
    }

    /// <summary>Requests that no client library would send. Kestrel's own parser answers some with a bare status; none may be 5xx.</summary>
    public static IEnumerable<(string Name, byte[] Bytes)> Raw(string path, string headers)
    {
        (string, string)[] requests =
        [
            ("no version", $"GET {path}\r\n\r\n"),
            ("garbage", "\u0001\u0002\u0003\r\n\r\n"),
            ("no host", $"GET {path} HTTP/1.1\r\n\r\n"),
            ("two hosts", $"GET {path} HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n"),
            ("header overflow", $"GET {path} HTTP/1.1\r\nHost: a\r\nX: {new string('x', 40_000)}\r\n\r\n"),
            ("too many headers", $"GET {path} HTTP/1.1\r\nHost: a\r\n{string.Concat(Enumerable.Range(0, 200).Select(i => $"X-{i}: 1\r\n"))}\r\n"),
            ("a long request line", $"GET {path}?{new string('a', 20_000)} HTTP/1.1\r\nHost: a\r\n\r\n"),
            ("chunk size garbage", $"POST {path} HTTP/1.1\r\nHost: a\r\n{headers}Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{{}}\r\n0\r\n\r\n"),
            ("an open chunk", $"POST {path} HTTP/1.1\r\nHost: a\r\n{headers}Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{{}}"),
            ("both lengths", $"POST {path} HTTP/1.1\r\nHost: a\r\n{headers}Content-Type: application/json\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
            ("a negative length", $"POST {path} HTTP/1.1\r\nHost: a\r\n{headers}Content-Length: -1\r\n\r\n"),
            ("a length of 50 MB", $"POST {path} HTTP/1.1\r\nHost: a\r\n{headers}Content-Type: application/json\r\nContent-Length: 52428800\r\n\r\n{{"),
            ("a short body", $"POST {path} HTTP/1.1\r\nHost: a\r\n{headers}Content-Type: application/json\r\nContent-Length: 20\r\n\r\n{{}}"),
            ("U+0000 in the path", $"GET {path}\0 HTTP/1.1\r\nHost: a\r\n\r\n"),
            ("an absolute address", $"GET http://evil.test{path} HTTP/1.1\r\nHost: a\r\n\r\n"),
        ];
        return requests.Select(r => (r.Item1, Encoding.Latin1.GetBytes(r.Item2)));
    }

    /// <summary>Sends bytes, stops sending and returns what comes back; nothing where the server hangs up.</summary>
    public static async Task<string> SendRaw(Uri address, byte[] bytes)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(address.Host, address.Port);
        var stream = client.GetStream();
        await stream.WriteAsync(bytes);
        client.Client.Shutdown(SocketShutdown.Send);
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        var answer = new MemoryStream();
        try
        {
            await stream.CopyToAsync(answer, timeout.Token);
        }
        catch (IOException)
        {
            // Reset: the server had said what it had to say.
        }
        return Encoding.Latin1.GetString(answer.ToArray());
    }
}
