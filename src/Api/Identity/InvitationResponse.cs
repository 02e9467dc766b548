using Franchise.Api.Http;
using Franchise.Domain.Identity;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Crypto;
using Franchise.Infrastructure.Email;
using Franchise.Infrastructure.Identity;
using Franchise.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Franchise.Api.Identity;

/// <summary>An invitation to join an organisation. Its token is in the message alone.</summary>
/// <param name="Id">Its id.</param>
/// <param name="OrganisationId">Where she is to join.</param>
/// <param name="Email">The address invited.</param>
/// <param name="Role">The role offered.</param>
/// <param name="Status">Where it stands.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="ExpiresAt">From when its link is no good any more.</param>
/// <param name="AcceptedAt">When she joined.</param>
/// <param name="RevokedAt">When it was taken back.</param>
public sealed record InvitationResponse(
    Id<Invitation> Id,
    Id<Organisation> OrganisationId,
    string Email,
    Role Role,
    InvitationStatus Status,
    DateTimeOffset CreatedAt,
    DateTimeOffset ExpiresAt,
    DateTimeOffset? AcceptedAt,
    DateTimeOffset? RevokedAt
)
{
    public static InvitationResponse Example =>
        new(
            ExampleOf.Id<Invitation>(), ExampleOf.Id<Organisation>(), "ann@example.org", Role.Coordinator, InvitationStatus.Pending, ExampleOf.Time,
            ExampleOf.Time + Invitation.Validity, null, null);

    internal static InvitationResponse Of(Invitation i, DateTimeOffset now) =>
        new(i.Id, i.TenantId, i.Email, i.Role, i.Status(now), i.CreatedAt, i.ExpiresAt, i.AcceptedAt, i.RevokedAt);
}

internal static class Invitations
{
    /// <summary>One invitation to one organisation.</summary>
    public static async Task<Invitation> Find(FranchiseDb db, Id<Organisation> organisation, Id<Invitation> id, CancellationToken ct) =>
        await db.Set<Invitation>().SingleOrDefaultAsync(i => i.TenantId == organisation && i.Id == id, ct) ?? throw Refusal.NotFound();

    /// <summary>Where she accepts it.</summary>
    public static Uri Link(Invitation invitation, NewSecret token, IdentitySettings settings) =>
        new(settings.Issuer, $"account/invitation?organisation={invitation.TenantId}&token={token.Text}");

    /// <summary>The message with the link. It names no role, and the subject not even the organisation: it shows on locked screens.</summary>
    public static EmailMessage Message(Organisation organisation, Invitation invitation, NewSecret token, IdentitySettings settings) =>
        new(
            invitation.Email,
            "Your invitation to Franchise",
            $"""
            Hello,

            {organisation.TradingName ?? organisation.Name} would like you to join it on Franchise.

            To accept, open this link. It works until {invitation.ExpiresAt.UtcDateTime:d MMMM yyyy, HH:mm} (UTC):

            {Link(invitation, token, settings)}

            If you did not expect this, there is nothing you need to do: the link runs out by itself.

            With kind regards,
            Franchise
            """
        );
}
