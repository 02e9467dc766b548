using System.Text.Json;
using Franchise.Api.Tests.Billing;

namespace Franchise.Api.Tests.Payments;

/// <summary>What a licence's schedule lists for tomorrow is what happens tomorrow: each row with its day, its amount and whether a renewal is withheld, and nothing else.</summary>
public sealed class ScheduleTests
{
    [Theory]
    [InlineData(null, 80)] // nobody pays: steps, holds, a renewal withheld twice, grace and its end
    [InlineData(Purse.Good, 70)] // each invoice is charged on its day, and terms renew
    [InlineData("4000008260003178", 20)] // a card without money is tried again, three times in all
    public async Task What_the_schedule_lists_is_what_then_happens(string? card, int days)
    {
        var post = await Post.OpenAsync(Post.Rules(ahead: 30, term: "P2M", notice: [30, 7]));
        var path = $"/v1/billing-profiles/{post.Till.Organisation}";
        (await post.Till.Finance.PostAsync($"{path}/concessions", new { kind = "discount", basisPoints = 1_250, reason = "A friend." }, (await post.Till.Finance.GetAsync(path)).ETag)).Is(201);
        using var purse = await Purse.OpenAsync(till: post.Till);
        if (card is not null)
            await purse.GiveAsync(number: card);
        var licence = await post.Desk.ActiveAsync(autoRenews: true);
        await post.DayAsync();
        // Of no licence, as what is used: it stands in the schedule of each.
        await post.Till.DraftedAsync();
        List<string> listed = [], happened = [];
        for (var i = 0; i < days; i++)
        {
            // What is listed for tomorrow, today.
            var tomorrow = (await post.Desk.TodayAsync()).AddDays(1);
            foreach (var row in (await post.ScheduleAsync(licence)).Where(r => DateOnly.Parse(r.GetProperty("dueOn").GetString()!) <= tomorrow))
                listed.Add(Line(row.GetProperty("dueOn").GetString()!, row.GetProperty("kind").GetString()!, row.GetProperty("amount") is { ValueKind: JsonValueKind.Object } a ? Till.Of(a) : null, row.GetProperty("withheldBy").GetString()));
            var before = await post.Till.CountAsync("SELECT coalesce(max(seq), 0) FROM franchise.events WHERE tenant_id = $1");
            await post.LiveAsync(1);
            await purse.CollectAsync();
            // Minutes later: what was paid is reminded of no more.
            await post.SweepAsync();
            foreach (var (type, data) in await HappenedAsync(post, before))
            {
                var (kind, amount, withheld) = type switch
                {
                    "licence.milestone_reached" => ("milestone", null, null),
                    "licence.renewed" => ("autoRenew", await InvoicedAsync(post, data.GetProperty("firstDay").GetString()!), null),
                    "licence.auto_renewal_withheld" => ("autoRenew", null, "hold"),
                    "licence.teach_out_began" => ("graceEnd", null, null),
                    "licence.hold_review_due" => ("holdReview", null, null),
                    "invoice.finalised" => ("invoiceIssue", data.GetProperty("total").GetInt64(), null),
                    "payment.begun" => ("charge", data.GetProperty("amount").GetInt64(), null),
                    _ => (data.GetProperty("stage").GetString()!, (long?)null, (string?)null),
                };
                happened.Add(Line(tomorrow.ToString("O"), kind, amount, withheld));
            }
        }
        Assert.Equal(listed.Order(), happened.Order());
        var kinds = happened.Select(h => h.Split(' ')[1]).ToList();
        string[] expected = card switch
        {
            null => ["autoRenew", "finalNotice", "graceEnd", "holdOnLicence", "holdOnNewCourses", "holdReview", "invoiceIssue", "milestone", "reminder", "secondReminder"],
            Purse.Good => ["autoRenew", "charge", "invoiceIssue", "milestone"],
            _ => ["charge", "finalNotice", "holdOnLicence", "holdOnNewCourses", "invoiceIssue", "reminder", "secondReminder"],
        };
        Assert.Equal(expected, kinds.Distinct().Order());
        // Seven eighths of two months of 2,500.00 a year, with VAT, twice; and what was of no licence. A charge that fails is made three times.
        Assert.Equal(card switch { null => 0, Purse.Good => 3, _ => 6 }, kinds.Count(k => k == "charge"));
        Assert.Equal(card == Purse.Good ? 1 : 0, happened.Count(h => h.EndsWith("autoRenew 43751 ", StringComparison.Ordinal)));
        Assert.Equal(card is null ? 2 : 0, happened.Count(h => h.EndsWith("autoRenew  hold", StringComparison.Ordinal)));
    }

    private static string Line(string on, string kind, long? amount, string? withheld) => $"{on} {kind} {amount} {withheld}";

    private static Task<long> InvoicedAsync(Post post, string firstDay) =>
        post.Till.CountAsync($"SELECT sum(total)::bigint FROM franchise.invoices WHERE tenant_id = $1 AND kind = 'licence' AND period_first = '{firstDay}'");

    private static async Task<List<(string Type, JsonElement Data)>> HappenedAsync(Post post, long after)
    {
        await using var command = post.Till.App.Database.AdminSource.CreateCommand(
            """
            SELECT type, data::text FROM franchise.events WHERE tenant_id = $1 AND seq > $2
                AND type IN ('licence.milestone_reached', 'licence.renewed', 'licence.auto_renewal_withheld', 'licence.teach_out_began', 'licence.hold_review_due',
                    'invoice.finalised', 'payment.begun', 'dunning.step_taken')
            ORDER BY seq
            """);
        command.Parameters.AddWithValue(post.Till.Partner.Organisation.Value);
        command.Parameters.AddWithValue(after);
        await using var reader = await command.ExecuteReaderAsync();
        List<(string, JsonElement)> happened = [];
        while (await reader.ReadAsync())
            happened.Add((reader.GetString(0), JsonDocument.Parse(reader.GetString(1)).RootElement));
        return happened;
    }
}
