using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;
using static Franchise.Domain.Tests.Refused;

namespace Franchise.Domain.Tests.Organisations;

public class ContactTests
{
    private static readonly Id<Organisation> here = Id<Organisation>.New(Now);
    private static readonly ContactDetails lead = new(ContactRole.DesignatedSafeguardingLead, "Ama Mensah", "Ama@Haven.example", "+44 (0)20 7946-0000");

    [Fact]
    public void A_contact_is_kept_tidily()
    {
        var contact = new Contact(here, lead, Now);
        Assert.Equal("ama@haven.example", contact.Email);
        Assert.Equal("+4402079460000", contact.Phone);
        Assert.Equal(here, contact.TenantId);
    }

    [Fact]
    public void Every_member_at_fault_is_named_at_once() =>
        At(["/role", "/name", "/email", "/phone"], () => _ = new Contact(here, new((ContactRole)9, "", "ama", "call me"), Now));

    [Fact]
    public void Events_name_no_person()
    {
        var contact = new Contact(here, lead, Now);
        contact.Change(lead with { Role = ContactRole.Head, Phone = null });
        contact.Remove();
        Assert.Equal(["contact.added", "contact.changed", "contact.removed"], contact.Events.Select(e => e.Type));
        Assert.All(contact.Events, e => Assert.Equal(["role"], e.Data!.Keys));
        Assert.Null(contact.Phone);
    }

    [Theory]
    [InlineData("ann@example.org", true)]
    [InlineData("a.n+tag@sub.example.co.uk", true)]
    [InlineData("ann@example", false)]
    [InlineData("ann@@example.org", false)]
    [InlineData("ann@.example.org", false)]
    [InlineData("ann@-example.org", false)]
    [InlineData(".ann@example.org", false)]
    [InlineData("ann lee@example.org", false)]
    [InlineData("ann@example.org\r\nBcc: x@y.org", false)]
    [InlineData("<ann@example.org>", false)]
    [InlineData("ann@example.org,bea@example.org", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void An_address_is_one_mailbox(string? text, bool valid) => Assert.Equal(valid, EmailAddress.IsValid(text));

    [Fact]
    public void An_address_has_a_length()
    {
        Assert.False(EmailAddress.IsValid(new string('a', 65) + "@example.org"));
        Assert.False(EmailAddress.IsValid("a@" + string.Join('.', Enumerable.Repeat("abcdefgh", 30)) + ".org"));
    }
}
