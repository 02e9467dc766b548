using System.Text;
using System.Threading.Channels;
using Franchise.Infrastructure.Email;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.Tokens;

namespace Franchise.Infrastructure.Identity;

/// <summary>
/// Sends password reset links, away from the request that asked: whoever asked gets the same answer in the same time, whether the address is
/// known or not.
/// </summary>
public sealed class PasswordResets(IServiceScopeFactory scopes, IdentitySettings settings, ILogger<PasswordResets> log) : BackgroundService
{
    private readonly Channel<string> asked = Channel.CreateBounded<string>(new BoundedChannelOptions(1000) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>Notes that somebody asked for an address.</summary>
    public void Ask(string email) => asked.Writer.TryWrite(email);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var email in asked.Reader.ReadAllAsync(stoppingToken))
        {
            try
            {
                await SendAsync(email, stoppingToken);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                // Never the address.
                log.LogError(e, "A password reset could not be sent.");
            }
        }
    }

    private async Task SendAsync(string email, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var users = scope.ServiceProvider.GetRequiredService<UserManager<FranchiseUser>>();
        if (await users.FindByEmailAsync(email) is not { DisabledAt: null } user)
            return;
        var token = Base64UrlEncoder.Encode(Encoding.UTF8.GetBytes(await users.GeneratePasswordResetTokenAsync(user)));
        var link = new Uri(settings.Issuer, $"account/reset-password?user={user.UserId}&token={token}");
        await scope
            .ServiceProvider.GetRequiredService<IEmailSender>()
            .Send(
                new(user.Email!,
                "Your password",
                $"""
                Somebody asked for a new password for this address. To choose one, open this link within two hours:

                {link}

                If it was not you, do nothing: your password stays as it is.
                """),
                ct
            );
    }
}
