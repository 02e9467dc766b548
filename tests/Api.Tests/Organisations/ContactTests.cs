using Franchise.Api.Tests.Catalogue;
using Franchise.Domain.Identity;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;

namespace Franchise.Api.Tests.Organisations;

public sealed class ContactTests
{
    private static object Body(string role = "designatedSafeguardingLead", string name = "Ann", string? phone = "+44 20 7946 0000") =>
        new { role, name, email = "Ann@Example.org", phone };

    private static Task<Caller> PartnerAsync(App app) => app.PartnerAsync(o => o.HasContacts = false);

    [Fact]
    public async Task A_partner_keeps_its_contacts()
    {
        var app = await App.RunningAsync();
        var partner = await PartnerAsync(app);
        var made = (await partner.PostAsync("/v1/contacts", Body())).Is(201);
        Assert.Equal(("ann@example.org", "+442079460000"), (made.Text("email"), made.Text("phone")));
        var changed = (await partner.PutAsync(made.Location!, Body(name: "Anne"), made.ETag)).Is(200);
        (await partner.PutAsync(made.Location!, Body(), made.ETag)).Refuses(412, "stale");
        Assert.Equal("Anne", (await partner.GetAsync(made.Location!)).Text("name"));
        Assert.Single((await partner.GetAsync("/v1/contacts?role=designatedSafeguardingLead")).Is(200).Json.GetProperty("data").EnumerateArray());
        Assert.Empty((await partner.GetAsync("/v1/contacts?role=finance")).Is(200).Json.GetProperty("data").EnumerateArray());
        (await partner.DeleteAsync(made.Location!)).Is(204);
        (await partner.GetAsync(made.Location!)).Refuses(404, "not_found");
        Assert.Equal((3, 3), await Given.TraceOf(app, made.Text("id")));
        Assert.NotNull(changed.ETag);
    }

    [Fact]
    public async Task What_is_wrong_with_a_contact_is_refused_without_a_trace()
    {
        var app = await App.RunningAsync();
        var partner = await PartnerAsync(app);
        var trace = await partner.TraceAsync();
        (await partner.PostAsync("/v1/contacts", Body(phone: "call me"))).Refuses(422, "validation_failed");
        (await partner.PostAsync("/v1/contacts", new { role = "friend", name = "Ann", email = "ann@example.org" })).Refuses(400, "malformed_request");
        (await partner.PostAsync("/v1/contacts", new { role = "head", name = "Ann", email = "ann@example.org", tenantId = partner.Organisation })).Refuses(400, "malformed_request");
        Assert.Equal(trace, await partner.TraceAsync());
        Assert.Empty((await partner.GetAsync("/v1/contacts")).Json.GetProperty("data").EnumerateArray());
    }

    [Fact]
    public async Task Anothers_contact_is_as_absent_as_one_that_never_was()
    {
        var app = await App.RunningAsync();
        var (partner, stranger) = (await PartnerAsync(app), await PartnerAsync(app));
        var made = (await partner.PostAsync("/v1/contacts", Body())).Is(201);
        var trace = await partner.TraceAsync();
        var random = $"/v1/contacts/{Id<Contact>.New(TimeProvider.System.GetUtcNow())}";
        Assert.Equal(Given.Alike(await stranger.GetAsync(random)), Given.Alike(await stranger.GetAsync(made.Location!)));
        Assert.Equal(Given.Alike(await stranger.PutAsync(random, Body(), "\"v1\"")), Given.Alike(await stranger.PutAsync(made.Location!, Body(), "\"v1\"")));
        Assert.Equal(Given.Alike(await stranger.DeleteAsync(random)), Given.Alike(await stranger.DeleteAsync(made.Location!)));
        Assert.Equal(trace, await partner.TraceAsync());
        // Nor does it stand under the franchisor's own.
        (await app.Admin.GetAsync(made.Location!)).Refuses(404, "not_found");
        (await partner.GetAsync(made.Location!)).Is(200);
    }

    [Fact]
    public async Task A_cursor_of_another_organisation_is_refused()
    {
        var app = await App.RunningAsync();
        var (partner, stranger) = (await app.PartnerAsync(), await app.PartnerAsync());
        var page = (await partner.GetAsync("/v1/contacts?limit=2")).Is(200);
        (await stranger.GetAsync($"/v1/contacts?limit=2&cursor={page.Text("next")}")).Refuses(400, "cursor_invalid");
        Assert.Equal(2, (await partner.GetAsync($"/v1/contacts?limit=2&cursor={page.Text("next")}")).Is(200).Json.GetProperty("data").GetArrayLength());
    }

    [Fact]
    public async Task Cohort_4_helps_a_partner_with_its_contacts_and_a_partner_reaches_no_other()
    {
        var app = await App.RunningAsync();
        var (partner, stranger) = (await PartnerAsync(app), await PartnerAsync(app));
        var path = $"/v1/organisations/{partner.Organisation}/contacts";
        var made = (await app.Admin.PostAsync(path, Body())).Is(201);
        (await app.Admin.GetAsync(made.Location!)).Is(200);
        (await partner.GetAsync($"/v1/contacts/{made.Text("id")}")).Is(200);
        (await stranger.PostAsync(path, Body())).Refuses(403, "permission_missing");
        (await app.Admin.GetAsync($"/v1/organisations/{stranger.Organisation}/contacts/{made.Text("id")}")).Refuses(404, "not_found");
        (await app.Admin.PostAsync($"/v1/organisations/{Id<Organisation>.New(TimeProvider.System.GetUtcNow())}/contacts", Body())).Refuses(404, "not_found");
        (await app.Admin.PutAsync(made.Location!, Body(name: "Anne"), made.ETag)).Is(200);
        Assert.Single((await app.Admin.GetAsync(path)).Is(200).Json.GetProperty("data").EnumerateArray());
        (await app.Admin.DeleteAsync(made.Location!)).Is(204);
    }

    [Fact]
    public async Task Who_may_only_read_changes_nothing()
    {
        var app = await App.RunningAsync();
        var partner = await app.PartnerAsync();
        var viewer = await app.CallerAsync(partner.Organisation, Permission.Of(Role.Viewer));
        (await viewer.GetAsync("/v1/contacts")).Is(200);
        var trace = await partner.TraceAsync();
        (await viewer.PostAsync("/v1/contacts", Body())).Refuses(403, "permission_missing");
        Assert.Equal(trace, await partner.TraceAsync());
    }
}
