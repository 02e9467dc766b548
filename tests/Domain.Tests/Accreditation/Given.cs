using System.Globalization;
using Franchise.Domain.Accreditation;
using Franchise.Domain.Identity;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;

namespace Franchise.Domain.Tests.Accreditation;

/// <summary>Trainers and accreditations in every state, by the verbs alone.</summary>
internal static class Given
{
    public const string Unit = "RM3-02";

    public static readonly TimeZoneInfo London = TimeZoneInfo.FindSystemTimeZoneById("Europe/London");

    public static readonly Id<Organisation> Partner = new(new Guid("01900000-0000-7000-8000-000000000002"));

    public static readonly Id<User> Ann = new(new Guid("01900000-0000-7000-8000-0000000000a1"));

    public static readonly Actor QualityLead = Person(new Guid("01900000-0000-7000-8000-0000000000b1"), Role.QualityLead);

    public static readonly Actor OtherQualityLead = Person(new Guid("01900000-0000-7000-8000-0000000000b2"), Role.QualityLead);

    public static readonly Actor Coordinator = Person(new Guid("01900000-0000-7000-8000-0000000000c1"), Role.Coordinator);

    public static readonly UnitRight Entitled = new(true, new(Day("2010-01-01"), null, ["en"]));

    public static DateOnly Day(string day) => DateOnly.ParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>Ten in the morning of a day, in London.</summary>
    public static OwnTime On(DateOnly day) => new(Term.StartOf(day, London).AddHours(10), London);

    public static OwnTime On(string day) => On(Day(day));

    public static AccreditationRules Rules(
        int validity = 24, int[]? milestones = null, int opens = 120, int refresher = 6, decimal cpd = 12, bool standardisation = true, QualificationKind[]? required = null) =>
        new(validity, milestones ?? [120, 60, 30, 7], opens, refresher, cpd, standardisation, required ?? [], "Rules in plain words.");

    public static AccreditationPolicyVersion Policy(AccreditationRules? rules = null)
    {
        var now = On("2014-01-01").Now;
        var policy = new AccreditationPolicy("STANDARD", "Standard", now);
        var version = policy.Draft(rules ?? Rules(), now);
        policy.Publish(version.Id, now);
        return version;
    }

    public static Trainer Trainer(string email = "ann@partner.example", Id<User>? user = null) =>
        new(Partner, new("Ann Example", email, ["en"], new("Bea Boss", "bea@partner.example")), user ?? Ann, On("2014-01-01").Now);

    public static AccreditationFacts Facts(
        AccreditationPolicyVersion policy, Trainer trainer, decimal cpd = 12, string? standardised = "2014-01-01", UnitRight? unit = null) =>
        new(policy, trainer, unit ?? Entitled, cpd, standardised is null ? null : Day(standardised));

    public static ObservationDetails Seen(string on, ObservationOutcome outcome = ObservationOutcome.Met, Assessor? assessor = null, string? because = null) =>
        new(assessor ?? new("Cara Critic", "cara@elsewhere.example", null, InHouse: false), Day(on), outcome, "Seen.", because);

    public static UnitAccreditation Nominated(Trainer trainer, string on = "2026-01-05") => UnitAccreditation.Nominate(trainer, Unit, Entitled, Coordinator, On(on));

    public static UnitAccreditation InTraining(Trainer trainer, string on = "2026-01-05")
    {
        var accreditation = Nominated(trainer, on);
        accreditation.BeginTraining(Day(on), null, On(on));
        return accreditation;
    }

    public static UnitAccreditation Observed(Trainer trainer, string on = "2026-01-05")
    {
        var accreditation = InTraining(trainer, on);
        accreditation.Observe(Seen(on), trainer, QualityLead, On(on));
        return accreditation;
    }

    public static UnitAccreditation Accredited(Trainer trainer, AccreditationPolicyVersion policy, string on = "2026-01-05")
    {
        var accreditation = Observed(trainer, on);
        accreditation.Accredit(Facts(policy, trainer), QualityLead, On(on));
        accreditation.ForgetEvents();
        return accreditation;
    }

    public static TrainerFile File(Trainer trainer, string today, AccreditationPolicyVersion policy, params UnitAccreditation[] accreditations) =>
        new(trainer, accreditations, new Dictionary<Id<AccreditationPolicyVersion>, AccreditationPolicyVersion> { [policy.Id] = policy }, Day(today));

    public static string[] Codes(this AccreditationAnswer answer) => [.. answer.Reasons.Select(r => r.Code)];

    public static Refusal Refused(string code, Action action)
    {
        var refusal = Assert.Throws<Refusal>(action);
        Assert.Equal(code, refusal.Code);
        Assert.NotEmpty(refusal.Message);
        Assert.NotEmpty(refusal.Remedy);
        return refusal;
    }

    /// <summary>What a refusal names as missing.</summary>
    public static void Missing(string[] codes, Action action) =>
        Assert.Equal(codes.Order(), Refused(AccreditationCodes.AccreditationNotReady, action).Errors.Select(e => e.Code!).Order());

    private static Actor Person(Guid id, Role role) =>
        new(ActorKind.User, new Id<User>(id).ToString(), Permission.IsFranchisorRole(role) ? Organisation.FranchisorId : Partner, role, Permission.Of(role), null);
}
