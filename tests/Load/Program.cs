using System.Globalization;
using System.Runtime.InteropServices;
using Franchise.Load;

using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, e) =>
{
    e.Cancel = true;
    stop.Cancel();
};

const string usage = """
    ./dev bench [MODE…] [--rounds N] [--seconds N] [--warm-up N] [--soak SECONDS] [--many N] [--licences N] [--renewals N]
      get      GET one licence, against the baseline
      list     a list of 50, against the baseline
      scale    GET one licence among 10 and among 5,000 organisations
      soak     five minutes of GET one licence: does memory grow?
      sweep    100,000 terms end on one day: the sweep against one statement
      renewals a night in which 10,000 licences renew and are invoiced, and one with half as many, against the same rows by hand
      register the register of 30 learners in one call, against the same rows by hand
      sampling 5,000 decisions entered in one call and the sample drawn, against one statement
      evidence the evidence pack of an organisation with 500 learners
      verify   the page behind a link to a credential: pages a minute, look-ups a page
      all      everything (the default)
      hold     starts both with 10 organisations and waits for Enter: for profilers
    ./dev bench compare A.json B.json
    """;

var options = new Dictionary<string, int>(StringComparer.Ordinal)
{
    ["rounds"] = 5,
    ["seconds"] = 6,
    ["warm-up"] = 20,
    ["soak"] = 300,
    ["many"] = 5_000,
    ["licences"] = 100_000,
    ["renewals"] = 10_000,
};
var modes = new HashSet<string>(StringComparer.Ordinal);
if (args is ["compare", var left, var right])
{
    Results.Compare(await Results.ReadAsync(left, stop.Token), await Results.ReadAsync(right, stop.Token));
    return 0;
}
for (var i = 0; i < args.Length; i++)
    if (args[i].StartsWith("--", StringComparison.Ordinal) && options.ContainsKey(args[i][2..]) && i + 1 < args.Length
        && int.TryParse(args[i + 1], NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is > 0 and <= 1_000_000)
        options[args[i++][2..]] = number;
    else if (args[i] is "get" or "list" or "scale" or "soak" or "sweep" or "renewals" or "register" or "sampling" or "evidence" or "verify" or "all" or "hold")
        modes.Add(args[i]);
    else
    {
        Console.Error.WriteLine(usage);
        return 2;
    }
bool Wants(string mode) => modes.Count == 0 || modes.Contains(mode) || modes.Contains("all");
var measure = new Measure(options["rounds"], options["seconds"], options["warm-up"], options["soak"], 10, options["many"], options["licences"], options["renewals"]);

// Nothing runs for ever, whatever hangs.
stop.CancelAfter(TimeSpan.FromHours(1));
var ct = stop.Token;
await using var server = await LoadServer.StartAsync(ct);
var driver = await Driver.ChooseAsync(connections: 32, ct);
var results = new Results(
    TimeProvider.System.GetUtcNow(),
    $"{Environment.ProcessorCount} × {RuntimeInformation.OSArchitecture}, {RuntimeInformation.FrameworkDescription}",
    server.Version,
    driver.Name,
    File.Exists("/proc/loadavg") ? (await File.ReadAllTextAsync("/proc/loadavg", ct)).Trim() : null
);

if (modes.Contains("hold"))
{
    await using var held = await Pair.StartAsync(server, measure.Few, driver, ct);
    await held.HoldAsync(ct);
    return 0;
}
if (Wants("get") || Wants("list") || Wants("scale") || Wants("soak"))
{
    await using var few = await Pair.StartAsync(server, measure.Few, driver, ct);
    if (Wants("get"))
        results.Comparisons.Add(await Bench.CompareAsync(few, await few.OneAsync(ct), measure, ct));
    if (Wants("list"))
        results.Comparisons.Add(await Bench.CompareAsync(few, await few.ListAsync(ct), measure, ct));
    if (Wants("scale"))
    {
        await using var many = await Pair.StartAsync(server, measure.Many, driver, ct);
        results.Scale = await Bench.ScaleAsync(few, many, measure, ct);
    }
    if (Wants("soak"))
        results.Soak = await few.SoakAsync(await few.OneAsync(ct), measure.SoakSeconds, ct);
}
if (Wants("sweep"))
    results.Sweep = await SweepBench.RunAsync(server, measure, ct);
if (Wants("renewals"))
    results.Renewals = await RenewalBench.RunAsync(server, measure, ct);
if (Wants("register"))
    results.Register = await RegisterBench.RunAsync(server, measure, ct);
if (Wants("sampling"))
    results.Sampling = await SamplingBench.RunAsync(server, measure, ct);
if (Wants("evidence"))
    results.Evidence = await EvidenceBench.RunAsync(server, measure, ct);
if (Wants("verify"))
    results.Verification = await VerifyBench.RunAsync(server, driver, measure, ct);

Report.Print(results);
Console.WriteLine($"kept in {Path.GetRelativePath(Environment.CurrentDirectory, await results.KeepAsync(ct))}");
return 0;
