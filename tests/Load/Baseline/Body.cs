using System.Buffers;
using System.Text.Json;

namespace Franchise.Load.Baseline;

/// <summary>A buffer with a JSON writer on it, kept by each thread for the next request.</summary>
internal sealed class Body : IDisposable
{
    [ThreadStatic]
    private static Body? spare;

    private readonly ArrayBufferWriter<byte> buffer = new(16 * 1024);

    private Body() => Writer = new(buffer, new() { SkipValidation = true });

    public Utf8JsonWriter Writer { get; }

    public static Body Rent()
    {
        var body = spare ?? new();
        spare = null;
        return body;
    }

    public async Task SendAsync(HttpContext context)
    {
        Writer.Flush();
        context.Response.ContentType = "application/json; charset=utf-8";
        context.Response.ContentLength = buffer.WrittenCount;
        await context.Response.BodyWriter.WriteAsync(buffer.WrittenMemory, context.RequestAborted);
    }

    public void Dispose()
    {
        buffer.ResetWrittenCount();
        Writer.Reset();
        spare = this;
    }
}
