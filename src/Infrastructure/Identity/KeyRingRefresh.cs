using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Franchise.Infrastructure.Identity;

/// <summary>Loads the keys before anything is served and looks for new ones every half minute.</summary>
internal sealed class KeyRingRefresh(KeyRing keys, TimeProvider clock, ILogger<KeyRingRefresh> log) : BackgroundService, IHostedLifecycleService
{
    /// <summary>Before every other hosted service starts: the framework's own would else make a data-protection key outside the lock.</summary>
    public Task StartingAsync(CancellationToken cancellationToken) => keys.LoadAsync(cancellationToken);

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(KeyRing.RefreshInterval, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await keys.RefreshAsync(stoppingToken);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                log.LogWarning(e, "The signing keys could not be read again; the known ones stay in use.");
            }
        }
    }
}
