using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Franchise.Api.Tests.Documents;

/// <summary>As much of S3's protocol as the store speaks, in this process: it keeps objects and checks that requests are signed and bodies whole.</summary>
internal sealed partial class FakeS3 : IAsyncDisposable
{
    private readonly WebApplication app;

    private FakeS3(WebApplication app) => this.app = app;

    internal ConcurrentDictionary<string, (byte[] Bytes, string? Type, string? Encryption)> Objects { get; } = new();

    internal Uri Address => new(app.Urls.Single());

    internal static async Task<FakeS3> Start()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var fake = new FakeS3(builder.Build());
        fake.app.Run(fake.Answer);
        await fake.app.StartAsync();
        return fake;
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private async Task Answer(HttpContext context)
    {
        var (request, response) = (context.Request, context.Response);
        var path = request.Path.Value!;
        if (!Signature().IsMatch(request.Headers.Authorization.ToString()))
        {
            response.StatusCode = 403;
            return;
        }
        switch (request.Method)
        {
            case "PUT":
                using (var body = new MemoryStream())
                {
                    await request.Body.CopyToAsync(body);
                    if (request.Headers["x-amz-content-sha256"] != Convert.ToHexStringLower(SHA256.HashData(body.ToArray())))
                    {
                        response.StatusCode = 400;
                        return;
                    }
                    Objects[path] = (body.ToArray(), request.ContentType, request.Headers["x-amz-server-side-encryption"]);
                }
                response.Headers.ETag = ETag(Objects[path].Bytes);
                return;
            case "DELETE":
                response.StatusCode = Objects.TryRemove(path, out _) ? 204 : 404;
                return;
            case "GET" or "HEAD" when Objects.TryGetValue(path, out var found):
                response.ContentType = found.Type;
                response.ContentLength = found.Bytes.Length;
                response.Headers.ETag = ETag(found.Bytes);
                if (request.Method == "GET")
                    await response.Body.WriteAsync(found.Bytes);
                return;
            default:
                response.StatusCode = 404;
                if (request.Method == "GET")
                    await response.WriteAsync("<Error><Code>NoSuchKey</Code><Message>none</Message></Error>");
                return;
        }
    }

    // S3 defines an object's tag as its MD5, and clients check it.
#pragma warning disable CA5351
    private static string ETag(byte[] bytes) => $"\"{Convert.ToHexStringLower(MD5.HashData(bytes))}\"";
#pragma warning restore CA5351

    [GeneratedRegex("^AWS4-HMAC-SHA256 Credential=key/[0-9]{8}/eu-west-2/s3/aws4_request, SignedHeaders=[a-z0-9;-]+, Signature=[0-9a-f]{64}$", RegexOptions.None, 1000)]
    private static partial Regex Signature();
}
