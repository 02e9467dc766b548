using Franchise.Domain.Licensing;
using Franchise.Domain.Shared;
using static Franchise.Domain.Tests.Licensing.Given;

namespace Franchise.Domain.Tests.Licensing;

public class LicencePolicyTests
{
    private static readonly DateTimeOffset now = On("2026-01-01").Now;

    private readonly LicencePolicy policy = new("STANDARD", "Standard", now);

    [Fact]
    public void Versions_are_numbered_from_one_and_notice_is_sorted()
    {
        var first = policy.Draft(Rules(noticeDays: [7, 90, 30]), now);
        var second = policy.Draft(Rules(), now);
        Assert.Equal([1, 2], policy.Versions.Select(v => v.Number));
        Assert.Equal([90, 30, 7], first.NoticeDays);
        Assert.Equal(PolicyRules.UsualNoticeDays, second.NoticeDays);
        Assert.Equal(PolicyVersionStatus.Draft, second.Status);
    }

    [Fact]
    public void A_draft_changes_until_it_is_published_and_never_after()
    {
        var version = policy.Draft(Rules(), now);
        policy.Change(version.Id, Rules(term: "P6M"));
        Assert.Equal(new IsoPeriod(6, 0), version.Term);
        policy.Publish(version.Id, now);
        Refused("policy_version_not_draft", () => policy.Change(version.Id, Rules()));
        Refused("policy_version_not_draft", () => policy.Publish(version.Id, now));
        policy.Withdraw(version.Id, now);
        Assert.Equal(PolicyVersionStatus.Withdrawn, version.Status);
        Refused("policy_version_not_published", () => policy.Withdraw(version.Id, now));
        Refused("policy_version_not_draft", () => policy.Change(version.Id, Rules()));
    }

    [Fact]
    public void A_version_of_another_policy_is_not_found() =>
        Assert.Equal(RefusalKind.NotFound, Assert.Throws<Refusal>(() => policy.Publish(Policy().Id, now)).Kind);

    [Fact]
    public void Every_rule_at_fault_is_named_at_once() =>
        RefusedAt(
            ["/term", "/graceDays", "/noticeDays", "/renewalBasis", "/overageStrategy", "/text"],
            () => policy.Draft(new(new(0, 6), -1, [90, 90], (RenewalBasis)9, (OverageStrategy)9, default, new('x', 20_001)), now));

    [Fact]
    public void Before_a_renewal_is_invoiced_ahead_it_is_announced()
    {
        RefusedAt(["/noticeDays"], () => policy.Draft(Rules(noticeDays: [29, 7]) with { InvoiceAheadDays = 30 }, now));
        RefusedAt(["/noticeDays"], () => policy.Draft(Rules(noticeDays: []) with { InvoiceAheadDays = 1 }, now));
        RefusedAt(["/invoiceAheadDays"], () => policy.Draft(Rules() with { InvoiceAheadDays = 181 }, now));
        Assert.Equal(30, policy.Draft(Rules(noticeDays: [30]) with { InvoiceAheadDays = 30 }, now).InvoiceAheadDays);
        Assert.Empty(policy.Draft(Rules(noticeDays: []), now).NoticeDays);
    }

    [Theory]
    [InlineData("", "Title", "/code")]
    [InlineData("lower", "Title", "/code")]
    [InlineData("A", "Title", "/code")]
    [InlineData("CODE\n", "Title", "/code")]
    [InlineData("CODE", " ", "/title")]
    public void A_policy_needs_a_code_and_a_title(string code, string title, string pointer) =>
        RefusedAt([pointer], () => _ = new LicencePolicy(code, title, now));

    [Fact]
    public void A_change_of_a_version_is_a_change_of_the_policy()
    {
        Assert.Equal(1, policy.Version);
        policy.ForgetEvents();
        var version = policy.Draft(Rules(), now);
        Assert.Equal(version.Id.ToString(), Assert.Single(policy.Events).Subject);
        policy.Rename("Another");
        Assert.Equal("Another", policy.Title);
        RefusedAt(["/title"], () => policy.Rename(""));
    }
}
