namespace Franchise.Infrastructure.Documents;

/// <summary>
/// Documents as files in one folder, readable by the service's own user alone. For several instances the folder must be shared; else use
/// <see cref="S3DocumentStore"/>.
/// </summary>
public sealed class FileSystemDocumentStore : IDocumentStore
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly string folder;

    /// <summary>Keeps documents in a folder, made if it is missing.</summary>
    /// <param name="folder">An absolute path outside the web root.</param>
    public FileSystemDocumentStore(string folder)
    {
        this.folder = Path.GetFullPath(folder);
        MakeFolder(this.folder);
        MakeFolder(Path.Combine(this.folder, "incoming"));
    }

    /// <inheritdoc/>
    public async Task<string> Put(Stream content, CancellationToken ct)
    {
        var key = DocumentKey.New();
        // Written beside and moved when whole: nobody ever opens half a document, and a crash leaves nothing under a key.
        var incoming = Path.Combine(folder, "incoming", key);
        try
        {
            await using (var file = new FileStream(incoming, Options(FileMode.CreateNew, FileAccess.Write)))
            {
                await content.CopyToAsync(file, ct);
                file.Flush(flushToDisk: true);
            }
            var path = PathOf(key);
            MakeFolder(Path.GetDirectoryName(path)!);
            File.Move(incoming, path, overwrite: false);
        }
        catch
        {
            File.Delete(incoming);
            throw;
        }
        return key;
    }

    /// <inheritdoc/>
    public Task<Stream?> Open(string key, CancellationToken ct)
    {
        if (!DocumentKey.IsValid(key))
            return Task.FromResult<Stream?>(null);
        try
        {
            return Task.FromResult<Stream?>(new FileStream(PathOf(key), Options(FileMode.Open, FileAccess.Read)));
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return Task.FromResult<Stream?>(null);
        }
    }

    /// <inheritdoc/>
    public Task Delete(string key, CancellationToken ct)
    {
        if (DocumentKey.IsValid(key) && Directory.Exists(Path.GetDirectoryName(PathOf(key))))
            File.Delete(PathOf(key));
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task<bool> Exists(string key, CancellationToken ct) => Task.FromResult(DocumentKey.IsValid(key) && File.Exists(PathOf(key)));

    // 256 folders by the first two digits keep each listing short.
    private string PathOf(string key) => Path.Combine(folder, key[..2], key);

    private static FileStreamOptions Options(FileMode mode, FileAccess access)
    {
        var options = new FileStreamOptions
        {
            Mode = mode,
            Access = access,
            Share = access == FileAccess.Read ? FileShare.Read | FileShare.Delete : FileShare.None,
            Options = FileOptions.Asynchronous | FileOptions.SequentialScan,
        };
        if (mode == FileMode.CreateNew && !OperatingSystem.IsWindows())
            options.UnixCreateMode = OwnerOnly;
        return options;
    }

    private static void MakeFolder(string path)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(path);
        else
            Directory.CreateDirectory(path, OwnerOnly | UnixFileMode.UserExecute);
    }
}
