namespace Franchise.Infrastructure.Documents;

/// <summary>
/// Where the bytes of documents are kept: outside the web root, under random keys that say nothing of name, type or owner.
/// </summary>
/// <remarks>
/// What comes out is only ever served as an attachment: <c>Content-Disposition: attachment</c> with the recorded file name, the recorded media type,
/// <c>X-Content-Type-Options: nosniff</c> and <c>Content-Security-Policy: sandbox</c>. Nothing that was uploaded runs in a browser on our origin. A
/// document is put before the transaction that records its key, so a crash in between leaves bytes that no row names, never a row without bytes.
/// </remarks>
public interface IDocumentStore
{
    /// <summary>Keeps everything from the stream's position on and returns the key to fetch it by. All of it is kept, or nothing.</summary>
    Task<string> Put(Stream content, CancellationToken ct);

    /// <summary>Opens a document for reading; null if there is none by that key. The caller disposes of it.</summary>
    Task<Stream?> Open(string key, CancellationToken ct);

    /// <summary>Deletes a document; one that is not there is deleted already.</summary>
    Task Delete(string key, CancellationToken ct);

    /// <summary>Whether there is a document by that key.</summary>
    Task<bool> Exists(string key, CancellationToken ct);
}
