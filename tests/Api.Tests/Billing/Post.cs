using System.Text.Json;
using Franchise.Api.Billing;
using Franchise.Api.Tests.Licensing;
using Franchise.Infrastructure.Billing;
using Franchise.Infrastructure.Email;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Franchise.Api.Tests.Billing;

/// <summary>A partner that is written to about its renewals and invoices, in few words.</summary>
internal sealed class Post(Till till)
{
    private readonly string own = $"{Convert.ToHexString(System.Security.Cryptography.RandomNumberGenerator.GetBytes(8))}@partner.example";

    public static readonly BillingHelper Helper = new("Ruth Allen", "ruth.allen@cohort4.example", "0121 496 0000");

    private static readonly string[] tables = ["dunning_clocks", "dunning_steps", "hardships", "holds", "fees", "invoices", "credit_notes", "events", "audit_entries", "licences", "licence_terms"];

    public Till Till => till;
    public Desk Desk => till.Desk;

    /// <summary>Steps that follow each other quickly: one, two and three days after the due date, then holds after five and eight.</summary>
    public static object Rules(int ahead = 0, int priceNotice = 60, string term = "P12M", string overage = "refuse", int[]? notice = null) =>
        new
        {
            term,
            graceDays = 14,
            noticeDays = notice ?? [90, 60, 30, 7],
            renewalBasis = "fromExpiry",
            overageStrategy = overage,
            teachOut = "P3M",
            text = "As agreed.",
            priceNoticeDays = priceNotice,
            invoiceAheadDays = ahead,
            dunning = new { reminder = 1, secondReminder = 2, finalNotice = 3, holdOnNewCourses = 5, holdOnLicence = 8 },
        };

    /// <summary>With terms of payment of no days, so that an invoice is due on the day of issue.</summary>
    public static async Task<Post> OpenAsync(object? rules = null, string language = "en", Action<PartnerOptions>? with = null) =>
        await AtAsync(await Till.OpenAsync(rules ?? Rules(), with), language);

    /// <summary>The same of a partner that is there already.</summary>
    public static async Task<Post> AtAsync(Till till, string language = "en")
    {
        var post = new Post(till);
        await post.Desk.SqlAsync(
            $"""
            UPDATE franchise.organisations SET language = '{language}' WHERE tenant_id = '{post.Till.Partner.Organisation.Value}';
            UPDATE franchise.contacts SET email = 'coordinator.{post.own}' WHERE tenant_id = '{post.Till.Partner.Organisation.Value}' AND role = 'coordinator'
            """);
        var path = $"/v1/billing-profiles/{post.Till.Organisation}";
        (await post.Till.Finance.PutAsync(path, new { termsDays = 0, contactEmail = $"accounts.{post.own}" }, (await post.Till.Finance.GetAsync(path)).ETag)).Is(200);
        return post;
    }

    public SweepDunning Sweeper(BillingSettings? settings = null) =>
        new(
            till.App.Database.Doors, TimeProvider.System, (settings ?? till.App.Services.GetRequiredService<BillingSettings>()) with { Helper = Helper },
            new EmailOutbox(till.App.Database.Secrets), NullLogger<SweepDunning>.Instance);

    /// <summary>Sweeps until nothing is due.</summary>
    public async Task<int> SweepAsync()
    {
        var actions = (await Sweeper().RunForAsync(till.Partner.Organisation, default)).Actions;
        for (var tries = 0; tries < 100 && await IsDueAsync(); tries++)
            actions += (await Sweeper().RunForAsync(till.Partner.Organisation, default)).Actions;
        return actions;
    }

    private async Task<bool> IsDueAsync() =>
        await till.CountAsync(
            """
            SELECT count(*) FROM (
                SELECT FROM franchise.audit_heads h LEFT JOIN franchise.events_seen s ON s.tenant_id = h.tenant_id AND s.reader = 'dunning'
                WHERE h.tenant_id = $1 AND h.event_seq > coalesce(s.seq, 0)
                UNION ALL
                SELECT FROM franchise.dunning_steps d JOIN franchise.organisations o USING (tenant_id)
                WHERE tenant_id = $1 AND d.done_at IS NULL AND NOT d.superseded AND d.due_at <= now() + o.clock_offset) x
            """) > 0;

    /// <summary>Days pass, and on each everything that is due is done.</summary>
    public async Task LiveAsync(int days)
    {
        for (var i = 0; i < days; i++)
        {
            await Desk.MoveAsync(1);
            await DayAsync();
        }
    }

    public async Task DayAsync()
    {
        await Desk.SweepAsync();
        await till.SweepAsync();
        await SweepAsync();
    }

    /// <summary>A licence that has begun and whose first invoice is issued and due today.</summary>
    public async Task<(string Licence, string Invoice)> OwingAsync(bool autoRenews = false)
    {
        var licence = await Desk.ActiveAsync(autoRenews);
        await till.SweepAsync();
        await Desk.MoveAsync(3);
        await DayAsync();
        var invoice = Assert.Single(await till.ListAsync("invoices"));
        Assert.Equal("finalised", invoice.GetProperty("status").GetString());
        return (licence, invoice.GetProperty("id").GetString()!);
    }

    public async Task<Answer> DunningAsync(Caller? as_ = null) => await (as_ ?? till.Finance).GetAsync($"/v1/dunning/{till.Organisation}");

    public async Task<string[]> TakenAsync() =>
        [.. (await DunningAsync()).Is(200).Json.GetProperty("taken").EnumerateArray().Select(s => s.GetProperty("stage").GetString()!).Reverse()];

    public async Task<JsonElement[]> HoldsAsync(string licence) =>
        [.. (await Desk.Admin.GetAsync($"/v1/licences/{licence}/holds")).Is(200).Json.GetProperty("data").EnumerateArray().Where(h => h.GetProperty("liftedOn").ValueKind == JsonValueKind.Null)];

    public async Task<JsonElement[]> ScheduleAsync(string licence) =>
        [.. (await till.Partner.GetAsync($"/v1/licences/{licence}/schedule")).Is(200).Json.GetProperty("upcoming").EnumerateArray()];

    /// <summary>Every letter so far, the billing contact's first.</summary>
    public async Task<EmailMessage[]> LettersAsync(string? subject = null)
    {
        await till.App.DeliverAsync(till.Partner.Organisation);
        return [.. new[] { "accounts", "coordinator" }.SelectMany(who => till.App.Mail.To($"{who}.{own}")).Where(m => subject is null || m.Subject == subject)];
    }

    /// <summary>How many letters were written with a subject, each address counted once.</summary>
    public async Task<int> CountAsync(string subject) => (await LettersAsync(subject)).GroupBy(m => m.To).Select(g => g.Count()).DefaultIfEmpty().Max();

    /// <summary>Asserts that something leaves no trace, and that no letter is written of it.</summary>
    public async Task WithoutEffectAsync(Func<Task> act)
    {
        var before = (await LettersAsync()).Length;
        await till.Partner.WithoutEffectAsync(tables, act);
        Assert.Equal(before, (await LettersAsync()).Length);
    }
}
