using System.Security.Cryptography;
using System.Text;
using Franchise.Infrastructure.Crypto;
using Franchise.Infrastructure.Persistence;
using Npgsql;

namespace Franchise.Infrastructure.Tenancy;

/// <summary>
/// Signs the tenant that a connection is set to, so that SQL smuggled into a query cannot switch it: the database checks the signature with a
/// key that no role of the application can read, and the signature counts on that one server process only.
/// </summary>
public sealed class TenantProof(Secrets secrets, RoleNames roles)
{
    private readonly byte[] key = secrets.Derive("tenant-wall");

    /// <summary>The key's inner and outer pads (RFC 2104), for <c>walls.tenant_keys</c>: the database then needs nothing but SHA-256.</summary>
    public (byte[] Inner, byte[] Outer) Pads()
    {
        byte[] inner = new byte[64], outer = new byte[64];
        for (var i = 0; i < 64; i++)
        {
            var k = i < key.Length ? key[i] : (byte)0;
            (inner[i], outer[i]) = ((byte)(k ^ 0x36), (byte)(k ^ 0x5c));
        }
        return (inner, outer);
    }

    /// <summary>The value of <c>app.proof</c> for a session on one connection.</summary>
    public string Sign(TenantSession session, int backendPid)
    {
        var role = session.Role == DatabaseRole.Tenant ? roles.Tenant : roles.Platform;
        return Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.ASCII.GetBytes($"{session.Setting}|{backendPid}|{role}")));
    }

    /// <summary>Adds the two parameters that <see cref="Statement"/> takes.</summary>
    public void Fill(NpgsqlCommand command, TenantSession session)
    {
        command.Parameters.Add(new NpgsqlParameter<string>("__tenant", session.Setting));
        command.Parameters.Add(new NpgsqlParameter<string>("__proof", Sign(session, command.Connection!.ProcessID)));
    }

    /// <summary>Sets tenant and proof for the current transaction only.</summary>
    public const string Statement = "SELECT set_config('app.tenant', @__tenant, true), set_config('app.proof', @__proof, true);";
}
