using System.Text.Json;
using Franchise.Api.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Franchise.Api.Tests.Http;

public sealed class JsonLinesTests : IDisposable
{
    private readonly FakeTimeProvider clock = new(new(2027, 3, 14, 9, 26, 53, TimeSpan.Zero));
    private readonly MemoryStream output = new();

    [Fact]
    public void A_line_is_one_object_with_what_scopes_and_template_name()
    {
        using (var lines = new JsonLines(clock, output))
        {
            lines.SetScopeProvider(new LoggerExternalScopeProvider());
            var log = lines.CreateLogger("Sweep");
            using (log.BeginScope(new Dictionary<string, object?> { ["RequestId"] = "req_1" }.ToList()))
                log.LogInformation("{Count} licences in {Seconds} s, {Nothing}, \"quoted\"\nand broken", 3, 0.5, null);
        }

        var line = Assert.Single(Lines());
        Assert.Equal("2027-03-14T09:26:53Z", line.GetProperty("timestamp").GetString());
        Assert.Equal("information", line.GetProperty("level").GetString());
        Assert.Equal("Sweep", line.GetProperty("category").GetString());
        Assert.Equal("req_1", line.GetProperty("requestId").GetString());
        Assert.Equal(3, line.GetProperty("count").GetInt32());
        Assert.Equal(0.5, line.GetProperty("seconds").GetDouble());
        Assert.Equal(JsonValueKind.Null, line.GetProperty("nothing").ValueKind);
        Assert.Contains("\"quoted\"\nand broken", line.GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Lines_wait_a_little_but_an_error_takes_all_of_them_along_at_once()
    {
        using var lines = new JsonLines(clock, output);
        var log = lines.CreateLogger("Any");
        log.LogInformation("first");
        Assert.Empty(Lines());
        log.LogError(new InvalidOperationException("why"), "second");
        Assert.Equal(["first", "second"], Lines().Select(l => l.GetProperty("message").GetString()));
        Assert.Contains("InvalidOperationException: why", Lines()[1].GetProperty("exception").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Waiting_lines_are_written_when_their_time_is_up()
    {
        using var lines = new JsonLines(clock, output);
        lines.CreateLogger("Any").LogInformation("first");
        clock.Advance(JsonLines.Longest);
        Assert.Single(Lines());
    }

    [Fact]
    public void Nothing_is_lost_or_torn_when_many_write_at_once()
    {
        using (var lines = new JsonLines(clock, output))
            Parallel.For(0, 8, worker =>
            {
                var log = lines.CreateLogger("Any");
                for (var i = 0; i < 2_000; i++)
                    log.LogInformation("{Number}", worker * 2_000 + i);
            });
        Assert.Equal(Enumerable.Range(0, 16_000), Lines().Select(l => l.GetProperty("number").GetInt32()).Order());
    }

    [Fact]
    public void A_value_that_logs_while_it_is_written_spoils_neither_line()
    {
        using (var lines = new JsonLines(clock, output))
        {
            var log = lines.CreateLogger("Any");
            log.LogInformation("outer {Value}", new Talkative(log));
        }
        Assert.Contains("inner", Lines().Select(l => l.GetProperty("message").GetString()));
        Assert.Contains("outer talk", Lines().Select(l => l.GetProperty("message").GetString()));
    }

    public void Dispose() => output.Dispose();

    [Fact]
    public void No_name_stands_twice_and_the_line_itself_goes_before_its_scopes()
    {
        using (var lines = new JsonLines(clock, output))
        {
            lines.SetScopeProvider(new LoggerExternalScopeProvider());
            var log = lines.CreateLogger("Any");
            using (log.BeginScope("{Status} {Outer}", "of the scope", "outer"))
                log.LogInformation("{Status} {Message} {Level}", "of the line", "mine", "high");
        }
        var line = Assert.Single(Lines());
        Assert.Equal(("of the line", "outer"), (line.GetProperty("status").GetString(), line.GetProperty("outer").GetString()));
        Assert.Equal(("of the line mine high", "information"), (line.GetProperty("message").GetString(), line.GetProperty("level").GetString()));
    }

    [Fact]
    public void Where_nobody_takes_the_output_any_more_logging_stops_and_nothing_else()
    {
        using var lines = new JsonLines(clock, new Broken());
        var log = lines.CreateLogger("Any");
        log.LogInformation("waits");
        clock.Advance(JsonLines.Longest);
        log.LogError("at once");
    }

    private List<JsonElement> Lines() =>
        [.. System.Text.Encoding.UTF8.GetString(output.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonElement.Parse(l, new() { AllowDuplicateProperties = false }))];

    private sealed class Talkative(ILogger log)
    {
        public override string ToString()
        {
            log.LogInformation("inner");
            return "talk";
        }
    }

    private sealed class Broken : MemoryStream
    {
        public override void Write(ReadOnlySpan<byte> buffer) => throw new IOException("Broken pipe");
    }
}
