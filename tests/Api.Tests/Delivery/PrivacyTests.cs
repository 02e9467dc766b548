using System.Net;
using Franchise.Api.Tests.Accreditation;

namespace Franchise.Api.Tests.Delivery;

/// <summary>Who sees what of a learner, and what nobody sees.</summary>
public sealed class PrivacyTests
{
    [Fact]
    public async Task A_trainer_sees_her_own_courses_and_of_their_learners_what_she_needs()
    {
        var academy = await Academy.OpenAsync();
        var (ann, memberId, _) = await SignIn.InvitedAsync(academy.Partner, "trainer");
        var (viewer, _, _) = await SignIn.InvitedAsync(academy.Partner, "viewer");
        var school = await School.OpenAsync(memberId, academy);
        var colleague = await academy.TrainerAsync();
        await academy.AccreditedAsync(colleague);
        var (hers, others) = (await school.OpenedAsync(), await school.OpenedAsync(9, colleague));
        var name = School.Name();
        var (learner, stranger) = (await school.LearnerAsync(name, "jo@example.org"), await school.LearnerAsync());
        var (enrolment, other) = (await school.EnrolledAsync(hers, learner), await school.EnrolledAsync(others, stranger));
        var (session, otherSession) = ((await school.SessionsAsync(hers))[0], (await school.SessionsAsync(others))[0]);

        foreach (var (path, there) in new[]
                 {
                     ($"/v1/courses/{hers}", true), ($"/v1/courses/{others}", false), ($"/v1/learners/{learner}", true), ($"/v1/learners/{stranger}", false),
                     ($"/v1/enrolments/{enrolment}", true), ($"/v1/enrolments/{other}", false), ($"/v1/courses/{hers}/enrolments", true), ($"/v1/courses/{others}/enrolments", false),
                     ($"/v1/courses/{hers}/sessions/{session}/register", true), ($"/v1/courses/{others}/sessions/{otherSession}/register", false),
                     ($"/v1/courses/{hers}/sessions/{session}/link", true), ($"/v1/courses/{others}/sessions/{otherSession}/link", false),
                     ($"/v1/courses/{hers}/notices", true), ($"/v1/courses/{others}/notices", false),
                 })
        {
            var answer = await ann.GetAsync(path);
            if (there)
                answer.Is(200);
            else
                answer.Refuses(404, "not_found");
        }
        foreach (var path in new[] { "/v1/courses", "/v1/learners" })
            Assert.Single((await ann.GetAsync(path)).Is(200).Json.GetProperty("data").EnumerateArray());
        Assert.All((await ann.GetAsync("/v1/sessions")).Is(200).Json.GetProperty("data").EnumerateArray(), s => Assert.Equal(hers, s.GetProperty("courseId").GetString()));
        var seen = (await ann.GetAsync($"/v1/learners/{learner}")).Is(200).Body;
        Assert.Contains("\"calledBy\":\"Jo\"", seen, StringComparison.Ordinal);
        foreach (var word in new[] { name, "jo@example.org" })
            Assert.DoesNotContain(word, seen, StringComparison.Ordinal);

        await school.WithoutEffectAsync(async () =>
        {
            (await ann.PostAsync($"/v1/courses/{others}/sessions/{otherSession}/register", new { lines = new[] { new { enrolmentId = other, presence = "present" } } })).Refuses(404, "not_found");
            (await ann.PostAsync("/v1/learners", new { legalName = "Someone" })).Refuses(403, "permission_missing");
            (await ann.PostAsync($"/v1/courses/{hers}/enrolments", new { learnerId = learner })).Refuses(403, "permission_missing");
            (await ann.PostAsync("/v1/calendar-feeds", new { courseId = others })).Refuses(422, "validation_failed");
            (await ann.PostAsync("/v1/calendar-feeds", new { trainerId = colleague })).Refuses(422, "validation_failed");
            // Nobody hears a name by asking who is alike.
            (await ann.PostAsync("/v1/learners/duplicate-checks", new { legalName = name })).Refuses(403, "permission_missing");
            foreach (var path in new[] { "/v1/learners", $"/v1/learners/{learner}", $"/v1/courses/{hers}/enrolments", $"/v1/courses/{hers}/sessions/{session}/register", $"/v1/courses/{hers}/sessions/{session}/link" })
            {
                (await viewer.GetAsync(path)).Refuses(403, "permission_missing");
                (await academy.Admin.GetAsync(path)).Refuses(403, "permission_missing");
            }
        });
        // Who looks after quality sees that there is a course.
        (await viewer.GetAsync($"/v1/courses/{hers}")).Is(200);
        (await academy.Admin.GetAsync($"/v1/courses/{hers}")).Is(200);
    }

    [Fact]
    public async Task A_dump_of_the_database_names_nobody_and_neither_does_anything_that_is_said()
    {
        var school = await School.OpenAsync();
        var (name, email) = (School.Name(), Academy.Address());
        var learner = (await school.Partner.PostAsync(
            "/v1/learners", new { legalName = name, preferredName = "Zephyrine", email, phone = "+44 7700 900123", dateOfBirth = "1990-04-05", uln = "1000000043", post = new { line1 = "4 Nightjar Row", town = "Bristol", postcode = "BS1 4DJ", country = "GB" } }))
            .Is(201);
        var course = await school.OpenedAsync();
        await school.EnrolledAsync(course, learner.Text("id"));
        (await school.DoAsync(course, "cancel", new { reason = "safety" })).Is(200);
        await using (var command = school.App.Database.AdminSource.CreateCommand(
                         "SELECT string_agg(x, '') FROM (SELECT l::text FROM franchise.learners l UNION ALL SELECT e::text FROM franchise.events e UNION ALL SELECT a::text FROM franchise.audit_entries a "
                         + "UNION ALL SELECT n::text FROM franchise.enrolments n UNION ALL SELECT o::text FROM franchise.outgoing_emails o UNION ALL SELECT i::text FROM franchise.idempotency_records i) AS t (x)"))
        {
            var dump = (string)(await command.ExecuteScalarAsync())!;
            // Six digits alone stand somewhere in ten million of hexadecimal by chance.
            foreach (var word in new[] { name, email, "Zephyrine", "7700 900123", "7700900123", "1990-04-05", "1000000043", "Nightjar" })
            {
                Assert.DoesNotContain(word, dump, StringComparison.OrdinalIgnoreCase);
                Assert.DoesNotContain(Convert.ToHexString(System.Text.Encoding.UTF8.GetBytes(word)), dump, StringComparison.OrdinalIgnoreCase);
                Assert.DoesNotContain(school.App.Logs.All, l => l.Contains(word, StringComparison.OrdinalIgnoreCase));
            }
        }
        // A row that is moved does not open.
        var other = await school.LearnerAsync();
        await school.Academy.Desk.SqlAsync(
            $"UPDATE franchise.learners SET details = (SELECT details FROM franchise.learners WHERE id = '{Guid(learner.Text("id"))}') WHERE id = '{Guid(other)}'");
        Assert.Equal(500, (await school.Partner.GetAsync($"/v1/learners/{other}")).Status);
        await school.Academy.Desk.SqlAsync($"DELETE FROM franchise.learners WHERE id = '{Guid(other)}'");
    }

    [Fact]
    public async Task Who_may_be_the_same_person_is_asked_about_inside_the_organisation_only()
    {
        var (school, elsewhere) = (await School.OpenAsync(), await School.OpenAsync());
        var name = School.Name();
        var first = await school.LearnerAsync($"Zoë {name}");
        await elsewhere.LearnerAsync($"Zoë {name}"); // Nobody there is told that she is known here.
        var again = new { legalName = $"{name.ToUpperInvariant()}, zoe", dateOfBirth = "1990-04-05" };
        await school.WithoutEffectAsync(async () =>
        {
            var refused = (await school.Partner.PostAsync("/v1/learners", again)).Refuses(409, "possible_duplicate");
            Assert.DoesNotContain(first, refused.Body, StringComparison.Ordinal);
            Assert.Equal(first, Assert.Single((await school.Partner.PostAsync("/v1/learners/duplicate-checks", again)).Is(200).Json.GetProperty("alike").EnumerateArray()).GetProperty("id").GetString());
        });
        var second = (await school.Partner.PostAsync("/v1/learners", new { again.legalName, again.dateOfBirth, otherPeople = new[] { first } })).Is(201);
        // Another date of birth tells two people apart by itself, but not from one who has none.
        Assert.Equal([first], (await school.Partner.PostAsync("/v1/learners/duplicate-checks", new { again.legalName, dateOfBirth = "1971-01-01" })).Is(200).Json.GetProperty("alike").EnumerateArray().Select(l => l.GetProperty("id").GetString()!));
        (await school.Partner.PutAsync($"/v1/learners/{second.Text("id")}", new { again.legalName, again.dateOfBirth, preferredName = "Zo" }, second.ETag)).Is(200);

        // They were one after all.
        var course = await school.OpenedAsync();
        var enrolment = await school.EnrolledAsync(course, first);
        var merge = (await school.Partner.PostAsync($"/v1/learners/{first}/merge", new { into = second.Text("id") }, (await school.Partner.GetAsync($"/v1/learners/{first}")).ETag)).Is(201);
        Assert.Equal(second.Text("id"), (await school.Partner.GetAsync($"/v1/enrolments/{enrolment}")).Is(200).Text("learnerId"));
        (await school.Partner.PostAsync($"/v1/courses/{course}/enrolments", new { learnerId = first })).Refuses(409, "learner_merged");
        (await elsewhere.Partner.PostAsync($"/v1/learner-merges/{merge.Text("id")}/undo")).Refuses(404, "not_found");
        (await school.Partner.PostAsync($"/v1/learner-merges/{merge.Text("id")}/undo")).Is(200);
        Assert.Equal(first, (await school.Partner.GetAsync($"/v1/enrolments/{enrolment}")).Is(200).Text("learnerId"));
        (await school.Partner.PostAsync($"/v1/learner-merges/{merge.Text("id")}/undo")).Refuses(409, "merge_undone");
    }

    [Fact]
    public async Task A_calendar_says_when_and_which_unit_and_nothing_else_until_it_is_revoked()
    {
        var school = await School.OpenAsync();
        var id = (await school.Partner.PostAsync("/v1/courses", school.PlanWith([new { date = await school.InDaysAsync(8), from = "09:30", until = "12:30", trainers = new[] { school.Trainer }, link = "https://meet.example.org/abc" }]))).Is(201).Text("id");
        (await school.DoAsync(id, "open")).Is(200);
        await school.EnrolledAsync(id);
        foreach (var request in new object[] { new { trainerId = school.Trainer }, new { courseId = id } })
        {
            var made = (await school.Partner.PostAsync("/v1/calendar-feeds", request)).Is(201);
            var feed = made.Json.GetProperty("feed").GetProperty("id").GetString();
            var (status, text, cache, type) = await ReadAsync(made.Text("path"));
            Assert.Equal((HttpStatusCode.OK, "text/calendar"), (status, type));
            Assert.Contains("no-store", cache, StringComparison.Ordinal);
            Assert.Contains("private", cache, StringComparison.Ordinal);
            var calendar = Ical.Net.Calendar.Load(text)!;
            var happening = Assert.Single(calendar.Events);
            Assert.Equal(($"Session {school.Unit}", (await school.SessionsAsync(id))[0], "CONFIRMED"), (happening.Summary, happening.Uid, happening.Status));
            Assert.Equal((await school.DetailsAsync(id))[0].GetProperty("startsAt").GetDateTimeOffset().UtcDateTime, happening.Start!.AsUtc);
            foreach (var word in new[] { "Ann", "Jo", "Spring", "meet.example.org", "mentor", "abuse", "Reintegrative" })
                Assert.DoesNotContain(word, text, StringComparison.OrdinalIgnoreCase);
            foreach (var path in new[] { "/v1/calendar-feeds", "/v1/events?limit=200", "/v1/audit-entries?limit=200" })
                Assert.DoesNotContain("fcf_", (await school.Partner.GetAsync(path)).Is(200).Body, StringComparison.Ordinal);
            Assert.DoesNotContain(school.App.Logs.All, l => l.Contains("fcf_", StringComparison.Ordinal));
            (await school.DoAsync(id, $"sessions/{happening.Uid}/trainers", new { trainerId = await AnotherAsync() })).Is(200);
            Assert.True(Ical.Net.Calendar.Load((await ReadAsync(made.Text("path"))).Text)!.Events[0]!.Sequence > happening.Sequence);

            (await school.Partner.PostAsync($"/v1/calendar-feeds/{feed}/revoke")).Is(200);
            (await school.Partner.PostAsync($"/v1/calendar-feeds/{feed}/revoke")).Refuses(409, "feed_revoked");
            var revoked = await ReadAsync(made.Text("path"));
            var unknown = await ReadAsync(made.Text("path")[..^8] + "zzzz.ics");
            var shapeless = await ReadAsync("/v1/calendars/none.ics");
            Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.NotFound, HttpStatusCode.NotFound), (revoked.Status, unknown.Status, shapeless.Status));
            Assert.Equal(Plain(revoked.Text), Plain(unknown.Text));
            Assert.Equal(Plain(revoked.Text), Plain(shapeless.Text));
        }
        (await school.Partner.PostAsync("/v1/calendar-feeds", new { trainerId = school.Trainer, courseId = id })).Refuses(422, "validation_failed");
        (await school.Partner.PostAsync("/v1/calendar-feeds", new { })).Refuses(422, "validation_failed");

        async Task<string> AnotherAsync()
        {
            var trainer = await school.Academy.TrainerAsync();
            await school.Academy.AccreditedAsync(trainer);
            return trainer;
        }

        async Task<(HttpStatusCode Status, string Text, string Cache, string? Type)> ReadAsync(string path)
        {
            using var http = school.App.Anonymous;
            using var answer = await http.GetAsync(path);
            return (answer.StatusCode, await answer.Content.ReadAsStringAsync(), answer.Headers.CacheControl?.ToString() ?? "", answer.Content.Headers.ContentType?.MediaType);
        }

        static string Plain(string problem) => System.Text.RegularExpressions.Regex.Replace(problem, "\"requestId\":\"[^\"]*\"", "", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1));
    }

    [Theory]
    [InlineData("UPDATE franchise.organisations SET status = 'suspended' WHERE tenant_id = @t", true)]
    [InlineData("UPDATE franchise.api_clients SET disabled_at = now() WHERE tenant_id = @t", false)]
    public async Task A_calendar_closes_with_its_organisation_and_with_who_made_it(string happens, bool isUndone)
    {
        var school = await School.OpenAsync();
        var path = (await school.Partner.PostAsync("/v1/calendar-feeds", new { trainerId = school.Trainer })).Is(201).Text("path");
        Assert.Equal(HttpStatusCode.OK, await StatusAsync());
        await school.Academy.Desk.SqlAsync(happens.Replace("@t", $"'{school.Partner.Organisation.Value}'", StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync());
        if (isUndone)
        {
            await school.Academy.Desk.SqlAsync($"UPDATE franchise.organisations SET status = 'active' WHERE tenant_id = '{school.Partner.Organisation.Value}'");
            Assert.Equal(HttpStatusCode.OK, await StatusAsync());
        }

        async Task<HttpStatusCode> StatusAsync()
        {
            using var http = school.App.Anonymous;
            using var answer = await http.GetAsync(path);
            return answer.StatusCode;
        }
    }

    [Fact]
    public async Task A_calendar_closes_with_the_member_who_made_it()
    {
        var school = await School.OpenAsync();
        // Somebody leads the organisation when she is gone.
        await SignIn.InvitedAsync(school.Partner, "coordinator");
        var (coordinator, member, _) = await SignIn.InvitedAsync(school.Partner, "coordinator");
        var path = (await coordinator.PostAsync("/v1/calendar-feeds", new { trainerId = school.Trainer })).Is(201).Text("path");
        using var http = school.App.Anonymous;
        using var open = await http.GetAsync(path);
        Assert.Equal(HttpStatusCode.OK, open.StatusCode);
        (await school.Partner.PostAsync($"/v1/members/{member}/disable", null, (await school.Partner.GetAsync($"/v1/members/{member}")).Is(200).ETag)).Is(200);
        using var closed = await http.GetAsync(path);
        Assert.Equal(HttpStatusCode.NotFound, closed.StatusCode);
    }

    private static Guid Guid(string learner) => Domain.Shared.Id<Domain.Delivery.Learner>.Parse(learner, null).Value;
}
