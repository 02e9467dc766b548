using System.Text.RegularExpressions;
using Franchise.Api.Tests.Catalogue;
using Franchise.Domain.Organisations;
using Franchise.Infrastructure.Email;
using Microsoft.Extensions.DependencyInjection;

namespace Franchise.Api.Tests.Identity;

public sealed class InvitationTests
{
    private static string Address() => $"{Guid.CreateVersion7():N}@example.org";

    private static async Task<string> LinkAsync(App app, string address)
    {
        var text = (await app.MessageAsync(address)).Text;
        return new Uri(Regex.Match(text, "https://\\S+", RegexOptions.None, TimeSpan.FromSeconds(1)).Value).PathAndQuery;
    }

    private static HttpClient Browser(App app) => new(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = app.Anonymous.BaseAddress };

    [Fact]
    public async Task Cohort_4_invites_a_partners_first_coordinator_and_she_joins()
    {
        var app = await App.RunningAsync();
        var partner = await app.PartnerAsync();
        var address = Address();
        var made = (await app.Admin.PostAsync($"/v1/organisations/{partner.Organisation}/invitations", new { email = address.ToUpperInvariant(), role = "coordinator" })).Is(201);
        Assert.Equal((address, "pending"), (made.Text("email"), made.Text("status")));
        Assert.DoesNotContain("fin_", made.Body, StringComparison.Ordinal);
        Assert.Empty(app.Mail.To(address));

        var link = await LinkAsync(app, address);
        Assert.StartsWith($"/account/invitation?organisation={partner.Organisation}&token=fin_", link, StringComparison.Ordinal);
        using var browser = Browser(app);
        var joined = await IdentityHost.SubmitAsync(browser, link, ("name", "Ann"), ("displayName", "Ann"), ("password", IdentityHost.Password));
        Assert.True(joined.IsSuccessStatusCode, await joined.Content.ReadAsStringAsync());

        Assert.Equal("accepted", (await partner.GetAsync($"/v1/invitations/{made.Text("id")}")).Is(200).Text("status"));
        var member = (await partner.GetAsync("/v1/members")).Is(200).Json.GetProperty("data").EnumerateArray().Single();
        Assert.Equal((address, "coordinator"), (Given.Text(member, "email"), Given.Text(member, "role")));
        // The link opens once.
        using var again = Browser(app);
        Assert.Equal(404, (int)(await again.GetAsync(link)).StatusCode);
        (await partner.PostAsync($"/v1/invitations/{made.Text("id")}/revoke")).Refuses(409, "invitation_closed");
        (await partner.PostAsync("/v1/invitations", new { email = address, role = "viewer" })).Refuses(409, "already_a_member");
    }

    [Fact]
    public async Task A_second_invitation_is_the_first_sent_anew_and_the_old_link_opens_nothing()
    {
        var app = await App.RunningAsync();
        var partner = await app.PartnerAsync();
        var address = Address();
        var made = (await partner.PostAsync("/v1/invitations", new { email = address, role = "trainer" })).Is(201);
        var trace = await partner.TraceAsync();
        (await partner.PostAsync("/v1/invitations", new { email = address, role = "trainer" })).Refuses(409, "invitation_open");
        Assert.Equal(trace, await partner.TraceAsync());
        var old = await LinkAsync(app, address);
        (await partner.PostAsync($"{made.Location}/resend")).Is(200);
        var fresh = await LinkAsync(app, address);
        Assert.Equal(2, app.Mail.To(address).Count());
        using var browser = Browser(app);
        Assert.Equal(404, (int)(await browser.GetAsync(old)).StatusCode);
        Assert.Equal(200, (int)(await browser.GetAsync(fresh)).StatusCode);
        (await partner.PostAsync($"{made.Location}/revoke")).Is(200);
        Assert.Equal(404, (int)(await browser.GetAsync(fresh)).StatusCode);
        (await partner.PostAsync($"{made.Location}/resend")).Refuses(409, "invitation_closed");
        Assert.Single((await partner.GetAsync("/v1/invitations?status=revoked")).Is(200).Json.GetProperty("data").EnumerateArray());
        Assert.Empty((await partner.GetAsync("/v1/invitations?status=pending")).Is(200).Json.GetProperty("data").EnumerateArray());
    }

    [Fact]
    public async Task A_refused_invitation_sends_nothing()
    {
        var app = await App.RunningAsync();
        var (partner, stranger) = (await app.PartnerAsync(), await app.PartnerAsync());
        var address = Address();
        (await partner.PostAsync("/v1/invitations", new { email = "not an address", role = "viewer" })).Refuses(422, "validation_failed");
        (await partner.PostAsync("/v1/invitations", new { email = address, role = "platformAdministrator" })).Refuses(422, "role_not_here");
        (await stranger.PostAsync($"/v1/organisations/{partner.Organisation}/invitations", new { email = address, role = "coordinator" })).Refuses(404, "not_found");
        await app.Services.GetRequiredService<SendEmails>().RunAsync(default);
        Assert.Empty(app.Mail.To(address));
        Assert.Empty((await partner.GetAsync("/v1/invitations")).Is(200).Json.GetProperty("data").EnumerateArray());
    }

    [Fact]
    public async Task The_same_key_sends_one_message()
    {
        var app = await App.RunningAsync();
        var partner = await app.PartnerAsync();
        var address = Address();
        var body = new { email = address, role = "viewer" };
        var first = (await partner.PostAsync("/v1/invitations", body, idempotencyKey: "once")).Is(201);
        var second = (await partner.PostAsync("/v1/invitations", body, idempotencyKey: "once")).Is(201);
        Assert.Equal((first.Body, "true"), (second.Body, second.Headers["Idempotency-Replayed"]));
        await app.DeliverAsync(partner.Organisation);
        Assert.Single(app.Mail.To(address));
    }

    [Fact]
    public async Task Cohort_4s_own_people_are_invited_through_the_same_routes()
    {
        var app = await App.RunningAsync();
        var address = Address();
        var made = (await app.Admin.PostAsync("/v1/invitations", new { email = address, role = "qualityLead" })).Is(201);
        Assert.Equal(Organisation.FranchisorId.ToString(), made.Text("organisationId"));
        (await app.Admin.PostAsync("/v1/invitations", new { email = address, role = "coordinator" })).Refuses(422, "role_not_here");
        (await app.Admin.PostAsync($"{made.Location}/revoke")).Is(200);
        Assert.Equal((2, 2), await Given.TraceOf(app, made.Text("id")));
    }
}
