using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Franchise.Api.Tests.Description;

/// <summary>
/// Holds values against the schemas of an OpenAPI 3.1 document. It knows the words that the document uses and reports any other, so that a rule is
/// never passed over in silence.
/// </summary>
public sealed class JsonSchemas(JsonObject document)
{
    private static readonly HashSet<string> annotations = new(StringComparer.Ordinal)
    {
        "description", "title", "default", "example", "examples", "deprecated", "readOnly", "writeOnly", "$comment",
    };

    /// <summary>What is wrong with a value; empty where nothing is.</summary>
    /// <param name="schema">Its schema, or a reference to it.</param>
    /// <param name="value">The value.</param>
    /// <param name="at">Where it stands, as a JSON pointer.</param>
    public IReadOnlyList<string> FaultsOf(JsonNode schema, JsonNode? value, string at = "")
    {
        var faults = new List<string>();
        Walk(schema.AsObject(), value, at, faults);
        return faults;
    }

    /// <summary>What a node is, or what it refers to.</summary>
    public JsonObject Resolve(JsonNode node)
    {
        while ((string?)node["$ref"] is { } reference)
        {
            JsonNode found = document;
            foreach (var step in reference[2..].Split('/'))
                found = found[step.Replace("~1", "/", StringComparison.Ordinal)] ?? throw new InvalidOperationException($"{reference} leads nowhere.");
            node = found;
        }
        return node.AsObject();
    }

    private void Walk(JsonObject schema, JsonNode? value, string at, List<string> faults)
    {
        foreach (var (word, rule) in schema)
            if (!annotations.Contains(word) && !word.StartsWith("x-", StringComparison.Ordinal))
                Apply(schema, word, rule!, value, at, faults);
    }

    private void Apply(JsonObject schema, string word, JsonNode rule, JsonNode? value, string at, List<string> faults)
    {
        void Demand(bool holds, string what)
        {
            if (!holds)
                faults.Add($"{at}: {what}");
        }

        var text = value is JsonValue t && t.GetValueKind() == JsonValueKind.String ? (string)t! : null;
        var number = value is JsonValue n && n.GetValueKind() == JsonValueKind.Number ? decimal.Parse(n.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture) : (decimal?)null;
        var (list, map) = (value as JsonArray, value as JsonObject);
        switch (word)
        {
            case "$ref":
                Walk(Resolve(schema), value, at, faults);
                break;
            case "type":
                var types = rule is JsonArray several ? several.Select(s => (string)s!).ToArray() : [(string)rule!];
                Demand(types.Any(w => Is(w, value, number)), $"is no {string.Join(" or ", types)}");
                break;
            case "enum":
                Demand(rule.AsArray().Any(e => JsonNode.DeepEquals(e, value)), $"{value?.ToJsonString() ?? "null"} is none of {rule.ToJsonString()}");
                break;
            case "pattern":
                Demand(text is null || Regex.IsMatch(text, (string)rule!, RegexOptions.ECMAScript, TimeSpan.FromSeconds(1)), $"does not match {rule}");
                break;
            case "minLength":
                Demand(text is null || text.Length >= (int)rule, $"is shorter than {rule}");
                break;
            case "maxLength":
                Demand(text is null || text.Length <= (int)rule, $"is longer than {rule}");
                break;
            case "minimum":
                Demand(number is null || number >= Number(rule), $"is less than {rule}");
                break;
            case "maximum":
                Demand(number is null || number <= Number(rule), $"is more than {rule}");
                break;
            case "minItems":
                Demand(list is null || list.Count >= (int)rule, $"has fewer than {rule} items");
                break;
            case "maxItems":
                Demand(list is null || list.Count <= (int)rule, $"has more than {rule} items");
                break;
            case "maxProperties":
                Demand(map is null || map.Count <= (int)rule, $"has more than {rule} members");
                break;
            case "items":
                foreach (var (i, item) in (list ?? []).Index())
                    Walk(rule.AsObject(), item, $"{at}/{i}", faults);
                break;
            case "required":
                foreach (var name in rule.AsArray().Select(r => (string)r!))
                    Demand(map is null || map.ContainsKey(name), $"lacks {name}");
                break;
            case "properties":
                foreach (var (name, part) in rule.AsObject())
                    if (map is not null && map.TryGetPropertyValue(name, out var member))
                        Walk(part!.AsObject(), member, $"{at}/{name}", faults);
                break;
            case "additionalProperties":
                foreach (var (name, member) in map ?? [])
                    if (schema["properties"]?[name] is not null)
                        continue;
                    else if (rule is JsonObject other)
                        Walk(other, member, $"{at}/{name}", faults);
                    else
                        Demand((bool)rule, $"has {name}, which the schema does not know");
                break;
            case "oneOf":
                Demand(rule.AsArray().Count(s => FaultsOf(s!, value).Count == 0) == 1, "is not exactly one of its kinds");
                break;
            case "anyOf":
                Demand(rule.AsArray().Any(s => FaultsOf(s!, value).Count == 0), "is none of its kinds");
                break;
            case "allOf":
                foreach (var part in rule.AsArray())
                    Walk(part!.AsObject(), value, at, faults);
                break;
            case "format":
                Demand(text is null || IsOf((string)rule!, text), $"is no {rule}");
                break;
            default:
                faults.Add($"{at}: the schema says {word}, which {nameof(JsonSchemas)} does not know; teach it");
                break;
        }
    }

    private static decimal Number(JsonNode rule) => decimal.Parse(rule.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture);

    private static bool Is(string type, JsonNode? value, decimal? number) => type switch
    {
        "null" => value is null,
        "object" => value is JsonObject,
        "array" => value is JsonArray,
        "string" => value?.GetValueKind() == JsonValueKind.String,
        "boolean" => value?.GetValueKind() is JsonValueKind.True or JsonValueKind.False,
        "integer" => number is { } whole && whole == decimal.Truncate(whole),
        "number" => number is not null,
        _ => false,
    };

    private static bool IsOf(string format, string text) => format switch
    {
        "date" => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _),
        "date-time" => text.Contains('T', StringComparison.Ordinal) && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, out _),
        "uri" => Uri.TryCreate(text, UriKind.Absolute, out _),
        "uri-reference" => Uri.TryCreate(text, UriKind.RelativeOrAbsolute, out _),
        "uuid" => Guid.TryParseExact(text, "D", out _),
        "binary" or "int32" or "int64" => true,
        _ => false,
    };
}
