using System.Text;
using Franchise.Domain.Identity;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Identity;
using Microsoft.AspNetCore.Identity;
using Microsoft.IdentityModel.Tokens;

namespace Franchise.Api.Identity;

/// <summary>Asking for a new password, and choosing it. The answer never says whether an address is known.</summary>
internal static class Passwords
{
    internal const string Rule = "At least 12 characters. A few unrelated words make a good one.";

    public static IResult ShowForgot(HttpContext context) =>
        Page.Show(
            context,
            "Choose a new password",
            Page.Form(context, $"{Page.Field("email", "E-mail address", "email", "username")}{Page.Button("Send me a link")}")
        );

    public static async Task<IResult> PostForgot(HttpContext context, PasswordResets resets)
    {
        var email = (await context.Request.ReadFormAsync(context.RequestAborted))["email"].ToString().Trim();
        if (email.Length is > 0 and <= 256)
            resets.Ask(email);
        return Page.Show(
            context,
            "Look in your inbox",
            $"<p>If that address is known here, a link is on its way to it; that may take some minutes. It works for two hours.</p><p><a href=\"/account/sign-in\">Back to sign in</a></p>"
        );
    }

    public static IResult ShowReset(HttpContext context) => ShowReset(context, null);

    public static async Task<IResult> PostReset(HttpContext context, UserManager<FranchiseUser> users, Accounts accounts)
    {
        var query = context.Request.Query;
        var password = (await context.Request.ReadFormAsync(context.RequestAborted))["password"].ToString();
        string token;
        try
        {
            token = Encoding.UTF8.GetString(Base64UrlEncoder.DecodeBytes(query["token"].ToString()));
        }
        catch (FormatException)
        {
            token = "";
        }
        const string stale = "This link no longer works. Ask for a new one.";
        if (
            !Id<User>.TryRead(query["user"], out var id)
            || await users.FindByIdAsync(id.Value.ToString()) is not { DisabledAt: null } user
            || !await users.VerifyUserTokenAsync(user, users.Options.Tokens.PasswordResetTokenProvider, UserManager<FranchiseUser>.ResetPasswordTokenPurpose, token)
        )
            return ShowReset(context, stale);
        // The rule first, for whoever holds a good link: the token is used up only by a password that is taken.
        if (await TooWeak(users, user, password) is { } why)
            return ShowReset(context, why);
        if (!(await users.ResetPasswordAsync(user, token, password)).Succeeded)
            return ShowReset(context, stale);
        await users.SetLockoutEndDateAsync(user, null);
        await users.ResetAccessFailedCountAsync(user);
        await accounts.RevokeEverythingAsync(user.UserId, context.RequestAborted);
        return Page.Show(context, "Your password is changed", $"<p>You are signed out everywhere.</p><p><a href=\"/account/sign-in\">Sign in</a></p>");
    }

    internal static async Task<string?> TooWeak(UserManager<FranchiseUser> users, FranchiseUser user, string password)
    {
        if (password.Length > 256)
            return "At most 256 characters.";
        foreach (var validator in users.PasswordValidators)
            if (!(await validator.ValidateAsync(users, user, password)).Succeeded)
                return Rule;
        return null;
    }

    private static IResult ShowReset(HttpContext context, string? error) =>
        Page.Show(
            context,
            "Choose a new password",
            Page.Form(
                context,
                $"{Page.Field("password", "New password", "password", "new-password", hint: Rule, invalid: error is not null)}{Page.Button("Change my password")}"
            ),
            error is null ? 200 : 422,
            error
        );
}
