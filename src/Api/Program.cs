using Franchise.Infrastructure.Crypto;
using Franchise.Infrastructure.Persistence;
using Franchise.Infrastructure.Tenancy;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddSingleton(TimeProvider.System);
builder.Services.AddSingleton(MasterKey.Load(builder.Configuration, builder.Environment, ".data"));
builder.Services.AddSingleton(s => new Databases(
    builder.Configuration.GetConnectionString("Franchise")!,
    builder.Configuration,
    s.GetRequiredService<Secrets>()
));
builder.Services.AddTenancy();
var app = builder.Build();
if (args is ["migrate"])
{
    await new Migrator(
        builder.Configuration.GetConnectionString("Franchise")!,
        app.Services.GetRequiredService<Databases>(),
        app.Services.GetRequiredService<TenantProof>(),
        app.Services.GetRequiredService<ILogger<Migrator>>()
    ).RunAsync(default);
    foreach (var f in await StartupChecks.FaultsAsync(app.Services.GetRequiredService<Databases>(), default))
        Console.WriteLine(f);
    return;
}
app.Run();

public partial class Program;
