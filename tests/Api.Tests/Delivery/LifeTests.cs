using System.Text;
using System.Text.Json;

namespace Franchise.Api.Tests.Delivery;

public sealed class LifeTests
{
    [Fact]
    public async Task A_ten_week_course_is_planned_in_one_call_and_goes_its_way_by_itself()
    {
        var school = await School.OpenAsync();
        var coordinator = Accreditation.Academy.Address();
        (await school.Partner.PostAsync("/v1/contacts", new { role = "coordinator", name = "Sam", email = coordinator })).Is(201);
        var first = await school.InDaysAsync(8);
        var planned = (await school.Partner.PostAsync("/v1/courses", school.PlanWith([school.Session(first, weeks: 10)], ("territory", "GB-ENG")))).Is(201);
        var id = planned.Text("id");
        Assert.Equal("planned", planned.Text("status"));
        var sessions = await school.DetailsAsync(id);
        Assert.Equal(Enumerable.Range(0, 10).Select(w => first.AddDays(7 * w).ToString("O")), sessions.Select(s => s.GetProperty("date").GetString()!));
        // The same hour on the clock, whatever the clock does in between.
        Assert.All(sessions, s => Assert.Equal("09:30", s.GetProperty("from").GetString()));
        Assert.Equal(school.Unit, sessions[0].GetProperty("units")[0].GetString());

        (await school.DoAsync(id, "open")).Is(200);
        (await school.DoAsync(id, "confirm")).Refuses(409, "nobody_enrolled");
        var free = await school.FreeSeatsAsync();
        var enrolments = new List<string>();
        for (var i = 0; i < 3; i++)
            enrolments.Add(await school.EnrolledAsync(id));
        Assert.Equal(free - 3, await school.FreeSeatsAsync());
        (await school.DoAsync(id, "confirm")).Is(200);
        (await school.DoAsync(id, "begin")).Refuses(409, "session_not_begun");

        await school.MoveAndSweepAsync(first.AddDays(1));
        Assert.Equal(("running", first.ToString("O")), (await school.GetAsync(id)) is var running ? (running.Text("status"), running.Text("begunOn")) : default);
        var registered = (await school.DoToEnrolmentAsync(enrolments[0], "registration", new { number = "OCN-1" })).Is(200);
        Assert.Equal("OCN-1", registered.Text("registrationNumber"));
        // Her seat is used now: it does not come back. The other's does.
        (await school.DoToEnrolmentAsync(enrolments[0], "withdraw", new { reason = "health" })).Is(200);
        Assert.Equal(free - 3, await school.FreeSeatsAsync());
        (await school.DoToEnrolmentAsync(enrolments[1], "withdraw", new { reason = "notSaid" })).Is(200);
        Assert.Equal(free - 2, await school.FreeSeatsAsync());
        (await school.DoToEnrolmentAsync(enrolments[1], "withdraw", new { reason = "notSaid" })).Refuses(409, "enrolment_withdrawn");

        await school.MoveAndSweepAsync(first.AddDays(64));
        var reminder = Assert.Single(await school.Academy.MailAsync(coordinator));
        Assert.Contains($"Spring, Tuesdays: 1, by {first.AddDays(30):d MMMM yyyy}", reminder.Text, StringComparison.Ordinal);
        Assert.Equal("delivered", (await school.GetAsync(id)).Text("status"));
        (await school.DoAsync(id, "close")).Refuses(409, "course_outstanding");
        (await school.DoToEnrolmentAsync(enrolments[2], "withdraw", new { reason = "neverCame" })).Is(200);
        Assert.Equal("closed", (await school.DoAsync(id, "close")).Is(200).Text("status"));
        Assert.Equal(
            ["course.planned", "course.sessions_added", "course.opened", "course.confirmed", "course.begun", "course.registration_due_soon", "course.registration_due_soon", "course.registration_due_soon", "course.registration_overdue", "course.delivered", "course.closed"],
            await school.Academy.Desk.EventTypesAsync(id));
    }

    [Fact]
    public async Task The_register_of_thirty_is_one_call_and_corrections_are_added()
    {
        var school = await School.OpenAsync(licenceRules: Licensing.Desk.Rules("P60M", overage: "allow"));
        var date = await school.InDaysAsync(8);
        var id = (await school.Partner.PostAsync("/v1/courses", school.PlanWith([school.Session(date, weeks: 2)], ("places", 40)))).Is(201).Text("id");
        (await school.DoAsync(id, "open")).Is(200);
        var enrolments = new List<string>();
        for (var i = 0; i < 30; i++)
            enrolments.Add(await school.EnrolledAsync(id));
        var session = (await school.SessionsAsync(id))[0];
        var path = $"/v1/courses/{id}/sessions/{session}/register";
        object[] lines = [.. enrolments.Select((e, i) => i == 0 ? (object)new { enrolmentId = e, presence = "absent", reason = "caring" } : new { enrolmentId = e, presence = "present" })];
        await school.WithoutEffectAsync(async () => (await school.Partner.PostAsync(path, new { lines })).Refuses(409, "session_not_begun"));
        await school.Academy.Desk.MoveToAsync(date.AddDays(1));
        // One line that is wrong, and none is taken.
        await school.WithoutEffectAsync(async () =>
            Assert.Equal("/lines/30/enrolmentId", (await school.Partner.PostAsync(path, new { lines = (object[])[.. lines, lines[3]] })).Refuses(422, "validation_failed").Json.GetProperty("errors")[0].GetProperty("pointer").GetString()));
        var register = (await school.Partner.PostAsync(path, new { lines })).Is(200).Json.GetProperty("lines").EnumerateArray().ToList();
        Assert.Equal((30, 29, 180), (register.Count, register.Count(l => l.GetProperty("presence").GetString() == "present"), register[1].GetProperty("minutes").GetInt32()));
        Assert.All(register, l => Assert.Equal("Jo", l.GetProperty("calledBy").GetString()));
        Assert.Equal(30, await RowsAsync());
        await school.Partner.PostAsync(path, new { lines = new object[] { new { enrolmentId = enrolments[0], presence = "late", minutes = 100 }, lines[1] } });
        Assert.Equal(31, await RowsAsync());
        var corrected = (await school.Partner.GetAsync(path)).Is(200).Json.GetProperty("lines").EnumerateArray().Single(l => l.GetProperty("enrolmentId").GetString() == enrolments[0]);
        Assert.Equal(("late", 100), (corrected.GetProperty("presence").GetString(), corrected.GetProperty("minutes").GetInt32()));

        async Task<long> RowsAsync()
        {
            await using var command = school.App.Database.AdminSource.CreateCommand("SELECT count(*) FROM franchise.attendances WHERE tenant_id = $1");
            command.Parameters.AddWithValue(school.Partner.Organisation.Value);
            return (long)(await command.ExecuteScalarAsync())!;
        }
    }

    [Fact]
    public async Task A_cancelled_course_gives_its_seats_back_and_tells_each_as_she_may_be_told()
    {
        var school = await School.OpenAsync();
        var id = await school.OpenedAsync();
        var address = Accreditation.Academy.Address();
        var silent = Accreditation.Academy.Address();
        var free = await school.FreeSeatsAsync();
        await school.EnrolledAsync(id, await school.LearnerAsync(email: address));
        var byHand = await school.EnrolledAsync(id, await school.LearnerAsync(email: silent, contactRule: new { noEmail = true }));
        var gone = await school.EnrolledAsync(id);
        (await school.DoToEnrolmentAsync(gone, "withdraw", new { reason = "notSaid" })).Is(200);
        (await school.DoAsync(id, "cancel", new { reason = "venue" })).Is(200);

        Assert.Equal(free, await school.FreeSeatsAsync());
        Assert.All(await school.DetailsAsync(id), s => Assert.True(s.GetProperty("cancelled").GetBoolean()));
        var message = Assert.Single(await school.Academy.MailAsync(address));
        Assert.Contains("do not take place", message.Text, StringComparison.Ordinal);
        foreach (var word in new[] { school.Unit, "Spring", "abuse", "mentor", "Example" })
            Assert.DoesNotContain(word, message.Subject + message.Text.Replace("Hello Jo", "", StringComparison.Ordinal), StringComparison.OrdinalIgnoreCase);
        Assert.Empty(await school.Academy.MailAsync(silent));
        var notices = (await school.Partner.GetAsync($"/v1/courses/{id}/notices?done=false")).Is(200).Json.GetProperty("data").EnumerateArray().ToList();
        Assert.Equal(byHand, Assert.Single(notices).GetProperty("enrolmentId").GetString());
        var done = $"/v1/courses/{id}/notices/{notices[0].GetProperty("id").GetString()}/done";
        (await school.Partner.PostAsync(done)).Is(200);
        (await school.Partner.PostAsync(done)).Refuses(409, "notice_done");
        await school.WithoutEffectAsync(async () =>
        {
            (await school.DoAsync(id, "cancel", new { reason = "venue" })).Refuses(409, "course_state_forbids");
            (await school.Partner.PostAsync($"/v1/courses/{id}/enrolments", new { learnerId = (await school.Partner.GetAsync("/v1/learners")).Json.GetProperty("data")[0].GetProperty("id").GetString() }))
                .Refuses(409, "course_state_forbids");
        });
    }

    [Fact]
    public async Task A_message_waits_for_her_safe_hours()
    {
        var school = await School.OpenAsync();
        var id = await school.OpenedAsync();
        var address = Accreditation.Academy.Address();
        // A day of the week that is neither today nor tomorrow, wherever one looks from.
        var day = TimeProvider.System.GetUtcNow().AddDays(3).DayOfWeek.ToString();
        await school.EnrolledAsync(id, await school.LearnerAsync(email: address, contactRule: new { safeTimes = new[] { new { day = char.ToLowerInvariant(day[0]) + day[1..], from = "10:00", until = "11:00" } } }));
        (await school.DoAsync(id, "cancel", new { reason = "venue" })).Is(200);
        Assert.Empty(await school.Academy.MailAsync(address));
        await using var command = school.App.Database.AdminSource.CreateCommand("SELECT max(next_attempt_at) FROM franchise.outgoing_emails WHERE tenant_id = $1 AND payload IS NOT NULL AND attempts = 0");
        command.Parameters.AddWithValue(school.Partner.Organisation.Value);
        var next = new DateTimeOffset((DateTime)(await command.ExecuteScalarAsync())!, TimeSpan.Zero);
        Assert.Equal(day, TimeZoneInfo.ConvertTime(next, TimeZoneInfo.FindSystemTimeZoneById("Europe/London")).DayOfWeek.ToString());
    }

    [Fact]
    public async Task Prior_learning_is_granted_on_the_evidence_uploaded()
    {
        var school = await School.OpenAsync();
        var enrolment = await school.EnrolledAsync(await school.OpenedAsync());
        var recognition = (await school.DoToEnrolmentAsync(enrolment, "recognitions", new { unit = school.Unit })).Is(201).Text("id");
        var path = $"/v1/enrolments/{enrolment}/recognitions/{recognition}/evidence";
        (await school.DoToEnrolmentAsync(enrolment, $"recognitions/{recognition}/decision", new { outcome = "granted" })).Refuses(409, "evidence_missing");
        (await school.Partner.GetAsync(path)).Refuses(404, "not_found");
        (await UploadAsync("She did it before.")).Is(201);
        await school.WithoutEffectAsync(async () => (await UploadAsync("Something else.")).Refuses(409, "evidence_exists"));
        Assert.Equal("She did it before.", (await school.Partner.GetAsync(path)).Is(200).Body);
        var decided = (await school.DoToEnrolmentAsync(enrolment, $"recognitions/{recognition}/decision", new { outcome = "granted" })).Is(200);
        Assert.Equal("granted", decided.Json.GetProperty("recognitions")[0].GetProperty("outcome").GetString());

        Task<Answer> UploadAsync(string text)
        {
            var content = new ByteArrayContent(Encoding.UTF8.GetBytes(text));
            content.Headers.ContentType = new("text/plain");
            return school.Partner.SendAsync(HttpMethod.Post, $"{path}?fileName=portfolio.txt", content);
        }
    }

    [Fact]
    public async Task A_session_is_moved_and_those_enrolled_are_told()
    {
        var school = await School.OpenAsync();
        var id = await school.OpenedAsync();
        var address = Accreditation.Academy.Address();
        await school.EnrolledAsync(id, await school.LearnerAsync(email: address));
        var session = (await school.SessionsAsync(id))[0];
        var to = await school.InDaysAsync(10);
        var moved = (await school.Partner.PutAsync($"/v1/courses/{id}/sessions/{session}", new { date = to, from = "14:00", until = "17:00", link = "https://meet.example.org/abc" }, (await school.GetAsync(id)).ETag)).Is(200);
        var now = moved.Json.GetProperty("sessions").EnumerateArray().Single(s => s.GetProperty("id").GetString() == session);
        Assert.Equal((to.ToString("O"), "14:00", true), (now.GetProperty("date").GetString(), now.GetProperty("from").GetString(), now.GetProperty("hasLink").GetBoolean()));
        Assert.Contains("another time", Assert.Single(await school.Academy.MailAsync(address)).Text, StringComparison.Ordinal);
        (await school.DoAsync(id, $"sessions/{session}/cancel")).Is(200);
        Assert.Equal(2, (await school.Academy.MailAsync(address)).Count);
        (await school.DoAsync(id, $"sessions/{session}/cancel")).Refuses(409, "session_cancelled");
        (await school.DoAsync(id, $"sessions/{(await school.SessionsAsync(id))[1]}/cancel")).Refuses(409, "course_without_session");
        // The link is shown in one place, and nowhere else does it stand.
        Assert.Equal("https://meet.example.org/abc", (await school.Partner.GetAsync($"/v1/courses/{id}/sessions/{session}/link")).Is(200).Text("link"));
        foreach (var path in new[] { $"/v1/courses/{id}", "/v1/courses", "/v1/sessions", "/v1/events?limit=200", "/v1/audit-entries?limit=200" })
            Assert.DoesNotContain("meet.example.org", (await school.Partner.GetAsync(path)).Is(200).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_training_of_trainers_is_Cohort_4s_course_with_places_for_partners()
    {
        var academy = await Accreditation.Academy.OpenAsync();
        var trainer = await academy.TrainerAsync();
        var nominated = await academy.NominatedAsync(trainer);
        var course = (await academy.Admin.PostAsync(
            "/v1/training-courses",
            new { group = "Trainers, spring", units = new[] { academy.Unit }, mode = "online", places = 2, sessions = new[] { new { date = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime).AddDays(8), from = "09:30", until = "12:30", repeatWeekly = 2 } } }))
            .Is(201);
        Assert.Equal(("trainingOfTrainers", "confirmed", JsonValueKind.Null), (course.Text("kind"), course.Text("status"), course.Json.GetProperty("licenceId").ValueKind));
        (await academy.Partner.GetAsync($"/v1/courses/{course.Text("id")}")).Refuses(404, "not_found");
        var organisationId = academy.Partner.Organisation.ToString();
        var sold = (await academy.Admin.PostAsync("/v1/training-places", new { courseId = course.Text("id"), organisationId, price = new { amount = 25_000, currency = "GBP" } })).Is(201);
        (await academy.Admin.PostAsync("/v1/training-places", new { courseId = course.Text("id"), organisationId })).Is(201);
        (await academy.Admin.PostAsync("/v1/training-places", new { courseId = course.Text("id"), organisationId })).Refuses(409, "course_full");
        var fee = Assert.Single(await academy.Desk.EventsAsync(sold.Text("id"), "place.sold")).Data;
        Assert.Equal((25_000, "GBP"), (fee.GetProperty("price").GetInt64(), fee.GetProperty("currency").GetString()));

        var place = $"/v1/training-places/{sold.Text("id")}";
        var other = await academy.AccreditedAsync(await academy.TrainerAsync());
        (await academy.Partner.PostAsync($"{place}/take", new { accreditationId = other }, sold.ETag)).Refuses(409, "trainer_not_nominated");
        (await academy.Admin.PostAsync($"{place}/complete", new { }, sold.ETag)).Refuses(409, "place_not_open");
        var taken = (await academy.Partner.PostAsync($"{place}/take", new { accreditationId = nominated }, sold.ETag)).Is(200);
        Assert.Equal(trainer, taken.Text("trainerId"));
        await academy.Desk.MoveAsync(20);
        (await academy.Admin.PostAsync($"{place}/complete", new { }, taken.ETag)).Is(200);
        var accreditation = await academy.GetAsync(nominated);
        Assert.Equal(("inTraining", (await academy.Desk.TodayAsync()).ToString("O")), (accreditation.Text("status"), accreditation.Text("trainingCompletedOn")));
    }

    [Fact]
    public async Task A_training_of_trainers_that_does_not_take_place_gives_its_places_back_and_tells_the_partners()
    {
        var academy = await Accreditation.Academy.OpenAsync();
        var coordinator = Accreditation.Academy.Address();
        (await academy.Partner.PostAsync("/v1/contacts", new { role = "coordinator", name = "Sam", email = coordinator })).Is(201);
        var course = (await academy.Admin.PostAsync(
            "/v1/training-courses",
            new { group = "Trainers, spring", units = new[] { academy.Unit }, mode = "online", places = 1, sessions = new[] { new { date = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime).AddDays(8), from = "09:30", until = "12:30" } } }))
            .Is(201);
        var (courseId, organisationId) = (course.Text("id"), academy.Partner.Organisation.ToString());
        var given = (await academy.Admin.PostAsync("/v1/training-places", new { courseId, organisationId })).Is(201);
        (await academy.Partner.PostAsync($"/v1/training-places/{given.Text("id")}/cancel", null, given.ETag)).Is(403);
        Assert.Equal("cancelled", (await academy.Admin.PostAsync($"/v1/training-places/{given.Text("id")}/cancel", null, given.ETag)).Is(200).Text("status"));
        // It is free again for another.
        var sold = (await academy.Admin.PostAsync("/v1/training-places", new { courseId, organisationId, price = new { amount = 25_000, currency = "GBP" } })).Is(201);
        var taken = (await academy.Partner.PostAsync($"/v1/training-places/{sold.Text("id")}/take", new { accreditationId = await academy.NominatedAsync(await academy.TrainerAsync()) }, sold.ETag)).Is(200);
        var school = await School.OpenAsync(academy: academy);
        var ordinary = await school.OpenedAsync();
        (await academy.Admin.PostAsync($"/v1/courses/{ordinary}/cancel-training", new { reason = "venue" }, (await school.GetAsync(ordinary)).ETag)).Refuses(404, "not_found");

        var cancelled = (await academy.Admin.PostAsync($"/v1/courses/{courseId}/cancel-training", new { reason = "venue" }, course.ETag)).Is(200);
        Assert.Equal("cancelled", cancelled.Text("status"));
        Assert.Equal("cancelled", (await academy.Partner.GetAsync($"/v1/training-places/{sold.Text("id")}")).Is(200).Text("status"));
        Assert.Equal(25_000, Assert.Single(await academy.Desk.EventsAsync(sold.Text("id"), "place.cancelled")).Data.GetProperty("price").GetInt64());
        Assert.Equal(2, (await academy.MailAsync(coordinator)).Count(m => m.Subject == "A change of plan"));
        var place = (await academy.Partner.GetAsync($"/v1/training-places/{sold.Text("id")}")).ETag;
        await school.WithoutEffectAsync(async () =>
        {
            (await academy.Admin.PostAsync($"/v1/courses/{courseId}/cancel-training", new { reason = "venue" }, cancelled.ETag)).Refuses(409, "course_state_forbids");
            (await academy.Admin.PostAsync($"/v1/training-places/{sold.Text("id")}/cancel", null, place)).Refuses(409, "place_not_open");
            (await academy.Admin.PostAsync($"/v1/training-places/{sold.Text("id")}/complete", new { }, place)).Refuses(409, "place_not_open");
        });
        Assert.Equal("taken", taken.Text("status"));
    }
}
