using System.Text;
using System.Text.Json;
using Franchise.Api.Tests.Catalogue;
using Franchise.Domain.Identity;
using Franchise.Domain.Shared;

namespace Franchise.Api.Tests.Identity;

public sealed class ClientTests
{
    private static readonly string[] some = [Permission.CatalogueRead, Permission.LicencesRead];

    private static object Body(string name = "Case management", string kind = "confidential", string[]? permissions = null, string[]? redirectUris = null) =>
        new { name, kind, permissions = permissions ?? some, redirectUris };

    private static async Task<int> TokenAsync(App app, string client, string secret)
    {
        using var http = app.Anonymous;
        using var answer = await http.PostAsync(
            "/connect/token",
            new FormUrlEncodedContent(new Dictionary<string, string> { ["grant_type"] = "client_credentials", ["client_id"] = client, ["client_secret"] = secret })
        );
        return (int)answer.StatusCode;
    }

    private static async Task<(string Path, string Id, string Secret)> MadeAsync(Caller partner)
    {
        var made = (await partner.PostAsync("/v1/clients", Body())).Is(201);
        return (made.Location!, made.Json.GetProperty("client").GetProperty("id").GetString()!, made.Text("secret"));
    }

    [Fact]
    public async Task A_clients_secret_is_shown_once_and_kept_nowhere()
    {
        var app = await App.RunningAsync();
        var partner = await app.PartnerAsync();
        var made = (await partner.PostAsync("/v1/clients", Body(), idempotencyKey: "make")).Is(201);
        var secret = made.Text("secret");
        Assert.StartsWith("fcs_", secret, StringComparison.Ordinal);
        Assert.Equal(200, await TokenAsync(app, made.Json.GetProperty("client").GetProperty("id").GetString()!, secret));
        Assert.DoesNotContain(secret, (await partner.GetAsync(made.Location!)).Is(200).Body, StringComparison.Ordinal);
        Assert.DoesNotContain(secret, (await partner.GetAsync("/v1/clients")).Is(200).Body, StringComparison.Ordinal);
        Assert.NotEqual(JsonValueKind.Null, (await partner.GetAsync(made.Location!)).Json.GetProperty("lastUsedAt").ValueKind);

        // A retry gets the same answer, from what is kept sealed.
        Assert.Equal(made.Body, (await partner.PostAsync("/v1/clients", Body(), idempotencyKey: "make")).Is(201).Body);
        await using var command = app.Database.AdminSource.CreateCommand("SELECT body FROM franchise.idempotency_records WHERE tenant_id = $1 AND key = 'make'");
        command.Parameters.AddWithValue(partner.Organisation.Value);
        var kept = (byte[])(await command.ExecuteScalarAsync())!;
        Assert.DoesNotContain("fcs_", Encoding.Latin1.GetString(kept), StringComparison.Ordinal);
        Assert.DoesNotContain(app.Logs.All, l => l.Contains(secret, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Two_secrets_live_while_a_client_is_changed_over_and_the_old_one_then_ends()
    {
        var app = await App.RunningAsync();
        var partner = await app.PartnerAsync();
        var (path, id, old) = await MadeAsync(partner);
        var rotated = (await partner.PostAsync($"{path}/secrets", new { overlapHours = 24 })).Is(201);
        var fresh = rotated.Text("secret");
        var secrets = rotated.Json.GetProperty("client").GetProperty("secrets");
        Assert.Equal(2, secrets.GetArrayLength());
        Assert.Equal((200, 200), (await TokenAsync(app, id, old), await TokenAsync(app, id, fresh)));
        (await partner.PostAsync($"{path}/secrets", new { })).Refuses(409, "rotation_under_way");
        (await partner.PostAsync($"{path}/secrets", new { overlapHours = 721 })).Refuses(422, "validation_failed");

        (await partner.DeleteAsync($"{path}/secrets/{Given.Id(secrets[0])}")).Is(204);
        Assert.Equal((401, 200), (await TokenAsync(app, id, old), await TokenAsync(app, id, fresh)));
        (await partner.DeleteAsync($"{path}/secrets/{Given.Id(secrets[0])}")).Refuses(409, "secret_ended");
        (await partner.DeleteAsync($"{path}/secrets/{Given.Id(secrets[1])}")).Is(204);
        Assert.Equal(401, await TokenAsync(app, id, fresh));
        Assert.Equal(0, (await partner.GetAsync(path)).Json.GetProperty("secrets").GetArrayLength());
    }

    [Fact]
    public async Task Nobody_gives_what_she_does_not_hold()
    {
        var app = await App.RunningAsync();
        var partner = await app.PartnerAsync();
        var clerk = await app.CallerAsync(partner.Organisation, [Permission.ClientsRead, Permission.ClientsWrite]);
        var trace = await partner.TraceAsync();
        (await partner.PostAsync("/v1/clients", Body(permissions: [Permission.OrganisationsWrite]))).Refuses(403, "permission_not_yours_to_give");
        (await clerk.PostAsync("/v1/clients", Body())).Refuses(403, "permission_not_yours_to_give");
        (await partner.PostAsync("/v1/clients", Body(permissions: ["no.such"]))).Refuses(422, "validation_failed");
        (await partner.PostAsync("/v1/clients", Body(redirectUris: ["https://app.example.org/"]))).Refuses(422, "validation_failed");
        (await partner.PostAsync("/v1/clients", Body(kind: "public", redirectUris: ["http://app.example.org/"]))).Refuses(422, "validation_failed");
        Assert.Equal(trace, await partner.TraceAsync());
    }

    [Fact]
    public async Task A_public_client_has_redirect_addresses_and_no_secret()
    {
        var app = await App.RunningAsync();
        var partner = await app.PartnerAsync();
        var made = (await partner.PostAsync("/v1/clients", Body(kind: "public", redirectUris: ["https://app.example.org/callback"]))).Is(201);
        Assert.Equal(JsonValueKind.Null, made.Json.GetProperty("secret").ValueKind);
        (await partner.PostAsync($"{made.Location}/secrets", new { })).Refuses(409, "client_has_no_secret");
        var id = made.Json.GetProperty("client").GetProperty("id").GetString()!;
        Assert.Equal(200, await AuthorizeAsync(app, id, "https://app.example.org/callback"));
        Assert.Equal(400, await AuthorizeAsync(app, id, "https://new.example.org/callback"));
        (await partner.PutAsync(made.Location!, new { name = "Front", permissions = some, redirectUris = new[] { "https://new.example.org/callback" } }, made.ETag)).Is(200);
        Assert.Equal(400, await AuthorizeAsync(app, id, "https://app.example.org/callback"));
        Assert.Equal(200, await AuthorizeAsync(app, id, "https://new.example.org/callback"));
    }

    // 200 stands for being sent on to sign in.
    private static async Task<int> AuthorizeAsync(App app, string client, string redirect)
    {
        using var http = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = app.Anonymous.BaseAddress };
        using var answer = await http.GetAsync(
            $"/connect/authorize?response_type=code&client_id={client}&redirect_uri={Uri.EscapeDataString(redirect)}&scope={Permission.CatalogueRead}&code_challenge_method=S256&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
        );
        return (int)answer.StatusCode is 302 or 303 && answer.Headers.Location!.ToString().Contains("sign-in", StringComparison.Ordinal) ? 200 : (int)answer.StatusCode;
    }

    [Fact]
    public async Task A_disabled_client_gets_no_token_until_it_is_enabled()
    {
        var app = await App.RunningAsync();
        var partner = await app.PartnerAsync();
        var (path, id, secret) = await MadeAsync(partner);
        (await partner.PostAsync($"{path}/disable")).Is(200);
        Assert.NotEqual(200, await TokenAsync(app, id, secret));
        (await partner.PostAsync($"{path}/secrets", new { })).Refuses(409, "client_disabled");
        (await partner.PutAsync(path, new { name = "Other", permissions = some }, "\"v2\"")).Refuses(409, "client_disabled");
        (await partner.PostAsync($"{path}/enable")).Is(200);
        Assert.Equal(200, await TokenAsync(app, id, secret));
    }

    [Fact]
    public async Task A_change_needs_the_version_last_seen()
    {
        var app = await App.RunningAsync();
        var partner = await app.PartnerAsync();
        var (path, _, _) = await MadeAsync(partner);
        var seen = (await partner.GetAsync(path)).Is(200);
        (await partner.PutAsync(path, new { name = "Other", permissions = some })).Refuses(428, "if_match_required");
        Assert.Equal("Other", (await partner.PutAsync(path, new { name = "Other", permissions = some }, seen.ETag)).Is(200).Text("name"));
        (await partner.PutAsync(path, new { name = "Third", permissions = some }, seen.ETag)).Refuses(412, "stale");
    }

    [Fact]
    public async Task Cohort_4_sets_a_partners_client_up_and_stops_it_and_another_partner_finds_nothing()
    {
        var app = await App.RunningAsync();
        var (partner, stranger) = (await app.PartnerAsync(), await app.PartnerAsync());
        var root = $"/v1/organisations/{partner.Organisation}/clients";
        var made = (await app.Admin.PostAsync(root, Body())).Is(201);
        var id = made.Json.GetProperty("client").GetProperty("id").GetString()!;
        Assert.Equal(200, await TokenAsync(app, id, made.Text("secret")));
        (await app.Admin.PostAsync(root, Body(permissions: [Permission.OrganisationsRead]))).Refuses(403, "permission_not_yours_to_give");
        (await app.Admin.GetAsync(made.Location!)).Is(200);
        (await app.Admin.GetAsync($"/v1/clients/{id}")).Refuses(404, "not_found");

        var trace = await partner.TraceAsync();
        var random = Id<ApiClient>.New(TimeProvider.System.GetUtcNow());
        Assert.Equal(Given.Alike(await stranger.GetAsync($"/v1/clients/{random}")), Given.Alike(await stranger.GetAsync($"/v1/clients/{id}")));
        Assert.Equal(Given.Alike(await stranger.PostAsync($"/v1/clients/{random}/secrets", new { })), Given.Alike(await stranger.PostAsync($"/v1/clients/{id}/secrets", new { })));
        (await stranger.PostAsync($"/v1/clients/{id}/disable")).Refuses(404, "not_found");
        (await stranger.GetAsync(root)).Refuses(404, "not_found");
        (await stranger.PostAsync(root, Body())).Refuses(404, "not_found");
        Assert.Equal(trace, await partner.TraceAsync());

        (await app.Admin.PostAsync($"{made.Location}/disable")).Is(200);
        Assert.NotEqual(200, await TokenAsync(app, id, made.Text("secret")));
        Assert.Equal(2, (await partner.GetAsync("/v1/clients")).Is(200).Json.GetProperty("data").GetArrayLength());
    }
}
