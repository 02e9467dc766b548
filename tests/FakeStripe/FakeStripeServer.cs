using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Franchise.FakeStripe;

/// <summary>
/// A Stripe that remembers, for tests and for running Franchise without an account: an HTTP server on this machine alone, which the real client library
/// talks to. Its routes below <c>/__fake</c> move its clock, break its answers, fill in its pages and send its notices; see <see cref="FakeStripeControl"/>.
/// </summary>
public sealed class FakeStripeServer : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly ConcurrentDictionary<string, Tenant> tenants = new();
    private readonly TimeProvider system;

    private FakeStripeServer(WebApplication app, TimeProvider system)
    {
        (this.app, this.system) = (app, system);
        app.Use(Confess);
        app.UseRouting();
        StripeRoutes.Map(this, app);
        ControlRoutes.Map(this, app);
        app.MapFallback(context => Write(context, 404, StripeFault.Request("url_invalid", $"Unrecognized request URL ({context.Request.Method}: {context.Request.Path}).").Error, RequestId()));
    }

    /// <summary>Where it listens.</summary>
    public Uri Url => new(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    /// <summary>Starts one on a port of this machine; 0 takes a free one.</summary>
    public static async Task<FakeStripeServer> Start(int port = 0, TimeProvider? system = null)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ApplicationName = typeof(FakeStripeServer).Assembly.GetName().Name });
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(k => k.Listen(IPAddress.Loopback, port));
        var fake = new FakeStripeServer(builder.Build(), system ?? TimeProvider.System);
        await fake.app.StartAsync();
        return fake;
    }

    /// <summary>Runs until it is told to stop.</summary>
    public Task Run() => HostingAbstractionsHostExtensions.WaitForShutdownAsync(app);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        foreach (var tenant in tenants.Values)
            tenant.Notices.Dispose();
    }

    internal Tenant Of(string key) => tenants.GetOrAdd(key, k => new(new Account(k, system)));

    /// <summary>One request of Stripe's API: whose it is, whether it was made before, what goes wrong with it, and what it does.</summary>
    internal async Task Serve(HttpContext context, Func<Account, Form, RouteValueDictionary, JsonObject> does)
    {
        var request = context.Request;
        var id = RequestId();
        if (Bearer(request) is not { } secret)
        {
            await Write(context, 401, StripeFault.Request("", "Invalid API Key provided.").Error.Without("code", "doc_url"), id);
            return;
        }
        if (request.Headers["Stripe-Version"] is var version && version != Shapes.Version)
        {
            await Write(context, 400, StripeFault.Request("api_version_invalid", $"The fake speaks {Shapes.Version} only, not '{version}'.").Error, id);
            return;
        }

        using var reader = new StreamReader(request.Body, Encoding.UTF8);
        var form = Form.Read(request.Method == "GET" ? request.QueryString.Value ?? "" : await reader.ReadToEndAsync());
        var tenant = Of(secret);
        var key = request.Method == "POST" && request.Headers.TryGetValue("Idempotency-Key", out var given) ? given.ToString() : null;
        Answer? answer;
        Fault? fault;
        bool replayed;
        try
        {
            lock (tenant.Account.Gate)
            {
                tenant.Account.CatchUp();
                fault = tenant.Faults.Meet(request.Method, request.Path);
                if (fault?.Kind == FaultKind.TooMany)
                    throw StripeFault.TooMany();
                answer = key is null || fault?.Kind is FaultKind.CutBefore or FaultKind.BadGateway ? null : tenant.Keys.Begin(key, $"{request.Method} {request.Path} {form.Said}", tenant.Account.Now);
            }
        }
        catch (StripeFault refused)
        {
            await Write(context, refused.Status, refused.Error, id);
            return;
        }

        if (fault?.Kind is FaultKind.CutBefore)
        {
            context.Abort();
            return;
        }
        if (fault?.Kind is FaultKind.BadGateway)
        {
            context.Response.StatusCode = 502;
            context.Response.ContentType = "text/html";
            await context.Response.WriteAsync("<html><body>Bad gateway</body></html>");
            return;
        }
        replayed = answer is not null;
        if (fault?.Kind == FaultKind.SlowBefore)
            await Task.Delay(fault.Milliseconds);
        answer ??= Do(tenant, context, form, does, key, id, fault);
        if (fault?.Kind == FaultKind.SlowAfter)
            await Task.Delay(fault.Milliseconds);
        if (fault?.Kind == FaultKind.CutAfter)
        {
            context.Abort();
            return;
        }
        if (replayed)
        {
            context.Response.Headers["Idempotent-Replayed"] = "true";
            context.Response.Headers["Original-Request"] = answer.RequestId;
        }
        if (key is not null)
            context.Response.Headers["Idempotency-Key"] = key;
        await Write(context, answer.Status, answer.Body, id);
    }

    private static Answer Do(Tenant tenant, HttpContext context, Form form, Func<Account, Form, RouteValueDictionary, JsonObject> does, string? key, string id, Fault? fault)
    {
        lock (tenant.Account.Gate)
        {
            Answer answer;
            var kept = true;
            try
            {
                if (fault?.Kind == FaultKind.Error500Before)
                    throw StripeFault.Broken();
                tenant.Account.Request = (id, key);
                var made = (JsonObject)does(tenant.Account, form, context.Request.RouteValues).DeepClone();
                answer = new(200, tenant.Account.Expand(made, form.List("expand")).ToJsonString(), id);
                if (fault?.Kind == FaultKind.Error500After)
                    throw StripeFault.Broken();
            }
            catch (StripeFault refused)
            {
                kept = refused.Kept;
                answer = new(refused.Status, new JsonObject { ["error"] = refused.Error.DeepClone() }.ToJsonString(), id);
            }
            finally
            {
                tenant.Account.Request = default;
            }
            if (key is not null && kept)
                tenant.Keys.Keep(key, answer);
            else if (key is not null)
                tenant.Keys.Forget(key);
            tenant.Notices.Wake();
            return answer;
        }
    }

    // A bug of the fake's own must not look like one of Stripe's moods.
    private static async Task Confess(HttpContext context, Func<Task> next)
    {
        try
        {
            await next();
        }
        catch (Exception e) when (!context.Response.HasStarted && !context.RequestAborted.IsCancellationRequested)
        {
            await Console.Error.WriteLineAsync($"The fake Stripe has a bug at {context.Request.Method} {context.Request.Path}: {e}");
            await Write(context, 501, new JsonObject { ["type"] = "api_error", ["message"] = $"The fake has a bug: {e.Message}" }, RequestId());
        }
    }

    internal static string? Bearer(HttpRequest request) =>
        request.Headers.Authorization.ToString() is var header && header.StartsWith("Bearer sk_test_", StringComparison.Ordinal) && !header.Contains("wrong", StringComparison.Ordinal)
            ? header["Bearer ".Length..]
            : null;

    internal static Task Write(HttpContext context, int status, JsonObject error, string id) =>
        Write(context, status, new JsonObject { ["error"] = error.DeepClone() }.ToJsonString(), id);

    private static async Task Write(HttpContext context, int status, string body, string id)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        context.Response.Headers["Request-Id"] = id;
        context.Response.Headers["Stripe-Version"] = Shapes.Version;
        await context.Response.WriteAsync(body);
    }

    private static string RequestId() => "req_" + RandomNumberGenerator.GetHexString(14, lowercase: true);

    /// <summary>What one secret key owns.</summary>
    internal sealed class Tenant(Account account)
    {
        public Account Account { get; } = account;
        public IdempotencyKeys Keys { get; } = new();
        public Faults Faults { get; } = new();
        public Notices Notices { get; } = new(account);
    }
}
