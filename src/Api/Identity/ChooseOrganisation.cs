using Franchise.Api.Http;
using Franchise.Infrastructure.Identity;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.WebUtilities;

namespace Franchise.Api.Identity;

/// <summary>For people who belong to several organisations: a token is for one of them.</summary>
internal static class ChooseOrganisation
{
    /// <summary>The parameter of <c>/connect/authorize</c> that names the organisation. It is only ever a choice among her own.</summary>
    public const string Parameter = "organisation";

    public static async Task<IResult> Show(HttpContext context, UserManager<FranchiseUser> users, IdentityDirectory directory)
    {
        if (await Account.SignedInAsync(context, users) is not { } user)
            return Account.AskToSignIn(context);
        var memberships = await directory.MembershipsAsync(user.UserId, context.RequestAborted);
        Html fields = $"""
            <fieldset>
            <legend>For which organisation do you work now?</legend>
            {Html.All(memberships.Select((m, i) => (Html)$"""
                <p><input type="radio" id="o{i}" name="organisation" value="{m.Organisation}"> <label for="o{i}">{m.Name}</label></p>
                """))}
            </fieldset>
            {Page.Button("Go on")}
            """;
        return Page.Show(context, "Choose an organisation", Page.Form(context, fields));
    }

    public static async Task<IResult> Post(HttpContext context, UserManager<FranchiseUser> users, IdentityDirectory directory)
    {
        var chosen = (await context.Request.ReadFormAsync(context.RequestAborted))[Parameter].ToString();
        // Authorize checks that it is hers.
        return chosen.Length is 0 or > 64
            ? await Show(context, users, directory)
            : Results.LocalRedirect(QueryHelpers.AddQueryString(Page.ReturnUrl(context), Parameter, chosen));
    }
}
