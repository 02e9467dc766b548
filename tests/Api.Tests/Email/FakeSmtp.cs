using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Franchise.Api.Tests.Email;

/// <summary>A mail server of a few lines that takes one connection after another and writes down what it was told.</summary>
internal sealed class FakeSmtp : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stop = new();
    private readonly string answerToRecipient;
    private readonly Task serving;

    internal FakeSmtp(string answerToRecipient = "250 ok")
    {
        this.answerToRecipient = answerToRecipient;
        listener.Start();
        serving = Serve();
    }

    internal int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    internal List<string> Told { get; } = [];

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        listener.Stop();
        await serving;
        stop.Dispose();
    }

    private async Task Serve()
    {
        try
        {
            while (true)
            {
                using var client = await listener.AcceptTcpClientAsync(stop.Token);
                await using var stream = client.GetStream();
                using var reader = new StreamReader(stream, Encoding.Latin1);
                await Say("220 fake");
                var inData = false;
                while (await reader.ReadLineAsync(stop.Token) is { } line)
                {
                    lock (Told)
                        Told.Add(line);
                    if (inData)
                    {
                        inData = line != ".";
                        if (!inData)
                            await Say("250 taken");
                        continue;
                    }
                    inData = line == "DATA";
                    await Say(
                        inData ? "354 go on"
                        : line.StartsWith("EHLO", StringComparison.Ordinal) ? "250 fake"
                        : line.StartsWith("RCPT", StringComparison.Ordinal) ? answerToRecipient
                        : "250 ok"
                    );
                    if (line == "QUIT")
                        break;
                }

                Task Say(string answer) => stream.WriteAsync(Encoding.ASCII.GetBytes(answer + "\r\n"), stop.Token).AsTask();
            }
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or SocketException) { }
    }
}
