using System.Reflection;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Persistence;
using Xunit;

namespace Franchise.Architecture.Tests;

/// <summary>Domain decides, Infrastructure remembers and talks, Api starts things; capabilities do not call each other.</summary>
public sealed class DependencyTests
{
    private static readonly Assembly domain = typeof(Refusal).Assembly;
    private static readonly Assembly infrastructure = typeof(FranchiseDb).Assembly;
    private static readonly Assembly api = typeof(Program).Assembly;

    // What every capability stands on, and what stands above all of them.
    private static readonly string[] below = ["Franchise.Api.Http"];
    private static readonly string[] above = ["Franchise.Api", "Franchise.Api.Start", "Franchise.Api.Demo"];

    [Fact]
    public void Domain_needs_nothing_but_the_runtime()
    {
        var others = domain.GetReferencedAssemblies().Select(a => a.Name!).Where(n => n != "netstandard" && !n.StartsWith("System.", StringComparison.Ordinal)).ToList();
        Assert.True(others.Count == 0, $"Domain uses {string.Join(", ", others)}. It decides from values: let Infrastructure do the talking and hand in what is needed.");
        var project = File.ReadAllText(Path.Combine(Source.Root, "src/Domain/Franchise.Domain.csproj"));
        Assert.False(project.Contains("<PackageReference", StringComparison.Ordinal), "Take the package reference out of src/Domain.");
    }

    [Fact]
    public void Infrastructure_does_not_know_the_Api()
    {
        Assert.DoesNotContain("Franchise.Api", infrastructure.GetReferencedAssemblies().Select(a => a.Name));
        Assert.Contains("Franchise.Domain", infrastructure.GetReferencedAssemblies().Select(a => a.Name));
    }

    [Fact]
    public void What_talks_to_the_outside_stays_in_Infrastructure()
    {
        string[] allowed = ["Franchise.Api.Start", "Franchise.Api.Schedule", "Program"];
        var faults = Uses.In(api)
            .Where(p => p.Used.Assembly.GetName().Name!.Split('.')[0] is "Npgsql" or "Hangfire" or "Stripe" or "MailKit" or "MimeKit" or "AWSSDK" or "Amazon")
            .Where(p => !allowed.Any(a => p.User.FullName == a || p.User.FullName!.StartsWith(a + ".", StringComparison.Ordinal)))
            .Select(p => $"{p.User.FullName} uses {p.Used.FullName}")
            .ToList();
        Assert.True(faults.Count == 0, $"Put a type of ours in Infrastructure between them (for PostgreSQL's errors, DbException says enough): {string.Join("; ", faults)}");
        // The scan sees what is there: the schedule is Hangfire's.
        Assert.Contains(Uses.In(api), p => p.User.FullName == "Franchise.Api.Schedule" && p.Used.FullName == "Hangfire.IRecurringJobManager");
    }

    [Fact]
    public void A_capability_calls_no_other()
    {
        var uses = Uses.In(api).Where(p => p.Used.Assembly == api && IsCapability(p.User)).ToList();
        var faults = uses.Where(p => p.Used.Namespace != p.User.Namespace && !below.Contains(p.Used.Namespace) && p.Used.Namespace?.StartsWith("Franchise", StringComparison.Ordinal) == true)
            .Select(p => $"{p.User.FullName} uses {p.Used.FullName}")
            .ToList();
        Assert.True(
            faults.Count == 0,
            $"Raise an event, or move what both need into Domain, Infrastructure or Api/Http: {string.Join("; ", faults)}"
        );
        // The scan looks into method bodies: handlers are named in the route tables only as delegates.
        Assert.Contains(uses, p => p.User.Name == "LicensingRoutes" && p.Used.Name == "RenewLicence");
    }

    [Fact]
    public void What_all_capabilities_stand_on_knows_none_of_them()
    {
        var faults = Uses.In(api)
            .Where(p => below.Contains(p.User.Namespace) && p.Used.Assembly == api && !below.Contains(p.Used.Namespace))
            .Where(p => p.Used.Namespace?.StartsWith("Franchise", StringComparison.Ordinal) == true)
            .Select(p => $"{p.User.FullName} uses {p.Used.FullName}")
            .ToList();
        Assert.True(faults.Count == 0, $"Api/Http serves every capability and may name none: {string.Join("; ", faults)}");
    }

    [Fact]
    public void Nothing_is_called_after_nothing_in_particular()
    {
        string[] vague = ["Helpers", "Helper", "Utils", "Utilities", "Common", "Services", "Managers", "Misc"];
        var folders = Source.Files.SelectMany(f => f.Path.Split('/')[..^1]).Distinct().Intersect(vague, StringComparer.OrdinalIgnoreCase).ToList();
        Assert.True(folders.Count == 0, $"Name the folder {string.Join(", ", folders)} after the capability whose code it holds.");
    }

    [Fact]
    public void What_needs_a_clock_or_chance_is_handed_it()
    {
        string[] banned = ["DateTime.UtcNow", "DateTime.Now", "DateTime.Today", "DateTimeOffset.UtcNow", "DateTimeOffset.Now", "Guid.NewGuid", "new Random", "Random.Shared", "TransactionScope("];
        var faults = Source.Files.SelectMany(f => Source.Code(f.Text).Where(l => banned.Any(b => l.Line.Contains(b, StringComparison.Ordinal))).Select(l => $"{f.Path}:{l.Number}")).ToList();
        Assert.True(faults.Count == 0, $"Take the time from TimeProvider at the edge, ids from Id<T>.New(now), secrets from RandomNumberGenerator: {string.Join(", ", faults)}");
    }

    [Fact]
    public void The_banned_symbols_are_banned_in_every_project_and_lifted_nowhere_without_a_reason()
    {
        var list = File.ReadAllLines(Path.Combine(Source.Root, "BannedSymbols.txt"));
        foreach (var symbol in new[] { "P:System.DateTime.UtcNow;", "P:System.DateTimeOffset.UtcNow;", "M:System.Guid.NewGuid;", "T:System.Random;", "T:System.Transactions.TransactionScope;", "IgnoreQueryFilters", "ExecuteSqlRaw", "SqlQueryRaw", "FromSqlRaw", "AddDbContextPool" })
            Assert.True(list.Any(l => l.Contains(symbol, StringComparison.Ordinal)), $"Put {symbol} back into BannedSymbols.txt.");
        Assert.All(list.Where(l => l.Length > 0), l => Assert.True(l.Contains(';', StringComparison.Ordinal), $"Say after a semicolon what to use instead: {l}"));
        Assert.Contains("BannedSymbols.txt", File.ReadAllText(Path.Combine(Source.Root, "Directory.Build.props")), StringComparison.Ordinal);
        Assert.Contains("RS0030.severity = error", File.ReadAllText(Path.Combine(Source.Root, ".editorconfig")), StringComparison.Ordinal);
        var lifted = Source.Files.SelectMany(f => f.Text.Split('\n').Where(l => l.Contains("RS0030", StringComparison.Ordinal) && l.Contains("disable", StringComparison.Ordinal) && !l.Contains(" // ", StringComparison.Ordinal)).Select(_ => f.Path)).ToList();
        Assert.True(lifted.Count == 0, $"Say on the same line why RS0030 is lifted in {string.Join(", ", lifted)}.");
    }

    private static bool IsCapability(Type type) =>
        type.Namespace is { } n && n.StartsWith("Franchise.Api.", StringComparison.Ordinal) && !below.Contains(n) && !above.Contains(n);
}
