
namespace Franchise.Api.Tests.Billing;

/// <summary>Another package within a term: by the day, to the penny, once.</summary>
public sealed class PackageChangeTests
{
    private static async Task<string> PackageAsync(Post post, long fee = 400_000, int learners = 20, string currency = "GBP", int unit = 1)
    {
        var code = $"P{Convert.ToHexString(System.Security.Cryptography.RandomNumberGenerator.GetBytes(8))}"[..16].ToUpperInvariant();
        (await post.Desk.Admin.PostAsync(
            "/v1/packages",
            new
            {
                code,
                title = "Another",
                units = new[] { $"{post.Desk.Code}-{unit}" },
                resources = Array.Empty<string>(),
                tools = new[] { "matching" },
                annualFee = new { amount = fee, currency },
                includedLearners = learners,
                extraLearnerFee = new { amount = 100, currency },
            })).Is(201);
        return code;
    }

    private static async Task<System.Text.Json.JsonElement[]> NotesAsync(Post post) =>
        [.. (await post.Till.Partner.GetAsync("/v1/credit-notes")).Is(200).Json.GetProperty("data").EnumerateArray()];

    private static async Task<Answer> PreviewAsync(Post post, string licence, string package) =>
        await post.Desk.Admin.PostAsync($"/v1/licences/{licence}/package-change-preview", new { package });

    private static async Task<Answer> ChangeAsync(Post post, string licence, string package, long? difference = null) =>
        await post.Desk.DoAsync(
            post.Desk.Admin, licence, "package-change",
            new { package, difference = difference ?? Till.Of((await PreviewAsync(post, licence, package)).Is(200), "difference") });

    [Fact]
    public async Task It_credits_what_is_unused_charges_the_new_and_changes_rights_and_seats_from_the_day()
    {
        var post = await Post.OpenAsync();
        var (licence, invoice) = await post.OwingAsync();
        var start = (await post.Desk.TodayAsync()).AddDays(-3);
        (await post.Till.PayAsync(300_000, invoice)).Is(201);
        await post.Desk.MoveAsync(97);
        await post.DayAsync();
        var calendar = (await post.Desk.GetAsync(licence)).Json.GetProperty("calendar").GetRawText();
        var next = await PackageAsync(post);
        var days = start.AddMonths(12).DayNumber - start.DayNumber;
        var (credit, charge) = (250_000 - (long)Math.Round(250_000m * 100 / days), (long)Math.Round(400_000m * (days - 100) / days));
        var changed = (await ChangeAsync(post, licence, next)).Is(200);
        Assert.Equal((credit, charge, charge - credit), (Till.Of(changed, "credit"), Till.Of(changed, "charge"), Till.Of(changed, "difference")));
        var note = Assert.Single(await NotesAsync(post));
        Assert.Equal(credit, Till.Of(note.GetProperty("net")));
        var today = await post.Desk.TodayAsync();
        Assert.Contains("unit_not_entitled", Licensing.Desk.Reasons(await post.Desk.CheckAsync(licence, today, unit: $"{post.Desk.Code}-2")));
        Assert.Empty(Licensing.Desk.Reasons(await post.Desk.CheckAsync(licence, today, seats: 20)));
        Assert.Equal(["seats_exhausted"], Licensing.Desk.Reasons(await post.Desk.CheckAsync(licence, today, seats: 21)));
        var read = (await post.Desk.GetAsync(licence)).Json;
        Assert.Equal((next, calendar), (read.GetProperty("package").GetString(), read.GetProperty("calendar").GetRawText()));

        // It accrues once, and is invoiced by itself.
        await post.LiveAsync(4);
        var fee = Assert.Single(await post.Till.ListAsync("fees"), f => f.GetProperty("kind").GetString() == "packageChange");
        Assert.Equal(charge, Till.Of(fee.GetProperty("net")));
        var issued = (await post.Till.InvoiceAsync((await post.Till.ListAsync("invoices"))[0].GetProperty("id").GetString()!)).Json;
        Assert.Equal(("finalised", charge), (issued.GetProperty("status").GetString(), Till.Of(issued.GetProperty("net"))));
        Assert.Equal(0, await post.Till.CountAsync("SELECT coalesce(sum(amount), 0)::bigint FROM franchise.ledger_entries WHERE tenant_id = $1"));

        // And once more, before its end: of what the second was charged, what is unused comes back.
        await post.Desk.MoveAsync(50);
        await post.DayAsync();
        var back = (await ChangeAsync(post, licence, post.Desk.Code)).Is(200);
        Assert.Equal(charge, Till.Of(back, "used") + Till.Of(back, "credit"));
        Assert.Equal(2, (await NotesAsync(post)).Length);
        Assert.Empty(Licensing.Desk.Reasons(await post.Desk.CheckAsync(licence, await post.Desk.TodayAsync(), unit: $"{post.Desk.Code}-2")));
        Assert.Equal(250_000, Till.Of((await post.Desk.Admin.PostAsync($"/v1/licences/{licence}/renewal-preview", new { })).Is(200), "price"));
    }

    [Fact]
    public async Task What_was_credited_before_is_not_given_back_twice()
    {
        var post = await Post.OpenAsync();
        var (licence, invoice) = await post.OwingAsync();
        var line = (await post.Till.InvoiceAsync(invoice)).Json.GetProperty("lines")[0].GetProperty("id").GetString();
        (await post.Till.DoAsync(invoice, "credit-notes", new { reason = "Agreed.", lines = new[] { new { lineId = line, net = 200_000 } } })).Is(201);
        var changed = (await ChangeAsync(post, licence, await PackageAsync(post))).Is(200);
        Assert.Equal(50_000, Till.Of(changed, "used") + Till.Of(changed, "credit"));
        Assert.Equal(Till.Of(changed, "credit"), (await NotesAsync(post)).Sum(n => Till.Of(n.GetProperty("net"))) - 200_000);
    }

    [Fact]
    public async Task What_cannot_be_is_refused_and_leaves_no_trace()
    {
        var post = await Post.OpenAsync();
        var early = await post.Desk.ActiveAsync();
        var (larger, small, free, foreign) = (await PackageAsync(post), await PackageAsync(post, learners: 2), await PackageAsync(post, fee: 0), await PackageAsync(post, currency: "EUR"));
        (await ChangeAsync(post, early, larger)).Refuses(409, "term_not_invoiced");
        await post.Till.SweepAsync();
        (await ChangeAsync(post, early, larger)).Refuses(409, "term_not_invoiced");
        await post.Desk.MoveAsync(3);
        await post.DayAsync();
        (await post.Till.Partner.PostAsync($"/v1/licences/{early}/seats/reserve", new { reference = "course", quantity = 3 })).Is(200);
        var etag = await post.Desk.ETagAsync(early);
        var difference = Till.Of((await PreviewAsync(post, early, larger)).Is(200), "difference");
        await post.WithoutEffectAsync(async () =>
        {
            (await ChangeAsync(post, early, small)).Refuses(409, "seats_in_use");
            (await ChangeAsync(post, early, larger, difference + 1)).Refuses(409, "package_change_differs");
            (await ChangeAsync(post, early, free, 0)).Refuses(422, "no_price_in_force");
            (await ChangeAsync(post, early, foreign, 0)).Refuses(422, "currency_mismatch");
            (await ChangeAsync(post, early, "NOWHERE", 0)).Refuses(422, "validation_failed");
            (await ChangeAsync(post, early, post.Desk.Code)).Refuses(422, "validation_failed");
            (await post.Desk.Admin.PostAsync($"/v1/licences/{early}/package-change", new { package = larger, difference })).Is(428);
            (await post.Desk.Admin.PostAsync($"/v1/licences/{early}/package-change", new { package = larger, difference }, "\"v1\"")).Is(412);
            (await post.Till.Partner.PostAsync($"/v1/licences/{early}/package-change", new { package = larger, difference }, etag)).Is(403);
        });
        await post.Desk.MoveToAsync((await post.Desk.TodayAsync()).AddYears(2));
        await post.DayAsync();
        (await ChangeAsync(post, early, larger, 0)).Refuses(409, "licence_not_amendable");
    }

    [Fact]
    public async Task Asked_for_twice_at_once_it_happens_once()
    {
        var post = await Post.OpenAsync();
        var (licence, _) = await post.OwingAsync();
        var next = await PackageAsync(post);
        var difference = Till.Of((await PreviewAsync(post, licence, next)).Is(200), "difference");
        var etag = await post.Desk.ETagAsync(licence);
        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => post.Desk.Admin.PostAsync($"/v1/licences/{licence}/package-change", new { package = next, difference }, etag)));
        Assert.Equal([200, 412, 412, 412], answers.Select(a => a.Status).Order());
        Assert.Single(await NotesAsync(post));
        await post.DayAsync();
        Assert.Single(await post.Till.ListAsync("fees"), f => f.GetProperty("kind").GetString() == "packageChange");
    }
}
