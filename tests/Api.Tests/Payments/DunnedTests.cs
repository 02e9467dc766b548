using Franchise.Api.Tests.Billing;
using Franchise.Domain.Billing;
using Franchise.Infrastructure.Payments;

namespace Franchise.Api.Tests.Payments;

/// <summary>What Stripe collects lifts the holds for what was unpaid in that very transaction; what a bank takes back is reminded of anew.</summary>
public sealed class DunnedTests
{
    private static readonly string[] all = ["reminder", "secondReminder", "finalNotice", "holdOnNewCourses", "holdOnLicence"];

    private static async Task<(Post Post, Purse Purse, string Licence, string Invoice)> HeldAsync()
    {
        var post = await Post.OpenAsync();
        var (licence, invoice) = await post.OwingAsync();
        await post.LiveAsync(8);
        Assert.Equal(2, (await post.HoldsAsync(licence)).Length);
        return (post, await Purse.OpenAsync(till: post.Till), licence, invoice);
    }

    // Nobody sweeps for dunning here: what is lifted goes with the payment.
    private static async Task OpenAsync(Post post, string licence)
    {
        Assert.Empty(await post.HoldsAsync(licence));
        Assert.Equal(System.Text.Json.JsonValueKind.Null, (await post.DunningAsync()).Is(200).Json.GetProperty("since").ValueKind);
    }

    [Fact]
    public async Task A_card_that_is_charged_lifts_the_holds()
    {
        var (post, purse, licence, invoice) = await HeldAsync();
        using var _ = purse;
        await purse.GiveAsync();
        await purse.CollectAsync();
        Assert.Equal("paid", await purse.StatusAsync(invoice));
        await OpenAsync(post, licence);
        await post.DayAsync();
        Assert.Equal(1, await post.CountAsync("Everything is open again"));
    }

    [Fact]
    public async Task A_direct_debit_lifts_them_when_it_succeeds_and_while_it_is_processing_nothing_is_done()
    {
        var (post, purse, licence, invoice) = await HeldAsync();
        using var _ = purse;
        await purse.GiveAsync(MandateKind.DirectDebit, "00012345");
        await purse.CollectAsync();
        Assert.Equal("processing", await purse.StatusAsync(invoice));
        await post.LiveAsync(2);
        Assert.Equal(2, (await post.HoldsAsync(licence)).Length);
        await purse.World.Settle((string)(await purse.World.Objects("payment_intent"))[0]["id"]!);
        await purse.CollectAsync(TimeSpan.FromHours(7));
        Assert.Equal("paid", await purse.StatusAsync(invoice));
        await OpenAsync(post, licence);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_dispute_that_is_won_changes_nothing_and_one_that_is_lost_is_due_on_that_day(bool won)
    {
        var (post, purse, licence, invoice) = await HeldAsync();
        using var _ = purse;
        await purse.GiveAsync();
        await purse.CollectAsync();
        await OpenAsync(post, licence);
        var payment = Assert.Single(await purse.PaymentsAsync());
        await purse.World.Dispute(payment.StripeId!);
        await HearAsync();
        await post.LiveAsync(20);
        Assert.Equal(all, await post.TakenAsync());
        var dispute = (string)(await purse.World.Objects("dispute"))[0]["id"]!;
        if (won)
            await purse.World.WinDispute(dispute);
        else
            await purse.LoseAsync(dispute);
        await HearAsync();
        await post.DayAsync();
        var today = await post.Desk.TodayAsync();
        var shown = (await post.Till.InvoiceAsync(invoice)).Json;
        Assert.Equal((won ? "paid" : "finalised", won ? shown.GetProperty("dueOn").GetString() : today.ToString("O")), (shown.GetProperty("status").GetString(), shown.GetProperty("owedSince").GetString()));
        // No hold that very day, though its due date is a month ago; and every step anew from today.
        Assert.Empty(await post.HoldsAsync(licence));
        Assert.Equal(all, await post.TakenAsync());
        await post.LiveAsync(1);
        string[] next = won ? all : [.. all, "reminder"], last = won ? all : [.. all, .. all];
        Assert.Equal(next, await post.TakenAsync());
        await post.LiveAsync(7);
        Assert.Equal(last, await post.TakenAsync());
        Assert.Equal(won ? 0 : 2, (await post.HoldsAsync(licence)).Length);
        if (!won)
            Assert.Contains($"the payment of which was taken back on {today:d MMMM yyyy}", (await post.LettersAsync("A reminder"))[^1].Text);

        async Task HearAsync()
        {
            foreach (var said in Assert.IsType<Reply<IReadOnlyList<StripeDispute>>.Given>(await purse.Gateway.ListDisputes(payment.StripeId!, default)).Value)
                await purse.Settlements.DisputedAsync(purse.Organisation, payment.Id, said, default);
        }
    }
}
