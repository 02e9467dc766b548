using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Franchise.Infrastructure.Identity;

/// <summary>Identity's sign-in, with three things more: disabled people, what a passkey proves, and equal time for unknown addresses.</summary>
public sealed class FranchiseSignIn(
    UserManager<FranchiseUser> users,
    IHttpContextAccessor accessor,
    IUserClaimsPrincipalFactory<FranchiseUser> claims,
    IOptions<IdentityOptions> options,
    ILogger<SignInManager<FranchiseUser>> log,
    IAuthenticationSchemeProvider schemes,
    IUserConfirmation<FranchiseUser> confirmation
) : SignInManager<FranchiseUser>(users, accessor, claims, options, log, schemes, confirmation)
{
    /// <summary>How she proved who she is (RFC 8176).</summary>
    public const string Methods = "amr";

    /// <summary>The value of <see cref="Methods"/> where she used two factors.</summary>
    public const string SecondFactor = "mfa";

    private static readonly Claim[] twoFactors = [new(Methods, SecondFactor)];
    private static readonly FranchiseUser nobody = new("nobody@example.org", DateTimeOffset.UnixEpoch);
    private static readonly Lazy<string> nobodysHash = new(() => new PasswordHasher<FranchiseUser>().HashPassword(nobody, "nobody's"));

    /// <inheritdoc/>
    public override async Task<bool> CanSignInAsync(FranchiseUser user) => user.DisabledAt is null && await base.CanSignInAsync(user);

    /// <summary>An unknown address takes as long as a wrong password.</summary>
    public override async Task<SignInResult> PasswordSignInAsync(string userName, string password, bool isPersistent, bool lockoutOnFailure)
    {
        if (await UserManager.FindByEmailAsync(userName) is { } user)
            return await PasswordSignInAsync(user, password, isPersistent, lockoutOnFailure);
        UserManager.PasswordHasher.VerifyHashedPassword(nobody, nobodysHash.Value, password);
        return SignInResult.Failed;
    }

    /// <summary>A passkey is something she has, opened with something she knows or is: two factors.</summary>
    public override async Task<SignInResult> PasskeySignInAsync(string credentialJson)
    {
        var assertion = await PerformPasskeyAssertionAsync(credentialJson);
        if (!assertion.Succeeded)
            return SignInResult.Failed;
        if (await PreSignInCheck(assertion.User) is { } no)
            return no;
        if (!(await UserManager.AddOrUpdatePasskeyAsync(assertion.User, assertion.Passkey)).Succeeded)
            return SignInResult.Failed;
        await SignInWithSecondFactorAsync(assertion.User);
        return SignInResult.Success;
    }

    /// <summary>Signs in someone who has just proved a second factor.</summary>
    public Task SignInWithSecondFactorAsync(FranchiseUser user) => SignInWithClaimsAsync(user, isPersistent: false, twoFactors);
}
