using Franchise.Api.Tests.Accreditation;
using Franchise.Domain.Identity;

namespace Franchise.Api.Tests.Assurance;

/// <summary>External visits, their notice, findings and actions.</summary>
public sealed class VisitTests
{
    private static readonly string[] tables = ["external_visits", "visit_findings", "finding_entries", "visit_actions", "approved_provisions", "provision_changes", "events", "audit_entries", "outgoing_emails"];

    [Fact]
    public async Task A_visit_is_planned_with_notice_takes_place_and_its_findings_are_answered_and_closed()
    {
        var academy = await Academy.OpenAsync();
        var visit = await academy.VisitedAsync();
        (await academy.Admin.DoToVisitAsync(visit, "findings", new { kind = "goodPractice", text = "Warmth." })).Is(200);
        var action = await academy.ActionAsync(visit, unit: academy.Unit);
        Assert.Equal("answered", Finding(await academy.Partner.DoToVisitAsync(visit, $"findings/{action}/answer", new { text = "A new form." }), 1).GetProperty("status").GetString());
        var due = (await academy.Desk.TodayAsync()).AddDays(30);
        Assert.Equal("open", Finding(await academy.Admin.DoToVisitAsync(visit, $"findings/{action}/decision", new { close = false, text = "Not yet.", dueOn = due }), 1).GetProperty("status").GetString());
        (await academy.Partner.DoToVisitAsync(visit, $"findings/{action}/answer", new { text = "In use now." })).Is(200);
        var closed = Finding(await academy.Admin.DoToVisitAsync(visit, $"findings/{action}/decision", new { close = true, text = "Seen." }), 1);
        Assert.Equal("closed", closed.GetProperty("status").GetString());
        Assert.Equal(["answered", "sentBack", "answered", "closed"], closed.GetProperty("entries").EnumerateArray().Select(e => e.GetProperty("kind").GetString()!));
        Assert.Equal("noted", Finding((await academy.Partner.GetAsync($"/v1/visits/{visit}")).Is(200), 0).GetProperty("status").GetString());
        Assert.Equal(1, (await academy.Partner.GetAsync("/v1/visits?status=tookPlace")).Is(200).Json.GetProperty("data").GetArrayLength());
        foreach (var type in new[] { "visit.planned", "visit.took_place", "visit.finding_closed", "visit.finding_sent_back" })
            Assert.Equal(1, await academy.EventsAsync(type));
    }

    [Fact]
    public async Task Less_notice_takes_a_reason_and_the_organisations_agreement()
    {
        var academy = await Academy.OpenAsync();
        await academy.Partner.WithoutEffectAsync(tables, async () =>
        {
            (await academy.PlanVisitAsync(2)).Refuses(422, "notice_too_short");
            (await academy.PlanVisitAsync(-1, "Yesterday.")).Refuses(422, "validation_failed");
        });
        var visit = (await academy.PlanVisitAsync(2, "The awarding organisation comes too.")).Is(201);
        Assert.Equal("proposed", visit.Text("status"));
        var id = visit.Text("id");
        await academy.Partner.WithoutEffectAsync(tables, async () =>
        {
            (await academy.Admin.DoToVisitAsync(id, "record", new { })).Refuses(409, "visit_state_forbids");
            (await academy.Admin.DoToVisitAsync(id, "agree")).Refuses(403, "permission_missing");
        });
        Assert.Equal("planned", (await academy.Partner.DoToVisitAsync(id, "agree")).Is(200).Text("status"));
        Assert.Equal("cancelled", (await academy.Admin.DoToVisitAsync(id, "cancel", new { reason = "Snow." })).Is(200).Text("status"));
        await academy.Partner.WithoutEffectAsync(tables, async () => (await academy.Partner.DoToVisitAsync(id, "agree")).Refuses(409, "visit_state_forbids"));
    }

    [Fact]
    public async Task An_overdue_essential_action_is_said_once_and_freezes_the_direct_claims_it_concerns()
    {
        var academy = await Academy.OpenAsync();
        await Assessed.AssurerAsync(academy, "Iris Quinn");
        var concerned = await academy.HeldAsync();
        var another = (await academy.ApproveAsync(academy.OtherUnit)).Is(201).Text("id");
        (await academy.MoveAsync(another, "recommend")).Is(200);
        (await academy.MoveAsync(another, "grant")).Is(200);
        var visit = await academy.VisitedAsync();
        var action = await academy.ActionAsync(visit, 20, academy.Unit);
        var answered = await academy.ActionAsync(visit, 20, academy.OtherUnit);
        (await academy.Partner.DoToVisitAsync(visit, $"findings/{answered}/answer", new { text = "Done." })).Is(200);

        var messages = await academy.MessagesAsync();
        await academy.Desk.MoveAsync(13);
        await academy.SweepVisitsAsync();
        Assert.Equal(1, await academy.EventsAsync("visit.action_due_soon"));
        await academy.Desk.MoveAsync(7);
        await academy.SweepVisitsAsync();
        Assert.Equal(0, await academy.EventsAsync("visit.action_overdue"));
        Assert.Equal("held", (await academy.ProvisionAsync(concerned)).Text("directClaims"));

        await academy.Desk.MoveAsync(1);
        await academy.SweepVisitsAsync();
        await academy.SweepVisitsAsync();
        Assert.Equal(1, await academy.EventsAsync("visit.action_overdue"));
        Assert.Equal(1, await academy.EventsAsync("provision.direct_claims_frozen"));
        Assert.Equal(("frozen", "actionOverdue"), ((await academy.ProvisionAsync(concerned)).Text("directClaims"), (await academy.ProvisionAsync(concerned)).Text("frozenFor")));
        Assert.Equal("held", (await academy.ProvisionAsync(another)).Text("directClaims"));
        Assert.True(Finding((await academy.Partner.GetAsync($"/v1/visits/{visit}")).Is(200), 0).GetProperty("overdue").GetBoolean());
        // A sandbox's rehearsal is said to its coordinator: a reminder, then the news of the day in one message.
        Assert.Equal(messages + 2, await academy.MessagesAsync());

        Assert.Equal([" actions_overdue"], Claiming.Reasons((await academy.MoveAsync(concerned, "lift")).Refuses(409, "direct_claims_not_possible")));
        (await academy.Partner.DoToVisitAsync(visit, $"findings/{action}/answer", new { text = "Done at last." })).Is(200);
        Assert.Equal("held", (await academy.MoveAsync(concerned, "lift")).Is(200).Text("directClaims"));
    }

    [Fact]
    public async Task What_is_refused_leaves_no_trace()
    {
        var (academy, other) = (await Academy.OpenAsync(), await Academy.OpenAsync());
        var planned = (await academy.PlanVisitAsync()).Is(201).Text("id");
        var visit = await academy.VisitedAsync();
        var action = await academy.ActionAsync(visit);
        var tag = (await academy.Admin.GetAsync($"/v1/visits/{visit}")).ETag;
        var due = (await academy.Desk.TodayAsync()).AddDays(9);
        var trainer = await academy.App.CallerAsync(academy.Partner.Organisation, Permission.Of(Role.Trainer));
        await academy.Partner.WithoutEffectAsync(tables, async () =>
        {
            (await other.Partner.GetAsync($"/v1/visits/{visit}")).Refuses(404, "not_found");
            (await other.Partner.PostAsync($"/v1/visits/{visit}/findings/{action}/answer", new { text = "Mine." }, tag)).Refuses(404, "not_found");
            (await trainer.GetAsync($"/v1/visits/{visit}")).Refuses(403, "permission_missing");
            (await academy.Partner.PostAsync($"/v1/visits/{visit}/findings/{action}/decision", new { close = true, text = "Done." }, tag)).Refuses(403, "permission_missing");
            (await academy.Admin.DoToVisitAsync(planned, "findings", new { kind = "goodPractice", text = "Warmth." })).Refuses(409, "visit_state_forbids");
            (await academy.Admin.DoToVisitAsync(visit, "findings", new { kind = "essentialAction", text = "No date." })).Refuses(422, "validation_failed");
            (await academy.Admin.DoToVisitAsync(visit, "findings", new { kind = "goodPractice", text = "Warmth.", dueOn = due })).Refuses(422, "validation_failed");
            (await academy.Admin.DoToVisitAsync(visit, "findings", new { kind = "recommendation", text = "Hm.", unit = "NO-SUCH" })).Refuses(422, "validation_failed");
            (await academy.Admin.DoToVisitAsync(visit, "cancel", new { reason = "Too late." })).Refuses(409, "visit_state_forbids");
            (await academy.Admin.DoToVisitAsync(visit, $"findings/{action}/decision", new { close = false, text = "No answer yet.", dueOn = due })).Refuses(409, "finding_state_forbids");
            (await academy.Admin.DoToVisitAsync(visit, $"findings/{visit.Replace("vst_", "vfd_", StringComparison.Ordinal)}/decision", new { close = true, text = "What?" })).Refuses(404, "not_found");
            (await academy.Partner.PostAsync($"/v1/visits/{visit}/findings/{action}/answer", new { text = "Old." }, "\"v1\"")).Refuses(412, "stale");
            (await academy.PlanVisitAsync(courseId: "crs_00000000000000000000000000")).Refuses(422, "validation_failed");
        });
    }

    private static System.Text.Json.JsonElement Finding(Answer visit, int number) => visit.Is(200).Json.GetProperty("findings")[number];
}
