using Franchise.Api.Http;
using Franchise.Api.Identity;
using Franchise.Infrastructure.Audit;
using Franchise.Infrastructure.Billing;
using Franchise.Infrastructure.Credentials;
using Franchise.Infrastructure.Crypto;
using Franchise.Infrastructure.Delivery;
using Franchise.Infrastructure.Documents;
using Franchise.Infrastructure.Email;
using Franchise.Infrastructure.Identity;
using Franchise.Infrastructure.Jobs;
using Franchise.Infrastructure.Payments;
using Franchise.Infrastructure.Persistence;
using Franchise.Infrastructure.Telemetry;
using Franchise.Infrastructure.Tenancy;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Franchise.Api.Start;

/// <summary>Everything that is registered, by what it is for. Nothing here needs a database: the description is made without one.</summary>
internal static class Services
{
    /// <summary>Where a developer's machine serves, unless told otherwise.</summary>
    public const string UsualAddress = "http://localhost:5080";

    public static WebApplicationBuilder AddFranchise(this WebApplicationBuilder builder)
    {
        var (services, configuration, environment) = (builder.Services, builder.Configuration, builder.Environment);
        var data = DataFolder(configuration, environment);
        var address = configuration["Urls"] ?? configuration["ASPNETCORE_URLS"];
        if (environment.IsDevelopment() && string.IsNullOrEmpty(address))
            builder.WebHost.UseUrls(address = UsualAddress);
        services.Configure<HostOptions>(o => o.ShutdownTimeout = TimeSpan.FromSeconds(28));

        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(_ => MasterKey.Load(configuration, environment, data));
        services.AddSingleton(s => new DatabaseServer(configuration, environment, data, s.GetRequiredService<ILoggerFactory>()));
        services.AddSingleton(s => new Databases(s.GetRequiredService<DatabaseServer>().Address, configuration, s.GetRequiredService<Secrets>()));
        services.AddTenancy();
        services.AddSingleton<AuditSigner>();

        builder.AddFranchiseHttp();
        services.AddFranchiseIdentity(
            IdentitySettings.From(configuration, environment, environment.IsDevelopment() ? FirstOf(address) : null),
            s => s.GetRequiredService<Databases>().Identity
        );
        services
            .AddHealthChecks()
            .AddCheck<DatabaseHealth>("database", tags: [Health.Ready])
            .AddCheck<MigrationsHealth>("migrations", tags: [Health.Ready])
            .AddCheck<JobStorageHealth>("jobs", tags: [Health.Ready]);
        services.AddSingleton<MigrationsHealth>();

        services.AddEmail(configuration);
        services.AddDocuments(configuration);
        services.AddPayments(configuration);
        services.AddSingleton<LearnerBox>();
        services.AddSingleton<LearnerPost>();
        services.AddCredentials(configuration);
        services.AddSingleton(_ => DeliverySettings.From(configuration));
        services.AddSingleton(_ => BillingSettings.From(configuration, environment));
        services.AddTelemetry(configuration);
        services.AddJobQueue(configuration);
        Schedule.Add(services);
        return builder;
    }

    /// <summary>Where a developer's machine keeps its data between runs: beside the solution, wherever below it the program was started.</summary>
    public static string DataFolder(IConfiguration configuration, IHostEnvironment environment)
    {
        var root = new DirectoryInfo(environment.ContentRootPath);
        while (environment.IsDevelopment() && root.Parent is { } parent && !File.Exists(Path.Combine(root.FullName, "Franchise.sln")))
            root = parent;
        var found = File.Exists(Path.Combine(root.FullName, "Franchise.sln")) ? root.FullName : environment.ContentRootPath;
        return Path.GetFullPath(configuration["DataFolder"] ?? ".data", found);
    }

    private static Uri FirstOf(string? addresses) =>
        new((addresses ?? UsualAddress).Split(';')[0].Replace("*", "localhost", StringComparison.Ordinal).Replace("+", "localhost", StringComparison.Ordinal));
}
