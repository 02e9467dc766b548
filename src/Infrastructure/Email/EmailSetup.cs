using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace Franchise.Infrastructure.Email;

/// <summary>Sets up the sending of messages.</summary>
public static class EmailSetup
{
    /// <summary>
    /// Adds <see cref="IEmailSender"/>, <see cref="EmailOutbox"/> and <see cref="SendEmails"/>. Settings: <c>Email:Sender</c> (<c>pickup</c> or <c>smtp</c>; in Development <c>pickup</c> unless
    /// <c>Email:Smtp:Host</c> is set, elsewhere <c>smtp</c>), and those of <see cref="EmailSettings"/>.
    /// </summary>
    public static IServiceCollection AddEmail(this IServiceCollection services, IConfiguration configuration)
    {
        var section = configuration.GetSection("Email");
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<EmailOutbox>();
        services.AddSingleton<SendEmails>();
        services.AddSingleton<IEmailSender>(provider =>
        {
            var environment = provider.GetService<IHostEnvironment>();
            var settings = EmailSettings.Read(section);
            var clock = provider.GetRequiredService<TimeProvider>();
            // Outside Development messages must not pile up unseen in a folder because a setting was forgotten.
            var sender = section["Sender"] is { Length: > 0 } named ? named
                : environment?.IsDevelopment() == true && settings.Host is null ? "pickup"
                : "smtp";
            return sender switch
            {
                "pickup" => new PickupFolderEmailSender(
                    settings with { Folder = Path.GetFullPath(settings.Folder, environment?.ContentRootPath ?? Directory.GetCurrentDirectory()) },
                    clock
                ),
                "smtp" => new SmtpEmailSender(settings, clock),
                _ => throw new StartRefused($"Email:Sender must be pickup or smtp, not '{sender}'."),
            };
        });
        return services;
    }
}
