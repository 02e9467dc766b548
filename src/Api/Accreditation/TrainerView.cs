using System.ComponentModel.DataAnnotations;
using Franchise.Api.Http;
using Franchise.Domain.Accreditation;
using Franchise.Domain.Identity;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;

namespace Franchise.Api.Accreditation;

/// <summary>A trainer with her qualifications.</summary>
/// <param name="Id">Her id.</param>
/// <param name="OrganisationId">Her organisation.</param>
/// <param name="Name">Her name.</param>
/// <param name="Email">Where notices about her accreditation go.</param>
/// <param name="Languages">BCP 47 tags of the languages she teaches in.</param>
/// <param name="UserId">Who she is when she signs in; null where she does not.</param>
/// <param name="LineManager">Her line manager, who can never be her assessor; null where she has none.</param>
/// <param name="Status">Whether she works there.</param>
/// <param name="LeftOn">The first day on which she no longer does; null while she does.</param>
/// <param name="Qualifications">What she is qualified in and what was checked, by date.</param>
/// <param name="CreatedAt">When she was added.</param>
/// <param name="Version">Counts changes. The ETag is this number: 3 is `"v3"`.</param>
internal sealed record TrainerView(
    Id<Trainer> Id,
    Id<Organisation> OrganisationId,
    string Name,
    string Email,
    IReadOnlyList<string> Languages,
    Id<User>? UserId,
    LineManagerView? LineManager,
    TrainerStatus Status,
    DateOnly? LeftOn,
    IReadOnlyList<QualificationView> Qualifications,
    DateTimeOffset CreatedAt,
    int Version
)
{
    public static TrainerView Example =>
        new(
            ExampleOf.Id<Trainer>(), ExampleOf.Id<Organisation>(), "Ann Example", "ann@example.org", ["en", "cy"], null, LineManagerView.Example,
            TrainerStatus.Active, null, [QualificationView.Example], ExampleOf.Time, 2);

    public static TrainerView Of(Trainer t) =>
        new(
            t.Id, t.TenantId, t.Name, t.Email, t.Languages, t.UserId, t.LineManager is { } m ? new(m.Name, m.Email) : null, t.Status, t.LeftOn,
            [.. t.Qualifications.OrderBy(q => q.AwardedOn).ThenBy(q => q.Id).Select(QualificationView.Of)], t.CreatedAt, t.Version);
}

/// <summary>A trainer as she stands in a list.</summary>
/// <param name="Id">Her id.</param>
/// <param name="OrganisationId">Her organisation.</param>
/// <param name="Name">Her name.</param>
/// <param name="Languages">BCP 47 tags of the languages she teaches in.</param>
/// <param name="Status">Whether she works there.</param>
/// <param name="Version">Counts changes. The ETag is this number: 3 is `"v3"`.</param>
internal sealed record TrainerSummary(Id<Trainer> Id, Id<Organisation> OrganisationId, string Name, IReadOnlyList<string> Languages, TrainerStatus Status, int Version)
{
    public static TrainerSummary Example => new(ExampleOf.Id<Trainer>(), ExampleOf.Id<Organisation>(), "Ann Example", ["en", "cy"], TrainerStatus.Active, 2);

    public static TrainerSummary Of(Trainer t) => new(t.Id, t.TenantId, t.Name, t.Languages, t.Status, t.Version);
}

/// <summary>A trainer's line manager.</summary>
/// <param name="Name">Her name.</param>
/// <param name="Email">Her work e-mail address.</param>
internal sealed record LineManagerView([StringLength(200, MinimumLength = 1)] string Name, [StringLength(EmailAddress.Most, MinimumLength = 3)] string Email)
{
    public static LineManagerView Example => new("Bea Example", "bea@example.org");
}

/// <summary>A trainer's particulars.</summary>
/// <param name="Name">Her name.</param>
/// <param name="Email">Where notices about her accreditation go.</param>
/// <param name="Languages">BCP 47 tags of the languages she teaches in.</param>
/// <param name="LineManager">Her line manager, who can never be her assessor; null where she has none.</param>
/// <param name="MemberId">The member of the organisation that she signs in as; null where she does not.</param>
internal sealed record TrainerRequest(
    [StringLength(200, MinimumLength = 1)] string Name,
    [StringLength(EmailAddress.Most, MinimumLength = 3)] string Email,
    [Length(1, 30)] IReadOnlyList<string> Languages,
    LineManagerView? LineManager = null,
    Id<Member>? MemberId = null
)
{
    public static TrainerRequest Example => new("Ann Example", "ann@example.org", ["en", "cy"], LineManagerView.Example);

    public TrainerDetails Details => new(Name, Email, Languages, LineManager is { } m ? new(m.Name, m.Email) : null);
}

/// <summary>A qualification, or the fact of a check.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Title">What it is called; null for a check.</param>
/// <param name="AwardedOn">The day on which it was awarded, or the check was made.</param>
/// <param name="ExpiresOn">The last day on which it is good; null where it does not run out.</param>
/// <param name="Evidence">The file that shows it; null where there is none. Of a check there never is.</param>
internal sealed record QualificationView(
    Id<Qualification> Id, QualificationKind Kind, string? Title, DateOnly AwardedOn, DateOnly? ExpiresOn, EvidenceView? Evidence)
{
    public static QualificationView Example =>
        new(
            ExampleOf.Id<Qualification>(), QualificationKind.TeachingOrAssessing, "Level 3 Award in Education and Training", new(2021, 6, 30), null,
            EvidenceView.Example);

    public static QualificationView Of(Qualification q) =>
        new(
            q.Id, q.Kind, q.Title, q.AwardedOn, q.ExpiresOn,
            q.Evidence is { } e ? new(e.FileName, e.ContentType, e.Size, e.Sha256, q.EvidenceAt!.Value) : null);
}

/// <summary>A file that shows a qualification.</summary>
/// <param name="FileName">Its name.</param>
/// <param name="ContentType">Its media type, as found by inspection.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Sha256">SHA-256 of its bytes, in lower-case hexadecimal.</param>
/// <param name="AddedAt">When it was put there.</param>
internal sealed record EvidenceView(string FileName, string ContentType, long Size, string Sha256, DateTimeOffset AddedAt)
{
    public static EvidenceView Example => new("aet.pdf", "application/pdf", 48_213, ExampleOf.Hash, ExampleOf.Time);
}

/// <summary>A piece of continuing professional development (CPD).</summary>
/// <param name="Id">Its id.</param>
/// <param name="On">When it took place, or ended.</param>
/// <param name="Hours">How many hours, in quarters.</param>
/// <param name="What">What it was.</param>
internal sealed record CpdRecordView(Id<CpdRecord> Id, DateOnly On, decimal Hours, string What)
{
    public static CpdRecordView Example => new(ExampleOf.Id<CpdRecord>(), new(2027, 2, 11), 3.5m, "Trauma-informed facilitation");

    public static CpdRecordView Of(CpdRecord r) => new(r.Id, r.On, r.Hours, r.What);
}

/// <summary>A standardisation meeting that she took part in.</summary>
/// <param name="Id">Its id.</param>
/// <param name="On">When it was.</param>
/// <param name="What">What was standardised.</param>
internal sealed record StandardisationView(Id<Standardisation> Id, DateOnly On, string What)
{
    public static StandardisationView Example => new(ExampleOf.Id<Standardisation>(), new(2027, 1, 20), "Reflective accounts, unit RM3-02");

    public static StandardisationView Of(Standardisation s) => new(s.Id, s.On, s.What);
}
