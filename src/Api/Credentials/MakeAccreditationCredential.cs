using Franchise.Api.Http;
using Franchise.Domain.Accreditation;
using Franchise.Domain.Catalogue;
using Franchise.Domain.Credentials;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Accreditation;
using Franchise.Infrastructure.Credentials;
using Franchise.Infrastructure.Organisations;
using Franchise.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Franchise.Api.Credentials;

/// <summary>Makes the credential of a trainer's accreditation as it stands today. It follows the accreditation from then on.</summary>
internal static class MakeAccreditationCredential
{
    public static async Task<Created<CredentialView>> Handle(Id<UnitAccreditation> id, FranchiseDb db, TimeProvider clock, CancellationToken ct)
    {
        await db.Database.SqlQuery<Guid>($"""SELECT id AS "Value" FROM franchise.accreditations WHERE id = {id.Value} FOR UPDATE""").ToListAsync(ct);
        var accreditation =
            await TrainersOnFile.Accreditations(db).AsNoTracking().AsSplitQuery().Include(a => a.Records).Include(a => a.Holds).SingleOrDefaultAsync(a => a.Id == id, ct) ?? throw Refusal.NotFound();
        var organisation = await OrganisationsOnFile.FindAsync(db, accreditation.TenantId, ct);
        var unit = await db.Set<Unit>().AsNoTracking().Include(u => u.Versions).SingleAsync(u => u.Code == accreditation.Unit, ct);
        var version = unit.Current ?? unit.Versions.Where(v => v.Status != UnitVersionStatus.Draft).OrderBy(v => v.Number).Last();
        var credential = Credential.Of(
            accreditation, new(unit.Code, version.Id, version.Title, version.Level, version.Credits), organisation.IsSandbox,
            await db.Set<Credential>().AsNoTracking().Where(c => c.AccreditationId == id).ToListAsync(ct), await StatusRegister.DrawAsync(db, ct),
            OwnTime.Of(organisation, clock.GetUtcNow()));
        db.Add(credential);
        await db.SaveChangesAsync(ct);
        return new($"/v1/credentials/{credential.Id}", CredentialView.Of(credential), credential.Version);
    }
}
