using Franchise.Infrastructure.Identity;
using Microsoft.Extensions.Configuration;

namespace Franchise.Infrastructure.Credentials;

/// <summary>Who issues credentials, and under which address they are verified.</summary>
/// <param name="Address">The base address, with a closing slash. Credentials name it for good: keep it when the service moves.</param>
/// <param name="Issuer">The issuer's decentralised identifier, <c>did:web</c> of that address.</param>
/// <param name="Name">The issuer's name, as pages and credentials show it.</param>
public sealed record CredentialSettings(Uri Address, string Issuer, string Name)
{
    /// <summary>From <c>Credentials:Address</c> (the identity issuer's unless set) and <c>Credentials:IssuerName</c>.</summary>
    /// <exception cref="StartRefused">The address is none, or holds a path.</exception>
    public static CredentialSettings From(IConfiguration configuration, IdentitySettings identity)
    {
        var text = configuration["Credentials:Address"] is { Length: > 0 } set ? set : identity.Issuer.AbsoluteUri;
        if (!Uri.TryCreate(text.TrimEnd('/') + "/", UriKind.Absolute, out var address) || address.AbsolutePath != "/" || address.Scheme is not ("https" or "http"))
            throw new StartRefused("Credentials:Address must be an address without a path, as https://franchise.example.org.");
        var host = address.IsDefaultPort ? address.IdnHost : $"{address.IdnHost}%3A{address.Port}";
        return new(address, $"did:web:{host}", configuration["Credentials:IssuerName"] is { Length: > 0 } name ? name : "Cohort 4");
    }

    /// <summary>An address below the base.</summary>
    public string At(string path) => new Uri(Address, path).AbsoluteUri;
}
