using System.Security.Claims;
using Franchise.Infrastructure.Identity;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;

namespace Franchise.Api.Identity;

/// <summary>Her own account: second factor, passkeys, sign-out.</summary>
internal static class Account
{
    public static async Task<IResult> Show(HttpContext context, UserManager<FranchiseUser> users)
    {
        if (await SignedInAsync(context, users) is not { } user)
            return AskToSignIn(context);
        return Page.Show(
            context,
            "Your account",
            $"""
            <p>You are signed in as {user.Email}.</p>
            <ul>
            <li><a href="/account/authenticator">Authenticator app</a></li>
            <li><a href="/account/passkeys">Passkeys</a></li>
            <li><a href="/account/forgot-password">Choose a new password</a></li>
            </ul>
            {Page.Form(context, Page.Button("Sign out"), "/account/sign-out")}
            """
        );
    }

    public static async Task<IResult> SignOut(HttpContext context, FranchiseSignIn signIn)
    {
        await signIn.SignOutAsync();
        return Page.Show(context, "You are signed out", $"<p><a href=\"/account/sign-in\">Sign in again</a></p>");
    }

    /// <summary>Who holds the sign-in cookie; it is put into <c>context.User</c> too.</summary>
    public static async Task<FranchiseUser?> SignedInAsync(HttpContext context, UserManager<FranchiseUser> users)
    {
        var result = await context.AuthenticateAsync(IdentityConstants.ApplicationScheme);
        if (!result.Succeeded || await users.GetUserAsync(result.Principal) is not { DisabledAt: null } user)
            return null;
        context.User = result.Principal;
        return user;
    }

    /// <summary>
    /// Who may see and change second factors: a session opened with a password alone may add the first one, and never one beside it; else a stolen
    /// password would be enough.
    /// </summary>
    public static async Task<FranchiseUser?> MayChangeFactorsAsync(HttpContext context, UserManager<FranchiseUser> users) =>
        await SignedInAsync(context, users) is { } user
        && (
            UsedSecondFactor(context.User)
            || (!await users.GetTwoFactorEnabledAsync(user) && (await users.GetPasskeysAsync(user)).Count == 0)
        )
            ? user
            : null;

    /// <summary>Whether this session was opened with two factors.</summary>
    public static bool UsedSecondFactor(ClaimsPrincipal principal) => principal.HasClaim(FranchiseSignIn.Methods, FranchiseSignIn.SecondFactor);

    public static IResult AskToSignIn(HttpContext context)
    {
        var here = HttpMethods.IsGet(context.Request.Method) ? context.Request.Path + context.Request.QueryString : context.Request.Path.Value;
        return Results.LocalRedirect("/account/sign-in?returnUrl=" + Uri.EscapeDataString(here ?? "/account"));
    }
}
