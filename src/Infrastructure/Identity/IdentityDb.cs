using System.Data.Common;
using Microsoft.AspNetCore.DataProtection.EntityFrameworkCore;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.Extensions.DependencyInjection;
using OpenIddict.EntityFrameworkCore.Models;

namespace Franchise.Infrastructure.Identity;

/// <summary>
/// Users, OAuth applications and tokens, keys: the schema <c>identity</c>, reached by a database role that sees nothing else, as no other role
/// sees this.
/// </summary>
public sealed class IdentityDb(DbContextOptions<IdentityDb> options)
    : IdentityUserContext<FranchiseUser, Guid>(options),
        IDataProtectionKeyContext
{
    /// <summary>The schema's name.</summary>
    public const string Schema = "identity";

    /// <summary>Keys that protect cookies, antiforgery and reset tokens.</summary>
    public DbSet<DataProtectionKey> DataProtectionKeys => Set<DataProtectionKey>();

    /// <summary>Keys that sign and encrypt tokens.</summary>
    public DbSet<SigningKey> SigningKeys => Set<SigningKey>();

    /// <summary>What serving and migrating have in common.</summary>
    public static DbContextOptionsBuilder Configure(DbContextOptionsBuilder builder, DbDataSource database) =>
        Configure(builder.UseNpgsql(database, o => o.MigrationsHistoryTable("migrations", Schema)));

    /// <summary>A context of its own, for migrating.</summary>
    public static IdentityDb For(DbDataSource database)
    {
        var builder = new DbContextOptionsBuilder<IdentityDb>();
        Configure(builder, database);
        return new(builder.Options);
    }

    private static DbContextOptionsBuilder Configure(DbContextOptionsBuilder builder)
    {
        // Identity's model asks the application's services for its schema version (3 brings passkeys); where none stand behind, these answer.
        if (builder.Options.FindExtension<CoreOptionsExtension>()?.ApplicationServiceProvider is null)
            builder.UseApplicationServiceProvider(versionOnly);
        return builder
            .UseSnakeCaseNamingConvention()
            .UseOpenIddict<Guid>()
            // Identity maps a telephone number, which we do not want.
            .ConfigureWarnings(w => w.Ignore(CoreEventId.MappedPropertyIgnoredWarning));
    }

    private static readonly ServiceProvider versionOnly = new ServiceCollection()
        .Configure<IdentityOptions>(options => options.Stores.SchemaVersion = IdentitySchemaVersions.Version3)
        .BuildServiceProvider();

    /// <inheritdoc/>
    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        builder.HasDefaultSchema(Schema);

        builder.Entity<FranchiseUser>(user =>
        {
            user.ToTable("users");
            user.Ignore(u => u.UserId);
            user.Ignore(u => u.PhoneNumber).Ignore(u => u.PhoneNumberConfirmed);
        });
        builder.Entity<IdentityUserClaim<Guid>>().ToTable("user_claims");
        builder.Entity<IdentityUserLogin<Guid>>().ToTable("user_logins");
        builder.Entity<IdentityUserToken<Guid>>().ToTable("user_tokens");
        builder.Entity<IdentityUserPasskey<Guid>>().ToTable("user_passkeys");

        builder.Entity<OpenIddictEntityFrameworkCoreApplication<Guid>>().ToTable("applications");
        builder.Entity<OpenIddictEntityFrameworkCoreAuthorization<Guid>>().ToTable("authorizations");
        builder.Entity<OpenIddictEntityFrameworkCoreScope<Guid>>().ToTable("scopes");
        builder.Entity<OpenIddictEntityFrameworkCoreToken<Guid>>(token =>
        {
            token.ToTable("tokens");
            // The hourly pruning looks for these.
            token.HasIndex(t => t.ExpirationDate);
        });
        builder.Entity<OpenIddictEntityFrameworkCoreAuthorization<Guid>>().HasIndex(a => a.CreationDate);

        builder.Entity<DataProtectionKey>().ToTable("data_protection_keys");
        builder.Entity<SigningKey>(key =>
        {
            key.ToTable("signing_keys");
            key.HasKey(k => k.Kid);
            key.Property(k => k.Kid).HasMaxLength(64);
            key.Property(k => k.Use).HasMaxLength(3);
        });
    }

    /// <summary>For <c>dotnet ef</c> only.</summary>
    internal sealed class DesignTime : IDesignTimeDbContextFactory<IdentityDb>
    {
        public IdentityDb CreateDbContext(string[] args)
        {
            var builder = new DbContextOptionsBuilder<IdentityDb>();
            Configure(builder.UseNpgsql("Host=design-time", o => o.MigrationsHistoryTable("migrations", Schema)));
            return new(builder.Options);
        }
    }
}
