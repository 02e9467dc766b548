using Franchise.Api.Demo;
using Franchise.Api.Payments;
using Franchise.Infrastructure;
using Franchise.Infrastructure.Audit;
using Franchise.Infrastructure.Billing;
using Franchise.Infrastructure.Credentials;
using Franchise.Infrastructure.Delivery;
using Franchise.Infrastructure.Identity;
using Franchise.Infrastructure.Payments;
using Franchise.Infrastructure.Persistence;
using Franchise.Infrastructure.Tenancy;

namespace Franchise.Api.Start;

/// <summary>What the program does instead of serving, or before it.</summary>
internal static class Commands
{
    /// <summary>Runs a named command. Returns false where the program is to serve.</summary>
    public static async Task<bool> RunAsync(WebApplication app, string[] args)
    {
        if (args is not [var name, ..] || name.StartsWith('-'))
            return false;
        var server = app.Services.GetRequiredService<DatabaseServer>();
        switch (name)
        {
            case "migrate":
                await server.StartAsync(default);
                await MigrateAsync(app);
                break;
            case "rotate-keys":
                await server.StartAsync(default);
                await app.Services.GetRequiredService<KeyRing>().RotateAsync(default);
                break;
            case "rotate-credential-keys" when args is [_] or [_, "RS256" or "ES256"]:
                await server.StartAsync(default);
                await app.Services.GetRequiredService<CredentialKeys>().RotateAsync(args is [_, var algorithm] ? algorithm : "RS256", default);
                break;
            case "collect":
                await server.StartAsync(default);
                await app.Services.GetRequiredService<CollectInvoices>().RunAsync(default);
                break;
            case "invite-administrator" when args is [_, var email]:
                await server.StartAsync(default);
                Console.WriteLine(await FirstAdministrator.InviteAsync(app.Services, email, default));
                break;
            default:
                Console.Error.WriteLine("Commands: migrate, rotate-keys, rotate-credential-keys [RS256|ES256], invite-administrator EMAIL, collect. Without one the program serves.");
                Environment.ExitCode = 2;
                break;
        }
        await server.DisposeAsync();
        return true;
    }

    /// <summary>
    /// A database that is safe to serve from, or an exception that says why not. In Development it is brought up to date first; elsewhere the
    /// <c>migrate</c> command does that, with a login that serving never sees.
    /// </summary>
    public static async Task PrepareAsync(WebApplication app, CancellationToken ct)
    {
        await app.Services.GetRequiredService<DatabaseServer>().StartAsync(ct);
        // Each refuses what is configured wrongly: now, and not where it is first used.
        foreach (var configured in new[] { typeof(AuditSigner), typeof(DeliverySettings), typeof(CredentialSettings), typeof(BillingSettings), typeof(StripeGateway) })
            app.Services.GetRequiredService(configured);
        if (app.Environment.IsDevelopment())
            await MigrateAsync(app);
        var faults = await StartupChecks.FaultsAsync(app.Services.GetRequiredService<Databases>(), ct);
        if (faults.Count > 0)
            throw new StartRefused($"Franchise will not serve from this database. {string.Join(' ', faults)}");
        if (app.Environment.IsDevelopment() && app.Configuration.GetValue("Demo:Seed", true))
            await SeedAsync(app, ct);
    }

    // Once the program answers, the developer is told where to begin.
    private static async Task SeedAsync(WebApplication app, CancellationToken ct)
    {
        var data = Services.DataFolder(app.Configuration, app.Environment);
        var seed = new SeedDemo(app.Services, data, app.Services.GetRequiredService<ILogger<SeedDemo>>());
        await seed.RunAsync(ct);
        var address = app.Services.GetRequiredService<IdentitySettings>().Issuer.AbsoluteUri.TrimEnd('/');
        app.Lifetime.ApplicationStarted.Register(() =>
            Console.WriteLine(
                $$"""

                Franchise serves at   {{address}}
                Documentation         {{address}}/docs
                Demo credentials      {{seed.File}}

                To begin, paste:
                  ID=$(grep -o 'cli_[0-9a-z]*' {{seed.File}} | sed -n 2p); SECRET=$(grep -o 'fcs_[^"]*' {{seed.File}} | sed -n 2p)
                  TOKEN=$(curl -s {{address}}/connect/token -d grant_type=client_credentials -d client_id=$ID -d client_secret=$SECRET | grep access_token | cut -d'"' -f4)
                  curl -s {{address}}/v1/licences -H "Authorization: Bearer $TOKEN"

                """
            )
        );
    }

    private static Task MigrateAsync(WebApplication app) =>
        new Migrator(
            app.Services.GetRequiredService<DatabaseServer>().MigrationsAddress,
            app.Services.GetRequiredService<Databases>(),
            app.Services.GetRequiredService<TenantProof>(),
            app.Services.GetRequiredService<ILogger<Migrator>>()
        ).RunAsync(default);
}
