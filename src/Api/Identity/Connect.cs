using System.Security.Claims;
using Franchise.Domain.Identity;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Identity;
using Microsoft.AspNetCore;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.WebUtilities;
using OpenIddict.Abstractions;
using OpenIddict.Server.AspNetCore;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Franchise.Api.Identity;

/// <summary>
/// The OAuth endpoints, once OpenIddict has checked the protocol: client, secret, redirect address, PKCE, code, refresh token. Here is decided
/// who may have which token.
/// </summary>
internal static class Connect
{
    /// <summary>The claim that names the organisation that a token is for.</summary>
    public const string OrganisationClaim = "org";

    private const string Server = OpenIddictServerAspNetCoreDefaults.AuthenticationScheme;

    /// <summary>A person signs in, chooses her organisation, and is sent back to her client with a code.</summary>
    public static async Task<IResult> Authorize(
        HttpContext context,
        UserManager<FranchiseUser> users,
        IdentityDirectory directory,
        IdentitySettings settings,
        TimeProvider clock
    )
    {
        var request = context.GetOpenIddictServerRequest() ?? throw new InvalidOperationException("Not an OAuth request.");
        if (await directory.FindClientAsync(request.ClientId!, context.RequestAborted) is not { } client)
            return Refuse(Errors.UnauthorizedClient, "This client is not known, or it is disabled.");

        var session = await context.AuthenticateAsync(IdentityConstants.ApplicationScheme);
        var user = await Account.SignedInAsync(context, users);
        var here = context.Request.Path + context.Request.QueryString;
        if (context.Request.HasFormContentType)
            here = QueryHelpers.AddQueryString(context.Request.Path, [.. context.Request.Form]);
        var mustSignIn =
            user is null
            || request.HasPromptValue(PromptValues.Login)
            || (request.MaxAge is { } age && session.Properties?.IssuedUtc is { } issued && clock.GetUtcNow() - issued > TimeSpan.FromSeconds(age));
        if (mustSignIn)
            return request.HasPromptValue(PromptValues.None)
                ? Refuse(Errors.LoginRequired, "She is not signed in.")
                // Coming back she has just signed in: do not ask again.
                : Results.LocalRedirect("/account/sign-in?returnUrl=" + Uri.EscapeDataString(Without(here, Parameters.Prompt, Parameters.MaxAge)));

        var asked = (string?)request[ChooseOrganisation.Parameter];
        var memberships = (await directory.MembershipsAsync(user!.UserId, context.RequestAborted)).Where(m => client.Serves(m.Organisation)).ToList();
        var member = asked is null && memberships.Count == 1 ? memberships[0] : memberships.Find(m => m.Organisation.ToString() == asked);
        if (member is null)
            return asked is not null || memberships.Count == 0 ? Refuse(Errors.AccessDenied, "She does not belong to an organisation that this client serves.")
                : request.HasPromptValue(PromptValues.None) ? Refuse(Errors.InteractionRequired, "She must choose an organisation.")
                : Results.LocalRedirect("/account/organisation?returnUrl=" + Uri.EscapeDataString(here));

        if (settings.RequireSecondFactor && Permission.IsFranchisorRole(member.Role) && !Account.UsedSecondFactor(context.User))
            return request.HasPromptValue(PromptValues.None)
                ? Refuse(Errors.InteractionRequired, "She must set up a second factor.")
                : Results.LocalRedirect("/account/authenticator?returnUrl=" + Uri.EscapeDataString(here));

        var held = Permission.Of(member.Role).Intersect(client.Permissions).ToHashSet(StringComparer.Ordinal);
        return Issue(user.UserId.ToString(), member.Organisation, Scopes(request, held), request, settings);
    }

    /// <summary>A token, for a partner's system or in exchange for a person's code or refresh token.</summary>
    public static async Task<IResult> Token(HttpContext context, IdentityDirectory directory, IdentitySettings settings)
    {
        var request = context.GetOpenIddictServerRequest() ?? throw new InvalidOperationException("Not an OAuth request.");
        var client = await directory.FindClientAsync(request.ClientId!, context.RequestAborted);
        if (client is null)
            return Refuse(Errors.InvalidClient, "This client is not known, or it is disabled.");

        if (request.IsClientCredentialsGrantType())
        {
            if (client.Organisation is not { } organisation)
                return Refuse(Errors.UnauthorizedClient, "This client acts for people only.");
            var scopes = Scopes(request, client.Permissions);
            return scopes.Count == 0
                ? Refuse(Errors.InvalidScope, "This client holds none of the scopes that it asks for.")
                : Issue(client.ClientId, organisation, scopes, request, settings);
        }

        // Code or refresh token, already checked and, the first, used up.
        var principal = (await context.AuthenticateAsync(Server)).Principal;
        if (
            principal is null
            || !Id<User>.TryRead(principal.GetClaim(Claims.Subject), out var user)
            || !Id<Organisation>.TryRead(principal.GetClaim(OrganisationClaim), out var org)
            || !client.Serves(org)
            || await directory.MayStillActAsync(user, org, context.RequestAborted) is null
        )
            return Refuse(Errors.InvalidGrant, "She no longer belongs to this organisation.");
        principal.SetDestinations(Destinations);
        return Results.SignIn(principal, authenticationScheme: Server);
    }

    /// <summary>Who the token is for. Ids only: names and addresses are nobody's business but the page that shows them to herself.</summary>
    public static async Task<IResult> UserInfo(HttpContext context, IdentityDirectory directory)
    {
        var principal = (await context.AuthenticateAsync(Server)).Principal;
        if (
            principal?.GetClaim(Claims.Subject) is not { } subject
            || !Id<User>.TryRead(subject, out var user)
            || !Id<Organisation>.TryRead(principal.GetClaim(OrganisationClaim), out var organisation)
            || await directory.MayStillActAsync(user, organisation, context.RequestAborted) is not { } member
        )
            return Results.Challenge(Failure(Errors.InvalidToken, "This token is not a person's, or it no longer counts."), [Server]);
        return Results.Json(
            new Dictionary<string, object>
            {
                [Claims.Subject] = subject,
                [OrganisationClaim] = organisation.ToString(),
                [Claims.Role] = System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(member.Role.ToString()),
            }
        );
    }

    /// <summary>Signs out here and, with a registered address, goes back to the client.</summary>
    public static async Task<IResult> EndSession(HttpContext context, UserManager<FranchiseUser> users, FranchiseSignIn signIn)
    {
        var hint = (await context.AuthenticateAsync(Server)).Principal?.GetClaim(Claims.Subject);
        var user = await Account.SignedInAsync(context, users);
        // Only a client that holds her own identity token may sign her out unasked; a link in somebody's message may not.
        if (user is not null && hint != user.UserId.ToString() && !await ConfirmedAsync(context))
            return Page.Show(context, "Sign out", Page.Form(context, Page.Button("Sign out")));
        await signIn.SignOutAsync();
        return Results.SignOut(new() { RedirectUri = "/account/signed-out" }, [Server]);
    }

    private static async Task<bool> ConfirmedAsync(HttpContext context) =>
        HttpMethods.IsPost(context.Request.Method)
        && await context.RequestServices.GetRequiredService<Microsoft.AspNetCore.Antiforgery.IAntiforgery>().IsRequestValidAsync(context);

    private static IResult Issue(string subject, Id<Organisation> organisation, HashSet<string> scopes, OpenIddictRequest request, IdentitySettings settings)
    {
        var identity = new ClaimsIdentity("Franchise", Claims.Subject, Claims.Role);
        identity.SetClaim(Claims.Subject, subject);
        identity.SetClaim(OrganisationClaim, organisation.ToString());
        string[] protocol = [OpenIddictConstants.Scopes.OpenId, OpenIddictConstants.Scopes.OfflineAccess];
        identity.SetScopes(scopes.Concat(request.IsClientCredentialsGrantType() ? [] : request.GetScopes().Intersect(protocol)));
        identity.SetResources(settings.Audience);
        identity.SetDestinations(Destinations);
        return Results.SignIn(new ClaimsPrincipal(identity), authenticationScheme: Server);
    }

    // Asked for some: those of them that she holds. Asked for none: all that she holds, except what must be asked for by name.
    private static HashSet<string> Scopes(OpenIddictRequest request, IReadOnlySet<string> held)
    {
        var asked = request.GetScopes().Intersect(Permission.All).ToList();
        return (asked.Count > 0 ? held.Intersect(asked) : held.Except(Permission.Sensitive)).ToHashSet(StringComparer.Ordinal);
    }

    private static IEnumerable<string> Destinations(Claim claim) =>
        claim.Type is Claims.Subject or OrganisationClaim
            ? [OpenIddictConstants.Destinations.AccessToken, OpenIddictConstants.Destinations.IdentityToken]
            : [OpenIddictConstants.Destinations.AccessToken];

    private static string Without(string url, params string[] parameters)
    {
        var query = QueryHelpers.ParseQuery(url[(url.IndexOf('?', StringComparison.Ordinal) + 1)..]);
        foreach (var parameter in parameters)
            query.Remove(parameter);
        return QueryHelpers.AddQueryString(url.Split('?')[0], query);
    }

    private static IResult Refuse(string error, string description) => Results.Forbid(Failure(error, description), [Server]);

    private static AuthenticationProperties Failure(string error, string description) =>
        new(
            new Dictionary<string, string?>
            {
                [OpenIddictServerAspNetCoreConstants.Properties.Error] = error,
                [OpenIddictServerAspNetCoreConstants.Properties.ErrorDescription] = description,
            }
        );
}
