using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace Franchise.Api.Tests.Assurance;

public sealed class LifeTests
{
    [Fact]
    public async Task Results_are_entered_sampled_settled_and_assured_and_a_correction_opens_the_course_again()
    {
        var assessed = await Assessed.OpenAsync();
        (await assessed.Partner.GetAsync($"/v1/courses/{assessed.Course}/sampling-plan")).Refuses(404, "not_found");
        Assert.Equal("delivered", await assessed.StatusAsync());
        var entered = await assessed.EnterAllAsync();
        // Nothing of hers was agreed yet: all that she decides is looked at.
        Assert.Equal(("6", "6"), (entered.Text("decisions"), entered.Text("sampled")));
        Assert.Equal("assessing", await assessed.StatusAsync());
        Assert.All(await assessed.SamplesAsync(), s => Assert.Equal("newAssessor", s.GetProperty("reasons")[0].GetString()));
        // From a sample the assurer finds what she has to look at.
        foreach (var sample in (await assessed.Assurer.GetAsync("/v1/samples?outcome=pending")).Is(200).Json.GetProperty("data").EnumerateArray())
        {
            var assessment = (await assessed.Assurer.GetAsync($"/v1/assessments/{sample.GetProperty("assessmentId").GetString()}")).Is(200).Json;
            var decision = assessment.GetProperty("decisions").EnumerateArray().Single(d => d.GetProperty("id").GetString() == sample.GetProperty("decisionId").GetString());
            Assert.Equal((assessed.Unit, decision.GetProperty("criterion").GetString()), (sample.GetProperty("unit").GetString(), sample.GetProperty("criterion").GetString()));
        }
        foreach (var enrolment in assessed.Enrolments)
            Assert.True((await assessed.ResultAsync(enrolment)).GetProperty("achieved").GetBoolean());

        await assessed.WithoutEffectAsync(async () => (await assessed.AssureAsync()).Refuses(409, "course_outstanding"));
        var samples = await assessed.PendingAsync();
        (await assessed.SettleAsync(samples[0])).Is(200);
        var today = await assessed.Academy.Desk.TodayAsync();
        Assert.Equal("actionRequired", (await assessed.SettleAsync(samples[1], "actionRequired", "Say which page shows it.", today.AddDays(14))).Is(200).Text("outcome"));
        var overturned = (await assessed.SettleAsync(samples[2], "overturned", "The work is another's.")).Is(200).Text("decisionId");
        foreach (var sample in samples.Skip(3))
            (await assessed.SettleAsync(sample)).Is(200);

        // The overturned decision counts no more, until the assessor decides anew; what she decides then is looked at again.
        var whose = assessed.Enrolments[await Achieved(assessed, 0) ? 1 : 0];
        var standing = (await assessed.ResultAsync(whose)).GetProperty("criteria").EnumerateArray().Single(c => c.GetProperty("overturned").GetBoolean());
        Assert.Equal("assessing", await assessed.StatusAsync());
        (await assessed.SettleAsync(samples[1], "agreed")).Refuses(409, "sample_settled");
        (await assessed.AssureAsync()).Refuses(409, "course_outstanding");
        (await assessed.Assurer.PostAsync($"/v1/samples/{samples[1]}/close-action", new { note = "It does now." })).Is(200);
        (await assessed.AssureAsync()).Refuses(409, "course_outstanding");
        Assert.Equal("1", (await assessed.EnterAsync(whose, Assessed.Says(standing.GetProperty("criterion").GetString()!))).Is(200).Text("sampled"));
        Assert.Equal(overturned, (await assessed.DecisionsAsync(whose)).Single(d => d.GetProperty("number").GetInt32() == 2).GetProperty("correctsId").GetString());
        await assessed.SettleAllAsync();
        Assert.Equal("assured", (await assessed.AssureAsync()).Is(200).Text("status"));

        var last = (await assessed.DecisionsAsync(assessed.Enrolments[0])).Last(d => d.GetProperty("criterion").GetString() == "1.2").GetProperty("id").GetString();
        (await assessed.EnterAsync(assessed.Enrolments[0], Assessed.Says("1.2", "notYet", corrects: last, reason: "Two essays were mixed up."))).Is(200);
        Assert.Equal("assessing", await assessed.StatusAsync());
        Assert.False(await Achieved(assessed, 0));
        await assessed.SettleAllAsync();
        (await assessed.AssureAsync()).Is(200);
        var said = await assessed.Academy.Desk.EventTypesAsync(assessed.Course);
        Assert.Equal(["course.assessing", "course.assured", "course.reopened", "course.assured"], said.Where(t => t is "course.assessing" or "course.assured" or "course.reopened"));
        Assert.Contains("sampling_plan.widened", await assessed.Academy.Desk.EventTypesAsync((await assessed.PlanAsync()).GetProperty("id").GetString()!));
    }

    [Fact]
    public async Task Who_reads_the_plan_draws_it_again_and_comes_to_the_same()
    {
        var assessed = await Assessed.OpenAsync(4);
        await ExperiencedAsync(assessed);
        (await assessed.EnterAsync(assessed.Enrolments[0], Assessed.Says("1.1", borderline: true), Assessed.Says("1.2", "referred"), Assessed.Says("2.1"))).Is(200);
        foreach (var enrolment in assessed.Enrolments.Skip(1))
            (await assessed.EnterAsync(enrolment, [.. Assessed.Criteria.Select(c => Assessed.Says(c))])).Is(200);
        var plan = await assessed.PlanAsync();
        var (seed, draws) = (plan.GetProperty("seed").GetString()!, plan.GetProperty("draws").EnumerateArray().ToList());
        Assert.Equal([20, 20, 20, 20], draws.Select(d => d.GetProperty("rate").GetInt32()));
        Assert.All(draws, d => Assert.Equal(("medium", "experienced"), (d.GetProperty("provisionRisk").GetString(), d.GetProperty("assessorRisk").GetString())));
        // By hand, from what anybody can read: one call after the other, the lowest places first, and what must be.
        List<(string Id, bool Must)> known = [];
        HashSet<string> chosen = [];
        foreach (var enrolment in assessed.Enrolments)
        {
            known.AddRange((await assessed.DecisionsAsync(enrolment)).Select(d => (d.GetProperty("id").GetString()!, d.GetProperty("borderline").GetBoolean() || d.GetProperty("outcome").GetString() == "referred")));
            chosen.UnionWith(known.OrderBy(d => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{seed}:{d.Id}"))), StringComparer.Ordinal).Take((int)Math.Ceiling(known.Count / 5m)).Select(d => d.Id));
            chosen.UnionWith(known.Where(d => d.Must).Select(d => d.Id));
        }
        Assert.Equal(chosen.Order(), (await assessed.SamplesAsync()).Select(s => s.GetProperty("decisionId").GetString()!).Order());
        Assert.InRange(chosen.Count, 3, 11);
    }

    [Fact]
    public async Task Prior_learning_stands_for_a_unit_and_nothing_is_assessed_then()
    {
        var assessed = await Assessed.OpenAsync(1);
        var enrolment = assessed.Enrolments[0];
        var recognition = (await assessed.School.DoToEnrolmentAsync(enrolment, "recognitions", new { unit = assessed.Unit })).Is(201).Text("id");
        var content = new ByteArrayContent("What she did before."u8.ToArray());
        content.Headers.ContentType = new("text/plain");
        (await assessed.Partner.SendAsync(HttpMethod.Post, $"/v1/enrolments/{enrolment}/recognitions/{recognition}/evidence?fileName=a.txt", content)).Is(201);
        (await assessed.School.DoToEnrolmentAsync(enrolment, $"recognitions/{recognition}/decision", new { outcome = "granted" })).Is(200);
        var result = await assessed.ResultAsync(enrolment);
        Assert.Equal((true, true, 0), (result.GetProperty("achieved").GetBoolean(), result.GetProperty("recognised").GetBoolean(), result.GetProperty("undecided").GetInt32()));
        await assessed.WithoutEffectAsync(async () => (await assessed.EnterAsync(enrolment, Assessed.Says("1.1"))).Refuses(409, "unit_recognised"));
        Assert.Equal("assured", (await assessed.AssureAsync()).Is(200).Text("status"));
    }

    [Fact]
    public async Task Evidence_is_kept_and_comes_back_as_it_was()
    {
        var assessed = await Assessed.OpenAsync(1);
        await assessed.EnterAllAsync();
        var id = await assessed.AssessmentAsync(assessed.Enrolments[0]);
        var added = (await assessed.UploadAsync(id, "An essay."u8.ToArray(), criterion: "1.2")).Is(201);
        var back = (await assessed.Assurer.GetAsync(added.Location!)).Is(200);
        Assert.Equal(("An essay.", "attachment; filename=essay.txt; filename*=UTF-8''essay.txt"), (back.Body, back.Headers["Content-Disposition"]));
        // Who looks after quality sees that it is there, and not what the woman wrote.
        Assert.Contains("essay.txt", (await assessed.Admin.GetAsync($"/v1/assessments/{id}")).Is(200).Body, StringComparison.Ordinal);
        (await assessed.Admin.GetAsync(added.Location!)).Refuses(403, "permission_missing");
        Assert.Equal("1.2", (await assessed.Partner.GetAsync($"/v1/assessments/{id}")).Is(200).Json.GetProperty("evidence")[0].GetProperty("criterion").GetString());
    }

    [Fact]
    public async Task An_action_that_is_overdue_is_said_once_and_the_coordinator_hears_of_it_once()
    {
        var assessed = await Assessed.OpenAsync(1);
        var address = Accreditation.Academy.Address();
        (await assessed.Partner.PostAsync("/v1/contacts", new { role = "coordinator", name = "Sam", email = address })).Is(201);
        await assessed.EnterAllAsync();
        var due = (await assessed.Academy.Desk.TodayAsync()).AddDays(10);
        var samples = await assessed.PendingAsync();
        foreach (var sample in samples.Take(2))
            (await assessed.SettleAsync(sample, "actionRequired", "Say which page shows it.", due)).Is(200);
        (await assessed.Assurer.PostAsync($"/v1/samples/{samples[1]}/close-action", new { note = "Done." })).Is(200);
        await assessed.Academy.Desk.MoveToAsync(due.AddDays(1));
        foreach (var _ in new[] { 1, 2 })
            await assessed.SweepAsync();
        var mail = Assert.Single(await assessed.Academy.MailAsync(address));
        Assert.Contains("Spring, Tuesdays: 1 overdue", mail.Text, StringComparison.Ordinal);
        foreach (var word in new[] { assessed.Unit, "abuse", "mentor", "page", "learner" })
            Assert.DoesNotContain(word, mail.Subject + mail.Text, StringComparison.OrdinalIgnoreCase);
        Assert.Single(await assessed.Academy.Desk.EventTypesAsync(samples[0]), t => t == "sample.action_overdue");
        Assert.DoesNotContain("sample.action_overdue", await assessed.Academy.Desk.EventTypesAsync(samples[1]));
        Assert.Equal(samples[0], Assert.Single((await assessed.Partner.GetAsync("/v1/samples?actionOpen=true")).Is(200).Json.GetProperty("data").EnumerateArray()).GetProperty("id").GetString());
    }

    [Fact]
    public async Task Of_two_that_decide_at_once_one_does()
    {
        var assessed = await Assessed.OpenAsync(1);
        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => assessed.EnterAsync(assessed.Enrolments[0], Assessed.Says("1.1"))));
        Assert.Equal((int)HttpStatusCode.OK, Assert.Single(answers, a => a.Status == 200).Status);
        Assert.All(answers.Where(a => a.Status != 200), a => a.Refuses(409, "criterion_met"));
        Assert.Single(await assessed.DecisionsAsync(assessed.Enrolments[0]));
        Assert.Single(await assessed.SamplesAsync());
    }

    private static async Task<bool> Achieved(Assessed assessed, int learner) => (await assessed.ResultAsync(assessed.Enrolments[learner])).GetProperty("achieved").GetBoolean();

    // Fifty agreed decisions take long to make by hand. Behind the walls they are a course of her past.
    private static async Task ExperiencedAsync(Assessed assessed)
    {
        await using var command = assessed.School.App.Database.AdminSource.CreateCommand(
            """
            with course as (select * from franchise.courses where id = $1),
            past as (
                insert into franchise.courses
                select (jsonb_populate_record(null::franchise.courses, to_jsonb(c) || jsonb_build_object('id', gen_random_uuid()))).* from course c returning *),
            units as (
                insert into franchise.course_units select u.tenant_id, p.id, u.unit, u.unit_version_id from franchise.course_units u, past p where u.course_id = $1 returning *),
            enrolled as (
                insert into franchise.enrolments
                select (jsonb_populate_record(null::franchise.enrolments, to_jsonb(e) || jsonb_build_object('id', gen_random_uuid(), 'course_id', p.id))).*
                from franchise.enrolments e, past p where e.id = $2 returning *),
            assessment as (
                insert into franchise.unit_assessments (tenant_id, id, course_id, enrolment_id, unit, unit_version_id, version)
                select e.tenant_id, gen_random_uuid(), e.course_id, e.id, u.unit, u.unit_version_id, 1 from enrolled e, units u returning *),
            decisions as (
                insert into franchise.assessment_decisions
                    (tenant_id, id, assessment_id, course_id, unit, criterion, number, outcome, borderline, assessor_id, decided_on, entered_by, entered_at, draw)
                select a.tenant_id, gen_random_uuid(), a.id, a.course_id, a.unit, '1.1', n, 'met', false, $3, current_date, 'system', now(), 1
                from assessment a, generate_series(1, 50) n returning *),
            plan as (
                insert into franchise.sampling_plans (tenant_id, id, course_id, seed, begun_at, version)
                select tenant_id, gen_random_uuid(), id, repeat('0', 64), now(), 1 from past returning *)
            insert into franchise.samples (tenant_id, id, plan_id, decision_id, draw, reasons, drawn_at, outcome)
            select d.tenant_id, gen_random_uuid(), p.id, d.id, 1, array['rate'], now(), 'agreed' from decisions d, plan p
            """);
        command.Parameters.AddWithValue(Domain.Shared.Id<Domain.Delivery.Course>.Parse(assessed.Course, null).Value);
        command.Parameters.AddWithValue(Domain.Shared.Id<Domain.Delivery.Enrolment>.Parse(assessed.Enrolments[0], null).Value);
        command.Parameters.AddWithValue(Domain.Shared.Id<Domain.Accreditation.Trainer>.Parse(assessed.Trainer, null).Value);
        Assert.Equal(50, await command.ExecuteNonQueryAsync());
    }
}
