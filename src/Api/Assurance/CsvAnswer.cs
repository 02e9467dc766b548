using System.Reflection;
using Franchise.Infrastructure.Documents;
using Microsoft.AspNetCore.Http.Metadata;

namespace Franchise.Api.Assurance;

/// <summary>A table that nothing on the way may keep, always as an attachment.</summary>
/// <param name="Content">Its bytes.</param>
/// <param name="Name">The name to give it.</param>
internal sealed record CsvAnswer(byte[] Content, string Name) : IResult, IEndpointMetadataProvider
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.Headers.CacheControl = "private, no-store";
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers.ContentDisposition = $"attachment; filename=\"{Name}.csv\"";
        response.ContentType = $"{CsvTable.ContentType}; charset=utf-8";
        response.ContentLength = Content.Length;
        await response.Body.WriteAsync(Content, httpContext.RequestAborted);
    }

    static void IEndpointMetadataProvider.PopulateMetadata(MethodInfo method, EndpointBuilder builder) =>
        builder.Metadata.Add(new ProducesResponseTypeMetadata(StatusCodes.Status200OK, typeof(Stream), [CsvTable.ContentType]));
}
