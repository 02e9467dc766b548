using System.Collections.Immutable;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace Franchise.Api.Tests.Matrix;

/// <summary>A request to an operation, of which one part at a time can be exchanged.</summary>
public sealed record MatrixRequest(
    ApiOperation Operation,
    ImmutableDictionary<string, string> Path,
    ImmutableDictionary<string, string> Query,
    ImmutableDictionary<string, string> Headers,
    JsonNode? Body,
    byte[]? File
)
{
    public string Address
    {
        get
        {
            var path = Path.Aggregate(Operation.Template, (t, p) => t.Replace($"{{{p.Key}}}", Uri.EscapeDataString(p.Value), StringComparison.Ordinal));
            return Query.Count == 0 ? path : $"{path}?{string.Join('&', Query.Select(q => $"{q.Key}={Uri.EscapeDataString(q.Value)}"))}";
        }
    }

    public MatrixRequest With(Slot slot, string value) => slot.In switch
    {
        Part.Path => this with { Path = Path.SetItem(slot.Name, value) },
        Part.Query => this with { Query = Query.SetItem(slot.Name, value) },
        _ => With(slot.Name, value),
    };

    public MatrixRequest WithQuery(string name, string value) => this with { Query = Query.SetItem(name, value) };

    public MatrixRequest WithHeader(string name, string value) => this with { Headers = Headers.SetItem(name, value) };

    /// <summary>The same with another member of its body, which a JSON pointer names; what lies on the way there is made.</summary>
    public MatrixRequest With(string pointer, JsonNode? value)
    {
        var body = Body!.DeepClone();
        var steps = pointer[1..].Split('/');
        var at = body;
        for (var i = 0; i < steps.Length - 1; i++)
            at = Step(at, steps[i]) ?? Put(at, steps[i], steps[i + 1] == "0" ? new JsonArray() : new JsonObject());
        Put(at, steps[^1], value?.DeepClone());
        return this with { Body = body };
    }

    public HttpRequestMessage Message(string? token)
    {
        var message = new HttpRequestMessage(new(Operation.Verb), new Uri(Address, UriKind.Relative));
        if (token is not null)
            message.Headers.Authorization = new("Bearer", token);
        foreach (var (name, value) in Headers)
            message.Headers.TryAddWithoutValidation(name, value);
        if (Body is not null)
            message.Content = new StringContent(Body.ToJsonString(), Encoding.UTF8, "application/json");
        if (File is not null)
            message.Content = new ByteArrayContent(File) { Headers = { ContentType = new MediaTypeHeaderValue("text/plain") } };
        return message;
    }

    private static JsonNode? Step(JsonNode at, string step) => at is JsonArray list ? (list.Count > 0 ? list[0] : null) : at[step];

    private static JsonNode Put(JsonNode at, string step, JsonNode? value)
    {
        if (at is not JsonArray list)
            at[step] = value;
        else if (list.Count == 0)
            list.Add(value);
        else
            list[0] = value;
        return value!;
    }
}
