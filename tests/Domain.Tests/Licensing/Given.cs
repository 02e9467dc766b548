using System.Globalization;
using Franchise.Domain.Identity;
using Franchise.Domain.Licensing;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;

namespace Franchise.Domain.Tests.Licensing;

/// <summary>Licences in every state, by the verbs alone.</summary>
internal static class Given
{
    public const string Agreement = "The agreement.";

    public static readonly TimeZoneInfo London = TimeZoneInfo.FindSystemTimeZoneById("Europe/London");

    public static readonly Id<Organisation> Partner = new(new Guid("01900000-0000-7000-8000-000000000002"));

    public static readonly Actor Administrator = Person("usr_administrator", Role.PlatformAdministrator);

    public static readonly Actor OtherAdministrator = Person("usr_other", Role.PlatformAdministrator);

    public static readonly Actor Coordinator = Person("usr_coordinator", Role.Coordinator);

    public static DateOnly Day(string day) => DateOnly.ParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>Ten in the morning of a day, in London.</summary>
    public static OwnTime On(DateOnly day) => new(Term.StartOf(day, London).AddHours(10), London);

    public static OwnTime On(string day) => On(Day(day));

    public static PolicyRules Rules(
        string term = "P12M",
        int graceDays = 30,
        int[]? noticeDays = null,
        RenewalBasis basis = RenewalBasis.FromExpiry,
        OverageStrategy overage = OverageStrategy.Refuse,
        string teachOut = "P6M") =>
        new(IsoPeriod.Parse(term, null), graceDays, noticeDays ?? [90, 60, 30, 7], basis, overage, IsoPeriod.Parse(teachOut, null), "Rules in plain words.");

    public static LicencePolicyVersion Policy(PolicyRules? rules = null)
    {
        var now = On("2014-01-01").Now;
        var policy = new LicencePolicy("STANDARD", "Standard", now);
        var version = policy.Draft(rules ?? Rules(), now);
        policy.Publish(version.Id, now);
        return version;
    }

    public static LicenceGrant Grant(string startsOn = "2026-01-31") =>
        new(
            "FULL",
            new(120_000, "GBP"),
            new(4_500, "GBP"),
            10,
            Day(startsOn),
            ["RM3-01", "RM3-02"],
            ["HANDBOOK"],
            ["MATCHING"],
            ["GB-ENG", "IE"],
            ["en"],
            [DeliveryMode.InPerson]);

    public static LicenceFacts Facts(LicencePolicyVersion policy) => new(policy, true, true, true, true, true, ["RM3-01", "RM3-02"]);

    public static Licence Draft(LicencePolicyVersion policy, string startsOn = "2026-01-31") =>
        Licence.Draft(Partner, policy, Grant(startsOn), On(startsOn).Now);

    /// <summary>An offer made on its first day and open for three weeks.</summary>
    public static Licence Offered(LicencePolicyVersion policy, string startsOn = "2026-01-31")
    {
        var licence = Draft(policy, startsOn);
        licence.MakeOffer(Agreement, Day(startsOn).AddDays(20), policy, ["RM3-01", "RM3-02"], Administrator, On(startsOn));
        return licence;
    }

    public static Licence Accepted(LicencePolicyVersion policy, string startsOn = "2026-01-31", bool autoRenews = false)
    {
        var licence = Offered(policy, startsOn);
        licence.Accept(LicenceOffer.HashOf(Agreement), autoRenews, policy, Coordinator, On(startsOn));
        return licence;
    }

    public static Licence Active(LicencePolicyVersion policy, string startsOn = "2026-01-31", bool autoRenews = false)
    {
        var licence = Accepted(policy, startsOn, autoRenews);
        licence.Activate(Facts(policy), On(startsOn));
        licence.ForgetEvents();
        return licence;
    }

    /// <summary>What happened, without ids: enough to compare two runs.</summary>
    public static string[] Story(this Licence licence) =>
        [
            .. licence.Events.Select(e =>
                e.Type + string.Concat((e.Data ?? new Dictionary<string, object?>()).Where(d => d.Key != "holdId").Select(d => $" {d.Key}={d.Value}"))),
        ];

    public static DomainEvent Event(this Licence licence, string type) => Assert.Single(licence.Events, e => e.Type == type);

    public static Refusal Refused(string code, Action action)
    {
        var refusal = Assert.Throws<Refusal>(action);
        Assert.Equal(code, refusal.Code);
        Assert.NotEmpty(refusal.Message);
        Assert.NotEmpty(refusal.Remedy);
        return refusal;
    }

    public static void RefusedAt(string[] pointers, Action action) =>
        Assert.Equal(pointers, Refused("validation_failed", action).Errors.Select(e => e.Pointer));

    private static Actor Person(string subject, Role role) => new(ActorKind.User, subject, Partner, role, Permission.Of(role), "192.0.2.1");
}
