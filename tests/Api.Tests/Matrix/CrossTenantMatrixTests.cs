using System.Diagnostics;
using Xunit.Abstractions;

namespace Franchise.Api.Tests.Matrix;

/// <summary>Two organisations that know nothing of each other, and everybody who might try to change that.</summary>
public sealed class TwoWorlds : IAsyncLifetime
{
    public MatrixWorld Attacker { get; private set; } = null!;
    public MatrixWorld Victim { get; private set; } = null!;
    public IReadOnlyList<Principal> Principals { get; private set; } = [];

    private App? app;

    public async Task InitializeAsync()
    {
        app = await App.StartAsync(database: await TestDatabase.OwnAsync());
        var api = await ApiDescription.ReadAsync(app);
        Attacker = await MatrixWorld.BuildAsync(app, api);
        Victim = await MatrixWorld.BuildAsync(app, api);
        Principals = await Principal.AllAsync(app, Attacker, Victim);
    }

    public async Task DisposeAsync() => await (app?.DisposeAsync() ?? default);

    /// <summary>Where a report is left for whoever wants to read it: TestResults/, which git ignores.</summary>
    public static void Keep(string name, string text)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Franchise.sln")))
            folder = folder.Parent;
        if (folder is null)
            return;
        Directory.CreateDirectory(Path.Combine(folder.FullName, "TestResults"));
        File.WriteAllText(Path.Combine(folder.FullName, "TestResults", name), text);
    }
}

/// <summary>Alone on a database of their own: what changes there while these run, they changed.</summary>
[CollectionDefinition(nameof(Matrix))]
public sealed class MatrixCollection : ICollectionFixture<TwoWorlds>;

[Collection(nameof(Matrix))]
public sealed class CrossTenantMatrixTests(TwoWorlds worlds, ITestOutputHelper output)
{
    private MatrixWorld Attacker => worlds.Attacker;
    private MatrixWorld Victim => worlds.Victim;

    [Fact]
    public async Task Nobody_learns_or_changes_anything_of_another_organisation_whatever_she_calls_and_wherever_she_puts_its_ids()
    {
        // What asks for no token is open to whoever has its address: its own tests say what it shows.
        var report = await new CrossTenantMatrix(Attacker, Victim, worlds.Principals, Attacker.SendAsync).RunAsync(Attacker.Api.Operations.Where(o => o.Permission is not null));
        output.WriteLine(report.ToString());
        TwoWorlds.Keep("matrix.txt", report.ToString());
        Assert.True(report.Gaps.Count == 0 && report.Faults.Count == 0, report.ToString());
        Assert.True(report.Cells > 5000, $"The matrix has only {report.Cells} cells: the description gives it too little.");
    }

    [Theory]
    [InlineData("shows it", "LEAK")]
    [InlineData("says that it is another's", "a foreign value is answered")]
    [InlineData("changes it", "has changed")]
    [InlineData("never answers its owner", "to its rightful owner")]
    [InlineData("lets anybody in", "was expected")]
    public async Task The_matrix_reports_an_operation_that(string fault, string reported)
    {
        var licence = Victim.Ids["lic"];
        async Task<Answer> Leaky(MatrixRequest request, string? token)
        {
            var answer = await Attacker.SendAsync(request, token);
            var foreign = request.Path.GetValueOrDefault("id") == licence && token == Attacker.Partner.Token;
            switch (fault)
            {
                case "shows it" when foreign:
                    return await Victim.SendAsync(request, Victim.Partner.Token);
                case "says that it is another's" when foreign:
                    return answer with { Body = answer.Body.Replace("\"detail\":\"", "\"detail\":\"Not yours. ", StringComparison.Ordinal) };
                case "changes it" when foreign:
                    await using (var command = Victim.App.Database.AdminSource.CreateCommand("update franchise.contacts set version = version + 1 where tenant_id = $1"))
                    {
                        command.Parameters.AddWithValue(Victim.Partner.Organisation.Value);
                        await command.ExecuteNonQueryAsync();
                    }
                    return answer;
                case "never answers its owner" when token == Attacker.Partner.Token:
                case "lets anybody in" when token is null:
                    return await Attacker.SendAsync(request with { Path = request.Path.SetItem("id", "lic_none") }, Attacker.Partner.Token);
                default:
                    return answer;
            }
        }

        var report = await new CrossTenantMatrix(Attacker, Victim, worlds.Principals, Leaky).RunAsync([Attacker.Api["getLicence"]]);
        Assert.Contains(report.Faults.Concat(report.Gaps), f => f.Contains(reported, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_matrix_reports_an_operation_that_it_has_nothing_for()
    {
        var known = Attacker.Api["getLicence"];
        var report = await new CrossTenantMatrix(Attacker, Victim, worlds.Principals, Attacker.SendAsync).RunAsync(
            [known with { Id = "getParcel", Template = "/v1/parcels/{id}", Slots = [known.Slots[0] with { Prefix = "zzz" }] }]);
        Assert.Contains($"{nameof(MatrixWorld)} has no such thing", Assert.Single(report.Gaps), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_foreign_licence_takes_as_long_to_be_missed_as_one_that_is_not_there()
    {
        var get = Attacker.Api["getLicence"];
        var slot = get.Slots.Single();
        var request = await Attacker.RequestAsync(get);
        List<double> foreign = [], random = [];
        for (var i = -10; i < 60; i++)
            foreach (var (times, id) in new[] { (foreign, Victim.Ids["lic"]), (random, $"lic_{Victim.Ids["lic"][4..29]}{"0123456789"[Math.Abs(i) % 10]}") })
            {
                var from = Stopwatch.GetTimestamp();
                Assert.Equal(404, (await Attacker.SendAsync(request.With(slot, id), Attacker.Partner.Token)).Status);
                if (i >= 0)
                    times.Add(Stopwatch.GetElapsedTime(from).TotalMilliseconds);
            }
        var (one, other) = (Median(foreign), Median(random));
        output.WriteLine($"A foreign licence: {one:F2} ms, none: {other:F2} ms (medians of {foreign.Count}).");
        Assert.True(Math.Max(one, other) < 2 * Math.Min(one, other), $"A foreign licence takes {one:F2} ms, none {other:F2} ms: who measures can tell them apart.");
    }

    private static double Median(List<double> times) => times.Order().ElementAt(times.Count / 2);
}
