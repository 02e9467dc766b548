namespace Franchise.Api.Http;

/// <summary>What every answer tells a browser: trust this with nothing. Pages (sign-in, documentation) set a policy of their own.</summary>
public sealed class SecurityHeaders(RequestDelegate next, IHostEnvironment environment)
{
    private const string Policy = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";
    private readonly bool https = !environment.IsDevelopment();

    /// <summary>Sets them before anything else can answer.</summary>
    public Task InvokeAsync(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers.ContentSecurityPolicy = Policy;
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        if (https)
            headers.StrictTransportSecurity = "max-age=63072000; includeSubDomains";
        return next(context);
    }
}
