using Franchise.Api;
using Franchise.Api.Accreditation;
using Franchise.Api.Assurance;
using Franchise.Api.Audit;
using Franchise.Api.Billing;
using Franchise.Api.Catalogue;
using Franchise.Api.Credentials;
using Franchise.Api.Delivery;
using Franchise.Api.Http;
using Franchise.Api.Identity;
using Franchise.Api.Licensing;
using Franchise.Api.Organisations;
using Franchise.Api.Payments;
using Franchise.Api.Sandbox;
using Franchise.Api.Start;
using Franchise.Api.Webhooks;
using Franchise.Infrastructure;
using Franchise.Infrastructure.Tenancy;
using Hangfire;

try
{
    var builder = WebApplication.CreateBuilder(args);
    builder.AddFranchise();
    var app = builder.Build();
    if (await Commands.RunAsync(app, args))
        return;

    // Each stands where it does for a reason; the order is the request's way in.
    app.UseFranchiseHttp(); // names and times the request, turns whatever is thrown into a problem, finds the route
    app.UseFranchiseAuthentication(); // who is calling, and for which organisation
    app.UseFranchiseGate(); // how often she may, whether she may at all, before a byte of the body is read
    app.UseTenancy(); // opens the database through the door that her organisation and the route call for

    app.MapFranchiseIdentity();
    var v1 = app.MapFranchiseHttp();
    AccreditationRoutes.Map(v1);
    AssessmentRoutes.Map(v1);
    ProvisionRoutes.Map(v1);
    ClaimRoutes.Map(v1);
    AuditRoutes.Map(v1);
    BillingRoutes.Map(v1);
    CatalogueRoutes.Map(v1);
    CredentialRoutes.Map(v1);
    DeliveryRoutes.Map(v1);
    IdentityRoutes.Map(v1);
    LicensingRoutes.Map(v1);
    OrganisationsRoutes.Map(v1);
    PaymentRoutes.Map(v1);
    SandboxRoutes.Map(v1);
    WebhookRoutes.Map(v1);

    await Commands.PrepareAsync(app, app.Lifetime.ApplicationStopping);
    app.MapJobDashboard();
    if (app.Configuration.GetValue("Jobs:Enabled", true))
        Schedule.Apply(app.Services.GetRequiredService<IRecurringJobManager>(), app.Configuration);
    await app.RunAsync();
}
catch (Exception e) when (StartRefused.SentenceOf(e) is { } sentence)
{
    Console.Error.WriteLine(sentence);
    Environment.ExitCode = 1;
}

/// <summary>The program; public so that tests can start it.</summary>
public partial class Program;
