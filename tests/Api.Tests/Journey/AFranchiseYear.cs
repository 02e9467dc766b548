using Franchise.Api.Tests.Accreditation;
using Franchise.Api.Tests.Delivery;
using Franchise.Api.Tests.Licensing;
using Franchise.Domain.Identity;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;

namespace Franchise.Api.Tests.Journey;

/// <summary>
/// Twelve months of one partner, through the same door as hers: from her application to her learners' certificates, with what goes wrong in a year.
/// </summary>
public sealed class AFranchiseYear
{
    private readonly List<string> learners = [];
    private readonly List<string> enrolments = [];
    private School school = null!;
    private string coordinator = "";
    private string ann = "";
    private string bea = "";
    private string course = "";
    private DateOnly start;

    [Fact]
    public async Task From_application_to_certificates()
    {
        await BecomesAPartnerAsync();
        await HasTwoTrainersAsync();
        await PlansACourseThatCountsOnARenewalAsync();
        await TeachesItThoughOneLapsesOnSessionThreeAsync();
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

    private async Task HasTwoTrainersAsync()
    {
        await OnAsync(start.AddMonths(2));
        bea = await Academy.TrainerAsync();
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
            learners.Add((await Partner.PostAsync("/v1/learners", new { legalName = name, preferredName = called, email = Academy.Address(), contactRule = rule })).Is(201).Text("id"));
            enrolments.Add(await school.EnrolledAsync(course, learners[^1]));
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

        await OnAsync(LastOfAnn.AddDays(60));
        foreach (var session in sessions[2..])
            await RegisterAsync(session);
        Assert.Equal("delivered", (await school.GetAsync(course)).Text("status"));
    }

    private async Task RegisterAsync(string session) =>
        (await Partner.PostAsync($"/v1/courses/{course}/sessions/{session}/register", new { lines = enrolments.Select(e => new { enrolmentId = e, presence = "present" }) })).Is(200);

    // A day comes, and with it everything that runs by itself.
    private async Task OnAsync(DateOnly day)
    {
        await Academy.Desk.MoveAndSweepAsync(day);
        await Academy.SweepAsync();
        await school.SweepAsync();
        await school.ReviewAsync();
    }
}
