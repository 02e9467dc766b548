using Franchise.Domain.Accreditation;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Email;
using Franchise.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Franchise.Api.Accreditation;

/// <summary>What a message says of one accreditation.</summary>
/// <param name="Trainer">Whose it is.</param>
/// <param name="Accreditation">The accreditation.</param>
/// <param name="HasLapsed">Whether it has lapsed; else its end is near.</param>
internal sealed record AccreditationNews(Trainer Trainer, UnitAccreditation Accreditation, bool HasLapsed);

/// <summary>
/// The messages about accreditations that end soon or have lapsed. Subjects show on locked screens, so they say nothing; texts name units by code alone.
/// </summary>
internal static class AccreditationNotices
{
    /// <summary>To the trainer herself.</summary>
    public static EmailMessage ToTrainer(Trainer trainer, IReadOnlyList<AccreditationNews> news) =>
        new(
            trainer.Email,
            "A date for your diary",
            $"""
            Hello {trainer.Name},

            {(news.All(n => n.HasLapsed) ? "Something has run out that you may want to renew:" : "Something of yours needs attention before long:")}

            {string.Join('\n', news.Select(n => $"- {Line(n)}"))}

            Your coordinator knows too, and will help with whatever is missing.

            With kind regards,
            Cohort 4
            """
        );

    /// <summary>To a coordinator contact of her organisation, who can see to it.</summary>
    public static EmailMessage ToCoordinator(string address, IReadOnlyList<AccreditationNews> news) =>
        new(
            address,
            "Dates for your trainers",
            $"""
            Hello,

            These accreditations of your trainers need attention:

            {Lines(news)}

            Each accreditation's readiness on Franchise says what is missing. A trainer whose accreditation has lapsed cannot take sessions until it is back.

            With kind regards,
            Cohort 4
            """
        );

    /// <summary>To Cohort 4's own people.</summary>
    public static EmailMessage ToStaff(string address, Organisation organisation, IReadOnlyList<AccreditationNews> news) =>
        new(
            address,
            "Accreditations: dates",
            $"""
            Hello,

            At {organisation.TradingName ?? organisation.Name}:

            {Lines(news)}

            With kind regards,
            Franchise
            """
        );

    /// <summary>Where the coordinators of some organisations are written to.</summary>
    public static async Task<ILookup<Id<Organisation>, string>> CoordinatorsAsync(FranchiseDb db, Id<Organisation>[] organisations, CancellationToken ct) =>
        (await db.Set<Contact>()
            .Where(c => organisations.Contains(c.TenantId) && c.Role == ContactRole.Coordinator)
            .Select(c => new { c.TenantId, c.Email })
            .Distinct()
            .ToListAsync(ct)).ToLookup(c => c.TenantId, c => c.Email);

    private static string Lines(IEnumerable<AccreditationNews> news) => string.Join('\n', news.Select(n => $"- {n.Trainer.Name}, {Line(n)}"));

    private static string Line(AccreditationNews news)
    {
        var (unit, c) = (news.Accreditation.Unit, news.Accreditation.Calendar!);
        return !news.HasLapsed
                ? $"{unit}: good until {c.LastDay:d MMMM yyyy}. It can be renewed from {c.RenewableFrom:d MMMM yyyy}, with CPD and a standardisation meeting in the year before."
            : c.RefresherLastDay > c.LastDay
                ? $"{unit}: ended on {c.LastDay:d MMMM yyyy}. A refresher by {c.RefresherLastDay:d MMMM yyyy} brings it back; after that, an observation."
            : $"{unit}: ended on {c.LastDay:d MMMM yyyy}. An observation brings it back.";
    }
}
