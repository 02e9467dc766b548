using System.Text.Json.Nodes;

namespace Franchise.FakeStripe;

/// <summary>What happened, and who is told.</summary>
internal sealed partial class Account
{
    private readonly List<string> untold = [];

    /// <summary>Where notices go; null where nobody asked for them.</summary>
    public (Uri Url, bool Automatic)? Endpoint { get; set; }

    /// <summary>What notices are signed with.</summary>
    public string EndpointSecret { get; set; } = "whsec_fake";

    /// <summary>The events that no endpoint took yet, in the order in which they happened. Stripe gives up after three days.</summary>
    public List<JsonObject> Untold() => [.. untold.Select(id => byId[id]).Where(e => (long)e["created"]! > Now.AddDays(-3).ToUnixTimeSeconds())];

    public void Told(string id)
    {
        untold.Remove(id);
        byId[id]["pending_webhooks"] = 0;
    }

    private void Emit(string type, JsonObject about)
    {
        var happened = Add("evt", Shapes.Event())
            .With(
                ("type", type),
                ("data", new JsonObject { ["object"] = about.DeepClone() }),
                ("request", new JsonObject { ["id"] = Request.Id, ["idempotency_key"] = Request.IdempotencyKey }),
                ("pending_webhooks", Endpoint is null ? 0 : 1)
            );
        untold.Add((string)happened["id"]!);
    }
}
