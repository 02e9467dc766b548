using System.Buffers.Text;
using Franchise.Api.Http;
using Franchise.Infrastructure.Identity;
using Microsoft.AspNetCore.Identity;

namespace Franchise.Api.Identity;

/// <summary>Passkeys: add, list, remove, sign in. They need the browser's own script interface; everything else works without.</summary>
internal static class Passkeys
{
    public static async Task<IResult> Show(HttpContext context, UserManager<FranchiseUser> users) =>
        await Account.MayChangeFactorsAsync(context, users) is { } user ? await Show(context, users, user, null) : Account.AskToSignIn(context);

    public static async Task<IResult> CreationOptions(HttpContext context, UserManager<FranchiseUser> users, FranchiseSignIn signIn)
    {
        if (await Account.MayChangeFactorsAsync(context, users) is not { } user)
            return Results.Unauthorized();
        var options = await signIn.MakePasskeyCreationOptionsAsync(new() { Id = user.Id.ToString(), Name = user.Email!, DisplayName = user.Email! });
        return Results.Content(options, "application/json");
    }

    public static async Task<IResult> Add(HttpContext context, UserManager<FranchiseUser> users, FranchiseSignIn signIn)
    {
        if (await Account.MayChangeFactorsAsync(context, users) is not { } user)
            return Account.AskToSignIn(context);
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        if (form["remove"].ToString() is { Length: > 0 and < 2000 } id)
        {
            if (Base64Url.IsValid(id))
                await users.RemovePasskeyAsync(user, Base64Url.DecodeFromChars(id));
            return await Show(context, users, user, null);
        }
        var failed = "The passkey was not added. Try again.";
        var credential = form["credential"].ToString();
        try
        {
            var attestation = credential.Length is > 0 and < 20_000 ? await signIn.PerformPasskeyAttestationAsync(credential) : null;
            if (attestation is { Succeeded: true } && attestation.UserEntity.Id == user.Id.ToString())
            {
                attestation.Passkey.Name = form["name"].ToString() is { Length: > 0 and <= 60 } name ? name : "Passkey";
                if ((await users.AddOrUpdatePasskeyAsync(user, attestation.Passkey)).Succeeded)
                {
                    await signIn.SignInWithSecondFactorAsync(user);
                    return Results.LocalRedirect("/account/passkeys" + Page.Query(context));
                }
            }
        }
        catch (InvalidOperationException)
        {
            // No ceremony is under way: the page was posted twice, or by something else than its script.
        }
        return await Show(context, users, user, failed);
    }

    public static async Task<IResult> RequestOptions(FranchiseSignIn signIn) =>
        // For anyone: naming a person here would tell whether she exists.
        Results.Content(await signIn.MakePasskeyRequestOptionsAsync(null), "application/json");

    public static async Task<IResult> Enter(HttpContext context, FranchiseSignIn signIn)
    {
        var credential = (await context.Request.ReadFormAsync(context.RequestAborted))["credential"].ToString();
        try
        {
            if (credential.Length is > 0 and < 20_000 && (await signIn.PasskeySignInAsync(credential)).Succeeded)
                return Results.LocalRedirect(Page.ReturnUrl(context));
        }
        catch (InvalidOperationException)
        {
            // As above.
        }
        return SignIn.Show(context, null, "That passkey is not known here. Sign in with your password.");
    }

    private static async Task<IResult> Show(HttpContext context, UserManager<FranchiseUser> users, FranchiseUser user, string? error)
    {
        var passkeys = await users.GetPasskeysAsync(user);
        var here = "/account/passkeys" + Page.Query(context);
        Html Item(UserPasskeyInfo p, int i) =>
            $"""
            <li>{p.Name}, added {p.CreatedAt.ToString("d MMMM yyyy")}
            {Page.Form(context, $"<p><button type=\"submit\" name=\"remove\" value=\"{Base64Url.EncodeToString(p.CredentialId)}\">Remove {p.Name}</button></p>", here, $"remove{i}")}
            </li>
            """;
        Html fields = $"""
            <input type="hidden" name="credential" value="">
            {Page.Field("name", "Name for this passkey", "text", "off", "My device")}
            <p><button type="submit">Add a passkey</button></p>
            <p id="passkey-status" role="status"></p>
            """;
        var form = Html.Trusted(
            SignIn.Hidden(Page.Form(context, fields, here, "passkey")).ToString().Replace("<form ", "<form data-passkey=\"create\" ", StringComparison.Ordinal)
        );
        Html body = $"""
            <p>A passkey signs you in with your device's own lock, and counts as two factors.</p>
            <ul>{Html.All(passkeys.Select(Item))}</ul>
            {form}
            <noscript><p>Adding a passkey needs script. An <a href="/account/authenticator">authenticator app</a> does not.</p></noscript>
            <p><a href="{Page.ReturnUrl(context)}">Go on</a></p>
            """;
        return Page.Show(context, "Passkeys", body, error is null ? 200 : 422, error, script: true);
    }
}
