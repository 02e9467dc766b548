using System.Text.Json;
using Franchise.Domain.Identity;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Email;
using Franchise.Infrastructure.Tenancy;
using Microsoft.EntityFrameworkCore;
using OpenIddict.Abstractions;
using OpenIddict.EntityFrameworkCore.Models;

namespace Franchise.Infrastructure.Identity;

/// <summary>An OAuth client as the authorisation server needs it.</summary>
/// <param name="ClientId"><c>cli_…</c>, or the name of one of Franchise's own pages.</param>
/// <param name="Organisation">Whose it is; null for Franchise's own pages.</param>
/// <param name="Permissions">What it was given.</param>
/// <param name="Standing">How its organisation stands.</param>
public sealed record KnownClient(string ClientId, Id<Organisation>? Organisation, IReadOnlySet<string> Permissions, OrganisationStatus Standing)
{
    /// <summary>
    /// Whether it may act for people of an organisation: a partner's client for that partner's people only; Cohort 4's for anyone's, since partners
    /// work in Cohort 4's front ends.
    /// </summary>
    public bool Serves(Id<Organisation> organisation) =>
        Organisation is null || Organisation == organisation || Organisation == Domain.Organisations.Organisation.FranchisorId;
}

/// <summary>One person in one organisation.</summary>
public sealed record Membership(Id<Organisation> Organisation, string Name, Role Role, OrganisationStatus Standing);

/// <summary>An invitation that can still be accepted.</summary>
public sealed record OpenInvitation(Id<Organisation> Organisation, string OrganisationName, string Email);

/// <summary>What a token says, once its signature is known to be good.</summary>
public sealed record TokenFacts(string Subject, string ClientId, Id<Organisation> Organisation, Guid TokenId, IReadOnlyList<string> Scopes);

/// <summary>What a token is worth now.</summary>
public sealed record Grant(ActorKind Kind, Role? Role, IReadOnlySet<string> Permissions, OrganisationStatus Standing);

/// <summary>
/// Joins the authorisation server's own tables with the organisations' members and API clients, which stand behind the tenant walls. Nothing is
/// remembered here: each answer is the database's.
/// </summary>
/// <remarks>Open for tests, which put an organisation in place of the members marked virtual.</remarks>
public class IdentityDirectory(IdentityDb identity, Doors doors, EmailOutbox outbox, TimeProvider clock)
{
    /// <summary>Where an OAuth application says whose it is.</summary>
    public const string OrganisationProperty = "organisation";

    /// <summary>A client by its OAuth id; null where it is unknown, disabled, or its organisation is closed.</summary>
    public async Task<KnownClient?> FindClientAsync(string clientId, CancellationToken ct)
    {
        var properties = await identity
            .Set<OpenIddictEntityFrameworkCoreApplication<Guid>>()
            .Where(a => a.ClientId == clientId)
            .Select(a => new { a.Properties })
            .SingleOrDefaultAsync(ct);
        return properties is null ? null : await KnowAsync(clientId, OrganisationIn(properties.Properties), ct);
    }

    /// <summary>Whether a secret is one of the client's live ones.</summary>
    public virtual async Task<bool> VerifySecretAsync(string clientId, Id<Organisation> organisation, string secret, CancellationToken ct)
    {
        if (!Id<ApiClient>.TryRead(clientId, out var id))
            return false;
        await using var db = doors.Tenant(organisation, Actor.System);
        var client = await db.Set<ApiClient>().Include(c => c.Secrets).SingleOrDefaultAsync(c => c.Id == id, ct);
        var now = clock.GetUtcNow();
        if (client is null || !client.Verify(secret, now))
            return false;
        if (client.Used(now))
            await db.SaveChangesAsync(ct);
        return true;
    }

    /// <summary>What a token is worth now; null where it no longer counts.</summary>
    public async Task<Grant?> GrantAsync(TokenFacts token, CancellationToken ct)
    {
        var entry = await identity
            .Set<OpenIddictEntityFrameworkCoreToken<Guid>>()
            .Where(t => t.Id == token.TokenId)
            .Select(t => new
            {
                t.Status,
                t.Subject,
                Authorization = t.Authorization == null ? null : t.Authorization.Status,
                t.Application!.ClientId,
                t.Application.Properties,
            })
            .SingleOrDefaultAsync(ct);
        if (
            entry is not { Status: OpenIddictConstants.Statuses.Valid, Authorization: null or OpenIddictConstants.Statuses.Valid }
            || entry.Subject != token.Subject
            || entry.ClientId != token.ClientId
            || await KnowAsync(token.ClientId, OrganisationIn(entry.Properties), ct) is not { } client
        )
            return null;

        if (token.Subject == token.ClientId)
            return client.Organisation == token.Organisation
                ? new(ActorKind.Client, null, Cut(client.Permissions, token.Scopes), client.Standing)
                : null;

        return
            Id<User>.TryRead(token.Subject, out var user)
            && client.Serves(token.Organisation)
            && await MayStillActAsync(user, token.Organisation, ct) is { } member
            ? new(ActorKind.User, member.Role, Cut(Permission.Of(member.Role).Intersect(client.Permissions), token.Scopes), member.Standing)
            : null;
    }

    /// <summary>Her membership, where she is enabled both in herself and in that organisation, and it is not closed.</summary>
    public async Task<Membership?> MayStillActAsync(Id<User> user, Id<Organisation> organisation, CancellationToken ct) =>
        await identity.Users.AnyAsync(u => u.Id == user.Value && u.DisabledAt == null, ct)
        && await MembershipAsync(organisation, user, ct) is { } member
        && member.Standing != OrganisationStatus.Closed
            ? member
            : null;

    /// <summary>Every organisation that she may sign in to.</summary>
    public virtual async Task<IReadOnlyList<Membership>> MembershipsAsync(Id<User> user, CancellationToken ct)
    {
        await using var db = await doors.AcrossTenants("sign-in", Actor.System, ct);
        var rows = await (
            from m in db.Set<Member>().AsNoTracking()
            join o in db.Set<Organisation>() on m.TenantId equals o.TenantId
            where m.UserId == user && m.DisabledAt == null && o.Status != OrganisationStatus.Closed
            orderby o.Name
            select new { o.TenantId, o.Name, m.Role, o.Status }
        ).ToListAsync(ct);
        return [.. rows.Select(r => new Membership(r.TenantId, r.Name, r.Role, r.Status))];
    }

    /// <summary>Her membership of one organisation; null where she has none or it is disabled.</summary>
    public virtual async Task<Membership?> MembershipAsync(Id<Organisation> organisation, Id<User> user, CancellationToken ct)
    {
        if (organisation.IsNone)
            return null;
        await using var db = doors.Tenant(organisation, Actor.System);
        var row = await (
            from m in db.Set<Member>().AsNoTracking()
            join o in db.Set<Organisation>() on m.TenantId equals o.TenantId
            where m.UserId == user && m.DisabledAt == null
            select new { o.Name, m.Role, o.Status }
        ).SingleOrDefaultAsync(ct);
        return row is null ? null : new(organisation, row.Name, row.Role, row.Status);
    }

    /// <summary>What an enabled API client was given; null where there is none.</summary>
    public virtual async Task<IReadOnlyList<string>?> ClientPermissionsAsync(Id<Organisation> organisation, Id<ApiClient> id, CancellationToken ct)
    {
        await using var db = doors.Tenant(organisation, Actor.System);
        var client = await db.Set<ApiClient>().AsNoTracking().SingleOrDefaultAsync(c => c.Id == id && c.DisabledAt == null, ct);
        return client?.Permissions;
    }

    /// <summary>How an organisation stands.</summary>
    public virtual async Task<OrganisationStatus> StandingAsync(Id<Organisation> organisation, CancellationToken ct)
    {
        await using var db = doors.Tenant(organisation, Actor.System);
        var status = await db.Set<Organisation>().Where(o => o.TenantId == organisation).Select(o => (OrganisationStatus?)o.Status).SingleOrDefaultAsync(ct);
        return status ?? OrganisationStatus.Closed;
    }

    /// <summary>The invitation behind a link; null where it is unknown, used, or too old.</summary>
    public virtual async Task<OpenInvitation?> FindInvitationAsync(Id<Organisation> organisation, string token, CancellationToken ct)
    {
        if (organisation.IsNone)
            return null;
        await using var db = doors.Tenant(organisation, Actor.System);
        var name = await db.Set<Organisation>().Where(o => o.TenantId == organisation).Select(o => o.Name).SingleOrDefaultAsync(ct);
        var invitation = await Open(db.Set<Invitation>(), token).AsNoTracking().SingleOrDefaultAsync(ct);
        return invitation is null ? null : new(organisation, name ?? "", invitation.Email);
    }

    /// <summary>Makes her a member, by the name that she chose for her colleagues to see.</summary>
    /// <returns>False where the invitation no longer stands, or was for another address.</returns>
    /// <exception cref="Refusal"><c>validation_failed</c>: the name.</exception>
    public virtual async Task<bool> AcceptInvitationAsync(
        Id<Organisation> organisation,
        string token,
        string displayName,
        FranchiseUser user,
        CancellationToken ct
    )
    {
        if (organisation.IsNone)
            return false;
        await using var db = doors.Tenant(organisation, new(ActorKind.User, user.UserId.ToString(), organisation, null, new HashSet<string>(), null));
        var invitation = await Open(db.Set<Invitation>(), token).SingleOrDefaultAsync(ct);
        if (invitation is null || !string.Equals(invitation.Email, user.Email, StringComparison.OrdinalIgnoreCase))
            return false;
        db.Add(invitation.Accept(token, user.UserId, displayName, clock.GetUtcNow()));
        await db.SaveChangesAsync(ct);
        return true;
    }

    /// <summary>
    /// Writes a message about a person's own account, to be sent by the job. It waits with Cohort 4's own: an account is no organisation's, and no
    /// partner is to see that there was one.
    /// </summary>
    public virtual async Task WriteEmailAsync(EmailMessage message, CancellationToken ct)
    {
        await using var db = doors.Tenant(Organisation.FranchisorId, Actor.System);
        db.Add(outbox.Write(Organisation.FranchisorId, message, clock.GetUtcNow()));
        await db.SaveChangesAsync(ct);
    }

    private IQueryable<Invitation> Open(IQueryable<Invitation> invitations, string token)
    {
        // A look-up by hash compares nothing secret byte by byte: who can time it still has to find 256 bits.
        var hash = SecretHash.Of(token);
        var now = clock.GetUtcNow();
        return invitations.Where(i => i.TokenHash == hash && i.AcceptedAt == null && i.RevokedAt == null && i.ExpiresAt > now);
    }

    private async Task<KnownClient?> KnowAsync(string clientId, Id<Organisation>? organisation, CancellationToken ct)
    {
        if (organisation is not { } owner)
            return new(clientId, null, Permission.All, OrganisationStatus.Active);
        if (!Id<ApiClient>.TryRead(clientId, out var id) || await ClientPermissionsAsync(owner, id, ct) is not { } permissions)
            return null;
        var standing = await StandingAsync(owner, ct);
        return standing == OrganisationStatus.Closed
            ? null
            : new(clientId, owner, permissions.ToHashSet(StringComparer.Ordinal), standing);
    }

    private static HashSet<string> Cut(IEnumerable<string> held, IReadOnlyList<string> scopes) => held.Intersect(scopes).ToHashSet(StringComparer.Ordinal);

    /// <exception cref="InvalidOperationException">The property is there and unreadable: never take that for one of Franchise's own pages.</exception>
    private static Id<Organisation>? OrganisationIn(string? properties)
    {
        if (string.IsNullOrEmpty(properties))
            return null;
        using var json = JsonDocument.Parse(properties);
        if (!json.RootElement.TryGetProperty(OrganisationProperty, out var value))
            return null;
        return Id<Organisation>.TryRead(value.GetString(), out var id) ? id : throw new InvalidOperationException("An OAuth application names no organisation.");
    }
}
