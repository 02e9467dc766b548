using System.Text;
using System.Text.Json;
using Franchise.Domain.Identity;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Franchise.Api.Tests.Matrix;

/// <summary>What is right for a principal.</summary>
public enum Standing
{
    /// <summary>No token that counts: 401, whatever is asked.</summary>
    Nobody,

    /// <summary>Another organisation's: what it lacks permission for 403; else what is foreign is answered as what is not there.</summary>
    Foreign,

    /// <summary>Another organisation's, and the gate let it through: only the walls behind it are left, and they hold.</summary>
    PastTheGate,

    /// <summary>Of a suspended organisation: 403 but for the few operations that stay open.</summary>
    Suspended,

    /// <summary>The victim's own people, with less than the operation needs: 403.</summary>
    OwnButLow,

    /// <summary>Cohort 4, naming one organisation and another's thing: not found.</summary>
    Mixing,
}

/// <summary>Who calls.</summary>
/// <param name="Name">In the report.</param>
/// <param name="Standing">What is right for her.</param>
/// <param name="Token">Her token for an operation; null for none.</param>
/// <param name="Permissions">What she holds.</param>
public sealed record Principal(string Name, Standing Standing, Func<ApiOperation, string?> Token, IReadOnlySet<string> Permissions)
{
    /// <summary>Whether she lacks what an operation needs.</summary>
    public bool Lacks(ApiOperation operation) => operation.Permission is { } permission && !Permissions.Contains(permission);

    /// <summary>Everybody who might try.</summary>
    public static async Task<IReadOnlyList<Principal>> AllAsync(App app, MatrixWorld attacker, MatrixWorld victim)
    {
        var none = new HashSet<string>();
        // Forgeries are made from the token that would open the operation, the victim's own or Cohort 4's, so that but for the forgery each would be let in.
        var forged = new Dictionary<string, (string Name, string Token)[]>(StringComparer.Ordinal)
        {
            [victim.Partner.Token] = [.. Forge(app, victim.Partner.Token, attacker.Partner.Organisation)],
            [app.Admin.Token] = [.. Forge(app, app.Admin.Token, attacker.Partner.Organisation)],
            [victim.Assurer.Token] = [.. Forge(app, victim.Assurer.Token, attacker.Partner.Organisation)],
            [victim.Sandbox.Token] = [.. Forge(app, victim.Sandbox.Token, attacker.Partner.Organisation)],
            [app.Finance.Token] = [.. Forge(app, app.Finance.Token, attacker.Partner.Organisation)],
            [victim.Person.Token] = [.. Forge(app, victim.Person.Token, attacker.Partner.Organisation)],
        };
        // Suspended after the token was given and before it was ever shown: nothing is remembered of it.
        var suspended = await app.CallerAsync(Id<Organisation>.Parse(await attacker.OrganisationAsync(), null), Permission.ForPartnerClients);
        await attacker.DoAsync("suspendOrganisation", ("id", suspended.Organisation.ToString()));
        return
        [
            new("nobody", Standing.Nobody, _ => null, none),
            .. forged.Values.First().Select((f, i) => new Principal(f.Name, Standing.Nobody, o => forged[victim.OwnerOf(o).Token][i].Token, none)),
            new("another organisation's client", Standing.Foreign, _ => attacker.Partner.Token, Permission.ForPartnerClients),
            new("another organisation's user", Standing.Foreign, _ => attacker.UserToken, Permission.Of(Role.Coordinator)),
            new("another organisation's viewer", Standing.Foreign, _ => attacker.Viewer.Token, Permission.Of(Role.Viewer)),
            await PastTheGateAsync(app, attacker),
            new("a suspended organisation's client", Standing.Suspended, _ => suspended.Token, Permission.ForPartnerClients),
            new("the victim's own viewer", Standing.OwnButLow, _ => victim.Viewer.Token, Permission.Of(Role.Viewer)),
            new("Cohort 4 mixing two organisations", Standing.Mixing, o => victim.OwnerOf(o) == app.Finance ? app.Finance.Token : app.Admin.Token,
                new HashSet<string>([.. Permission.Of(Role.PlatformAdministrator), .. Permission.Of(Role.Finance)])),
        ];
    }

    // No use case gives a partner's client what only Cohort 4 may. Written into the table, it shows what the gate alone keeps shut.
    private static async Task<Principal> PastTheGateAsync(App app, MatrixWorld attacker)
    {
        var caller = await app.CallerAsync(attacker.Partner.Organisation, [Permission.LicencesRead]);
        await using (var command = app.Database.AdminSource.CreateCommand("update franchise.api_clients set permissions = $1 where id = $2"))
        {
            command.Parameters.AddWithValue(Permission.All.Order(StringComparer.Ordinal).ToArray());
            command.Parameters.AddWithValue(caller.ClientId.Value);
            Assert.Equal(1, await command.ExecuteNonQueryAsync());
        }
        var token = await app.TokenAsync(caller.ClientId.ToString(), caller.Secret);
        return new("another organisation's client past the gate", Standing.PastTheGate, _ => token, Permission.All);
    }

    private static IEnumerable<(string Name, string Token)> Forge(App app, string token, Id<Organisation> organisation)
    {
        var key = app.Services.GetRequiredService<KeyRing>().Current.Signing[0];
        var parts = token.Split('.');
        var claims = JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(Base64UrlEncoder.Decode(parts[1]))!;
        string Payload(string claim, object value) =>
            JsonSerializer.Serialize(claims.ToDictionary(c => c.Key, c => c.Key == claim ? value : c.Value, StringComparer.Ordinal));
        string Signed(string payload, SigningCredentials with) =>
            new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(payload, with, new Dictionary<string, object>(StringComparer.Ordinal) { ["typ"] = "at+jwt" });
        var past = TimeProvider.System.GetUtcNow().AddMinutes(-1).ToUnixTimeSeconds();

        yield return ("an expired token", Signed(Payload("exp", past), key));
        yield return ("an altered signature", $"{parts[0]}.{parts[1]}.{(parts[2][0] == 'A' ? 'B' : 'A')}{parts[2][1..]}");
        yield return ("an altered organisation", $"{parts[0]}.{Base64UrlEncoder.Encode(Payload("org", organisation.ToString()))}.{parts[2]}");
        yield return ("another audience", Signed(Payload("aud", "another-api"), key));
        yield return ("no algorithm", $"{Base64UrlEncoder.Encode("""{"alg":"none","typ":"at+jwt"}""")}.{parts[1]}.");
        var secret = Encoding.UTF8.GetBytes(((RsaSecurityKey)key.Key).Rsa.ExportSubjectPublicKeyInfoPem());
        yield return ("the public key as a secret", Signed(Payload("", ""), new(new SymmetricSecurityKey(secret) { KeyId = key.Kid }, SecurityAlgorithms.HmacSha256)));
    }
}
