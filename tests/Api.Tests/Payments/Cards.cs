using System.Text;
using Franchise.Api.Payments;
using Microsoft.Extensions.DependencyInjection;

namespace Franchise.Api.Tests.Payments;

/// <summary>A card that a partner gives through the program's own door: on Stripe's page, and Stripe says so.</summary>
internal static class Cards
{
    /// <summary>Can be given, and is declined when it is charged.</summary>
    public const string DeclinesLater = "4000000000000341";

    public static async Task GiveAsync(Caller partner, string number = Purse.Good)
    {
        using var world = await StripeWorld.AccountAsync(StripeWorld.SharedKey);
        var begun = (await partner.PostAsync("/v1/mandates", new { kind = "card", returnTo = "https://partner.example/billing" })).Is(201);
        var page = new Uri(begun.Text("pageUrl")).Segments[^1];
        Assert.True(await world.PayByCard(page, number));
        var happened = (await world.Objects("event")).Single(e => (string?)e["type"] == "checkout.session.completed" && (string?)e["data"]!["object"]!["id"] == page);
        // Another test may have told the fake to send notices elsewhere, so it is carried by hand.
        var notice = Assert.Single(await world.Send(new(Events: [(string)happened["id"]!], Secret: StripeWorld.Secret)));
        using var http = partner.App.Anonymous;
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/stripe/webhook") { Content = new StringContent(notice.Body, Encoding.UTF8, "application/json") };
        request.Headers.TryAddWithoutValidation("Stripe-Signature", notice.Signature);
        using var answer = await http.SendAsync(request);
        Assert.True(answer.IsSuccessStatusCode);
        async Task<string> StatusAsync() => (await partner.GetAsync($"/v1/mandates/{begun.Text("id")}")).Is(200).Text("status");
        for (var tries = 0; tries < 100 && await StatusAsync() != "active"; tries++)
        {
            await partner.App.Services.GetRequiredService<ApplyStripeEvents>().RunAsync(default);
            await Task.Delay(100);
        }
        Assert.Equal("active", await StatusAsync());
    }
}
