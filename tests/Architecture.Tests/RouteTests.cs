using System.Reflection;
using System.Text.RegularExpressions;
using Franchise.Api.Http;
using Franchise.Api.Identity;
using Franchise.Domain.Identity;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Xunit;
using Route = Franchise.Api.Http.Route;

namespace Franchise.Architecture.Tests;

/// <summary>Every live route names a permission or stands on the list of those that need none, explains itself, and has a file of its own.</summary>
public sealed class RouteTests
{
    // Served by OpenIddict's or Hangfire's own middleware, so no endpoint of ours.
    private static readonly string[] notOurs = ["/connect/revoke", "/.well-known/openid-configuration", "/.well-known/jwks", "/jobs/{**path}"];

    private static readonly List<RouteEndpoint> endpoints = Endpoints();
    private static readonly List<Route> routes = [.. endpoints.Select(e => e.Metadata.GetMetadata<Route>()).OfType<Route>()];

    [Fact]
    public void Every_route_names_a_permission_or_stands_on_the_list_of_anonymous_routes()
    {
        Assert.True(routes.Count > 80, "The route tables lost their routes: these tests would test nothing.");
        var faults = new List<string>();
        foreach (var endpoint in endpoints.Where(e => e.Metadata.GetMetadata<Route>()?.Permission is null))
            foreach (var verb in endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods is { Count: > 0 } verbs ? verbs : ["*"])
                if (AnonymousRoutes.ReasonFor(verb, endpoint.RoutePattern.RawText!) is null)
                    faults.Add($"{verb} {endpoint.RoutePattern.RawText}");
        Assert.True(faults.Count == 0, $"Map it through Routes with a permission, or add it with its reason to AnonymousRoutes: {string.Join(", ", faults)}");
        Assert.Null(AnonymousRoutes.ReasonFor("GET", "/v1/licences"));
    }

    [Fact]
    public void Every_anonymous_route_has_a_reason_and_is_still_there()
    {
        Assert.All(AnonymousRoutes.Reasons, r => Assert.True(r.Value.Length > 10, $"Say why {r.Key} may be called without signing in."));
        var live = endpoints.Select(e => "/" + e.RoutePattern.RawText!.Trim('/')).ToHashSet(StringComparer.Ordinal);
        var gone = AnonymousRoutes.Reasons.Keys.Where(k => !live.Contains(k.Split(' ')[1]) && !notOurs.Contains(k.Split(' ')[1])).ToList();
        Assert.True(gone.Count == 0, $"Take what is no longer a route out of AnonymousRoutes: {string.Join(", ", gone)}");
    }

    [Fact]
    public void Every_permission_opens_something()
    {
        var unused = Permission.All.Except(routes.Select(r => r.Permission!)).Except(routes.SelectMany(r => r.AlsoAsked)).Except([Api.Start.JobDashboard.Needs]).ToList();
        Assert.True(unused.Count == 0, $"No route needs {string.Join(", ", unused)}: take it out of Permission.cs, or use it.");
        var constants = typeof(Permission).GetFields(BindingFlags.Public | BindingFlags.Static).Where(f => f.IsLiteral).Select(f => (string)f.GetRawConstantValue()!).ToList();
        Assert.True(constants.Count == constants.Distinct(StringComparer.Ordinal).Count(), "Two permissions have one name.");
        var unheld = constants.Except(Permission.All).ToList();
        Assert.True(unheld.Count == 0, $"No role holds {string.Join(", ", unheld)}: give it to one in Permission.cs.");
        Assert.All(constants, c => Assert.Matches(new Regex("^[a-z]+(-[a-z]+)*\\.[a-z]+$", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)), c));
    }

    [Fact]
    public void Every_route_explains_itself()
    {
        var faults = routes.Where(r => r.Summary.Length is 0 or > 80 || r.Summary.EndsWith('.') || r.Description.Length == 0).Select(r => r.OperationId).ToList();
        Assert.True(faults.Count == 0, $"Call .Says(summary without a full stop, description) on {string.Join(", ", faults)}.");
        var twice = routes.GroupBy(r => r.OperationId).Where(g => g.Count() > 1).Select(g => g.Key).ToList();
        Assert.True(twice.Count == 0, $"An operationId is one route's: {string.Join(", ", twice)}");
    }

    [Fact]
    public void Every_use_case_stands_in_a_file_of_its_name()
    {
        var files = Source.Files.Select(f => f.Path).ToHashSet(StringComparer.Ordinal);
        var faults = new List<string>();
        foreach (var handler in routes.Select(r => r.Handler.DeclaringType!).Distinct())
        {
            var folder = $"src/Api/{handler.Namespace!["Franchise.Api.".Length..]}";
            // The same use case done for a partner by Cohort 4 may stand with it: GetMember, GetMemberOfOrganisation.
            var own = files.Where(f => f.StartsWith(folder + "/", StringComparison.Ordinal)).Select(f => Path.GetFileNameWithoutExtension(f));
            if (!own.Any(f => f == handler.Name || (Regex.IsMatch(handler.Name, $"^{f}[A-Z][a-z]+Organisation$", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)))))
                faults.Add($"{folder}/{handler.Name}.cs");
        }
        Assert.True(faults.Count == 0, $"One use case, one file of its name: there is no {string.Join(", ", faults)}");
    }

    [Fact]
    public void Every_route_table_is_mapped()
    {
        var program = File.ReadAllText(Path.Combine(Source.Root, "src/Api/Program.cs"));
        var faults = Tables().Select(t => t.Name).Where(n => !program.Contains($"{n}.Map(v1);", StringComparison.Ordinal)).ToList();
        Assert.True(faults.Count == 0, $"Map it in Program.cs: {string.Join(", ", faults)}");
        Assert.True(program.Split('\n').Length < 100, "Program.cs stays under 100 lines: put what it grew by into Start.");
    }

    private static IEnumerable<Type> Tables() =>
        typeof(Program).Assembly.GetTypes().Where(t => t.Name.EndsWith("Routes", StringComparison.Ordinal) && t.GetMethod("Map", [typeof(Routes)]) is not null);

    // The program's own registrations and tables, without a database: nothing is started.
    private static List<RouteEndpoint> Endpoints()
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = "Test" });
        builder.Configuration.AddInMemoryCollection([new("Identity:Issuer", "https://franchise.test")]);
        Api.Start.Services.AddFranchise(builder);
        var app = builder.Build();
        app.MapFranchiseIdentity();
        var v1 = app.MapFranchiseHttp();
        foreach (var table in Tables())
            table.GetMethod("Map", [typeof(Routes)])!.Invoke(null, [v1]);
        return [.. ((IEndpointRouteBuilder)app).DataSources.SelectMany(s => s.Endpoints).OfType<RouteEndpoint>()];
    }
}
