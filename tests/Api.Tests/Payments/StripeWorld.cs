using Franchise.FakeStripe;

namespace Franchise.Api.Tests.Payments;

/// <summary>
/// The run's own fake Stripe. Each key is an account of its own. With <c>FRANCHISE_STRIPE_PROXY</c> what the program sends goes there, so that something can
/// stand between and watch; the fake then listens on <c>FRANCHISE_FAKE_STRIPE_PORT</c>.
/// </summary>
internal static class StripeWorld
{
    /// <summary>The account of the program that tests share.</summary>
    public const string SharedKey = "sk_test_shared";

    public const string Secret = "whsec_tests";

    private static readonly Lazy<Task<FakeStripeServer>> server = new(() =>
        FakeStripeServer.Start(int.Parse(Environment.GetEnvironmentVariable("FRANCHISE_FAKE_STRIPE_PORT") ?? "0", System.Globalization.CultureInfo.InvariantCulture)));

    public static async Task<Uri> DirectAsync() => (await server.Value).Url;

    public static async Task<Uri> WatchedAsync() =>
        Environment.GetEnvironmentVariable("FRANCHISE_STRIPE_PROXY") is { Length: > 0 } proxy ? new(proxy) : await DirectAsync();

    public static async Task<FakeStripeControl> AccountAsync(string key) => new(await DirectAsync(), key);

    /// <summary>A card's dispute is given up: the bank keeps the money.</summary>
    public static async Task LoseAsync(string key, string dispute)
    {
        using var http = new HttpClient { BaseAddress = await DirectAsync() };
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/v1/disputes/{dispute}/close");
        request.Headers.Authorization = new("Bearer", key);
        request.Headers.Add("Stripe-Version", Stripe.StripeConfiguration.ApiVersion);
        using var answer = await http.SendAsync(request);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }

    public static async Task<Dictionary<string, string?>> SettingsAsync(string key) =>
        new(StringComparer.Ordinal)
        {
            ["Stripe:SecretKey"] = key,
            ["Stripe:WebhookSecret"] = Secret,
            ["Stripe:ApiBase"] = (await WatchedAsync()).GetLeftPart(UriPartial.Authority),
        };
}
