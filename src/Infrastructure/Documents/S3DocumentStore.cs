using System.Net;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;

namespace Franchise.Infrastructure.Documents;

/// <summary>Where and how documents are kept in an S3 bucket (<c>Documents:S3</c>).</summary>
public sealed record S3Settings
{
    /// <summary>The bucket. It is private, and made by whoever runs the installation.</summary>
    public required string Bucket { get; init; }

    /// <summary>The address of an S3-compatible service, as MinIO's; null for Amazon's own.</summary>
    public Uri? Endpoint { get; init; }

    /// <summary>The region, for signing.</summary>
    public string Region { get; init; } = "eu-west-2";

    /// <summary>Access key; null takes the machine's own identity (environment, profile or instance role).</summary>
    public string? AccessKey { get; init; }

    /// <summary>Secret key.</summary>
    public string? SecretKey { get; init; }

    /// <summary>Whether the bucket stands in the path, as most compatible services want; otherwise in the host's name.</summary>
    public bool PathStyle { get; init; } = true;

    /// <summary>What stands before every key, as <c>franchise/</c>.</summary>
    public string Prefix { get; init; } = "";

    /// <summary>Server-side encryption to ask for, as <c>AES256</c> or <c>aws:kms</c>; null leaves it to the bucket.</summary>
    public string? Encryption { get; init; }

    /// <summary>Whether plain http is allowed to an address other than the machine's own.</summary>
    public bool AllowHttp { get; init; }
}

/// <summary>Documents in a bucket of Amazon S3 or of a service that speaks its protocol.</summary>
public sealed class S3DocumentStore : IDocumentStore, IDisposable
{
    private readonly AmazonS3Client client;
    private readonly S3Settings settings;

    /// <summary>Talks to the service that the settings name.</summary>
    public S3DocumentStore(S3Settings settings)
    {
        if (settings.Endpoint is { } endpoint && endpoint.Scheme != Uri.UriSchemeHttps && !endpoint.IsLoopback && !settings.AllowHttp)
            throw new StartRefused("Documents:S3:Endpoint must be https. For a network that is safe otherwise set Documents:S3:AllowHttp.");
        var config = new AmazonS3Config
        {
            AuthenticationRegion = settings.Region,
            ForcePathStyle = settings.PathStyle,
            // Compatible services lag behind with the newer checksum headers; our own SHA-256 is recorded with every document anyway.
            RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
            ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
            Timeout = TimeSpan.FromMinutes(2),
            MaxErrorRetry = 2,
        };
        if (settings.Endpoint is null)
            config.RegionEndpoint = Amazon.RegionEndpoint.GetBySystemName(settings.Region);
        else
            config.ServiceURL = settings.Endpoint.ToString();
        client = settings.AccessKey is null ? new(config) : new(new BasicAWSCredentials(settings.AccessKey, settings.SecretKey), config);
        this.settings = settings;
    }

    /// <inheritdoc/>
    public async Task<string> Put(Stream content, CancellationToken ct)
    {
        var key = DocumentKey.New();
        var request = new PutObjectRequest
        {
            BucketName = settings.Bucket,
            Key = settings.Prefix + key,
            InputStream = content,
            AutoCloseStream = false,
            // Never the document's own type: should the bucket ever be opened by mistake, a browser has nothing to run.
            ContentType = "application/octet-stream",
            // One signed body and no chunks: understood everywhere.
            UseChunkEncoding = false,
        };
        if (settings.Encryption is not null)
            request.ServerSideEncryptionMethod = ServerSideEncryptionMethod.FindValue(settings.Encryption);
        await client.PutObjectAsync(request, ct);
        return key;
    }

    /// <inheritdoc/>
    public async Task<Stream?> Open(string key, CancellationToken ct)
    {
        if (!DocumentKey.IsValid(key))
            return null;
        try
        {
            return (await client.GetObjectAsync(settings.Bucket, settings.Prefix + key, ct)).ResponseStream;
        }
        catch (AmazonS3Exception e) when (e.StatusCode == HttpStatusCode.NotFound)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public async Task Delete(string key, CancellationToken ct)
    {
        // A service may answer 404 for an object that is not there, where Amazon's answers 204.
        try
        {
            if (DocumentKey.IsValid(key))
                await client.DeleteObjectAsync(settings.Bucket, settings.Prefix + key, ct);
        }
        catch (AmazonS3Exception e) when (e.StatusCode == HttpStatusCode.NotFound) { }
    }

    /// <inheritdoc/>
    public async Task<bool> Exists(string key, CancellationToken ct)
    {
        if (!DocumentKey.IsValid(key))
            return false;
        try
        {
            await client.GetObjectMetadataAsync(settings.Bucket, settings.Prefix + key, ct);
            return true;
        }
        catch (AmazonS3Exception e) when (e.StatusCode == HttpStatusCode.NotFound)
        {
            return false;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => client.Dispose();
}
