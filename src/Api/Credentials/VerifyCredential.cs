using Franchise.Api.Http;
using Franchise.Infrastructure.Credentials;
using Franchise.Infrastructure.Tenancy;
using Microsoft.Net.Http.Headers;

namespace Franchise.Api.Credentials;

/// <summary>
/// The page that a link leads to. It says how a credential stands; only while it counts, what it is about, and a name only where she chose to show one.
/// Of one that does not count it says no more than that. A link that was closed, is over or never was leads to one and the same page.
/// </summary>
internal static class VerifyCredential
{
    /// <param name="Status">How it stands. Why is never said.</param>
    /// <param name="Name">The name that she chose to show; null for none.</param>
    /// <param name="IssuedBy">Who issues it.</param>
    /// <param name="Award">What it is about; null unless it counts.</param>
    public sealed record Answer(Standing Status, string? Name, string? IssuedBy, AwardView? Award);

    public static async Task<IResult> Handle(string token, HttpContext context, Doors doors, CredentialBox box, CredentialSettings settings, TimeProvider clock, CancellationToken ct)
    {
        var headers = context.Response.Headers;
        headers.CacheControl = "no-store";
        headers["X-Robots-Tag"] = "noindex, nofollow";
        headers.Vary = "Accept, Accept-Language";
        var shared = await CredentialsOnFile.SharedAsync(doors, box, token, clock.GetUtcNow(), ct);
        var status = CheckCredential.Of(shared?.Status);
        var answer = shared is not null && status == Standing.Valid
            ? new Answer(status, box.DisplayName(shared.Credential), settings.Name, AwardView.Of(shared.Credential.Award))
            : new Answer(status, null, null, null);
        return WantsJson(context.Request) ? TypedResults.Json(answer, Json.Options) : VerificationPage.Show(context, answer, Language(context.Request));
    }

    private static bool WantsJson(HttpRequest request)
    {
        if (!MediaTypeHeaderValue.TryParseList(request.Headers.Accept, out var types))
            return false;
        double Quality(string type) => types.Where(t => t.MediaType.Equals(type, StringComparison.OrdinalIgnoreCase)).Max(t => (double?)(t.Quality ?? 1)) ?? 0;
        return Quality("application/json") > Quality("text/html");
    }

    // What the address asks for, else the first of the browser's languages that there is.
    private static ShownIn Language(HttpRequest request)
    {
        if (request.Query["lang"].ToString() is "cy" or "en")
            return request.Query["lang"] == "cy" ? ShownIn.Cy : ShownIn.En;
        var wanted = StringWithQualityHeaderValue.TryParseList(request.Headers.AcceptLanguage, out var languages)
            ? languages.OrderByDescending(l => l.Quality ?? 1).Select(l => l.Value.ToString().Split('-')[0].ToLowerInvariant()).FirstOrDefault(l => l is "cy" or "en")
            : null;
        return wanted == "cy" ? ShownIn.Cy : ShownIn.En;
    }
}
