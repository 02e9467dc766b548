using System.Reflection;
using Franchise.Domain.Shared;
using Franchise.Infrastructure;
using Franchise.Infrastructure.Payments;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using static Franchise.Payments.Tests.Till;

namespace Franchise.Payments.Tests;

/// <summary>How the gateway is set up, and what it shows.</summary>
public sealed class GatewayTests
{
    [Fact]
    public async Task Without_a_key_every_verb_refuses_with_one_code()
    {
        using var gateway = Made([]);
        Assert.False(gateway.Configured);
        var verbs = typeof(StripeGateway).GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly).Where(m => !m.IsSpecialName && m.Name != "Dispose").ToList();
        Assert.Equal(21, verbs.Count);
        foreach (var verb in verbs)
        {
            var refusal = await Assert.ThrowsAsync<Refusal>(() => Call(gateway, verb));
            Assert.Equal((RefusalKind.Unavailable, "stripe_not_configured"), (refusal.Kind, refusal.Code));
        }
    }

    [Fact]
    public void Without_a_secret_for_webhooks_no_notice_is_taken()
    {
        using var gateway = Made(new() { ["Stripe:SecretKey"] = "sk_test_1" });
        Assert.True(gateway.Configured);
        Assert.Equal("stripe_not_configured", Assert.Throws<Refusal>(() => gateway.VerifyWebhook("{}", "t=1,v1=00")).Code);
    }

    [Theory]
    [InlineData("Stripe:ApiBase", "http://stripe.example")]
    [InlineData("Stripe:ApiBase", "nonsense")]
    [InlineData("Stripe:ApiBase", "ftp://127.0.0.1")]
    [InlineData("Stripe:TimeoutSeconds", "0")]
    [InlineData("Stripe:TimeoutSeconds", "soon")]
    [InlineData("Stripe:ToleranceSeconds", "-5")]
    public void A_setting_that_cannot_be_used_is_refused(string name, string value) =>
        Assert.Contains(name, Assert.Throws<StartRefused>(() => Made(new() { ["Stripe:SecretKey"] = "sk_test_1", [name] = value })).Message);

    [Fact]
    public void The_settings_say_what_is_configured_and_whether_money_is_real()
    {
        var section = new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?> { ["Stripe:SecretKey"] = "rk_live_1", ["Stripe:TimeoutSeconds"] = "5", ["Stripe:ApiBase"] = "https://stripe.example" })
            .Build()
            .GetSection("Stripe");
        var settings = StripeSettings.Read(section);
        Assert.Equal((true, 5, 300, "stripe.example"), (settings.Live, settings.Timeout.TotalSeconds, settings.Tolerance.TotalSeconds, settings.ApiBase!.Host));
        Assert.False((settings with { SecretKey = "sk_test_1" }).Live);
    }

    [Fact]
    public void Nothing_of_stripes_library_shows()
    {
        var types = typeof(StripeGateway).Assembly.GetTypes().Where(t => t.Namespace == typeof(StripeGateway).Namespace && t.IsVisible).ToList();
        Assert.Contains(typeof(PaymentResult.Succeeded), types);
        var shown = types
            .SelectMany(t => t.GetMembers(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly))
            .SelectMany(m =>
                m switch
                {
                    MethodInfo method => [method.ReturnType, .. method.GetParameters().Select(p => p.ParameterType)],
                    ConstructorInfo made => made.GetParameters().Select(p => p.ParameterType),
                    PropertyInfo property => [property.PropertyType],
                    _ => Type.EmptyTypes,
                }
            )
            .SelectMany(t => (Type[])[t, .. t.GetGenericArguments()]);
        Assert.DoesNotContain(shown, t => t.Assembly.GetName().Name == "Stripe.net");
    }

    private static StripeGateway Made(Dictionary<string, string?> settings) =>
        new ServiceCollection().AddPayments(new ConfigurationBuilder().AddInMemoryCollection(settings).Build()).BuildServiceProvider().GetRequiredService<StripeGateway>();

    private static async Task Call(StripeGateway gateway, MethodInfo verb)
    {
        var ids = Ids("a", "b");
        object?[] values = [.. verb.GetParameters().Select(p => Value(p.ParameterType))];
        try
        {
            if (verb.Invoke(gateway, values) is Task task)
                await task;
        }
        catch (TargetInvocationException e)
        {
            throw e.InnerException!;
        }

        object? Value(Type type) =>
            type == typeof(string) ? "text"
            : type == typeof(NewPayer) ? new NewPayer("a", "a@b.example", ids)
            : type == typeof(NewSetUp) ? SetUp("cus_1", PaymentMeans.Card)
            : type == typeof(NewCharge) ? new NewCharge("cus_1", "pm_1", PaymentMeans.Card, null, new(100, "GBP"), "a", ids)
            : type == typeof(NewPaymentPage) ? Page("cus_1")
            : type == typeof(NewRefund) ? new NewRefund("pi_1", new(100, "GBP"), ids)
            : Activator.CreateInstance(type);
    }
}
