using Franchise.Api.Http;
using Franchise.Domain.Accreditation;
using Franchise.Domain.Assurance;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;

namespace Franchise.Api.Assurance;

/// <summary>A standardisation meeting.</summary>
/// <param name="Id">Its id.</param>
/// <param name="OrganisationId">Whose it was.</param>
/// <param name="On">When it was.</param>
/// <param name="Units">The codes of the units that were standardised.</param>
/// <param name="What">What was standardised.</param>
/// <param name="Outcome">What was agreed.</param>
/// <param name="Trainers">The trainers who took part.</param>
/// <param name="Assurers">The internal quality assurers who took part.</param>
/// <param name="RecordedAt">When it was recorded.</param>
internal sealed record MeetingView(
    Id<StandardisationMeeting> Id, Id<Organisation> OrganisationId, DateOnly On, IReadOnlyList<string> Units, string What, string Outcome, IReadOnlyList<Id<Trainer>> Trainers,
    IReadOnlyList<Id<QualityAssurer>> Assurers, DateTimeOffset RecordedAt)
{
    public static MeetingView Example =>
        new(
            ExampleOf.Id<StandardisationMeeting>(), ExampleOf.Id<Organisation>(), new(2026, 10, 20), ["RM3-02"], "Reflective accounts", "A borderline account names a boundary and why it was kept.",
            [ExampleOf.Id<Trainer>()], [ExampleOf.Id<QualityAssurer>()], ExampleOf.Time);

    public static MeetingView Of(StandardisationMeeting m) =>
        new(m.Id, m.TenantId, m.On, m.Units, m.What, m.Outcome, [.. m.Trainers.Select(t => t.TrainerId).Order()], [.. m.Assurers.Select(a => a.AssurerId).Order()], m.RecordedAt);
}
