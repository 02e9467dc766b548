using Franchise.Domain.Catalogue;
using static Franchise.Domain.Tests.Refused;

namespace Franchise.Domain.Tests.Catalogue;

public class ProgrammeTests
{
    private static readonly ProgrammeDetails details = new("Reintegrative Mentoring", "OCN London", 2014, Provision.Bespoke);

    [Fact]
    public void A_programme_is_added_and_changed()
    {
        var programme = new Programme("RM3", details, Now);
        programme.Change(details with { Title = "Mentoring", Provision = Provision.Regulated }, Now);
        Assert.Equal(("RM3", "Mentoring", Provision.Regulated), (programme.Code, programme.Title, programme.Provision));
    }

    [Fact]
    public void Every_member_at_fault_is_named_at_once() =>
        At(["/code", "/title", "/awardingOrganisation", "/since", "/provision"], () => _ = new Programme("rm 3", new("", "", 1066, (Provision)7), Now));

    [Fact]
    public void It_may_begin_next_year_but_not_later()
    {
        _ = new Programme("RM4", details with { Since = Now.Year + 1 }, Now);
        At("/since", () => _ = new Programme("RM4", details with { Since = Now.Year + 2 }, Now));
    }
}
