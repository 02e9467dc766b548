using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Franchise.Infrastructure.Payments;

/// <summary>Sets up the collection of payments through Stripe.</summary>
public static class PaymentsSetup
{
    /// <summary>
    /// Adds <see cref="StripeGateway"/>. Settings, all optional, as <see cref="StripeSettings"/> says: <c>Stripe:SecretKey</c>, <c>WebhookSecret</c>,
    /// <c>PreviousWebhookSecret</c>, <c>Account</c>, <c>ApiBase</c>, <c>TimeoutSeconds</c> (30), <c>ToleranceSeconds</c> (300), <c>LookAgainSeconds</c> (20).
    /// Without a key every verb of the gateway refuses with <see cref="PaymentCodes.NotConfigured"/>, and payments are taken by hand.
    /// </summary>
    public static IServiceCollection AddPayments(this IServiceCollection services, IConfiguration configuration)
    {
        services.TryAddSingleton(TimeProvider.System);
        // Read at first use, so that the OpenAPI document can be written on a machine where nothing is configured.
        services.AddSingleton(_ => StripeSettings.Read(configuration.GetSection("Stripe")));
        services.AddSingleton(provider => new StripeGateway(provider.GetRequiredService<StripeSettings>(), provider.GetRequiredService<TimeProvider>()));
        return services;
    }
}
