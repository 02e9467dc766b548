using System.Collections.Concurrent;
using System.Net;
using System.Runtime.InteropServices;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using Franchise.Api.Http;
using Franchise.Domain.Identity;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Identity;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Franchise.Api.Identity;

/// <summary>
/// Turns a bearer token into an <see cref="Actor"/> and a <see cref="Standing"/> in <c>HttpContext.Features</c>. It refuses nothing
/// itself: a route that needs an actor and finds none answers 401, and then this adds <c>WWW-Authenticate</c> (RFC 6750).
/// </summary>
/// <remarks>
/// A token seen before costs one hash and one look-up: no signature is checked again and nothing is read. Whether it still counts is asked of the
/// database at most every <see cref="IdentitySettings.LivenessInterval"/>, once for all requests that wait for it.
/// </remarks>
public sealed class BearerAuthentication(KeyRing keys, IdentitySettings settings, IServiceScopeFactory scopes, TimeProvider clock)
{
    private const string Scheme = "Bearer ";
    private const int Longest = 8192;

    private static readonly JsonWebTokenHandler tokens = new() { MapInboundClaims = false };

    private readonly ConcurrentDictionary<TokenHash, Entry> known = new();
    private int count;

    /// <summary>How many tokens are remembered now.</summary>
    public int Count => count;

    /// <summary>Looks at the request's token.</summary>
    public ValueTask AuthenticateAsync(HttpContext context)
    {
        var header = context.Request.Headers.Authorization;
        if (header.Count == 0)
        {
            Explain(context, "Bearer");
            return ValueTask.CompletedTask;
        }
        var value = header[0];
        if (header.Count > 1 || value is null || value.Length > Longest || !value.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            Explain(context, "Bearer");
            return ValueTask.CompletedTask;
        }
        var hash = TokenHash.Of(value.AsSpan(Scheme.Length));
        var now = clock.GetUtcNow();
        if (known.TryGetValue(hash, out var entry) && entry.Expires > now && entry.Fresh(now) is { } answer)
        {
            Accept(context, entry, answer);
            return ValueTask.CompletedTask;
        }
        return new(SlowlyAsync(context, value[Scheme.Length..], hash, entry, now));
    }

    private async Task SlowlyAsync(HttpContext context, string token, TokenHash hash, Entry? entry, DateTimeOffset now)
    {
        if (entry is null)
        {
            entry = await ValidateAsync(token);
            if (entry is null)
            {
                Explain(context, Invalid);
                return;
            }
        }
        // A key that was taken away takes what it signed with it.
        if (entry.Expires <= now || !keys.Current.Signing.Any(k => k.Kid == entry.Kid))
        {
            Forget(hash);
            Explain(context, Invalid);
            return;
        }
        if (await entry.AskAsync(this, now) is not { } answer)
        {
            Forget(hash);
            Explain(context, Invalid);
            return;
        }
        Remember(hash, entry, now);
        Accept(context, entry, answer);
    }

    private const string Invalid = "Bearer error=\"invalid_token\", error_description=\"The access token is not valid, has run out, or no longer counts.\"";

    private async Task<Entry?> ValidateAsync(string token)
    {
        var result = await tokens.ValidateTokenAsync(token, Parameters());
        if (!result.IsValid || result.SecurityToken is not JsonWebToken jwt)
            return null;
        return
            Id<Organisation>.TryRead(Text(jwt, Connect.OrganisationClaim), out var organisation)
            && Text(jwt, "client_id") is { Length: > 0 } client
            && Guid.TryParse(Text(jwt, "oi_tkn_id"), out var id)
            && jwt.Subject is { Length: > 0 } subject
            ? new(
                new(subject, client, organisation, id, (Text(jwt, "scope") ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries)),
                jwt.Kid,
                new ClaimsPrincipal(result.ClaimsIdentity),
                new DateTimeOffset(jwt.ValidTo, TimeSpan.Zero)
            )
            : null;
    }

    private static string? Text(JsonWebToken jwt, string claim) => jwt.TryGetPayloadValue<string>(claim, out var value) ? value : null;

    private TokenValidationParameters Parameters() =>
        new()
        {
            ValidIssuer = settings.Issuer.AbsoluteUri,
            ValidAudience = settings.Audience,
            IssuerSigningKeys = keys.Current.Signing.Select(k => k.Key),
            TryAllIssuerSigningKeys = false,
            ValidAlgorithms = [SecurityAlgorithms.RsaSha256, SecurityAlgorithms.EcdsaSha256],
            // Identity tokens are signed with the same keys; they open nothing.
            ValidTypes = ["at+jwt"],
            RequireSignedTokens = true,
            RequireExpirationTime = true,
            AuthenticationType = "Bearer",
            NameClaimType = "sub",
            LifetimeValidator = (from, to, _, _) =>
            {
                var now = clock.GetUtcNow().UtcDateTime;
                return to > now && (from is null || from <= now + TimeSpan.FromSeconds(5));
            },
        };

    private static void Accept(HttpContext context, Entry entry, Answer answer)
    {
        context.Features.Set(entry.ActorFor(answer, context.Connection.RemoteIpAddress));
        context.Features.Set(answer.Standing);
        context.User = entry.Principal;
    }

    private static void Explain(HttpContext context, string challenge) =>
        context.Response.OnStarting(
            static state =>
            {
                var (response, text) = ((HttpResponse, string))state;
                if (response.StatusCode == StatusCodes.Status401Unauthorized && response.Headers.WWWAuthenticate.Count == 0)
                    response.Headers.WWWAuthenticate = text;
                return Task.CompletedTask;
            },
            (context.Response, challenge)
        );

    private void Remember(TokenHash hash, Entry entry, DateTimeOffset now)
    {
        if (!known.TryAdd(hash, entry))
            return;
        if (Interlocked.Increment(ref count) <= settings.PrincipalCacheSize)
            return;
        foreach (var (key, old) in known)
            if (old.Expires <= now)
                Forget(key);
        // Still full of live ones: make room for a tenth, whichever come first. They are validated once more when next seen.
        foreach (var (key, _) in known)
        {
            if (Volatile.Read(ref count) <= settings.PrincipalCacheSize * 9L / 10)
                break;
            if (key != hash)
                Forget(key);
        }
    }

    private void Forget(TokenHash hash)
    {
        if (known.TryRemove(hash, out _))
            Interlocked.Decrement(ref count);
    }

    private async Task<Grant?> GrantAsync(TokenFacts facts)
    {
        // Shared by all who wait, so no single request's cancellation ends it.
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(10), clock);
        await using var scope = scopes.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<IdentityDirectory>().GrantAsync(facts, limit.Token);
    }

    /// <summary>SHA-256 of a whole token: two tokens never share one, and what is kept cannot be used as one.</summary>
    [StructLayout(LayoutKind.Auto)]
    private readonly record struct TokenHash(UInt128 High, UInt128 Low)
    {
        public static TokenHash Of(ReadOnlySpan<char> token)
        {
            Span<byte> bytes = stackalloc byte[Encoding.UTF8.GetMaxByteCount(token.Length) is var max && max <= 4096 ? max : 0];
            if (bytes.IsEmpty)
                bytes = new byte[max];
            Span<byte> hash = stackalloc byte[32];
            SHA256.HashData(bytes[..Encoding.UTF8.GetBytes(token, bytes)], hash);
            return new(
                System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(hash),
                System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(hash[16..])
            );
        }
    }

    /// <summary>An answer of the database, when it was asked for, and the actor that it makes for the last address seen.</summary>
    private sealed class Answer(Grant grant, Standing standing, DateTimeOffset at, Actor actor, IPAddress? address)
    {
        public Grant Grant { get; } = grant;

        public Standing Standing { get; } = standing;

        public DateTimeOffset At { get; } = at;

        public Actor Actor { get; } = actor;

        public IPAddress? Address { get; } = address;
    }

    private sealed class Entry(TokenFacts facts, string kid, ClaimsPrincipal principal, DateTimeOffset expires)
    {
        private readonly Lock turn = new();
        private Task<Answer?>? asking;

        // Replaced as a whole, so that a new time never goes with an old answer.
        private volatile Answer? answer;

        public string Kid { get; } = kid;

        public ClaimsPrincipal Principal { get; } = principal;

        public DateTimeOffset Expires { get; } = expires;

        public Answer? Fresh(DateTimeOffset now) => answer is { } a && now - a.At < IdentitySettings.LivenessInterval ? a : null;

        public Task<Answer?> AskAsync(BearerAuthentication owner, DateTimeOffset now)
        {
            lock (turn)
                return Fresh(now) is { } fresh ? Task.FromResult<Answer?>(fresh) : asking ??= AskDatabaseAsync(owner, now);
        }

        // A client mostly comes from one address: its actor is made once for it.
        public Actor ActorFor(Answer from, IPAddress? address)
        {
            if (Equals(from.Address, address))
                return from.Actor;
            var actor = from.Actor with { Ip = address?.ToString() };
            answer = new(from.Grant, from.Standing, from.At, actor, address);
            return actor;
        }

        private async Task<Answer?> AskDatabaseAsync(BearerAuthentication owner, DateTimeOffset now)
        {
            // Leave the lock before anything is asked.
            await Task.Yield();
            try
            {
                var grant = await owner.GrantAsync(facts);
                var actor = grant is null ? null : new Actor(grant.Kind, facts.Subject, facts.Organisation, grant.Role, grant.Permissions, null);
                return answer = grant is null ? null : new(grant, new(grant.Standing), now, actor!, null);
            }
            finally
            {
                lock (turn)
                    asking = null;
            }
        }
    }
}
