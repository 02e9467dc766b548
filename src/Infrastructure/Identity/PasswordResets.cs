using System.Text;
using System.Threading.Channels;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.Tokens;

namespace Franchise.Infrastructure.Identity;

/// <summary>
/// Writes password reset links, away from the request that asked: whoever asked gets the same answer in the same time, whether the address is
/// known or not. They go out as every message does, so that a mail server that is down loses none.
/// </summary>
public sealed class PasswordResets(IServiceScopeFactory scopes, IdentitySettings settings, TimeProvider clock, ILogger<PasswordResets> log)
    : BackgroundService
{
    /// <summary>How long a link works.</summary>
    public static readonly TimeSpan LinkLifetime = TimeSpan.FromHours(2);

    private readonly Channel<string> asked = Channel.CreateBounded<string>(new BoundedChannelOptions(1000) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>Notes that somebody asked for an address.</summary>
    public void Ask(string email) => asked.Writer.TryWrite(email);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Whoever has been answered gets her link: what is asked for is written before the service stops.
        await using var stop = stoppingToken.Register(() => asked.Writer.TryComplete());
        await foreach (var email in asked.Reader.ReadAllAsync(CancellationToken.None))
        {
            try
            {
                await WriteAsync(email, CancellationToken.None);
            }
            catch (Exception e)
            {
                // Never the address.
                log.LogError(e, "A password reset could not be written.");
            }
        }
    }

    private async Task WriteAsync(string email, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var users = scope.ServiceProvider.GetRequiredService<UserManager<FranchiseUser>>();
        if (await users.FindByEmailAsync(email) is not { DisabledAt: null } user)
            return;
        var token = Base64UrlEncoder.Encode(Encoding.UTF8.GetBytes(await users.GeneratePasswordResetTokenAsync(user)));
        var link = new Uri(settings.Issuer, $"account/reset-password?user={user.UserId}&token={token}");
        await scope
            .ServiceProvider.GetRequiredService<IdentityDirectory>()
            .WriteEmailAsync(
                new(
                    user.Email!,
                    "Your password",
                    $"""
                    Somebody asked for a new password for this address. To choose one, open this link. It works until {(clock.GetUtcNow() + LinkLifetime).UtcDateTime:d MMMM yyyy, HH:mm} (UTC):

                    {link}

                    If it was not you, do nothing: your password stays as it is.
                    """
                ),
                ct
            );
    }
}
