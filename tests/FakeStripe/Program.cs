using Franchise.FakeStripe;

// dotnet run --project tests/FakeStripe [port]: a fake Stripe on this machine. Point Franchise at it with Stripe:ApiBase and any key that begins with sk_test_.
var port = 12112;
if (args.Length > 1 || (args.Length == 1 && !int.TryParse(args[0], out port)))
{
    Console.Error.WriteLine("Give a port, or nothing for 12112.");
    return 1;
}

await using var fake = await FakeStripeServer.Start(port);
Console.WriteLine($"A fake Stripe listens on {fake.Url}; its control routes are below {fake.Url}__fake");
await fake.Run();
return 0;
