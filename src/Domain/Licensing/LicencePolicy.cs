using System.Text.RegularExpressions;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;

namespace Franchise.Domain.Licensing;

/// <summary>A named set of rules for licences, kept as numbered versions. A licence pins one version for as long as it lives.</summary>
[IdPrefix("pol")]
public sealed partial class LicencePolicy : Aggregate, IPlatformOwned
{
    private readonly List<LicencePolicyVersion> versions = [];

    private LicencePolicy() { }

    /// <summary>A new policy without a version yet.</summary>
    /// <exception cref="Refusal"><c>validation_failed</c>.</exception>
    public LicencePolicy(string code, string title, DateTimeOffset now)
    {
        IsNew();
        new Faults()
            .When(!CodeShape.IsMatch(code), "/code", "The code is 2 to 40 capital letters, digits and hyphens, and begins with a letter.")
            .When(!IsTitle(title), "/title", "The title has 1 to 200 characters.")
            .Refuse();
        Id = Id<LicencePolicy>.New(now);
        Code = code;
        Title = title;
        Raise("policy.created", Id.ToString(), ("code", code));
    }

    /// <summary>The policy's id.</summary>
    public Id<LicencePolicy> Id { get; private set; }

    /// <summary>Short and unique, as <c>STANDARD</c>.</summary>
    public string Code { get; private set; } = "";

    /// <summary>What people call it.</summary>
    public string Title { get; private set; } = "";

    /// <summary>Every version, drafts included.</summary>
    public IReadOnlyList<LicencePolicyVersion> Versions => versions;

    /// <inheritdoc/>
    public override Id<Organisation> Owner => Organisation.FranchisorId;

    /// <summary>Gives it another title.</summary>
    /// <exception cref="Refusal"><c>validation_failed</c>.</exception>
    public void Rename(string title)
    {
        new Faults().When(!IsTitle(title), "/title", "The title has 1 to 200 characters.").Refuse();
        Title = title;
        Raise("policy.renamed", Id.ToString());
    }

    /// <summary>Begins the next version. It can be changed until it is published.</summary>
    /// <exception cref="Refusal"><c>validation_failed</c>.</exception>
    public LicencePolicyVersion Draft(PolicyRules rules, DateTimeOffset now)
    {
        var version = new LicencePolicyVersion(Id, versions.Select(v => v.Number).DefaultIfEmpty().Max() + 1, rules, now);
        versions.Add(version);
        Raise("policy.version_drafted", version.Id.ToString(), ("policyId", Id.ToString()), ("number", version.Number));
        return version;
    }

    /// <summary>Replaces the rules of a draft.</summary>
    /// <exception cref="Refusal"><c>not_found</c>, <c>policy_version_not_draft</c>, <c>validation_failed</c>.</exception>
    public void Change(Id<LicencePolicyVersion> id, PolicyRules rules)
    {
        var version = Find(id);
        version.Change(rules);
        Raise("policy.version_changed", id.ToString(), ("policyId", Id.ToString()), ("number", version.Number));
    }

    /// <summary>Makes a draft final: licences may be offered under it, and it never changes again.</summary>
    /// <exception cref="Refusal"><c>not_found</c>, <c>policy_version_not_draft</c>.</exception>
    public void Publish(Id<LicencePolicyVersion> id, DateTimeOffset now)
    {
        var version = Find(id);
        version.Publish(now);
        Raise("policy.version_published", id.ToString(), ("policyId", Id.ToString()), ("number", version.Number));
    }

    /// <summary>Ends its use for new licences. Those that run under it keep it.</summary>
    /// <exception cref="Refusal"><c>not_found</c>, <c>policy_version_not_published</c>.</exception>
    public void Withdraw(Id<LicencePolicyVersion> id, DateTimeOffset now)
    {
        var version = Find(id);
        version.Withdraw(now);
        Raise("policy.version_withdrawn", id.ToString(), ("policyId", Id.ToString()), ("number", version.Number));
    }

    private LicencePolicyVersion Find(Id<LicencePolicyVersion> id) => versions.Find(v => v.Id == id) ?? throw Refusal.NotFound();

    private static bool IsTitle(string title) => !string.IsNullOrWhiteSpace(title) && title.Length <= 200;

    [GeneratedRegex(@"\A[A-Z][A-Z0-9-]{1,39}\z", RegexOptions.NonBacktracking)]
    private static partial Regex CodeShape { get; }
}
