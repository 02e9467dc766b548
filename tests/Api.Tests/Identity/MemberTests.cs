using Franchise.Api.Tests.Catalogue;
using Franchise.Domain.Identity;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;

namespace Franchise.Api.Tests.Identity;

public sealed class MemberTests
{
    private static async Task<string> JoinAsync(App app, Id<Organisation> organisation, Role role)
    {
        var now = TimeProvider.System.GetUtcNow();
        await using var db = await app.Database.Doors.AcrossTenants("test", Actor.System, default);
        var member = new Member(organisation, Id<User>.New(now), role, "Someone", $"{Guid.CreateVersion7():N}@example.org", now);
        db.Add(member);
        await db.SaveChangesAsync();
        return member.Id.ToString();
    }

    [Fact]
    public async Task A_member_gets_another_role_from_whoever_has_seen_the_one_she_has()
    {
        var app = await App.RunningAsync();
        var partner = await app.PartnerAsync();
        var id = await JoinAsync(app, partner.Organisation, Role.Viewer);
        var seen = (await partner.GetAsync($"/v1/members/{id}")).Is(200);
        (await partner.PutAsync($"/v1/members/{id}/role", new { role = "trainer" })).Refuses(428, "if_match_required");
        Assert.Equal("trainer", (await partner.PutAsync($"/v1/members/{id}/role", new { role = "trainer" }, seen.ETag)).Is(200).Text("role"));
        (await partner.PutAsync($"/v1/members/{id}/role", new { role = "coordinator" }, seen.ETag)).Refuses(412, "stale");
        (await partner.PutAsync($"/v1/members/{id}/role", new { role = "finance" }, "\"v2\"")).Refuses(422, "role_not_here");
        Assert.Single((await partner.GetAsync("/v1/members?role=trainer")).Is(200).Json.GetProperty("data").EnumerateArray());
    }

    [Fact]
    public async Task The_last_coordinator_stays()
    {
        var app = await App.RunningAsync();
        var partner = await app.PartnerAsync();
        var (first, second) = (await JoinAsync(app, partner.Organisation, Role.Coordinator), await JoinAsync(app, partner.Organisation, Role.Coordinator));
        (await partner.PostAsync($"/v1/members/{first}/disable")).Is(200);
        var trace = await partner.TraceAsync();
        (await partner.PostAsync($"/v1/members/{second}/disable")).Refuses(409, "last_leader");
        (await partner.PutAsync($"/v1/members/{second}/role", new { role = "viewer" }, "\"v1\"")).Refuses(409, "last_leader");
        (await app.Admin.PostAsync($"/v1/organisations/{partner.Organisation}/members/{second}/disable")).Refuses(409, "last_leader");
        Assert.Equal(trace, await partner.TraceAsync());
        (await partner.PostAsync($"/v1/members/{first}/enable")).Is(200);
        (await partner.PostAsync($"/v1/members/{second}/disable")).Is(200);
    }

    [Fact]
    public async Task Who_has_left_is_gone_and_on_record_and_the_last_coordinator_is_not_let_go()
    {
        var app = await App.RunningAsync();
        var partner = await app.PartnerAsync();
        var (first, second, third) = (
            await JoinAsync(app, partner.Organisation, Role.Coordinator), await JoinAsync(app, partner.Organisation, Role.Coordinator), await JoinAsync(app, partner.Organisation, Role.Viewer));
        var viewer = await app.CallerAsync(partner.Organisation, Permission.Of(Role.Viewer));
        var before = await partner.TraceAsync();
        (await viewer.DeleteAsync($"/v1/members/{third}")).Refuses(403, "permission_missing");
        (await (await app.PartnerAsync()).DeleteAsync($"/v1/members/{third}")).Refuses(404, "not_found");
        Assert.Equal(before, await partner.TraceAsync());

        (await partner.DeleteAsync($"/v1/members/{first}")).Is(204);
        (await partner.GetAsync($"/v1/members/{first}")).Refuses(404, "not_found");
        (await partner.DeleteAsync($"/v1/members/{first}")).Refuses(404, "not_found");
        Assert.Equal((before.Audit + 1, before.Events + 1), await partner.TraceAsync());
        var told = (await partner.GetAsync($"/v1/events?after={before.Events}")).Is(200).Json.GetProperty("data")[0];
        Assert.Equal(("member.removed", first), (told.GetProperty("type").GetString(), told.GetProperty("subject").GetString()));

        before = await partner.TraceAsync();
        (await partner.DeleteAsync($"/v1/members/{second}")).Refuses(409, "last_leader");
        (await app.Admin.DeleteAsync($"/v1/organisations/{partner.Organisation}/members/{second}")).Refuses(409, "last_leader");
        Assert.Equal(before, await partner.TraceAsync());
        (await app.Admin.DeleteAsync($"/v1/organisations/{partner.Organisation}/members/{third}")).Is(204);
        Assert.Single((await partner.GetAsync("/v1/members")).Is(200).Json.GetProperty("data").EnumerateArray());
    }

    [Fact]
    public async Task Two_coordinators_who_shut_each_other_out_at_once_do_not_both_succeed()
    {
        var app = await App.RunningAsync();
        for (var round = 0; round < 5; round++)
        {
            var partner = await app.PartnerAsync();
            var both = new[] { await JoinAsync(app, partner.Organisation, Role.Coordinator), await JoinAsync(app, partner.Organisation, Role.Coordinator) };
            var answers = await Task.WhenAll(both.Select(id => partner.PostAsync($"/v1/members/{id}/disable")));
            Assert.Equal([200, 409], answers.Select(a => a.Status).Order());
        }
    }

    [Fact]
    public async Task Nobody_gives_a_role_that_may_do_more_than_she_may()
    {
        var app = await App.RunningAsync();
        var partner = await app.PartnerAsync();
        var clerk = await app.CallerAsync(partner.Organisation, [.. Permission.Of(Role.Viewer), Permission.MembersRead, Permission.MembersWrite]);
        var id = await JoinAsync(app, partner.Organisation, Role.Trainer);
        var trace = await partner.TraceAsync();
        (await clerk.PutAsync($"/v1/members/{id}/role", new { role = "coordinator" }, "\"v1\"")).Refuses(403, "role_not_yours_to_give");
        (await clerk.PostAsync("/v1/invitations", new { email = "eve@example.org", role = "coordinator" })).Refuses(403, "role_not_yours_to_give");
        Assert.Equal(trace, await partner.TraceAsync());
        (await clerk.PutAsync($"/v1/members/{id}/role", new { role = "viewer" }, "\"v1\"")).Is(200);
    }

    [Fact]
    public async Task Anothers_members_are_as_absent_as_those_that_never_were()
    {
        var app = await App.RunningAsync();
        var (partner, stranger) = (await app.PartnerAsync(), await app.PartnerAsync());
        var id = await JoinAsync(app, partner.Organisation, Role.Viewer);
        var random = Id<Member>.New(TimeProvider.System.GetUtcNow());
        var trace = await partner.TraceAsync();
        foreach (var root in new[] { "/v1/members", $"/v1/organisations/{partner.Organisation}/members" })
        {
            Assert.Equal(Given.Alike(await stranger.GetAsync($"{root}/{random}")), Given.Alike(await stranger.GetAsync($"{root}/{id}")));
            Assert.Equal(Given.Alike(await stranger.PostAsync($"{root}/{random}/disable")), Given.Alike(await stranger.PostAsync($"{root}/{id}/disable")));
            (await stranger.PostAsync($"{root}/{id}/enable")).Refuses(404, "not_found");
        }
        (await stranger.GetAsync($"/v1/organisations/{partner.Organisation}/members")).Refuses(404, "not_found");
        (await app.Admin.GetAsync($"/v1/members/{id}")).Refuses(404, "not_found");
        Assert.Equal(trace, await partner.TraceAsync());
        Assert.Empty((await stranger.GetAsync("/v1/members")).Is(200).Json.GetProperty("data").EnumerateArray());
        Assert.Single((await app.Admin.GetAsync($"/v1/organisations/{partner.Organisation}/members")).Is(200).Json.GetProperty("data").EnumerateArray());
    }
}
