using System.Text.Json;
using Franchise.Domain.Identity;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Telemetry;
using Franchise.Infrastructure.Tenancy;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;

namespace Franchise.Infrastructure.Persistence;

/// <summary>
/// Everything Franchise remembers, seen through one <see cref="TenantSession"/>: one organisation's rows, or, through the audited door, all.
/// </summary>
/// <remarks>
/// Made anew for each request or job and never pooled: a pooled context keeps its first tenant. Saving also writes what happened to the outbox
/// and the audit chain, in the same transaction.
/// </remarks>
public sealed class FranchiseDb : DbContext
{
    /// <summary>Opened through <see cref="Doors"/>.</summary>
    public FranchiseDb(DbContextOptions<FranchiseDb> options, TenantSession session, TimeProvider clock)
        : base(options)
    {
        (Session, this.clock) = (session, clock);
        Database.AutoTransactionBehavior = AutoTransactionBehavior.Always;
        Database.AutoSavepointsEnabled = false;
    }

    private readonly TimeProvider clock;

    /// <summary>What may be seen here.</summary>
    public TenantSession Session { get; }

    /// <summary>In whose name it is written.</summary>
    public Actor Actor => Session.Actor;

    /// <summary>The one organisation that is seen here. The query filter reads it.</summary>
    public Id<Organisation> TenantId => Session.Tenant;

    /// <inheritdoc/>
    public override async Task<int> SaveChangesAsync(bool acceptAllChangesOnSuccess, CancellationToken cancellationToken = default)
    {
        GuardTenant();
        var said = ChangeTracker.Entries<Aggregate>().Where(e => e.Entity.Events.Count > 0).Select(e => e.Entity).ToList();
        if (said.Count == 0)
            return await base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken);

        var own = Database.CurrentTransaction is null ? await Database.BeginTransactionAsync(cancellationToken) : null;
        await using (own)
        {
            var count = await base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken);
            await WriteEventsAsync([.. said.SelectMany(a => a.Events.Select(e => (a.Owner, Event: e)))], cancellationToken);
            if (own is not null)
                await own.CommitAsync(cancellationToken);
            said.ForEach(a => a.ForgetEvents());
            return count;
        }
    }

    /// <inheritdoc/>
    public override int SaveChanges(bool acceptAllChangesOnSuccess) => throw new NotSupportedException("Save with SaveChangesAsync.");

    /// <summary>
    /// Writes things that happened which no aggregate raised, such as a sign-in, to outbox and audit chain. A transaction must be open.
    /// </summary>
    public async Task WriteEventsAsync(IReadOnlyList<(Id<Organisation> Owner, DomainEvent Event)> happened, CancellationToken ct)
    {
        if (happened.Count == 0)
            return;
        var now = clock.GetUtcNow();
        var n = happened.Count;
        Guid[] tenants = new Guid[n], auditIds = new Guid[n], eventIds = new Guid[n];
        string[] types = new string[n], subjects = new string[n], data = new string[n];
        // One order for all writers: two batches that meet in the same organisations then queue instead of deadlocking.
        var i = 0;
        foreach (var (owner, said) in happened.OrderBy(h => h.Owner.Value))
        {
            if (!Session.Across && owner != TenantId)
                throw new InvalidOperationException("An event of another organisation was raised in this session.");
            tenants[i] = owner.Value;
            auditIds[i] = Guid.CreateVersion7(now);
            eventIds[i] = Guid.CreateVersion7(now);
            types[i] = said.Type;
            subjects[i] = said.Subject;
            data[i++] = said.Data is null ? "{}" : JsonSerializer.Serialize(said.Data, EventJson.Options);
        }
        var kind = Conventions.SnakeCase(Actor.Kind.ToString());
        // An event happens by its organisation's own clock, and a sandbox's may be ahead; the audit chain says when it was really written.
        await Database.ExecuteSqlAsync(
            $"""
            INSERT INTO franchise.events (tenant_id, id, at, type, subject, data)
            SELECT t, e, {now} + coalesce(o.clock_offset, interval '0'), y, s, d
            FROM unnest({tenants}, {eventIds}, {types}, {subjects}, {data}) WITH ORDINALITY AS x (t, e, y, s, d, i)
            LEFT JOIN franchise.organisations o ON o.tenant_id = t ORDER BY i;
            INSERT INTO franchise.audit_entries (tenant_id, id, at, actor_kind, actor, action, subject, detail)
            SELECT t, a, {now}, {kind}, {Actor.Subject}, y, s, d FROM unnest({tenants}, {auditIds}, {types}, {subjects}, {data}) AS x (t, a, y, s, d)
            """,
            ct
        );
        Meters.Events.Add(n);
    }

    /// <inheritdoc/>
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder) => Conventions.Configure(configurationBuilder);

    /// <inheritdoc/>
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.HasDefaultSchema("franchise");
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(FranchiseDb).Assembly, MapsOurs);
        Conventions.Apply(modelBuilder, this);
    }

    private static bool MapsOurs(Type mapping) =>
        mapping
            .GetInterfaces()
            .Any(i =>
                i.IsGenericType
                && i.GetGenericTypeDefinition() == typeof(IEntityTypeConfiguration<>)
                && Conventions.Belongs(i.GenericTypeArguments[0])
            );

    // The fifth wall, on the way in: a row is written for the session's organisation or not at all.
    private void GuardTenant()
    {
        foreach (var entry in ChangeTracker.Entries<ITenantOwned>())
        {
            if (entry.State is EntityState.Unchanged or EntityState.Detached)
                continue;
            if (entry.State is EntityState.Added && entry.Entity.TenantId.IsNone && !Session.Across)
                entry.Property(nameof(ITenantOwned.TenantId)).CurrentValue = TenantId;
            if (entry.Entity.TenantId.IsNone || (!Session.Across && entry.Entity.TenantId != TenantId))
                throw new InvalidOperationException($"A {entry.Metadata.ClrType.Name} of another organisation was about to be written.");
        }
    }
}

/// <summary>How event data is written: the API's own manner, without its strictness about input.</summary>
internal static class EventJson
{
    public static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        Converters = { new System.Text.Json.Serialization.JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };
}

/// <summary>
/// Two models, one with the tenant filter and one without: as a parameter, "all organisations or this one" would keep the planner from the index.
/// </summary>
internal sealed class FranchiseModelCacheKey : IModelCacheKeyFactory
{
    public object Create(DbContext context, bool designTime) => (context.GetType(), context is FranchiseDb { Session.Across: true }, designTime);
}
