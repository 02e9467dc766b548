using System.IO.Compression;
using System.Text;
using Swashbuckle.AspNetCore.SwaggerUI;

namespace Franchise.Api.Http;

/// <summary>
/// The documentation page at <c>/docs</c>: Swagger UI with everything it needs from here, under a policy that lets it load nothing else. Signing in
/// there is the authorization code flow with PKCE of the public client <see cref="Client"/>.
/// </summary>
internal static class Docs
{
    /// <summary>The OAuth client of the page; its redirect address is <c>/docs/oauth2-redirect.html</c>.</summary>
    public const string Client = "franchise-docs";

    // The sign-in window is another origin's to open in no case, but it must be able to speak to the page that opened it.
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; font-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'";

    private const string Page = """
        <!doctype html>
        <html lang="en-GB">
        <head>
          <meta charset="utf-8">
          <meta name="viewport" content="width=device-width, initial-scale=1">
          <title>Franchise: the API</title>
          <link rel="icon" href="data:,">
          <link rel="stylesheet" href="/docs/swagger-ui.css">
        </head>
        <body>
          <noscript>This page needs JavaScript. The same description is at <a href="/openapi/v1.json">/openapi/v1.json</a>.</noscript>
          <main id="swagger-ui"></main>
          <script src="/docs/swagger-ui-bundle.js"></script>
          <script src="/docs/start.js"></script>
        </body>
        </html>
        """;

    // Closed at first: to draw every operation at once takes a browser half a minute on a small machine.
    private const string Start = $$"""
        const ui = SwaggerUIBundle({
          url: "/openapi/v1.json",
          dom_id: "#swagger-ui",
          deepLinking: true,
          docExpansion: "none",
          defaultModelsExpandDepth: 0,
          displayRequestDuration: true,
          filter: true,
          persistAuthorization: false,
          validatorUrl: null,
          oauth2RedirectUrl: location.origin + "/docs/oauth2-redirect.html",
          presets: [SwaggerUIBundle.presets.apis],
          layout: "BaseLayout",
        });
        ui.initOAuth({ clientId: "{{Client}}", appName: "Franchise", usePkceWithAuthorizationCodeGrant: true });
        """;

    // Swagger UI's own redirect page has its script inline, which the policy forbids; this is that script in a file of its own.
    private const string RedirectPage = """
        <!doctype html>
        <html lang="en-GB"><head><meta charset="utf-8"><title>Signing in</title></head>
        <body><script src="/docs/oauth2-redirect.js"></script></body></html>
        """;

    private const string Redirect = """
        (() => {
          const oauth2 = window.opener && window.opener.swaggerUIRedirectOauth2;
          if (!oauth2) return;
          const answer = new URLSearchParams(location.search.slice(1) || location.hash.slice(1));
          if (answer.get("state") !== oauth2.state) {
            oauth2.errCb({ authId: oauth2.auth.name, source: "auth", level: "error", message: "The answer is not to the question that was asked (state)." });
          } else if (answer.get("code")) {
            delete oauth2.auth.state;
            oauth2.auth.code = answer.get("code");
            oauth2.callback({ auth: oauth2.auth, redirectUrl: oauth2.redirectUrl });
          } else {
            oauth2.errCb({ authId: oauth2.auth.name, source: "auth", level: "error", message: answer.get("error_description") || answer.get("error") || "No code came back." });
          }
          window.close();
        })();
        """;

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/docs", (HttpContext context) => Send(context, Encoding.UTF8.GetBytes(Page), "text/html; charset=utf-8")).ExcludeFromDescription();
        app.MapGet("/docs/{file}", (string file, HttpContext context) => file switch
        {
            "start.js" => Send(context, Encoding.UTF8.GetBytes(Start), "text/javascript; charset=utf-8"),
            "oauth2-redirect.html" => Send(context, Encoding.UTF8.GetBytes(RedirectPage), "text/html; charset=utf-8"),
            "oauth2-redirect.js" => Send(context, Encoding.UTF8.GetBytes(Redirect), "text/javascript; charset=utf-8"),
            "swagger-ui.css" => Embedded(context, file, "text/css; charset=utf-8"),
            "swagger-ui-bundle.js" => Embedded(context, file, "text/javascript; charset=utf-8"),
            _ => throw ProblemCodes.NoSuchRoute.Refuse(),
        }).ExcludeFromDescription();
    }

    private static IResult Embedded(HttpContext context, string file, string type)
    {
        var assembly = typeof(SwaggerUIOptions).Assembly;
        var name = Array.Find(assembly.GetManifestResourceNames(), n => n.EndsWith($".{file}", StringComparison.Ordinal))
            ?? throw new InvalidOperationException($"Swagger UI no longer carries {file}.");
        context.Response.Headers.ContentSecurityPolicy = Policy;
        context.Response.Headers.CacheControl = "public, max-age=3600";
        context.Response.Headers.Vary = "Accept-Encoding";
        var content = assembly.GetManifestResourceStream(name)!;
        // Some files are kept compressed, under their plain name.
        var isCompressed = content.ReadByte() == 0x1f && content.ReadByte() == 0x8b;
        content.Position = 0;
        if (!isCompressed)
            return Results.Stream(content, type);
        if (!context.Request.Headers.AcceptEncoding.ToString().Contains("gzip", StringComparison.OrdinalIgnoreCase))
            return Results.Stream(new GZipStream(content, CompressionMode.Decompress), type);
        context.Response.Headers.ContentEncoding = "gzip";
        return Results.Stream(content, type);
    }

    private static IResult Send(HttpContext context, byte[] bytes, string type)
    {
        context.Response.Headers.ContentSecurityPolicy = Policy;
        context.Response.Headers.CacheControl = "no-cache";
        return Results.Bytes(bytes, type);
    }
}
