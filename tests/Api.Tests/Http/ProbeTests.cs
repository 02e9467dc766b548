using System.Text.Json.Nodes;
using Franchise.Api.Http;
using Franchise.Domain.Organisations;

namespace Franchise.Api.Tests.Http;

public sealed class ProbeTests(HttpHost host) : IClassFixture<HttpHost>
{
    [Fact]
    public async Task No_malformed_request_is_answered_5xx_and_every_refusal_is_a_problem()
    {
        var description = JsonNode.Parse(await OpenApi.RenderAsync(host.Services))!.AsObject();
        var operations = ProbedOperation.All(description, (_, _) => Organisation.FranchisorId.ToString()).Where(o => o.Id != "breakDown").ToList();
        var faults = new List<string>();
        var sent = 0;
        foreach (var operation in operations)
        {
            var probes = Probes.Of(operation).ToList();
            sent += probes.Count;
            faults.AddRange(await Probes.Run(host.Client, operation, probes));
        }
        Assert.True(sent > 500, $"Only {sent} probes were made.");
        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }

    [Fact]
    public async Task No_broken_request_line_header_or_framing_is_answered_5xx()
    {
        var faults = new List<string>();
        foreach (var (name, bytes) in Probes.Raw("/v1/samples", "X-Test-Actor: cli_all\r\n"))
        {
            var answer = await Probes.SendRaw(host.Address, bytes);
            if (answer.StartsWith("HTTP/1.1 5", StringComparison.Ordinal))
                faults.Add($"{name}: {answer}");
        }
        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }
}
