using System.Collections.Concurrent;
using System.Text;
using Franchise.Domain.Licensing;
using Franchise.Domain.Shared;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Franchise.Api.Tests.Start;

/// <summary>Traces and metrics leave over OTLP, and nothing leaves with them that could find a woman.</summary>
public sealed class OtlpTests
{
    [Fact]
    public async Task Traces_and_metrics_arrive_where_the_endpoint_points_without_ids_or_tokens()
    {
        var received = new ConcurrentDictionary<string, ConcurrentQueue<string>>(StringComparer.Ordinal);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        await using var collector = builder.Build();
        collector.MapPost("/{**path}", async (string path, HttpContext context) =>
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body);
            received.GetOrAdd(path, _ => new()).Enqueue(Encoding.Latin1.GetString(body.ToArray()));
        });
        await collector.StartAsync();
        var address = collector.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();

        var unknown = Id<Licence>.New(TimeProvider.System.GetUtcNow()).ToString();
        string token, client;
        // Ended here, so that everything gathered is sent.
        await using (var app = await App.StartAsync(new()
        {
            ["OTEL_EXPORTER_OTLP_ENDPOINT"] = address,
            ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
        }))
        {
            var partner = await app.PartnerAsync();
            (token, client) = (partner.Token, partner.ClientId.ToString());
            (await partner.GetAsync("/v1/licences")).Is(200);
            (await partner.GetAsync($"/v1/licences/{unknown}")).Is(404);
            (await partner.PostAsync("/v1/invitations", new { email = "zebedee@example.org", role = "viewer" })).Is(201);
        }

        var traces = string.Concat(received["v1/traces"]);
        var metrics = string.Concat(received["v1/metrics"]);
        Assert.Contains("/v1/licences/{id}", traces, StringComparison.Ordinal);
        Assert.Contains("set_config('app.tenant'", traces, StringComparison.Ordinal); // the database's spans
        foreach (var name in new[] { "http.server.request.duration", "db.client.connection", "dotnet.gc", "franchise.events" })
            Assert.Contains(name, metrics, StringComparison.Ordinal);
        foreach (var secret in new[] { unknown, token, token.Split('.')[2], client, "zebedee" })
        {
            Assert.DoesNotContain(secret, traces, StringComparison.Ordinal);
            Assert.DoesNotContain(secret, metrics, StringComparison.Ordinal);
        }
    }
}
