using Franchise.Api.Identity;
using Franchise.Domain.Identity;
using Franchise.Domain.Organisations;
using Franchise.Infrastructure.Crypto;
using Franchise.Infrastructure.Email;
using Franchise.Infrastructure.Identity;
using Franchise.Infrastructure.Persistence;
using Franchise.Infrastructure.Tenancy;
using Microsoft.EntityFrameworkCore;

namespace Franchise.Api.Start;

/// <summary>How an installation gets its first person: Cohort 4's own organisation is made, and an invitation to it.</summary>
internal static class FirstAdministrator
{
    /// <summary>
    /// Makes what is missing and invites a platform administrator: by e-mail, as everybody is, and with the link that is returned and shown this once,
    /// for where there is no mail server yet.
    /// </summary>
    public static async Task<Uri> InviteAsync(IServiceProvider services, string email, CancellationToken ct)
    {
        var now = services.GetRequiredService<TimeProvider>().GetUtcNow();
        await using var db = await services.GetRequiredService<Doors>().AcrossTenants("inviteAdministrator", Actor.System, ct);
        await EnsureFranchisorAsync(db, now, ct);
        var organisation = await db.Set<Organisation>().SingleAsync(o => o.TenantId == Organisation.FranchisorId, ct);
        var settings = services.GetRequiredService<IdentitySettings>();
        var token = NewSecret.Make(NewSecret.OfInvitation);
        var invitation = new Invitation(Organisation.FranchisorId, email, Role.PlatformAdministrator, token.Hash, now);
        db.Add(invitation);
        db.Add(services.GetRequiredService<EmailOutbox>().Write(Organisation.FranchisorId, Invitations.Message(organisation, invitation, token, settings), now));
        await db.SaveChangesAsync(ct);
        await using (var scope = services.CreateAsyncScope())
            await scope.ServiceProvider.GetRequiredService<Accounts>().RegisterDocsClientAsync(ct);
        return Invitations.Link(invitation, token, settings);
    }

    /// <summary>Cohort 4's own organisation, made where it is not there yet; once, though two instances begin at the same moment.</summary>
    public static async Task EnsureFranchisorAsync(FranchiseDb db, DateTimeOffset now, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await db.Database.SqlQuery<bool>($"""select pg_advisory_xact_lock({Lock}) is null as "Value" """).ToListAsync(ct);
        if (!await db.Set<Organisation>().AnyAsync(o => o.TenantId == Organisation.FranchisorId, ct))
        {
            db.Add(Organisation.Franchisor(Cohort4, now));
            await db.SaveChangesAsync(ct);
        }
        await transaction.CommitAsync(ct);
    }

    private const long Lock = 0x436f686f72743400;

    // Enough to begin with; her first task is to enter the register and the address through the API.
    private static readonly OrganisationDetails Cohort4 = new(
        "Cohort 4",
        null,
        OrganisationKind.Franchisor,
        Registration.Nowhere,
        "GB",
        "Europe/London",
        "GBP",
        "en",
        new("To be entered", null, "Birmingham", null, "B1 1AA", "GB")
    );
}
