using Franchise.Domain.Assurance;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Email;
using Franchise.Infrastructure.Organisations;
using Franchise.Infrastructure.Persistence;
using Franchise.Infrastructure.Tenancy;

namespace Franchise.Api.Assurance;

/// <summary>
/// Messages about direct claims and visits. Subjects show on locked screens, so they say nothing; texts name units by code alone.
/// </summary>
internal static class ProvisionMail
{
    /// <summary>
    /// Tells an organisation's coordinators and, unless it is a sandbox, Cohort 4's quality lead: one message to each. What happens in a sandbox is a rehearsal and
    /// nothing for Cohort 4 to see to.
    /// </summary>
    public static async Task Tell(
        FranchiseDb db, Doors doors, EmailOutbox outbox, IReadOnlyCollection<Organisation> organisations, ILookup<Id<Organisation>, string> lines, DateTimeOffset now, CancellationToken ct)
    {
        if (lines.Count == 0)
            return;
        var coordinators = await CoordinatorsOnFile.AddressesAsync(db, lines.Select(l => l.Key), ct);
        var staff = await QualityLeadsOnFile.AddressesAsync(doors, ct);
        foreach (var own in lines)
        {
            var organisation = organisations.Single(o => o.TenantId == own.Key);
            var text = string.Join('\n', own.Select(l => $"- {l}"));
            foreach (var address in coordinators[own.Key])
                db.Add(outbox.Write(own.Key, new(address, "Something that needs you", $"Hello,\n\n{text}\n\nSee your provisions and visits on Franchise.\n\nWith kind regards,\nCohort 4\n"), now));
            foreach (var address in organisation.IsSandbox ? [] : staff)
                db.Add(outbox.Write(own.Key, new(address, "Assurance: news", $"Hello,\n\nAt {organisation.TradingName ?? organisation.Name}:\n\n{text}\n\nWith kind regards,\nFranchise\n"), now));
        }
    }

    /// <summary>That direct claims are frozen, and what would lift it.</summary>
    public static string Frozen(ApprovedProvision provision) =>
        provision.FrozenFor == FreezeCause.AssurerLost
            ? $"{provision.Code}: direct claims are frozen, because there is no approved internal quality assurer any more. Once Cohort 4 has approved one, it can lift the freeze."
            : $"{provision.Code}: direct claims are frozen, because an essential action of a visit is overdue. Once it is answered, Cohort 4 can lift the freeze.";

    /// <summary>That an essential action is due soon or overdue.</summary>
    public static string Action(VisitFinding finding, VisitActionKind kind) =>
        kind == VisitActionKind.Overdue
            ? $"An essential action of a visit{Of(finding)} was due on {finding.DueOn:d MMMM yyyy} and is not answered."
            : $"An essential action of a visit{Of(finding)} is due on {finding.DueOn:d MMMM yyyy}.";

    private static string Of(VisitFinding finding) => finding.Unit is { } unit ? $", about {unit}," : "";
}
