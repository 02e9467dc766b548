using System.Security.Cryptography;
using Franchise.Api.Tests.Documents;
using Franchise.Domain.Catalogue;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Documents;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Franchise.Api.Tests.Catalogue;

public sealed class ResourceTests
{
    private const string Pdf = "application/pdf";

    [Fact]
    public async Task A_resource_gets_another_title_until_it_is_withdrawn()
    {
        var app = await App.RunningAsync();
        var made = await Given.ResourceAsync(app);
        var path = $"/v1/resources/{Given.Id(made)}";
        var seen = (await app.Admin.GetAsync(path)).Is(200);
        var trace = await Given.TraceOf(app, Given.Id(made));
        (await app.Admin.PutAsync(path, new { title = "Tutor's book" })).Refuses(428, "if_match_required");
        (await app.Admin.PutAsync(path, new { title = " " }, seen.ETag)).Refuses(422, "validation_failed");
        (await (await app.PartnerAsync()).PutAsync(path, new { title = "Mine" }, seen.ETag)).Refuses(403, "permission_missing");
        Assert.Equal(trace, await Given.TraceOf(app, Given.Id(made)));

        var changed = (await app.Admin.PutAsync(path, new { title = "Tutor's book" }, seen.ETag)).Is(200);
        Assert.Equal(("Tutor's book", Given.Text(made, "code")), (changed.Text("title"), changed.Text("code")));
        Assert.Equal((trace.Audit + 1, trace.Events + 1), await Given.TraceOf(app, Given.Id(made)));
        (await app.Admin.PutAsync(path, new { title = "Another" }, seen.ETag)).Refuses(412, "stale");
        var withdrawn = (await app.Admin.PostAsync($"{path}/withdraw")).Is(200);
        (await app.Admin.PutAsync(path, new { title = "Another" }, withdrawn.ETag)).Refuses(409, "resource_withdrawn");
    }

    [Fact]
    public async Task A_file_comes_back_as_an_attachment_just_as_it_was_sent()
    {
        var app = await App.RunningAsync();
        var resource = Given.Id(await Given.ResourceAsync(app));
        var bytes = Samples.Pdf();
        var made = (await Uploading.FormAsync(app.Admin, resource, bytes, Pdf, "Tutor’s handbook.pdf")).Is(201);
        var sha = Convert.ToHexStringLower(SHA256.HashData(bytes));
        Assert.Equal((sha, "1", Pdf, "Tutor’s handbook.pdf"), (made.Text("sha256"), made.Text("number"), made.Text("contentType"), made.Text("fileName")));
        Assert.DoesNotContain("storage", made.Body, StringComparison.OrdinalIgnoreCase);

        var path = $"/v1/resources/{resource}/versions/{made.Text("id")}/file";
        var file = (await app.Admin.GetAsync(path)).Is(200);
        Assert.Equal(bytes, System.Text.Encoding.Latin1.GetBytes(file.Body));
        Assert.Equal($"\"{sha}\"", file.ETag);
        Assert.Equal((Pdf, "nosniff"), (file.Headers["Content-Type"], file.Headers["X-Content-Type-Options"]));
        Assert.StartsWith("attachment; ", file.Headers["Content-Disposition"], StringComparison.Ordinal);
        Assert.Contains("filename*=UTF-8''Tutor%E2%80%99s%20handbook.pdf", file.Headers["Content-Disposition"], StringComparison.Ordinal);
        Assert.StartsWith("sandbox", file.Headers["Content-Security-Policy"], StringComparison.Ordinal);
        Assert.Equal("no-store", file.Headers["Cache-Control"]);
        (await app.Admin.GetAsync(path, file.ETag)).Is(304);
    }

    [Fact]
    public async Task Versions_are_counted_over_all_languages_and_the_latest_of_each_is_shown()
    {
        var app = await App.RunningAsync();
        var resource = Given.Id(await Given.ResourceAsync(app));
        (await Uploading.RawAsync(app.Admin, resource, Samples.Pdf("% 1"), Pdf, "a.pdf")).Is(201);
        (await Uploading.RawAsync(app.Admin, resource, Samples.Pdf("% 2"), Pdf, "a.pdf", "cy")).Is(201);
        (await Uploading.RawAsync(app.Admin, resource, Samples.Pdf("% 3"), Pdf, "a.pdf")).Is(201);
        var latest = (await app.Admin.GetAsync($"/v1/resources/{resource}")).Is(200).Json.GetProperty("latest").EnumerateArray().Select(v => (Given.Text(v, "language"), v.GetProperty("number").GetInt32()));
        Assert.Equal([("cy", 2), ("en", 3)], latest);
        Assert.Equal(3, (await app.Admin.GetAsync($"/v1/resources/{resource}/versions")).Is(200).Json.GetProperty("data").GetArrayLength());
    }

    public static TheoryData<string, byte[], string, string, int> Lies => new()
    {
        { "document_type_mismatch", Samples.Png, Pdf, "handbook.pdf", 422 },
        { "document_type_mismatch", Samples.Pdf("% called a picture"), "image/png", "handbook.pdf", 422 },
        { "document_type_not_allowed", [(byte)'M', (byte)'Z', 0, 0], "application/x-msdownload", "setup.exe", 415 },
        { "document_type_not_allowed", Samples.Text("<script>"), "text/html", "page.html", 415 },
        { "document_empty", [], Pdf, "empty.pdf", 422 },
        { "document_active_content", Samples.Pdf("1 0 obj << /OpenAction << /S /JavaScript /JS (x) >> >> endobj"), Pdf, "active.pdf", 422 },
        { "document_name_not_allowed", Samples.Pdf("% turned around"), Pdf, "hand\u202ebook.pdf", 422 },
    };

    [Theory]
    [MemberData(nameof(Lies))]
    public async Task An_upload_that_lies_is_refused_and_nothing_of_it_is_kept(string code, byte[] bytes, string type, string name, int status)
    {
        var app = await App.RunningAsync();
        var resource = Given.Id(await Given.ResourceAsync(app));
        var trace = await Given.TraceOf(app, resource);
        (await Uploading.RawAsync(app.Admin, resource, bytes, type, name)).Refuses(status, code);
        (await Uploading.FormAsync(app.Admin, resource, bytes, type, name)).Refuses(status, code);
        Assert.Equal(trace, await Given.TraceOf(app, resource));
        Assert.Equal(0, Kept(app, bytes));
        Assert.Empty((await app.Admin.GetAsync($"/v1/resources/{resource}/versions")).Json.GetProperty("data").EnumerateArray());
    }

    [Fact]
    public async Task The_same_file_again_is_refused_and_its_bytes_go()
    {
        var app = await App.RunningAsync();
        var resource = Given.Id(await Given.ResourceAsync(app));
        var (first, second) = (Unlike(), Unlike());
        (await Uploading.RawAsync(app.Admin, resource, first, Pdf, "a.pdf")).Is(201);
        (await Uploading.RawAsync(app.Admin, resource, first, Pdf, "b.pdf")).Refuses(409, "resource_version_unchanged");
        Assert.Equal(1, Kept(app, first));
        (await Uploading.RawAsync(app.Admin, resource, second, Pdf, "b.pdf", "English")).Refuses(422, "validation_failed");
        (await app.Admin.PostAsync($"/v1/resources/{resource}/withdraw")).Is(200);
        (await Uploading.RawAsync(app.Admin, resource, second, Pdf, "b.pdf")).Refuses(409, "resource_withdrawn");
        Assert.Equal(0, Kept(app, second));
    }

    [Fact]
    public async Task Fifty_megabytes_are_too_many_whether_their_length_is_said_or_not()
    {
        var app = await App.RunningAsync();
        var resource = Given.Id(await Given.ResourceAsync(app));
        var trace = await Given.TraceOf(app, resource);
        var bytes = new byte[50_000_000];
        Samples.Pdf().CopyTo(bytes, 0);
        var path = $"/v1/resources/{resource}/versions?language=en&fileName=a.pdf";
        using var said = new ByteArrayContent(bytes);
        using var unsaid = new StreamContent(new Unsized(bytes));
        said.Headers.ContentType = unsaid.Headers.ContentType = new(Pdf);
        (await app.Admin.SendAsync(HttpMethod.Post, path, said)).Refuses(413, "document_too_large");
        (await app.Admin.SendAsync(HttpMethod.Post, path, unsaid)).Refuses(413, "document_too_large");
        // Any other route takes a megabyte.
        using var json = new ByteArrayContent(bytes);
        json.Headers.ContentType = new("application/json");
        (await app.Admin.SendAsync(HttpMethod.Post, "/v1/resources", json)).Refuses(413, "too_large");
        Assert.Equal(trace, await Given.TraceOf(app, resource));
        Assert.Equal(0, Kept(app, bytes));
    }

    [Fact]
    public async Task A_form_must_hold_one_file_and_nothing_else()
    {
        var app = await App.RunningAsync();
        var resource = Given.Id(await Given.ResourceAsync(app));
        var path = $"/v1/resources/{resource}/versions?language=en";
        var bytes = Unlike();
        (await Uploading.FormAsync(app.Admin, resource, bytes, Pdf, "a.pdf", "other")).Refuses(400, "malformed_request");
        ByteArrayContent Part(byte[] bytes) => new(bytes) { Headers = { ContentType = new(Pdf) } };
        (await app.Admin.SendAsync(HttpMethod.Post, path, new MultipartFormDataContent { { Part(bytes), "file", "a.pdf" }, { Part(Unlike()), "file", "b.pdf" } }))
            .Refuses(400, "malformed_request");
        (await app.Admin.SendAsync(HttpMethod.Post, path, new MultipartFormDataContent())).Refuses(400, "malformed_request");
        var broken = new ByteArrayContent("--x\r\nContent-Disposition: form-data; name=file; filename=a.pdf\r\nContent-Type: application/pdf\r\n\r\n%PDF-1.7"u8.ToArray());
        broken.Headers.TryAddWithoutValidation("Content-Type", "multipart/form-data; boundary=x");
        (await app.Admin.SendAsync(HttpMethod.Post, path, broken)).Refuses(400, "malformed_request");
        (await app.Admin.SendAsync(HttpMethod.Post, path, Part(bytes))).Refuses(422, "validation_failed");
        (await app.Admin.SendAsync(HttpMethod.Post, $"/v1/resources/{resource}/versions", Part(bytes))).Refuses(400, "malformed_request");
        Assert.Equal(0, Kept(app, bytes));
    }

    [Fact]
    public async Task Who_may_not_upload_or_names_no_resource_learns_so_at_once()
    {
        var app = await App.RunningAsync();
        var resource = Given.Id(await Given.ResourceAsync(app));
        (await Uploading.RawAsync(await app.PartnerAsync(), resource, Samples.Pdf(), Pdf, "a.pdf")).Refuses(403, "permission_missing");
        (await Uploading.RawAsync(app.Admin, Id<Resource>.New(TimeProvider.System.GetUtcNow()).ToString(), Samples.Pdf(), Pdf, "a.pdf")).Refuses(404, "not_found");
    }

    // By content, since other tests upload at the same time.
    private static int Kept(App app, byte[] bytes)
    {
        Assert.NotNull(app.Services.GetRequiredService<IDocumentStore>());
        var folder = new DirectoryInfo(app.Services.GetRequiredService<IConfiguration>()["Documents:Folder"]!);
        return folder.EnumerateFiles("*", SearchOption.AllDirectories).Count(f => f.Exists && f.Length == bytes.Length && File.ReadAllBytes(f.FullName).AsSpan().SequenceEqual(bytes));
    }

    private static byte[] Unlike() => Samples.Pdf($"% {Guid.CreateVersion7()}");

    /// <summary>Bytes whose number is not known beforehand.</summary>
    private sealed class Unsized(byte[] bytes) : MemoryStream(bytes)
    {
        public override bool CanSeek => false;

        public override long Length => throw new NotSupportedException();
    }
}
