using Franchise.Domain.Identity;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;
using static Franchise.Domain.Tests.Refused;

namespace Franchise.Domain.Tests.Organisations;

public class InvitationTests
{
    private static readonly Id<Organisation> here = Id<Organisation>.New(Now);
    private static readonly Id<User> user = Id<User>.New(Now);

    private static Invitation Invite() => new(here, "Ama@haven.example", Role.Trainer, SecretHash.Of("token"), Now);

    [Fact]
    public void Taking_it_up_gives_a_place_with_the_role_and_address_invited()
    {
        var invitation = Invite();
        var member = invitation.Accept("token", user, "Ama", Now.AddDays(6));
        Assert.Equal((here, user, Role.Trainer, "ama@haven.example"), (member.TenantId, member.UserId, member.Role, member.Email));
        Assert.Equal(InvitationStatus.Accepted, invitation.Status(Now.AddDays(30)));
    }

    [Fact]
    public void A_wrong_token_and_one_used_revoked_or_expired_get_the_same_answer()
    {
        var answers = new List<Refusal>();
        var used = Invite();
        used.Accept("token", user, "Ama", Now);
        var revoked = Invite();
        revoked.Revoke(Now);
        foreach (var (invitation, token, at) in new[] { (Invite(), "other", Now), (used, "token", Now), (revoked, "token", Now), (Invite(), "token", Now + Invitation.Validity) })
            answers.Add(With("invitation_not_valid", () => invitation.Accept(token, user, "Ama", at)));
        Assert.Single(answers.Select(a => (a.Message, a.Remedy, a.Kind)).Distinct());
        With("invitation_not_valid", () => Invite().Accept(null!, user, "Ama", Now));
    }

    [Fact]
    public void A_refused_name_leaves_it_open()
    {
        var invitation = Invite();
        At("/displayName", () => invitation.Accept("token", user, "", Now));
        Assert.Equal(InvitationStatus.Pending, invitation.Status(Now));
    }

    [Fact]
    public void It_expires_after_a_week_and_can_be_sent_anew()
    {
        var invitation = Invite();
        Assert.Equal(InvitationStatus.Pending, invitation.Status(Now.AddDays(7).AddTicks(-1)));
        Assert.Equal(InvitationStatus.Expired, invitation.Status(Now.AddDays(7)));
        invitation.Renew(Role.Viewer, SecretHash.Of("fresh"), Now.AddDays(8));
        With("invitation_not_valid", () => invitation.Accept("token", user, "Ama", Now.AddDays(8)));
        Assert.Equal(Role.Viewer, invitation.Accept("fresh", user, "Ama", Now.AddDays(8)).Role);
    }

    [Fact]
    public void Once_closed_it_stays_closed()
    {
        var revoked = Invite();
        revoked.Revoke(Now);
        With("invitation_closed", () => revoked.Revoke(Now));
        With("invitation_closed", () => revoked.Renew(Role.Viewer, SecretHash.Of("x"), Now));
        var used = Invite();
        used.Accept("token", user, "Ama", Now);
        With("invitation_closed", () => used.Revoke(Now));
    }

    [Fact]
    public void Address_and_role_are_checked()
    {
        At("/email", () => _ = new Invitation(here, "ama", Role.Trainer, SecretHash.Of("x"), Now));
        With("role_not_here", () => _ = new Invitation(here, "ama@haven.example", Role.PlatformAdministrator, SecretHash.Of("x"), Now));
        With("role_not_here", () => Invite().Renew(Role.Finance, SecretHash.Of("x"), Now));
    }

    [Fact]
    public void Only_a_hash_is_kept() => Assert.Throws<ArgumentException>(() => new Invitation(here, "ama@haven.example", Role.Trainer, [1, 2, 3], Now));
}
