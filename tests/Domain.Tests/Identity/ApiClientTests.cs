using Franchise.Domain.Identity;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;
using static Franchise.Domain.Tests.Refused;

namespace Franchise.Domain.Tests.Identity;

public class ApiClientTests
{
    private static readonly Id<Organisation> here = Id<Organisation>.New(Now);
    private static readonly Actor coordinator = new(ActorKind.User, "usr_x", here, Role.Coordinator, Permission.Of(Role.Coordinator), null);
    private static readonly ApiClientDetails details = new("Case system", [Permission.LicencesRead, Permission.LicencesCheck], []);

    private static ApiClient Server() => new(here, ApiClientKind.Confidential, details, coordinator, Now);

    private static ApiClient FrontEnd(params string[] uris) =>
        new(here, ApiClientKind.Public, details with { RedirectUris = uris }, coordinator, Now);

    [Fact]
    public void A_new_client_can_do_nothing_until_it_has_a_secret()
    {
        var client = Server();
        Assert.False(client.Verify("", Now));
        Assert.False(client.Verify(null, Now));
        client.Rotate(SecretHash.Of("s1"), TimeSpan.Zero, Now);
        Assert.True(client.Verify("s1", Now));
        Assert.False(client.Verify("s2", Now));
        Assert.False(client.Verify(null, Now));
    }

    [Fact]
    public void Two_secrets_are_live_while_they_are_changed_over_and_no_third()
    {
        var client = Server();
        client.Rotate(SecretHash.Of("s1"), TimeSpan.Zero, Now);
        client.Rotate(SecretHash.Of("s2"), TimeSpan.FromDays(7), Now);
        Assert.True(client.Verify("s1", Now.AddDays(7).AddTicks(-1)));
        Assert.False(client.Verify("s1", Now.AddDays(7)));
        Assert.True(client.Verify("s2", Now.AddDays(700)));
        With("rotation_under_way", () => client.Rotate(SecretHash.Of("s3"), TimeSpan.Zero, Now.AddDays(1)));
        Assert.Equal(2, client.Secrets.Count);
        client.Rotate(SecretHash.Of("s3"), TimeSpan.Zero, Now.AddDays(7));
        Assert.False(client.Verify("s2", Now.AddDays(7)));
        Assert.True(client.Verify("s3", Now.AddDays(7)));
    }

    [Fact]
    public void A_revoked_secret_ends_at_once_and_makes_room()
    {
        var client = Server();
        var first = client.Rotate(SecretHash.Of("s1"), TimeSpan.Zero, Now);
        client.Rotate(SecretHash.Of("s2"), TimeSpan.FromDays(7), Now);
        client.RevokeSecret(first.Id, Now);
        Assert.False(client.Verify("s1", Now));
        With("secret_ended", () => client.RevokeSecret(first.Id, Now));
        client.Rotate(SecretHash.Of("s3"), TimeSpan.FromDays(1), Now);
        Assert.True(client.Verify("s2", Now));
        With("not_found", () => client.RevokeSecret(Id<ApiClientSecret>.New(Now), Now));
        // Rotating did not give the first one a new life.
        Assert.False(client.Verify("s1", Now));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(31)]
    public void The_changeover_has_bounds(int days) =>
        With("overlap_out_of_range", () => Server().Rotate(SecretHash.Of("s"), TimeSpan.FromDays(days), Now));

    [Fact]
    public void A_disabled_client_does_nothing_until_it_is_enabled()
    {
        var client = Server();
        client.Rotate(SecretHash.Of("s1"), TimeSpan.Zero, Now);
        client.Disable(Now);
        client.Disable(Now.AddDays(1));
        Assert.Equal(Now, client.DisabledAt);
        Assert.False(client.Verify("s1", Now));
        With("client_disabled", () => client.Change(details, coordinator));
        With("client_disabled", () => client.Rotate(SecretHash.Of("s2"), TimeSpan.Zero, Now));
        client.Enable();
        client.Enable();
        Assert.True(client.Verify("s1", Now));
    }

    [Fact]
    public void A_public_client_has_no_secret()
    {
        var client = FrontEnd("https://app.example.org/back");
        With("client_has_no_secret", () => client.Rotate(SecretHash.Of("s"), TimeSpan.Zero, Now));
        Assert.False(client.Verify("s", Now));
    }

    [Theory]
    [InlineData("https://app.example.org/back")]
    [InlineData("https://app.example.org/back?x=1")]
    [InlineData("http://127.0.0.1:3000/back")]
    [InlineData("http://localhost/back")]
    [InlineData("http://[::1]:8080/")]
    public void A_redirect_address_is_https_or_loopback(string uri) => Assert.Equal([uri], FrontEnd(uri).RedirectUris);

    [Theory]
    [InlineData("http://app.example.org/back")]
    [InlineData("http://localhost.example.org/")]
    [InlineData("http://127.0.0.1@evil.example/")]
    [InlineData("https://app.example.org\\@evil.example/")]
    [InlineData("https://user@app.example.org/")]
    [InlineData("https://app.example.org/back#part")]
    [InlineData("https://*.example.org/back")]
    [InlineData("HTTPS://app.example.org/")]
    [InlineData("javascript:alert(1)")]
    [InlineData("/back")]
    [InlineData(" https://app.example.org/")]
    [InlineData("https://")]
    [InlineData("https://аpp.example.org/")]
    [InlineData("")]
    public void Any_other_is_refused(string uri) => At("/redirectUris/0", () => FrontEnd(uri));

    [Fact]
    public void Redirect_addresses_are_for_public_clients_and_they_need_one()
    {
        At("/redirectUris", () => FrontEnd());
        At("/redirectUris", () => FrontEnd([.. Enumerable.Range(0, 11).Select(i => $"https://app.example.org/{i}")]));
        At("/redirectUris", () => _ = new ApiClient(here, ApiClientKind.Confidential, details with { RedirectUris = ["https://a.example/"] }, coordinator, Now));
    }

    [Fact]
    public void Every_member_at_fault_is_named_at_once() =>
        At(["/name", "/permissions/1"], () => _ = new ApiClient(here, ApiClientKind.Confidential, new("", ["licences.read", "all.of_it"], []), coordinator, Now));

    [Fact]
    public void A_client_is_given_something() =>
        At("/permissions", () => _ = new ApiClient(here, ApiClientKind.Confidential, details with { Permissions = [] }, coordinator, Now));

    [Fact]
    public void Nobody_gives_what_a_partners_client_may_not_have() =>
        Assert.Equal(
            "/permissions/1",
            Assert.Single(
                With("permission_not_yours_to_give", () => _ = new ApiClient(
                    here, ApiClientKind.Confidential, details with { Permissions = [Permission.LicencesRead, Permission.LicencesOffer] }, coordinator, Now)).Errors).Pointer);

    [Fact]
    public void Nobody_gives_what_she_does_not_hold()
    {
        var narrow = coordinator with { Permissions = new HashSet<string> { Permission.ClientsWrite, Permission.LicencesRead } };
        With("permission_not_yours_to_give", () => _ = new ApiClient(here, ApiClientKind.Confidential, details, narrow, Now));
        // What it has already stays when someone who holds less renames it; nothing is added.
        var client = Server();
        client.Change(details with { Name = "Renamed" }, narrow);
        Assert.Equal("Renamed", client.Name);
        With("permission_not_yours_to_give", () => client.Change(details with { Permissions = [.. details.Permissions, Permission.AuditRead] }, narrow));
        Assert.DoesNotContain(Permission.AuditRead, client.Permissions);
    }

    [Fact]
    public void Nobody_reaches_into_another_organisation_but_Cohort_4_can_set_a_partner_up()
    {
        var there = Id<Organisation>.New(Now);
        With("permission_not_yours_to_give", () => _ = new ApiClient(there, ApiClientKind.Confidential, details, coordinator, Now));
        With("permission_not_yours_to_give", () => _ = new ApiClient(Organisation.FranchisorId, ApiClientKind.Confidential, details, coordinator, Now));
        _ = new ApiClient(there, ApiClientKind.Confidential, details with { Permissions = [Permission.LicencesAccept] }, Actor.System, Now);
        With("permission_not_yours_to_give", () => _ = new ApiClient(
            there, ApiClientKind.Confidential, details with { Permissions = [Permission.CatalogueWrite] }, Actor.System, Now));
    }

    [Fact]
    public void Use_is_noted_now_and_then_and_is_no_change_of_the_client()
    {
        var client = Server();
        client.ForgetEvents();
        Assert.True(client.Used(Now));
        Assert.False(client.Used(Now.AddMinutes(4)));
        Assert.Equal(Now, client.LastUsedAt);
        Assert.True(client.Used(Now.AddMinutes(5)));
        Assert.Empty(client.Events);
        Assert.Equal(1, client.Version);
    }

    [Fact]
    public void Events_hold_no_secret_and_no_name()
    {
        var client = Server();
        client.Rotate(SecretHash.Of("s1"), TimeSpan.Zero, Now);
        Assert.All(client.Events, e => Assert.DoesNotContain(e.Data!.Keys, k => k is "name" or "hash"));
    }
}
