using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Franchise.Api.Tests.Licensing;
using Franchise.Infrastructure.Email;
using Franchise.Infrastructure.Telemetry;
using Microsoft.Extensions.DependencyInjection;

namespace Franchise.Api.Tests.Start;

/// <summary>Runs alone: meters belong to the process, and a neighbour's work would be taken for this test's.</summary>
[CollectionDefinition(nameof(MeterTests), DisableParallelization = true)]
[Collection(nameof(MeterTests))]
public sealed class MeterTests
{
    [Fact]
    public async Task Events_the_sweep_and_waiting_messages_are_measured()
    {
        var seen = new ConcurrentDictionary<string, double>(StringComparer.Ordinal);
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, l) =>
            {
                if (instrument.Meter.Name == Meters.Name)
                    l.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<long>((i, value, _, _) => seen.AddOrUpdate(i.Name, value, (_, sum) => sum + value));
        listener.SetMeasurementEventCallback<double>((i, value, _, _) => seen[i.Name] = value);

        var desk = await Desk.OpenAsync();
        var start = await desk.TodayAsync();
        await desk.ActiveAsync();
        var partner = await desk.App.PartnerAsync();
        (await partner.PostAsync("/v1/invitations", new { email = "new@example.org", role = "viewer" })).Is(201);
        listener.Start();
        await desk.MoveAndSweepAsync(start.AddMonths(12).AddDays(-91).AddDays(3)); // the 90-day milestone, three days late and some hours
        await using (var scope = desk.App.Services.CreateAsyncScope())
            await scope.ServiceProvider.GetRequiredService<SendEmails>().RunAsync(default);

        Assert.Equal(1, seen["franchise.sweep.actions"]);
        Assert.InRange(seen["franchise.sweep.lag"], 3 * 86_400 - 3_600, 4 * 86_400 + 3_600);
        Assert.True(seen["franchise.events"] >= 1, "At least the milestone's; sending another test's messages may write more.");
        Assert.True(seen["franchise.outbox.lag"] >= 0);
    }
}
