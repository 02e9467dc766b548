using Franchise.Api.Identity;
using Franchise.Domain.Identity;
using Hangfire;
using Hangfire.Dashboard;

namespace Franchise.Api.Start;

/// <summary>Hangfire's own pages at <c>/jobs</c>, for whoever of Cohort 4's holds their permission and is signed in by browser. They show ids only: jobs are given nothing else.</summary>
internal static class JobDashboard
{
    /// <summary>What opens them.</summary>
    public const string Needs = Permission.JobsRead;

    public static void MapJobDashboard(this WebApplication app)
    {
        if (!app.Configuration.GetValue("Jobs:Enabled", true))
            return;
        app.MapHangfireDashboard(
            "/jobs",
            new DashboardOptions
            {
                Authorization = [],
                AsyncAuthorization = [new HoldersOnly()],
                AppPath = null,
                DashboardTitle = "Franchise: jobs",
                DisplayStorageConnectionString = false,
            }
        );
    }

    private sealed class HoldersOnly : IDashboardAsyncAuthorizationFilter
    {
        public async Task<bool> AuthorizeAsync(DashboardContext context)
        {
            var http = context.GetHttpContext();
            // The dashboard's pages bring script and style of their own.
            http.Response.Headers.ContentSecurityPolicy =
                "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'none'";
            return await http.HoldsAsync(Needs);
        }
    }
}
