using Franchise.Api.Http;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Identity;
using Microsoft.AspNetCore.Identity;

namespace Franchise.Api.Identity;

/// <summary><c>/account/invitation?organisation=org_…&amp;token=…</c>: who has no account chooses a password, who has one signs in.</summary>
internal static class AcceptInvitation
{
    public static async Task<IResult> Show(HttpContext context, IdentityDirectory directory, UserManager<FranchiseUser> users)
    {
        var (organisation, token) = Asked(context);
        if (await directory.FindInvitationAsync(organisation, token, context.RequestAborted) is not { } invitation)
            return Gone(context);
        if (await users.FindByEmailAsync(invitation.Email) is null)
            return Show(context, invitation, null);
        var user = await Account.SignedInAsync(context, users);
        return user is not null && string.Equals(user.Email, invitation.Email, StringComparison.OrdinalIgnoreCase)
            ? Page.Show(
                context,
                "Your invitation",
                $"<p>{invitation.OrganisationName} invites you, {user.Email}.</p>{Page.Form(context, $"{NameField}{Page.Button("Accept")}")}"
            )
            : Account.AskToSignIn(context);
    }

    public static async Task<IResult> Post(
        HttpContext context,
        IdentityDirectory directory,
        UserManager<FranchiseUser> users,
        Accounts accounts,
        FranchiseSignIn signIn
    )
    {
        var (organisation, token) = Asked(context);
        if (await directory.FindInvitationAsync(organisation, token, context.RequestAborted) is not { } invitation)
            return Gone(context);
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        var user = await users.FindByEmailAsync(invitation.Email);
        if (user is null)
        {
            var password = form["password"].ToString();
            if (await Passwords.TooWeak(users, new(invitation.Email, DateTimeOffset.UnixEpoch), password) is { } why)
                return Show(context, invitation, why);
            user = await accounts.CreateUserAsync(invitation.Email, password);
            await signIn.SignInAsync(user, isPersistent: false);
        }
        else if ((await Account.SignedInAsync(context, users))?.Id != user.Id)
            return Account.AskToSignIn(context);
        var name = form["displayName"].ToString().Trim();
        return await directory.AcceptInvitationAsync(organisation, token, name.Length is 0 or > 200 ? Member.Unnamed : name, user, context.RequestAborted)
            ? Page.Show(context, "Welcome", $"<p>You now belong to {invitation.OrganisationName}.</p><p><a href=\"/account\">Go to your account</a></p>")
            : Gone(context);
    }

    private static IResult Show(HttpContext context, OpenInvitation invitation, string? error) =>
        Page.Show(
            context,
            "Your invitation",
            $"""
            <p>{invitation.OrganisationName} invites you. Choose a password for {invitation.Email}.</p>
            {Page.Form(
                context,
                $"{NameField}{Page.Field("password", "Password", "password", "new-password", hint: Passwords.Rule, invalid: error is not null)}{Page.Button("Accept")}"
            )}
            """,
            error is null ? 200 : 422,
            error
        );

    private static Html NameField => Page.Field("displayName", "The name your colleagues will see", "text", "nickname");

    private static IResult Gone(HttpContext context) =>
        Page.Show(context, "This invitation no longer works", $"<p>It was used, or it is too old. Ask whoever invited you for a new one.</p>", 404);

    private static (Id<Organisation> Organisation, string Token) Asked(HttpContext context)
    {
        Id<Organisation>.TryRead(context.Request.Query["organisation"], out var organisation);
        return (organisation, context.Request.Query["token"].ToString());
    }
}
