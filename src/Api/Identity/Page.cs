using System.Text;
using Franchise.Api.Http;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Franchise.Api.Identity;

/// <summary>The frame that every sign-in page stands in. Pages work without script; the one script there is only adds passkeys.</summary>
internal static class Page
{
    public static ContentHttpResult Show(HttpContext context, string title, Html body, int status = 200, string? error = null, bool script = false)
    {
        var headers = context.Response.Headers;
        headers.CacheControl = "no-store";
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers.XFrameOptions = "DENY";
        headers.ContentSecurityPolicy =
            "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self' data:; "
            + $"form-action 'self'{ReturnOrigin(context)}; base-uri 'none'; frame-ancestors 'none'";
        Html alert = error is null ? Html.None : (Html)$"<div class=\"error\" role=\"alert\" id=\"error\"><strong>There is a problem.</strong> {error}</div>";
        Html scripts = script ? (Html)$"<script src=\"/account/passkeys.js\" defer></script>" : Html.None;
        Html page = $"""
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="robots" content="noindex">
            <title>{(error is null ? "" : "Problem: ")}{title} – Franchise</title>
            <link rel="icon" href="data:,">
            <link rel="stylesheet" href="/account/style.css">
            {scripts}
            </head>
            <body>
            <a class="skip" href="#main">Skip to the main part</a>
            <header><p>Franchise <span>by Cohort 4</span></p></header>
            <main id="main" tabindex="-1">
            <h1>{title}</h1>
            {alert}
            {body}
            </main>
            </body>
            </html>
            """;
        return TypedResults.Content(page.ToString(), "text/html; charset=utf-8", Encoding.UTF8, status);
    }

    /// <summary>A form that posts to the current path and query, with its antiforgery token.</summary>
    public static Html Form(HttpContext context, Html fields, string action = "", string id = "form")
    {
        var tokens = context.RequestServices.GetRequiredService<IAntiforgery>().GetAndStoreTokens(context);
        var target = action.Length > 0 ? action : context.Request.Path + context.Request.QueryString;
        return $"""
            <form method="post" action="{target}" id="{id}" novalidate>
            <input type="hidden" name="{tokens.FormFieldName}" value="{tokens.RequestToken}">
            {fields}
            </form>
            """;
    }

    /// <summary>A labelled field. <paramref name="complete"/> is the HTML autocomplete token, so that password managers help (WCAG 1.3.5, 3.3.8).</summary>
    public static Html Field(string name, string label, string type, string complete, string? value = null, string? hint = null, bool invalid = false)
    {
        Html about = hint is null ? Html.None : (Html)$"<p class=\"hint\" id=\"{name}-hint\">{hint}</p>";
        var described = string.Join(' ', new[] { hint is null ? null : $"{name}-hint", invalid ? "error" : null }.Where(d => d is not null));
        Html describedBy = described.Length == 0 ? Html.None : (Html)$" aria-describedby=\"{described}\"";
        Html wrong = invalid ? (Html)$" aria-invalid=\"true\"" : Html.None;
        return $"""
            <p class="field">
            <label for="{name}">{label}</label>
            </p>
            {about}
            <p><input id="{name}" name="{name}" type="{type}" autocomplete="{complete}" value="{value}" required{describedBy}{wrong}></p>
            """;
    }

    public static Html Button(string text, string name = "action", string value = "go") =>
        $"<p><button type=\"submit\" name=\"{name}\" value=\"{value}\">{text}</button></p>";

    /// <summary>The place to go on to, if it is one of ours; the account page otherwise. Never another site (open redirect).</summary>
    public static string ReturnUrl(HttpContext context) =>
        context.Request.Query["returnUrl"].ToString() is var url && IsOurs(url) ? url : "/account";

    public static string Query(HttpContext context) => "?returnUrl=" + Uri.EscapeDataString(ReturnUrl(context));

    private static bool IsOurs(string url) =>
        url is ['/', ..] and not ['/', '/' or '\\', ..] && url.Length < 4000 && !url.Any(c => char.IsControl(c) || c == '\\');

    // Browsers hold form-action against redirects too: signing in ends at the client's own address, which OpenIddict checks, not this header.
    private static string ReturnOrigin(HttpContext context)
    {
        var url = context.Request.Path.StartsWithSegments("/connect", StringComparison.OrdinalIgnoreCase) ? context.Request.QueryString.Value ?? "" : ReturnUrl(context);
        var query = Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(url[(url.IndexOf('?', StringComparison.Ordinal) + 1)..]);
        var target = query.TryGetValue("redirect_uri", out var redirect) ? redirect : query.TryGetValue("post_logout_redirect_uri", out var logout) ? logout : default;
        return Uri.TryCreate(target.ToString(), UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && Uri.CheckHostName(uri.IdnHost) != UriHostNameType.Unknown
            ? $" {uri.Scheme}://{uri.IdnHost}:{uri.Port}"
            : "";
    }
}
