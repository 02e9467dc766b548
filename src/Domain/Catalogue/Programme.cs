using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;

namespace Franchise.Domain.Catalogue;

/// <summary>What a programme is.</summary>
/// <param name="Title">Its title.</param>
/// <param name="AwardingOrganisation">Who awards it.</param>
/// <param name="Since">The year in which it was first run.</param>
/// <param name="Provision">Under whose rules it is taught.</param>
public sealed record ProgrammeDetails(string Title, string AwardingOrganisation, int Since, Provision Provision);

/// <summary>A programme: units that belong together and are awarded by one awarding organisation.</summary>
[IdPrefix("prg")]
public sealed class Programme : Aggregate, IPlatformOwned
{
    private Programme() { }

    /// <summary>Adds a programme.</summary>
    /// <exception cref="Refusal"><c>validation_failed</c> with every member at fault.</exception>
    public Programme(string code, ProgrammeDetails details, DateTimeOffset now)
    {
        IsNew();
        Id = Id<Programme>.New(now);
        var faults = new Faults();
        Code = Catalogue.Code.Check(faults, "/code", code);
        Set(details, faults, now);
        Raise("programme.created", Id.ToString(), ("code", Code));
    }

    /// <inheritdoc/>
    public override Id<Organisation> Owner => Organisation.FranchisorId;

    /// <summary>Its id.</summary>
    public Id<Programme> Id { get; private set; }

    /// <summary>Its code; it never changes.</summary>
    public string Code { get; private set; } = "";

    /// <summary>Its title.</summary>
    public string Title { get; private set; } = "";

    /// <summary>Who awards it.</summary>
    public string AwardingOrganisation { get; private set; } = "";

    /// <summary>The year in which it was first run.</summary>
    public int Since { get; private set; }

    /// <summary>Under whose rules it is taught.</summary>
    public Provision Provision { get; private set; }

    /// <summary>Records new particulars.</summary>
    /// <exception cref="Refusal"><c>validation_failed</c>.</exception>
    public void Change(ProgrammeDetails details, DateTimeOffset now)
    {
        Set(details, new Faults(), now);
        Raise("programme.changed", Id.ToString());
    }

    private void Set(ProgrammeDetails details, Faults faults, DateTimeOffset now)
    {
        var title = faults.Text("/title", details.Title, 200);
        var awarding = faults.Text("/awardingOrganisation", details.AwardingOrganisation, 200);
        faults.Unless(details.Since >= 1900 && details.Since <= now.Year + 1, "/since", "This must be a year from 1900 to next year.");
        faults.Known("/provision", details.Provision);
        faults.Refuse();
        (Title, AwardingOrganisation, Since, Provision) = (title, awarding, details.Since, details.Provision);
    }
}
