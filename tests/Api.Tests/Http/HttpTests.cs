using System.IO.Compression;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Franchise.Api.Http;
using Franchise.Api.Tests.Http.Sampling;
using Franchise.Domain.Organisations;

namespace Franchise.Api.Tests.Http;

public sealed class HttpTests(HttpHost host) : IClassFixture<HttpHost>
{
    private static readonly string sample = $"/v1/samples/{Organisation.FranchisorId}";

    private static JsonObject Valid => System.Text.Json.JsonSerializer.SerializeToNode(MakeSample.Request.Example, Json.Options)!.AsObject();

    private static async Task<(int Status, JsonNode Problem)> ProblemOf(HttpResponseMessage answer)
    {
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        return ((int)answer.StatusCode, JsonNode.Parse(await answer.Content.ReadAsStringAsync())!);
    }

    private async Task Refused(HttpResponseMessage answer, int status, string code, string? pointer = null)
    {
        var (actual, problem) = await ProblemOf(answer);
        Assert.True(status == actual && code == (string?)problem["code"], $"{actual} {problem.ToJsonString()}");
        Assert.Equal(answer.Headers.GetValues("X-Request-Id").Single(), (string?)problem["requestId"]);
        if (pointer is not null)
            Assert.Equal(pointer, (string?)problem["errors"]?[0]?["pointer"]);
        _ = host;
    }

    private Task<HttpResponseMessage> Post(JsonNode body) => host.Client.PostAsync("/v1/samples", new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json"));

    private Task<HttpResponseMessage> Post(string member, JsonNode? value)
    {
        var body = Valid;
        body[member] = value;
        return Post(body);
    }

    [Fact]
    public async Task Without_a_token_the_answer_is_401_even_to_a_malformed_body()
    {
        using var client = host.As(null);
        var answer = await client.PostAsync("/v1/samples", new StringContent("{", Encoding.UTF8, "application/json"));
        await Refused(answer, 401, "unauthenticated");
        Assert.Equal("Bearer", answer.Headers.WwwAuthenticate.Single().Scheme);
    }

    [Fact]
    public async Task A_missing_permission_is_named()
    {
        using var client = host.As("cli_low");
        var answer = await client.GetAsync(sample);
        await Refused(answer, 403, "permission_missing");
        Assert.Contains("licences.read", await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_suspended_organisation_is_refused()
    {
        using var client = host.As("cli_suspended");
        await Refused(await client.GetAsync(sample), 403, "organisation_suspended");
    }

    [Fact]
    public async Task Malformed_wrongly_prefixed_and_missing_ids_in_a_path_answer_alike()
    {
        var bodies = new List<string>();
        foreach (var id in new[] { "x", "lic_00000000007g0080000000000000000001", HttpHost.Other.ToString() })
        {
            var answer = await host.Client.GetAsync($"/v1/samples/{id}");
            var (status, problem) = await ProblemOf(answer);
            Assert.Equal(404, status);
            problem["requestId"] = "";
            bodies.Add(problem.ToJsonString());
        }
        Assert.Single(bodies.Distinct());
    }

    [Fact]
    public async Task A_malformed_id_in_the_query_is_422_with_its_place() =>
        await Refused(await host.Client.GetAsync("/v1/samples?organisation=x"), 422, "validation_failed", "/query/organisation");

    [Fact]
    public async Task An_enumeration_in_the_query_is_its_name_and_nothing_else()
    {
        Assert.Equal(HttpStatusCode.OK, (await host.Client.GetAsync("/v1/samples?kind=inPerson")).StatusCode);
        await Refused(await host.Client.GetAsync("/v1/samples?kind=0"), 422, "validation_failed", "/query/kind");
        await Refused(await host.Client.GetAsync("/v1/samples?from=01/02/2026"), 422, "validation_failed", "/query/from");
    }

    [Fact]
    public async Task A_misspelt_filter_is_not_ignored() =>
        await Refused(await host.Client.GetAsync("/v1/samples?kindd=online"), 422, "validation_failed", "/query/kindd");

    [Fact]
    public async Task What_a_lenient_reader_would_take_is_refused_with_its_place()
    {
        await Refused(await Post("seats", "12"), 400, "malformed_request", "/seats");
        await Refused(await Post("unknown", 1), 400, "malformed_request", "/unknown");
        await Refused(await Post("name", null), 400, "malformed_request", "/name");
        await Refused(await Post("kind", 0), 400, "malformed_request", "/kind");
        await Refused(await Post("organisation", "lic_x"), 422, "validation_failed", "/organisation");
        await Refused(await Post("startsOn", "2026-02-30"), 422, "validation_failed", "/startsOn");
        await Refused(await Post("at", "2026-01-01T00:00:00"), 422, "validation_failed", "/at");
        await Refused(await Post("price", new JsonObject { ["amount"] = -1, ["currency"] = "GBP" }), 422, "validation_failed", "/price");
        await Refused(await Post("price", new JsonObject { ["amount"] = 1, ["currency"] = "USD" }), 422, "validation_failed", "/price");
        await Refused(await Post("note", "a\0b"), 422, "validation_failed", "/note");
        await Refused(await Post("seats", 501), 422, "validation_failed", "/seats");
        await Refused(await Post("name", ""), 422, "validation_failed", "/name");
        await Refused(await Post("lines", new JsonArray(new JsonObject { ["code"] = "x", ["count"] = 1 })), 422, "validation_failed", "/lines/0/code");
        var missing = Valid;
        missing.Remove("seats");
        await Refused(await Post(missing), 400, "malformed_request", "/seats");
    }

    [Fact]
    public async Task An_offset_is_normalised_and_a_valid_request_is_taken()
    {
        var answer = await Post("at", "2026-07-01T10:00:00+01:00");
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        Assert.Equal("\"v1\"", answer.Headers.ETag?.Tag);
        Assert.Equal(sample, answer.Headers.Location?.OriginalString);
        Assert.True(answer.Headers.CacheControl?.NoStore);
    }

    [Fact]
    public async Task A_rule_of_the_domain_answers_its_code_and_remedy()
    {
        var answer = await Post("name", "sealed");
        await Refused(answer, 409, "sample_sealed");
        Assert.Contains("Make another.", await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_bug_answers_500_and_tells_nothing()
    {
        var answer = await host.Client.PostAsync("/v1/broken", null);
        await Refused(answer, 500, "internal_error");
        Assert.DoesNotContain("secret", await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task The_version_seen_is_demanded_checked_and_answered()
    {
        await Refused(await Patch(null), 428, "if_match_required");
        await Refused(await Patch("v3"), 400, "if_match_malformed");
        await Refused(await Patch("*"), 400, "if_match_malformed");
        await Refused(await Patch("\"v2\""), 412, "stale");
        var changed = await Patch("\"v3\"");
        Assert.Equal(HttpStatusCode.OK, changed.StatusCode);
        Assert.Equal("\"v4\"", changed.Headers.ETag?.Tag);

        var request = new HttpRequestMessage(HttpMethod.Get, sample);
        request.Headers.TryAddWithoutValidation("If-None-Match", "\"v1\", W/\"v3\"");
        var unchanged = await host.Client.SendAsync(request);
        Assert.Equal(HttpStatusCode.NotModified, unchanged.StatusCode);
        Assert.Empty(await unchanged.Content.ReadAsByteArrayAsync());

        Task<HttpResponseMessage> Patch(string? tag)
        {
            var patch = new HttpRequestMessage(HttpMethod.Patch, sample) { Content = JsonContent.Create(new { note = "x" }) };
            if (tag is not null)
                patch.Headers.TryAddWithoutValidation("If-Match", tag);
            return host.Client.SendAsync(patch);
        }
    }

    [Fact]
    public async Task A_list_is_walked_to_its_end_and_each_row_comes_once()
    {
        var seen = new List<string>();
        string? next = null;
        do
        {
            var page = (await host.Client.GetFromJsonAsync<JsonNode>($"/v1/samples?limit=2{(next is null ? "" : "&cursor=" + next)}"))!;
            seen.AddRange(page["data"]!.AsArray().Select(r => (string)r!["id"]!));
            next = (string?)page["next"];
        } while (next is not null);
        Assert.Equal(5, seen.Count);
        Assert.Equal(seen.Order(StringComparer.Ordinal), seen);
    }

    [Fact]
    public async Task A_cursor_counts_only_for_its_list_its_filters_and_its_organisation()
    {
        var next = (string)(await host.Client.GetFromJsonAsync<JsonNode>("/v1/samples?limit=2"))!["next"]!;
        Assert.Equal(HttpStatusCode.OK, (await host.Client.GetAsync($"/v1/samples?limit=3&cursor={next}")).StatusCode);
        using var other = host.As("cli_other");
        var answers = new List<HttpResponseMessage>
        {
            await host.Client.GetAsync($"/v1/samples?kind=inPerson&cursor={next}"),
            await host.Client.GetAsync($"/v1/samples?cursor={(next[0] == 'A' ? 'B' : 'A')}{next[1..]}"),
            await other.GetAsync($"/v1/samples?cursor={next}"),
            await other.GetAsync("/v1/samples?cursor=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"),
        };
        foreach (var answer in answers)
            await Refused(answer, 400, "cursor_invalid", "/query/cursor");
    }

    [Fact]
    public async Task Bare_statuses_have_bodies_too()
    {
        await Refused(await host.Client.GetAsync("/nowhere"), 404, "no_such_route");
        var verb = await host.Client.PutAsync("/v1/samples", null);
        await Refused(verb, 405, "method_not_allowed");
        Assert.Contains("GET", verb.Content.Headers.Allow);
    }

    [Fact]
    public async Task Requests_are_named_as_the_caller_says_where_that_is_harmless()
    {
        Assert.Equal("abc-1", await Sent("abc-1"));
        Assert.NotEqual("<b>", await Sent("<b>"));

        async Task<string> Sent(string id)
        {
            var request = new HttpRequestMessage(HttpMethod.Get, sample);
            request.Headers.TryAddWithoutValidation("X-Request-Id", id);
            return (await host.Client.SendAsync(request)).Headers.GetValues("X-Request-Id").Single();
        }
    }

    [Fact]
    public async Task Every_answer_carries_the_security_headers()
    {
        foreach (var path in new[] { sample, "/nowhere", "/health/live", "/openapi/v1.json" })
        {
            var headers = (await host.Client.GetAsync(path)).Headers;
            Assert.Equal("nosniff", headers.GetValues("X-Content-Type-Options").Single());
            Assert.Equal("no-referrer", headers.GetValues("Referrer-Policy").Single());
            Assert.Contains("default-src 'none'", headers.GetValues("Content-Security-Policy").Single());
            Assert.Contains("max-age", headers.GetValues("Strict-Transport-Security").Single());
        }
    }

    [Fact]
    public async Task Browsers_of_configured_origins_only_may_call()
    {
        Assert.Equal("https://front.test", await Allowed("https://front.test"));
        Assert.Null(await Allowed("https://evil.test"));

        async Task<string?> Allowed(string origin)
        {
            var request = new HttpRequestMessage(HttpMethod.Options, sample);
            request.Headers.Add("Origin", origin);
            request.Headers.Add("Access-Control-Request-Method", "GET");
            var answer = await host.Client.SendAsync(request);
            return answer.Headers.TryGetValues("Access-Control-Allow-Origin", out var values) ? values.Single() : null;
        }
    }

    [Fact]
    public async Task A_file_goes_up_within_its_own_limit_and_comes_down()
    {
        using var form = new MultipartFormDataContent { { new ByteArrayContent(new byte[3 << 20]), "file", "a.bin" } };
        Assert.Equal(HttpStatusCode.Created, (await host.Client.PostAsync($"{sample}/file", form)).StatusCode);
        using var large = new MultipartFormDataContent { { new ByteArrayContent(new byte[6 << 20]), "file", "a.bin" } };
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{sample}/file") { Content = large, Headers = { ExpectContinue = true } };
        await Refused(await host.Client.SendAsync(request), 413, "too_large");
        Assert.Equal(10, (await host.Client.GetByteArrayAsync($"{sample}/file")).Length);
    }

    [Fact]
    public async Task A_body_of_unsaid_length_that_grows_too_large_is_told_so_before_the_connection_ends()
    {
        // Every chunk is sent before the answer is read, as simple clients do: a connection that is cut off meanwhile loses the answer.
        for (var i = 0; i < 5; i++)
        {
            using var socket = new System.Net.Sockets.TcpClient();
            await socket.ConnectAsync(host.Address.Host, host.Address.Port);
            await using var stream = socket.GetStream();
            await stream.WriteAsync("POST /v1/samples HTTP/1.1\r\nHost: a\r\nX-Test-Actor: cli_all\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"u8.ToArray());
            var chunk = System.Text.Encoding.ASCII.GetBytes($"10000\r\n{new string(' ', 0x10000)}\r\n");
            for (var sent = 0; sent < 128; sent++)
                await stream.WriteAsync(chunk);
            await stream.WriteAsync("0\r\n\r\n"u8.ToArray());
            using var reader = new StreamReader(stream);
            Assert.Equal("HTTP/1.1 413 Payload Too Large", await reader.ReadLineAsync());
            var rest = "";
            while (await reader.ReadLineAsync() is { Length: > 0 } line)
                rest += line + "\n";
            Assert.Contains("Content-Type: application/problem+json", rest, StringComparison.Ordinal);
            var body = new char[4096];
            Assert.Contains("\"code\":\"too_large\"", new string(body, 0, await reader.ReadAsync(body)), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_body_of_unsaid_length_within_the_limit_is_taken()
    {
        using var form = new MultipartFormDataContent { { new ByteArrayContent(new byte[3 << 20]), "file", "a.bin" } };
        using var upload = new HttpRequestMessage(HttpMethod.Post, $"{sample}/file") { Content = form, Headers = { TransferEncodingChunked = true } };
        Assert.Equal(HttpStatusCode.Created, (await host.Client.SendAsync(upload)).StatusCode);
        using var large = new MultipartFormDataContent { { new ByteArrayContent(new byte[6 << 20]), "file", "a.bin" } };
        using var refused = new HttpRequestMessage(HttpMethod.Post, $"{sample}/file") { Content = large, Headers = { TransferEncodingChunked = true } };
        await Refused(await host.Client.SendAsync(refused), 413, "too_large");
    }

    [Fact]
    public async Task A_deprecated_route_says_since_when_and_until_when()
    {
        var answer = await host.Client.PutAsJsonAsync($"{sample}/note", new { text = "x" });
        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        Assert.Equal("@1767225600", answer.Headers.GetValues("Deprecation").Single());
        Assert.Equal("Fri, 01 Jan 2027 00:00:00 GMT", answer.Headers.GetValues("Sunset").Single());
    }

    [Fact]
    public async Task A_flood_is_told_to_wait_and_the_others_are_not_slowed()
    {
        var flooded = new HttpHost();
        await flooded.Start(new() { ["RateLimits:ClientPerMinute"] = "3", ["RateLimits:OrganisationPerMinute"] = "5" });
        try
        {
            for (var i = 0; i < 3; i++)
                Assert.Equal(HttpStatusCode.OK, (await flooded.Client.GetAsync(sample)).StatusCode);
            var refused = await flooded.Client.GetAsync(sample);
            await Refused(refused, 429, "rate_limited");
            Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 60);
            Assert.StartsWith("\"client\";r=0;t=", refused.Headers.GetValues("RateLimit").Single());
            Assert.Equal("\"client\";q=3;w=60, \"organisation\";q=5;w=60", refused.Headers.GetValues("RateLimit-Policy").Single());

            using var sibling = flooded.As("cli_sibling");
            Assert.Equal(HttpStatusCode.OK, (await sibling.GetAsync(sample)).StatusCode);
            Assert.Equal(HttpStatusCode.OK, (await sibling.GetAsync(sample)).StatusCode);
            Assert.Equal(HttpStatusCode.TooManyRequests, (await sibling.GetAsync(sample)).StatusCode);
            using var other = flooded.As("cli_other");
            Assert.Equal(HttpStatusCode.NotFound, (await other.GetAsync("/v1/samples/x")).StatusCode);
        }
        finally
        {
            await flooded.DisposeAsync();
        }
    }

    [Fact]
    public async Task Health_is_open_and_the_documentation_page_loads_nothing_from_elsewhere()
    {
        using var anyone = host.As(null);
        Assert.Equal(HttpStatusCode.OK, (await anyone.GetAsync("/health/live")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await anyone.GetAsync("/health/ready")).StatusCode);
        var page = await (await anyone.GetAsync("/docs")).Content.ReadAsStringAsync();
        Assert.DoesNotContain("//", page.Replace("<!doctype", "", StringComparison.Ordinal));
        foreach (var file in new[] { "swagger-ui.css", "swagger-ui-bundle.js", "start.js", "oauth2-redirect.html", "oauth2-redirect.js" })
        {
            var answer = await anyone.GetAsync($"/docs/{file}");
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.True((await answer.Content.ReadAsByteArrayAsync()).Length > 100);
        }
        // The script comes as script, compressed only where that was asked for and said.
        Assert.Contains("SwaggerUIBundle", await anyone.GetStringAsync("/docs/swagger-ui-bundle.js"), StringComparison.Ordinal);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/docs/swagger-ui-bundle.js") { Headers = { { "Accept-Encoding", "gzip" } } };
        var zipped = await anyone.SendAsync(request);
        Assert.Equal(["gzip"], zipped.Content.Headers.ContentEncoding);
        await using var unzipped = new GZipStream(await zipped.Content.ReadAsStreamAsync(), CompressionMode.Decompress);
        Assert.Contains("SwaggerUIBundle", await new StreamReader(unzipped).ReadToEndAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await anyone.GetAsync("/docs/appsettings.json")).StatusCode);
    }

    [Fact]
    public async Task The_description_is_the_same_every_time_and_says_what_each_route_needs()
    {
        var text = await OpenApi.RenderAsync(host.Services);
        Assert.Equal(text, await OpenApi.RenderAsync(host.Services));
        if (Environment.GetEnvironmentVariable("FRANCHISE_SAMPLE_OPENAPI") is { Length: > 0 } path)
            await File.WriteAllTextAsync(path, text);
        var document = JsonNode.Parse(text)!;
        Assert.StartsWith("3.1", (string)document["openapi"]!);
        var make = document["paths"]!["/v1/samples"]!["post"]!;
        Assert.Equal("makeSample", (string?)make["operationId"]);
        Assert.Equal("licences.offer", (string?)make["security"]![0]!["oauth2"]![0]);
        var row = document["components"]!["schemas"]!["SampleRow"]!["properties"]!;
        Assert.Equal("string", (string?)row["name"]!["type"]);
        Assert.Equal("null", (string?)row["extra"]!["oneOf"]![1]!["type"]);
        Assert.Contains("sample_sealed", make["x-problem-codes"]!.AsArray().Select(c => (string?)c));
    }
}
