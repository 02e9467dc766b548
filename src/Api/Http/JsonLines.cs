using System.Buffers;
using System.Collections.Concurrent;
using System.Text.Json;

namespace Franchise.Api.Http;

/// <summary>
/// Log lines as JSON, one object a line, on standard output: timestamp, level, category, message, then what the scopes and the line itself name
/// (<c>requestId</c>, <c>status</c>, …) as members of their own. No name stands twice: what a line says of itself goes before what its scopes say.
/// </summary>
/// <remarks>
/// The framework's own JSON console wakes a thread and makes a system call for each line, which costs a request a tenth of its time. Here lines gather
/// for up to <see cref="Longest"/>; an error, a full buffer and the end of the program write them out at once.
/// </remarks>
[ProviderAlias("Json")]
internal sealed class JsonLines : ILoggerProvider, ISupportExternalScope
{
    /// <summary>How long a line may wait.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(100);

    private const int Full = 32 * 1024;
    private readonly ConcurrentDictionary<string, Logger> loggers = new(StringComparer.Ordinal);
    private readonly ArrayBufferWriter<byte> waiting = new(2 * Full);
    private readonly Lock turn = new();
    private readonly Stream output;
    private readonly TimeProvider clock;
    private readonly ITimer timer;
    private IExternalScopeProvider? scopes;

    /// <param name="clock">Whose time the lines carry.</param>
    /// <param name="output">Where they go; standard output when null.</param>
    public JsonLines(TimeProvider clock, Stream? output = null)
    {
        (this.clock, this.output) = (clock, output ?? Console.OpenStandardOutput());
        timer = clock.CreateTimer(_ => Flush(), null, Longest, Longest);
    }

    public ILogger CreateLogger(string categoryName) => loggers.GetOrAdd(categoryName, static (name, lines) => new(lines, name), this);

    public void SetScopeProvider(IExternalScopeProvider scopeProvider) => scopes = scopeProvider;

    public void Dispose()
    {
        timer.Dispose();
        Flush();
    }

    private void Add(ReadOnlySpan<byte> line, bool atOnce)
    {
        lock (turn)
        {
            waiting.Write(line);
            if (atOnce || waiting.WrittenCount >= Full)
                WriteOut();
        }
    }

    private void Flush()
    {
        lock (turn)
            WriteOut();
    }

    private void WriteOut()
    {
        if (waiting.WrittenCount == 0)
            return;
        try
        {
            output.Write(waiting.WrittenSpan);
            output.Flush();
        }
        catch (IOException)
        {
            // Nobody takes our output any more. Franchise serves on without a log rather than not at all.
        }
        waiting.ResetWrittenCount();
    }

    private sealed class Logger(JsonLines lines, string category) : ILogger
    {
        [ThreadStatic]
        private static Line? spare;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => lines.scopes?.Push(state);

        public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            var line = spare ?? new();
            spare = null; // a value that logs while it is written must not write into this line
            var writer = line.Writer;
            writer.WriteStartObject();
            writer.WriteString("timestamp"u8, lines.clock.GetUtcNow().UtcDateTime);
            writer.WriteString("level"u8, Level(logLevel));
            writer.WriteString("category"u8, category);
            if (eventId.Id != 0)
                writer.WriteNumber("eventId"u8, eventId.Id);
            writer.WriteString("message"u8, formatter(state, exception));
            if (exception is not null)
                writer.WriteString("exception"u8, exception.ToString());
            line.Members(state);
            lines.scopes?.ForEachScope(static (scope, line) => line.Members(scope), line);
            writer.WriteEndObject();
            lines.Add(line.End(), logLevel >= LogLevel.Error);
            line.Clear();
            spare = line;
        }

        private static string Level(LogLevel level) => level switch
        {
            LogLevel.Trace => "trace",
            LogLevel.Debug => "debug",
            LogLevel.Information => "information",
            LogLevel.Warning => "warning",
            LogLevel.Error => "error",
            _ => "critical",
        };
    }

    /// <summary>One line while it is written, and the room for the next.</summary>
    private sealed class Line
    {
        private static readonly string[] own = ["timestamp", "level", "category", "eventId", "message", "exception"];

        // Names come from message templates, so there are not many.
        private static readonly ConcurrentDictionary<string, string> names = new(StringComparer.Ordinal);

        private readonly ArrayBufferWriter<byte> buffer = new(1024);
        private readonly List<string> written = [.. own];

        public Line() => Writer = new(buffer, new() { SkipValidation = true });

        public Utf8JsonWriter Writer { get; }

        public void Members(object? state)
        {
            if (state is not IReadOnlyList<KeyValuePair<string, object?>> members)
                return;
            for (var i = 0; i < members.Count; i++)
            {
                var (key, value) = members[i];
                var name = names.GetOrAdd(key, JsonNamingPolicy.CamelCase.ConvertName);
                if (key == "{OriginalFormat}" || written.Contains(name))
                    continue;
                written.Add(name);
                Member(name, value);
            }
        }

        public ReadOnlySpan<byte> End()
        {
            Writer.Flush();
            buffer.Write("\n"u8);
            return buffer.WrittenSpan;
        }

        public void Clear()
        {
            buffer.ResetWrittenCount();
            Writer.Reset();
            written.RemoveRange(own.Length, written.Count - own.Length);
        }

        private void Member(string name, object? value)
        {
            switch (value)
            {
                case null:
                    Writer.WriteNull(name);
                    break;
                case int number:
                    Writer.WriteNumber(name, number);
                    break;
                case long number:
                    Writer.WriteNumber(name, number);
                    break;
                case double number when double.IsFinite(number):
                    Writer.WriteNumber(name, number);
                    break;
                case bool truth:
                    Writer.WriteBoolean(name, truth);
                    break;
                default:
                    Writer.WriteString(name, value.ToString());
                    break;
            }
        }
    }
}
