using Franchise.Infrastructure;
using Franchise.Infrastructure.Documents;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Franchise.Api.Tests.Documents;

/// <summary>What every store does.</summary>
public abstract class DocumentStoreTests
{
    private protected abstract IDocumentStore Store { get; }

    [Fact]
    public async Task What_is_put_comes_out_as_it_went_in()
    {
        var bytes = new byte[300_000];
        for (var i = 0; i < bytes.Length; i++)
            bytes[i] = (byte)(i * 31);
        var key = await Store.Put(new MemoryStream(bytes), CancellationToken.None);
        Assert.True(await Store.Exists(key, CancellationToken.None));
        await using var content = await Store.Open(key, CancellationToken.None);
        using var copy = new MemoryStream();
        await content!.CopyToAsync(copy);
        Assert.Equal(bytes, copy.ToArray());
    }

    [Fact]
    public async Task Two_puts_of_the_same_bytes_have_keys_of_their_own()
    {
        var (first, second) = (await Put("same"), await Put("same"));
        Assert.NotEqual(first, second);
        await Store.Delete(first, CancellationToken.None);
        Assert.True(await Store.Exists(second, CancellationToken.None));
    }

    [Fact]
    public async Task What_is_deleted_is_gone_and_deleting_again_is_no_fault()
    {
        var key = await Put("x");
        await Store.Delete(key, CancellationToken.None);
        await Store.Delete(key, CancellationToken.None);
        Assert.False(await Store.Exists(key, CancellationToken.None));
        Assert.Null(await Store.Open(key, CancellationToken.None));
    }

    [Theory]
    [InlineData("../../../../etc/passwd")]
    [InlineData("/etc/passwd")]
    [InlineData("incoming")]
    [InlineData("")]
    [InlineData("00000000000000000000000000000000")]
    [InlineData("0000000000000000000000000000000G")]
    public async Task A_key_that_no_put_gave_opens_nothing(string key)
    {
        Assert.Null(await Store.Open(key, CancellationToken.None));
        Assert.False(await Store.Exists(key, CancellationToken.None));
        await Store.Delete(key, CancellationToken.None);
    }

    private protected Task<string> Put(string text) => Store.Put(new MemoryStream(Samples.Text(text)), CancellationToken.None);
}

public sealed class FileSystemDocumentStoreTests : DocumentStoreTests, IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("franchise-documents-").FullName;

    private protected override IDocumentStore Store => new FileSystemDocumentStore(folder);

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task Only_the_services_own_user_can_read_a_document()
    {
        var key = await Put("x");
        var path = Assert.Single(Directory.GetFiles(folder, key, SearchOption.AllDirectories));
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
    }

    [Fact]
    public async Task A_put_that_breaks_off_leaves_nothing()
    {
        await Assert.ThrowsAsync<IOException>(() => Store.Put(new Breaking(), CancellationToken.None));
        Assert.Empty(Directory.GetFiles(folder, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task A_document_is_outside_the_web_root_or_the_service_does_not_start()
    {
        var root = Path.Combine(folder, "wwwroot");
        Directory.CreateDirectory(root);
        var services = new ServiceCollection();
        services.AddSingleton<Microsoft.AspNetCore.Hosting.IWebHostEnvironment>(new Host(folder, root));
        services.AddSingleton<Microsoft.Extensions.Hosting.IHostEnvironment>(p => p.GetRequiredService<Microsoft.AspNetCore.Hosting.IWebHostEnvironment>());
        services.AddDocuments(Settings(("Documents:Folder", "wwwroot/files")));
        await using var provider = services.BuildServiceProvider();
        Assert.Throws<StartRefused>(() => provider.GetRequiredService<IDocumentStore>());
    }

    [Fact]
    public async Task Settings_choose_the_store()
    {
        await using var file = Provider(("Documents:Folder", folder), ("Documents:MostBytes", "1000"));
        Assert.IsType<FileSystemDocumentStore>(file.GetRequiredService<IDocumentStore>());
        Assert.Equal(1000, file.GetRequiredService<DocumentInspection>().MostBytes);
        await using var s3 = Provider(("Documents:Store", "s3"), ("Documents:S3:Bucket", "b"), ("Documents:S3:AccessKey", "k"), ("Documents:S3:SecretKey", "s"));
        Assert.IsType<S3DocumentStore>(s3.GetRequiredService<IDocumentStore>());
        await using var plain = Provider(("Documents:Store", "s3"), ("Documents:S3:Bucket", "b"), ("Documents:S3:Endpoint", "http://minio.example"));
        Assert.Throws<StartRefused>(() => plain.GetRequiredService<IDocumentStore>());
        await using var none = Provider(("Documents:Store", "s3"));
        Assert.Throws<StartRefused>(() => none.GetRequiredService<IDocumentStore>());
        await using var other = Provider(("Documents:Store", "tape"));
        Assert.Throws<StartRefused>(() => other.GetRequiredService<IDocumentStore>());
    }

    private static ServiceProvider Provider(params (string, string?)[] settings) =>
        new ServiceCollection().AddDocuments(Settings(settings)).BuildServiceProvider();

    private static IConfiguration Settings(params (string Key, string? Value)[] settings) =>
        new ConfigurationBuilder().AddInMemoryCollection(settings.ToDictionary(s => s.Key, s => s.Value)).Build();

    private sealed class Breaking : MemoryStream
    {
        public override Task CopyToAsync(Stream destination, int bufferSize, CancellationToken cancellationToken)
        {
            destination.Write("half"u8);
            throw new IOException("broken off");
        }
    }

    private sealed class Host(string contentRoot, string webRoot) : Microsoft.AspNetCore.Hosting.IWebHostEnvironment
    {
        public string WebRootPath { get; set; } = webRoot;
        public Microsoft.Extensions.FileProviders.IFileProvider WebRootFileProvider { get; set; } = null!;
        public string ApplicationName { get; set; } = "";
        public Microsoft.Extensions.FileProviders.IFileProvider ContentRootFileProvider { get; set; } = null!;
        public string ContentRootPath { get; set; } = contentRoot;
        public string EnvironmentName { get; set; } = "Production";
    }
}

#pragma warning disable CA1001 // xunit calls DisposeAsync
public sealed class S3DocumentStoreTests : DocumentStoreTests, IAsyncLifetime
#pragma warning restore CA1001
{
    private FakeS3 fake = null!;
    private S3DocumentStore store = null!;

    private protected override IDocumentStore Store => store;

    public async Task InitializeAsync()
    {
        fake = await FakeS3.Start();
        store = new(new() { Bucket = "documents", Endpoint = fake.Address, AccessKey = "key", SecretKey = "secret", Prefix = "franchise/", Encryption = "AES256" });
    }

    public async Task DisposeAsync()
    {
        store.Dispose();
        await fake.DisposeAsync();
    }

    [Fact]
    public async Task An_object_stands_in_the_bucket_under_its_prefix_without_its_type()
    {
        var key = await Put("x");
        var (_, type, encryption) = fake.Objects[$"/documents/franchise/{key}"];
        Assert.Equal(("application/octet-stream", "AES256"), (type, encryption));
    }

    [Fact]
    public async Task A_refused_signature_is_a_fault_and_not_an_absent_document()
    {
        using var stranger = new S3DocumentStore(new() { Bucket = "documents", Endpoint = fake.Address, AccessKey = "stranger", SecretKey = "x" });
        var key = await Put("x");
        await Assert.ThrowsAsync<Amazon.S3.AmazonS3Exception>(() => stranger.Open(key, CancellationToken.None));
        await Assert.ThrowsAsync<Amazon.S3.AmazonS3Exception>(() => stranger.Exists(key, CancellationToken.None));
        await Assert.ThrowsAsync<Amazon.S3.AmazonS3Exception>(() => stranger.Delete(key, CancellationToken.None));
    }
}
