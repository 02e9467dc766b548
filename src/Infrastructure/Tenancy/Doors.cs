using Franchise.Domain.Identity;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Npgsql;

namespace Franchise.Infrastructure.Tenancy;

/// <summary>The only ways to a <see cref="FranchiseDb"/>. Which one was taken decides what it can ever see.</summary>
public sealed class Doors
{
    private readonly Databases databases;
    private readonly TimeProvider clock;
    private readonly DbContextOptions<FranchiseDb> tenant;
    private readonly DbContextOptions<FranchiseDb> platform;

    /// <summary>Made once, at start.</summary>
    public Doors(Databases databases, TenantProof proof, TimeProvider clock)
    {
        (this.databases, this.clock) = (databases, clock);
        tenant = Options(databases.Tenant, proof);
        platform = Options(databases.Platform, proof);
    }

    /// <summary>One organisation, as the role that may write only what organisations own.</summary>
    public FranchiseDb Tenant(Id<Organisation> organisation, Actor actor) =>
        Open(TenantSession(organisation, actor));

    /// <summary>
    /// One organisation, as the role that may write what Cohort 4 owns: for a partner's own act on her licence, such as accepting it, and for jobs.
    /// </summary>
    public FranchiseDb PlatformFor(Id<Organisation> organisation, Actor actor) =>
        Open(PlatformSession(organisation, actor));

    /// <summary>Every organisation. Who went through, and why, is on record before the first row is read.</summary>
    /// <param name="reason">The operation or job, as <c>listLicences</c>.</param>
    /// <param name="actor">Someone of Cohort 4's side.</param>
    /// <param name="ct">Cancels.</param>
    public async Task<FranchiseDb> AcrossTenants(string reason, Actor actor, CancellationToken ct)
    {
        if (!actor.IsFranchisor)
            throw new InvalidOperationException("Only Cohort 4's side looks across organisations.");
        var now = clock.GetUtcNow();
        await using (var command = databases.Platform.CreateCommand("INSERT INTO franchise.across_accesses (id, at, actor, reason) VALUES ($1, $2, $3, $4)"))
        {
            command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = Guid.CreateVersion7(now) });
            command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = now });
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = actor.Subject });
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = reason });
            await command.ExecuteNonQueryAsync(ct);
        }
        return new(platform, new(DatabaseRole.Platform, Id<Organisation>.None, Across: true, actor), clock);
    }

    internal static TenantSession TenantSession(Id<Organisation> organisation, Actor actor) =>
        new(DatabaseRole.Tenant, Demand(organisation), Across: false, actor);

    internal static TenantSession PlatformSession(Id<Organisation> organisation, Actor actor) =>
        new(DatabaseRole.Platform, Demand(organisation), Across: false, actor);

    /// <summary>The context of a session that one of the doors has made.</summary>
    internal FranchiseDb Open(TenantSession session) => new(session.Role == DatabaseRole.Tenant ? tenant : platform, session, clock);

    private static Id<Organisation> Demand(Id<Organisation> organisation) =>
        organisation.IsNone ? throw new InvalidOperationException("No organisation: nothing may be read or written.") : organisation;

    private static DbContextOptions<FranchiseDb> Options(NpgsqlDataSource source, TenantProof proof) =>
        Configure(new DbContextOptionsBuilder<FranchiseDb>().UseNpgsql(source, o => o.UseQuerySplittingBehavior(QuerySplittingBehavior.SingleQuery)))
            .AddInterceptors(new TenantCommandInterceptor(proof), new TenantTransactionInterceptor(proof))
            .Options;

    /// <summary>What serving and migrating have in common.</summary>
    internal static DbContextOptionsBuilder<FranchiseDb> Configure(DbContextOptionsBuilder<FranchiseDb> builder)
    {
        builder
            .UseSnakeCaseNamingConvention()
            .ReplaceService<IModelCacheKeyFactory, FranchiseModelCacheKey>()
            .EnableThreadSafetyChecks(enableChecks: false);
        return builder;
    }
}
