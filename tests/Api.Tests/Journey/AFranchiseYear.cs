using System.Text.Json;
using Franchise.Api.Tests.Accreditation;
using Franchise.Api.Tests.Assurance;
using Franchise.Api.Tests.Billing;
using Franchise.Api.Tests.Delivery;
using Franchise.Api.Tests.Licensing;
using Franchise.Api.Tests.Payments;
using Franchise.Domain.Identity;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;

namespace Franchise.Api.Tests.Journey;

/// <summary>
/// A partner's first year and her last, through the same door as hers: from her application to her learners' certificates, from her first invoice to the one
/// that is not paid, to the end of teach-out, with what goes wrong on the way. Her developers move the clock.
/// </summary>
public sealed class AFranchiseYear
{
    private readonly List<string> addresses = [];
    private readonly List<string> enrolments = [];
    private School school = null!;
    private string coordinator = "";
    private string ann = "";
    private string bea = "";
    private string course = "";
    private DateOnly start;
    private Caller iris = null!;
    private string wrong = "";
    private string link = "";
    private Till till = null!;

    [Fact]
    public async Task From_application_to_teach_out()
    {
        await BecomesAPartnerAsync();
        await PaysByHandAndThenByCardAsync();
        await HasTwoTrainersAsync();
        await PlansACourseThatCountsOnARenewalAsync();
        await TeachesItThoughOneLapsesOnSessionThreeAsync();
        await AssessesAndHasItAssuredAsync();
        await ClaimsAndIsAwardedAsync();
        await SharesACertificateAsync();
        await CorrectsAResultAfterIssueAsync();
        await RenewsAsync();
        await IsHeldForAnUnpaidInvoiceAndPaysAsync();
        await EndsWithACourseUnderWayAsync();
    }

    private Academy Academy => school.Academy;

    private Caller Partner => school.Partner;

    // Her own organisation, made by Cohort 4 as a sandbox so that its clock can be moved, its contacts, its system's credentials, its licence.
    private async Task BecomesAPartnerAsync()
    {
        var app = await App.RunningAsync();
        var made = (await app.Admin.PostAsync(
            "/v1/organisations",
            new
            {
                name = "Safe Harbour Women's Aid",
                kind = "charity",
                registration = new { register = "charityCommission", number = "1123456" },
                country = "GB",
                timeZone = "Europe/London",
                currency = "GBP",
                language = "en",
                registeredAddress = new { line1 = "1 Quay Street", town = "Liverpool", country = "GB", postcode = "L1 1AA" },
                isSandbox = true,
            })).Is(201).Text("id");
        coordinator = Academy.Address();
        foreach (var role in new[] { "head", "coordinator", "designatedSafeguardingLead", "finance" })
            (await app.Admin.PostAsync($"/v1/organisations/{made}/contacts", new { role, name = "Sam Okoro", email = role == "coordinator" ? coordinator : Academy.Address() })).Is(201);
        var client = (await app.Admin.PostAsync(
            $"/v1/organisations/{made}/clients", new { name = "Case management", kind = "confidential", permissions = Permission.ForPartnerClients.Order().ToArray() })).Is(201);
        var (id, secret) = (client.Json.GetProperty("client").GetProperty("id").GetString()!, client.Text("secret"));
        var partner = new Caller(app, Id<Organisation>.Parse(made, null), Id<ApiClient>.Parse(id, null), secret, await app.TokenAsync(id, secret));
        var academy = await Academy.OpenAsync(
            Academy.Rules(validityMonths: 6, renewalOpensDays: 60, cpdHours: 6), licenceRules: Desk.Rules("P12M"), partner: partner, autoRenews: true);
        start = await academy.Desk.TodayAsync();
        school = await School.OpenAsync(academy: academy);
        ann = school.Trainer;
    }

    private async Task PaysByHandAndThenByCardAsync()
    {
        till = Till.At(Academy.Desk);
        await till.PublishAsync(await till.PricesAsync(Academy.Desk.Code));
        await OnAsync(start.AddDays(4));
        var invoice = Assert.Single(await till.ListAsync("invoices"));
        Assert.Equal(("finalised", 300_000), (invoice.GetProperty("status").GetString(), Till.Of(invoice.GetProperty("total"))));
        (await till.PayAsync(300_000, invoice.GetProperty("id").GetString())).Is(201);
        await Cards.GiveAsync(Partner);
    }

    private async Task HasTwoTrainersAsync()
    {
        await OnAsync(start.AddMonths(2));
        bea = await Academy.TrainerAsync(name: "Bea Hart");
        await Academy.AccreditedAsync(bea);
    }

    private DateOnly LastOfAnn => start.AddMonths(6).AddDays(-1);

    private async Task PlansACourseThatCountsOnARenewalAsync()
    {
        await OnAsync(start.AddMonths(5));
        // The first two mornings fall into what is left of her accreditation, the third does not.
        object[] sessions = [school.Session(LastOfAnn.AddDays(-10), trainer: ann, weeks: 10)];
        Assert.Equal(["accreditation_ends_before"], School.Codes((await Partner.PostAsync("/v1/courses", school.Plan(sessions))).Refuses(409, "override_needed")));
        course = (await Partner.PostAsync("/v1/courses", school.PlanWith(sessions, ("overrideReason", "Her renewal is under way.")))).Is(201).Text("id");
        (await school.DoAsync(course, "open")).Is(200);
        foreach (var (name, called, rule) in new (string, string, object?)[]
                 {
                     ("Joanna Okafor", "Jo", null), ("Łucja Đặng-Øster", "Łucja", new { noEmail = true, noPost = true }), ("=HYPERLINK(\"https://x.example\")", "Meg", null),
                 })
        {
            addresses.Add(Academy.Address());
            var learner = (await Partner.PostAsync("/v1/learners", new { legalName = name, preferredName = called, email = addresses[^1], contactRule = rule })).Is(201).Text("id");
            enrolments.Add(await school.EnrolledAsync(course, learner));
        }
        (await school.DoAsync(course, "confirm")).Is(200);
    }

    private async Task TeachesItThoughOneLapsesOnSessionThreeAsync()
    {
        await OnAsync(LastOfAnn.AddDays(-2));
        var sessions = await school.SessionsAsync(course);
        foreach (var session in sessions[..2])
            await RegisterAsync(session);
        Assert.Equal("running", (await school.GetAsync(course)).Text("status"));
        for (var i = 0; i < enrolments.Count; i++)
            (await school.DoToEnrolmentAsync(enrolments[i], "registration", new { number = $"OCN-{i}" })).Is(200);

        // The renewal was not seen to.
        await OnAsync(LastOfAnn.AddDays(1));
        Assert.Equal("lapsed", (await Academy.GetAsync(school.Accreditation)).Text("status"));
        Assert.Equal([false, false, .. Enumerable.Repeat(true, 8)], (await school.DetailsAsync(course)).Select(s => s.GetProperty("atRisk").GetBoolean()));
        Assert.Contains("refresher", Assert.Single(await Academy.MailAsync(coordinator), m => m.Subject == "Sessions that need you").Text, StringComparison.Ordinal);
        foreach (var session in sessions[2..])
            (await school.DoAsync(course, $"sessions/{session}/trainers", new { trainerId = bea, insteadOf = ann })).Is(200);
        Assert.DoesNotContain(await school.DetailsAsync(course), s => s.GetProperty("atRisk").GetBoolean());
        (await Academy.DoAsync(Academy.Admin, school.Accreditation, "refresher", new { refresherOn = LastOfAnn.AddDays(1) })).Is(200);

        await OnAsync(LastOfAnn.AddDays(54));
        foreach (var session in sessions[2..])
            await RegisterAsync(session);
        Assert.Equal("delivered", (await school.GetAsync(course)).Text("status"));
    }

    private async Task AssessesAndHasItAssuredAsync()
    {
        (iris, _, _) = await Assessed.AssurerAsync(Academy, "Iris Quinn");
        await AssessAsync(bea);
        // Bea is new: all that she decided is looked at. Nothing is assured before it was.
        var samples = await SamplesAsync();
        Assert.Equal(enrolments.Count * Assessed.Criteria.Length, samples.Length);
        (await iris.PostAsync($"/v1/courses/{course}/assure")).Refuses(409, "course_outstanding");
        await SettleAsync(samples);
        (await iris.PostAsync($"/v1/courses/{course}/assure")).Is(200);
    }

    private async Task ClaimsAndIsAwardedAsync()
    {
        var claim = (await Partner.PostAsync($"/v1/courses/{course}/claims", new { })).Is(201).Text("id");
        (await Partner.DoToClaimAsync(claim, "submit")).Is(200);
        var file = System.Text.Encoding.UTF8.GetString(await Partner.BytesAsync($"/v1/claims/{claim}/results.csv"));
        Assert.Contains("Łucja Đặng-Øster", file, StringComparison.Ordinal);
        Assert.Contains("'=HYPERLINK", file, StringComparison.Ordinal);
        Assert.DoesNotContain(",=HYPERLINK", file, StringComparison.Ordinal);
        Assert.DoesNotContain(",\"=HYPERLINK", file, StringComparison.Ordinal);
        (await Academy.Admin.DoToClaimAsync(claim, "award", new { on = await Academy.Desk.TodayAsync(), reference = "OCN-27-1" })).Refuses(409, "claim_not_verified");
        (await Academy.Admin.DoToClaimAsync(claim, "verify")).Is(200);
        (await Academy.Admin.DoToClaimAsync(claim, "award", new { on = await Academy.Desk.TodayAsync(), reference = "OCN-27-1" })).Is(200);
        Assert.Equal("claimed", (await school.GetAsync(course)).Text("status"));
        await SoonAsync();
        Assert.Equal(Enumerable.Repeat("issued", 3), (await CertificatesAsync()).Select(c => c.GetProperty("status").GetString()));
        // Once is enough.
        await SoonAsync();
        Assert.Equal(3, (await CertificatesAsync()).Length);
        Assert.Contains("index.html", (await Academy.Admin.PackAsync($"/v1/courses/{course}/evidence-pack")).Keys);
    }

    private async Task SharesACertificateAsync()
    {
        wrong = (await CertificatesAsync()).Single(c => c.GetProperty("enrolmentId").GetString() == enrolments[0]).GetProperty("id").GetString()!;
        link = await LinkAsync(wrong);
        Assert.Equal("valid", await StandingAsync(link));
        using var http = school.App.Anonymous;
        Assert.Contains("Sandbox, not an award: ", await http.GetStringAsync(link), StringComparison.Ordinal);
    }

    private async Task CorrectsAResultAfterIssueAsync()
    {
        await OnAsync(LastOfAnn.AddDays(56));
        await DecideAnewAsync("notYet", "The account was of another session.");
        Assert.Equal("assessing", (await school.GetAsync(course)).Text("status"));
        await SoonAsync();
        Assert.Equal("suspended", await StandingAsync(link));
        var correction = new { awardingReference = "OCN-27-2" };
        (await CorrectAsync(correction)).Refuses(409, "result_not_achieved");

        // She does that part again; a new decision stands, is looked at, and the certificate is put right.
        await DecideAnewAsync("met", "Done again.");
        await SettleAsync(await SamplesAsync());
        (await iris.PostAsync($"/v1/courses/{course}/assure")).Is(200);
        var right = (await CorrectAsync(correction)).Is(201);
        Assert.Equal("issued", right.Text("status"));
        Assert.Equal("revoked", await StandingAsync(link));
        Assert.Equal("valid", await StandingAsync(await LinkAsync(right.Text("id"))));
        Assert.Single(await Academy.MailAsync(addresses[0]), m => m.Subject == "Please get in touch");
    }

    private async Task RenewsAsync()
    {
        // Registrations and certificates were invoiced month by month and charged to her card; the certificate that was put right cost nothing.
        await OnAsync(start.AddMonths(11));
        Assert.All(await till.ListAsync("invoices"), i => Assert.Equal("paid", i.GetProperty("status").GetString()));
        var byCard = (await till.ListAsync("payments")).Where(p => p.GetProperty("method").GetString() == "card");
        Assert.Equal(enrolments.Count * (300 + 200) * 12 / 10, byCard.Sum(p => Till.Of(p.GetProperty("amount"))));
        await Cards.GiveAsync(Partner, Cards.DeclinesLater);

        await OnAsync(start.AddMonths(12));
        var licence = await Academy.Desk.GetAsync(Academy.Licence);
        Assert.Equal(("active", start.AddMonths(24).AddDays(-1).ToString("O")), (licence.Text("status"), licence.Json.GetProperty("calendar").GetProperty("lastDay").GetString()));
        Assert.True((await Partner.GetAsync("/v1/audit-entries/verification")).Is(200).Json.GetProperty("intact").GetBoolean());
    }

    private async Task IsHeldForAnUnpaidInvoiceAndPaysAsync()
    {
        await OnAsync(start.AddMonths(12).AddDays(4));
        var invoice = Assert.Single(await till.ListAsync("invoices", "&status=finalised"));
        var (id, due) = (invoice.GetProperty("id").GetString()!, DateOnly.Parse(invoice.GetProperty("dueOn").GetString()!));
        var calendar = (await Academy.Desk.GetAsync(Academy.Licence)).Json.GetProperty("calendar").GetRawText();

        // The card is refused three times, and no fourth.
        await OnAsync(due.AddDays(29));
        var charges = (await till.ListAsync("collections")).Where(c => c.GetProperty("invoiceId").GetString() == id).ToList();
        Assert.Equal(Enumerable.Repeat("failed", 3), charges.Select(c => c.GetProperty("status").GetString()));
        Assert.Equal(["reminder", "secondReminder", "finalNotice"], await StepsAsync());
        Assert.Empty(await ReasonsAsync());

        await OnAsync(due.AddDays(42));
        Assert.Equal(["licence_suspended"], await ReasonsAsync());
        Assert.Empty(await ReasonsAsync(begunOn: due));
        await OnAsync(due.AddDays(60));
        Assert.Equal(["licence_suspended"], (await ReasonsAsync(begunOn: due)).Distinct());
        // What women hold is theirs whatever is owed.
        Assert.Equal("valid", await StandingAsync(await LinkAsync(await CertificateAsync())));

        (await till.PayAsync(Till.Of(await till.InvoiceAsync(id), "outstanding"), id)).Is(201);
        Assert.Empty(await ReasonsAsync());
        Assert.Equal(calendar, (await Academy.Desk.GetAsync(Academy.Licence)).Json.GetProperty("calendar").GetRawText());
        await Cards.GiveAsync(Partner);
    }

    private async Task EndsWithACourseUnderWayAsync()
    {
        var last = start.AddMonths(24).AddDays(-1);
        (await Partner.PutAsync($"/v1/licences/{Academy.Licence}/auto-renewal", new { autoRenews = false }, await Academy.Desk.ETagAsync(Academy.Licence))).Is(200);
        await OnAsync(last.AddDays(-40));
        var cara = await Academy.TrainerAsync(name: "Cara Moss");
        await Academy.AccreditedAsync(cara);
        course = (await Partner.PostAsync("/v1/courses", school.Plan(school.Session(last.AddDays(-20), trainer: cara, weeks: 2)))).Is(201).Text("id");
        (await school.DoAsync(course, "open")).Is(200);
        enrolments.Clear();
        enrolments.Add(await school.EnrolledAsync(course));
        (await school.DoAsync(course, "confirm")).Is(200);
        (await school.DoToEnrolmentAsync(enrolments[0], "registration", new { number = "OCN-9" })).Is(200);
        await OnAsync(last.AddDays(-5));
        foreach (var session in await school.SessionsAsync(course))
            await RegisterAsync(session);

        await OnAsync(last.AddDays(1));
        Assert.Equal("grace", (await Academy.Desk.GetAsync(Academy.Licence)).Text("status"));
        await OnAsync(last.AddDays(15));
        Assert.Equal("teachOut", (await Academy.Desk.GetAsync(Academy.Licence)).Text("status"));
        (await Partner.PostAsync("/v1/courses", school.Plan(school.Session(last.AddDays(30), trainer: cara)))).Refuses(409, "not_eligible");
        await AssessAsync(cara);
        await SettleAsync(await SamplesAsync());
        (await iris.PostAsync($"/v1/courses/{course}/assure")).Is(200);
        var claim = (await Partner.PostAsync($"/v1/courses/{course}/claims", new { })).Is(201).Text("id");
        (await Partner.DoToClaimAsync(claim, "submit")).Is(200);
        (await Academy.Admin.DoToClaimAsync(claim, "verify")).Is(200);
        (await Academy.Admin.DoToClaimAsync(claim, "award", new { on = await Academy.Desk.TodayAsync(), reference = "OCN-28-1" })).Is(200);
        await OnAsync(last.AddDays(16));
        Assert.Contains(await CertificatesAsync(), c => c.GetProperty("enrolmentId").GetString() == enrolments[0] && c.GetProperty("status").GetString() == "issued");

        await OnAsync(last.AddMonths(4));
        Assert.Equal("expired", (await Academy.Desk.GetAsync(Academy.Licence)).Text("status"));
        Assert.Equal("valid", await StandingAsync(await LinkAsync(await CertificateAsync())));
        Assert.All(await till.ListAsync("invoices"), i => Assert.Equal("paid", i.GetProperty("status").GetString()));
        foreach (var account in new[] { "receivable", "deferred_revenue", "credit" })
            Assert.Equal(0, await till.BalanceAsync(account));
        Assert.True((await Partner.GetAsync("/v1/audit-entries/verification")).Is(200).Json.GetProperty("intact").GetBoolean());
    }

    private async Task<string[]> StepsAsync() =>
        [
            .. (await till.Finance.GetAsync($"/v1/dunning/{till.Organisation}")).Is(200).Json.GetProperty("taken").EnumerateArray()
                .Select(s => s.GetProperty("stage").GetString()!).Reverse(),
        ];

    // What stands against a session on Cohort 4's word of today.
    private async Task<string[]> ReasonsAsync(DateOnly? begunOn = null) =>
        Desk.Reasons(await Academy.Desk.CheckAsync(Academy.Licence, await Academy.Desk.TodayAsync(), begunOn: begunOn));

    // Everybody has met everything.
    private async Task AssessAsync(string assessorId)
    {
        var decidedOn = await Academy.Desk.TodayAsync();
        (await Partner.PostAsync(
            $"/v1/courses/{course}/results",
            new { results = enrolments.Select(e => new { enrolmentId = e, unit = school.Unit, assessorId, decidedOn, decisions = Assessed.Criteria.Select(c => Assessed.Says(c)) }) })).Is(200);
    }

    private async Task DecideAnewAsync(string outcome, string reason)
    {
        var unit = (await Partner.GetAsync($"/v1/enrolments/{enrolments[0]}/results")).Is(200).Json.GetProperty("units")[0];
        var corrects = unit.GetProperty("criteria").EnumerateArray().Single(c => c.GetProperty("criterion").GetString() == "2.1").GetProperty("decisionId").GetString();
        (await Partner.PostAsync(
            $"/v1/enrolments/{enrolments[0]}/results",
            new { unit = school.Unit, assessorId = bea, decidedOn = await Academy.Desk.TodayAsync(), decisions = new[] { Assessed.Says("2.1", outcome, corrects: corrects, reason: reason) } })).Is(200);
    }

    private async Task<string[]> SamplesAsync() =>
        [
            .. (await Partner.GetAsync($"/v1/courses/{course}/sampling-plan")).Is(200).Json.GetProperty("samples").EnumerateArray()
                .Where(s => s.GetProperty("outcome").GetString() == "pending").Select(s => s.GetProperty("id").GetString()!),
        ];

    private async Task SettleAsync(string[] samples)
    {
        foreach (var sample in samples)
            (await iris.PostAsync($"/v1/samples/{sample}/outcome", new { outcome = "agreed" })).Is(200);
    }

    // One that stands.
    private async Task<string> CertificateAsync() => (await CertificatesAsync()).First(c => c.GetProperty("status").GetString() == "issued").GetProperty("id").GetString()!;

    private async Task<JsonElement[]> CertificatesAsync() => [.. (await Partner.GetAsync("/v1/certificates")).Is(200).Json.GetProperty("data").EnumerateArray()];

    private async Task<Answer> CorrectAsync(object correction) =>
        await Academy.Admin.PostAsync($"/v1/certificates/{wrong}/correct", correction, (await Academy.Admin.GetAsync($"/v1/certificates/{wrong}")).Is(200).ETag);

    private async Task<string> LinkAsync(string certificate)
    {
        var credential = (await Partner.GetAsync($"/v1/credentials?certificateId={certificate}")).Is(200).Json.GetProperty("data")[0].GetProperty("id").GetString();
        return (await Partner.PostAsync($"/v1/credentials/{credential}/share-links", new { audience = "An employer" })).Is(201).Text("path");
    }

    // What a stranger is told who has the link.
    private async Task<string> StandingAsync(string path)
    {
        using var http = school.App.Anonymous;
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.TryAddWithoutValidation("Accept", "application/json");
        using var answer = await http.SendAsync(request);
        return JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement.GetProperty("status").GetString()!;
    }

    private async Task RegisterAsync(string session) =>
        (await Partner.PostAsync($"/v1/courses/{course}/sessions/{session}/register", new { lines = enrolments.Select(e => new { enrolmentId = e, presence = "present" }) })).Is(200);

    // A day comes, and with it everything that runs by itself.
    private Task OnAsync(DateOnly day) => AdvanceAsync(new(day.ToDateTime(new(12, 0)), TimeSpan.Zero));

    // Some minutes pass.
    private async Task SoonAsync() => await AdvanceAsync((await Partner.GetAsync("/v1/sandbox/clock")).Is(200).Json.GetProperty("now").GetDateTimeOffset().AddMinutes(5));

    private async Task AdvanceAsync(DateTimeOffset advanceTo) => (await Partner.PostAsync("/v1/sandbox/clock", new { advanceTo })).Is(200);
}
