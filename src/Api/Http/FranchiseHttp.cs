namespace Franchise.Api.Http;

/// <summary>Registration and order of the API's manners.</summary>
public static class FranchiseHttp
{
    /// <summary>The largest body, in bytes, that a route takes unless it says otherwise.</summary>
    public const long LargestBody = 1 << 20;

    /// <summary>Services and server limits. Needs a <c>TimeProvider</c> and <c>Secrets</c> in the container.</summary>
    public static WebApplicationBuilder AddFranchiseHttp(this WebApplicationBuilder builder)
    {
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = LargestBody;
            kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(15);
        });
        // The framework's own request lines and scopes name paths, and with them ids; RequestLog and RequestId stand in for them.
        builder.Logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None);
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        // OpenIddict writes out what it was sent, and Entity Framework every statement.
        builder.Logging.AddFilter("OpenIddict", LogLevel.Warning);
        builder.Logging.AddFilter("Microsoft.EntityFrameworkCore", LogLevel.Warning);
        builder.Logging.AddFilter("Hangfire", LogLevel.Warning);
        if (!builder.Environment.IsDevelopment())
        {
            builder.Logging.ClearProviders();
            builder.Services.AddSingleton<ILoggerProvider>(s => new JsonLines(s.GetRequiredService<TimeProvider>()));
        }

        var services = builder.Services;
        services.ConfigureHttpJsonOptions(options => Json.Configure(options.SerializerOptions));
        // Binding must throw in every environment: otherwise its errors are bare statuses and Problems cannot say what was wrong.
        services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);
        services.AddSingleton<PageQuery.Cursors>();
        services.AddCors(cors => cors.AddDefaultPolicy(policy =>
            policy
                .WithOrigins(builder.Configuration.GetSection("Cors:Origins").Get<string[]>() ?? [])
                .WithMethods("GET", "POST", "PUT", "PATCH", "DELETE")
                .WithHeaders("Authorization", "Content-Type", Idempotency.Header, "If-Match", "If-None-Match", RequestId.Header, "traceparent", "tracestate")
                .WithExposedHeaders("ETag", "Location", "Idempotency-Replayed", "RateLimit", "RateLimit-Policy", "Retry-After", "Deprecation", "Sunset", "Link", RequestId.Header)
                .SetPreflightMaxAge(TimeSpan.FromMinutes(10))));
        Health.Add(services);
        OpenApi.Add(services);
        return builder;
    }

    /// <summary>The first half: before authentication.</summary>
    public static WebApplication UseFranchiseHttp(this WebApplication app)
    {
        app.UseMiddleware<RequestId>(); // names the request, so that all below can
        app.UseMiddleware<RequestLog>(); // times everything below
        app.UseMiddleware<SecurityHeaders>();
        app.UseMiddleware<Problems>(); // whatever is thrown below becomes a problem
        app.UseRouting();
        app.UseCors();
        return app;
    }

    /// <summary>The second half: after authentication has put the Actor and the Standing into the request's features, and before tenancy.</summary>
    public static WebApplication UseFranchiseGate(this WebApplication app)
    {
        app.UseMiddleware<RateLimits>();
        app.UseMiddleware<Gate>();
        return app;
    }

    /// <summary>Health, the API's description and its page; then the table that capabilities add their routes to.</summary>
    public static Routes MapFranchiseHttp(this WebApplication app)
    {
        Health.Map(app);
        OpenApi.Map(app);
        return new(app, "/v1");
    }
}
