using Franchise.Infrastructure.Identity;

namespace Franchise.Api.Identity;

/// <summary>The code from her authenticator app, or one of her recovery codes.</summary>
internal static class SecondFactor
{
    public static async Task<IResult> Show(HttpContext context, FranchiseSignIn signIn) =>
        await signIn.GetTwoFactorAuthenticationUserAsync() is null ? Results.LocalRedirect("/account/sign-in" + Page.Query(context)) : Answer(context, null);

    public static async Task<IResult> Post(HttpContext context, FranchiseSignIn signIn)
    {
        if (await signIn.GetTwoFactorAuthenticationUserAsync() is null)
            return Results.LocalRedirect("/account/sign-in" + Page.Query(context));
        var code = (await context.Request.ReadFormAsync(context.RequestAborted))["code"].ToString().Replace(" ", "", StringComparison.Ordinal);
        var result = code.Length is 0 or > 40 ? null
            : code.Length == 6 && code.All(char.IsAsciiDigit) ? await signIn.TwoFactorAuthenticatorSignInAsync(code, isPersistent: false, rememberClient: false)
            : await signIn.TwoFactorRecoveryCodeSignInAsync(code);
        return result is { Succeeded: true }
            ? Results.LocalRedirect(Page.ReturnUrl(context))
            : Answer(context, "That code does not work. Codes change every half minute; a recovery code works once. After too many attempts, wait ten minutes.");
    }

    private static IResult Answer(HttpContext context, string? error) =>
        Page.Show(
            context,
            "Your second factor",
            Page.Form(
                context,
                $"""
                {Page.Field("code", "Code", "text", "one-time-code", hint: "Six digits from your authenticator app, or one of your recovery codes.", invalid: error is not null)}
                {Page.Button("Go on")}
                """
            ),
            error is null ? 200 : 422,
            error
        );
}
