using Franchise.Domain.Accreditation;
using Franchise.Domain.Delivery;
using Franchise.Infrastructure.Email;
using Franchise.Infrastructure.Organisations;
using Franchise.Infrastructure.Persistence;

namespace Franchise.Api.Delivery;

/// <summary>A session that a trainer may not teach as things stand.</summary>
internal sealed record SessionNews(Course Course, Session Session, Trainer Trainer, SessionRisk Risk);

/// <summary>
/// Messages to an organisation's coordinators about its courses. Subjects show on locked screens, so they say nothing; texts name units by code and
/// groups by their label, which identifies nobody.
/// </summary>
internal static class CoordinatorMail
{
    /// <summary>Tells what is at risk and what would cure it.</summary>
    public static EmailMessage AtRisk(string address, IReadOnlyList<SessionNews> news) =>
        new(
            address,
            "Sessions that need you",
            $"""
            Hello,

            As things stand these sessions cannot be taught by whoever is booked on them:

            {string.Join('\n', news.OrderBy(n => n.Session.StartsAt).Select(Line))}

            Either cures it, or put another trainer in her place on Franchise.

            With kind regards,
            Cohort 4
            """
        );

    /// <summary>Tells that learners are still to be registered with the awarding organisation.</summary>
    public static EmailMessage Registration(string address, IReadOnlyList<(Course Course, int Unregistered)> courses) =>
        new(
            address,
            "A date to keep",
            $"""
            Hello,

            Learners of these courses are still to be registered with the awarding organisation:

            {string.Join('\n', courses.Select(c => $"- {c.Course.Group}: {c.Unregistered}, by {c.Course.FirstSession!.Date.AddDays(c.Course.RegistrationDays):d MMMM yyyy}"))}

            With kind regards,
            Cohort 4
            """
        );

    /// <summary>Tells the partners whose places on a training of trainers there are no more.</summary>
    public static async Task TellCancelled(FranchiseDb db, IReadOnlyCollection<TrainingPlace> places, EmailOutbox outbox, TimeProvider clock, CancellationToken ct)
    {
        var addresses = await CoordinatorsOnFile.AddressesAsync(db, places.Select(p => p.TenantId), ct);
        foreach (var theirs in places.GroupBy(p => p.TenantId))
            foreach (var address in addresses[theirs.Key])
                db.Add(outbox.Write(theirs.Key, TrainingCancelled(address, [.. theirs]), clock.GetUtcNow()));
    }

    private static EmailMessage TrainingCancelled(string address, IReadOnlyList<TrainingPlace> places) =>
        new(
            address,
            "A change of plan",
            $"""
            Hello,

            These places on a training of trainers are cancelled:

            {string.Join('\n', places.Select(p => $"- {string.Join(", ", p.Units)}, from {p.FirstDay:d MMMM yyyy}"))}

            What was paid for them is credited. Cohort 4 can offer you a place on another training.

            With kind regards,
            Cohort 4
            """
        );

    private static string Line(SessionNews n) =>
        $"- {n.Course.Group}, {TimeZoneInfo.ConvertTime(n.Session.StartsAt, n.Course.Zone):dddd d MMMM yyyy, HH:mm}, {string.Join(", ", n.Session.Units)}: {n.Trainer.Name}. {n.Risk.Sentence} {n.Risk.Remedy}";
}
