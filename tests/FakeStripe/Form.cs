using System.Text.Json.Nodes;

namespace Franchise.FakeStripe;

/// <summary>A request's parameters, in the bracketed form that Stripe takes: <c>metadata[order]=7</c>, <c>expand[]=latest_charge</c>.</summary>
internal sealed class Form
{
    private readonly JsonObject tree = [];

    private Form(IEnumerable<KeyValuePair<string, string>> pairs)
    {
        foreach (var (name, value) in pairs)
            Put(name, value);
        Said = string.Join('&', pairs.Select(p => $"{p.Key}={p.Value}").Order(StringComparer.Ordinal));
    }

    /// <summary>Everything that was said, in one order: two requests are the same where this is.</summary>
    public string Said { get; }

    /// <summary>The names at the top.</summary>
    public IEnumerable<string> Names => tree.Select(p => p.Key);

    public static Form Read(string encoded) =>
        new([
            .. encoded
                .TrimStart('?')
                .Split('&', StringSplitOptions.RemoveEmptyEntries)
                .Select(p => p.Split('=', 2))
                .Select(p => KeyValuePair.Create(Uri.UnescapeDataString(p[0].Replace('+', ' ')), p.Length > 1 ? Uri.UnescapeDataString(p[1].Replace('+', ' ')) : "")),
        ]);

    /// <summary>A value by its path, as <c>created.gte</c>.</summary>
    public string? this[string path]
    {
        get
        {
            JsonNode? at = tree;
            foreach (var name in path.Split('.'))
                at = (at as JsonObject)?[name];
            return at is JsonValue ? (string?)at : null;
        }
    }

    public bool Yes(string path) => this[path] == "true";

    public long? Whole(string path) =>
        this[path] is not { } text ? null
        : long.TryParse(text, out var number) ? number
        : throw StripeFault.Parameter("parameter_invalid_integer", path, $"Invalid integer: {text}");

    public string Need(string path) =>
        this[path] is { Length: > 0 } text ? text : throw StripeFault.Parameter("parameter_missing", path, $"Missing required param: {path}.");

    public IReadOnlyList<string> List(string name) => tree[name] is JsonObject items ? [.. items.Select(p => (string)p.Value!)] : [];

    public JsonObject? Branch(string path)
    {
        JsonNode? at = tree;
        foreach (var name in path.Split('.'))
            at = (at as JsonObject)?[name];
        return at as JsonObject;
    }

    public JsonObject Metadata(string path = "metadata") => (JsonObject?)Branch(path)?.DeepClone() ?? [];

    /// <summary>Refuses every name that the operation does not have, as Stripe does.</summary>
    public void Only(params string[] known)
    {
        foreach (var name in Names)
            if (name != "expand" && !known.Contains(name))
                throw StripeFault.Parameter("parameter_unknown", name, $"Received unknown parameter: {name}");
    }

    private void Put(string name, string value)
    {
        var path = name.Replace("]", "", StringComparison.Ordinal).Split('[');
        var at = tree;
        foreach (var part in path[..^1])
            at = (JsonObject)(at[part] ??= new JsonObject());
        at[path[^1].Length > 0 ? path[^1] : at.Count.ToString()] = value;
    }
}
