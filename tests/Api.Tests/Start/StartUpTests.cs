using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Franchise.Api.Start;
using Franchise.Domain.Identity;
using Franchise.Infrastructure;
using Franchise.Infrastructure.Persistence;
using Franchise.Infrastructure.Tenancy;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Npgsql;

namespace Franchise.Api.Tests.Start;

/// <summary>When the program will not serve, and what it says then; and what migrating does and does not change.</summary>
public sealed class StartUpTests
{
    [Theory]
    [InlineData("Production", "Secrets:MasterKey", null, "Secrets:MasterKey")]
    [InlineData("Production", "Secrets:MasterKey", "c2hvcnQ=", "Secrets:MasterKey")]
    [InlineData("Production", "ConnectionStrings:Franchise", null, "ConnectionStrings:Franchise")]
    [InlineData("Production", "Identity:Issuer", null, "Identity:Issuer")]
    [InlineData("Production", "Identity:Issuer", "not an address", "Identity:Issuer")]
    [InlineData("Test", "Secrets:MasterKey", null, "Secrets:MasterKey")]
    [InlineData("Test", "ConnectionStrings:Franchise", null, "ConnectionStrings:Franchise")]
    [InlineData("Test", "Identity:Issuer", null, "Identity:Issuer")]
    [InlineData("Production", "Identity:AllowHttp", null, "Identity:Issuer must be https")]
    [InlineData("Production", "Billing:VatNumber", "123", "Billing:VatNumber")]
    [InlineData("Production", "Billing:Helper:Name", null, "Set Billing:Helper:Name")]
    [InlineData("Production", "Billing:Helper:Phone", null, "Billing:Helper:Email or Billing:Helper:Phone")]
    [InlineData("Production", "Billing:VatNumber", "GB123456789", "Billing:SupplierAddress is not configured")]
    [InlineData("Production", "Billing:Bank:SortCode", null, "Billing:Bank:SortCode")]
    [InlineData("Production", "Billing:Bank:AccountNumber", "1234", "Billing:Bank:AccountNumber")]
    [InlineData("Production", "Billing:Bank:Bic", "WESTGB2L", "Billing:Bank:Bic")]
    [InlineData("Production", "Delivery:RegistrationDays", "0", "Delivery:RegistrationDays")]
    [InlineData("Production", "Credentials:Address", "https://franchise.test/below", "Credentials:Address")]
    [InlineData("Production", "Stripe:ApiBase", "https://gateway.example/stripe", "Stripe:ApiBase")]
    public async Task What_is_missing_outside_Development_is_named_and_nothing_is_served(string environment, string setting, string? value, string says)
    {
        await using var database = await OwnDatabase.NoneAsync();
        var settings = new Dictionary<string, string?>(database.Settings) { [setting] = value };
        if (setting == "Identity:AllowHttp")
            settings["Identity:Issuer"] = "http://franchise.test";
        Assert.Contains(says, (await Assert.ThrowsAsync<StartRefused>(() => PrepareAsync(settings, environment))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_program_itself_ends_with_an_error_and_the_sentence()
    {
        await using var database = await OwnDatabase.NoneAsync();
        var settings = new Dictionary<string, string?>(database.Settings) { ["Secrets:MasterKey"] = "" };
        var (code, output, errors) = await ChildProgram.RunAsync(settings, "Production");
        Assert.Equal(1, code);
        Assert.StartsWith("Secrets:MasterKey is not configured.", Assert.Single(errors.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
        Assert.DoesNotContain("Now listening", output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_that_is_not_there_or_not_migrated_and_a_command_that_cannot_run_end_with_one_sentence_too()
    {
        await using var database = await OwnDatabase.NoneAsync();
        var nowhere = new Dictionary<string, string?>(database.Settings) { ["ConnectionStrings:Franchise"] = "Host=127.0.0.1;Port=1;Database=franchise" };
        foreach (var (settings, arguments) in new (Dictionary<string, string?>, string[])[] { (nowhere, []), (nowhere, ["migrate"]), (database.Settings, []) })
        {
            var (code, output, errors) = await ChildProgram.RunAsync(settings, "Production", arguments);
            Assert.Equal(1, code);
            Assert.StartsWith("The database cannot be used: ", Assert.Single(errors.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
            Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_wall_that_fell_a_role_that_grew_or_a_migration_that_is_pending_stops_the_program()
    {
        await using var database = await OwnDatabase.MigratedAsync();
        Assert.Empty(await StartupChecks.FaultsAsync(database.Databases, default));
        var p = database.Prefix;
        (string Breaks, string Mends, string Says)[] cases =
        [
            ($"ALTER ROLE {p}_tenant SUPERUSER", $"ALTER ROLE {p}_tenant NOSUPERUSER", $"The role {p}_tenant is a superuser."),
            ($"ALTER ROLE {p}_platform BYPASSRLS", $"ALTER ROLE {p}_platform NOBYPASSRLS", $"The role {p}_platform may bypass row-level security."),
            ($"ALTER ROLE {p}_identity CREATEROLE", $"ALTER ROLE {p}_identity NOCREATEROLE", $"The role {p}_identity may create roles."),
            ($"GRANT {p}_owner TO {p}_jobs", $"REVOKE {p}_owner FROM {p}_jobs", $"The role {p}_jobs is a member of {p}_owner."),
            (
                "ALTER TABLE franchise.contacts NO FORCE ROW LEVEL SECURITY",
                "ALTER TABLE franchise.contacts FORCE ROW LEVEL SECURITY",
                "Row-level security is not forced on franchise.contacts."
            ),
            (
                "ALTER TABLE franchise.licences DISABLE ROW LEVEL SECURITY",
                "ALTER TABLE franchise.licences ENABLE ROW LEVEL SECURITY",
                "Row-level security is not forced on franchise.licences."
            ),
            ("DROP POLICY tenant_wall ON franchise.members", "", "The policies of franchise.members are not as they must be."),
            (
                "CREATE TABLE kept AS SELECT * FROM migrations.franchise; DELETE FROM migrations.franchise",
                "INSERT INTO migrations.franchise SELECT * FROM kept; DROP TABLE kept",
                "is pending. Run the migrate command."
            ),
            (
                "CREATE TABLE kept AS SELECT * FROM identity.migrations; DELETE FROM identity.migrations",
                "INSERT INTO identity.migrations SELECT * FROM kept; DROP TABLE kept",
                "is pending. Run the migrate command."
            ),
        ];
        foreach (var (breaks, mends, says) in cases)
        {
            await database.ScalarAsync(breaks);
            var faults = await StartupChecks.FaultsAsync(database.Databases, default);
            Assert.True(faults.Any(f => f.Contains(says, StringComparison.Ordinal)), $"After {breaks}: {string.Join(' ', faults)}");
            if (mends.Length == 0)
            {
                var refusal = await Assert.ThrowsAsync<StartRefused>(() => PrepareAsync(database.Settings, "Production"));
                Assert.StartsWith("Franchise will not serve from this database.", refusal.Message, StringComparison.Ordinal);
                await database.MigrateAsync();
            }
            else
                await database.ScalarAsync(mends);
            Assert.Empty(await StartupChecks.FaultsAsync(database.Databases, default));
        }
        await PrepareAsync(database.Settings, "Production");
    }

    [Fact]
    public async Task Instances_that_begin_at_once_make_Cohort_4_once()
    {
        await using var database = await OwnDatabase.MigratedAsync();
        var doors = new Doors(database.Databases, database.Proof, TimeProvider.System);
        await Task.WhenAll(
            Enumerable
                .Range(0, 4)
                .Select(async _ =>
                {
                    await using var db = await doors.AcrossTenants("test", Actor.System, default);
                    await FirstAdministrator.EnsureFranchisorAsync(db, TimeProvider.System.GetUtcNow(), default);
                })
        );
        Assert.Equal(1L, await database.ScalarAsync("SELECT count(*) FROM franchise.organisations"));
    }

    [Fact]
    public async Task Migrating_again_changes_nothing()
    {
        await using var database = await OwnDatabase.MigratedAsync();
        var before = await database.PictureAsync();
        Assert.Contains("policy franchise contacts tenant_wall RESTRICTIVE", before, StringComparison.Ordinal);
        await database.MigrateAsync();
        Assert.Equal(before, await database.PictureAsync());
    }

    [Fact]
    public async Task Migrating_brings_to_a_database_of_before_what_guards_money_now()
    {
        await using var database = await OwnDatabase.MigratedAsync();
        var now = await database.PictureAsync();
        Assert.Contains("trigger franchise.price_items keep_published_item", now, StringComparison.Ordinal);
        await database.ScalarAsync("DROP FUNCTION walls.keep_published_item CASCADE");
        Assert.NotEqual(now, await database.PictureAsync());
        await database.MigrateAsync();
        Assert.Equal(now, await database.PictureAsync());
    }

    [Fact]
    public async Task Two_instances_may_migrate_an_empty_server_at_once()
    {
        await using var database = await OwnDatabase.NoneAsync();
        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Run(() => database.MigrateAsync())));
        Assert.Empty(await StartupChecks.FaultsAsync(database.Databases, default));
        Assert.Equal(1L, await database.ScalarAsync("SELECT count(*) FROM walls.tenant_keys"));
    }

    [Fact]
    public async Task Several_databases_of_one_server_may_be_migrated_at_once()
    {
        await using var first = await OwnDatabase.NoneAsync();
        var twins = Enumerable.Range(1, 5).Select(first.Twin).ToList();
        try
        {
            await Task.WhenAll(twins.Prepend(first).Select(d => Task.Run(() => d.MigrateAsync())));
            foreach (var database in twins.Prepend(first))
                Assert.Empty(await StartupChecks.FaultsAsync(database.Databases, default));
        }
        finally
        {
            foreach (var twin in twins)
                await twin.DisposeAsync();
        }
    }

    [Fact]
    public async Task After_a_change_of_the_master_key_it_starts_again_once_the_documented_steps_are_done()
    {
        await using var database = await OwnDatabase.MigratedAsync();
        await using (var before = await ChildProgram.ServingAsync(database.Settings))
            Assert.True((await before.Http.GetAsync("/health/ready")).IsSuccessStatusCode);
        var changed = new Dictionary<string, string?>(database.Settings) { ["Secrets:MasterKey"] = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)) };
        Assert.Equal(0, (await ChildProgram.RunAsync(changed, "Production", "migrate")).ExitCode);
        var (code, _, errors) = await ChildProgram.RunAsync(changed, "Production");
        Assert.Equal(1, code);
        Assert.StartsWith("The signing keys in the database were sealed with another Secrets:MasterKey.", errors.TrimStart(), StringComparison.Ordinal);

        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(root.FullName, "Franchise.sln")))
            root = root.Parent!;
        var page = await File.ReadAllTextAsync(Path.Combine(root.FullName, "docs/decisions/0007-one-master-key.md"));
        await database.ScalarAsync(page[page.IndexOf("BEGIN;", StringComparison.Ordinal)..(page.IndexOf("COMMIT;", StringComparison.Ordinal) + 7)]);
        await database.ScalarAsync(Regex.Match(page, "`(?<it>DELETE FROM walls[^`]+)`", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)).Groups["it"].Value);
        await using var after = await ChildProgram.ServingAsync(changed);
        Assert.True((await after.Http.GetAsync("/health/ready")).IsSuccessStatusCode);
    }

    [Fact]
    public async Task A_login_that_is_no_superuser_but_may_create_roles_and_databases_migrates()
    {
        await using var database = await OwnDatabase.NoneAsync();
        await database.OnServerAsync($"CREATE ROLE {database.Prefix}_migrator LOGIN CREATEROLE CREATEDB PASSWORD 'migrating'");
        var login = new NpgsqlConnectionStringBuilder(database.Address) { Username = $"{database.Prefix}_migrator", Password = "migrating" }.ConnectionString;
        await database.MigrateAsync(login);
        await database.MigrateAsync(login);
        Assert.Empty(await StartupChecks.FaultsAsync(database.Databases, default));
        Assert.Equal($"{database.Prefix}_owner", await database.ScalarAsync("SELECT relowner::regrole::text FROM pg_class WHERE oid = 'franchise.contacts'::regclass"));
    }

    [Fact]
    public async Task The_server_under_the_tests_is_one_that_is_supported()
    {
        var database = await TestDatabase.RunningAsync();
        await using var connection = await database.AdminSource.OpenConnectionAsync();
        Assert.Null(StartupChecks.VersionFault(connection.PostgreSqlVersion));
    }

    private static async Task PrepareAsync(Dictionary<string, string?> settings, string environment)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = environment });
        builder.Configuration.Sources.Clear();
        builder.Configuration.AddInMemoryCollection(settings);
        builder.AddFranchise();
        await using var app = builder.Build();
        await Commands.PrepareAsync(app, default);
    }
}
