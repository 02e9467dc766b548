using Franchise.Infrastructure.Identity;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Franchise.Infrastructure.Credentials;

/// <summary>Registration of this folder.</summary>
public static class CredentialsSetup
{
    /// <summary>Keys, seals, signing and printing.</summary>
    public static IServiceCollection AddCredentials(this IServiceCollection services, IConfiguration configuration) =>
        services
            .AddSingleton(s => CredentialSettings.From(configuration, s.GetRequiredService<IdentitySettings>()))
            .AddSingleton<CredentialKeys>()
            .AddSingleton<CredentialBox>()
            .AddSingleton<CredentialIssuer>();
}
