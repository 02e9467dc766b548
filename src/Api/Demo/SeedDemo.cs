using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Franchise.Api.Accreditation;
using Franchise.Api.Assurance;
using Franchise.Api.Billing;
using Franchise.Api.Catalogue;
using Franchise.Api.Delivery;
using Franchise.Api.Http;
using Franchise.Api.Identity;
using Franchise.Api.Licensing;
using Franchise.Api.Organisations;
using Franchise.Api.Start;
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
using Franchise.Infrastructure.Documents;
using Franchise.Infrastructure.Identity;
using Franchise.Infrastructure.Persistence;
using Franchise.Infrastructure.Tenancy;
using Microsoft.EntityFrameworkCore;

namespace Franchise.Api.Demo;

/// <summary>
/// The story that a developer's machine starts with, told through the use cases: a domestic-abuse charity at work under its licence, with a trainer who
/// is accredited for a unit, nominated for another and teaches a course that runs, and another whose claim waits for Cohort 4, a council that has an offer to answer, a European organisation close to its renewal, and a sandbox; and the invoices for all of it. Names, keys and passwords are made up here, at the first run.
/// </summary>
internal sealed class SeedDemo(IServiceProvider services, string dataFolder, ILogger<SeedDemo> log)
{
    private static readonly JsonSerializerOptions json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    private readonly TimeProvider clock = services.GetRequiredService<TimeProvider>();

    /// <summary>Where the credentials stand.</summary>
    public string File { get; } = Path.Combine(dataFolder, "demo.json");

    /// <summary>Tells the story, unless it is told already.</summary>
    public async Task RunAsync(CancellationToken ct)
    {
        var address = services.GetRequiredService<IdentitySettings>().Issuer.AbsoluteUri.TrimEnd('/');
        if (System.IO.File.Exists(File))
        {
            var told = JsonSerializer.Deserialize<DemoFile>(await System.IO.File.ReadAllTextAsync(File, ct), json)!;
            await WriteAsync(DemoFile.At(address, told.Admin, told.Organisations, told.Finance));
            return;
        }
        await using (var db = await Doors().AcrossTenants("seedDemo", Actor.System, ct))
            if (await db.Set<Organisation>().AnyAsync(ct))
            {
                log.LogWarning("This database has data, and {File} is not there: no demonstration data was added. ./dev reset begins anew.", File);
                return;
            }

        var admin = await AdministratorAsync(ct);
        var finance = await FinanceAsync(ct);
        await CatalogueAsync(ct);
        await PricesAsync(ct);
        var policy = await PolicyAsync(ct);
        var today = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);

        var harbour = await OrganisationAsync(
            new("Harbour Women's Refuge", OrganisationKind.Charity, new(Register.CharityCommission, "1012345"), "GB", "Europe/London", "GBP", "en",
                new("12 Quay Street", "Bristol", "GB", Postcode: "BS1 4DJ")), "harbour", ct);
        var licence = await LicenceAsync(harbour, "DA", policy, today.AddMonths(-4), accept: true, autoRenews: true, ct);
        var trainer = await TrainerAsync(harbour, "DA", await AccreditationPolicyAsync(ct), ct);
        // Two mornings some weeks ago, and six of which the second was this week; of four women on these there is one whom nobody may write to.
        var past = await CourseAsync(harbour, licence, "DA", trainer, new("Last season, mornings", 65, 50, 2, [("Eleri Bowen", "Eleri", null), ("Grace Adjei", "Grace", new(NoPost: true))]), ct);
        var running = await CourseAsync(
            harbour, licence, "DA", trainer,
            new(
                "This season, mornings", 30, 10, 6,
                [
                    ("Joanna Okafor", "Jo", null), ("Margaret Lloyd", "Meg", new(NoPost: true)), ("Amina Yusuf", "Amina", new(NoEmail: true, NoPost: true, NoPhone: true)),
                    ("Siân Pritchard", "Siân", new(SafeTimes: [new(DayOfWeek.Wednesday, "09:30", "11:30")])),
                ]),
            ct);

        var westmarch = await OrganisationAsync(
            new("Westmarch County Council", OrganisationKind.LocalAuthority, new(Register.None), "GB", "Europe/London", "GBP", "en",
                new("County Hall", "Westmarch", "GB", Postcode: "WM1 1AA"), TradingName: "Westmarch Leaving Care Team"), "westmarch", ct);
        await LicenceAsync(westmarch, "COUNCIL", policy, today.AddDays(30), accept: false, autoRenews: false, ct);

        var debout = await OrganisationAsync(
            new("Femmes Debout", OrganisationKind.WomensOrganisation, new(Register.Foreign, "W751234567"), "FR", "Europe/Paris", "EUR", "fr",
                new("8 rue des Lilas", "Paris", "FR", Postcode: "75019")), "debout", ct);
        await LicenceAsync(debout, "EU", policy, today.AddDays(25).AddYears(-1), accept: true, autoRenews: false, ct);

        var sandbox = await OrganisationAsync(
            new("Harbour Sandbox", OrganisationKind.WomensOrganisation, new(Register.None), "GB", "Europe/London", "GBP", "en",
                new("12 Quay Street", "Bristol", "GB", Postcode: "BS1 4DJ"), IsSandbox: true), "sandbox", ct);
        await LicenceAsync(sandbox, "CORE", policy, today, accept: true, autoRenews: true, ct);

        // Catches up with what has fallen due since the story began: notices of the licence that is close to its renewal.
        await services.GetRequiredService<SweepLicences>().RunAsync(ct);
        await services.GetRequiredService<SweepAccreditations>().RunAsync(ct);
        await services.GetRequiredService<SweepCourses>().RunAsync(ct);
        await RegisterAsync(harbour, running, ct);
        await AssessAsync(harbour, past, "DA", trainer, ct);
        await services.GetRequiredService<SweepBilling>().RunAsync(ct);
        await WriteAsync(DemoFile.At(address, admin, [harbour.Shown, westmarch.Shown, debout.Shown, sandbox.Shown], finance));
    }

    private async Task<DemoAdmin> AdministratorAsync(CancellationToken ct)
    {
        await using (var db = await Doors().AcrossTenants("seedDemo", Actor.System, ct))
            await FirstAdministrator.EnsureFranchisorAsync(db, clock.GetUtcNow(), ct);
        var (user, password) = await PersonAsync(Organisation.FranchisorId, Role.PlatformAdministrator, "admin@cohort4.example", "Cohort 4 administrator", ct);
        Administrator = new(ActorKind.User, user.ToString(), Organisation.FranchisorId, Role.PlatformAdministrator, Permission.Of(Role.PlatformAdministrator), null);
        await using (var scope = services.CreateAsyncScope())
            await scope.ServiceProvider.GetRequiredService<Accounts>().RegisterDocsClientAsync(ct);
        var (id, secret) = await ClientAsync(Organisation.FranchisorId, Administrator, Permission.Of(Role.PlatformAdministrator), ct);
        return new(id, secret, "admin@cohort4.example", password);
    }

    private async Task<DemoAdmin> FinanceAsync(CancellationToken ct)
    {
        const string Email = "finance@cohort4.example";
        var (user, password) = await PersonAsync(Organisation.FranchisorId, Role.Finance, Email, "Cohort 4 finance", ct);
        var officer = new Actor(ActorKind.User, user.ToString(), Organisation.FranchisorId, Role.Finance, Permission.Of(Role.Finance), null);
        var (id, secret) = await ClientAsync(Organisation.FranchisorId, officer, Permission.Of(Role.Finance), ct);
        return new(id, secret, Email, password);
    }

    private Actor Administrator { get; set; } = Actor.System;

    private async Task CatalogueAsync(CancellationToken ct)
    {
        var catalogue = DemoCatalogue.Read();
        var longAgo = new ShiftedClock(clock, -TimeSpan.FromDays(3 * 365));
        await using var db = await Doors(longAgo).AcrossTenants("seedDemo", Administrator, ct);
        var p = catalogue.Programme;
        var programme = await CreateProgramme.Handle(new(p.Code, p.Title, p.AwardingOrganisation, p.Since, p.Provision), db, longAgo, ct);
        foreach (var u in catalogue.Units)
        {
            var unit = await CreateUnit.Handle(new(programme.Value.Id, u.Code, p.Provision, u.Mandatory), db, longAgo, ct);
            var version = await DraftUnitVersion.Handle(
                unit.Value.Id,
                new(u.Title, u.Level, u.Credits, u.GuidedLearningHours, u.Languages,
                    [.. u.Outcomes.OrderBy(o => o.Number).Select(o => new OutcomeRequest(o.Title, o.Criteria))]),
                db, longAgo, ct);
            await PublishUnitVersion.Handle(unit.Value.Id, version.Value.Id, IfMatch.Seen(version.Version!.Value), db, longAgo, ct);
        }
        foreach (var r in catalogue.Resources)
        {
            var resource = await CreateResource.Handle(new(r.Code, r.Title, r.Kind), db, longAgo, ct);
            await FirstVersionAsync(db, resource.Value.Id, r, ct);
        }
        foreach (var k in catalogue.Packages)
            await CreatePackage.Handle(new(k.Code, k.Title, k.Units, k.Resources, k.Tools, k.AnnualFee, k.IncludedLearners, k.ExtraLearnerFee), db, longAgo, ct);
    }

    // What each package lays down, and what awarding and training cost beside it.
    private async Task PricesAsync(CancellationToken ct)
    {
        var then = new ShiftedClock(clock, -TimeSpan.FromDays(2 * 365));
        var from = DateOnly.FromDateTime(then.GetUtcNow().UtcDateTime).AddDays(1);
        await using var db = await Doors(then).AcrossTenants("seedDemo", Administrator, ct);
        foreach (var k in DemoCatalogue.Read().Packages)
        {
            var draft = await DraftPriceVersion.Handle(
                new(k.Code, k.AnnualFee.Currency, from, new(k.AnnualFee.Amount, k.IncludedLearners, k.ExtraLearnerFee.Amount, 3_000, 2_500, 25_000, 90_000), [ItemOfPrice.Example]),
                db, then, ct);
            await PublishPriceVersion.Handle(draft.Value.Id, IfMatch.Seen(draft.Version!.Value), db, then, ct);
        }
        await EnterExchangeRate.Handle(new("EUR", from, 0.85m), Administrator, db, then, ct);
    }

    // A file to download, so that the demonstration is whole: one page that says what will stand in its place.
    private async Task FirstVersionAsync(FranchiseDb db, Id<Resource> id, DemoResource about, CancellationToken ct)
    {
        using var text = new MemoryStream(Encoding.UTF8.GetBytes($"# {about.Title}\n\nThis page stands in for the document until Cohort 4 enters its own.\n"));
        var inspection = services.GetRequiredService<DocumentInspection>();
        var store = services.GetRequiredService<IDocumentStore>();
        await using var document = await inspection.Inspect(text, $"{about.Code.ToLowerInvariant()}.md", "text/markdown", ct);
        var resource = await db.Set<Resource>().Include(r => r.Versions).SingleAsync(r => r.Id == id, ct);
        resource.Publish(document.StoredAs(await store.Put(document.Content, ct)), "en", clock.GetUtcNow());
        await db.SaveChangesAsync(ct);
    }

    private async Task<Id<LicencePolicyVersion>> PolicyAsync(CancellationToken ct)
    {
        var then = new ShiftedClock(clock, -TimeSpan.FromDays(2 * 365));
        await using var db = await Doors(then).AcrossTenants("seedDemo", Administrator, ct);
        var policy = await CreatePolicy.Handle(new("STANDARD", "Standard licence"), db, then, ct);
        var version = await DraftPolicyVersion.Handle(policy.Value.Id, RulesOfPolicy.Example, IfMatch.Seen(policy.Version!.Value), db, then, ct);
        await PublishPolicyVersion.Handle(policy.Value.Id, version.Value.Id, IfMatch.Seen(version.Version!.Value), db, then, ct);
        return version.Value.Id;
    }

    private async Task<DemoOrganisationAtHand> OrganisationAsync(CreateOrganisation.Request request, string handle, CancellationToken ct)
    {
        Id<Organisation> id;
        await using (var db = await Doors().AcrossTenants("seedDemo", Administrator, ct))
        {
            id = (await CreateOrganisation.Handle(request, db, clock, ct)).Value.Id;
            foreach (var (role, name) in new[]
                     {
                         (ContactRole.Head, "Ruth Adeyemi"), (ContactRole.Coordinator, "Sam Okoro"),
                         (ContactRole.DesignatedSafeguardingLead, "Mary Lennox"), (ContactRole.Finance, "Priya Shah"),
                     })
                await AddContactToOrganisation.Handle(id, new(role, name, $"{handle}.{role.ToString().ToLowerInvariant()}@example.org"), db, clock, ct);
        }
        var email = $"coordinator@{handle}.example";
        var (user, password) = await PersonAsync(id, Role.Coordinator, email, "Sam Okoro", ct);
        var coordinator = new Actor(ActorKind.User, user.ToString(), id, Role.Coordinator, Permission.Of(Role.Coordinator), "127.0.0.1");
        var (clientId, secret) = await ClientAsync(id, coordinator, Permission.ForPartnerClients, ct);
        return new(id, coordinator, new(id.ToString(), request.Name, request.Kind, clientId, secret, email, password));
    }

    private async Task<Id<Licence>> LicenceAsync(
        DemoOrganisationAtHand at, string package, Id<LicencePolicyVersion> policy, DateOnly startsOn, bool accept, bool autoRenews, CancellationToken ct)
    {
        // As it was then: offered a fortnight before the first day, or today where that is still to come.
        var now = clock.GetUtcNow();
        var offered = new DateTimeOffset(startsOn.AddDays(-14), new(10, 0), TimeSpan.Zero);
        var then = new ShiftedClock(clock, offered < now ? offered - now : TimeSpan.Zero);
        Id<Licence> id;
        int version;
        string hash;
        await using (var db = await Doors(then).AcrossTenants("seedDemo", Administrator, ct))
        {
            var draft = await DraftLicence.Handle(new(at.Id, package, policy, startsOn), db, then, ct);
            id = draft.Value.Id;
            var validUntil = DateOnly.FromDateTime(then.GetUtcNow().UtcDateTime).AddDays(28);
            var offer = await OfferLicence.Handle(
                id, new($"Cohort 4 licenses the package {package} to you under its standard policy.", validUntil), IfMatch.Seen(draft.Version!.Value), db,
                Administrator, then, ct);
            version = offer.Version;
            hash = (await db.Set<Licence>().AsNoTracking().SingleAsync(l => l.Id == id, ct)).Offer!.TextHash;
        }
        if (!accept)
            return id;
        await using (var db = Doors(then).PlatformFor(at.Id, at.Coordinator))
            version = (await AcceptLicence.Handle(id, new(hash, autoRenews), IfMatch.Seen(version), db, at.Coordinator, then, ct)).Version;
        var first = new DateTimeOffset(startsOn, new(9, 0), TimeSpan.Zero);
        var started = new ShiftedClock(clock, first < now ? first - now : TimeSpan.Zero);
        await using (var db = await Doors(started).AcrossTenants("seedDemo", Administrator, ct))
            await ActivateLicence.Handle(id, IfMatch.Seen(version), db, started, ct);
        return id;
    }

    private async Task<Id<AccreditationPolicyVersion>> AccreditationPolicyAsync(CancellationToken ct)
    {
        var then = new ShiftedClock(clock, -TimeSpan.FromDays(2 * 365));
        await using var db = await Doors(then).AcrossTenants("seedDemo", Administrator, ct);
        var policy = await CreateAccreditationPolicy.Handle(new("STANDARD", "Standard accreditation"), db, then, ct);
        var version = await DraftAccreditationPolicyVersion.Handle(policy.Value.Id, RulesOfAccreditation.Example, IfMatch.Seen(policy.Version!.Value), db, then, ct);
        await PublishAccreditationPolicyVersion.Handle(policy.Value.Id, version.Value.Id, IfMatch.Seen(version.Version!.Value), db, then, ct);
        return version.Value.Id;
    }

    // Taken on when the licence was new, observed a month later; accredited for the package's first unit and nominated for its second.
    private async Task<Id<Trainer>> TrainerAsync(DemoOrganisationAtHand at, string package, Id<AccreditationPolicyVersion> policy, CancellationToken ct)
    {
        var units = DemoCatalogue.Read().Packages.Single(p => p.Code == package).Units;
        var then = new ShiftedClock(clock, -TimeSpan.FromDays(100));
        var (joined, today) = (DateOnly.FromDateTime(then.GetUtcNow().UtcDateTime), DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime));
        Id<Trainer> trainer;
        Id<UnitAccreditation> accreditation;
        await using (var db = Doors(then).Tenant(at.Id, at.Coordinator))
        {
            var added = await AddTrainer.Handle(
                new("Ann Mensah", "ann.mensah@example.org", ["en"], new("Sam Okoro", "sam.okoro@example.org")), db, at.Coordinator, then, ct);
            trainer = added.Value.Id;
            var teaching = await AddQualification.Handle(
                trainer, new(QualificationKind.TeachingOrAssessing, joined.AddYears(-4), "Level 3 Award in Education and Training"), IfMatch.Seen(added.Version!.Value), db,
                then, ct);
            await AddQualification.Handle(
                trainer, new(QualificationKind.SafeguardingTraining, joined.AddMonths(-5), "Safeguarding adults, level 3", joined.AddMonths(31)),
                IfMatch.Seen(teaching.Version!.Value), db, then, ct);
        }
        await using (var db = Doors(then).PlatformFor(at.Id, at.Coordinator))
            accreditation = (await NominateTrainer.Handle(trainer, new(units[0]), db, at.Coordinator, then, ct)).Value.Id;
        var later = new ShiftedClock(clock, -TimeSpan.FromDays(70));
        await using (var db = await Doors(later).AcrossTenants("seedDemo", Administrator, ct))
        {
            var training = await BeginTraining.Handle(accreditation, new(joined.AddDays(7), "TOT-1"), IfMatch.Seen(1), db, later, ct);
            var observed = await RecordObservation.Handle(
                accreditation,
                new(joined.AddDays(28), ObservationOutcome.Met, "Clear, warm and well paced.", Assessor: new("Carys Evans", "carys.evans@example.com")),
                IfMatch.Seen(training.Version), db, Administrator, later, ct);
            await AccreditTrainer.Handle(accreditation, new(policy), IfMatch.Seen(observed.Version!.Value), db, Administrator, later, ct);
        }
        await using (var db = Doors().Tenant(at.Id, at.Coordinator))
        {
            await AddCpdRecord.Handle(trainer, new(today.AddDays(-21), 6, "Trauma-informed facilitation"), db, clock, ct);
            await AddStandardisation.Handle(trainer, new(today.AddDays(-14), $"Reflective accounts, unit {units[0]}"), db, clock, ct);
        }
        await using (var db = Doors().PlatformFor(at.Id, at.Coordinator))
            await NominateTrainer.Handle(trainer, new(units[1]), db, at.Coordinator, clock, ct);
        return trainer;
    }

    // Mornings online, one a week.
    private async Task<Id<Course>> CourseAsync(DemoOrganisationAtHand at, Id<Licence> licence, string package, Id<Trainer> trainer, DemoCourse story, CancellationToken ct)
    {
        var unit = DemoCatalogue.Read().Packages.Single(p => p.Code == package).Units[0];
        var then = new ShiftedClock(clock, -TimeSpan.FromDays(story.PlannedAgo));
        var (box, settings) = (services.GetRequiredService<LearnerBox>(), services.GetRequiredService<DeliverySettings>());
        List<Id<Learner>> learners = [];
        Id<Course> id;
        int version;
        await using (var db = Doors(then).Tenant(at.Id, at.Coordinator))
        {
            foreach (var (name, called, rule) in story.Women)
            {
                await using var transaction = await db.Database.BeginTransactionAsync(ct);
                learners.Add((await AddLearner.Handle(new(name, called, Email: $"{called.ToLowerInvariant().Replace("â", "a")}@example.org", ContactRule: rule), db, at.Coordinator, box, then, ct)).Value.Id);
                await transaction.CommitAsync(ct);
            }
            var first = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime).AddDays(-story.BegunAgo);
            await using (var transaction = await db.Database.BeginTransactionAsync(ct))
            {
                var planned = await PlanCourse.Handle(
                    new(licence, story.Group, [unit], CourseMode.Online, 12, [new(first, "09:30", "12:30", Trainers: [trainer], Link: "https://meet.example.org/harbour", RepeatWeekly: story.Weeks)]),
                    db, at.Coordinator, box, settings, then, ct);
                (id, version) = (planned.Value.Id, planned.Version!.Value);
                version = (await OpenCourse.Handle(id, IfMatch.Seen(version), db, then, ct)).Version;
                await transaction.CommitAsync(ct);
            }
        }
        await using (var db = Doors(then).PlatformFor(at.Id, at.Coordinator))
        {
            await using var transaction = await db.Database.BeginTransactionAsync(ct);
            foreach (var learner in learners)
                await EnrolLearner.Handle(id, new(learner), db, then, ct);
            await transaction.CommitAsync(ct);
        }
        await using (var db = Doors(then).Tenant(at.Id, at.Coordinator))
            await ConfirmCourse.Handle(id, IfMatch.Seen(version), db, then, ct);
        return id;
    }

    // What was taught so far: all were there the first time, one came late and one was ill.
    private async Task RegisterAsync(DemoOrganisationAtHand at, Id<Course> course, CancellationToken ct)
    {
        await using var db = Doors().Tenant(at.Id, at.Coordinator);
        var (now, box) = (clock.GetUtcNow(), services.GetRequiredService<LearnerBox>());
        var session = await db.Set<Session>().AsNoTracking().Where(s => s.CourseId == course && s.EndsAt < now).OrderBy(s => s.StartsAt).FirstAsync(ct);
        var enrolments = await db.Set<Enrolment>().AsNoTracking().Where(e => e.CourseId == session.CourseId).OrderBy(e => e.Id).Select(e => e.Id).ToListAsync(ct);
        await TakeRegister.Handle(
            session.CourseId, session.Id,
            new([
                .. enrolments.Select((e, i) => i switch
                {
                    1 => new TakeRegister.Line(e, Presence.Late, Minutes: 150),
                    2 => new TakeRegister.Line(e, Presence.Absent, Reason: AbsenceReason.Illness),
                    _ => new TakeRegister.Line(e, Presence.Present),
                }),
            ]),
            db, at.Coordinator, box, clock, ct);
    }

    // Everybody achieved everything, somebody else has looked at it, and the claim is handed in: verifying it and recording the award is left to Cohort 4.
    private async Task AssessAsync(DemoOrganisationAtHand at, Id<Course> course, string package, Id<Trainer> trainer, CancellationToken ct)
    {
        var catalogue = DemoCatalogue.Read();
        var unit = catalogue.Units.Single(u => u.Code == catalogue.Packages.Single(p => p.Code == package).Units[0]);
        string[] criteria = [.. unit.Outcomes.OrderBy(o => o.Number).SelectMany((o, i) => o.Criteria.Select((_, j) => $"{i + 1}.{j + 1}"))];
        var decidedOn = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime).AddDays(-40);
        var (iris, _) = await PersonAsync(at.Id, Role.Trainer, "iris.quinn@harbour.example", "Iris Quinn", ct);
        var assurer = at.Coordinator with { Subject = iris.ToString(), Role = Role.Trainer, Permissions = Permission.Of(Role.Trainer) };

        await using (var db = Doors().PlatformFor(at.Id, at.Coordinator))
        {
            await using var transaction = await db.Database.BeginTransactionAsync(ct);
            var places = await db.Set<Enrolment>().AsNoTracking().Where(e => e.CourseId == course).OrderBy(e => e.Id).ToListAsync(ct);
            foreach (var (place, number) in places.Select((p, i) => (p, i)))
                await RegisterEnrolment.Handle(place.Id, new($"OCN-2026{number:0000}"), IfMatch.Seen(place.Version), db, clock, ct);
            var member = await db.Set<Member>().Where(m => m.UserId == iris).Select(m => m.Id).SingleAsync(ct);
            var nominated = await NominateAssurer.Handle(new(member), db, at.Coordinator, clock, ct);
            await transaction.CommitAsync(ct);
            await using var across = await Doors().AcrossTenants("seedDemo", Administrator, ct);
            await ApproveAssurer.Handle(nominated.Value.Id, IfMatch.Seen(nominated.Version!.Value), across, Administrator, clock, ct);
        }
        await using (var db = Doors().Tenant(at.Id, at.Coordinator))
        {
            await using var transaction = await db.Database.BeginTransactionAsync(ct);
            var places = await db.Set<Enrolment>().AsNoTracking().Where(e => e.CourseId == course).Select(e => e.Id).ToListAsync(ct);
            await RecordCourseResults.Handle(
                course,
                new([.. places.Select(e => new RecordCourseResults.Line(e, unit.Code, trainer, decidedOn, [.. criteria.Select(c => new DecisionRequest(c, DecisionOutcome.Met))]))]),
                db, at.Coordinator, services.GetRequiredService<LearnerBox>(), clock, ct);
            await transaction.CommitAsync(ct);
        }
        await using (var db = Doors().Tenant(at.Id, assurer))
        {
            await using var transaction = await db.Database.BeginTransactionAsync(ct);
            foreach (var sample in (await GetSamplingPlan.Handle(course, db, clock, ct)).Samples)
                await SettleSample.Handle(sample.Id, new(SampleOutcome.Agreed), db, assurer, clock, ct);
            await AssureCourse.Handle(course, db, assurer, clock, ct);
            await transaction.CommitAsync(ct);
        }
        await using (var db = Doors().PlatformFor(at.Id, at.Coordinator))
        {
            await using var transaction = await db.Database.BeginTransactionAsync(ct);
            var claim = await DraftClaim.Handle(course, new(), db, at.Coordinator, clock, ct);
            await SubmitClaim.Handle(claim.Value.Id, IfMatch.Seen(claim.Version!.Value), db, at.Coordinator, clock, ct);
            await transaction.CommitAsync(ct);
        }
    }

    private async Task<(Id<User> User, string Password)> PersonAsync(
        Id<Organisation> organisation, Role role, string email, string name, CancellationToken ct)
    {
        var password = Convert.ToBase64String(RandomNumberGenerator.GetBytes(15)).Replace('+', '-').Replace('/', '_');
        var token = NewSecret.Make(NewSecret.OfInvitation).Text;
        await using (var db = await Doors().AcrossTenants("seedDemo", Administrator, ct))
        {
            db.Add(new Invitation(organisation, email, role, SecretHash.Of(token), clock.GetUtcNow()));
            await db.SaveChangesAsync(ct);
        }
        await using var scope = services.CreateAsyncScope();
        var user = await scope.ServiceProvider.GetRequiredService<Accounts>().CreateUserAsync(email, password);
        await scope.ServiceProvider.GetRequiredService<IdentityDirectory>().AcceptInvitationAsync(organisation, token, name, user, ct);
        return (user.UserId, password);
    }

    private async Task<(string Id, string Secret)> ClientAsync(Id<Organisation> organisation, Actor by, IEnumerable<string> permissions, CancellationToken ct)
    {
        await using var db = by.IsFranchisor ? await Doors().AcrossTenants("seedDemo", by, ct) : Doors().Tenant(organisation, by);
        await using var scope = services.CreateAsyncScope();
        var made = await CreateClient.Handle(
            new("Demonstration", ApiClientKind.Confidential, [.. permissions]), db, by, scope.ServiceProvider.GetRequiredService<Accounts>(), clock, ct);
        return (made.Value.Client.Id.ToString(), made.Value.Secret!);
    }

    private Doors Doors(TimeProvider? at = null) =>
        at is null ? services.GetRequiredService<Doors>() : new(services.GetRequiredService<Databases>(), services.GetRequiredService<TenantProof>(), at);

    private async Task WriteAsync(DemoFile demo)
    {
        var written = File + ".new";
        await using (var stream = new FileStream(written, new FileStreamOptions
        {
            Mode = FileMode.Create,
            Access = FileAccess.Write,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        }))
            await JsonSerializer.SerializeAsync(stream, demo, json);
        System.IO.File.Move(written, File, overwrite: true);
    }

    private sealed record DemoCourse(string Group, int PlannedAgo, int BegunAgo, int Weeks, IReadOnlyList<(string Name, string Called, ContactRuleView? Rule)> Women);

    private sealed record DemoOrganisationAtHand(Id<Organisation> Id, Actor Coordinator, DemoOrganisation Shown);

    // Finance stands last, and not at all in what an earlier version wrote.
    private sealed record DemoFile(string BaseUrl, string Docs, string Openapi, DemoAdmin Admin, IReadOnlyList<DemoOrganisation> Organisations, DemoAdmin? Finance)
    {
        public static DemoFile At(string address, DemoAdmin admin, IReadOnlyList<DemoOrganisation> organisations, DemoAdmin? finance) =>
            new(address, $"{address}/docs", $"{address}/openapi/v1.json", admin, organisations, finance);
    }

    private sealed record DemoAdmin(string ClientId, string ClientSecret, string User, string Password);

    private sealed record DemoOrganisation(
        string Id, string Name, OrganisationKind Kind, string ClientId, string ClientSecret, string User, string Password);

    /// <summary>The time as it was: the story began a while ago.</summary>
    private sealed class ShiftedClock(TimeProvider now, TimeSpan by) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now.GetUtcNow() + by;
    }
}
