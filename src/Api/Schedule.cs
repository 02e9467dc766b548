using Franchise.Api.Accreditation;
using Franchise.Api.Assurance;
using Franchise.Api.Audit;
using Franchise.Api.Billing;
using Franchise.Api.Credentials;
using Franchise.Api.Delivery;
using Franchise.Api.Http;
using Franchise.Api.Licensing;
using Franchise.Api.Payments;
using Franchise.Infrastructure.Email;
using Franchise.Infrastructure.Identity;
using Franchise.Infrastructure.Jobs;
using Franchise.Infrastructure.Tenancy;
using Hangfire;

namespace Franchise.Api;

/// <summary>Every recurring job and when it runs. Times are UTC; what is due on whose date is the database's to say, never cron's.</summary>
internal static class Schedule
{
    /// <summary>
    /// What time does to an organisation, in this order at any one moment: what a sandbox's clock runs when it is moved. Who adds a sweep adds it here, and
    /// says in its <c>Next</c> when something of it falls due.
    /// </summary>
    public static readonly IReadOnlyList<Type> InTime =
    [
        typeof(SweepLicences),
        typeof(SweepAccreditations),
        typeof(SweepCourses),
        typeof(ReviewSessions),
        typeof(SweepAssurance),
        typeof(SweepVisits),
        typeof(ReviewDirectClaims),
        typeof(MakeCertificates),
        typeof(ReviewCertificates),
        typeof(SweepCredentials),
        typeof(SweepBilling),
        typeof(CollectInvoices),
        typeof(SweepDunning),
    ];

    public static void Add(IServiceCollection services)
    {
        // One of each for the instance: a sweep remembers what it could not carry on, and leaves that for later.
        services.AddSingleton<SweepLicences>();
        services.AddSingleton<SweepAccreditations>();
        services.AddSingleton<SweepCourses>();
        services.AddSingleton<ReviewSessions>();
        services.AddSingleton<SweepAssurance>();
        services.AddSingleton<SweepVisits>();
        services.AddSingleton<ReviewDirectClaims>();
        services.AddSingleton<SweepCredentials>();
        services.AddSingleton<MakeCertificates>();
        services.AddSingleton<ReviewCertificates>();
        services.AddSingleton<SweepBilling>();
        services.AddSingleton<SweepDunning>();
        services.AddSingleton<Settlements>();
        services.AddSingleton<CollectInvoices>();
        services.AddSingleton<ApplyStripeEvents>();
        services.AddSingleton<ReconcileStripe>();
        services.AddSingleton(s => new DueWork(
            [.. InTime.Select(step => (IDueStep)s.GetRequiredService(step))], s.GetRequiredService<Doors>(), s.GetRequiredService<TimeProvider>()));
        services.AddScoped<SignAuditHeads>();
        services.AddScoped<PruneIdempotencyKeys>();
    }

    public static void Apply(IRecurringJobManager jobs, IConfiguration configuration)
    {
        jobs.AddOrUpdate<SendEmails>("send-emails", j => j.RunAsync(CancellationToken.None), "* * * * *");
        jobs.AddOrUpdate<SweepLicences>("sweep-licences", j => j.RunAsync(CancellationToken.None), "*/5 * * * *");
        jobs.AddOrUpdate<SweepAccreditations>("sweep-accreditations", j => j.RunAsync(CancellationToken.None), "*/5 * * * *");
        jobs.AddOrUpdate<SweepCourses>("sweep-courses", j => j.RunAsync(CancellationToken.None), "*/5 * * * *");
        jobs.AddOrUpdate<SweepCredentials>("sweep-credentials", j => j.RunAsync(CancellationToken.None), "*/5 * * * *");
        jobs.AddOrUpdate<MakeCertificates>("make-certificates", j => j.RunAsync(CancellationToken.None), "* * * * *");
        jobs.AddOrUpdate<ReviewCertificates>("review-certificates", j => j.RunAsync(CancellationToken.None), "* * * * *");
        jobs.AddOrUpdate<ReviewSessions>("review-sessions", j => j.RunAsync(CancellationToken.None), "* * * * *");
        jobs.AddOrUpdate<SweepAssurance>("sweep-assurance", j => j.RunAsync(CancellationToken.None), "*/5 * * * *");
        jobs.AddOrUpdate<SweepVisits>("sweep-visits", j => j.RunAsync(CancellationToken.None), "*/5 * * * *");
        jobs.AddOrUpdate<ReviewDirectClaims>("review-direct-claims", j => j.RunAsync(CancellationToken.None), "* * * * *");
        jobs.AddOrUpdate<SweepBilling>("sweep-billing", j => j.RunAsync(CancellationToken.None), "*/5 * * * *");
        jobs.AddOrUpdate<SweepDunning>("sweep-dunning", j => j.RunAsync(CancellationToken.None), "*/5 * * * *");
        jobs.AddOrUpdate<CollectInvoices>("collect-invoices", j => j.RunAsync(CancellationToken.None), configuration["Jobs:CollectInvoices"] ?? "*/10 * * * * *");
        jobs.AddOrUpdate<ApplyStripeEvents>("apply-stripe-events", j => j.RunAsync(CancellationToken.None), "* * * * *");
        jobs.AddOrUpdate<ReconcileStripe>("reconcile-stripe", j => j.RunAsync(CancellationToken.None), "41 2 * * *");
        jobs.AddOrUpdate<PruneTokens>("prune-tokens", j => j.RunAsync(CancellationToken.None), "7 * * * *");
        jobs.AddOrUpdate<SignAuditHeads>("sign-audit-heads", j => j.RunAsync(CancellationToken.None), "23 * * * *");
        jobs.AddOrUpdate<PruneIdempotencyKeys>("prune-idempotency-keys", j => j.RunAsync(CancellationToken.None), "37 * * * *");
    }
}
