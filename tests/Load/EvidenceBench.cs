using System.Diagnostics;
using System.Globalization;
using Franchise.Api.Assurance;
using Franchise.Domain.Delivery;
using Franchise.Domain.Identity;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Assurance;
using Franchise.Infrastructure.Crypto;
using Franchise.Infrastructure.Delivery;
using Microsoft.EntityFrameworkCore;

namespace Franchise.Load;

/// <summary>The evidence pack of an organisation with 500 learners on five courses of five units, with registers, results and samples.</summary>
internal static class EvidenceBench
{
    private const int Courses = 5;

    public static async Task<Evidence> RunAsync(LoadServer server, Measure measure, CancellationToken ct)
    {
        Console.WriteLine($"filling a database: {Courses} courses with their registers, results and samples");
        await using var database = await server.CreateAsync("evidence", new(1, 1, 0), ct);
        var box = new LearnerBox(new Secrets(Convert.FromBase64String(server.MasterKey)));
        var (organisation, courses) = await SamplingBench.TeachAsync(database, box, Courses, ct);
        var actor = new Actor(ActorKind.Client, Id<ApiClient>.New(TimeProvider.System.GetUtcNow()).ToString(), organisation, null, Permission.ForPartnerClients, null);
        var decisions = 0;
        foreach (var (course, results) in courses)
        {
            await using var db = database.Doors.Tenant(organisation, actor);
            await using var transaction = await db.Database.BeginTransactionAsync(ct);
            var taught = await db.Set<Course>().Include(c => c.Sessions).SingleAsync(c => c.Id == course, ct);
            var enrolments = await db.Set<Enrolment>().Where(e => e.CourseId == course).ToDictionaryAsync(e => e.Id, ct);
            foreach (var session in taught.Sessions)
                db.AddRange(Attendance.Of(
                    session, [.. enrolments.Keys.Select(e => new RegisterLine(e, Presence.Present, null, null))], enrolments, new Dictionary<Id<Enrolment>, Attendance>(), actor.Subject,
                    TimeProvider.System.GetUtcNow()));
            decisions += (await RecordCourseResults.Handle(course, results, db, actor, box, TimeProvider.System, ct)).Decisions;
            await db.SaveChangesAsync(ct);
            await transaction.CommitAsync(ct);
        }
        var today = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);
        List<EvidenceRound> rounds = [];
        int learners;
        await using (var db = database.Doors.Tenant(organisation, actor))
            learners = await db.Set<Enrolment>().CountAsync(ct);
        for (var i = 0; i < Math.Max(3, measure.Rounds); i++)
        {
            await using var db = database.Doors.Tenant(organisation, actor);
            var watch = Stopwatch.StartNew();
            var pack = await GetOrganisationEvidence.Handle(organisation, today.AddYears(-1), today, db, actor, TimeProvider.System, ct);
            var read = watch.Elapsed.TotalSeconds;
            using var zip = new MemoryStream();
            await EvidenceArchive.WriteAsync(zip, pack.Scope, pack.Files, ct);
            rounds.Add(new(read, watch.Elapsed.TotalSeconds - read, zip.Length));
            if (pack.Files.Single(f => f.Name == "decisions.csv").Rows != decisions)
                throw new InvalidOperationException("Decisions are missing in the pack.");
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {learners:N0} learners, {decisions:N0} decisions: read in {read:0.00} s, zipped in {rounds[^1].ZipSeconds:0.00} s, {zip.Length / 1024:N0} KiB"));
        }
        return new(learners, decisions, rounds);
    }
}
