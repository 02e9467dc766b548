using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Franchise.Api.Http;
using Franchise.Api.Tests.Http.Keeping;
using Franchise.Domain.Identity;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Persistence;
using Franchise.Infrastructure.Tenancy;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Franchise.Api.Tests.Http
{
    public sealed class IdempotencyTests : IAsyncLifetime
    {
        private readonly HttpHost one = new();
        private readonly HttpHost two = new();
        private TestDatabase database = null!;
        private Id<Organisation> a;
        private Id<Organisation> b;

        public async Task InitializeAsync()
        {
            database = await TestDatabase.RunningAsync();
            (a, b) = (await database.OrganisationAsync(), await database.OrganisationAsync());
            foreach (var host in new[] { one, two })
                await host.Start([], builder => builder.Services.AddSingleton(database.Doors).AddScoped<RequestDb>()
                    .AddScoped(s => s.GetRequiredService<RequestDb>().Db).AddScoped(s => s.GetRequiredService<FranchiseDb>().Actor), app => app.UseTenancy(), KeepingRoutes.Map);
        }

        public async Task DisposeAsync()
        {
            await one.DisposeAsync();
            await two.DisposeAsync();
        }

        [Fact]
        public async Task The_same_request_takes_effect_once_and_is_answered_alike()
        {
            var (client, key) = (one.For(a, "cli_1"), NewKey());
            var first = await Keep(client, key, "x");
            var again = await Keep(two.For(a, "cli_1"), key, "x");
            Assert.Equal(HttpStatusCode.Created, first.StatusCode);
            Assert.False(first.Headers.Contains("Idempotency-Replayed"));
            Assert.Equal("true", again.Headers.GetValues("Idempotency-Replayed").Single());
            Assert.Equal(first.StatusCode, again.StatusCode);
            Assert.Equal(first.Headers.Location, again.Headers.Location);
            Assert.Equal(first.Headers.ETag, again.Headers.ETag);
            Assert.Equal(first.Content.Headers.ContentType, again.Content.Headers.ContentType);
            Assert.Equal(await first.Content.ReadAsStringAsync(), await again.Content.ReadAsStringAsync());
            Assert.Equal(1, KeepThing.Calls(key));
        }

        [Fact]
        public async Task The_same_key_with_another_body_is_refused()
        {
            var (client, key) = (one.For(a, "cli_1"), NewKey());
            await Keep(client, key, "x");
            await Refused(await Keep(client, key, "y"), 422, "idempotency_key_reused");
            Assert.Equal(1, KeepThing.Calls(key));
        }

        [Fact]
        public async Task Another_client_and_another_organisation_may_use_the_same_key()
        {
            var key = NewKey();
            foreach (var client in new[] { one.For(a, "cli_1"), one.For(a, "cli_2"), one.For(b, "cli_1") })
                Assert.False((await Keep(client, key, "x")).Headers.Contains("Idempotency-Replayed"));
            Assert.Equal(3, KeepThing.Calls(key));
        }

        [Fact]
        public async Task A_refused_request_keeps_nothing_and_may_be_put_right_under_its_key()
        {
            var (client, key) = (one.For(a, "cli_1"), NewKey());
            await Refused(await Keep(client, key, "refuse"), 409, "thing_refused");
            Assert.Equal(HttpStatusCode.Created, (await Keep(client, key, "x")).StatusCode);
        }

        [Fact]
        public async Task A_key_that_must_be_there_is_demanded_and_a_strange_one_refused()
        {
            var client = one.For(a, "cli_1");
            await Refused(await Keep(client, null, "x"), 428, "idempotency_key_required");
            await Refused(await Keep(client, new string('k', 256), "x"), 400, "idempotency_key_malformed");
            await Refused(await Keep(client, "two words", "x"), 400, "idempotency_key_malformed");
        }

        [Fact]
        public async Task Of_twenty_at_once_on_two_instances_one_takes_effect()
        {
            var key = NewKey();
            var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => Keep((i % 2 == 0 ? one : two).For(a, "cli_1"), key, "slow")));
            Assert.Equal(1, KeepThing.Calls(key));
            Assert.Single(answers, r => r.StatusCode == HttpStatusCode.Created && !r.Headers.Contains("Idempotency-Replayed"));
            foreach (var answer in answers.Where(r => r.StatusCode != HttpStatusCode.Created))
                await Refused(answer, 409, "idempotency_key_in_flight");
            Assert.Equal("true", (await Keep(one.For(a, "cli_1"), key, "slow")).Headers.GetValues("Idempotency-Replayed").Single());
        }

        [Fact]
        public async Task A_result_that_cannot_be_written_leaves_no_effect()
        {
            var (client, key) = (one.For(a, "cli_1"), NewKey());
            Assert.Equal(HttpStatusCode.InternalServerError, (await Keep(client, key, "unwritable")).StatusCode);
            await using var db = database.Doors.Tenant(a, Actor.System);
            Assert.False(await db.Set<IdempotencyRecord>().AnyAsync(r => r.Key == key));
        }

        private static string NewKey() => Guid.CreateVersion7().ToString();

        private static async Task<HttpResponseMessage> Keep(HttpClient client, string? key, string word)
        {
            var request = new HttpRequestMessage(HttpMethod.Post, "/v1/things") { Content = JsonContent.Create(new { word }) };
            if (key is not null)
                request.Headers.TryAddWithoutValidation("Idempotency-Key", key);
            return await client.SendAsync(request);
        }

        private static async Task Refused(HttpResponseMessage answer, int status, string code)
        {
            var problem = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
            Assert.True(status == (int)answer.StatusCode && code == (string?)problem["code"], $"{answer.StatusCode} {problem}");
        }
    }
}

namespace Franchise.Api.Tests.Http.Keeping
{
    internal static class KeepingRoutes
    {
        public static void Map(Routes v1) =>
            v1.Post("/things", KeepThing.Handle, Permission.SeatsWrite).Says("Keep a thing", "Once.").RequiresIdempotencyKey().Refuses("thing_refused");
    }

    internal static class KeepThing
    {
        private static readonly ConcurrentDictionary<string, int> calls = new();

        public sealed record Request(string Word);

        public sealed record Response(string Word, Guid Made)
        {
            public string Length => Word == "unwritable" ? throw new InvalidOperationException("Cannot be written.") : "fits";
        }

        public static int Calls(string key) => calls.GetValueOrDefault(key);

        public static async Task<Created<Response>> Handle(Request request, Microsoft.AspNetCore.Http.HttpContext context, CancellationToken ct)
        {
            calls.AddOrUpdate(context.Request.Headers["Idempotency-Key"].ToString(), 1, (_, n) => n + 1);
            if (request.Word == "slow")
                await Task.Delay(500, ct);
            return request.Word == "refuse"
                ? throw Refusal.Conflict("thing_refused", "No.", "Say another word.")
                : new("/v1/things/1", new(request.Word, Guid.CreateVersion7()), 1);
        }
    }
}
