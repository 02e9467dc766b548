using System.Security.Cryptography;
using System.Text.Json;
using Franchise.Api.Audit;
using Franchise.Domain.Audit;
using Franchise.Domain.Identity;
using Franchise.Infrastructure;
using Franchise.Infrastructure.Audit;
using Franchise.Infrastructure.Crypto;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;

namespace Franchise.Api.Tests.Audit;

public sealed class AuditTests
{
    [Fact]
    public async Task An_organisation_reads_and_verifies_her_own_chain()
    {
        var app = await App.RunningAsync();
        var partner = await app.PartnerAsync();
        var entries = (await partner.GetAsync("/v1/audit-entries?limit=200")).Is(200).Json.GetProperty("data");
        Assert.True(entries.GetArrayLength() >= 6);
        Assert.All(entries.EnumerateArray(), e => Assert.Equal(partner.Organisation.ToString(), e.GetProperty("organisationId").GetString()));
        Assert.Equal(Enumerable.Range(1, entries.GetArrayLength()), entries.EnumerateArray().Select(e => e.GetProperty("seq").GetInt32()));
        Assert.Equal("organisation.created", entries[0].GetProperty("action").GetString());

        var verification = (await partner.GetAsync("/v1/audit-entries/verification")).Is(200);
        Assert.Equal("True", verification.Text("intact"));
        Assert.Equal(entries.GetArrayLength().ToString(), verification.Text("entries"));

        await new SignAuditHeads(app.Database.Doors, new AuditSigner(app.Database.Secrets, app.Database.Configuration), TimeProvider.System, NullLogger<SignAuditHeads>.Instance).RunAsync(default);
        verification = (await partner.GetAsync("/v1/audit-entries/verification")).Is(200);
        Assert.Equal("True", verification.Text("intact"));
        Assert.Equal(entries.GetArrayLength(), verification.Json.GetProperty("signed").GetProperty("seq").GetInt32());
    }

    [Theory]
    [InlineData("UPDATE franchise.audit_entries SET actor = 'cli_someone' WHERE tenant_id = $1 AND seq = 2", 2)]
    [InlineData("DELETE FROM franchise.audit_entries WHERE tenant_id = $1 AND seq = 3", 3)]
    [InlineData("UPDATE franchise.audit_entries SET at = at + interval '1 microsecond' WHERE tenant_id = $1 AND seq = 1", 1)]
    public async Task A_chain_that_someone_with_all_rights_tampered_with_is_found_out(string tampering, int at)
    {
        var app = await App.RunningAsync();
        var partner = await app.PartnerAsync();
        await TamperAsync(app, partner, tampering);
        var verification = (await partner.GetAsync("/v1/audit-entries/verification")).Is(200);
        Assert.Equal("False", verification.Text("intact"));
        Assert.Equal(at.ToString(), verification.Text("brokenAt"));
    }

    [Fact]
    public async Task A_chain_whose_tail_was_cut_together_with_its_head_contradicts_the_signed_head()
    {
        var app = await App.RunningAsync();
        var partner = await app.PartnerAsync();
        await new SignAuditHeads(app.Database.Doors, new AuditSigner(app.Database.Secrets, app.Database.Configuration), TimeProvider.System, NullLogger<SignAuditHeads>.Instance).RunAsync(default);
        await TamperAsync(app, partner, "DELETE FROM franchise.audit_entries WHERE tenant_id = $1 AND seq > 3");
        await TamperAsync(
            app,
            partner,
            "UPDATE franchise.audit_heads h SET audit_seq = 3, audit_hash = e.hash FROM franchise.audit_entries e WHERE e.tenant_id = $1 AND h.tenant_id = $1 AND e.seq = 3"
        );
        Assert.Equal("False", (await partner.GetAsync("/v1/audit-entries/verification")).Is(200).Text("intact"));
    }

    [Fact]
    public async Task What_a_former_master_keys_signer_signed_is_checked_with_its_kept_public_key_alone()
    {
        var app = await App.RunningAsync();
        var partner = await app.PartnerAsync();
        var former = new AuditSigner(new Secrets(RandomNumberGenerator.GetBytes(32)), app.Database.Configuration);
        await using (var db = await app.Database.Doors.AcrossTenants("test", Actor.System, default))
        {
            var head = await db.Set<AuditHead>().AsNoTracking().SingleAsync(h => h.TenantId == partner.Organisation);
            db.Add(former.Sign(head, TimeProvider.System.GetUtcNow()));
            await db.SaveChangesAsync();
        }
        await using var keeping = await App.StartAsync(new() { ["Audit:FormerKeys:0"] = $"{former.Key.X}.{former.Key.Y}" });
        var there = new Caller(keeping, partner.Organisation, partner.ClientId, partner.Secret, partner.Token);
        var verification = (await there.GetAsync("/v1/audit-entries/verification")).Is(200);
        Assert.Equal("True", verification.Text("intact"));
        var signed = verification.Json.GetProperty("signed");
        Assert.Equal((former.Key.Id, former.Key.X), (signed.GetProperty("keyId").GetString(), signed.GetProperty("x").GetString()));

        // Not kept, it proves nothing, and no other key is shown in its place.
        verification = (await partner.GetAsync("/v1/audit-entries/verification")).Is(200);
        Assert.Equal("False", verification.Text("intact"));
        Assert.Equal(JsonValueKind.Null, verification.Json.GetProperty("signed").GetProperty("x").ValueKind);

        // Kept, it does not vouch for what it never signed.
        await TamperAsync(app, partner, "UPDATE franchise.signed_audit_heads SET at = at + interval '1 day' WHERE tenant_id = $1");
        Assert.Equal("False", (await there.GetAsync("/v1/audit-entries/verification")).Is(200).Text("intact"));
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("AAAA.BBBB")]
    [InlineData("")]
    public void A_former_key_that_is_none_stops_the_start(string key)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("Audit:FormerKeys:0", key)]).Build();
        Assert.Throws<StartRefused>(() => new AuditSigner(new Secrets(new byte[32]), configuration));
    }

    [Fact]
    public async Task The_feed_gives_every_event_in_order_and_goes_on_where_one_left_off()
    {
        var app = await App.RunningAsync();
        var partner = await app.PartnerAsync();
        var first = (await partner.GetAsync("/v1/events?limit=2")).Is(200);
        Assert.Equal([1, 2], first.Json.GetProperty("data").EnumerateArray().Select(e => e.GetProperty("seq").GetInt32()));
        var second = (await partner.GetAsync($"/v1/events?limit=2&cursor={first.Text("next")}")).Is(200);
        Assert.Equal([3, 4], second.Json.GetProperty("data").EnumerateArray().Select(e => e.GetProperty("seq").GetInt32()));
        var since = (await partner.GetAsync("/v1/events?after=3&limit=1")).Is(200);
        Assert.Equal(4, since.Json.GetProperty("data")[0].GetProperty("seq").GetInt32());
    }

    [Fact]
    public async Task Nobody_reads_anothers_chain_or_feed_by_naming_it()
    {
        var app = await App.RunningAsync();
        var partner = await app.PartnerAsync();
        var other = await app.PartnerAsync();
        foreach (var path in new[] { "/v1/audit-entries", "/v1/events" })
            Assert.Equal(0, (await partner.GetAsync($"{path}?organisation={other.Organisation}")).Is(200).Json.GetProperty("data").GetArrayLength());
        (await partner.GetAsync($"/v1/audit-entries/verification?organisation={other.Organisation}")).Refuses(404, "not_found");
        Assert.NotEqual(0, (await app.Admin.GetAsync($"/v1/events?organisation={other.Organisation}")).Is(200).Json.GetProperty("data").GetArrayLength());
    }

    private static async Task TamperAsync(App app, Caller partner, string sql)
    {
        await using var command = app.Database.AdminSource.CreateCommand(sql);
        command.Parameters.AddWithValue(partner.Organisation.Value);
        Assert.NotEqual(0, await command.ExecuteNonQueryAsync());
    }
}
