using System.Collections.Immutable;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Franchise.Api.Tests.Identity;
using Franchise.Domain.Identity;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Franchise.Api.Tests.Matrix;

/// <summary>Says what a new operation needs before the matrix can exercise it.</summary>
public sealed class MatrixGap(string message) : Exception(message);

/// <summary>
/// An organisation with one of everything and two of what is listed, made through the API. Whatever text it holds carries a word that stands nowhere
/// else, its canary, so that anything of it is recognised wherever it turns up.
/// </summary>
public sealed partial class MatrixWorld
{
    private const string Redirect = "https://app.example.org/callback";
    private const string Password = "four unrelated words";

    // Members whose text is free. Others mean something, as a time zone does, and stay as the example has them.
    private static readonly HashSet<string> free = new(StringComparer.Ordinal)
    {
        "name", "tradingName", "title", "awardingOrganisation", "note", "text", "reason", "agreementText", "learnerProtectionPlan", "line1", "town", "criteria",
        "notes", "what", "permittedBecause", "legalName", "preferredName", "group", "overrideReason", "purpose", "shortNoticeReason", "audience", "description",
        "reference", "approvedBy", "purchaseOrder", "contactName",
    };

    private static int count;
    private readonly HttpClient http;
    private readonly Dictionary<string, List<string>> harvest = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> foreign = new(StringComparer.Ordinal);
    private string[] units = [];
    private string[] resources = [];
    private string package = "";
    private string unit = "";
    private string? payable;

    private MatrixWorld(App app, ApiDescription api, HttpClient http)
    {
        (App, Api, this.http) = (app, api, http);
        Canary = "zq" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(5)) + "qz";
        Phone = $"+447{RandomNumberGenerator.GetInt32(100_000_000, 1_000_000_000)}";
    }

    public App App { get; }

    public ApiDescription Api { get; }

    /// <summary>The word that stands in every text of it.</summary>
    public string Canary { get; }

    /// <summary>The telephone number of its contacts.</summary>
    public string Phone { get; }

    /// <summary>A system of it that holds all that a partner's can.</summary>
    public Caller Partner { get; private set; } = null!;

    /// <summary>A system of it with what a viewer may.</summary>
    public Caller Viewer { get; private set; } = null!;

    /// <summary>An administrator of Cohort 4's herself, for what no system may do.</summary>
    public Caller Person { get; private set; } = null!;

    /// <summary>The token of a coordinator of it, signed in with PKCE.</summary>
    public string UserToken { get; private set; } = "";

    /// <summary>The same coordinator as a caller: an approved assurer too, for what she alone settles.</summary>
    public Caller Assurer { get; private set; } = null!;

    /// <summary>A system of a sandbox beside it: the world itself is live, and has no clock of its own.</summary>
    public Caller Sandbox { get; private set; } = null!;

    /// <summary>One of everything, by the prefix of its ids.</summary>
    public Dictionary<string, string> Ids { get; } = new(StringComparer.Ordinal);

    public static async Task<MatrixWorld> BuildAsync(App app, ApiDescription api)
    {
        using var any = app.Anonymous;
        var world = new MatrixWorld(app, api, new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = any.BaseAddress });
        await world.MakeAsync();
        return world;
    }

    // ------------------------------------------------------------------------------------------------------------------------------------- requests

    /// <summary>Who rightfully calls an operation: Cohort 4 where it is for it alone, else the partner.</summary>
    public Caller OwnerOf(ApiOperation operation) =>
        operation.Id is "proposeTermination" or "confirmTermination" ? Person
        : operation.Id is "getClock" or "advanceClock" ? Sandbox
        : operation.Id is "settleSample" or "closeSampleAction" or "assureCourse" ? Assurer
        : !operation.IsForCohort4 && operation.Permission is { } permission && Permission.ForPartnerClients.Contains(permission) ? Partner
        : operation.Permission is { } rare && !Permission.Of(Role.PlatformAdministrator).Contains(rare) ? App.Finance : App.Admin;

    /// <summary>A request that its rightful owner may make and that succeeds: what it needs is arranged for first.</summary>
    /// <exception cref="MatrixGap">Something is missing for it; the message says what to add.</exception>
    public async Task<MatrixRequest> PrepareAsync(ApiOperation operation) =>
        await RequestAsync(operation, Arrangements.For.TryGetValue(operation.Id, out var arrange) ? await arrange(this) : []);

    /// <summary>Does something as its rightful owner.</summary>
    /// <exception cref="MatrixGap">It was refused.</exception>
    public Task<JsonNode> DoAsync(string operationId, params (string Place, JsonNode? Value)[] with) => DoAsAsync(OwnerOf(Api[operationId]), operationId, with);

    /// <summary>Sends a request and reads the answer whole.</summary>
    public async Task<Answer> SendAsync(MatrixRequest request, string? token)
    {
        using var message = request.Message(token);
        using var answer = await http.SendAsync(message);
        return new(
            (int)answer.StatusCode,
            await answer.Content.ReadAsStringAsync(),
            answer.Headers.ETag?.ToString(),
            answer.Headers.Location?.ToString(),
            answer.Headers.Concat(answer.Content.Headers).ToDictionary(h => h.Key, h => string.Join(", ", h.Value), StringComparer.OrdinalIgnoreCase)
        );
    }

    /// <summary>A client that sends whatever it is given, as somebody.</summary>
    public HttpClient ClientOf(Caller caller)
    {
        var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = http.BaseAddress };
        client.DefaultRequestHeaders.Authorization = new("Bearer", caller.Token);
        return client;
    }

    /// <summary>The request that an operation takes with the world's own ids, and these values in place of what would stand there.</summary>
    public async Task<MatrixRequest> RequestAsync(ApiOperation operation, params (string Place, JsonNode? Value)[] with)
    {
        var (path, query) = (ImmutableDictionary<string, string>.Empty, ImmutableDictionary<string, string>.Empty);
        foreach (var slot in operation.Slots.Where(s => s.In != Part.Body))
        {
            var given = with.FirstOrDefault(w => w.Place == slot.Name).Value?.ToString();
            if (slot.In == Part.Path)
                path = path.Add(slot.Name, given ?? (slot.Prefix is { } prefix ? IdOf(operation, prefix) : throw new MatrixGap(
                    $"{operation}: the path has {{{slot.Name}}}, which is no id. Say in {nameof(Arrangements)} what stands there.")));
            else if (given is not null || slot.Required)
                query = query.Add(slot.Name, given ?? throw new MatrixGap($"{operation}: the query needs {slot.Name}. Say in {nameof(Arrangements)} what stands there."));
        }
        var body = operation.Example is { } example ? Fill(operation, "", example, operation.Schema!) : null;
        var file = operation.TakesFile ? Encoding.UTF8.GetBytes($"The handbook of {Canary}, {Fresh("edition")}.") : null;
        var request = new MatrixRequest(operation, path, query, ImmutableDictionary<string, string>.Empty, body, file);
        foreach (var (place, value) in with.Where(w => w.Place.StartsWith('/')))
            request = request.With(place, value);
        if (operation.TakesIdempotencyKey)
            request = request.WithHeader("Idempotency-Key", Fresh("key"));
        return operation.TakesIfMatch ? request.WithHeader("If-Match", await ETagAsync(request)) : request;
    }

    // -------------------------------------------------------------------------------------------------------------------------------------- victims

    /// <summary>
    /// What another world might try in a place: an id of this one, or a text that stands for something of this one and that the other has neither itself
    /// nor been told. Null where a text there stands for nothing.
    /// </summary>
    public string? LureFor(ApiOperation operation, Slot slot, MatrixWorld other, IReadOnlySet<string> told)
    {
        if (slot.Prefix is { } prefix)
            return foreign.GetValueOrDefault(prefix) ?? IdOf(operation, prefix);
        var name = slot.Name.Split('/').Last(s => s is not ("0" or ""));
        // A reference is whatever text one likes, and what is kept under it is found by it.
        if (free.Contains(name) && name != "reference")
            return null;
        if (name == "unit")
            return unit;
        return harvest.GetValueOrDefault(name)?.Find(text => !told.Contains(text) && !(other.harvest.GetValueOrDefault(name)?.Contains(text) ?? false))
            ?? (slot.In == Part.Query || slot.NamesAnId ? Ids["lic"] : null);
    }

    /// <summary>A value of the same form as one of this world's that nothing has.</summary>
    public string Like(string value)
    {
        if (IdText().Match(value) is { Success: true } id)
            return id.Groups["prefix"].Value + Id<Organisation>.New(TimeProvider.System.GetUtcNow()).ToString()[3..];
        var random = RandomNumberGenerator.GetBytes(value.Length);
        return value.Contains(Canary, StringComparison.OrdinalIgnoreCase)
            ? value.Replace(Canary, "zq" + Convert.ToHexStringLower(random)[..10] + "qz", StringComparison.Ordinal).Replace(Canary.ToUpperInvariant(), "ZQ" + Convert.ToHexString(random)[..10] + "QZ", StringComparison.Ordinal)
            : string.Concat(value.Select((c, i) => char.IsAsciiDigit(c) ? (char)('0' + (random[i] % 10)) : char.IsAsciiLetterUpper(c) ? (char)('A' + (random[i] % 6)) : char.IsAsciiLetterLower(c) ? (char)('a' + (random[i] % 6)) : c));
    }

    /// <summary>Whether an id belongs to Cohort 4 and not to an organisation: catalogue and policies have no tenant, so the gate alone keeps them.</summary>
    public static bool IsPlatformOwned(string? prefix) => prefix is "prg" or "unt" or "unv" or "pkg" or "res" or "rsv" or "pol" or "plv" or "apl" or "apv" or "prc" or "bki" or "bkl";

    /// <summary>Every id and every word of this world that must not reach another organisation, in small letters.</summary>
    public async Task<IReadOnlyList<string>> NeedlesAsync()
    {
        List<string> needles = [Canary, Phone];
        // What is shared by decision stays out: the policy version that a licence follows is there for all to read.
        var columns = await QueryAsync<string>(
            """
            select format('select distinct %I from franchise.%I where tenant_id = $1 and %I is not null', c.column_name, c.table_name, c.column_name)
            from information_schema.columns c
            where c.table_schema = 'franchise' and c.data_type = 'uuid' and c.column_name <> 'policy_version_id'
              and exists (select from information_schema.columns t where t.table_schema = 'franchise' and t.table_name = c.table_name and t.column_name = 'tenant_id')
            """);
        foreach (var id in await QueryAsync<Guid>(string.Join(" union ", columns), Partner.Organisation.Value))
            needles.AddRange([new Id<Organisation>(id).ToString()[4..], id.ToString("D")]);
        // Of the catalogue, what her licences name and the other's do not.
        foreach (var prefix in Ids.Keys.Where(p => IsPlatformOwned(p) && p is not ("pol" or "plv" or "apl" or "apv" or "prc")))
            needles.Add(Ids[prefix][4..]);
        return needles;
    }

    /// <summary>What the database holds of this world and of Cohort 4's own tables, as one checksum a table.</summary>
    public async Task<IReadOnlyList<string>> StateAsync()
    {
        // The record of who looked across organisations grows with every look of Cohort 4's, and is nobody's property. Status lists are pooled: of their
        // places those count that this world's credentials have.
        var parts = await QueryAsync<string>(
            """
            select format('select %L || '' '' || count(*) || '' '' || coalesce(md5(string_agg(md5(t::text), '''' order by md5(t::text))), '''') from franchise.%I t where %s',
                          c.relname, c.relname, case
                              when c.relname = 'status_entries' then 'exists (select from franchise.credentials k where k.tenant_id = $1 and k.status_list = t.list_number and k.status_index = t.place)'
                              when a.attname is null then '$1 is not null' else 'tenant_id = $1' end)
            from pg_class c
            left join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id'
            where c.relnamespace = 'franchise'::regnamespace and c.relkind = 'r' and c.relname not like '\_\_%' and c.relname <> 'across_accesses'
            order by c.relname
            """);
        // Gathered in parallel they come in any order.
        return await QueryAsync<string>(string.Join(" union all ", parts) + " order by 1", Partner.Organisation.Value);
    }

    /// <summary>Asks the database past every wall.</summary>
    public async Task<IReadOnlyList<T>> QueryAsync<T>(string sql, Guid? argument = null)
    {
        await using var command = App.Database.AdminSource.CreateCommand(sql);
        if (argument is { } value)
            command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = value });
        List<T> rows = [];
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
            rows.Add(reader.GetFieldValue<T>(0));
        return rows;
    }

    // ----------------------------------------------------------------------------------------------------------------- fresh things for arrangements

    public string Fresh(string what) => $"{what}-{Canary}-{Interlocked.Increment(ref count)}";

    public async Task<string> DraftAsync(string? of = null) => Id(await DoAsync("draftLicence", ("/seats", 100_000), ("/package", of ?? package)));

    public async Task<string> OfferedAsync(string? of = null)
    {
        var id = await DraftAsync(of);
        await DoAsync("offerLicence", ("id", id));
        return id;
    }

    public async Task<string> TextHashAsync(string licence) => (string)(await DoAsync("getLicenceAgreement", ("id", licence)))["textHash"]!;

    public async Task<string> AcceptedAsync()
    {
        var id = await OfferedAsync();
        await DoAsync("acceptLicence", ("id", id), ("/textHash", await TextHashAsync(id)));
        return id;
    }

    public async Task<string> ActiveAsync()
    {
        var id = await AcceptedAsync();
        await DoAsync("activateLicence", ("id", id));
        return id;
    }

    public async Task<string> TerminationProposedAsync()
    {
        var id = await ActiveAsync();
        await DoAsAsync(await App.OtherPersonAsync(), "proposeTermination", [("id", id)]);
        return id;
    }

    public async Task<string> HoldAsync() => Id(await DoAsync("addHold"));

    public async Task<string> EntitlementAsync() => Id(await DoAsync("addEntitlement"));

    public async Task<string> ReservedAsync()
    {
        var reference = Fresh("course");
        await DoAsync("reserveSeats", ("/reference", reference), ("/quantity", 1));
        return reference;
    }

    public async Task<string> ContactAsync() => Id(await DoAsync("addContact"));

    /// <summary>Another viewer, put there from behind the walls: nobody has to sign in as her.</summary>
    public async Task<string> MemberAsync()
    {
        var now = TimeProvider.System.GetUtcNow();
        await using var db = await App.Database.Doors.AcrossTenants("test", Actor.System, default);
        var member = new Member(Partner.Organisation, Id<User>.New(now), Role.Viewer, Fresh("viewer"), $"{Fresh("viewer")}@example.org", now);
        db.Add(member);
        await db.SaveChangesAsync();
        return member.Id.ToString();
    }

    public async Task<string> InvitationAsync() => Id(await DoAsync("inviteMember"));

    public async Task<(string Id, string Secret)> ClientAsync()
    {
        var made = (await DoAsync("createClient"))["client"]!;
        return ((string)made["id"]!, (string)made["secrets"]![0]!["id"]!);
    }

    public async Task<string> OrganisationAsync() => Id(await DoAsync("createOrganisation"));

    public async Task<string> UnitAsync() => Id(await DoAsync("createUnit"));

    public async Task<(string, JsonNode?)[]> UnitVersionAsync(bool publish)
    {
        var id = await UnitAsync();
        var version = Id(await DoAsync("draftUnitVersion", ("id", id)));
        if (publish)
            await DoAsync("publishUnitVersion", ("id", id), ("versionId", version));
        return [("id", id), ("versionId", version)];
    }

    public async Task<string> PackageAsync() => Id(await DoAsync("createPackage"));

    public async Task<string> ResourceAsync() => Id(await DoAsync("createResource"));

    public async Task<string> PolicyAsync() => Id(await DoAsync("createPolicy", ("/code", $"P{Interlocked.Increment(ref count)}-{Guid.CreateVersion7():N}"[..32].ToUpperInvariant()), ("/title", "Standard")));

    public async Task<(string, JsonNode?)[]> PolicyVersionAsync(bool publish)
    {
        var id = await PolicyAsync();
        var version = Id(await DoAsync("draftPolicyVersion", ("id", id), ("/text", "The rules.")));
        if (publish)
            await DoAsync("publishPolicyVersion", ("id", id), ("versionId", version));
        return [("id", id), ("versionId", version)];
    }

    public async Task<string> TrainerAsync() => Id(await DoAsync("addTrainer"));

    public async Task<string> QualificationAsync() => Id(await DoAsync("addQualification"));

    public async Task<string> CpdRecordAsync() => Id(await DoAsync("addCpdRecord"));

    public async Task<string> StandardisationAsync() => Id(await DoAsync("addStandardisation"));

    public async Task<string> NominatedAsync() => Id(await DoAsync("nominateTrainer", ("id", await TrainerAsync())));

    public async Task<string> InTrainingAsync()
    {
        var id = await NominatedAsync();
        await DoAsync("beginTraining", ("id", id));
        return id;
    }

    public async Task<string> ObservedAsync()
    {
        var id = await InTrainingAsync();
        await DoAsync("recordObservation", ("id", id));
        return id;
    }

    public async Task<string> AccreditedAsync()
    {
        var id = await ObservedAsync();
        await DoAsync("accreditTrainer", ("id", id));
        return id;
    }

    /// <summary>There is no waiting for a last day here: its dates are put back.</summary>
    public async Task<string> LapsedAsync()
    {
        var id = await AccreditedAsync();
        await QueryAsync<Guid>(
            "update franchise.accreditations set status = 'lapsed', last_day = current_date - 3, refresher_last_day = current_date + 90 where id = $1 returning id",
            Id<Domain.Accreditation.UnitAccreditation>.Parse(id, null).Value);
        return id;
    }

    /// <summary>A trainer with an accreditation, who teaches nowhere yet.</summary>
    public async Task<string> AccreditedTrainerAsync() => (string)(await DoAsync("getAccreditation", ("id", await AccreditedAsync())))["trainerId"]!;

    public async Task<string> AccreditationHoldAsync() => Id(await DoAsync("suspendAccreditation"));

    public async Task<string> WithdrawnAsync()
    {
        var id = await NominatedAsync();
        await DoAsAsync(App.OtherAdmin, "withdrawAccreditation", [("id", id)]);
        return id;
    }

    public async Task<string> AppealedAsync()
    {
        var id = await WithdrawnAsync();
        await DoAsync("appealWithdrawal", ("id", id));
        return id;
    }

    public async Task<string> AccreditationPolicyAsync() =>
        Id(await DoAsync("createAccreditationPolicy", ("/code", $"A{Interlocked.Increment(ref count)}-{Guid.CreateVersion7():N}"[..32].ToUpperInvariant()), ("/title", "Standard")));

    public async Task<(string, JsonNode?)[]> AccreditationPolicyVersionAsync(bool publish)
    {
        var id = await AccreditationPolicyAsync();
        var version = await AccreditationRulesAsync(id);
        if (publish)
            await DoAsync("publishAccreditationPolicyVersion", ("id", id), ("versionId", version));
        return [("id", id), ("versionId", version)];
    }

    public async Task<string> CourseAsync(bool trainers = true)
    {
        (string, JsonNode?)[] with = [("/units", new JsonArray(unit))];
        return Id(await DoAsync("planCourse", trainers ? with : [.. with, ("/sessions/0/trainers", new JsonArray())]));
    }

    /// <summary>The one unit for which its trainer is accredited.</summary>
    public JsonNode TaughtUnits => new JsonArray(unit);

    public async Task<string> SessionAsync(string course) => (string)(await DoAsync("getCourse", ("id", course)))["sessions"]![0]!["id"]!;

    public async Task<string> OpenedAsync()
    {
        var id = await CourseAsync();
        await DoAsync("openCourse", ("id", id));
        return id;
    }

    /// <summary>There is no waiting for its first session here: it is put back.</summary>
    public async Task<string> StartedAsync()
    {
        var id = await OpenedAsync();
        await PutBackAsync(id, first: true);
        return id;
    }

    public async Task<string> ConfirmedAsync(string? learner = null)
    {
        var id = await OpenedAsync();
        await DoAsync("enrolLearner", ("id", id), ("/learnerId", learner ?? await LearnerAsync()));
        await DoAsync("confirmCourse", ("id", id));
        await PutBackAsync(id, first: true);
        return id;
    }

    public async Task<string> RunningAsync(string? learner = null)
    {
        var id = await ConfirmedAsync(learner);
        await DoAsync("beginCourse", ("id", id));
        await PutBackAsync(id, first: false);
        return id;
    }

    /// <summary>Nobody is left on it.</summary>
    public async Task<string> DeliveredAsync()
    {
        var id = await RunningAsync();
        await DoAsync("deliverCourse", ("id", id));
        var enrolment = (string)(await DoAsync("listEnrolments", ("id", id)))["data"]![0]!["id"]!;
        await DoAsync("withdrawEnrolment", ("id", enrolment));
        return id;
    }

    private Task PutBackAsync(string course, bool first) =>
        QueryAsync<Guid>(
            $"""
            update franchise.sessions set starts_at = now() - interval '4 hours', ends_at = now() - interval '1 hour', on_day = (now() - interval '4 hours')::date
            where id = (select id from franchise.sessions where course_id = $1 order by starts_at {(first ? "" : "desc ")}limit 1) returning id
            """,
            Id<Domain.Delivery.Course>.Parse(course, null).Value);

    public async Task<string> LearnerAsync(bool reachable = true) =>
        Id(await DoAsync("addLearner", [("/legalName", Fresh("Joanna")), .. reachable ? (IEnumerable<(string, JsonNode?)>)[] : [("/email", null)]]));

    public async Task<string> EnrolledAsync(string? course = null, bool reachable = true) =>
        Id(await DoAsync("enrolLearner", ("id", course ?? await OpenedAsync()), ("/learnerId", await LearnerAsync(reachable))));

    public async Task<(string, JsonNode?)[]> PriorLearningAsync(bool evidence)
    {
        var enrolment = await EnrolledAsync();
        var recognition = Id(await DoAsync("putForwardPriorLearning", ("id", enrolment)));
        if (evidence)
            await DoAsync("uploadPriorLearningEvidence", ("id", enrolment), ("recognitionId", recognition), ("fileName", "portfolio.txt"));
        return [("id", enrolment), ("recognitionId", recognition)];
    }

    /// <summary>A course that began, with a place on it.</summary>
    public async Task<(string Course, string Enrolment)> AssessableAsync(string? learner = null)
    {
        var course = await RunningAsync(learner);
        return (course, (string)(await DoAsync("listEnrolments", ("id", course)))["data"]![0]!["id"]!);
    }

    /// <summary>A decision, which is sampled as all of a new assessor's are: its assessment, itself and its sample.</summary>
    public async Task<(string Assessment, string Decision, string Sample)> SampleAsync(string? course = null, string? enrolment = null)
    {
        if (course is null)
            (course, enrolment) = await AssessableAsync();
        else
        {
            await DoAsync("confirmCourse", ("id", course));
            await DoAsync("beginCourse", ("id", course));
        }
        var made = await DoAsync("recordResults", ("id", enrolment), ("/decisions/0/corrects", null), ("/decisions/0/reason", null));
        var result = made["results"]![0]!["units"]![0]!;
        var sample = (string)(await DoAsync("getSamplingPlan", ("id", course)))["samples"]![0]!["id"]!;
        return ((string)result["assessmentId"]!, (string)result["criteria"]![0]!["decisionId"]!, sample);
    }

    /// <summary>A course of which nothing is left to assure: its one learner is withdrawn.</summary>
    public Task<string> AssurableAsync() => DeliveredAsync();

    /// <summary>Another assurer, who is put forward.</summary>
    public async Task<string> NominatedAssurerAsync() => Id(await DoAsync("nominateAssurer", ("/memberId", await MemberAsync())));

    public async Task<(string, JsonNode?)[]> NoticeAsync()
    {
        var course = await OpenedAsync();
        await EnrolledAsync(course, reachable: false);
        await DoAsync("cancelCourse", ("id", course));
        return [("id", course), ("noticeId", (string)(await DoAsync("listLearnerNotices", ("id", course)))["data"]![0]!["id"]!)];
    }

    public async Task<string> MergedAsync() => Id(await DoAsync("mergeLearner", ("id", await LearnerAsync()), ("/into", await LearnerAsync())));

    public async Task<string> CalendarFeedAsync() => (string)(await DoAsync("makeCalendarFeed"))["feed"]!["id"]!;

    public async Task<string> TrainingCourseAsync() => Id(await DoAsync("planTrainingCourse"));

    public async Task<string> PlaceAsync() => Id(await DoAsync("grantTrainingPlace", ("/courseId", await TrainingCourseAsync())));

    public async Task<string> TakenPlaceAsync()
    {
        var id = await PlaceAsync();
        await DoAsync("takeTrainingPlace", ("id", id), ("/accreditationId", await NominatedAsync()));
        await QueryAsync<Guid>(
            "update franchise.training_places set first_day = current_date - 7 where id = $1 returning id", Id<Domain.Delivery.TrainingPlace>.Parse(id, null).Value);
        return id;
    }

    /// <summary>Of a unit that has none yet.</summary>
    public async Task<(string, JsonNode?)[]> UnapprovedAsync() => [("/scope", "unit"), ("/code", (string)(await DoAsync("createUnit"))["code"]!)];

    public async Task<string> ProvisionAsync() => Id(await DoAsync("approveProvision", await UnapprovedAsync()));

    /// <summary>Far enough ahead that there is notice enough, or tomorrow.</summary>
    public (string, JsonNode?)[] VisitOn(bool soon = false) =>
        [("/on", $"{DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime).AddDays(soon ? 2 : 30):yyyy-MM-dd}"), .. soon ? (IEnumerable<(string, JsonNode?)>)[("/shortNoticeReason", Fresh("haste"))] : []];

    public async Task<string> VisitAsync(bool soon = false) => Id(await DoAsync("planVisit", VisitOn(soon)));

    public async Task<string> VisitedAsync()
    {
        var id = await VisitAsync();
        await DoAsync("recordVisit", ("id", id));
        return id;
    }

    public async Task<(string, JsonNode?)[]> FindingAsync()
    {
        var id = await VisitedAsync();
        return [("id", id), ("findingId", (string)(await DoAsync("addFinding", ("id", id)))["findings"]![0]!["id"]!)];
    }

    /// <summary>A claim that rests on prior learning alone, as far as it is to go.</summary>
    public async Task<string> ClaimAsync(params string[] steps)
    {
        var (course, enrolment) = await AssessableAsync();
        return await ClaimOfAsync(course, enrolment, steps);
    }

    private async Task<string> ClaimOfAsync(string course, string enrolment, params string[] steps)
    {
        await DoAsync("registerEnrolment", ("id", enrolment), ("/on", null));
        var recognition = Id(await DoAsync("putForwardPriorLearning", ("id", enrolment)));
        await DoAsync("uploadPriorLearningEvidence", ("id", enrolment), ("recognitionId", recognition), ("fileName", "portfolio.txt"));
        await DoAsync("decidePriorLearning", ("id", enrolment), ("recognitionId", recognition));
        var id = Id(await DoAsync("draftClaim", ("id", course), ("/lines/0/enrolmentId", enrolment)));
        foreach (var step in steps)
            await DoAsync(step, ("id", id));
        return id;
    }

    public async Task<string> PreparedAsync(string? learner = null) =>
        Id(await DoAsync("prepareCertificate", ("/enrolmentId", await EnrolledForAwardAsync(learner))));

    /// <summary>A place on a course for which something was awarded.</summary>
    public async Task<string> EnrolledForAwardAsync(string? learner = null)
    {
        var (course, enrolment) = await AssessableAsync(learner);
        await ClaimOfAsync(course, enrolment, "submitClaim", "verifyClaim", "awardClaim");
        return enrolment;
    }

    public async Task<string> ClaimedAsync(string? learner = null)
    {
        var id = await PreparedAsync(learner);
        await DoAsync("claimCertificate", ("id", id));
        return id;
    }

    public async Task<string> IssuedAsync(string? learner = null)
    {
        var id = await ClaimedAsync(learner);
        await DoAsync("issueCertificate", ("id", id));
        return id;
    }

    public async Task<string> SuspendedAsync()
    {
        var id = await IssuedAsync();
        await DoAsync("suspendCertificate", ("id", id));
        return id;
    }

    public async Task<string> CredentialAsync(string? certificate = null) =>
        (string)(await DoAsync("listCredentials", ("certificateId", certificate ?? await IssuedAsync())))["data"]![0]!["id"]!;

    public async Task<(string Id, string Path)> ShareLinkAsync()
    {
        var made = await DoAsync("makeShareLink");
        return ((string)made["link"]!["id"]!, (string)made["path"]!);
    }

    public async Task<string> PriceAsync(string? of = null) => Id(await DoAsync("draftPriceVersion", ("/package", of ?? package)));

    public async Task<string> FreshPackageAsync() => (string)(await DoAsync("createPackage"))["code"]!;

    public async Task<string> ConcessionAsync() => Id(await DoAsync("grantConcession", ("id", Ids["org"])));

    public async Task<string> InvoiceAsync(bool issued, bool large = false)
    {
        // One that waits for approval is drafted by somebody else than who approves it.
        var id = Id(await DoAsAsync(large ? App.OtherFinance : App.Finance, "draftInvoice", [("/lines/0/unitAmount", large ? 200_000 : 1_250)]));
        if (issued)
            await DoAsync("finaliseInvoice", ("id", id));
        return id;
    }

    /// <summary>One that stays to be paid: issuing another takes a number of Cohort 4's.</summary>
    public async Task<string> PayableAsync() => payable ??= await InvoiceAsync(issued: true);

    public async Task<string> HardshipAsync()
    {
        await WithoutHardshipAsync();
        return Id(await DoAsync("grantHardship", ("id", Ids["org"])));
    }

    /// <summary>One stands at a time.</summary>
    public async Task WithoutHardshipAsync()
    {
        foreach (var standing in (await DoAsync("getDunning", ("id", Ids["org"])))["hardships"]!.AsArray().Where(h => h!["endedOn"] is null))
            await DoAsync("endHardship", ("id", Ids["org"]), ("hardshipId", (string)standing!["id"]!));
    }

    /// <summary>A licence whose term ends soon.</summary>
    public async Task<string> EndingAsync()
    {
        var id = Id(await DoAsync("draftLicence", ("/seats", 100_000), ("/package", package), ("/startsOn", DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime).AddDays(-320).ToString("O"))));
        await DoAsync("offerLicence", ("id", id));
        await DoAsync("acceptLicence", ("id", id), ("/textHash", await TextHashAsync(id)));
        await DoAsync("activateLicence", ("id", id));
        return id;
    }

    public async Task<JsonNode> RenewalPriceAsync(string licence) => (await DoAsync("previewRenewal", ("id", licence), ("/on", null)))["price"]!.DeepClone();

    /// <summary>A licence whose term is invoiced, another package, and what a change to it comes to.</summary>
    public async Task<(string Id, string Package, JsonNode Difference)> InvoicedLicenceAsync()
    {
        var (id, other) = (await ActiveAsync(), await FreshPackageAsync());
        await Billing.Till.SweepAsync(App, Partner.Organisation);
        var invoice = Assert.Single(await QueryAsync<Guid>("select id from franchise.invoices where licence_id = $1", Id<Domain.Licensing.Licence>.Parse(id, null).Value));
        await DoAsync("finaliseInvoice", ("id", new Id<Domain.Billing.Invoice>(invoice).ToString()));
        var preview = await DoAsAsync(App.Admin, "previewPackageChange", [("id", id), ("/package", other), ("/on", null)]);
        return (id, other, preview["difference"]!["amount"]!.DeepClone());
    }

    public async Task<string> LineAsync(string invoice) => (string)(await DoAsync("getInvoice", ("id", invoice)))["lines"]![0]!["id"]!;

    public async Task<string> PaymentAsync() => Id(await DoAsync("recordPayment"));

    public string BankTable() => $"date,amount,reference\n{DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime):O},1.00,{Fresh("transfer")}\n";

    public async Task<string> BankLineAsync()
    {
        Ids["bki"] = Id(await DoAsync("importBankStatement", ("/csv", BankTable())));
        return (string)(await DoAsync("listBankLines", ("status", "open")))["data"]![0]!["id"]!;
    }

    public async Task<string> MandateAsync() => Id(await DoAsync("beginMandate"));

    public async Task<string> PageAsync() => Id(await DoAsync("payInvoice", ("id", await InvoiceAsync(issued: true))));

    /// <summary>A payment by card of which all is left, as after a credit note.</summary>
    public async Task<string> CollectedAsync()
    {
        await using var db = App.Database.Doors.PlatformFor(Partner.Organisation, Actor.System);
        var now = TimeProvider.System.GetUtcNow();
        var page = Id<Domain.Billing.Collection>.TryRead(await PageAsync(), out var id) ? id : throw new MatrixGap("The page has no id.");
        var collection = await db.Set<Domain.Billing.Collection>().SingleAsync(c => c.Id == page);
        var organisation = await db.Set<Organisation>().AsNoTracking().SingleAsync();
        var (payment, posting) = Domain.Billing.Payment.Collected(
            collection, Domain.Billing.PaymentMethod.Card, $"pi_{Guid.CreateVersion7():N}", new(1_000, "GBP"), Fresh("card"), OwnTime.Of(organisation, now));
        db.Add(payment);
        db.AddRange(posting.Entries);
        await db.SaveChangesAsync();
        return payment.Id.ToString();
    }

    public async Task<string> RefundAsync() => Id(await DoAsync("refundPayment", ("id", await CollectedAsync())));

    // As a notice of Stripe's brings it.
    private async Task<string> DisputedAsync()
    {
        await using var db = App.Database.Doors.PlatformFor(Partner.Organisation, Actor.System);
        var id = Id<Domain.Billing.Payment>.TryRead(await CollectedAsync(), out var read) ? read : throw new MatrixGap("The payment has no id.");
        var dispute = new Domain.Billing.PaymentDispute(
            await db.Set<Domain.Billing.Payment>().AsNoTracking().SingleAsync(p => p.Id == id), $"du_{Guid.CreateVersion7():N}", 1_000, "fraudulent", TimeProvider.System.GetUtcNow());
        db.Add(dispute);
        await db.SaveChangesAsync();
        return dispute.Id.ToString();
    }

    // As the nightly comparison lists it.
    public async Task<string> DifferAsync()
    {
        await using var db = App.Database.Doors.PlatformFor(Organisation.FranchisorId, Actor.System);
        var difference = new Domain.Billing.StripeDifference(
            Domain.Billing.StripeDifferenceKind.PaymentUnknown, Partner.Organisation, $"pi_{Fresh("pi").Replace(' ', '_')}", 1, "GBP", repaired: false, TimeProvider.System.GetUtcNow());
        db.Add(difference);
        await db.SaveChangesAsync();
        return difference.Id.ToString();
    }

    /// <summary>A fee by the sweep: of a place that was sold, or of a registration for which no price is in force.</summary>
    public async Task<string> FeeAsync(bool unpriced)
    {
        var subject = unpriced ? await EnrolledAsync() : await PlaceAsync();
        if (unpriced)
            await DoAsync("registerEnrolment", ("id", subject), ("/on", null));
        await Billing.Till.SweepAsync(App, Partner.Organisation);
        // One sweep may have made more than a page of them.
        return new Id<Domain.Billing.Fee>(Assert.Single(await QueryAsync<Guid>($"select id from franchise.fees where tenant_id = $1 and subject = '{subject}'", Partner.Organisation.Value))).ToString();
    }

    // Rules by which anybody observed can be accredited, and renewed on the same day.
    private async Task<string> AccreditationRulesAsync(string policy) =>
        Id(await DoAsync(
            "draftAccreditationPolicyVersion", ("id", policy), ("/text", "The rules."), ("/validityMonths", 12), ("/renewalOpensDays", 372), ("/cpdHours", 0),
            ("/standardisationNeeded", false), ("/requiredQualifications", new JsonArray())));

    // --------------------------------------------------------------------------------------------------------------------------------------- making

    private async Task MakeAsync()
    {
        Person = await App.PersonAsync();
        Ids["org"] = await OrganisationAsync();
        var organisation = Id<Organisation>.Parse(Ids["org"], null);
        Partner = await App.CallerAsync(organisation, Permission.ForPartnerClients);
        Viewer = await App.CallerAsync(organisation, Permission.Of(Role.Viewer));
        Sandbox = await App.PartnerAsync(o => (o.IsSandbox, o.HasContacts) = (true, false));
        foreach (var role in new[] { "head", "coordinator", "designatedSafeguardingLead", "finance" })
            Ids["con"] = Id(await DoAsync("addContact", ("/role", role)));
        (Ids["cli"], Ids["sec"]) = await ClientAsync();
        (Ids["inv"], _) = (await InvitationAsync(), await InvitationAsync());

        await MakeCatalogueAsync();

        // Two published versions, so that there is one to follow and one of a licence that came later; the last is a draft, which no partner may see.
        var policy = await PolicyAsync();
        Ids["pol"] = policy;
        foreach (var publish in new[] { true, false })
        {
            var version = Id(await DoAsync("draftPolicyVersion", ("id", policy), ("/text", "The rules.")));
            if (publish)
                await DoAsync("publishPolicyVersion", ("id", policy), ("versionId", version));
            (publish ? Ids : foreign)["plv"] = version;
        }

        var other = (string)(await DoAsync("createPackage"))["code"]!;
        await DraftAsync();
        await OfferedAsync(other);
        await AcceptedAsync();
        Ids["lic"] = await ActiveAsync();
        await DoAsync("renewLicence");
        foreach (var _ in new[] { 1, 2 })
            Ids["hld"] = await HoldAsync();
        Ids["ent"] = await EntitlementAsync();
        await DoAsync("consumeSeats", ("/reference", await ReservedAsync()), ("/quantity", 1));
        await DoAsync("releaseSeats", ("/reference", await ReservedAsync()));

        await MakeTrainersAsync();
        await MakeCoursesAsync();
        await MakeCertificatesAsync();
        await MakeBillingAsync();

        UserToken = await SignInAsync(await JoinAsync("coordinator"));
        Assurer = new(App, Partner.Organisation, default, "", UserToken);
        using (await JoinAsync("viewer"))
            Ids["mem"] = (string)(await DoAsync("listMembers"))["data"]!.AsArray().Single(m => (string?)m!["role"] == "viewer")!["id"]!;
        await MakeAssuranceAsync();
        await HarvestAsync();
    }

    private async Task MakeCatalogueAsync()
    {
        List<string> unitCodes = [], resourceCodes = [];
        foreach (var versions in new[] { 1, 2 })
        {
            Ids["prg"] = Id(await DoAsync("createProgramme"));
            var made = await DoAsync("createUnit");
            (Ids["unt"], unit) = (Id(made), (string)made["code"]!);
            unitCodes.Add(unit);
            for (var i = 0; i < versions; i++)
            {
                Ids["unv"] = Id(await DoAsync("draftUnitVersion"));
                await DoAsync("publishUnitVersion");
            }
            made = await DoAsync("createResource");
            Ids["res"] = Id(made);
            resourceCodes.Add((string)made["code"]!);
            for (var i = 0; i < versions; i++)
                Ids["rsv"] = Id(await DoAsync("uploadResourceVersion", ("language", "en"), ("fileName", $"{Canary}.txt")));
        }
        (units, resources) = ([.. unitCodes], [.. resourceCodes]);
        var bundle = await DoAsync("createPackage");
        (Ids["pkg"], package) = (Id(bundle), (string)bundle["code"]!);
    }

    private async Task MakeTrainersAsync()
    {
        Ids["apl"] = await AccreditationPolicyAsync();
        foreach (var publish in new[] { true, false })
        {
            var version = await AccreditationRulesAsync(Ids["apl"]);
            if (publish)
                await DoAsync("publishAccreditationPolicyVersion", ("versionId", version));
            (publish ? Ids : foreign)["apv"] = version;
        }
        await TrainerAsync();
        Ids["trn"] = await TrainerAsync();
        await QualificationAsync();
        Ids["qua"] = await QualificationAsync();
        await DoAsync("uploadEvidence", ("fileName", $"{Canary}.txt"));
        foreach (var _ in new[] { 1, 2 })
            (Ids["cpd"], Ids["std"]) = (await CpdRecordAsync(), await StandardisationAsync());
        foreach (var code in units)
            Ids["acc"] = Id(await DoAsync("nominateTrainer", ("/unit", code)));
        await DoAsync("beginTraining");
        Ids["obs"] = Id(await DoAsync("recordObservation"));
        await DoAsync("accreditTrainer");
        Ids["ahd"] = Id(await DoAsync("restrictAccreditation"));
        Ids["acr"] = (string)(await DoAsync("renewAccreditation"))["records"]![0]!["id"]!;
        await AccreditationHoldAsync();
    }

    // Two courses, of which the world's own has begun; a woman with a place on it, prior learning and a line in the register.
    private async Task MakeCoursesAsync()
    {
        await OpenedAsync();
        Ids["crs"] = await StartedAsync();
        Ids["ses"] = await SessionAsync(Ids["crs"]);
        await LearnerAsync();
        Ids["lrn"] = await LearnerAsync();
        await DoAsync("enrolLearner", ("/learnerId", await LearnerAsync()));
        Ids["enr"] = Id(await DoAsync("enrolLearner"));
        await DoAsync("takeRegister");
        Ids["rpl"] = Id(await DoAsync("putForwardPriorLearning"));
        await DoAsync("uploadPriorLearningEvidence", ("fileName", $"{Canary}.txt"));
        // Two women are told of a session that falls away.
        var added = (await DoAsync("addSessions"))["sessions"]!.AsArray().Single(s => (string?)s!["from"] == "13:00")!;
        await DoAsync("cancelSession", ("sessionId", (string)added["id"]!));
        Ids["ntc"] = (string)(await NoticeAsync())[1].Item2!;
        (_, Ids["lmg"]) = (await MergedAsync(), await MergedAsync());
        (_, Ids["cal"]) = (await CalendarFeedAsync(), await CalendarFeedAsync());
        (_, Ids["plc"]) = (await PlaceAsync(), await PlaceAsync());
    }

    // Its coordinator assures; of what was decided one thing is to be done.
    private async Task MakeAssuranceAsync()
    {
        Ids["iqa"] = Id(await DoAsync("nominateAssurer", ("/memberId", (string)(await DoAsync("listMembers"))["data"]!.AsArray().Single(m => (string?)m!["role"] == "coordinator")!["id"]!)));
        await DoAsync("approveAssurer");
        // Another's: the trainers of this world bear one name, and for that are taken for one woman.
        Ids["tie"] = (string)(await DoAsync("declareTie", ("id", await NominatedAssurerAsync())))["ties"]![0]!["id"]!;
        await SampleAsync();
        (Ids["asm"], Ids["dec"], Ids["smp"]) = await SampleAsync(Ids["crs"], Ids["enr"]);
        Ids["aev"] = Id(await DoAsync("uploadAssessmentEvidence", ("fileName", $"{Canary}.txt")));
        Ids["spl"] = (string)(await DoAsync("getSamplingPlan"))["id"]!;
        await DoAsync("settleSample");
        await MakeProvisionAsync();
    }

    private async Task MakeProvisionAsync()
    {
        (_, Ids["prv"]) = (await ProvisionAsync(), await ProvisionAsync());
        (_, Ids["vst"]) = (await VisitedAsync(), await VisitedAsync());
        Ids["vfd"] = (string)(await DoAsync("addFinding"))["findings"]![0]!["id"]!;
        foreach (var _ in new[] { 1, 2 })
            Ids["sdm"] = Id(await DoAsync("recordMeeting", ("/units", TaughtUnits)));
        (_, Ids["clm"]) = (await ClaimAsync(), await ClaimAsync("submitClaim", "verifyClaim", "awardClaim"));
    }

    // Two certificates that count, with their credentials, and two links to one of these.
    private async Task MakeCertificatesAsync()
    {
        await IssuedAsync();
        Ids["crt"] = await IssuedAsync();
        Ids["crd"] = await CredentialAsync(Ids["crt"]);
        (_, Ids["slk"]) = ((await ShareLinkAsync()).Id, (await ShareLinkAsync()).Id);
    }

    // Prices of which two are published, and one of everything that is billed and paid.
    private async Task MakeBillingAsync()
    {
        var later = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime).AddDays(30);
        await DoAsync("publishPriceVersion", ("id", Id(await DoAsync("draftPriceVersion", ("/package", package), ("/from", later.ToString("O"))))));
        Ids["prc"] = await PriceAsync();
        await DoAsync("publishPriceVersion");
        foreign["prc"] = await PriceAsync();
        await DoAsync("setBillingProfile", ("id", Ids["org"]));
        (_, Ids["dsc"]) = (await ConcessionAsync(), await ConcessionAsync());
        (_, Ids["hsh"]) = (await HardshipAsync(), await HardshipAsync());
        await FeeAsync(unpriced: true);
        Ids["fee"] = await FeeAsync(unpriced: false);
        await DoAsync("enterExchangeRate");
        await InvoiceAsync(issued: false);
        Ids["ivc"] = await InvoiceAsync(issued: true);
        Ids["ivl"] = await LineAsync(Ids["ivc"]);
        (_, Ids["crn"]) = (Id(await DoAsync("issueCreditNote")), Id(await DoAsync("issueCreditNote")));
        (_, Ids["pay"]) = (await PaymentAsync(), await PaymentAsync());
        Ids["bkl"] = await BankLineAsync();
        (_, Ids["mdt"]) = (await MandateAsync(), await MandateAsync());
        (_, Ids["col"]) = (await PageAsync(), await PageAsync());
        (_, Ids["rfd"]) = (await RefundAsync(), await RefundAsync());
        (_, Ids["sdf"]) = (await DifferAsync(), await DifferAsync());
        (_, Ids["pdi"]) = (await DisputedAsync(), await DisputedAsync());
    }

    // What its own people see of it, by the name under which they see it.
    private async Task HarvestAsync()
    {
        foreach (var operation in Api.Operations.Where(o => o.Verb == "GET" && OwnerOf(o) == Partner))
        {
            var answer = await SendAsync(await RequestAsync(operation), Partner.Token);
            if (answer.Status == 200 && answer.Headers["Content-Type"].StartsWith("application/json", StringComparison.Ordinal))
                Harvest("", JsonNode.Parse(answer.Body));
        }
    }

    private void Harvest(string name, JsonNode? node)
    {
        switch (node)
        {
            case JsonObject map:
                foreach (var (member, part) in map)
                    Harvest(member, part);
                break;
            case JsonArray list:
                foreach (var item in list)
                    Harvest(name, item);
                break;
            case JsonValue value when value.GetValueKind() == System.Text.Json.JsonValueKind.String:
                var text = (string)value!;
                if (IdText().Match(text) is { Success: true } id)
                    Ids.TryAdd(id.Groups["prefix"].Value, text);
                if (text.Length >= 6)
                    (harvest.TryGetValue(name, out var seen) ? seen : harvest[name] = []).Add(text);
                break;
        }
    }

    // As a person does: the link from the message, a name and a password of her own.
    private async Task<HttpClient> JoinAsync(string role)
    {
        var email = (string)(await DoAsync("inviteMember", ("/role", role)))["email"]!;
        var link = new Uri(Link().Match((await App.MessageAsync(email)).Text).Value);
        var browser = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() }) { BaseAddress = http.BaseAddress };
        using var joined = await IdentityHost.SubmitAsync(browser, link.PathAndQuery, ("displayName", $"Someone {Canary}"), ("password", Password));
        Assert.True(joined.IsSuccessStatusCode, await joined.Content.ReadAsStringAsync());
        return browser;
    }

    private async Task<string> SignInAsync(HttpClient browser)
    {
        using (browser)
        {
            var made = await DoAsync(
                "createClient", ("/kind", "public"), ("/redirectUris", new JsonArray(Redirect)),
                ("/permissions", new JsonArray([.. Permission.ForPartnerClients.Select(p => (JsonNode)p)])));
            return await SignIn.TokenAsync(browser, (string)made["client"]!["id"]!, Redirect);
        }
    }

    private async Task<JsonNode> DoAsAsync(Caller caller, string operationId, (string Place, JsonNode? Value)[] with)
    {
        var operation = Api[operationId];
        var answer = await SendAsync(await RequestAsync(operation, with), caller.Token);
        return answer.Status is >= 200 and < 300
            ? (answer.Body.Length > 0 ? JsonNode.Parse(answer.Body)! : new JsonObject())
            : throw new MatrixGap($"{operation} was refused while the world was made: {answer.Status} {answer.Body}");
    }

    /// <summary>The ETag of the thing that the path stands at, or of the one it hangs from.</summary>
    /// <exception cref="MatrixGap">There is no such thing.</exception>
    public async Task<string> ETagAsync(MatrixRequest request)
    {
        var operation = request.Operation;
        for (var template = operation.Template; template.Length > 0; template = template[..template.LastIndexOf('/')])
            if (Api.Operations.FirstOrDefault(o => o.Verb == "GET" && o.Template == template && o.AnswersWithETag) is { } get)
            {
                var answer = await SendAsync(request with { Operation = get, Query = request.Query.Clear(), Headers = request.Headers.Clear(), Body = null, File = null }, OwnerOf(operation).Token);
                return answer.ETag ?? throw new MatrixGap($"{operation}: GET {template} for its If-Match answered {answer.Status} {answer.Body}. Arrange for a thing that is there, in {nameof(Arrangements)}.");
            }
        throw new MatrixGap($"{operation} takes If-Match, and no GET along its path answers with an ETag.");
    }

    private string IdOf(ApiOperation operation, string prefix) =>
        Ids.GetValueOrDefault(prefix) ?? throw new MatrixGap($"{operation} takes an id {prefix}_…, and {nameof(MatrixWorld)} has no such thing: make one in {nameof(MakeAsync)} and put its id into {nameof(Ids)}.");

    // The example as it would be here and now: own ids, dates ahead, codes that are new, texts with the canary.
    private JsonNode? Fill(ApiOperation operation, string name, JsonNode? value, JsonObject schema, int place = 0)
    {
        schema = Api.Plain(schema);
        switch (value)
        {
            case null:
                return null;
            case JsonObject map:
                var filled = new JsonObject();
                foreach (var (member, part) in map)
                    filled[member] = Fill(operation, member, part, schema["properties"]?[member]?.AsObject() ?? []);
                return filled;
            case JsonArray when name == "units" && units.Length > 0:
                return new JsonArray([.. units.Select(u => (JsonNode)u)]);
            case JsonArray when name == "resources" && resources.Length > 0:
                return new JsonArray([.. resources.Select(r => (JsonNode)r)]);
            case JsonArray list:
                return new JsonArray([.. list.Select((item, i) => Fill(operation, name, item, schema["items"]?.AsObject() ?? [], i))]);
        }
        if (ApiDescription.PrefixOf(schema) is { } prefix)
            return IdOf(operation, prefix);
        if ((string?)schema["format"] == "date")
            return DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime).AddDays(DaysAhead(name) + place).ToString("O");
        if (!ApiDescription.IsText(schema))
            return value.DeepClone();
        return name switch
        {
            "code" => $"{Canary.ToUpperInvariant()}-{Interlocked.Increment(ref count)}",
            "package" => package,
            "unit" => unit,
            "email" => $"{Canary}.{Interlocked.Increment(ref count)}@example.org",
            "phone" => Phone,
            _ when free.Contains(name) => $"{value} {Canary}",
            _ => value.DeepClone(),
        };
    }

    private static int DaysAhead(string name) => name switch
    {
        "startsOn" or "on" or "refresherOn" or "decidedOn" or "receivedOn" => 0,
        "awardedOn" => -400,
        "effectiveFrom" => 20,
        "reviewOn" => 40,
        "until" or "validUntil" or "lastDate" or "expiresOn" => 60,
        _ => 1,
    };

    private static string Id(JsonNode made) => (string)made["id"]!;

    [GeneratedRegex("^(?<prefix>[a-z]{2,4})_[0-7][0-9a-hjkmnp-tv-z]{25}$", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex IdText();

    [GeneratedRegex(@"https?://\S+/account/invitation\S+", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Link();
}
