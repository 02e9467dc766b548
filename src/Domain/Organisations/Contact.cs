using System.Text.RegularExpressions;
using Franchise.Domain.Shared;

namespace Franchise.Domain.Organisations;

/// <summary>What a contact answers for.</summary>
public enum ContactRole
{
    /// <summary>The head: signs for the organisation.</summary>
    Head,

    /// <summary>The coordinator of the programme.</summary>
    Coordinator,

    /// <summary>The designated safeguarding lead (DSL).</summary>
    DesignatedSafeguardingLead,

    /// <summary>Finance: receives invoices.</summary>
    Finance,
}

/// <summary>How to reach a contact.</summary>
/// <param name="Role">What she answers for. One person may be listed under several roles.</param>
/// <param name="Name">Her name, at most 200 characters.</param>
/// <param name="Email">Her work e-mail address.</param>
/// <param name="Phone">Her work telephone number, digits with an optional leading plus, or null.</param>
public sealed record ContactDetails(ContactRole Role, string Name, string Email, string? Phone);

/// <summary>A person at an organisation whom Cohort 4 can reach. The organisation keeps its own contacts.</summary>
[IdPrefix("con")]
public sealed class Contact : Aggregate, ITenantOwned
{
    private static readonly Regex phoneShape = Pattern.Whole(@"\+?[0-9]{5,15}");

    private Contact() { }

    /// <summary>Adds a contact.</summary>
    /// <exception cref="Refusal"><c>validation_failed</c> with every member at fault.</exception>
    public Contact(Id<Organisation> organisation, ContactDetails details, DateTimeOffset now)
    {
        IsNew();
        TenantId = organisation;
        Id = Id<Contact>.New(now);
        Set(details);
        Raise("contact.added", Id.ToString(), ("role", Role));
    }

    /// <inheritdoc/>
    public Id<Organisation> TenantId { get; private set; }

    /// <inheritdoc/>
    public override Id<Organisation> Owner => TenantId;

    /// <summary>Its id.</summary>
    public Id<Contact> Id { get; private set; }

    /// <summary>What she answers for.</summary>
    public ContactRole Role { get; private set; }

    /// <summary>Her name.</summary>
    public string Name { get; private set; } = "";

    /// <summary>Her work e-mail address.</summary>
    public string Email { get; private set; } = "";

    /// <summary>Her work telephone number, without spaces.</summary>
    public string? Phone { get; private set; }

    /// <summary>Corrects a contact.</summary>
    /// <exception cref="Refusal"><c>validation_failed</c> with every member at fault.</exception>
    public void Change(ContactDetails details)
    {
        Set(details);
        Raise("contact.changed", Id.ToString(), ("role", Role));
    }

    /// <summary>Says that she is no contact any more; the caller then deletes the row, so that her particulars are not kept.</summary>
    public void Remove() => Raise("contact.removed", Id.ToString(), ("role", Role));

    private void Set(ContactDetails details)
    {
        var faults = new Faults();
        faults.Known("/role", details.Role);
        var name = faults.Text("/name", details.Name, 200);
        var email = EmailAddress.Check(faults, "/email", details.Email);
        var phone = faults.OptionalText("/phone", details.Phone, 30) is { } text
            ? string.Concat(text.Where(c => c is not (' ' or '-' or '(' or ')' or '.')))
            : null;
        faults.Unless(phone is null || phoneShape.IsMatch(phone), "/phone", "This must be a telephone number of 5 to 15 digits, as +44 20 7946 0000.");
        faults.Refuse();
        (Role, Name, Email, Phone) = (details.Role, name, email, phone);
    }
}
