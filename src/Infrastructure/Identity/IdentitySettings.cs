using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;

namespace Franchise.Infrastructure.Identity;

/// <summary>The section <c>Identity</c> of the configuration, read once at start; <c>docs/identity.md</c> explains each.</summary>
public sealed record IdentitySettings
{
    /// <summary>Who issues: the base address under which people and systems reach the server, with a closing slash.</summary>
    public required Uri Issuer { get; init; }

    /// <summary>Whom access tokens are for.</summary>
    public string Audience { get; init; } = "franchise-api";

    /// <summary>Private keys (PEM) that sign in place of those kept in the database. The first signs; the others are still accepted.</summary>
    public IReadOnlyList<string> SigningKeys { get; init; } = [];

    /// <summary>Whether sign-in works over plain HTTP: in Development, or behind a proxy that ends TLS without saying so.</summary>
    public bool AllowHttp { get; init; }

    /// <summary>Whether Cohort 4's own people need a second factor.</summary>
    public bool RequireSecondFactor { get; init; } = true;

    /// <summary>How many validated tokens are remembered.</summary>
    public int PrincipalCacheSize { get; init; } = 20_000;

    /// <summary>How long an access token counts.</summary>
    public static readonly TimeSpan AccessTokenLifetime = TimeSpan.FromMinutes(10);

    /// <summary>How long a refresh token counts; each use gives a new one.</summary>
    public static readonly TimeSpan RefreshTokenLifetime = TimeSpan.FromDays(14);

    /// <summary>How old an answer to "does this token still count" may be.</summary>
    public static readonly TimeSpan LivenessInterval = TimeSpan.FromSeconds(30);

    /// <param name="configuration">The whole configuration.</param>
    /// <param name="environment">Where this runs.</param>
    /// <param name="baseAddress">Where this serves, for Development: elsewhere <c>Identity:Issuer</c> must say it.</param>
    /// <exception cref="StartRefused">Something needed is missing or unusable.</exception>
    public static IdentitySettings From(IConfiguration configuration, IHostEnvironment environment, Uri? baseAddress)
    {
        var section = configuration.GetSection("Identity");
        var issuer = section["Issuer"] is { Length: > 0 } text
            ? Uri.TryCreate(text.TrimEnd('/') + "/", UriKind.Absolute, out var uri)
                ? uri
                : throw new StartRefused("Identity:Issuer is no absolute address, as https://franchise.example.org.")
            : baseAddress
                ?? throw new StartRefused("Set Identity:Issuer to the address under which Franchise is reached, as https://franchise.example.org.");
        if (!environment.IsDevelopment() && issuer.Scheme != Uri.UriSchemeHttps && !section.GetValue("AllowHttp", false))
            throw new StartRefused("Identity:Issuer must be https (or set Identity:AllowHttp where a trial runs without TLS).");
        return new()
        {
            Issuer = new(issuer.AbsoluteUri),
            Audience = section["Audience"] ?? "franchise-api",
            SigningKeys = section.GetSection("SigningKeys").Get<string[]>() ?? [],
            AllowHttp = section.GetValue("AllowHttp", environment.IsDevelopment()),
            RequireSecondFactor = !environment.IsDevelopment(),
            PrincipalCacheSize = Math.Max(100, section.GetValue("PrincipalCacheSize", 20_000)),
        };
    }
}
