using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Franchise.Api.Tests.Description;

namespace Franchise.Api.Tests.Matrix;

/// <summary>In which part of a request something stands.</summary>
public enum Part
{
    Path,
    Query,
    Body,
}

/// <summary>A place of an operation where an id can stand, or a text that stands for something.</summary>
/// <param name="In">In which part.</param>
/// <param name="Name">A parameter's name; in a body, a JSON pointer.</param>
/// <param name="Prefix">The prefix of its ids; null for text.</param>
/// <param name="Required">Whether a request must have it.</param>
/// <param name="NamesAnId">Whether its description says that it is an id.</param>
public sealed record Slot(Part In, string Name, string? Prefix, bool Required, bool NamesAnId);

/// <summary>An operation, as the description tells of it.</summary>
public sealed record ApiOperation(
    string Id,
    string Verb,
    string Template,
    string? Permission,
    bool TakesIfMatch,
    bool TakesIdempotencyKey,
    bool IsList,
    bool TakesFile,
    bool AnswersWithETag,
    JsonNode? Example,
    JsonObject? Schema,
    IReadOnlyList<Slot> Slots,
    IReadOnlySet<string> Codes
)
{
    /// <summary>Whether it may change something. A POST that checks or previews changes nothing: it asks.</summary>
    public bool IsWrite => Verb != "GET" && !Id.StartsWith("check", StringComparison.Ordinal) && !Id.StartsWith("preview", StringComparison.Ordinal);

    /// <summary>Whether a suspended organisation may still call it.</summary>
    public bool OpenToSuspended => !Codes.Contains("organisation_suspended");

    /// <summary>Whether it stands under another organisation's id, which is Cohort 4's side.</summary>
    public bool IsForCohort4 => Template.StartsWith("/v1/organisations", StringComparison.Ordinal);

    public override string ToString() => $"{Verb} {Template} ({Id})";
}

/// <summary>The served description, read for what the matrix and the probes need: nothing here is written down by hand.</summary>
public sealed partial class ApiDescription
{
    private readonly JsonSchemas schemas;

    private ApiDescription(JsonObject document)
    {
        schemas = new(document);
        Operations =
        [
            .. from path in document["paths"]!.AsObject()
            from operation in path.Value!.AsObject()
            where operation.Key is "get" or "post" or "put" or "patch" or "delete"
            select Read(path.Key, operation.Key, operation.Value!.AsObject()),
        ];
    }

    public IReadOnlyList<ApiOperation> Operations { get; }

    public ApiOperation this[string id] => Operations.Single(o => o.Id == id);

    public static async Task<ApiDescription> ReadAsync(App app)
    {
        using var http = app.Anonymous;
        return new(JsonNode.Parse(await http.GetStringAsync("/openapi/v1.json"))!.AsObject());
    }

    /// <summary>A schema behind its references, and without "or null".</summary>
    public JsonObject Plain(JsonNode schema)
    {
        var plain = schemas.Resolve(schema);
        return plain["oneOf"]?.AsArray().Select(s => schemas.Resolve(s!)).FirstOrDefault(s => (s["type"] as JsonValue)?.ToString() != "null") is { } kind ? Plain(kind) : plain;
    }

    /// <summary>The prefix that a schema's pattern demands; null where it is no id's.</summary>
    public static string? PrefixOf(JsonObject schema) =>
        IdPattern().Match((string?)schema["pattern"] ?? "") is { Success: true } match ? match.Groups["prefix"].Value : null;

    public static bool IsText(JsonObject schema) =>
        schema["enum"] is null && schema["format"] is null
        && (schema["type"] is JsonArray types ? types.Any(t => (string?)t == "string") : (string?)schema["type"] == "string");

    private ApiOperation Read(string template, string verb, JsonObject operation)
    {
        var parameters = (operation["parameters"]?.AsArray() ?? []).Select(p => schemas.Resolve(p!)).ToList();
        var body = operation["requestBody"] is { } request ? schemas.Resolve(request)["content"]!.AsObject() : null;
        var json = body?["application/json"];
        var schema = json?["schema"] is { } s ? Plain(s) : null;
        List<Slot> slots = [];
        foreach (var parameter in parameters.Where(p => (string?)p["in"] is "path" or "query" && (string?)p["name"] is not ("limit" or "cursor")))
        {
            var its = Plain(parameter["schema"]!);
            if (PrefixOf(its) is null && !IsText(its))
                continue;
            slots.Add(new((string?)parameter["in"] == "path" ? Part.Path : Part.Query, (string)parameter["name"]!, PrefixOf(its), (bool?)parameter["required"] ?? false, NamesAnId(parameter)));
        }
        if (schema is not null)
            slots.AddRange(Members(schema, ""));
        bool Has(string name) => parameters.Any(p => (string?)p["name"] == name);
        return new(
            (string)operation["operationId"]!, verb.ToUpperInvariant(), template,
            (string?)(operation["security"]?.AsArray() ?? []).SelectMany(o => o!.AsObject()).SelectMany(o => o.Value!.AsArray()).FirstOrDefault(),
            Has("If-Match"), Has("Idempotency-Key"), Has("cursor"), body is not null && json is null,
            operation["responses"]!.AsObject().Any(r => r.Key == "200" && schemas.Resolve(r.Value!)["headers"]?["ETag"] is not null),
            json?["example"], schema, slots, operation["x-problem-codes"]!.AsArray().Select(c => (string)c!).ToHashSet(StringComparer.Ordinal));
    }

    private IEnumerable<Slot> Members(JsonObject schema, string at)
    {
        foreach (var (name, part) in schema["properties"]?.AsObject() ?? [])
        {
            var its = Plain(part!);
            var required = schema["required"]?.AsArray().Any(r => (string?)r == name) ?? false;
            if (PrefixOf(its) is { } prefix)
                yield return new(Part.Body, $"{at}/{name}", prefix, required, NamesAnId: true);
            else if (IsText(its))
                yield return new(Part.Body, $"{at}/{name}", null, required, NamesAnId(part!));
            else if (its["items"] is { } items && Plain(items) is var item)
            {
                if (PrefixOf(item) is not null || IsText(item))
                    yield return new(Part.Body, $"{at}/{name}/0", PrefixOf(item), Required: false, NamesAnId(part!));
                foreach (var slot in Members(item, $"{at}/{name}/0"))
                    yield return slot;
            }
            else
                foreach (var slot in Members(its, $"{at}/{name}"))
                    yield return slot;
        }
    }

    private static bool NamesAnId(JsonNode described) => IdWord().IsMatch((string?)described["description"] ?? "");

    [GeneratedRegex(@"^\^(?<prefix>[a-z]{2,4})_\[", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex IdPattern();

    [GeneratedRegex(@"\bids?\b", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking | RegexOptions.IgnoreCase)]
    private static partial Regex IdWord();
}
