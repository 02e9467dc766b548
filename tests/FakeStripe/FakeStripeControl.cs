using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Franchise.FakeStripe;

/// <summary>
/// Plays the world around Stripe for one account of the fake: time, payers, banks and bad luck. Works over HTTP, so the fake may run in another process.
/// </summary>
/// <param name="url">Where the fake listens.</param>
/// <param name="secretKey">The account's key, <c>sk_test_…</c>; each key is an account of its own.</param>
public sealed class FakeStripeControl(Uri url, string secretKey) : IDisposable
{
    private readonly HttpClient http = new() { BaseAddress = url, DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", secretKey) } };

    /// <summary>What the fake's clock shows.</summary>
    public async Task<DateTimeOffset> Now() => DateTimeOffset.Parse((string)(await Ask(HttpMethod.Get, "clock"))!["now"]!);

    /// <summary>Stops the clock at a time; what is due until then happens, each at its own time.</summary>
    public Task StopAt(DateTimeOffset time) => Ask(HttpMethod.Post, "clock", new { to = time.ToString("O") });

    /// <summary>Moves the clock forward; what is due until then happens, each at its own time.</summary>
    public Task Advance(TimeSpan by) => Ask(HttpMethod.Post, "clock", new { seconds = (long)by.TotalSeconds });

    /// <summary>Lets something go wrong.</summary>
    public Task Break(Fault fault) => Ask(HttpMethod.Post, "faults", fault);

    /// <summary>Takes back every fault that still waits.</summary>
    public Task Mend() => Ask(HttpMethod.Delete, "faults");

    /// <summary>The payer fills in a page with a card; false where the bank refuses it, and the page stays open.</summary>
    public Task<bool> PayByCard(string pageId, string number = "4242424242424242") => Try($"pages/{pageId}/complete", new { card = number });

    /// <summary>The payer fills in a page with a bank account; false where the bank refuses it, and the page stays open.</summary>
    public Task<bool> PayByBacs(string pageId, string number = "00012345") => Try($"pages/{pageId}/complete", new { account = number });

    /// <summary>A mandate ends.</summary>
    public Task RevokeMandate(string id) => Ask(HttpMethod.Post, $"mandates/{id}/revoke");

    /// <summary>The bank pays a direct debit before its day.</summary>
    public Task Settle(string paymentId) => Ask(HttpMethod.Post, $"payments/{paymentId}/settle");

    /// <summary>The bank refuses a direct debit that is processing.</summary>
    public Task Fail(string paymentId, string code = "insufficient_funds") => Ask(HttpMethod.Post, $"payments/{paymentId}/fail", new { code });

    /// <summary>The payer or her bank takes a payment back; a direct debit fails late in this way.</summary>
    public Task Dispute(string paymentId, string reason = "fraudulent") => Ask(HttpMethod.Post, $"payments/{paymentId}/dispute", new { reason });

    /// <summary>A dispute becomes one of a charge that no payment intent is behind, as older charges are.</summary>
    public Task BareDispute(string id) => Ask(HttpMethod.Post, $"disputes/{id}/bare");

    /// <summary>A dispute is decided for us.</summary>
    public Task WinDispute(string id) => Ask(HttpMethod.Post, $"disputes/{id}/win");

    /// <summary>A refund comes back.</summary>
    public Task FailRefund(string id) => Ask(HttpMethod.Post, $"refunds/{id}/fail");

    /// <summary>Every object of a kind, the oldest first, as Stripe would send it: <c>payment_intent</c>, <c>charge</c>, <c>event</c> …</summary>
    public async Task<IReadOnlyList<JsonObject>> Objects(string kind) => [.. ((JsonArray)(await Ask(HttpMethod.Get, $"objects/{kind}"))!).Select(o => (JsonObject)o!)];

    /// <summary>Where notices go, and whether by themselves as things happen.</summary>
    public Task NotifyAt(Uri? endpoint, string secret, bool automatic) => Ask(HttpMethod.Post, "endpoint", new { url = endpoint?.ToString(), secret, automatic });

    /// <summary>Sends notices now, as late, as often and as wrong as asked.</summary>
    public async Task<IReadOnlyList<SentNotice>> Send(SendNotices what)
    {
        using var response = await http.PostAsJsonAsync("/__fake/notices", what, ControlRoutes.Json);
        response.EnsureSuccessStatusCode();
        return (await response.Content.ReadFromJsonAsync<List<SentNotice>>(ControlRoutes.Json))!;
    }

    /// <inheritdoc/>
    public void Dispose() => http.Dispose();

    private async Task<bool> Try(string path, object body)
    {
        using var response = await http.PostAsJsonAsync($"/__fake/{path}", body, ControlRoutes.Json);
        if ((int)response.StatusCode == 402)
            return false;
        await Ok(response);
        return true;
    }

    private async Task<JsonNode?> Ask(HttpMethod method, string path, object? body = null)
    {
        using var request = new HttpRequestMessage(method, $"/__fake/{path}") { Content = body is null ? null : JsonContent.Create(body, options: ControlRoutes.Json) };
        using var response = await http.SendAsync(request);
        await Ok(response);
        return JsonNode.Parse(await response.Content.ReadAsStringAsync());
    }

    private static async Task Ok(HttpResponseMessage response)
    {
        if (!response.IsSuccessStatusCode)
            throw new InvalidOperationException($"The fake refused, {(int)response.StatusCode}: {await response.Content.ReadAsStringAsync()}");
    }
}
