using System.Net.Sockets;
using System.Text.Json.Nodes;
using Franchise.Api.Tests.Http;
using Xunit.Abstractions;

namespace Franchise.Api.Tests.Matrix;

/// <summary>What a hostile or careless caller sends, to every operation there is, from someone who may call it.</summary>
[Collection(nameof(Matrix))]
public sealed class ProbesOnEveryOperationTests(TwoWorlds worlds, ITestOutputHelper output)
{
    // What the server says before there is an operation to speak of.
    private static readonly HashSet<string> beforehand = new(StringComparer.Ordinal) { "method_not_allowed", "no_such_route", "not_acceptable", "headers_too_large", "timed_out", "refused" };

    // Reads that stand in the audit chain themselves: what leaves the house with names or as a whole. They change that and nothing else.
    private static readonly HashSet<string> noted = new(StringComparer.Ordinal) { "getClaimResults", "getCourseResults", "getCourseEvidence", "getOrganisationEvidence" };

    [Fact]
    public async Task No_malformed_request_is_answered_5xx_and_every_refusal_is_documented_and_without_effect()
    {
        var world = worlds.Attacker;
        List<string> faults = [];
        var (sent, refused) = (0, 0);
        foreach (var operation in world.Api.Operations)
        {
            using var client = world.ClientOf(world.OwnerOf(operation));
            var probes = Probes.Of(Probed(await world.PrepareAsync(operation))).ToLookup(p => p.MustRefuse);
            var before = await world.StateAsync();
            foreach (var probe in probes[true])
                await SendAsync(probe, operation, client);
            Compare(operation, before, await world.StateAsync());
            // These may be taken, so that what stands before each is what stood after the last that was.
            before = await world.StateAsync();
            foreach (var probe in probes[false])
                if (await SendAsync(probe, operation, client) && operation.IsWrite)
                    before = await world.StateAsync();
            Compare(operation, Counted(operation, before), Counted(operation, await world.StateAsync()));
        }
        var summary = $"{world.Api.Operations.Count} operations, {sent} probes: {refused} refused, {sent - refused} taken, {faults.Count} faults.";
        output.WriteLine(summary);
        TwoWorlds.Keep("probes.txt", $"{summary}\n{string.Join('\n', faults)}\n");
        Assert.True(faults.Count == 0, $"{summary}\n{string.Join('\n', faults)}");
        Assert.True(sent > 5000, summary);

        async Task<bool> SendAsync(Probe probe, ApiOperation operation, HttpClient client)
        {
            sent++;
            for (var attempt = 1; ; attempt++)
                try
                {
                    using var request = probe.Make();
                    using var answer = await client.SendAsync(request);
                    var fault = await Probes.FaultOf(probe, answer);
                    if (fault is null && answer.Content.Headers.ContentType?.MediaType == "application/problem+json")
                        fault = (string?)JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["code"] is { } code && (operation.Codes.Contains(code) || beforehand.Contains(code))
                            ? null
                            : $"answered {(int)answer.StatusCode} with a code that {operation.Id} does not document: {await answer.Content.ReadAsStringAsync()}";
                    if (fault is not null)
                        faults.Add($"{operation}: {probe.Name} {fault}");
                    if ((int)answer.StatusCode < 400)
                        return true;
                    refused++;
                    return false;
                }
                catch (HttpRequestException e) when (e.InnerException is IOException or SocketException)
                {
                    // A server may hang up on a body that it has already refused, and the next request may still have been put on that connection.
                    if (attempt < 2)
                        continue;
                    if (!probe.Name.Contains("large", StringComparison.Ordinal))
                        faults.Add($"{operation}: {probe.Name} broke the connection");
                    refused++;
                    return false;
                }
        }

        void Compare(ApiOperation operation, IReadOnlyList<string> before, IReadOnlyList<string> after)
        {
            foreach (var (was, now) in before.Zip(after).Where(s => s.First != s.Second))
                faults.Add($"{operation}: what was refused has changed something: {was} is now {now}");
        }
    }

    private static IReadOnlyList<string> Counted(ApiOperation operation, IReadOnlyList<string> state) =>
        !noted.Contains(operation.Id) ? state : [.. state.Where(s => s.Split(' ')[0] is not ("audit_entries" or "audit_heads" or "events"))];

    [Fact]
    public async Task No_broken_request_line_header_or_framing_is_answered_5xx()
    {
        var world = worlds.Attacker;
        using var client = world.ClientOf(world.Partner);
        List<string> faults = [];
        foreach (var (name, bytes) in Probes.Raw("/v1/contacts", $"Authorization: Bearer {world.Partner.Token}\r\n"))
            if ((await Probes.SendRaw(client.BaseAddress!, bytes)).StartsWith("HTTP/1.1 5", StringComparison.Ordinal))
                faults.Add(name);
        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }

    private static ProbedOperation Probed(MatrixRequest request) =>
        new(request.Operation.Id, request.Operation.Verb, request.Address.Split('?')[0], request.Body,
            [.. request.Operation.Slots.Where(s => s.In == Part.Query).Select(s => s.Name), .. request.Operation.IsList ? new[] { "limit", "cursor" } : []],
            request.Operation.TakesIfMatch);
}
