using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Franchise.Api.Organisations;
using Franchise.Api.Start;
using Franchise.Domain.Identity;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Crypto;
using Franchise.Infrastructure.Identity;
using Franchise.Infrastructure.Tenancy;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Franchise.Api.Tests.Start;

/// <summary>The built program, told to stop and killed: what was begun is finished or never was, and it starts again.</summary>
public sealed class ShutdownTests
{
    [Fact]
    public async Task Told_to_stop_it_finishes_what_was_begun_takes_nothing_new_and_ends_well_and_killed_it_starts_again()
    {
        await using var database = await OwnDatabase.MigratedAsync();
        ChildProgram child;
        await using (child = await ChildProgram.ServingAsync(database.Settings))
        {
            Assert.Equal(HttpStatusCode.OK, (await child.Http.GetAsync("/health/live")).StatusCode);
            Assert.Equal(HttpStatusCode.OK, (await child.Http.GetAsync("/health/ready")).StatusCode);
            // Outside Development nothing is made that nobody asked for: no organisation, no account, no client.
            foreach (var table in new[] { "franchise.organisations", "franchise.api_clients", "franchise.units", "identity.users", "identity.applications" })
                Assert.Equal(0L, await database.ScalarAsync($"SELECT count(*) FROM {table}"));

            var partner = await PartnerAsync(database);
            var token = await TokenAsync(child.Http, partner);
            await using (var held = await Held.Async(database, partner.Organisation))
            {
                var inFlight = AddContactAsync(child.Http, token, "before");
                await held.WaitedForAsync(inFlight);
                var stopping = Stopwatch.GetTimestamp();
                child.Signal("TERM");
                await child.SaysAsync("Application is shutting down...");
                await NothingNewAsync(child.Http.BaseAddress!);
                Assert.False(inFlight.IsCompleted);
                await held.LetGoAsync();
                Assert.Equal(HttpStatusCode.Created, (await inFlight).StatusCode);
                Assert.Equal(0, await child.ExitAsync(TimeSpan.FromSeconds(30)));
                Assert.True(Stopwatch.GetElapsedTime(stopping) < TimeSpan.FromSeconds(30));
            }
            Assert.Equal(1L, await database.ScalarAsync("SELECT count(*) FROM franchise.contacts WHERE name = 'before'"));
            Assert.All(child.Output, line => Assert.DoesNotContain("\"LogLevel\":\"Critical\"", line, StringComparison.Ordinal));

            await using (child = await ChildProgram.ServingAsync(database.Settings))
            {
                await using var held = await Held.Async(database, partner.Organisation);
                var inFlight = AddContactAsync(child.Http, token, "during");
                await held.WaitedForAsync(inFlight);
                child.Signal("KILL");
                Assert.NotEqual(0, await child.ExitAsync(TimeSpan.FromSeconds(10)));
                await Assert.ThrowsAnyAsync<HttpRequestException>(() => inFlight);
            }
            await using (child = await ChildProgram.ServingAsync(database.Settings))
            {
                Assert.Equal(HttpStatusCode.OK, (await child.Http.GetAsync("/health/ready")).StatusCode);
                Assert.Equal(0L, await database.ScalarAsync("SELECT count(*) FROM franchise.contacts WHERE name = 'during'"));
                Assert.Equal(HttpStatusCode.Created, (await AddContactAsync(child.Http, token, "after")).StatusCode);
                child.Signal("TERM");
                Assert.Equal(0, await child.ExitAsync(TimeSpan.FromSeconds(30)));
            }
        }
    }

    // New connections are refused, or where one is still taken, readiness says no: either way a balancer goes elsewhere.
    private static async Task NothingNewAsync(Uri address)
    {
        for (var i = 0; i < 200; i++)
        {
            using var http = new HttpClient { BaseAddress = address };
            try
            {
                using var answer = await http.GetAsync("/health/ready");
                if (answer.StatusCode == HttpStatusCode.ServiceUnavailable)
                    return;
            }
            catch (HttpRequestException)
            {
                return;
            }
            await Task.Delay(25);
        }
        Assert.Fail("It still said that it was ready five seconds after it was told to stop.");
    }

    private static async Task<HttpResponseMessage> AddContactAsync(HttpClient http, string token, string name)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/contacts");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        request.Content = JsonContent.Create(new ContactRequest(ContactRole.Finance, name, "someone@example.org"), options: Franchise.Api.Http.Json.Options);
        return await http.SendAsync(request);
    }

    private static async Task<string> TokenAsync(HttpClient http, (Id<Organisation> Organisation, string ClientId, string Secret) partner)
    {
        using var form = new FormUrlEncodedContent(
            new Dictionary<string, string>
            {
                ["grant_type"] = "client_credentials",
                ["client_id"] = partner.ClientId,
                ["client_secret"] = partner.Secret,
            }
        );
        using var answer = await http.PostAsync("/connect/token", form);
        return JsonElement.Parse(await answer.Content.ReadAsStringAsync()).GetProperty("access_token").GetString()!;
    }

    private static async Task<(Id<Organisation> Organisation, string ClientId, string Secret)> PartnerAsync(OwnDatabase database)
    {
        var now = TimeProvider.System.GetUtcNow();
        var organisation = Sample.Organisation(now);
        var client = new ApiClient(organisation.TenantId, ApiClientKind.Confidential, new("Test", [Permission.OrganisationWrite], []), Actor.System, now);
        var secret = NewSecret.Make(NewSecret.OfClient).Text;
        client.Rotate(SecretHash.Of(secret), ApiClient.DefaultOverlap, now);
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = "Test" });
        builder.Configuration.AddInMemoryCollection(database.Settings);
        builder.AddFranchise();
        await using var program = builder.Build();
        await Commands.PrepareAsync(program, default);
        await program.Services.GetRequiredService<KeyRing>().LoadAsync(default);
        await using (var db = await program.Services.GetRequiredService<Doors>().AcrossTenants("test", Actor.System, default))
        {
            db.AddRange(organisation, client);
            await db.SaveChangesAsync();
        }
        await using var scope = program.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<Accounts>().RegisterClientAsync(client, default);
        return (organisation.TenantId, client.Id.ToString(), secret);
    }

    /// <summary>A lock that every write of one organisation waits for.</summary>
    private sealed class Held(NpgsqlConnection connection, NpgsqlTransaction transaction, OwnDatabase database) : IAsyncDisposable
    {
        public static async Task<Held> Async(OwnDatabase database, Id<Organisation> organisation)
        {
            var connection = new NpgsqlConnection(database.Address + ";Pooling=false");
            await connection.OpenAsync();
            var transaction = await connection.BeginTransactionAsync();
            await using var command = new NpgsqlCommand("SELECT 1 FROM franchise.audit_heads WHERE tenant_id = $1 FOR UPDATE", connection);
            command.Parameters.AddWithValue(organisation.Value);
            Assert.NotNull(await command.ExecuteScalarAsync());
            return new(connection, transaction, database);
        }

        public async Task WaitedForAsync(Task<HttpResponseMessage> request)
        {
            // The first request of a new process meets everything uncompiled: on a busy machine that takes its time.
            var began = Stopwatch.GetTimestamp();
            while (Stopwatch.GetElapsedTime(began) < TimeSpan.FromMinutes(2))
            {
                if (request.IsCompleted)
                {
                    var answer = await request;
                    Assert.Fail($"The request did not wait: {answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
                }
                if ((bool)(await database.ScalarAsync($"SELECT EXISTS (SELECT FROM pg_stat_activity WHERE {connection.ProcessID} = ANY (pg_blocking_pids(pid)))"))!)
                    return;
                await Task.Delay(50);
            }
            Assert.Fail("The request never came to the lock.");
        }

        public Task LetGoAsync() => transaction.RollbackAsync();

        public async ValueTask DisposeAsync()
        {
            await transaction.DisposeAsync();
            await connection.DisposeAsync();
        }
    }
}
