using System.Text.Json;
using Franchise.Api.Delivery;
using Franchise.Api.Tests.Accreditation;
using Franchise.Infrastructure.Crypto;
using Franchise.Infrastructure.Email;
using Franchise.Infrastructure.Jobs;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Franchise.Api.Tests.Delivery;

/// <summary>A partner with a licence that runs and an accredited trainer, and what one does with courses and learners, in few words.</summary>
internal sealed class School
{
    private School(Academy academy, string trainer, string accreditation) => (Academy, Trainer, Accreditation) = (academy, trainer, accreditation);

    public Academy Academy { get; }

    /// <summary>Accredited for the unit.</summary>
    public string Trainer { get; }
    public string Accreditation { get; }
    public App App => Academy.App;
    public Caller Partner => Academy.Partner;
    public string Unit => Academy.Unit;

    public static async Task<School> OpenAsync(string? memberId = null, Academy? academy = null, object? licenceRules = null)
    {
        academy ??= await Academy.OpenAsync(licenceRules: licenceRules);
        var trainer = await academy.TrainerAsync(memberId: memberId);
        return new(academy, trainer, await academy.AccreditedAsync(trainer));
    }

    // ---- Time

    public SweepCourses Sweep() => new(App.Database.Doors, TimeProvider.System, new EmailOutbox(App.Services.GetRequiredService<Secrets>()), NullLogger<SweepCourses>.Instance);

    public Task<Swept> SweepAsync() => App.SweepAsync(Sweep(), Partner.Organisation);

    public ReviewSessions Review() => new(App.Database.Doors, TimeProvider.System, new EmailOutbox(App.Services.GetRequiredService<Secrets>()), NullLogger<ReviewSessions>.Instance);

    public Task<Swept> ReviewAsync() => App.SweepAsync(Review(), Partner.Organisation);

    public async Task MoveAndSweepAsync(DateOnly day)
    {
        await Academy.Desk.MoveToAsync(day);
        await SweepAsync();
    }

    public async Task<DateOnly> InDaysAsync(int days) => (await Academy.Desk.TodayAsync()).AddDays(days);

    // ---- Courses

    public object Session(DateOnly date, string from = "09:30", string until = "12:30", string? trainer = null, int weeks = 1) =>
        new { date, from, until, trainers = new[] { trainer ?? Trainer }, repeatWeekly = weeks };

    public object Plan(params object[] sessions) => PlanWith(sessions);

    public Dictionary<string, object?> PlanWith(object[] sessions, params (string Name, object? Value)[] also)
    {
        var plan = new Dictionary<string, object?>
        {
            ["licenceId"] = Academy.Licence,
            ["group"] = "Spring, Tuesdays",
            ["units"] = new[] { Unit },
            ["mode"] = "online",
            ["places"] = 8,
            ["sessions"] = sessions,
        };
        foreach (var (name, value) in also)
            plan[name] = value;
        return plan;
    }

    public async Task<string> PlannedAsync(params object[] sessions) => (await Partner.PostAsync("/v1/courses", Plan(sessions))).Is(201).Text("id");

    /// <summary>Two half-days, tomorrow week and a week later, open to enrolment.</summary>
    public async Task<string> OpenedAsync(int inDays = 8, string? trainer = null)
    {
        var id = await PlannedAsync(Session(await InDaysAsync(inDays), weeks: 2, trainer: trainer));
        (await DoAsync(id, "open")).Is(200);
        return id;
    }

    public async Task<Answer> GetAsync(string id) => (await Partner.GetAsync($"/v1/courses/{id}")).Is(200);

    /// <summary>An action with the course's present ETag.</summary>
    public async Task<Answer> DoAsync(string id, string action, object? body = null, Caller? as_ = null) =>
        await (as_ ?? Partner).PostAsync($"/v1/courses/{id}/{action}", body, (await GetAsync(id)).ETag);

    public async Task<string[]> SessionsAsync(string id) => [.. (await GetAsync(id)).Json.GetProperty("sessions").EnumerateArray().Select(s => s.GetProperty("id").GetString()!)];

    public async Task<JsonElement[]> DetailsAsync(string id) => [.. (await GetAsync(id)).Json.GetProperty("sessions").EnumerateArray()];

    // ---- Learners

    private static int count;

    public static string Name() => $"Joanna Example{Interlocked.Increment(ref count)}";

    public async Task<string> LearnerAsync(string? name = null, string? email = null, object? contactRule = null) =>
        (await Partner.PostAsync("/v1/learners", new { legalName = name ?? Name(), preferredName = "Jo", email, contactRule })).Is(201).Text("id");

    public async Task<string> EnrolledAsync(string course, string? learner = null) =>
        (await Partner.PostAsync($"/v1/courses/{course}/enrolments", new { learnerId = learner ?? await LearnerAsync() })).Is(201).Text("id");

    public async Task<Answer> DoToEnrolmentAsync(string id, string action, object? body) =>
        await Partner.PostAsync($"/v1/enrolments/{id}/{action}", body, (await Partner.GetAsync($"/v1/enrolments/{id}")).Is(200).ETag);

    public async Task<int> FreeSeatsAsync() =>
        (await Partner.GetAsync($"/v1/licences/{Academy.Licence}/seats")).Is(200).Json.GetProperty("terms")[0].GetProperty("free").GetInt32();

    // ---- What stands behind the walls

    private static readonly string[] tables =
    [
        "courses", "course_units", "sessions", "session_trainers", "course_actions", "learners", "learner_merges", "enrolments", "recognitions", "attendances",
        "learner_notices", "calendar_feeds", "training_places", "unit_assessments", "assessment_decisions", "assessment_evidence", "sampling_plans", "sampling_draws", "samples", "assurance_actions",
        "quality_assurers", "assurer_ties", "approved_provisions", "provision_changes", "external_visits", "visit_findings", "finding_entries", "visit_actions",
        "standardisation_meetings", "meeting_trainers", "meeting_assurers", "standardisations", "claims", "claim_lines", "accreditations", "seat_entries", "licences", "events", "audit_entries", "outgoing_emails",
        "idempotency_records",
    ];

    /// <summary>Asserts that something leaves no trace: in these tables, its audit chain, outbox and messages among them, nothing of the partner's changes.</summary>
    public Task WithoutEffectAsync(Func<Task> act) => Partner.WithoutEffectAsync(tables, act);

    public static string[] Codes(Answer refused) => [.. refused.Json.GetProperty("errors").EnumerateArray().Select(e => e.TryGetProperty("code", out var c) ? c.GetString() ?? "" : "").Order()];
}
