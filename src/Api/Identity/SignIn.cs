using Franchise.Api.Http;
using Franchise.Infrastructure.Identity;

namespace Franchise.Api.Identity;

/// <summary>Password, or passkey; then the second factor for those who have one.</summary>
internal static class SignIn
{
    private const string Wrong = "That e-mail address and password do not go together, or there were too many attempts. Check both, or wait ten minutes.";

    public static IResult Show(HttpContext context) => Show(context, null, null);

    public static async Task<IResult> Post(HttpContext context, FranchiseSignIn signIn)
    {
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        var (email, password) = (form["email"].ToString().Trim(), form["password"].ToString());
        if (email.Length is 0 or > 256 || password.Length is 0 or > 256)
            return Show(context, email, Wrong);
        var result = await signIn.PasswordSignInAsync(email, password, isPersistent: false, lockoutOnFailure: true);
        return result switch
        {
            { Succeeded: true } => Results.LocalRedirect(Page.ReturnUrl(context)),
            { RequiresTwoFactor: true } => Results.LocalRedirect("/account/second-factor" + Page.Query(context)),
            // Locked out, shut out, unknown and wrong look alike.
            _ => Show(context, email, Wrong),
        };
    }

    internal static IResult Show(HttpContext context, string? email, string? error)
    {
        Html fields = $"""
            {Page.Field("email", "E-mail address", "email", "username webauthn", email, invalid: error is not null)}
            {Page.Field("password", "Password", "password", "current-password", invalid: error is not null)}
            {Page.Button("Sign in")}
            """;
        Html passkey = $"""
            <input type="hidden" name="credential" value="">
            <p><button type="submit">Sign in with a passkey</button></p>
            <p id="passkey-status" role="status"></p>
            """;
        Html body = $"""
            {Page.Form(context, fields)}
            <div>{Hidden(Page.Form(context, passkey, "/account/passkeys/sign-in" + Page.Query(context), "passkey"))}</div>
            <p><a href="/account/forgot-password">I do not know my password</a></p>
            """;
        return Page.Show(context, "Sign in", body, error is null ? 200 : 422, error, script: true);
    }

    // The script shows it where the browser knows passkeys.
    internal static Html Hidden(Html form) => Html.Trusted(form.ToString().Replace("<form ", "<form hidden ", StringComparison.Ordinal));
}
