using Franchise.Domain.Identity;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;
using static Franchise.Domain.Tests.Refused;

namespace Franchise.Domain.Tests.Organisations;

public class MemberTests
{
    private static readonly Id<Organisation> here = Id<Organisation>.New(Now);

    private static Member Join(Role role, Id<Organisation>? organisation = null) =>
        new(organisation ?? here, Id<User>.New(Now), role, "Ama", "Ama@Haven.example ", Now);

    [Fact]
    public void A_member_is_known_by_her_address_in_lower_case() => Assert.Equal("ama@haven.example", Join(Role.Trainer).Email);

    [Fact]
    public void Every_member_at_fault_is_named_at_once() =>
        At(["/displayName", "/email"], () => _ = new Member(here, Id<User>.New(Now), Role.Trainer, "", "x", Now));

    [Theory]
    [InlineData(Role.PlatformAdministrator)]
    [InlineData(Role.QualityLead)]
    [InlineData(Role.Finance)]
    public void The_franchisors_roles_exist_only_there(Role role)
    {
        With("role_not_here", () => Join(role));
        Assert.Equal(role, Join(role, Organisation.FranchisorId).Role);
        With("role_not_here", () => Join(Role.Trainer).ChangeRole(role, []));
    }

    [Theory]
    [InlineData(Role.Coordinator)]
    [InlineData(Role.Trainer)]
    [InlineData(Role.Supervisor)]
    [InlineData(Role.Viewer)]
    public void A_partners_roles_exist_only_at_partners(Role role)
    {
        With("role_not_here", () => Join(role, Organisation.FranchisorId));
        Assert.Equal(role, Join(role).Role);
    }

    [Fact]
    public void A_role_that_does_not_exist_is_refused() => At("/role", () => Join((Role)99));

    [Fact]
    public void The_last_coordinator_can_be_neither_demoted_nor_disabled_nor_removed()
    {
        var last = Join(Role.Coordinator);
        var disabled = Join(Role.Coordinator);
        disabled.Disable([last, disabled], Now);
        var elsewhere = Join(Role.Coordinator, Id<Organisation>.New(Now));
        Member[] members = [last, disabled, Join(Role.Trainer), elsewhere];
        With("last_leader", () => last.ChangeRole(Role.Viewer, members));
        With("last_leader", () => last.Disable(members, Now));
        With("last_leader", () => last.Remove(members));
        Assert.Equal(Role.Coordinator, last.Role);
        Assert.True(last.IsActive);
        Assert.Equal("member.joined", Assert.Single(last.Events).Type);
        // One who is kept out anyway leads nothing and can go.
        disabled.Remove(members);
    }

    [Fact]
    public void The_last_platform_administrator_stays_too()
    {
        var last = Join(Role.PlatformAdministrator, Organisation.FranchisorId);
        With("last_leader", () => last.ChangeRole(Role.Finance, [last, Join(Role.QualityLead, Organisation.FranchisorId)]));
    }

    [Fact]
    public void One_of_two_coordinators_can_go()
    {
        var (first, second) = (Join(Role.Coordinator), Join(Role.Coordinator));
        first.ChangeRole(Role.Trainer, [first, second]);
        Assert.Equal(Role.Trainer, first.Role);
        With("last_leader", () => second.Remove([first, second]));
    }

    [Fact]
    public void Keeping_out_and_letting_in_are_said_once()
    {
        var member = Join(Role.Viewer);
        member.Disable([], Now);
        member.Disable([], Now.AddDays(1));
        Assert.Equal(Now, member.DisabledAt);
        member.Enable();
        member.Enable();
        member.ChangeRole(Role.Viewer, []);
        Assert.Equal(["member.joined", "member.disabled", "member.enabled"], member.Events.Select(e => e.Type));
    }

    [Fact]
    public void Her_name_is_hers_to_choose_and_is_not_in_events()
    {
        var member = Join(Role.Viewer);
        member.Rename(" Bea ");
        Assert.Equal("Bea", member.DisplayName);
        At("/displayName", () => member.Rename(" "));
        Assert.Null(member.Events[^1].Data);
    }
}
