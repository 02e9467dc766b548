using System.Text.Json.Nodes;

namespace Franchise.Api.Tests.Description;

/// <summary>The API's description: the one that is committed is the one that is served, and what it says of itself holds.</summary>
public sealed class OpenApiTests
{
    private const string Accept = "FRANCHISE_ACCEPT_OPENAPI";

    private static string Committed => Path.Combine(Root(), "openapi", "franchise.v1.json");

    [Fact]
    public async Task The_committed_description_is_the_one_that_is_served()
    {
        var served = await ServedAsync();
        if (Environment.GetEnvironmentVariable(Accept) == "1")
            await File.WriteAllTextAsync(Committed, served);
        var committed = File.Exists(Committed) ? await File.ReadAllTextAsync(Committed) : "";
        if (committed == served)
            return;
        var (before, now) = (committed.Split('\n'), served.Split('\n'));
        var line = before.Zip(now).TakeWhile(l => l.First == l.Second).Count();
        Assert.Fail(
            $"The API's shape has changed from line {line + 1} of openapi/franchise.v1.json on:\n"
                + $"  was: {before.ElementAtOrDefault(line)}\n  is:  {now.ElementAtOrDefault(line)}\n"
                + "Partners generate their clients from it. If the change is meant, accept it with './dev openapi', read the diff, check it with "
                + "'./dev lint' and commit it; otherwise undo whatever changed it.");
    }

    [Fact]
    public async Task Every_operation_says_what_it_is_what_it_answers_and_how_it_refuses()
    {
        var document = await DocumentAsync();
        var faults = new List<string>();
        var ids = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (name, operation) in Operations(document))
        {
            void Demand(bool holds, string what)
            {
                if (!holds)
                    faults.Add($"{name}: {what}");
            }

            var id = (string?)operation["operationId"] ?? "";
            Demand(id.Length > 0 && ids.Add(id), "needs an operationId of its own");
            Demand(!string.IsNullOrWhiteSpace((string?)operation["summary"]), "needs a summary: .Says(summary, description)");
            Demand(!string.IsNullOrWhiteSpace((string?)operation["description"]), "needs a description: .Says(summary, description)");
            var codes = (operation["x-problem-codes"]?.AsArray() ?? []).Select(c => (string)c!).ToHashSet(StringComparer.Ordinal);
            Demand(codes.Count > 0, "names no problem codes");
            var shown = new HashSet<string>(StringComparer.Ordinal);
            var succeeds = false;
            foreach (var (status, node) in operation["responses"]!.AsObject())
            {
                var response = new JsonSchemas(document).Resolve(node!);
                succeeds |= status[0] == '2';
                if (status is "204" or "304")
                {
                    Demand(response["content"] is null, $"{status} has no body");
                    continue;
                }
                var content = response["content"]?.AsObject() ?? [];
                Demand(content.Count > 0, $"{status} names no type of content");
                foreach (var (type, media) in content)
                {
                    Demand(media!["schema"] is not null, $"{status} {type} has no schema");
                    if (type.EndsWith("json", StringComparison.Ordinal))
                        Demand(media["example"] is not null || media["examples"] is JsonObject { Count: > 0 }, $"{status} {type} has no example: give its record a `public static … Example`");
                }
                if (status[0] is '4' or '5')
                {
                    Demand(content.ContainsKey("application/problem+json"), $"{status} is no problem");
                    shown.UnionWith((content["application/problem+json"]?["examples"]?.AsObject() ?? []).Select(e => (string)e.Value!["value"]!["code"]!));
                }
            }
            Demand(succeeds, "never succeeds");
            Demand(shown.SetEquals(codes), $"names codes {string.Join(", ", codes.Except(shown))} that no answer shows, or shows {string.Join(", ", shown.Except(codes))} that it does not name");
            foreach (var (type, media) in operation["requestBody"]?["content"]?.AsObject() ?? [])
                if (type.EndsWith("json", StringComparison.Ordinal))
                    Demand(media!["example"] is not null, "has a body without an example: give the request's record a `public static … Example`");
        }
        Assert.True(ids.Count > 50, $"Only {ids.Count} operations are described.");
        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }

    [Fact]
    public async Task Every_example_is_what_its_schema_says()
    {
        var document = await DocumentAsync();
        var schemas = new JsonSchemas(document);
        var faults = new List<string>();
        var held = 0;
        Walk(document, "");
        Assert.True(held > 200, $"Only {held} examples were found.");
        Assert.True(faults.Count == 0, string.Join('\n', faults));

        // Wherever a schema and an example stand side by side: media types, parameters, headers.
        void Walk(JsonNode? node, string at)
        {
            if (node is JsonObject map)
            {
                if (map["schema"] is JsonObject schema)
                {
                    if (map.TryGetPropertyValue("example", out var example))
                        Hold(schema, example, $"{at}/example");
                    foreach (var (name, one) in map["examples"] as JsonObject ?? [])
                        Hold(schema, one!["value"], $"{at}/examples/{name}");
                    return;
                }
                foreach (var (name, part) in map)
                    Walk(part, $"{at}/{name}");
            }
            foreach (var (i, item) in (node as JsonArray ?? []).Index())
                Walk(item, $"{at}/{i}");
        }

        void Hold(JsonObject schema, JsonNode? value, string at)
        {
            held++;
            faults.AddRange(schemas.FaultsOf(schema, value).Select(f => $"{at} {f}"));
        }
    }

    [Fact]
    public void What_holds_examples_against_schemas_finds_what_is_wrong()
    {
        var document = JsonNode.Parse("""
            {"components": {"schemas": {"Thing": {
                "type": "object", "required": ["id", "on"], "additionalProperties": false,
                "properties": {
                    "id": {"type": "string", "pattern": "^thi_[a-z]{3}$"}, "on": {"type": "string", "format": "date"},
                    "many": {"type": ["array", "null"], "maxItems": 1, "items": {"type": "integer", "minimum": 1}}
                }}}}}
            """)!.AsObject();
        var schemas = new JsonSchemas(document);
        var schema = JsonNode.Parse("""{"$ref": "#/components/schemas/Thing"}""")!;
        Assert.Empty(schemas.FaultsOf(schema, JsonNode.Parse("""{"id": "thi_abc", "on": "2027-03-01", "many": null}""")));
        foreach (var wrong in new[]
        {
            """{"id": "thi_abc"}""", """{"id": "thi_ABC", "on": "2027-03-01"}""", """{"id": "thi_abc", "on": "2027-02-30"}""", """{"id": "thi_abc", "on": "2027-03-01", "x": 1}""",
            """{"id": "thi_abc", "on": "2027-03-01", "many": [1, 2]}""", """{"id": "thi_abc", "on": "2027-03-01", "many": [0]}""", """{"id": "thi_abc", "on": "2027-03-01", "many": [1.5]}""", "[]",
        })
            Assert.True(schemas.FaultsOf(schema, JsonNode.Parse(wrong)).Count > 0, $"{wrong} passed.");
        Assert.Single(schemas.FaultsOf(JsonNode.Parse("""{"multipleOf": 2}""")!, 3));
    }

    private static IEnumerable<(string Name, JsonObject Operation)> Operations(JsonObject document) =>
        from path in document["paths"]!.AsObject()
        from operation in path.Value!.AsObject()
        where operation.Key is "get" or "post" or "put" or "patch" or "delete"
        select ($"{operation.Key.ToUpperInvariant()} {path.Key}", operation.Value!.AsObject());

    private static async Task<JsonObject> DocumentAsync() => JsonNode.Parse(await ServedAsync())!.AsObject();

    private static async Task<string> ServedAsync()
    {
        using var http = (await App.RunningAsync()).Anonymous;
        return await http.GetStringAsync("/openapi/v1.json");
    }

    private static string Root()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "Franchise.sln")))
                return folder.FullName;
        throw new InvalidOperationException("Franchise.sln stands in no folder above the tests.");
    }
}
