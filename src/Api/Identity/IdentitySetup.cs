using System.Data.Common;
using System.Security.Claims;
using Franchise.Api.Http;
using Franchise.Domain.Identity;
using Franchise.Domain.Organisations;
using Franchise.Infrastructure.Identity;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.DependencyInjection.Extensions;
using OpenIddict.Abstractions;
using OpenIddict.EntityFrameworkCore.Models;
using OpenIddict.Server;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Franchise.Api.Identity;

/// <summary>Puts the authorisation server, the sign-in pages and the bearer authentication into the application.</summary>
public static class IdentitySetup
{
    private static readonly PathString[] paths = ["/connect", "/account", "/.well-known"];

    /// <summary>
    /// Registers everything. Needs registered beside it: <c>Secrets</c>, <c>Doors</c>, <c>EmailOutbox</c>; <see cref="TimeProvider"/> is the system's
    /// unless another is registered.
    /// </summary>
    /// <param name="services">The container.</param>
    /// <param name="settings">From <see cref="IdentitySettings.From"/>.</param>
    /// <param name="database">Finds the pool of the role <c>franchise_identity</c>.</param>
    public static IServiceCollection AddFranchiseIdentity(
        this IServiceCollection services,
        IdentitySettings settings,
        Func<IServiceProvider, DbDataSource> database
    )
    {
        services.AddSingleton(settings);
        services.TryAddSingleton(TimeProvider.System);
        services.AddHttpContextAccessor();
        services.AddDbContext<IdentityDb>((provider, builder) => IdentityDb.Configure(builder, database(provider)));
        services.AddScoped<IdentityDirectory>();
        services.AddScoped<Accounts>();
        services.AddScoped<PruneTokens>();
        services.AddSingleton<SecretAttempts>();
        services.AddSingleton<SignInLimit>();
        services.AddSingleton<BearerAuthentication>();
        services.AddFranchiseKeys();
        services.AddPasswordResets();

        services.AddDataProtection().SetApplicationName("Franchise").PersistKeysToDbContext<IdentityDb>();
        services.AddAntiforgery(options =>
        {
            options.Cookie.Name = settings.AllowHttp ? "franchise.form" : "__Host-franchise.form";
            options.Cookie.SecurePolicy = Secure(settings);
            options.Cookie.SameSite = SameSiteMode.Strict;
            // The pages say it more strictly themselves.
            options.SuppressXFrameOptionsHeader = true;
        });
        AddUsers(services, settings);
        AddServer(services, settings);
        return services;
    }

    /// <summary>
    /// Who is calling: cookies and OAuth on this server's own pages, bearer tokens everywhere else. Before rate limits, after exception handling.
    /// </summary>
    public static WebApplication UseFranchiseAuthentication(this WebApplication app)
    {
        // WebApplication would else put the authentication middleware first by itself, and every API request would pay for it.
        ((IApplicationBuilder)app).Properties["__AuthenticationMiddlewareSet"] = true;
        app.UseWhen(context => IsIdentity(context.Request.Path), branch => branch.Use(LimitAttempts).UseAuthentication());
        var bearer = app.Services.GetRequiredService<BearerAuthentication>();
        app.Use(next =>
            context =>
            {
                if (IsIdentity(context.Request.Path))
                    return next(context);
                var done = bearer.AuthenticateAsync(context);
                return done.IsCompletedSuccessfully ? next(context) : Await(done, next, context);
            }
        );
        return app;

        static async Task Await(ValueTask done, RequestDelegate next, HttpContext context)
        {
            await done;
            await next(context);
        }
    }

    /// <summary>Maps <c>/connect/*</c> and <c>/account/*</c>; discovery and key set are OpenIddict's own.</summary>
    public static WebApplication MapFranchiseIdentity(this WebApplication app)
    {
        var connect = app.MapGroup("/connect").ExcludeFromDescription().WithMetadata(new RequestSizeLimitAttribute(64 * 1024));
        connect.MapMethods("/authorize", ["GET", "POST"], Connect.Authorize);
        connect.MapPost("/token", Connect.Token);
        connect.MapMethods("/userinfo", ["GET", "POST"], Connect.UserInfo);
        connect.MapMethods("/logout", ["GET", "POST"], Connect.EndSession);

        var account = app.MapGroup("/account").ExcludeFromDescription().WithMetadata(new RequestSizeLimitAttribute(64 * 1024));
        account.AddEndpointFilter(GuardForms);
        account.MapGet("", Account.Show);
        account.MapGet("/sign-in", (HttpContext context) => SignIn.Show(context));
        account.MapPost("/sign-in", SignIn.Post);
        account.MapGet("/second-factor", SecondFactor.Show);
        account.MapPost("/second-factor", SecondFactor.Post);
        account.MapGet("/organisation", ChooseOrganisation.Show);
        account.MapPost("/organisation", ChooseOrganisation.Post);
        account.MapGet("/authenticator", Authenticator.Show);
        account.MapPost("/authenticator", Authenticator.Post);
        account.MapGet("/passkeys", Passkeys.Show);
        account.MapPost("/passkeys", Passkeys.Add);
        account.MapPost("/passkeys/creation-options", Passkeys.CreationOptions);
        account.MapPost("/passkeys/request-options", Passkeys.RequestOptions);
        account.MapPost("/passkeys/sign-in", Passkeys.Enter);
        account.MapGet("/forgot-password", (HttpContext context) => Passwords.ShowForgot(context));
        account.MapPost("/forgot-password", Passwords.PostForgot);
        account.MapGet("/reset-password", (HttpContext context) => Passwords.ShowReset(context));
        account.MapPost("/reset-password", Passwords.PostReset);
        account.MapGet("/invitation", AcceptInvitation.Show);
        account.MapPost("/invitation", AcceptInvitation.Post);
        account.MapPost("/sign-out", Account.SignOut);
        account.MapGet("/signed-out", (HttpContext context) => Page.Show(context, "You are signed out", $"<p><a href=\"/account/sign-in\">Sign in again</a></p>"));
        account.MapGet("/style.css", () => Results.Text(Assets.Style, "text/css"));
        account.MapGet("/passkeys.js", () => Results.Text(Assets.PasskeysScript, "text/javascript"));
        return app;
    }

    /// <summary>
    /// Whether whoever holds this browser's sign-in cookie holds a permission at Cohort 4, with a second factor where one is required: for pages that
    /// are no API, such as the job dashboard.
    /// </summary>
    public static async Task<bool> HoldsAsync(this HttpContext context, string permission)
    {
        var services = context.RequestServices;
        var before = context.User;
        var user = await Account.SignedInAsync(context, services.GetRequiredService<UserManager<FranchiseUser>>());
        var strong = Account.UsedSecondFactor(context.User) || !services.GetRequiredService<IdentitySettings>().RequireSecondFactor;
        context.User = before;
        return user is not null
            && strong
            && await services.GetRequiredService<IdentityDirectory>().MembershipAsync(Organisation.FranchisorId, user.UserId, context.RequestAborted)
                is { } member
            && Permission.Of(member.Role).Contains(permission);
    }

    // Before the authorisation server, which answers what it refuses by itself.
    private static Task LimitAttempts(HttpContext context, RequestDelegate next) =>
        context.RequestServices.GetRequiredService<SignInLimit>().Admits(context) ? next(context)
        : context.Request.Path.StartsWithSegments("/account", StringComparison.OrdinalIgnoreCase)
            ? Page.Show(context, "Too many attempts", $"<p>Wait a minute, then try again.</p>", 429).ExecuteAsync(context)
        : RateLimits.Refuse(context);

    private static bool IsIdentity(PathString path) => Array.Exists(paths, p => path.StartsWithSegments(p, StringComparison.OrdinalIgnoreCase));

    private static CookieSecurePolicy Secure(IdentitySettings settings) => settings.AllowHttp ? CookieSecurePolicy.SameAsRequest : CookieSecurePolicy.Always;

    private static void AddUsers(IServiceCollection services, IdentitySettings settings)
    {
        services
            .AddAuthentication(IdentityConstants.ApplicationScheme)
            .AddIdentityCookies(cookies =>
            {
                cookies.ApplicationCookie!.Configure(options =>
                {
                    options.Cookie.Name = settings.AllowHttp ? "franchise.session" : "__Host-franchise.session";
                    options.ExpireTimeSpan = TimeSpan.FromHours(8);
                });
            });
        services.ConfigureAll<CookieAuthenticationOptions>(options => options.Cookie.SecurePolicy = Secure(settings));
        services
            .AddIdentityCore<FranchiseUser>(options =>
            {
                options.Stores.SchemaVersion = IdentitySchemaVersions.Version3;
                options.User.RequireUniqueEmail = true;
                // The name is the e-mail address; which of those are well-formed is the mail server's business.
                options.User.AllowedUserNameCharacters = "";
                // Length is what helps (NIST SP 800-63B); rules about digits and signs only make people write it down.
                options.Password.RequiredLength = 12;
                options.Password.RequireDigit = options.Password.RequireLowercase = options.Password.RequireUppercase = false;
                options.Password.RequireNonAlphanumeric = false;
                options.Password.RequiredUniqueChars = 5;
                options.Lockout.MaxFailedAccessAttempts = 5;
                options.Lockout.DefaultLockoutTimeSpan = TimeSpan.FromMinutes(10);
            })
            .AddUserStore<FranchiseUserStore>()
            .AddSignInManager<FranchiseSignIn>()
            .AddDefaultTokenProviders();
        services.AddScoped(provider => (FranchiseSignIn)provider.GetRequiredService<SignInManager<FranchiseUser>>());
        services.Configure<DataProtectionTokenProviderOptions>(options => options.TokenLifespan = PasswordResets.LinkLifetime);
        services.Configure<SecurityStampValidatorOptions>(options =>
        {
            options.ValidationInterval = TimeSpan.FromMinutes(1);
            // The framework forgets here how she signed in, and would ask for her second factor again every minute.
            options.OnRefreshingPrincipal = refreshing =>
            {
                if (refreshing is { CurrentPrincipal: { } current, NewPrincipal.Identity: ClaimsIdentity renewed })
                    renewed.AddClaims(current.FindAll(FranchiseSignIn.Methods));
                return Task.CompletedTask;
            };
        });
        var origin = settings.Issuer.GetLeftPart(UriPartial.Authority);
        services.Configure<IdentityPasskeyOptions>(options =>
        {
            options.ServerDomain = settings.Issuer.Host;
            options.UserVerificationRequirement = "required";
            options.ResidentKeyRequirement = "required";
            options.ValidateOrigin = seen => ValueTask.FromResult(!seen.CrossOrigin && seen.Origin == origin);
        });
    }

    private static void AddServer(IServiceCollection services, IdentitySettings settings) =>
        services
            .AddOpenIddict()
            .AddCore(options =>
            {
                options.UseEntityFrameworkCore().UseDbContext<IdentityDb>().ReplaceDefaultEntities<Guid>();
                options.ReplaceApplicationManager<OpenIddictEntityFrameworkCoreApplication<Guid>, FranchiseApplications>();
                services.TryAddScoped(provider =>
                    (FranchiseApplications)provider.GetRequiredService<OpenIddict.Core.OpenIddictApplicationManager<OpenIddictEntityFrameworkCoreApplication<Guid>>>()
                );
            })
            .AddServer(options =>
            {
                options.SetIssuer(settings.Issuer);
                options
                    .SetAuthorizationEndpointUris("connect/authorize")
                    .SetTokenEndpointUris("connect/token")
                    .SetUserInfoEndpointUris("connect/userinfo")
                    .SetEndSessionEndpointUris("connect/logout")
                    .SetRevocationEndpointUris("connect/revoke");
                options.AllowClientCredentialsFlow().AllowAuthorizationCodeFlow().AllowRefreshTokenFlow().RequireProofKeyForCodeExchange();
                // A plain challenge is the verifier itself: whoever reads the first request could use it (RFC 9700, 2.1.1).
                options.Configure(o => o.CodeChallengeMethods.Remove(OpenIddictConstants.CodeChallengeMethods.Plain));
                options.RegisterScopes([.. Permission.All, OpenIddictConstants.Scopes.OfflineAccess]);
                // Which scopes a client may have stands with the ApiClient, not in OpenIddict's copy.
                options.IgnoreScopePermissions();
                options
                    .DisableAccessTokenEncryption()
                    .SetAccessTokenLifetime(IdentitySettings.AccessTokenLifetime)
                    .SetRefreshTokenLifetime(IdentitySettings.RefreshTokenLifetime)
                    // A front end that lost the answer may ask once more; later use of a spent token is taken for theft.
                    .SetRefreshTokenReuseLeeway(TimeSpan.FromSeconds(10));
                options.AddEventHandler<HandleRevocationRequestContext>(builder =>
                    builder
                        .UseScopedHandler<RevokeWholeGrant>()
                        .SetOrder(OpenIddictServerHandlers.Revocation.RevokeToken.Descriptor.Order + 1)
                );
                var host = options
                    .UseAspNetCore()
                    .EnableAuthorizationEndpointPassthrough()
                    .EnableTokenEndpointPassthrough()
                    .EnableUserInfoEndpointPassthrough()
                    .EnableEndSessionEndpointPassthrough();
                if (settings.AllowHttp)
                    host.DisableTransportSecurityRequirement();
            });

    // Against forms that another site has a browser send.
    private static async ValueTask<object?> GuardForms(EndpointFilterInvocationContext invocation, EndpointFilterDelegate next)
    {
        var context = invocation.HttpContext;
        if (!HttpMethods.IsPost(context.Request.Method))
            return await next(invocation);
        try
        {
            if (await context.RequestServices.GetRequiredService<IAntiforgery>().IsRequestValidAsync(context))
                return await next(invocation);
        }
        catch (InvalidDataException)
        {
            // A form that cannot be read is no form of ours.
        }
        return Page.Show(context, "This page was open too long", $"<p>Nothing was changed. <a href=\"{Page.ReturnUrl(context)}\">Start again</a>.</p>", 400);
    }

    /// <summary>Giving up a refresh token gives up the sign-in behind it, and with it the access tokens (RFC 7009, 2.1).</summary>
    private sealed class RevokeWholeGrant(IOpenIddictAuthorizationManager authorizations) : IOpenIddictServerHandler<HandleRevocationRequestContext>
    {
        public async ValueTask HandleAsync(HandleRevocationRequestContext context)
        {
            if (
                context.GenericTokenPrincipal?.HasTokenType(OpenIddictConstants.TokenTypeIdentifiers.RefreshToken) == true
                && context.GenericTokenPrincipal.GetAuthorizationId() is { } id
                && await authorizations.FindByIdAsync(id, context.CancellationToken) is { } authorization
            )
                await authorizations.TryRevokeAsync(authorization, context.CancellationToken);
        }
    }
}
