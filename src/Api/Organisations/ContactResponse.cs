using System.ComponentModel.DataAnnotations;
using Franchise.Api.Http;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Franchise.Api.Organisations;

/// <summary>A person at an organisation whom Cohort 4 can reach.</summary>
/// <param name="Id">Its id.</param>
/// <param name="OrganisationId">Her organisation.</param>
/// <param name="Role">What she answers for.</param>
/// <param name="Name">Her name.</param>
/// <param name="Email">Her work e-mail address.</param>
/// <param name="Phone">Her work telephone number, without spaces.</param>
public sealed record ContactResponse(Id<Contact> Id, Id<Organisation> OrganisationId, ContactRole Role, string Name, string Email, string? Phone)
{
    public static ContactResponse Example =>
        new(ExampleOf.Id<Contact>(), ExampleOf.Id<Organisation>(), ContactRole.Coordinator, "Ann Example", "ann@example.org", "+442079460000");

    internal static ContactResponse Of(Contact c) => new(c.Id, c.TenantId, c.Role, c.Name, c.Email, c.Phone);
}

/// <summary>How to reach a contact.</summary>
/// <param name="Role">What she answers for.</param>
/// <param name="Name">Her name.</param>
/// <param name="Email">Her work e-mail address.</param>
/// <param name="Phone">Her work telephone number: 5 to 15 digits with an optional leading plus; spaces, hyphens, dots and brackets are dropped.</param>
public sealed record ContactRequest(
    ContactRole Role,
    [StringLength(200, MinimumLength = 1)] string Name,
    [StringLength(EmailAddress.Most, MinimumLength = 3)] string Email,
    [StringLength(30)] string? Phone = null
)
{
    public static ContactRequest Example => new(ContactRole.Coordinator, "Ann Example", "ann@example.org", "+44 20 7946 0000");

    internal ContactDetails Details => new(Role, Name, Email, Phone);
}

internal static class Contacts
{
    /// <summary>One contact of one organisation, to change.</summary>
    public static async Task<Contact> Find(FranchiseDb db, Id<Organisation> organisation, Id<Contact> id, CancellationToken ct) =>
        await db.Set<Contact>().SingleOrDefaultAsync(c => c.TenantId == organisation && c.Id == id, ct) ?? throw Refusal.NotFound();
}
