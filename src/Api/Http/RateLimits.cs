using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using Franchise.Domain.Identity;

namespace Franchise.Api.Http;

/// <summary>How much one caller may ask of one instance. All are requests a minute; nought is no limit.</summary>
/// <remarks>
/// Counted by each instance for itself: with <c>n</c> instances behind an even balancer a caller gets up to <c>n</c> times these. They protect an
/// instance and keep one partner's flood from slowing another's work; they are not quotas.
/// </remarks>
public sealed class RateLimitSettings
{
    /// <summary>Each user or API client.</summary>
    public int ClientPerMinute { get; set; } = 1_200;

    /// <summary>Each organisation, all its clients and users together.</summary>
    public int OrganisationPerMinute { get; set; } = 6_000;

    /// <summary>Each address, for calls without a valid token.</summary>
    public int AddressPerMinute { get; set; } = 300;

    /// <summary>Each address, at the doors where secrets are tried: what is posted to <c>/connect/…</c> and <c>/account/…</c>, together.</summary>
    public int SignInPerMinute { get; set; } = 60;
}

/// <summary>Token buckets by client, by organisation and by address, told of in the headers of the IETF's draft.</summary>
public sealed class RateLimits : IDisposable
{
    private readonly RequestDelegate next;
    private readonly Bucket client;
    private readonly Bucket organisation;
    private readonly Bucket address;
    private readonly string policyOfTenant;

    /// <summary>Made once, at start.</summary>
    public RateLimits(RequestDelegate next, IConfiguration configuration)
    {
        var settings = configuration.GetSection("RateLimits").Get<RateLimitSettings>() ?? new();
        this.next = next;
        client = new("client", settings.ClientPerMinute);
        organisation = new("organisation", settings.OrganisationPerMinute);
        address = new("address", settings.AddressPerMinute);
        policyOfTenant = string.Join(", ", new[] { client.Policy, organisation.Policy }.Where(p => p.Length > 0));
    }

    /// <summary>Counts, and lets through or answers 429.</summary>
    public Task InvokeAsync(HttpContext context)
    {
        var path = context.Request.Path;
        if (path.StartsWithSegments("/health", StringComparison.Ordinal))
            return next(context);
        if (context.Features.Get<Actor>() is not { } actor)
            return SignInLimit.Counts(context.Request) || address.Admits(context, AddressOf(context), address.Policy) ? next(context) : Refuse(context);
        return client.Admits(context, actor.Subject, policyOfTenant) && organisation.Admits(context, actor.Organisation.Value.ToString(), policyOfTenant)
            ? next(context)
            : Refuse(context);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        client.Dispose();
        organisation.Dispose();
        address.Dispose();
    }

    internal static Task Refuse(HttpContext context) => Problems.Write(context, StatusCodes.Status429TooManyRequests, ProblemCodes.RateLimited.Refuse());

    // One household or server has a whole /64, so counting single IPv6 addresses would count nothing.
    internal static string AddressOf(HttpContext context)
    {
        var ip = context.Connection.RemoteIpAddress;
        if (ip is null)
            return "unknown";
        if (ip.IsIPv4MappedToIPv6)
            ip = ip.MapToIPv4();
        return ip.AddressFamily == AddressFamily.InterNetworkV6 ? new IPAddress([.. ip.GetAddressBytes()[..8], .. new byte[8]]).ToString() : ip.ToString();
    }
}

/// <summary>
/// How often one address may try a secret, wherever it does: at the OAuth endpoints and on the sign-in pages. Counted before anything looks at the
/// request, since the authorisation server answers a wrong secret before the route is reached.
/// </summary>
public sealed class SignInLimit(IConfiguration configuration) : IDisposable
{
    private readonly Bucket bucket = new("sign-in", (configuration.GetSection("RateLimits").Get<RateLimitSettings>() ?? new()).SignInPerMinute);

    /// <summary>Whether a request tries a secret, or may.</summary>
    public static bool Counts(HttpRequest request) =>
        HttpMethods.IsPost(request.Method)
        && (request.Path.StartsWithSegments("/connect", StringComparison.OrdinalIgnoreCase) || request.Path.StartsWithSegments("/account", StringComparison.OrdinalIgnoreCase));

    /// <summary>Counts, and says in the answer's headers what is left.</summary>
    public bool Admits(HttpContext context) => !Counts(context.Request) || bucket.Admits(context, RateLimits.AddressOf(context), bucket.Policy);

    /// <inheritdoc/>
    public void Dispose() => bucket.Dispose();
}

/// <summary>Token buckets of one size, one for each key.</summary>
internal sealed class Bucket : IDisposable
{
    private readonly PartitionedRateLimiter<string> limiter;

    public Bucket(string name, int perMinute)
    {
        (Name, PerMinute) = (name, perMinute);
        Policy = perMinute <= 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"\"{name}\";q={perMinute};w=60");
        var options = new TokenBucketRateLimiterOptions
        {
            TokenLimit = Math.Max(1, perMinute),
            QueueLimit = 0,
            // A sixtieth each second; where that is less than one token, one token at its own slower pace.
            TokensPerPeriod = perMinute % 60 == 0 ? Math.Max(1, perMinute / 60) : 1,
            ReplenishmentPeriod = perMinute % 60 == 0 && perMinute > 0 ? TimeSpan.FromSeconds(1) : TimeSpan.FromSeconds(60d / Math.Max(1, perMinute)),
            AutoReplenishment = false,
        };
        limiter = PartitionedRateLimiter.Create<string, string>(key => RateLimitPartition.GetTokenBucketLimiter(key, _ => options), StringComparer.Ordinal);
    }

    public string Name { get; }

    public int PerMinute { get; }

    public string Policy { get; }

    /// <summary>Takes one for this request, and says in its headers how many are left.</summary>
    public bool Admits(HttpContext context, string key, string policy)
    {
        if (PerMinute <= 0)
            return true;
        using var lease = limiter.AttemptAcquire(key);
        var left = limiter.GetStatistics(key)?.CurrentAvailablePermits ?? 0;
        var headers = context.Response.Headers;
        headers["RateLimit-Policy"] = policy;
        // The client's own bucket is the one it can do something about; the organisation's is told of when it is what refuses.
        if (!lease.IsAcquired || headers["RateLimit"].Count == 0)
            headers["RateLimit"] = string.Create(CultureInfo.InvariantCulture, $"\"{Name}\";r={left};t={(PerMinute - left) * 60 / PerMinute}");
        if (!lease.IsAcquired)
            headers.RetryAfter = lease.TryGetMetadata(MetadataName.RetryAfter, out var after)
                ? Math.Max(1, (int)Math.Ceiling(after.TotalSeconds)).ToString(CultureInfo.InvariantCulture)
                : "1";
        return lease.IsAcquired;
    }

    public void Dispose() => limiter.Dispose();
}
