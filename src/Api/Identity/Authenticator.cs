using Franchise.Api.Http;
using Franchise.Infrastructure.Identity;
using Microsoft.AspNetCore.Identity;
using QRCoder;

namespace Franchise.Api.Identity;

/// <summary>Sets up an authenticator app as second factor, and gives recovery codes.</summary>
internal static class Authenticator
{
    public static async Task<IResult> Show(HttpContext context, UserManager<FranchiseUser> users) =>
        await Account.MayChangeFactorsAsync(context, users) is { } user ? await Show(context, users, user, null) : Account.AskToSignIn(context);

    public static async Task<IResult> Post(HttpContext context, UserManager<FranchiseUser> users, FranchiseSignIn signIn)
    {
        if (await Account.MayChangeFactorsAsync(context, users) is not { } user)
            return Account.AskToSignIn(context);
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        var enrolled = await users.GetTwoFactorEnabledAsync(user);
        if (enrolled && form["action"] == "codes")
            return await Codes(context, users, user);
        if (enrolled && form["action"] == "replace")
        {
            await users.SetTwoFactorEnabledAsync(user, enabled: false);
            await users.ResetAuthenticatorKeyAsync(user);
            await signIn.SignInWithSecondFactorAsync(user);
            return await Show(context, users, user, null);
        }
        var code = form["code"].ToString().Replace(" ", "", StringComparison.Ordinal);
        if (await users.IsLockedOutAsync(user))
            return await Show(context, users, user, "There were too many attempts. Wait ten minutes.");
        if (code.Length != 6 || !await users.VerifyTwoFactorTokenAsync(user, TokenOptions.DefaultAuthenticatorProvider, code))
        {
            await users.AccessFailedAsync(user);
            return await Show(context, users, user, "That code does not match. Check that the app's clock is right and enter the code that it shows now.");
        }
        await users.SetTwoFactorEnabledAsync(user, enabled: true);
        await signIn.SignInWithSecondFactorAsync(user);
        return await Codes(context, users, user);
    }

    private static async Task<IResult> Codes(HttpContext context, UserManager<FranchiseUser> users, FranchiseUser user)
    {
        var codes = await users.GenerateNewTwoFactorRecoveryCodesAsync(user, 10) ?? [];
        return Page.Show(
            context,
            "Your recovery codes",
            $"""
            <p>Each of these works once, in place of the app, should you lose it. They are shown only now: print them, or keep them in a password manager.</p>
            <ul class="codes">{Html.All(codes.Select(c => (Html)$"<li>{c}</li>"))}</ul>
            <p><a href="{Page.ReturnUrl(context)}">I have kept them: go on</a></p>
            """
        );
    }

    private static async Task<IResult> Show(HttpContext context, UserManager<FranchiseUser> users, FranchiseUser user, string? error)
    {
        if (await users.GetTwoFactorEnabledAsync(user))
            return Page.Show(
                context,
                "Authenticator app",
                $"""
                <p>An authenticator app is set up. You have {await users.CountRecoveryCodesAsync(user)} recovery codes left.</p>
                {Page.Form(context, $"{Page.Button("Make new recovery codes", value: "codes")}{Page.Button("Set up another app instead", value: "replace")}")}
                <p><a href="/account">Back</a></p>
                """
            );
        var key = await users.GetAuthenticatorKeyAsync(user);
        if (string.IsNullOrEmpty(key))
        {
            await users.ResetAuthenticatorKeyAsync(user);
            key = await users.GetAuthenticatorKeyAsync(user) ?? "";
            // The new key is a new security stamp: without this she would be signed out within a minute.
            var signIn = context.RequestServices.GetRequiredService<FranchiseSignIn>();
            await signIn.RefreshSignInAsync(user);
        }
        var uri = $"otpauth://totp/Franchise:{Uri.EscapeDataString(user.Email ?? "")}?secret={key}&issuer=Franchise&digits=6";
        using var generator = new QRCodeGenerator();
        using var data = generator.CreateQrCode(uri, QRCodeGenerator.ECCLevel.M);
        using var qr = new SvgQRCode(data);
        var svg = qr.GetGraphic(5, "#000000", "#ffffff");
        Html fields = $"""
            {Page.Field("code", "Code that the app shows", "text", "one-time-code", hint: "Six digits.", invalid: error is not null)}
            {Page.Button("Confirm")}
            """;
        Html body = $"""
            <p>Your account needs, or you want, a second factor. Scan this with an authenticator app, or enter the key by hand.</p>
            <div class="qr" role="img" aria-label="QR code of the key below">{Html.Trusted(svg)}</div>
            <p>Key: <code>{string.Join(' ', key.Chunk(4).Select(c => new string(c)))}</code></p>
            {Page.Form(context, fields)}
            <p>Or <a href="/account/passkeys{Page.Query(context)}">use a passkey</a> instead, where your device has them.</p>
            """;
        return Page.Show(context, "Set up an authenticator app", body, error is null ? 200 : 422, error);
    }
}
