using System.Diagnostics;
using System.Globalization;
using Franchise.Api.Assurance;
using Franchise.Domain.Accreditation;
using Franchise.Domain.Assurance;
using Franchise.Domain.Catalogue;
using Franchise.Domain.Delivery;
using Franchise.Domain.Identity;
using Franchise.Domain.Licensing;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Crypto;
using Franchise.Infrastructure.Delivery;
using Franchise.Infrastructure.Tenancy;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Franchise.Load;

/// <summary>5,000 decisions entered in one call, with the sample drawn in the same transaction: the use case against one statement that writes the same rows.</summary>
internal static class SamplingBench
{
    private const int Learners = 100;
    private const int Units = 5;
    private const int Criteria = 10;
    private const int Decisions = Learners * Units * Criteria;
    private static readonly TimeZoneInfo london = TimeZoneInfo.FindSystemTimeZoneById("Europe/London");

    public static async Task<Sampling> RunAsync(LoadServer server, Measure measure, CancellationToken ct)
    {
        Console.WriteLine($"filling a database: a course of {Learners} learners and {Units} units");
        var original = await server.CreateAsync("sampling", new(1, 1, 0), ct);
        var box = new LearnerBox(new Secrets(Convert.FromBase64String(server.MasterKey)));
        var (organisation, courses) = await TeachAsync(original, box, 1, ct);
        var (course, request) = courses[0];
        await original.DisposeAsync();
        var rounds = new List<SamplingRound>();
        // The first runs code that was never run before, and counts for nothing.
        for (var i = -1; i < Math.Max(3, measure.Rounds); i++)
        {
            await using var copy = await server.CopyAsync(original, "sampling_run", ct);
            var (seconds, sampled) = await RecordAsync(copy, organisation, course, request, box, ct);
            await StageAsync(copy, ct);
            var statement = await StatementAsync(copy, organisation, ct);
            await DemandWrittenAsync(copy, sampled, ct);
            if (i < 0)
                continue;
            rounds.Add(new(seconds, statement, sampled));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  recorded {Decisions:N0}, drawn {sampled:N0} in {seconds:0.00} s, statement {statement:0.00} s, ratio {seconds / statement:0.0}"));
        }
        await server.DropAsync("sampling", ct);
        return new(Decisions, rounds);
    }

    private static async Task<(double Seconds, int Sampled)> RecordAsync(
        LoadDatabase database, Id<Organisation> organisation, Id<Course> course, RecordCourseResults.Request request, LearnerBox box, CancellationToken ct)
    {
        var actor = new Actor(ActorKind.Client, Id<ApiClient>.New(TimeProvider.System.GetUtcNow()).ToString(), organisation, null, Permission.ForPartnerClients, null);
        await using var db = database.Doors.Tenant(organisation, actor);
        var watch = Stopwatch.StartNew();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var recorded = await RecordCourseResults.Handle(course, request, db, actor, box, TimeProvider.System, ct);
        await transaction.CommitAsync(ct);
        return (watch.Elapsed.TotalSeconds, recorded.Decisions == Decisions ? recorded.Sampled : throw new InvalidOperationException($"{recorded.Decisions} decisions were recorded."));
    }

    // The very rows that the use case wrote, put aside and taken away again.
    private static async Task StageAsync(LoadDatabase database, CancellationToken ct)
    {
        await using var connection = new NpgsqlConnection(database.Admin + ";Pooling=false");
        await connection.OpenAsync(ct);
        await using var command = new NpgsqlCommand(
            """
            SET session_replication_role = replica;
            CREATE TABLE public.unit_assessments AS SELECT * FROM franchise.unit_assessments;
            CREATE TABLE public.assessment_decisions AS SELECT * FROM franchise.assessment_decisions;
            CREATE TABLE public.sampling_plans AS SELECT * FROM franchise.sampling_plans;
            CREATE TABLE public.sampling_draws AS SELECT * FROM franchise.sampling_draws;
            CREATE TABLE public.samples AS SELECT * FROM franchise.samples;
            CREATE TABLE public.said AS SELECT * FROM franchise.audit_entries WHERE action IN ('assessment.decided', 'sampling_plan.drawn', 'course.assessing');
            DELETE FROM franchise.samples; DELETE FROM franchise.sampling_draws; DELETE FROM franchise.sampling_plans;
            DELETE FROM franchise.assessment_decisions; DELETE FROM franchise.unit_assessments;
            DELETE FROM franchise.events WHERE type IN ('assessment.decided', 'sampling_plan.drawn', 'course.assessing');
            UPDATE franchise.courses SET status = 'delivered';
            GRANT SELECT ON ALL TABLES IN SCHEMA public TO PUBLIC;
            """, connection);
        await command.ExecuteNonQueryAsync(ct);
        command.CommandText = "VACUUM (ANALYZE)";
        await command.ExecuteNonQueryAsync(ct);
    }

    private static async Task<double> StatementAsync(LoadDatabase database, Id<Organisation> organisation, CancellationToken ct)
    {
        // As the role and through the walls that the use case goes through.
        await using var connection = await database.Databases.Tenant.OpenConnectionAsync(ct);
        var watch = Stopwatch.StartNew();
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await using (var tenant = new NpgsqlCommand(TenantProof.Statement, connection))
        {
            database.Proof.Fill(tenant, new(DatabaseRole.Tenant, organisation, Across: false, Actor.System));
            await tenant.ExecuteNonQueryAsync(ct);
        }
        await using var command = new NpgsqlCommand(
            """
            WITH a AS (INSERT INTO franchise.unit_assessments SELECT * FROM public.unit_assessments),
            d AS (INSERT INTO franchise.assessment_decisions SELECT * FROM public.assessment_decisions),
            p AS (INSERT INTO franchise.sampling_plans SELECT * FROM public.sampling_plans),
            w AS (INSERT INTO franchise.sampling_draws SELECT * FROM public.sampling_draws),
            s AS (INSERT INTO franchise.samples SELECT * FROM public.samples),
            c AS (UPDATE franchise.courses SET status = 'assessing', version = version + 1),
            e AS (INSERT INTO franchise.events (tenant_id, id, at, type, subject, data) SELECT tenant_id, gen_random_uuid(), at, action, subject, detail FROM public.said)
            INSERT INTO franchise.audit_entries (tenant_id, id, at, actor_kind, actor, action, subject, detail)
            SELECT tenant_id, gen_random_uuid(), at, actor_kind, actor, action, subject, detail FROM public.said
            """, connection)
        { CommandTimeout = 600 };
        await command.ExecuteNonQueryAsync(ct);
        await transaction.CommitAsync(ct);
        return watch.Elapsed.TotalSeconds;
    }

    private static async Task DemandWrittenAsync(LoadDatabase database, int sampled, CancellationToken ct)
    {
        await using var source = NpgsqlDataSource.Create(database.Admin + ";Pooling=false");
        await using var command = source.CreateCommand(
            "SELECT (SELECT count(*) FROM franchise.assessment_decisions), (SELECT count(*) FROM franchise.samples), (SELECT count(*) FROM franchise.events WHERE type = 'assessment.decided')");
        await using var reader = await command.ExecuteReaderAsync(ct);
        await reader.ReadAsync(ct);
        if ((reader.GetInt64(0), reader.GetInt64(1), reader.GetInt64(2)) != (Decisions, sampled, Learners * Units))
            throw new InvalidOperationException($"The statement wrote something else: {reader.GetInt64(0)}, {reader.GetInt64(1)}, {reader.GetInt64(2)}.");
    }

    /// <summary>Courses that were taught, by the domain's own verbs and in times gone by, each with what is to be entered of it.</summary>
    public static async Task<(Id<Organisation> Organisation, IReadOnlyList<(Id<Course> Course, RecordCourseResults.Request Results)> Courses)> TeachAsync(
        LoadDatabase database, LearnerBox box, int courses, CancellationToken ct)
    {
        var today = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);
        OwnTime On(int day) => new(Term.StartOf(today.AddDays(day), london).AddHours(10), london);
        await using var db = await database.Doors.AcrossTenants("load", Actor.System, ct);
        var organisation = await db.Set<Organisation>().Where(o => o.TenantId != Organisation.FranchisorId).Select(o => o.TenantId).SingleAsync(ct);
        var programme = new Programme("RM3", new("Programme", "OCN London", 2014, Provision.Regulated), On(-400).Now);
        db.Add(programme);
        var policy = new AccreditationPolicy("STANDARD", "Standard", On(-400).Now);
        var rules = policy.Draft(new(24, [30], 120, 6, 0, false, [], "Rules."), On(-400).Now);
        policy.Publish(rules.Id, On(-400).Now);
        db.Add(policy);
        var trainer = new Trainer(organisation, new("Ann Example", "ann@example.org", ["en"], null), null, On(-400).Now);
        db.Add(trainer);
        List<(string Code, Id<UnitVersion> Version)> units = [];
        var right = new UnitRight(true, new(today.AddDays(-500), null, ["en"]));
        for (var u = 1; u <= Units; u++)
        {
            var unit = new Unit(programme.Id, $"RM3-0{u}", Provision.Regulated, mandatory: true, On(-400).Now);
            var version = unit.Draft(new("A unit", 3, 3, 24, ["en"], [new("Know it", [.. Enumerable.Range(1, Criteria).Select(c => $"Show it {c}")])]), On(-400).Now);
            unit.Publish(version.Id, On(-400).Now);
            units.Add((unit.Code, version.Id));
            var accreditation = UnitAccreditation.Nominate(trainer, unit.Code, right, Actor.System, On(-200));
            accreditation.BeginTraining(today.AddDays(-200), null, On(-200));
            accreditation.Observe(new(new("Cara Critic", "cara@example.org", null, InHouse: false), today.AddDays(-200), ObservationOutcome.Met, "Seen.", null), trainer, Actor.System, On(-200));
            accreditation.Accredit(new(rules, trainer, right, 0, null), Actor.System, On(-200));
            db.AddRange(unit, accreditation);
        }
        var free = new DeliveryFacts(null, new Dictionary<string, EligibilityFacts>(), new Dictionary<(Id<Trainer>, string), TrainerFile>(), []);
        List<(Id<Course>, RecordCourseResults.Request)> taught = [];
        for (var n = 0; n < courses; n++)
        {
            var course = new Course(organisation, CourseKind.Learners, null, new("Spring", "en", CourseMode.Online, "Europe/London", "GB", Learners), units, 30, On(-60));
            var (starts, ends) = new SessionHours(today.AddDays(-30), "09:30", "12:30").Resolve(london, "");
            course.AddSessions([new(0, today.AddDays(-30), starts, ends, [.. units.Select(u => u.Code)], null, [trainer.Id])], free, null, On(-60));
            course.Open(free, On(-50));
            List<Enrolment> enrolments = [];
            for (var l = 0; l < Learners; l++)
            {
                var id = Id<Learner>.New(On(-40).Now);
                var learner = new Learner(organisation, id, box.Seal(organisation, id, new($"Joanna Learner{l}", "Jo", null, null, null, null, ContactRule.None, null)), On(-40).Now);
                enrolments.Add(new(course, learner, l, free, On(-40)));
                db.AddRange(learner, enrolments[^1]);
            }
            course.Confirm(Learners, free, On(-35));
            while (course.NextDue(On(-20)) is { } due)
                course.Carry(due, 0, On(-20));
            db.Add(course);
            taught.Add((
                course.Id,
                new([
                    .. enrolments.SelectMany((e, l) => units.Select((u, m) => new RecordCourseResults.Line(
                        e.Id, u.Code, trainer.Id, today.AddDays(-2),
                        [.. Enumerable.Range(1, Criteria).Select(c => new DecisionRequest($"1.{c}", (l + m + c) % 11 == 0 ? DecisionOutcome.Referred : DecisionOutcome.Met, Borderline: (l + c) % 13 == 0))]))),
                ])));
        }
        await db.SaveChangesAsync(ct);
        return (organisation, taught);
    }
}
