using System.Reflection;
using Franchise.Domain.Identity;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Persistence;
using Franchise.Infrastructure.Tenancy;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;

namespace Franchise.Api.Tests.Walls;

/// <summary>Takes walls away one at a time: what is left must hold by itself. With all of them gone the same check must fail, or it checks nothing.</summary>
public sealed class AblationTests
{
    private static readonly DateTimeOffset now = TimeProvider.System.GetUtcNow();

    [Fact]
    public async Task With_every_wall_standing_no_foreign_row_is_seen_or_changed()
    {
        var two = await Two.MakeAsync();
        await using var db = two.Door();
        Assert.Empty(await ForeignAsync(db, liftFilter: false));
        Assert.Equal(0, await OverwriteForeignAsync(db, two, liftFilter: false));
    }

    [Fact]
    public async Task With_the_query_filter_lifted_row_security_holds()
    {
        var two = await Two.MakeAsync();
        await using var db = two.Door();
        Assert.Empty(await ForeignAsync(db, liftFilter: true));
        Assert.Equal(0, await OverwriteForeignAsync(db, two, liftFilter: true));

        await using var platform = two.Database.Doors.PlatformFor(two.Own, Actor.System);
        Assert.Empty(await ForeignAsync(platform, liftFilter: true));
        Assert.Equal(0, await OverwriteForeignAsync(platform, two, liftFilter: true));
    }

    [Fact]
    public async Task With_row_security_off_the_query_filter_holds()
    {
        var two = await Two.MakeAsync();
        await using var db = two.WithoutRowSecurity();
        Assert.Empty(await ForeignAsync(db, liftFilter: false));
        Assert.Equal(0, await OverwriteForeignAsync(db, two, liftFilter: false));
    }

    [Fact]
    public async Task With_both_off_the_same_check_finds_what_is_foreign()
    {
        var two = await Two.MakeAsync();
        await using var db = two.WithoutRowSecurity();
        var found = await ForeignAsync(db, liftFilter: true);
        foreach (var expected in new[] { "ApiClient", "ApiClientSecret", "AuditEntry", "AuditHead", "Contact", "Event", "Organisation" })
            Assert.Contains(expected, found);
        Assert.Equal(1, await OverwriteForeignAsync(db, two, liftFilter: true));
    }

    [Fact]
    public async Task Everything_tenant_owned_that_is_found_by_key_is_behind_the_filter()
    {
        var two = await Two.MakeAsync();
        await using var db = two.WithoutRowSecurity();
        Assert.Null(await db.FindAsync<Contact>(two.Other, two.Theirs));
        Assert.Null(await db.Set<Contact>().FromSql($"SELECT * FROM franchise.contacts").SingleOrDefaultAsync(c => c.Id == two.Theirs));
        Assert.NotNull(await db.FindAsync<Contact>(two.Own, two.Mine));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Removing_or_changing_what_has_anothers_id_changes_nothing_of_hers(bool remove)
    {
        var two = await Two.MakeAsync();
        await using var db = two.Door();
        // As where a request's body is bound to an entity: the id is hers, the tenant the session's.
        var forged = Forged(two.Own, two.Theirs);
        db.Attach(forged);
        if (remove)
            db.Remove(forged);
        else
            forged.Change(new(ContactRole.Finance, "Overwritten", "x@example.org", null));
        await Assert.ThrowsAsync<DbUpdateConcurrencyException>(() => db.SaveChangesAsync());
        Assert.Equal("Theirs", await two.NameOfTheirsAsync());
    }

    [Fact]
    public async Task A_row_of_another_organisation_is_neither_added_changed_nor_removed_by_the_session()
    {
        var two = await Two.MakeAsync();
        foreach (var state in new[] { EntityState.Added, EntityState.Modified, EntityState.Deleted })
        {
            await using var db = two.Door();
            db.Entry(Forged(two.Other, state == EntityState.Added ? Id<Contact>.New(now) : two.Theirs)).State = state;
            var thrown = await Assert.ThrowsAsync<InvalidOperationException>(() => db.SaveChangesAsync());
            Assert.Contains("another organisation", thrown.Message, StringComparison.Ordinal);
        }
        Assert.Equal("Theirs", await two.NameOfTheirsAsync());
    }

    [Fact]
    public async Task A_new_row_without_a_tenant_gets_the_sessions()
    {
        var two = await Two.MakeAsync();
        await using var db = two.Door();
        var contact = Forged(Id<Organisation>.None, Id<Contact>.New(now));
        db.Add(contact);
        await db.SaveChangesAsync();
        Assert.Equal(two.Own, contact.TenantId);
    }

    [Fact]
    public async Task A_row_that_points_at_anothers_is_refused_as_one_that_points_at_nothing()
    {
        var two = await Two.MakeAsync();
        var answers = new List<string>();
        foreach (var parent in new[] { two.TheirClient, Id<ApiClient>.New(now) })
        {
            await using var connection = await two.Database.AsTenantAsync(two.Own);
            await using var command = new NpgsqlCommand(
                $"""
                INSERT INTO franchise.api_client_secrets (tenant_id, id, client_id, hash, created_at)
                VALUES ('{two.Own.Value}', '{Guid.CreateVersion7()}', '{parent.Value}', '\x00', now())
                """,
                connection
            );
            var thrown = await Assert.ThrowsAsync<PostgresException>(() => command.ExecuteNonQueryAsync());
            answers.Add($"{thrown.SqlState} {thrown.ConstraintName} {thrown.MessageText} {thrown.Detail}");
        }
        Assert.StartsWith("23503", answers[0], StringComparison.Ordinal);
        Assert.Single(answers.Distinct());
    }

    [Fact]
    public async Task A_write_outside_a_transaction_is_refused_with_what_to_do()
    {
        var two = await Two.MakeAsync();
        await using var db = two.Door();
        var thrown = await Assert.ThrowsAsync<InvalidOperationException>(() => db.Set<Contact>().ExecuteUpdateAsync(s => s.SetProperty(c => c.Name, "x")));
        Assert.Contains("BeginTransactionAsync", thrown.Message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => db.Set<Contact>().ExecuteDelete());
        Assert.Throws<InvalidOperationException>(() => Scalar(db));
        await Assert.ThrowsAsync<InvalidOperationException>(() => ScalarAsync(db));
        Assert.Throws<NotSupportedException>(() => db.SaveChanges());

        await using var transaction = await db.Database.BeginTransactionAsync();
        Assert.Equal(1, await db.Set<Contact>().IgnoreQueryFilters(["tenant"]).ExecuteUpdateAsync(s => s.SetProperty(c => c.Name, "x")));
    }

    [Fact]
    public async Task Every_way_to_the_database_sets_the_tenant()
    {
        var two = await Two.MakeAsync();
        IQueryable<Contact> All(FranchiseDb db) => db.Set<Contact>().IgnoreQueryFilters(["tenant"]).AsNoTracking();

        await using (var db = two.Door())
        {
            Assert.Equal("Mine", Assert.Single(All(db).ToList()).Name);
            Assert.Equal("Mine", Assert.Single(await All(db).ToListAsync()).Name);
            Assert.Equal(1, All(db).Count());
        }
        await using (var db = two.Door())
        {
            using var transaction = db.Database.BeginTransaction();
            Assert.Equal("Mine", Assert.Single(All(db).ToList()).Name);
            Assert.Equal(1L, Scalar(db));
            Assert.Equal(1, All(db).ExecuteUpdate(s => s.SetProperty(c => c.Name, "Mine too")));
        }
        await using (var db = two.Door())
        {
            await using var transaction = await db.Database.BeginTransactionAsync();
            Assert.Equal("Mine", Assert.Single(await All(db).ToListAsync()).Name);
            Assert.Equal(1L, await ScalarAsync(db));
        }
        foreach (var synchronous in new[] { true, false })
        {
            await using var db = two.Door();
            await db.Database.OpenConnectionAsync();
            var connection = (NpgsqlConnection)db.Database.GetDbConnection();
            await using var transaction = await connection.BeginTransactionAsync();
            if (synchronous)
                db.Database.UseTransaction(transaction);
            else
                await db.Database.UseTransactionAsync(transaction);
            Assert.Equal("Mine", Assert.Single(await All(db).ToListAsync()).Name);
            Assert.Equal(1L, await ScalarAsync(db));
        }
        // And none of them left it behind.
        for (var i = 0; i < 4; i++)
        {
            await using var command = two.Database.Databases.Tenant.CreateCommand("SELECT count(*) FROM franchise.contacts");
            Assert.Equal(0L, await command.ExecuteScalarAsync());
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Of_two_who_change_the_same_thing_the_second_is_told(bool inTransaction)
    {
        var two = await Two.MakeAsync();
        await using FranchiseDb first = two.Door(), second = two.Door();
        var (here, there) = (await first.Set<Contact>().SingleAsync(), await second.Set<Contact>().SingleAsync());
        here.Change(new(ContactRole.Head, "First", "first@example.org", null));
        await SaveAsync(first);
        there.Change(new(ContactRole.Head, "Second", "second@example.org", null));
        await Assert.ThrowsAsync<DbUpdateConcurrencyException>(() => SaveAsync(second));

        await using var after = two.Door();
        var kept = await after.Set<Contact>().SingleAsync();
        Assert.Equal(("First", 2), (kept.Name, kept.Version));

        async Task SaveAsync(FranchiseDb db)
        {
            var transaction = inTransaction ? await db.Database.BeginTransactionAsync() : null;
            await using (transaction)
            {
                await db.SaveChangesAsync();
                if (transaction is not null)
                    await transaction.CommitAsync();
            }
        }
    }

    /// <summary>The names of the entities of which a foreign row is seen.</summary>
    private static async Task<List<string>> ForeignAsync(FranchiseDb db, bool liftFilter)
    {
        var found = new List<string>();
        // What is hidden from organisations their role cannot read at all, filter or not: the test of the catalogue holds that grant back.
        var owned = db.Model
            .GetEntityTypes()
            .Select(e => e.ClrType)
            .Where(t => t.IsAssignableTo(typeof(ITenantOwned)) && !t.IsAssignableTo(typeof(IHiddenFromTenants)))
            .ToList();
        Assert.True(owned.Count > 8, "The model lost its tables: the check would check nothing.");
        foreach (var type in owned)
        {
            var tenants = (Task<List<Id<Organisation>>>)
                typeof(AblationTests).GetMethod(nameof(TenantsAsync), BindingFlags.NonPublic | BindingFlags.Static)!.MakeGenericMethod(type).Invoke(null, [db, liftFilter])!;
            if ((await tenants).Any(t => t != db.TenantId))
                found.Add(type.Name);
        }
        return found;
    }

    private static Task<List<Id<Organisation>>> TenantsAsync<T>(FranchiseDb db, bool liftFilter)
        where T : class, ITenantOwned
    {
        IQueryable<T> rows = db.Set<T>();
        if (liftFilter)
            rows = rows.IgnoreQueryFilters(["tenant"]);
        return rows.Select(r => EF.Property<Id<Organisation>>(r, nameof(ITenantOwned.TenantId))).Distinct().ToListAsync();
    }

    private static async Task<int> OverwriteForeignAsync(FranchiseDb db, Two two, bool liftFilter)
    {
        await using var transaction = await db.Database.BeginTransactionAsync();
        IQueryable<Contact> rows = db.Set<Contact>();
        if (liftFilter)
            rows = rows.IgnoreQueryFilters(["tenant"]);
        // Never committed: the positive control must leave nothing behind.
        return await rows.Where(c => c.Id == two.Theirs).ExecuteUpdateAsync(s => s.SetProperty(c => c.Name, "Overwritten"));
    }

    private static Contact Forged(Id<Organisation> tenant, Id<Contact> id)
    {
        var contact = new Contact(tenant, new(ContactRole.Head, "Forged", "forged@example.org", null), now);
        contact.ForgetEvents();
        typeof(Contact).GetProperty(nameof(Contact.Id))!.SetValue(contact, id);
        return contact;
    }

    private static object? Scalar(FranchiseDb db) => Count(db).ExecuteScalar(Parameters(db));

    private static Task<object?> ScalarAsync(FranchiseDb db) => Count(db).ExecuteScalarAsync(Parameters(db));

    private static IRelationalCommand Count(FranchiseDb db) => db.GetService<IRawSqlCommandBuilder>().Build("SELECT count(*) FROM franchise.contacts");

    private static RelationalCommandParameterObject Parameters(FranchiseDb db) =>
        new(db.GetService<IRelationalConnection>(), null, null, db, db.GetService<IRelationalCommandDiagnosticsLogger>());

    /// <summary>Two organisations, each with a contact and a client.</summary>
    private sealed record Two(TestDatabase Database, Id<Organisation> Own, Id<Organisation> Other, Id<Contact> Mine, Id<Contact> Theirs, Id<ApiClient> TheirClient)
    {
        public static async Task<Two> MakeAsync()
        {
            var database = await TestDatabase.RunningAsync();
            var (own, other) = (await database.OrganisationAsync(), await database.OrganisationAsync());
            await using var db = await database.Doors.AcrossTenants("test", Actor.System, default);
            var mine = new Contact(own, new(ContactRole.Head, "Mine", "mine@example.org", null), now);
            var theirs = new Contact(other, new(ContactRole.Head, "Theirs", "theirs@example.org", null), now);
            var client = new ApiClient(other, ApiClientKind.Confidential, new("Theirs", [Permission.LicencesRead], []), Actor.System, now);
            client.Rotate(SecretHash.Of("theirs"), ApiClient.DefaultOverlap, now);
            db.AddRange(mine, theirs, client);
            await db.SaveChangesAsync();
            return new(database, own, other, mine.Id, theirs.Id, client.Id);
        }

        public FranchiseDb Door() => Database.Doors.Tenant(Own, Actor.System);

        /// <summary>The same model and the same session over a superuser's connection, for whom no policy counts.</summary>
        public FranchiseDb WithoutRowSecurity() =>
            new(
                Doors.Configure(new DbContextOptionsBuilder<FranchiseDb>().UseNpgsql(Database.AdminSource)).Options,
                new(DatabaseRole.Tenant, Own, Across: false, Actor.System),
                TimeProvider.System
            );

        public async Task<object?> NameOfTheirsAsync()
        {
            await using var command = Database.AdminSource.CreateCommand("SELECT name FROM franchise.contacts WHERE tenant_id = $1 AND id = $2");
            command.Parameters.AddWithValue(Other.Value);
            command.Parameters.AddWithValue(Theirs.Value);
            return await command.ExecuteScalarAsync();
        }
    }
}
