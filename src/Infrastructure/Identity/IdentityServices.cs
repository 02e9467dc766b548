using Franchise.Infrastructure.Crypto;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using OpenIddict.Server;

namespace Franchise.Infrastructure.Identity;

/// <summary>Registrations of what only Infrastructure sees.</summary>
public static class IdentityServices
{
    /// <summary>The key ring, loaded before anything is served; data-protection keys are sealed.</summary>
    public static IServiceCollection AddFranchiseKeys(this IServiceCollection services)
    {
        services.AddSingleton<KeyRing>();
        services.AddSingleton<IConfigureOptions<OpenIddictServerOptions>>(p => p.GetRequiredService<KeyRing>());
        services.AddSingleton<IOptionsChangeTokenSource<OpenIddictServerOptions>>(p => p.GetRequiredService<KeyRing>());
        services.AddSingleton<IConfigureOptions<KeyManagementOptions>>(p => new ConfigureOptions<KeyManagementOptions>(o =>
            o.XmlEncryptor = new DataProtectionEncryptor(p.GetRequiredService<Secrets>())
        ));
        services.AddHostedService<KeyRingRefresh>();
        return services;
    }

    /// <summary>The queue of asked-for password resets, and what works it off.</summary>
    public static IServiceCollection AddPasswordResets(this IServiceCollection services)
    {
        services.AddSingleton<PasswordResets>();
        services.AddHostedService(p => p.GetRequiredService<PasswordResets>());
        return services;
    }
}
