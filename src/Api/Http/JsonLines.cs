using System.Buffers;
using System.Collections.Concurrent;
using System.Text.Json;

namespace Franchise.Api.Http;

/// <summary>
/// Log lines as JSON, one object a line, on standard output: timestamp, level, category, message, then what the scopes and the line itself name
/// (<c>requestId</c>, <c>status</c>, …) as members of their own.
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
        output.Write(waiting.WrittenSpan);
        output.Flush();
        waiting.ResetWrittenCount();
    }

    private sealed class Logger(JsonLines lines, string category) : ILogger
    {
        [ThreadStatic]
        private static (ArrayBufferWriter<byte> Buffer, Utf8JsonWriter Writer)? spare;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => lines.scopes?.Push(state);

        public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            var (buffer, writer) = spare ?? New();
            spare = null; // a value that logs while it is written must not write into this line
            writer.WriteStartObject();
            writer.WriteString("timestamp"u8, lines.clock.GetUtcNow().UtcDateTime);
            writer.WriteString("level"u8, Level(logLevel));
            writer.WriteString("category"u8, category);
            if (eventId.Id != 0)
                writer.WriteNumber("eventId"u8, eventId.Id);
            writer.WriteString("message"u8, formatter(state, exception));
            lines.scopes?.ForEachScope(static (scope, writer) => Members(writer, scope), writer);
            Members(writer, state);
            if (exception is not null)
                writer.WriteString("exception"u8, exception.ToString());
            writer.WriteEndObject();
            writer.Flush();
            buffer.Write("\n"u8);
            lines.Add(buffer.WrittenSpan, logLevel >= LogLevel.Error);
            buffer.ResetWrittenCount();
            writer.Reset();
            spare = (buffer, writer);
        }

        private static (ArrayBufferWriter<byte>, Utf8JsonWriter) New()
        {
            var buffer = new ArrayBufferWriter<byte>(1024);
            return (buffer, new(buffer, new() { SkipValidation = true }));
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

        private static void Members(Utf8JsonWriter writer, object? state)
        {
            if (state is not IReadOnlyList<KeyValuePair<string, object?>> members)
                return;
            for (var i = 0; i < members.Count; i++)
                if (members[i] is { Key: not "{OriginalFormat}" } member)
                    Member(writer, Name(member.Key), member.Value);
        }

        private static void Member(Utf8JsonWriter writer, string name, object? value)
        {
            switch (value)
            {
                case null:
                    writer.WriteNull(name);
                    break;
                case int number:
                    writer.WriteNumber(name, number);
                    break;
                case long number:
                    writer.WriteNumber(name, number);
                    break;
                case double number when double.IsFinite(number):
                    writer.WriteNumber(name, number);
                    break;
                case bool truth:
                    writer.WriteBoolean(name, truth);
                    break;
                default:
                    writer.WriteString(name, value.ToString());
                    break;
            }
        }

        private static readonly ConcurrentDictionary<string, string> names = new(StringComparer.Ordinal);

        // Names come from message templates, so there are not many.
        private static string Name(string name) => names.GetOrAdd(name, JsonNamingPolicy.CamelCase.ConvertName);
    }
}
