using System.Net;
using System.Net.Http.Headers;
using Franchise.Api.Tests.Accreditation;
using Franchise.Api.Tests.Delivery;
using Franchise.Domain.Identity;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;

namespace Franchise.Api.Tests.Assurance;

/// <summary>What is refused, and leaves no trace.</summary>
public sealed class RefusalTests
{
    [Fact]
    public async Task What_cannot_be_assessed_is_refused_whole()
    {
        var assessed = await Assessed.OpenAsync(3);
        var (mine, gone) = (assessed.Enrolments[0], assessed.Enrolments[2]);
        (await assessed.School.DoToEnrolmentAsync(gone, "withdraw", new { reason = "notSaid" })).Is(200);
        var novice = await assessed.Academy.TrainerAsync(name: "Nora Novice");
        var other = await Assessed.OpenAsync(1);
        var planned = await assessed.School.OpenedAsync();
        await assessed.WithoutEffectAsync(async () =>
        {
            string Pointer(Answer refused) => refused.Refuses(422, "validation_failed").Json.GetProperty("errors")[0].GetProperty("pointer").GetString()!;
            var path = $"/v1/enrolments/{mine}/results";
            (await assessed.EnterAsync(gone, Assessed.Says("1.1"))).Refuses(409, "enrolment_withdrawn");
            Assert.Equal("/decisions/0/criterion", Pointer(await assessed.EnterAsync(mine, Assessed.Says("1.9"))));
            Assert.Equal("/decisions/1/criterion", Pointer(await assessed.EnterAsync(mine, Assessed.Says("1.1"), Assessed.Says("1.1"))));
            Assert.Equal("/unit", Pointer(await assessed.Partner.PostAsync(path, new { unit = assessed.Academy.OtherUnit, assessorId = assessed.Trainer, decidedOn = assessed.First, decisions = new[] { Assessed.Says("1.1") } })));
            Assert.Equal("/decidedOn", Pointer(await assessed.Partner.PostAsync(path, new { unit = assessed.Unit, assessorId = assessed.Trainer, decidedOn = assessed.First.AddDays(9), decisions = new[] { Assessed.Says("1.1") } })));
            Assert.Equal("/decidedOn", Pointer(await assessed.Partner.PostAsync(path, new { unit = assessed.Unit, assessorId = assessed.Trainer, decidedOn = assessed.First.AddDays(-1), decisions = new[] { Assessed.Says("1.1") } })));
            foreach (var stranger in new[] { other.Trainer, "trn_01jd8yq3zhf2vt8m6w4x5c7b9h" })
                Assert.Equal("/assessorId", Pointer(await assessed.Partner.PostAsync(path, assessed.EntryBy(stranger, Assessed.Says("1.1")))));
            Assert.Contains("assessor_not_accredited", School.Codes((await assessed.Partner.PostAsync(path, assessed.EntryBy(novice, Assessed.Says("1.1")))).Refuses(409, "assessor_not_accredited")));
            Assert.Equal("/decisions/0/reason", Pointer(await assessed.EnterAsync(mine, Assessed.Says("1.1", reason: "Nothing is corrected."))));
            foreach (var absent in new[] { other.Enrolments[0], "enr_01jd8yq3zhf2vt8m6w4x5c7b9h" })
                (await assessed.EnterAsync(absent, Assessed.Says("1.1"))).Refuses(404, "not_found");
            var waiting = await assessed.School.EnrolledAsync(planned);
            (await assessed.EnterAsync(waiting, Assessed.Says("1.1"))).Refuses(409, "course_state_forbids");
            (await assessed.School.DoToEnrolmentAsync(waiting, "withdraw", new { reason = "notSaid" })).Is(200);
        }, tables);
        await assessed.WithoutEffectAsync(async () =>
        {
            // One line that is wrong, and none is taken.
            var refused = (await assessed.Partner.PostAsync(
                $"/v1/courses/{assessed.Course}/results",
                new { results = assessed.Enrolments.Append(other.Enrolments[0]).Append(mine).Select(e => new { enrolmentId = e, unit = assessed.Unit, assessorId = assessed.Trainer, decidedOn = assessed.First, decisions = new[] { Assessed.Says("1.1") } }) }))
                .Refuses(422, "validation_failed");
            Assert.Equal(["/results/3/enrolmentId", "/results/4/unit"], refused.Json.GetProperty("errors").EnumerateArray().Select(e => e.GetProperty("pointer").GetString()));
        });
        (await assessed.EnterAsync(mine, Assessed.Says("1.1"))).Is(200);
        var wrong = (await assessed.DecisionsAsync(mine))[0].GetProperty("id").GetString();
        await assessed.WithoutEffectAsync(async () =>
        {
            (await assessed.EnterAsync(mine, Assessed.Says("1.1", "notYet"))).Refuses(409, "criterion_met");
            (await assessed.EnterAsync(mine, Assessed.Says("1.1", "notYet", corrects: wrong))).Refuses(422, "validation_failed");
            (await assessed.EnterAsync(assessed.Enrolments[1], Assessed.Says("1.1", "notYet", corrects: wrong, reason: "Another's."))).Refuses(422, "validation_failed");
        });
        (await assessed.EnterAsync(mine, Assessed.Says("1.1", "notYet", corrects: wrong, reason: "Not hers."))).Is(200);
        var both = await assessed.DecisionsAsync(mine);
        Assert.Equal([("met", null), ("notYet", wrong)], both.Select(d => (d.GetProperty("outcome").GetString(), d.GetProperty("correctsId").GetString())));
        await assessed.WithoutEffectAsync(async () => (await assessed.EnterAsync(mine, Assessed.Says("1.1", corrects: wrong, reason: "Again."))).Refuses(409, "decision_superseded"));
    }

    // A woman who enrols and withdraws leaves her own trace; what is assessed leaves none.
    private static readonly string[] tables = ["unit_assessments", "assessment_decisions", "sampling_plans", "sampling_draws", "samples"];

    [Fact]
    public async Task An_assessor_is_not_the_learner_herself()
    {
        var school = await School.OpenAsync();
        var address = Academy.Address();
        var assessor = await school.Academy.TrainerAsync(address, name: "Zoë O'Brien");
        await school.Academy.AccreditedAsync(assessor);
        var course = await school.OpenedAsync();
        string[] enrolments = [await school.EnrolledAsync(course, await school.LearnerAsync("obrien, ZOE")), await school.EnrolledAsync(course, await school.LearnerAsync(email: address))];
        (await school.DoAsync(course, "confirm")).Is(200);
        var first = await school.InDaysAsync(8);
        await school.MoveAndSweepAsync(first.AddDays(1));
        await school.WithoutEffectAsync(async () =>
        {
            foreach (var enrolment in enrolments)
                (await school.Partner.PostAsync($"/v1/enrolments/{enrolment}/results", new { unit = school.Unit, assessorId = assessor, decidedOn = first, decisions = new[] { Assessed.Says("1.1") } }))
                    .Refuses(409, "assessor_is_learner");
        });
        // While the course is taught it stays so, though results come in.
        (await school.Partner.PostAsync($"/v1/enrolments/{enrolments[0]}/results", new { unit = school.Unit, assessorId = school.Trainer, decidedOn = first, decisions = new[] { Assessed.Says("1.1") } })).Is(200);
        Assert.Equal("running", (await school.GetAsync(course)).Text("status"));
    }

    [Fact]
    public async Task A_trainer_sees_and_decides_on_her_own_courses_and_an_assurer_sees_all()
    {
        var academy = await Academy.OpenAsync();
        var (ann, memberId, _) = await SignIn.InvitedAsync(academy.Partner, "trainer", "Ann Example");
        var school = await School.OpenAsync(memberId, academy);
        var colleague = await academy.TrainerAsync(name: "Cleo Colleague");
        await academy.AccreditedAsync(colleague);
        var hers = await Assessed.OpenAsync(1, school);
        var theirs = await school.OpenedAsync(trainer: colleague);
        var enrolled = await school.EnrolledAsync(theirs);
        (await school.DoAsync(theirs, "confirm")).Is(200);
        var first = await school.InDaysAsync(8);
        await school.MoveAndSweepAsync(first.AddDays(8));
        object Entry(string assessor) => new { unit = school.Unit, assessorId = assessor, decidedOn = first, decisions = new[] { Assessed.Says("1.1") } };
        (await school.Partner.PostAsync($"/v1/enrolments/{enrolled}/results", Entry(colleague))).Is(200);
        var assessment = (await school.Partner.GetAsync($"/v1/enrolments/{enrolled}/results")).Is(200).Json.GetProperty("units")[0].GetProperty("assessmentId").GetString()!;

        await hers.EnterAllAsync(ann);
        Assert.Single((await ann.GetAsync($"/v1/courses/{hers.Course}/results")).Is(200).Json.GetProperty("data").EnumerateArray());
        var own = await hers.AssessmentAsync(hers.Enrolments[0]);
        (await hers.UploadAsync(own, "Hers."u8.ToArray(), ann)).Is(201);
        await school.WithoutEffectAsync(async () =>
        {
            // Somebody else's name is not hers to give.
            (await ann.PostAsync($"/v1/enrolments/{hers.Enrolments[0]}/results", Entry(colleague))).Refuses(422, "validation_failed");
            (await ann.PostAsync($"/v1/enrolments/{enrolled}/results", Entry(school.Trainer))).Refuses(404, "not_found");
            (await ann.PostAsync($"/v1/courses/{theirs}/results", new { results = new[] { new { enrolmentId = enrolled, unit = school.Unit, assessorId = school.Trainer, decidedOn = first, decisions = new[] { Assessed.Says("1.2") } } } })).Refuses(404, "not_found");
            (await hers.UploadAsync(assessment, "Not hers."u8.ToArray(), ann)).Refuses(404, "not_found");
            foreach (var path in new[] { $"/v1/courses/{theirs}/results", $"/v1/enrolments/{enrolled}/results", $"/v1/assessments/{assessment}", $"/v1/courses/{theirs}/sampling-plan" })
            {
                (await ann.GetAsync(path)).Refuses(404, "not_found");
                (await hers.Assurer.GetAsync(path)).Is(200);
            }
            Assert.NotEqual(0, (await ann.GetAsync("/v1/samples")).Is(200).Json.GetProperty("data").GetArrayLength());
            Assert.All((await ann.GetAsync("/v1/samples")).Is(200).Json.GetProperty("data").EnumerateArray(), s => Assert.Equal(hers.Course, s.GetProperty("courseId").GetString()));
            (await ann.GetAsync("/v1/assurers")).Refuses(403, "permission_missing");
            // What an assurer sees she cannot enter results of.
            (await hers.Assurer.PostAsync($"/v1/enrolments/{enrolled}/results", Entry(colleague))).Refuses(404, "not_found");
            (await hers.Assurer.PostAsync($"/v1/assurers/{hers.AssurerId}/approve", null, "\"v1\"")).Refuses(403, "permission_missing");
        });
    }

    [Fact]
    public async Task Nobody_assures_her_own_decisions_by_whichever_account()
    {
        var academy = await Academy.OpenAsync();
        var address = Academy.Address();
        var (_, memberId, _) = await SignIn.InvitedAsync(academy.Partner, "trainer", "Annie E.", address);
        var school = await School.OpenAsync(memberId, academy);
        var assessed = await Assessed.OpenAsync(1, school);
        var (coordinator, coordinatorId, coordinatorMember) = await Assessed.AssurerAsync(academy, "Cora Ordinator", role: "coordinator");
        await assessed.EnterAllAsync(coordinator);
        var sample = (await assessed.PendingAsync())[0];
        // Her account as a trainer; one with her name in other letters; one whose mail goes to the same box; and who entered it for her.
        await Assessed.NominatedAsync(academy, memberId);
        var byName = await Assessed.AssurerAsync(academy, "EXAMPLE, Änn");
        var byMailbox = await Assessed.AssurerAsync(academy, "Somebody Else", address.Replace("@", "+second@", StringComparison.Ordinal));
        var tied = await Assessed.AssurerAsync(academy, "Tilda Tied");
        (await tied.Caller.PostAsync($"/v1/assurers/{tied.Id}/ties", new { trainerId = assessed.Trainer, kind = "related" })).Is(201);
        var manager = await Assessed.AssurerAsync(academy, "Bea Boss");
        var nominee = await Assessed.AssurerAsync(academy, "Nel Nominee", role: "coordinator", approve: false);
        await assessed.WithoutEffectAsync(async () =>
        {
            foreach (var herself in new[] { byName.Caller, byMailbox.Caller, coordinator })
                (await assessed.SettleAsync(sample, by: herself)).Refuses(409, "assurer_not_independent");
            foreach (var other in new[] { tied.Caller, manager.Caller })
                (await assessed.SettleAsync(sample, by: other)).Refuses(409, "assurer_tied");
            (await assessed.SettleAsync(sample, by: nominee.Caller)).Refuses(409, "assurer_not_approved");
            (await assessed.SettleAsync(sample, by: assessed.Partner)).Refuses(403, "not_an_assurer");
            (await assessed.AssureAsync(assessed.Partner)).Refuses(403, "not_an_assurer");
            (await assessed.Partner.PostAsync("/v1/assurers", new { memberId = coordinatorMember })).Refuses(409, "assurer_nominated");
            (await tied.Caller.PostAsync($"/v1/assurers/{tied.Id}/ties", new { trainerId = assessed.Trainer, kind = "related" })).Refuses(409, "tie_declared");
            // Nobody but she, or who may nominate her, says to whom she is tied.
            (await tied.Caller.PostAsync($"/v1/assurers/{manager.Id}/ties", new { trainerId = assessed.Trainer, kind = "related" })).Refuses(403, "not_an_assurer");
            (await tied.Caller.PostAsync($"/v1/assurers/{tied.Id}/ties", new { trainerId = "trn_01jd8yq3zhf2vt8m6w4x5c7b9h", kind = "related" })).Refuses(422, "validation_failed");
            (await assessed.Partner.PostAsync("/v1/assurers", new { memberId = "mem_01jd8yq3zhf2vt8m6w4x5c7b9h" })).Refuses(422, "validation_failed");
        });
        (await assessed.SettleAsync(sample)).Is(200);
        // From the day on which she stands down nothing more is hers to settle.
        var etag = (await assessed.Partner.GetAsync($"/v1/assurers/{assessed.AssurerId}")).Is(200).ETag;
        (await assessed.Partner.PostAsync($"/v1/assurers/{assessed.AssurerId}/stand-down", null, etag)).Is(200);
        await assessed.WithoutEffectAsync(async () =>
            (await assessed.SettleAsync((await assessed.PendingAsync())[0])).Refuses(404, "not_found"));
        Assert.Equal("approved", (await assessed.Admin.GetAsync($"/v1/assurers/{coordinatorId}")).Is(200).Text("status"));
    }

    [Fact]
    public async Task An_assurer_who_was_removed_and_came_back_is_nominated_and_approved_anew()
    {
        var assessed = await Assessed.OpenAsync(1);
        await assessed.EnterAllAsync();
        var samples = await assessed.PendingAsync();
        string back;
        await using (var db = assessed.School.App.Database.Doors.PlatformFor(assessed.Partner.Organisation, Actor.System))
        {
            var was = await db.FindAsync<Member>(assessed.Partner.Organisation, Id<Member>.Parse(assessed.MemberId, null));
            db.Remove(was!);
            await db.SaveChangesAsync();
            var again = new Member(was!.TenantId, was.UserId, was.Role, was.DisplayName, was.Email, TimeProvider.System.GetUtcNow());
            db.Add(again);
            await db.SaveChangesAsync();
            back = again.Id.ToString();
        }
        await assessed.WithoutEffectAsync(async () =>
        {
            (await assessed.SettleAsync(samples[0])).Refuses(404, "not_found");
            (await assessed.Assurer.GetAsync($"/v1/courses/{assessed.Course}/sampling-plan")).Refuses(404, "not_found");
        });
        var nominated = (await assessed.Partner.PostAsync("/v1/assurers", new { memberId = back })).Is(201);
        (await assessed.Partner.PostAsync("/v1/assurers", new { memberId = back })).Refuses(409, "assurer_nominated");
        Assert.Equal("stoodDown", (await assessed.Partner.GetAsync($"/v1/assurers/{assessed.AssurerId}")).Is(200).Text("status"));
        (await assessed.SettleAsync(samples[0])).Refuses(404, "not_found");
        var approved = (await assessed.Admin.PostAsync($"/v1/assurers/{nominated.Text("id")}/approve", null, nominated.ETag)).Is(200);
        (await assessed.SettleAsync(samples[0])).Is(200);
        var path = $"/v1/assurers/{nominated.Text("id")}";
        await assessed.WithoutEffectAsync(async () => (await assessed.Admin.PostAsync($"{path}/approve", null, approved.ETag)).Refuses(409, "assurer_approved"));
        var down = (await assessed.Partner.PostAsync($"{path}/stand-down", null, approved.ETag)).Is(200);
        await assessed.WithoutEffectAsync(async () => (await assessed.Partner.PostAsync($"{path}/stand-down", null, down.ETag)).Refuses(409, "assurer_stood_down"));
    }

    [Fact]
    public async Task A_decision_that_was_corrected_before_anybody_looked_speaks_for_no_assessor()
    {
        var assessed = await Assessed.OpenAsync(1);
        await assessed.EnterAllAsync();
        var whose = assessed.Enrolments[0];
        var first = (await assessed.DecisionsAsync(whose)).Single(d => d.GetProperty("criterion").GetString() == "1.1").GetProperty("id").GetString();
        (await assessed.EnterAsync(whose, Assessed.Says("1.1", "notYet", corrects: first, reason: "The wrong essay."))).Is(200);
        await assessed.SettleAllAsync();
        Assert.All(await assessed.SamplesAsync(), s => Assert.Equal("agreed", s.GetProperty("outcome").GetString()));
        var trainer = Id<Domain.Accreditation.Trainer>.Parse(assessed.Trainer, null);
        await using var db = assessed.School.App.Database.Doors.PlatformFor(assessed.Partner.Organisation, Actor.System);
        var record = await Franchise.Infrastructure.Assurance.AssuranceOnFile.RecordsAsync(db, assessed.Partner.Organisation, [trainer], await assessed.Academy.Desk.TodayAsync(), default);
        // Of four samples that were agreed one is of what she had taken back herself.
        Assert.Equal((4, 3), ((await assessed.SamplesAsync()).Length, record[trainer].Agreed));
    }

    [Fact]
    public async Task Two_who_gave_no_name_are_not_one_for_that()
    {
        var assessed = await Assessed.OpenAsync(1);
        var (coordinator, _, _) = await SignIn.InvitedAsync(assessed.Partner, "coordinator", "");
        var (unnamed, _, _) = await Assessed.AssurerAsync(assessed.Academy, "");
        await assessed.EnterAllAsync(coordinator);
        (await assessed.SettleAsync((await assessed.PendingAsync())[0], by: unnamed)).Is(200);
    }

    [Fact]
    public async Task An_outcome_says_what_it_must_and_is_given_once()
    {
        var assessed = await Assessed.OpenAsync(1);
        await assessed.EnterAllAsync();
        var samples = await assessed.PendingAsync();
        var today = await assessed.Academy.Desk.TodayAsync();
        var first = (await assessed.SamplesAsync()).Single(s => s.GetProperty("id").GetString() == samples[0]).GetProperty("decisionId").GetString();
        await assessed.WithoutEffectAsync(async () =>
        {
            foreach (var (outcome, note, due) in new (string, string?, DateOnly?)[]
                     {
                         ("pending", "x", null), ("overturned", null, null), ("actionRequired", "x", null), ("actionRequired", "x", today.AddDays(-1)), ("agreed", null, today), ("actionRequired", null, today),
                     })
                (await assessed.SettleAsync(samples[0], outcome, note, due)).Refuses(422, "validation_failed");
            (await assessed.Assurer.PostAsync($"/v1/samples/{samples[0]}/close-action", new { note = "Done." })).Refuses(409, "no_open_action");
            (await assessed.SettleAsync("smp_01jd8yq3zhf2vt8m6w4x5c7b9h")).Refuses(404, "not_found");
        });
        var criterion = (await assessed.DecisionsAsync(assessed.Enrolments[0])).Single(d => d.GetProperty("id").GetString() == first).GetProperty("criterion").GetString()!;
        (await assessed.EnterAsync(assessed.Enrolments[0], Assessed.Says(criterion, "notYet", corrects: first, reason: "Not hers."))).Is(200);
        await assessed.WithoutEffectAsync(async () => (await assessed.SettleAsync(samples[0], "overturned", "Wrong.")).Refuses(409, "decision_superseded"));
        (await assessed.SettleAsync(samples[0])).Is(200);
        await assessed.WithoutEffectAsync(async () => (await assessed.SettleAsync(samples[0], "overturned", "Wrong.")).Refuses(409, "sample_settled"));
    }

    [Fact]
    public async Task A_file_that_is_too_large_or_of_nobody_is_refused_before_it_is_read()
    {
        var assessed = await Assessed.OpenAsync(1);
        await assessed.EnterAllAsync();
        var id = await assessed.AssessmentAsync(assessed.Enrolments[0]);
        await assessed.WithoutEffectAsync(async () =>
        {
            (await assessed.UploadAsync("asm_01jd8yq3zhf2vt8m6w4x5c7b9h", "x"u8.ToArray())).Refuses(404, "not_found");
            (await assessed.UploadAsync(id, "x"u8.ToArray(), criterion: "9.9")).Refuses(422, "validation_failed");
            (await assessed.UploadAsync(id, new byte[26 << 20])).Refuses(413, "document_too_large");
            Assert.Equal((HttpStatusCode.RequestEntityTooLarge, 0L), await AnnouncedAsync(assessed, $"/v1/assessments/{id}/evidence?fileName=a.txt", 200L << 20));
            Assert.Equal((HttpStatusCode.NotFound, 0L), await AnnouncedAsync(assessed, "/v1/assessments/asm_01jd8yq3zhf2vt8m6w4x5c7b9h/evidence?fileName=a.txt", 1L << 20));
        });
        (await assessed.School.DoToEnrolmentAsync(assessed.Enrolments[0], "withdraw", new { reason = "notSaid" })).Is(200);
        await assessed.WithoutEffectAsync(async () => (await assessed.UploadAsync(id, "x"u8.ToArray())).Refuses(409, "enrolment_withdrawn"));
    }

    // Says how large the file is and waits to be asked for it, as curl does. Answers how much was taken of it.
    private static async Task<(HttpStatusCode Status, long Sent)> AnnouncedAsync(Assessed assessed, string path, long length)
    {
        using var any = assessed.School.App.CreateClient();
        using var http = new HttpClient(new SocketsHttpHandler { Expect100ContinueTimeout = TimeSpan.FromMinutes(1) }) { BaseAddress = any.BaseAddress };
        using var content = new Announced(length);
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = content };
        request.Headers.Authorization = new("Bearer", assessed.Partner.Token);
        request.Headers.ExpectContinue = true;
        using var answer = await http.SendAsync(request);
        return (answer.StatusCode, content.Sent);
    }

    private sealed class Announced : HttpContent
    {
        private readonly long length;

        public Announced(long length)
        {
            this.length = length;
            Headers.ContentType = new MediaTypeHeaderValue("text/plain");
        }

        public long Sent { get; private set; }

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            var block = new byte[1 << 20];
            for (; Sent < length; Sent += block.Length)
                await stream.WriteAsync(block);
        }

        protected override bool TryComputeLength(out long length)
        {
            length = this.length;
            return true;
        }
    }
}
