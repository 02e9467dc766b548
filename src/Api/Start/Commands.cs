using Franchise.Infrastructure.Identity;
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
            case "invite-administrator" when args is [_, var email]:
                await server.StartAsync(default);
                Console.WriteLine(await FirstAdministrator.InviteAsync(app.Services, email, default));
                break;
            default:
                Console.Error.WriteLine("Commands: migrate, rotate-keys, invite-administrator EMAIL. Without one the program serves.");
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
        if (app.Environment.IsDevelopment())
            await MigrateAsync(app);
        var faults = await StartupChecks.FaultsAsync(app.Services.GetRequiredService<Databases>(), ct);
        if (faults.Count > 0)
            throw new InvalidOperationException($"Franchise will not serve from this database. {string.Join(' ', faults)}");
    }

    private static Task MigrateAsync(WebApplication app) =>
        new Migrator(
            app.Services.GetRequiredService<DatabaseServer>().MigrationsAddress,
            app.Services.GetRequiredService<Databases>(),
            app.Services.GetRequiredService<TenantProof>(),
            app.Services.GetRequiredService<ILogger<Migrator>>()
        ).RunAsync(default);
}
