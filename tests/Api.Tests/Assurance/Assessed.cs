using System.Text.Json;
using Franchise.Api.Assurance;
using Franchise.Api.Tests.Accreditation;
using Franchise.Api.Tests.Delivery;
using Franchise.Infrastructure.Crypto;
using Franchise.Infrastructure.Email;
using Franchise.Infrastructure.Jobs;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Franchise.Api.Tests.Assurance;

/// <summary>A course that was taught to its end, women on it, and an approved assurer: what one does with results and samples, in few words.</summary>
internal sealed class Assessed
{
    /// <summary>The criteria of the unit.</summary>
    public static readonly string[] Criteria = ["1.1", "1.2", "2.1"];

    private Assessed(School school, string course, DateOnly first, IReadOnlyList<string> enrolments, Caller assurer, string assurerId, string memberId) =>
        (School, Course, First, Enrolments, Assurer, AssurerId, MemberId) = (school, course, first, enrolments, assurer, assurerId, memberId);

    public School School { get; }
    public Academy Academy => School.Academy;
    public Caller Partner => School.Partner;
    public Caller Admin => Academy.Admin;
    public string Unit => School.Unit;
    public string Trainer => School.Trainer;
    public string Course { get; }

    /// <summary>The day of its first session; its last was a week later, and today is the day after that.</summary>
    public DateOnly First { get; }
    public IReadOnlyList<string> Enrolments { get; }

    /// <summary>Iris Quinn, approved, who signs in as a trainer and is none.</summary>
    public Caller Assurer { get; }
    public string AssurerId { get; }
    public string MemberId { get; }

    public static async Task<Assessed> OpenAsync(int learners = 2, School? school = null, bool delivered = true)
    {
        school ??= await School.OpenAsync();
        var first = await school.InDaysAsync(8);
        var course = await school.OpenedAsync();
        List<string> enrolments = [];
        for (var i = 0; i < learners; i++)
            enrolments.Add(await school.EnrolledAsync(course));
        (await school.DoAsync(course, "confirm")).Is(200);
        await school.MoveAndSweepAsync(first.AddDays(delivered ? 8 : 1));
        var (assurer, id, member) = await AssurerAsync(school.Academy, "Iris Quinn");
        return new(school, course, first, enrolments, assurer, id, member);
    }

    /// <summary>Someone who signs in, is nominated and approved.</summary>
    public static async Task<(Caller Caller, string Id, string MemberId)> AssurerAsync(Academy academy, string name, string? address = null, string role = "trainer", bool approve = true)
    {
        var (caller, memberId, _) = await SignIn.InvitedAsync(academy.Partner, role, name, address);
        return (caller, await NominatedAsync(academy, memberId, approve), memberId);
    }

    public static async Task<string> NominatedAsync(Academy academy, string memberId, bool approve = true)
    {
        var nominated = (await academy.Partner.PostAsync("/v1/assurers", new { memberId })).Is(201);
        if (approve)
            Assert.Equal("approved", (await academy.Admin.PostAsync($"/v1/assurers/{nominated.Text("id")}/approve", null, nominated.ETag)).Is(200).Text("status"));
        return nominated.Text("id");
    }

    // ---- Results

    public static object Says(string criterion, string outcome = "met", bool borderline = false, string? corrects = null, string? reason = null) =>
        new { criterion, outcome, borderline, corrects, reason };

    public object Entry(params object[] decisions) => EntryBy(Trainer, decisions);

    public object EntryBy(string assessor, params object[] decisions) => new { unit = Unit, assessorId = assessor, decidedOn = First.AddDays(8), decisions };

    public Task<Answer> EnterAsync(string enrolment, params object[] decisions) => Partner.PostAsync($"/v1/enrolments/{enrolment}/results", Entry(decisions));

    /// <summary>All of everybody met, in one call.</summary>
    public async Task<Answer> EnterAllAsync(Caller? by = null, string? assessor = null) =>
        (await (by ?? Partner).PostAsync(
            $"/v1/courses/{Course}/results",
            new { results = Enrolments.Select(e => new { enrolmentId = e, unit = Unit, assessorId = assessor ?? Trainer, decidedOn = First.AddDays(8), decisions = Criteria.Select(c => Says(c)) }) })).Is(200);

    public async Task<JsonElement> ResultAsync(string enrolment) => (await Partner.GetAsync($"/v1/enrolments/{enrolment}/results")).Is(200).Json.GetProperty("units")[0];

    public async Task<string> AssessmentAsync(string enrolment) => (await ResultAsync(enrolment)).GetProperty("assessmentId").GetString()!;

    public async Task<JsonElement[]> DecisionsAsync(string enrolment) =>
        [.. (await Partner.GetAsync($"/v1/assessments/{await AssessmentAsync(enrolment)}")).Is(200).Json.GetProperty("decisions").EnumerateArray()];

    public Task<Answer> UploadAsync(string assessment, byte[] bytes, Caller? by = null, string? criterion = null)
    {
        var content = new ByteArrayContent(bytes);
        content.Headers.ContentType = new("text/plain");
        return (by ?? Partner).SendAsync(HttpMethod.Post, $"/v1/assessments/{assessment}/evidence?fileName=essay.txt{(criterion is null ? "" : $"&criterion={criterion}")}", content);
    }

    // ---- Samples

    public async Task<JsonElement> PlanAsync() => (await Partner.GetAsync($"/v1/courses/{Course}/sampling-plan")).Is(200).Json;

    public async Task<JsonElement[]> SamplesAsync() => [.. (await PlanAsync()).GetProperty("samples").EnumerateArray()];

    public async Task<string[]> PendingAsync() => [.. (await SamplesAsync()).Where(s => s.GetProperty("outcome").GetString() == "pending").Select(s => s.GetProperty("id").GetString()!)];

    public Task<Answer> SettleAsync(string sample, string outcome = "agreed", string? note = null, DateOnly? dueOn = null, Caller? by = null) =>
        (by ?? Assurer).PostAsync($"/v1/samples/{sample}/outcome", new { outcome, note, dueOn });

    public async Task SettleAllAsync()
    {
        foreach (var sample in await PendingAsync())
            (await SettleAsync(sample)).Is(200);
    }

    public Task<Answer> AssureAsync(Caller? by = null) => (by ?? Assurer).PostAsync($"/v1/courses/{Course}/assure");

    public async Task<string> StatusAsync() => (await School.GetAsync(Course)).Text("status");

    public Task<Swept> SweepAsync() =>
        School.App.SweepAsync(
            new SweepAssurance(School.App.Database.Doors, TimeProvider.System, new EmailOutbox(School.App.Services.GetRequiredService<Secrets>()), NullLogger<SweepAssurance>.Instance),
            Partner.Organisation);

    public Task WithoutEffectAsync(Func<Task> act, string[]? tables = null) => tables is null ? School.WithoutEffectAsync(act) : Partner.WithoutEffectAsync(tables, act);
}
