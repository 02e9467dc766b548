using System.Data.Common;
using System.Linq.Expressions;
using Franchise.Api.Http;
using Franchise.Domain.Identity;
using Franchise.Domain.Licensing;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Persistence;

namespace Franchise.Api.Licensing;

/// <summary>A licence: what it grants, at what price, where it stands. Both sides see the same; a partner sees it once it is offered.</summary>
/// <param name="Id">Its id.</param>
/// <param name="OrganisationId">The organisation that holds it.</param>
/// <param name="Status">Where it stands. Suspension is apart from it: see suspendedFrom.</param>
/// <param name="Package">The code of the package that it grants.</param>
/// <param name="PolicyVersionId">The version of the rules that it follows for as long as it lives.</param>
/// <param name="Price">What one term costs.</param>
/// <param name="ExtraLearnerFee">What each learner above the included ones costs.</param>
/// <param name="Seats">Learners included in each term.</param>
/// <param name="StartsOn">The first day of the first term.</param>
/// <param name="Units">Codes of the units that may be delivered.</param>
/// <param name="Resources">Codes of the handbooks and other documents that come with it.</param>
/// <param name="Tools">Codes of the tools that come with it.</param>
/// <param name="Territories">Where: ISO 3166 codes. A country covers its parts.</param>
/// <param name="Languages">In which languages. A language covers its regional forms.</param>
/// <param name="Modes">How: `in_person`, `online` or both.</param>
/// <param name="AutoRenews">Whether the organisation has agreed that terms renew by themselves.</param>
/// <param name="SuspendedFrom">The first day on which a hold that is not lifted suspends it; null while there is none.</param>
/// <param name="Offer">The offer; null while it is a draft.</param>
/// <param name="Acceptance">The organisation's acceptance; null before.</param>
/// <param name="Calendar">Its dates; null until it begins.</param>
/// <param name="Termination">An end for cause, proposed or confirmed; null where there is none.</param>
/// <param name="Version">Counts changes. The ETag is this number: 3 is `"v3"`.</param>
internal sealed record LicenceView(
    Id<Licence> Id,
    Id<Organisation> OrganisationId,
    LicenceStatus Status,
    string Package,
    Id<LicencePolicyVersion> PolicyVersionId,
    Money Price,
    Money ExtraLearnerFee,
    int Seats,
    DateOnly StartsOn,
    IReadOnlyList<string> Units,
    IReadOnlyList<string> Resources,
    IReadOnlyList<string> Tools,
    IReadOnlyList<string> Territories,
    IReadOnlyList<string> Languages,
    IReadOnlyList<string> Modes,
    bool AutoRenews,
    DateOnly? SuspendedFrom,
    OfferView? Offer,
    AcceptanceView? Acceptance,
    CalendarView? Calendar,
    TerminationView? Termination,
    int Version
)
{
    public static LicenceView Example =>
        new(
            ExampleOf.Id<Licence>(), ExampleOf.Id<Organisation>(), LicenceStatus.Active, "RM-CORE", ExampleOf.Id<LicencePolicyVersion>(), new(250_000, "GBP"),
            new(9_500, "GBP"), 24, new(2027, 1, 1), ["RM3-01", "RM3-02"], ["HANDBOOK"], ["matching"], ["GB"], ["en"], ["in_person", "online"], true, null,
            OfferView.Example, AcceptanceView.Example, CalendarView.Example, null, 4);

    /// <summary>From the row to what is answered, in the database or in memory. Neither the agreement's text nor any other table is read.</summary>
    public static readonly Expression<Func<Licence, LicenceView>> Shape = l => new LicenceView(
        l.Id,
        l.TenantId,
        l.Status,
        l.Grant.Package,
        l.PolicyVersionId,
        new Money(l.Grant.Price.Amount, l.Grant.Price.Currency),
        new Money(l.Grant.ExtraLearnerFee.Amount, l.Grant.ExtraLearnerFee.Currency),
        l.Grant.Seats,
        l.Grant.StartsOn,
        l.Grant.Units,
        l.Grant.Resources,
        l.Grant.Tools,
        l.Grant.Territories,
        l.Grant.Languages,
        l.Grant.Modes,
        l.AutoRenews,
        l.SuspendedFrom,
        l.Offer == null ? null : new OfferView(l.Offer.TextHash, l.Offer.ValidUntil, l.Offer.OfferedAt),
        l.Acceptance == null ? null : new AcceptanceView(l.Acceptance.Actor, l.Acceptance.Role, l.Acceptance.At, l.Acceptance.Ip, l.Acceptance.TextHash),
        l.Calendar == null
            ? null
            : new CalendarView(l.Calendar.Anchor, l.Calendar.TermNumber, l.Calendar.LastDay, l.Calendar.GraceLastDay, l.Calendar.TeachOutLastDay),
        l.Termination == null
            ? null
            : new TerminationView(
                l.Termination.Cause,
                l.Termination.LearnerProtectionPlan,
                l.Termination.TeachOutAllowed,
                l.Termination.ProposedBy,
                l.Termination.ProposedAt,
                l.Termination.ConfirmedBy,
                l.Termination.EffectiveOn,
                l.Termination.TeachOutLastDay),
        l.Version);

    /// <summary>What <see cref="Read"/> reads, in its order: the same as <see cref="Shape"/>, past Entity Framework. A test compares the two.</summary>
    public const string Columns = """
        id, tenant_id, status, package, policy_version_id, price_amount, price_currency, extra_learner_fee_amount, extra_learner_fee_currency, seats,
        starts_on, units, resources, tools, territories, languages, modes, auto_renews, suspended_from,
        agreement_text_hash, offer_valid_until, offered_at,
        accepted_by, accepted_as, accepted_at, accepted_from, accepted_text_hash,
        anchor, term_number, last_day, grace_last_day, teach_out_last_day,
        termination_cause, learner_protection_plan, termination_teach_out_allowed, termination_proposed_by, termination_proposed_at,
        termination_confirmed_by, terminated_on, termination_teach_out_last_day,
        version
        """;

    public static LicenceView Read(DbDataReader row) =>
        new(
            new(row.GetGuid(0)),
            new(row.GetGuid(1)),
            Stored.Enum<LicenceStatus>(row.GetString(2)),
            row.GetString(3),
            new(row.GetGuid(4)),
            new(row.GetInt64(5), row.GetString(6)),
            new(row.GetInt64(7), row.GetString(8)),
            row.GetInt32(9),
            row.Day(10),
            row.Texts(11),
            row.Texts(12),
            row.Texts(13),
            row.Texts(14),
            row.Texts(15),
            row.Texts(16),
            row.GetBoolean(17),
            row.DayOrNull(18),
            row.IsDBNull(19) ? null : new(row.GetString(19), row.Day(20), row.Instant(21)),
            row.IsDBNull(22)
                ? null
                : new(
                    row.GetString(22), row.IsDBNull(23) ? null : Stored.Enum<Role>(row.GetString(23)), row.Instant(24), row.TextOrNull(25), row.GetString(26)),
            row.IsDBNull(27) ? null : new(row.Day(27), row.GetInt32(28), row.Day(29), row.Day(30), row.Day(31)),
            row.IsDBNull(32)
                ? null
                : new(
                    Stored.Enum<TerminationCause>(row.GetString(32)), row.GetString(33), row.GetBoolean(34), row.GetString(35), row.Instant(36),
                    row.TextOrNull(37), row.DayOrNull(38), row.DayOrNull(39)),
            row.GetInt32(40));

    private static readonly Func<Licence, LicenceView> shape = Shape.Compile();

    public static LicenceView Of(Licence licence) => shape(licence);
}

/// <summary>A licence as it stands in a list.</summary>
/// <param name="Id">Its id.</param>
/// <param name="OrganisationId">The organisation that holds it.</param>
/// <param name="Status">Where it stands.</param>
/// <param name="Package">The code of the package that it grants.</param>
/// <param name="Price">What one term costs.</param>
/// <param name="Seats">Learners included in each term.</param>
/// <param name="StartsOn">The first day of the first term.</param>
/// <param name="TermNumber">The number of the latest term; null until it begins.</param>
/// <param name="LastDay">The last day of the latest term, inclusive; null until it begins.</param>
/// <param name="AutoRenews">Whether terms renew by themselves.</param>
/// <param name="SuspendedFrom">The first day on which a hold that is not lifted suspends it; null while there is none.</param>
/// <param name="Version">Counts changes. The ETag is this number: 3 is `"v3"`.</param>
internal sealed record LicenceSummary(
    Id<Licence> Id,
    Id<Organisation> OrganisationId,
    LicenceStatus Status,
    string Package,
    Money Price,
    int Seats,
    DateOnly StartsOn,
    int? TermNumber,
    DateOnly? LastDay,
    bool AutoRenews,
    DateOnly? SuspendedFrom,
    int Version
)
{
    public static LicenceSummary Example =>
        new(
            ExampleOf.Id<Licence>(), ExampleOf.Id<Organisation>(), LicenceStatus.Active, "RM-CORE", new(250_000, "GBP"), 24, new(2027, 1, 1), 1,
            new(2027, 12, 31), true, null, 4);

    public static readonly Expression<Func<Licence, LicenceSummary>> Shape = l => new LicenceSummary(
        l.Id,
        l.TenantId,
        l.Status,
        l.Grant.Package,
        new Money(l.Grant.Price.Amount, l.Grant.Price.Currency),
        l.Grant.Seats,
        l.Grant.StartsOn,
        l.Calendar == null ? null : (int?)l.Calendar.TermNumber,
        l.Calendar == null ? null : (DateOnly?)l.Calendar.LastDay,
        l.AutoRenews,
        l.SuspendedFrom,
        l.Version);

    /// <inheritdoc cref="LicenceView.Columns"/>
    public const string Columns = """
        id, tenant_id, status, package, price_amount, price_currency, seats, starts_on, term_number, last_day, auto_renews, suspended_from, version
        """;

    public static LicenceSummary Read(DbDataReader row) =>
        new(
            new(row.GetGuid(0)),
            new(row.GetGuid(1)),
            Stored.Enum<LicenceStatus>(row.GetString(2)),
            row.GetString(3),
            new(row.GetInt64(4), row.GetString(5)),
            row.GetInt32(6),
            row.Day(7),
            row.IsDBNull(8) ? null : row.GetInt32(8),
            row.DayOrNull(9),
            row.GetBoolean(10),
            row.DayOrNull(11),
            row.GetInt32(12));
}

/// <summary>What rows read past Entity Framework are made of.</summary>
internal static class Columns
{
    public static DateOnly Day(this DbDataReader row, int at) => row.GetFieldValue<DateOnly>(at);

    public static DateOnly? DayOrNull(this DbDataReader row, int at) => row.IsDBNull(at) ? null : row.GetFieldValue<DateOnly>(at);

    public static DateTimeOffset Instant(this DbDataReader row, int at) => row.GetFieldValue<DateTimeOffset>(at);

    public static string? TextOrNull(this DbDataReader row, int at) => row.IsDBNull(at) ? null : row.GetString(at);

    public static IReadOnlyList<string> Texts(this DbDataReader row, int at) => row.GetFieldValue<string[]>(at);
}

/// <summary>An offer. Its text stands at the licence's `agreement`.</summary>
/// <param name="TextHash">SHA-256 of the agreement's text in UTF-8, in lower-case hexadecimal.</param>
/// <param name="ValidUntil">The last day on which it can be accepted, inclusive.</param>
/// <param name="OfferedAt">When it was made.</param>
internal sealed record OfferView(string TextHash, DateOnly ValidUntil, DateTimeOffset OfferedAt)
{
    public static OfferView Example => new(ExampleOf.Hash, new(2026, 12, 31), ExampleOf.Time);
}

/// <summary>The organisation's acceptance.</summary>
/// <param name="AcceptedBy">The id of the user or API client that accepted.</param>
/// <param name="Role">Her role; null for an API client.</param>
/// <param name="AcceptedAt">When.</param>
/// <param name="Ip">From which address.</param>
/// <param name="TextHash">The hash of the text accepted.</param>
internal sealed record AcceptanceView(string AcceptedBy, Role? Role, DateTimeOffset AcceptedAt, string? Ip, string TextHash)
{
    public static AcceptanceView Example => new(ExampleOf.Id<User>().ToString(), Domain.Identity.Role.Coordinator, ExampleOf.Time, "203.0.113.7", ExampleOf.Hash);
}

/// <summary>A licence's dates, in its organisation's time zone. Each last day is inclusive.</summary>
/// <param name="Anchor">The day from which terms are counted.</param>
/// <param name="TermNumber">The number of the latest term.</param>
/// <param name="LastDay">The last day of the latest term.</param>
/// <param name="GraceLastDay">The last day of grace; the same as lastDay where there is none.</param>
/// <param name="TeachOutLastDay">The last day of teach-out; the same as graceLastDay where there is none.</param>
internal sealed record CalendarView(DateOnly Anchor, int TermNumber, DateOnly LastDay, DateOnly GraceLastDay, DateOnly TeachOutLastDay)
{
    public static CalendarView Example => new(new(2027, 1, 1), 1, new(2027, 12, 31), new(2028, 1, 30), new(2028, 7, 30));
}

/// <summary>An end for cause.</summary>
/// <param name="Cause">For what.</param>
/// <param name="LearnerProtectionPlan">What happens to the women whose courses have begun.</param>
/// <param name="TeachOutAllowed">Whether courses already begun may go on.</param>
/// <param name="ProposedBy">The id of the administrator who proposed it.</param>
/// <param name="ProposedAt">When.</param>
/// <param name="ConfirmedBy">The id of the other administrator; null until confirmed.</param>
/// <param name="EffectiveOn">The first day on which the licence is no more; null until confirmed.</param>
/// <param name="TeachOutLastDay">The last day of teach-out; null where there is none, or until confirmed.</param>
internal sealed record TerminationView(
    TerminationCause Cause,
    [property: System.ComponentModel.DataAnnotations.MaxLength(20_000)] string LearnerProtectionPlan,
    bool TeachOutAllowed,
    string ProposedBy,
    DateTimeOffset ProposedAt,
    string? ConfirmedBy,
    DateOnly? EffectiveOn,
    DateOnly? TeachOutLastDay
)
{
    public static TerminationView Example =>
        new(TerminationCause.Quality, "Learners finish with a neighbouring partner.", true, ExampleOf.Id<User>().ToString(), ExampleOf.Time, null, null, null);
}

/// <summary>One thing that stands in the way, and what removes it.</summary>
/// <param name="Code">Stable: branch on this.</param>
/// <param name="Detail">A plain sentence that says what is wrong.</param>
/// <param name="Remedy">A plain sentence that says what to do.</param>
/// <param name="Pointer">JSON pointer to the member of the question that it is about; empty where it is about the whole.</param>
/// <param name="Dates">The dates it concerns; empty where it concerns all.</param>
internal sealed record ReasonView(
    string Code,
    string Detail,
    string Remedy,
    string Pointer,
    [property: System.ComponentModel.DataAnnotations.MaxLength(EligibilityQuestion.MostDates)] IReadOnlyList<DateOnly> Dates
)
{
    public static ReasonView Example =>
        new(LicensingCodes.UnitNotEntitled, "The licence does not grant this unit.", "Choose a unit it grants, or ask for this one.", "/unit", [new(2027, 3, 1)]);

    public static ReasonView Of(Reason reason) => new(reason.Code, reason.Sentence, reason.Remedy, reason.Pointer, reason.Dates);
}
