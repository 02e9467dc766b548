using System.Net.Http.Headers;

namespace Franchise.Api.Tests.Catalogue;

internal static class Uploading
{
    public static Task<Answer> RawAsync(Caller caller, string resource, byte[] bytes, string type, string name, string language = "en")
    {
        var content = new ByteArrayContent(bytes);
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        return caller.SendAsync(HttpMethod.Post, $"/v1/resources/{resource}/versions?language={language}&fileName={Uri.EscapeDataString(name)}", content);
    }

    public static Task<Answer> FormAsync(Caller caller, string resource, byte[] bytes, string type, string name, string part = "file", string language = "en")
    {
        var content = new ByteArrayContent(bytes);
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        return caller.SendAsync(HttpMethod.Post, $"/v1/resources/{resource}/versions?language={language}", new MultipartFormDataContent { { content, part, name } });
    }
}
