using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Franchise.Infrastructure.Documents;

/// <summary>Sets up the keeping of documents.</summary>
public static class DocumentsSetup
{
    /// <summary>
    /// Adds <see cref="IDocumentStore"/> and <see cref="DocumentInspection"/>. Settings: <c>Documents:Store</c> (<c>file</c> by default, or <c>s3</c>);
    /// <c>Documents:Folder</c> (<c>.data/documents</c>, below the content root unless absolute); <c>Documents:MostBytes</c> (26214400);
    /// <c>Documents:S3:Bucket</c>, <c>Endpoint</c>, <c>Region</c> (eu-west-2), <c>AccessKey</c>, <c>SecretKey</c>, <c>PathStyle</c> (true where an
    /// endpoint is named), <c>Prefix</c>, <c>Encryption</c>, <c>AllowHttp</c> (false).
    /// </summary>
    public static IServiceCollection AddDocuments(this IServiceCollection services, IConfiguration configuration)
    {
        var settings = configuration.GetSection("Documents");
        services.AddSingleton(_ => new DocumentInspection(settings.GetValue("MostBytes", DocumentInspection.DefaultMostBytes)));
        // Made at first use, so that the OpenAPI document can be written on a machine where nothing is configured.
        services.AddSingleton<IDocumentStore>(provider =>
            settings["Store"] switch
            {
                null or "" or "file" => new FileSystemDocumentStore(Folder(settings, provider)),
                "s3" => new S3DocumentStore(S3(settings.GetSection("S3"))),
                var other => throw new StartRefused($"Documents:Store must be file or s3, not '{other}'."),
            }
        );
        return services;
    }

    private static string Folder(IConfiguration settings, IServiceProvider provider)
    {
        var root = provider.GetService<IHostEnvironment>()?.ContentRootPath ?? Directory.GetCurrentDirectory();
        var folder = Path.GetFullPath(settings["Folder"] is { Length: > 0 } named ? named : Path.Combine(".data", "documents"), root);
        var webRoot = provider.GetService<IWebHostEnvironment>()?.WebRootPath;
        if (!string.IsNullOrEmpty(webRoot) && !Path.GetRelativePath(webRoot, folder).StartsWith("..", StringComparison.Ordinal))
            throw new StartRefused("Documents:Folder must not be in the web root: documents are served through their permission check only.");
        return folder;
    }

    private static S3Settings S3(IConfiguration settings)
    {
        var endpoint = settings["Endpoint"] is { Length: > 0 } text ? new Uri(text, UriKind.Absolute) : null;
        return new()
        {
            Bucket = settings["Bucket"] is { Length: > 0 } bucket ? bucket : throw new StartRefused("Documents:S3:Bucket must be set."),
            Endpoint = endpoint,
            Region = settings["Region"] is { Length: > 0 } region ? region : "eu-west-2",
            AccessKey = settings["AccessKey"] is { Length: > 0 } access ? access : null,
            SecretKey = settings["SecretKey"],
            PathStyle = settings.GetValue("PathStyle", endpoint is not null),
            Prefix = settings["Prefix"] ?? "",
            Encryption = settings["Encryption"] is { Length: > 0 } encryption ? encryption : null,
            AllowHttp = settings.GetValue("AllowHttp", false),
        };
    }
}
