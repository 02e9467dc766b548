using System.Collections.Frozen;

namespace Franchise.Api.Http;

/// <summary>
/// Every route that may be called without signing in, and why. A route that names no permission and does not stand here is refused at start
/// (<see cref="Routes"/>) or, if it was mapped past the route table, on every call (<see cref="Gate"/>).
/// </summary>
public static class AnonymousRoutes
{
    /// <summary>Verb and pattern, as mapped, to the reason. <c>*</c> stands for every verb.</summary>
    public static FrozenDictionary<string, string> Reasons { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["* /health/live"] = "An orchestrator asks before it has any credentials; answers one word.",
        ["* /health/ready"] = "As live; names no host, version or fault.",
        ["GET /openapi/v1.json"] = "The description of the API is public; it holds no data.",
        ["GET /docs"] = "The documentation page; signing in happens there.",
        ["GET /v1/calendars/{feed}.ics"] = "A calendar program cannot sign in: the address is the secret, and it can be revoked.",
        ["GET /verify/{token}"] = "Whoever was given the link may see whether a credential counts: the address is the secret, and it can be revoked.",
        ["POST /v1/credentials/verify"] = "Whoever holds a credential may ask how it stands; the signature shows that it is one of ours.",
        ["POST /v1/stripe/webhook"] = "Stripe signs what it sends; what is not signed is refused, and what it says is never believed.",
        ["GET /.well-known/did.json"] = "Public keys, and by whom they are.",
        ["GET /credentials/jwks"] = "Public keys.",
        ["GET /credentials/issuer"] = "Who issues credentials: its name and address.",
        ["GET /credentials/status/{list}/{purpose}"] = "Bits that name nobody; verifiers read them without telling whom they ask about.",
        ["GET /credentials/units/{version}"] = "A published unit's code, title, level and credit; credentials lead to it.",
        ["GET /docs/{file}"] = "Script and style of the documentation page.",

        // Identity: these are how one signs in. OpenIddict and ASP.NET Core Identity guard each by its own rules.
        ["* /connect/authorize"] = "Asks for a password and a second factor itself.",
        ["* /connect/token"] = "Authenticates the client by its secret or the code's proof.",
        ["* /connect/userinfo"] = "Checks the bearer token itself.",
        ["* /connect/logout"] = "Ends a session; harmless without one.",
        ["* /connect/revoke"] = "Authenticates the client itself.",
        ["* /.well-known/openid-configuration"] = "Public by the protocol.",
        ["* /.well-known/jwks"] = "Public keys.",
        ["* /account"] = Pages,
        ["* /account/sign-in"] = Pages,
        ["* /account/second-factor"] = Pages,
        ["* /account/organisation"] = Pages,
        ["* /account/authenticator"] = Pages,
        ["* /account/passkeys"] = Pages,
        ["* /account/passkeys/creation-options"] = Pages,
        ["* /account/passkeys/request-options"] = Pages,
        ["* /account/passkeys/sign-in"] = Pages,
        ["* /account/forgot-password"] = Pages,
        ["* /account/reset-password"] = Pages,
        ["* /account/invitation"] = Pages,
        ["* /account/sign-out"] = Pages,
        ["* /account/signed-out"] = Pages,
        ["* /account/style.css"] = Pages,
        ["* /account/passkeys.js"] = Pages,
        ["* /jobs/{**path}"] = "The job dashboard asks for a platform administrator's signed-in browser itself.",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private const string Pages = "A page for signing in, or one that checks the browser's own session and antiforgery token.";

    /// <summary>Why this may be called without signing in; null when it may not.</summary>
    public static string? ReasonFor(string verb, string pattern) =>
        Reasons.GetValueOrDefault($"{verb} /{pattern.Trim('/')}") ?? Reasons.GetValueOrDefault($"* /{pattern.Trim('/')}");
}
