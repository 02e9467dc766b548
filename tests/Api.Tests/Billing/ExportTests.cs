namespace Franchise.Api.Tests.Billing;

/// <summary>What the accountant takes of all organisations together.</summary>
public sealed class ExportTests
{
    [Fact]
    public async Task What_sandboxes_made_stands_in_no_table_of_all_organisations()
    {
        var (sandbox, partner) = (await Till.OpenAsync(), await Till.OpenAsync(with: o => o.IsSandbox = false));
        await IssuedAndCreditedAsync(partner);
        // On a day on which sandboxes alone can be.
        await sandbox.Desk.MoveAsync(400);
        await IssuedAndCreditedAsync(sandbox);
        var on = await sandbox.Desk.TodayAsync();
        var far = $"?from={on:O}&until={on:O}";

        Assert.Single(await RowsAsync(sandbox.Finance, $"sales-day-book{far}"));
        Assert.Single(await RowsAsync(sandbox.Finance, $"vat{far}"));
        Assert.Equal(4, (await RowsAsync(sandbox.Partner, $"sales-day-book{far}")).Length);
        Assert.Equal($"{on:yyyy-MM},GBP,standard,20.00,90.00,18.00,18.00", (await RowsAsync(sandbox.Partner, $"vat{far}"))[1]);

        // What is one organisation's alone goes by its own date, to the day on which it is there.
        Assert.Equal(4, (await RowsAsync(sandbox.Partner, "sales-day-book")).Length);
        Assert.Equal(3, (await RowsAsync(sandbox.Partner, "vat")).Length);

        var all = await RowsAsync(partner.Finance, "sales-day-book");
        Assert.DoesNotContain(all, r => r.Contains("TEST-", StringComparison.Ordinal));
        var own = await RowsAsync(partner.Partner, "sales-day-book");
        Assert.Equal(4, own.Length);
        Assert.Subset(all.ToHashSet(), own[1..3].ToHashSet());
    }

    private static async Task IssuedAndCreditedAsync(Till till)
    {
        var id = await till.IssuedAsync();
        var line = (await till.InvoiceAsync(id)).Json.GetProperty("lines")[0].GetProperty("id").GetString();
        (await till.DoAsync(id, "credit-notes", new { reason = "Some.", lines = new[] { new { lineId = line, net = 1_000 } } })).Is(201);
    }

    private static async Task<string[]> RowsAsync(Caller by, string table) => (await by.GetAsync($"/v1/exports/{table}")).Is(200).Body.Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
}
