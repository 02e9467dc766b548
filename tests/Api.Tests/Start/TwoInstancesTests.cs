using System.Net;
using Franchise.Api.Licensing;
using Franchise.Api.Organisations;
using Franchise.Api.Tests.Identity;
using Franchise.Domain.Identity;
using Franchise.Domain.Licensing;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Microsoft.IdentityModel.JsonWebTokens;
using Npgsql;

namespace Franchise.Api.Tests.Start;

/// <summary>Two whole programs on one database, with one clock that the tests move.</summary>
public sealed class TwoInstances : IAsyncLifetime
{
    public FakeTimeProvider Clock { get; } = new(TimeProvider.System.GetUtcNow());
    public App One { get; private set; } = null!;
    public App Two { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        One = await App.StartAsync(services: s => s.AddSingleton<TimeProvider>(Clock));
        Two = await App.StartAsync(services: s => s.AddSingleton<TimeProvider>(Clock));
    }

    public async Task DisposeAsync()
    {
        await One.DisposeAsync();
        await Two.DisposeAsync();
    }
}

/// <summary>Two instances on one database behave as one.</summary>
public sealed class TwoInstancesTests(TwoInstances both) : IClassFixture<TwoInstances>
{
    private static readonly ContactRequest someone = new(ContactRole.Finance, "Someone", "someone@example.org");

    [Fact]
    public async Task A_token_of_one_is_a_token_of_the_other()
    {
        var partner = await both.One.PartnerAsync();
        (await partner.GetAsync("/v1/organisation")).Is(200);
        (await At(both.Two, partner).GetAsync("/v1/organisation")).Is(200);
        var token = await both.Two.TokenAsync(partner.ClientId.ToString(), partner.Secret);
        (await new Caller(both.One, partner.Organisation, partner.ClientId, partner.Secret, token).GetAsync("/v1/organisation")).Is(200);
    }

    [Fact]
    public async Task A_client_that_is_disabled_through_one_is_shut_out_of_the_other_within_a_minute()
    {
        var partner = await both.One.PartnerAsync();
        var system = await both.One.CallerAsync(partner.Organisation, [Permission.OrganisationRead]);
        (await At(both.Two, system).GetAsync("/v1/organisation")).Is(200);
        (await partner.PostAsync($"/v1/clients/{system.ClientId}/disable")).Is(200);
        both.Clock.Advance(TimeSpan.FromMinutes(1));
        (await At(both.Two, system).GetAsync("/v1/organisation")).Is(401);
        (await system.GetAsync("/v1/organisation")).Is(401);
        (await At(both.Two, partner).GetAsync("/v1/organisation")).Is(200);
        await Assert.ThrowsAnyAsync<Exception>(() => both.Two.TokenAsync(system.ClientId.ToString(), system.Secret));
    }

    [Fact]
    public async Task An_organisation_that_is_suspended_through_one_is_refused_by_the_other_within_a_minute()
    {
        var partner = await both.One.PartnerAsync();
        var there = At(both.Two, partner);
        (await there.GetAsync("/v1/contacts")).Is(200);
        (await both.One.Admin.PostAsync($"/v1/organisations/{partner.Organisation}/suspend", new StatusReasonRequest("Tried."))).Is(200);
        both.Clock.Advance(TimeSpan.FromMinutes(1));
        (await there.GetAsync("/v1/contacts")).Refuses(403, "organisation_suspended");
        (await there.GetAsync("/v1/organisation")).Is(200);
    }

    [Fact]
    public async Task A_key_that_one_has_at_work_is_refused_by_the_other_and_then_replayed_by_it()
    {
        var partner = await both.One.PartnerAsync();
        var there = At(both.Two, partner);
        await using var connection = await both.One.Database.AdminSource.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using (var hold = new NpgsqlCommand("SELECT 1 FROM franchise.audit_heads WHERE tenant_id = $1 FOR UPDATE", connection))
        {
            hold.Parameters.AddWithValue(partner.Organisation.Value);
            Assert.NotNull(await hold.ExecuteScalarAsync());
        }
        var first = partner.PostAsync("/v1/contacts", someone, idempotencyKey: "one-key");
        await WaitForAsync(both.One, connection.ProcessID);
        (await there.PostAsync("/v1/contacts", someone, idempotencyKey: "one-key")).Refuses(409, "idempotency_key_in_flight");
        await transaction.RollbackAsync();
        var made = (await first).Is(201);
        var again = (await there.PostAsync("/v1/contacts", someone, idempotencyKey: "one-key")).Is(201);
        Assert.Equal("true", again.Headers["Idempotency-Replayed"]);
        Assert.Equal((made.Body, made.Location, made.ETag), (again.Body, again.Location, again.ETag));
    }

    [Fact]
    public async Task Of_one_key_sent_to_both_at_once_there_is_one_effect()
    {
        var partner = await both.One.PartnerAsync(p => p.HasContacts = false);
        var there = At(both.Two, partner);
        for (var i = 0; i < 5; i++)
        {
            var answers = await Task.WhenAll(
                partner.PostAsync("/v1/contacts", someone, idempotencyKey: $"key-{i}"),
                there.PostAsync("/v1/contacts", someone, idempotencyKey: $"key-{i}")
            );
            Assert.All(answers, a => Assert.True(a.Status is 201 || (a.Status == 409 && a.Code == "idempotency_key_in_flight"), a.Body));
            Assert.Single(answers, a => a.Status == 201 && !a.Headers.ContainsKey("Idempotency-Replayed"));
        }
        Assert.Equal(5, (await there.GetAsync("/v1/contacts")).Is(200).Json.GetProperty("data").GetArrayLength());
    }

    [Fact]
    public async Task A_form_of_one_is_taken_by_the_other_and_its_cookie_counts_at_both()
    {
        var (email, password) = ($"{Guid.CreateVersion7():N}@example.org", "four unrelated words");
        await using (var scope = both.One.Services.CreateAsyncScope())
            await scope.ServiceProvider.GetRequiredService<Accounts>().CreateUserAsync(email, password);
        // Cookies go by host, not by port: one browser for both.
        using var browser = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false });
        Uri here = Address(both.One), there = Address(both.Two);
        var page = await browser.GetStringAsync(new Uri(here, "/account/sign-in"));
        using var form = new FormUrlEncodedContent(
            new Dictionary<string, string> { ["email"] = email, ["password"] = password, ["__RequestVerificationToken"] = IdentityHost.FormToken(page) }
        );
        Assert.Equal(HttpStatusCode.Redirect, (await browser.PostAsync(new Uri(there, "/account/sign-in"), form)).StatusCode);
        foreach (var at in new[] { here, there })
            Assert.Contains(email, await browser.GetStringAsync(new Uri(at, "/account")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_new_signing_key_is_known_to_both_before_either_signs_with_it()
    {
        var partner = await both.One.PartnerAsync();
        var before = new JsonWebToken(partner.Token).Kid;
        KeyRing ours = both.One.Services.GetRequiredService<KeyRing>(), theirs = both.Two.Services.GetRequiredService<KeyRing>();
        var known = ours.Current.Signing.Count;
        await ours.RotateAsync(default);
        await UntilAsync(() => ours.Current.Signing.Count > known && theirs.Current.Signing.Count > known);
        Assert.Equal((before, before), (ours.Current.Signing[0].Kid, theirs.Current.Signing[0].Kid));
        both.Clock.Advance(TimeSpan.FromMinutes(2));
        await UntilAsync(() => ours.Current.Signing[0].Kid != before && theirs.Current.Signing[0].Kid != before);
        var token = await both.Two.TokenAsync(partner.ClientId.ToString(), partner.Secret);
        Assert.NotEqual(before, new JsonWebToken(token).Kid);
        (await new Caller(both.One, partner.Organisation, partner.ClientId, partner.Secret, token).GetAsync("/v1/organisation")).Is(200);
        (await At(both.Two, partner).GetAsync("/v1/organisation")).Is(200);
    }

    [Fact]
    public async Task Two_sweeps_at_once_do_each_thing_once()
    {
        const int count = 20;
        var partner = await both.One.PartnerAsync();
        var now = both.Clock.GetUtcNow().AddDays(-30);
        var time = new OwnTime(now, TimeZoneInfo.FindSystemTimeZoneById("Europe/London"));
        var policy = new LicencePolicy($"TWO-{Convert.ToHexString(Guid.CreateVersion7(now).ToByteArray()[10..])}", "Two instances", now);
        var version = policy.Draft(new(IsoPeriod.Parse("P12M", null), 30, [30], RenewalBasis.FromExpiry, OverageStrategy.Refuse, IsoPeriod.Parse("P6M", null), "Rules."), now);
        policy.Publish(version.Id, now);
        await using (var db = await both.One.Database.Doors.AcrossTenants("test", Actor.System, default))
        {
            db.Add(policy);
            await db.SaveChangesAsync();
            for (var i = 0; i < count; i++)
            {
                var grant = new LicenceGrant("FULL", new(1, "GBP"), new(1, "GBP"), 1, time.Today.AddDays(60), ["RM3-01"], [], [], ["GB"], ["en"], [DeliveryMode.InPerson]);
                var licence = Licence.Draft(partner.Organisation, version, grant, now);
                licence.MakeOffer("The agreement.", time.Today.AddDays(7), version, ["RM3-01"], Actor.System, time);
                db.Add(licence);
            }
            await db.SaveChangesAsync();
        }
        await Task.WhenAll(new[] { both.One, both.Two }.Select(SweepAsync));

        await using var said = both.One.Database.AdminSource.CreateCommand(
            "SELECT count(*), count(DISTINCT subject) FROM franchise.events WHERE tenant_id = $1 AND type = 'licence.offer_lapsed'"
        );
        said.Parameters.AddWithValue(partner.Organisation.Value);
        await using var reader = await said.ExecuteReaderAsync();
        Assert.True(await reader.ReadAsync());
        Assert.Equal((count, count), (reader.GetInt64(0), reader.GetInt64(1)));

        async Task SweepAsync(App app)
        {
            await using var scope = app.Services.CreateAsyncScope();
            // The one may have claimed all while the other looked: whoever is second goes round until nothing is left.
            while ((await scope.ServiceProvider.GetRequiredService<SweepLicences>().RunForAsync(partner.Organisation, default)).Licences > 0) { }
        }
    }

    private static Caller At(App app, Caller caller) => new(app, caller.Organisation, caller.ClientId, caller.Secret, caller.Token);

    private static Uri Address(App app)
    {
        using var http = app.CreateClient();
        return http.BaseAddress!;
    }

    private static async Task WaitForAsync(App app, int blocker)
    {
        for (var i = 0; i < 600; i++)
        {
            await using var command = app.Database.AdminSource.CreateCommand($"SELECT EXISTS (SELECT FROM pg_stat_activity WHERE {blocker} = ANY (pg_blocking_pids(pid)))");
            if ((bool)(await command.ExecuteScalarAsync())!)
                return;
            await Task.Delay(50);
        }
        Assert.Fail("The request never came to the lock.");
    }

    // The clock's timers run on it, what they start does not.
    private async Task UntilAsync(Func<bool> done)
    {
        for (var i = 0; i < 200 && !done(); i++)
        {
            both.Clock.Advance(KeyRing.RefreshInterval / 100);
            await Task.Delay(50);
        }
        Assert.True(done());
    }
}
