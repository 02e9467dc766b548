namespace Franchise.Api.Tests.Delivery;

/// <summary>What is refused, with every reason at once, and leaves no trace.</summary>
public sealed class RefusalTests
{
    [Fact]
    public async Task Every_reason_against_every_session_comes_at_once()
    {
        var school = await School.OpenAsync();
        var novice = await school.Academy.TrainerAsync();
        var (soon, never) = (await school.InDaysAsync(8), await school.InDaysAsync(900));
        await school.WithoutEffectAsync(async () =>
        {
            var refused = (await school.Partner.PostAsync(
                "/v1/courses", school.PlanWith([school.Session(soon, trainer: novice), school.Session(never)], ("territory", "FR"), ("language", "cy"), ("units", new[] { school.Unit, school.Academy.OtherUnit }))))
                .Refuses(409, "not_eligible");
            var codes = School.Codes(refused);
            foreach (var code in new[] { "territory_not_entitled", "language_not_entitled", "trainer_not_accredited", "not_nominated", "accreditation_ends_before" })
                Assert.Contains(code, codes);
            Assert.Contains(refused.Json.GetProperty("errors").EnumerateArray(), e => e.GetProperty("pointer").GetString() == "/sessions/1" && e.GetProperty("detail").GetString()!.Contains(never.ToString("O"), StringComparison.Ordinal));
            Assert.All(refused.Json.GetProperty("errors").EnumerateArray(), e => Assert.NotEmpty(e.GetProperty("remedy").GetString()!));
        });
    }

    [Fact]
    public async Task A_unit_of_others_is_answered_as_one_that_does_not_exist()
    {
        var (school, other) = (await School.OpenAsync(), await School.OpenAsync());
        var date = await school.InDaysAsync(8);
        async Task<string[]> CodesAsync(string unit) => School.Codes((await school.Partner.PostAsync("/v1/courses", school.PlanWith([school.Session(date)], ("units", new[] { unit })))).Refuses(409, "not_eligible"));
        Assert.Equal(await CodesAsync("NO-SUCH-UNIT"), await CodesAsync(other.Unit));
        // Also one that no session teaches yet.
        var taught = new { date, from = "09:30", until = "12:30", units = new[] { school.Unit } };
        foreach (var unit in new[] { "NO-SUCH-UNIT", other.Unit })
            Assert.Equal(["unit_not_entitled"], School.Codes((await school.Partner.PostAsync("/v1/courses", school.PlanWith([taught], ("units", new[] { school.Unit, unit })))).Refuses(409, "not_eligible")));
        // Nor is another's trainer, learner or licence more than one that never was.
        foreach (var trainer in new[] { other.Trainer, "trn_01jd8yq3zhf2vt8m6w4x5c7b9h" })
            (await school.Partner.PostAsync("/v1/courses", school.Plan(school.Session(date, trainer: trainer)))).Refuses(422, "validation_failed");
        foreach (var licence in new[] { other.Academy.Licence, "lic_01jd8yq3zhf2vt8m6w4x5c7b9h" })
            (await school.Partner.PostAsync("/v1/courses", school.PlanWith([school.Session(date)], ("licenceId", licence)))).Refuses(422, "validation_failed");
        var course = await school.OpenedAsync();
        foreach (var learnerId in new[] { await other.LearnerAsync(), "lrn_01jd8yq3zhf2vt8m6w4x5c7b9h" })
            (await school.Partner.PostAsync($"/v1/courses/{course}/enrolments", new { learnerId })).Refuses(422, "validation_failed");
    }

    [Fact]
    public async Task Times_that_the_clock_skips_or_shows_twice_and_sessions_that_overlap_are_refused()
    {
        var school = await School.OpenAsync();
        var (spring, autumn) = (LastSunday(3, await school.InDaysAsync(2)), LastSunday(10, await school.InDaysAsync(2)));
        await school.WithoutEffectAsync(async () =>
        {
            (await PlanAsync(school.Session(spring, "01:15", "04:00"))).Refuses(422, "local_time_skipped");
            var twice = (await PlanAsync(school.Session(autumn, "01:15", "04:00"))).Refuses(422, "local_time_repeated");
            Assert.Contains("+01:00 or +00:00", twice.Text("remedy"), StringComparison.Ordinal);
            var date = await school.InDaysAsync(8);
            (await PlanAsync(school.Session(date, weeks: 2), school.Session(date.AddDays(7), "12:00", "13:00"))).Refuses(422, "sessions_overlap");
            (await PlanAsync(school.Session(date, "12:30", "09:30"))).Refuses(422, "validation_failed");
            (await PlanAsync(school.Session(date.AddDays(-9)))).Refuses(422, "validation_failed");
            (await PlanAsync(school.Session(date, weeks: 52), school.Session(date.AddDays(1), weeks: 52), school.Session(date.AddDays(2), weeks: 52), school.Session(date.AddDays(3), weeks: 52)))
                .Refuses(422, "validation_failed");
            (await PlanAsync(new { date, from = "09:30", until = "12:30", link = "http://plain.example.org" })).Refuses(422, "validation_failed");
            (await PlanAsync(new { date, from = "09:30", until = "12:30", place = "Room 2" })).Refuses(422, "validation_failed"); // An online course.
            (await school.Partner.PostAsync("/v1/courses", school.PlanWith([school.Session(date)], ("timeZone", "Mars/Olympus")))).Refuses(422, "validation_failed");
            (await school.Partner.PostAsync("/v1/courses", school.PlanWith([school.Session(date)], ("group", "Tuesday\nmornings")))).Refuses(422, "validation_failed");
        });
        // Said which of the two is meant, it is taken.
        var id = (await PlanAsync(new { date = autumn, from = "01:15", until = "04:00", utcOffset = "+00:00" })).Is(201).Text("id");
        Assert.Equal($"{autumn:yyyy-MM-dd}T01:15:00Z", (await school.DetailsAsync(id))[0].GetProperty("startsAt").GetDateTimeOffset().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'"));

        Task<Answer> PlanAsync(params object[] sessions) => school.Partner.PostAsync("/v1/courses", school.Plan(sessions));
    }

    [Fact]
    public async Task A_trainers_time_is_refused_in_any_course_and_overridden_by_who_may_with_a_reason_that_is_kept()
    {
        var school = await School.OpenAsync();
        var date = await school.InDaysAsync(8);
        await school.PlannedAsync(school.Session(date));
        var clash = school.Session(date, "12:00", "15:00");
        await school.WithoutEffectAsync(async () =>
            Assert.Equal(["trainer_double_booked"], School.Codes((await school.Partner.PostAsync("/v1/courses", school.Plan(clash))).Refuses(409, "override_needed"))));
        await school.PlannedAsync(school.Session(date, "12:30", "15:00")); // One begins when the other ends.
        var lesser = await school.App.CallerAsync(school.Partner.Organisation, Domain.Identity.Permission.ForPartnerClients.Where(p => p != "courses.override"));
        var because = ("overrideReason", (object?)"A co-trainer leads the second half.");
        await school.WithoutEffectAsync(async () => (await lesser.PostAsync("/v1/courses", school.PlanWith([clash], because))).Refuses(403, "permission_missing"));
        var made = (await school.Partner.PostAsync("/v1/courses", school.PlanWith([clash], because))).Is(201);
        Assert.Equal("A co-trainer leads the second half.", made.Json.GetProperty("sessions")[0].GetProperty("trainers")[0].GetProperty("overriddenBecause").GetString());
        // No reason opens what an accreditation does not.
        var novice = await school.Academy.TrainerAsync();
        await school.WithoutEffectAsync(async () =>
            (await school.Partner.PostAsync("/v1/courses", school.PlanWith([school.Session(date.AddDays(1), trainer: novice)], because))).Refuses(409, "not_eligible"));
    }

    [Fact]
    public async Task Enrolment_is_refused_once_taken_full_or_out_of_seats_and_nothing_is_half_written()
    {
        var school = await School.OpenAsync();
        var planned = await school.PlannedAsync(school.Session(await school.InDaysAsync(9)));
        var learner = await school.LearnerAsync();
        await school.WithoutEffectAsync(async () => (await EnrolAsync(planned, learner)).Refuses(409, "course_state_forbids"));
        var small = (await school.Partner.PostAsync("/v1/courses", school.PlanWith([school.Session(await school.InDaysAsync(8))], ("places", 1)))).Is(201).Text("id");
        (await school.DoAsync(small, "open")).Is(200);
        await school.EnrolledAsync(small, learner);
        var next = await school.LearnerAsync();
        await school.WithoutEffectAsync(async () =>
        {
            (await EnrolAsync(small, learner)).Refuses(409, "already_enrolled");
            (await EnrolAsync(small, next)).Refuses(409, "course_full");
            (await EnrolAsync("crs_01jd8yq3zhf2vt8m6w4x5c7b9h", next)).Refuses(404, "not_found");
        });
        var free = await school.FreeSeatsAsync();
        (await school.Partner.PostAsync($"/v1/licences/{school.Academy.Licence}/seats/reserve", new { reference = "others", quantity = free })).Is(200);
        var open = await OpenWideAsync();
        await school.WithoutEffectAsync(async () => Assert.Contains("seats_exhausted", School.Codes((await EnrolAsync(open, next)).Refuses(409, "not_eligible"))));

        Task<Answer> EnrolAsync(string course, string learnerId) => school.Partner.PostAsync($"/v1/courses/{course}/enrolments", new { learnerId });
        // Planned while there were seats.
        async Task<string> OpenWideAsync()
        {
            (await school.DoAsync(planned, "open")).Is(200);
            return planned;
        }
    }

    [Fact]
    public async Task A_licence_in_teach_out_lets_what_has_begun_go_on_and_nothing_new_start()
    {
        var school = await School.OpenAsync(licenceRules: Licensing.Desk.Rules("P2M"));
        var start = await school.InDaysAsync(0);
        var id = await school.PlannedAsync(school.Session(start.AddDays(8)), school.Session(start.AddDays(50), "14:00", "17:00"));
        (await school.DoAsync(id, "open")).Is(200);
        var enrolment = await school.EnrolledAsync(id);
        (await school.DoAsync(id, "confirm")).Is(200);
        await school.MoveAndSweepAsync(start.AddDays(9));
        Assert.Equal("running", (await school.GetAsync(id)).Text("status"));
        await school.Academy.Desk.MoveAndSweepAsync(start.AddMonths(2).AddDays(16)); // Past the term and its fourteen days of grace.

        var late = school.Session(start.AddMonths(2).AddDays(20));
        var learnerId = await school.LearnerAsync();
        await school.WithoutEffectAsync(async () =>
        {
            Assert.Contains("teach_out_only", School.Codes((await school.Partner.PostAsync("/v1/courses", school.Plan(late))).Refuses(409, "not_eligible")));
            (await school.Partner.PostAsync($"/v1/courses/{id}/enrolments", new { learnerId })).Is(409);
        });
        (await school.DoAsync(id, "sessions", new { sessions = new[] { late } })).Is(200);
        // She is still registered, and her seat stays kept.
        (await school.DoToEnrolmentAsync(enrolment, "registration", new { number = "OCN-1" })).Is(200);
        // Past the teach-out nothing goes on.
        Assert.Contains(
            School.Codes((await school.DoAsync(id, "sessions", new { sessions = new[] { school.Session(start.AddMonths(7)) } })).Refuses(409, "not_eligible")), c => c is "teach_out_only" or "licence_expired" or "date_outside_term");
    }

    private static DateOnly LastSunday(int month, DateOnly after)
    {
        for (var year = after.Year; ; year++)
        {
            var day = new DateOnly(year, month, 31);
            day = day.AddDays(-(int)day.DayOfWeek);
            if (day > after)
                return day;
        }
    }
}
