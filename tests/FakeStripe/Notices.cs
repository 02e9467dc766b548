using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Channels;

namespace Franchise.FakeStripe;

/// <summary>Which events to send, how often, and what is wrong with them.</summary>
/// <param name="Events">Their ids; null for all that nobody took yet.</param>
/// <param name="Types">Only those of these types.</param>
/// <param name="Times">How often each is sent.</param>
/// <param name="Reverse">The latest first.</param>
/// <param name="AgeSeconds">How long ago they were signed.</param>
/// <param name="Secret">Another secret than the endpoint's.</param>
/// <param name="ApiVersion">Another version of the API.</param>
/// <param name="Account">An account that they name.</param>
/// <param name="Live">Whether they speak of real money.</param>
/// <param name="Unsigned">Without a signature.</param>
public sealed record SendNotices(
    IReadOnlyList<string>? Events = null,
    IReadOnlyList<string>? Types = null,
    int Times = 1,
    bool Reverse = false,
    int AgeSeconds = 0,
    string? Secret = null,
    string? ApiVersion = null,
    string? Account = null,
    bool Live = false,
    bool Unsigned = false
);

/// <summary>A notice as it was sent, or would have been where no endpoint is known.</summary>
/// <param name="Event">The event's id.</param>
/// <param name="Type">Its type.</param>
/// <param name="Body">The body, byte for byte.</param>
/// <param name="Signature">The header <c>Stripe-Signature</c>.</param>
/// <param name="Status">What the endpoint answered; 0 where it did not, null where nothing was sent.</param>
public sealed record SentNotice(string Event, string Type, string Body, string? Signature, int? Status);

/// <summary>Signs events and sends them to an account's endpoint.</summary>
internal sealed class Notices(Account account) : IDisposable
{
    private readonly HttpClient http = new(new SocketsHttpHandler { AllowAutoRedirect = false }) { Timeout = TimeSpan.FromSeconds(20) };
    private readonly Channel<JsonObject> queue = Channel.CreateUnbounded<JsonObject>(new() { SingleReader = true });
    private readonly HashSet<string> queued = [];
    private Task? pump;

    /// <summary>Hands what nobody took yet to the endpoint, in the background, where it wants notices by themselves. Call it while holding the gate.</summary>
    public void Wake()
    {
        if (account.Endpoint is not { Automatic: true })
            return;
        pump ??= Task.Run(Pump);
        foreach (var happened in account.Untold())
            if (queued.Add((string)happened["id"]!))
                queue.Writer.TryWrite((JsonObject)happened.DeepClone());
    }

    public async Task<List<SentNotice>> Send(SendNotices what)
    {
        List<JsonObject> events;
        lock (account.Gate)
        {
            var from = what.Events is { } named ? [.. named.Select(id => account.Find("event", id))] : account.Untold();
            events = [.. from.Where(e => what.Types is null || what.Types.Contains((string)e["type"]!)).Select(e => (JsonObject)e.DeepClone())];
        }
        if (what.Reverse)
            events.Reverse();
        var sent = new List<SentNotice>();
        foreach (var happened in events)
            for (var i = 0; i < what.Times; i++)
                sent.Add(await Send(happened, what));
        return sent;
    }

    public void Dispose()
    {
        queue.Writer.TryComplete();
        http.Dispose();
    }

    private async Task Pump()
    {
        await foreach (var happened in queue.Reader.ReadAllAsync())
        {
            await Send(happened, new());
            lock (account.Gate)
                queued.Remove((string)happened["id"]!);
        }
    }

    private async Task<SentNotice> Send(JsonObject happened, SendNotices how)
    {
        var (id, type) = ((string)happened["id"]!, (string)happened["type"]!);
        happened = (JsonObject)happened.DeepClone();
        if (how.ApiVersion is { } version)
            happened["api_version"] = version;
        if (how.Account is { } other)
            happened["account"] = other;
        if (how.Live)
            happened["livemode"] = true;
        var body = happened.ToJsonString();
        long at;
        string secret;
        Uri? url;
        lock (account.Gate)
            (at, secret, url) = (account.Now.ToUnixTimeSeconds() - how.AgeSeconds, how.Secret ?? account.EndpointSecret, account.Endpoint?.Url);
        var signature = how.Unsigned ? null : $"t={at},v1={Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes($"{at}.{body}")))}";
        if (url is null)
            return new(id, type, body, signature, null);

        var status = 0;
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
            if (signature is not null)
                request.Headers.TryAddWithoutValidation("Stripe-Signature", signature);
            using var response = await http.SendAsync(request);
            status = (int)response.StatusCode;
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
        {
            // Untold it stays, and goes again when the clock moves.
        }
        if (status is >= 200 and < 300)
            lock (account.Gate)
                account.Told(id);
        return new(id, type, body, signature, status);
    }
}
