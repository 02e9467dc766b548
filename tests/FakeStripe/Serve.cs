using System.Diagnostics;

namespace Franchise.FakeStripe;

/// <summary>
/// <c>dotnet run --project tests/FakeStripe [PORT [KEY NOTIFY SECRET [PID]]]</c>: a fake Stripe on this machine. Point Franchise at it with
/// <c>Stripe:ApiBase</c> and any key that begins with <c>sk_test_</c>. With the rest, what happens in the account KEY is told to the address NOTIFY, signed with
/// SECRET; and it ends when the process PID does.
/// </summary>
internal static class Serve
{
    public static async Task<int> Main(string[] args)
    {
        var (port, pid) = (12112, 0);
        if (args.Length is not (0 or 1 or 4 or 5) || (args.Length > 0 && !int.TryParse(args[0], out port)) || (args.Length == 5 && !int.TryParse(args[4], out pid)))
        {
            Console.Error.WriteLine("Give a port, or nothing for 12112; then, if you like, a key, an address for notices, their secret, and the process to live with.");
            return 1;
        }
        await using var fake = await FakeStripeServer.Start(port);
        if (args.Length > 1)
        {
            using var control = new FakeStripeControl(fake.Url, args[1]);
            await control.NotifyAt(new(args[2]), args[3], automatic: true);
        }
        Console.WriteLine($"A fake Stripe listens on {fake.Url}; its control routes are below {fake.Url}__fake");
        await Task.WhenAny(fake.Run(), pid == 0 ? Task.Delay(Timeout.Infinite) : EndOf(pid));
        return 0;
    }

    private static async Task EndOf(int pid)
    {
        try
        {
            using var process = Process.GetProcessById(pid);
            await process.WaitForExitAsync();
        }
        catch (ArgumentException)
        {
            // It is gone already.
        }
    }
}
