using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Franchise.FakeStripe;

/// <summary>
/// What only a fake can do. Each takes the account's secret key as bearer, and answers JSON. What it cannot do it says as Stripe would, with a 4xx.
/// </summary>
internal static class ControlRoutes
{
    internal static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter() } };

    public static void Map(FakeStripeServer fake, IEndpointRouteBuilder app)
    {
        app.MapGet("/__fake", () => Results.Json(new { fake = "stripe", version = Shapes.Version }));

        On("GET", "clock", (t, _, _) => Clock(t));
        On("POST", "clock", (t, b, _) =>
        {
            if ((string?)b["to"] is { } to)
                t.Account.StopAt(DateTimeOffset.Parse(to));
            if ((long?)b["seconds"] is { } seconds)
                t.Account.Advance(TimeSpan.FromSeconds(seconds));
            return Clock(t);
        });

        On("POST", "faults", (t, b, _) =>
        {
            t.Faults.Add(b.Deserialize<Fault>(Json)!);
            return new JsonObject();
        });
        On("DELETE", "faults", (t, _, _) =>
        {
            t.Faults.Clear();
            return new JsonObject();
        });

        // The payer at Stripe's page.
        On("POST", "pages/{id}/complete", (t, b, id) => t.Account.Complete(id, (string?)b["card"], (string?)b["account"]));

        // Banks.
        On("POST", "mandates/{id}/revoke", (t, b, id) => t.Account.RevokeMandate(id, (string?)b["reason"] ?? "debit_not_authorized"));
        On("POST", "payments/{id}/settle", (t, _, id) => t.Account.Answer(id, null));
        On("POST", "payments/{id}/fail", (t, b, id) => t.Account.Answer(id, new((string?)b["code"] ?? "insufficient_funds", null, "The bank refused the payment.")));
        On("POST", "payments/{id}/dispute", (t, b, id) => t.Account.Dispute(id, (string?)b["reason"] ?? "fraudulent"));
        On("POST", "disputes/{id}/bare", (t, _, id) => t.Account.BareDispute(id));
        On("POST", "disputes/{id}/win", (t, _, id) => t.Account.WinDispute(id));
        On("POST", "refunds/{id}/fail", (t, _, id) => t.Account.EndRefund(id, "failed"));

        // Everything of one kind, the oldest first: what tests count.
        On("GET", "objects/{id}", (t, _, kind) => new JsonArray([.. t.Account.All(kind).Select(o => o.DeepClone())]));

        On("POST", "endpoint", (t, b, _) =>
        {
            if ((string?)b["secret"] is { } secret)
                t.Account.EndpointSecret = secret;
            t.Account.Endpoint = (string?)b["url"] is { } url ? (new Uri(url), (bool?)b["automatic"] ?? false) : null;
            return new JsonObject();
        });
        app.MapPost("/__fake/notices", async (HttpContext context) =>
        {
            try
            {
                var what = (await Body(context)).Deserialize<SendNotices>(Json)!;
                await context.Response.WriteAsJsonAsync(await fake.Of(Key(context)).Notices.Send(what), Json);
            }
            catch (StripeFault refused)
            {
                await FakeStripeServer.Write(context, refused.Status, refused.Error, "req_fake");
            }
        });

        void On(string verb, string path, Func<FakeStripeServer.Tenant, JsonObject, string, JsonNode> does) =>
            app.MapMethods($"/__fake/{path}", [verb], async (HttpContext context) =>
            {
                try
                {
                    var body = await Body(context);
                    var tenant = fake.Of(Key(context));
                    string answer;
                    lock (tenant.Account.Gate)
                    {
                        tenant.Account.CatchUp();
                        answer = does(tenant, body, context.Request.RouteValues["id"] as string ?? "").ToJsonString();
                        tenant.Notices.Wake();
                    }
                    context.Response.ContentType = "application/json";
                    await context.Response.WriteAsync(answer);
                }
                catch (StripeFault refused)
                {
                    await FakeStripeServer.Write(context, refused.Status, refused.Error, "req_fake");
                }
            });
    }

    private static JsonObject Clock(FakeStripeServer.Tenant tenant) => new() { ["now"] = tenant.Account.Now.ToString("O") };

    private static string Key(HttpContext context) => FakeStripeServer.Bearer(context.Request) ?? throw new StripeFault(401, new() { ["message"] = "Give the account's secret key, sk_test_…, as bearer." });

    private static async Task<JsonObject> Body(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        var text = await reader.ReadToEndAsync();
        try
        {
            return text.Length == 0 ? [] : (JsonObject)JsonNode.Parse(text)!;
        }
        catch (Exception e) when (e is JsonException or InvalidCastException)
        {
            throw new StripeFault(400, new() { ["message"] = "The body must be a JSON object." });
        }
    }
}
