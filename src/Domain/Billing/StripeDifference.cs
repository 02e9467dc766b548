using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;

namespace Franchise.Domain.Billing;

/// <summary>In what Stripe and Franchise differed.</summary>
public enum StripeDifferenceKind
{
    /// <summary>Stripe has a payment of an organisation that no collection of ours is behind.</summary>
    PaymentUnknown,

    /// <summary>A collection stood otherwise here than its payment does there.</summary>
    CollectionBehind,

    /// <summary>Stripe has given back what is not given back here.</summary>
    RefundUnknown,

    /// <summary>A bank disputes a payment, and nothing was known of it.</summary>
    DisputeBehind,

    /// <summary>A mandate that counts here has ended there.</summary>
    MandateBehind,
}

/// <summary>What the nightly comparison with Stripe has found.</summary>
[IdPrefix("sdf")]
public sealed class StripeDifference : IPlatformOwned, IHiddenFromTenants
{
    private StripeDifference() { }

    /// <summary>Notes one.</summary>
    public StripeDifference(StripeDifferenceKind kind, Id<Organisation> organisation, string subject, long? amount, string? currency, bool repaired, DateTimeOffset now) =>
        (Id, Kind, OrganisationId, Subject, Amount, Currency, Repaired, FoundAt, SeenAt) =
            (Id<StripeDifference>.New(now), kind, organisation, subject, amount, currency, repaired, now, now);

    /// <summary>Its id.</summary>
    public Id<StripeDifference> Id { get; private set; }

    /// <summary>In what.</summary>
    public StripeDifferenceKind Kind { get; private set; }

    /// <summary>Whose money it is about.</summary>
    public Id<Organisation> OrganisationId { get; private set; }

    /// <summary>The thing of ours that it is about, or, where there is none, Stripe's id of it.</summary>
    public string Subject { get; private set; } = "";

    /// <summary>How much, in minor units, where it is about an amount.</summary>
    public long? Amount { get; private set; }

    /// <summary>ISO 4217.</summary>
    public string? Currency { get; private set; }

    /// <summary>Whether it was put right by itself. What was not waits for somebody.</summary>
    public bool Repaired { get; private set; }

    /// <summary>When it was found.</summary>
    public DateTimeOffset FoundAt { get; private set; }

    /// <summary>When it was last there.</summary>
    public DateTimeOffset SeenAt { get; private set; }

    /// <summary>It is there still.</summary>
    public void SeeAgain(DateTimeOffset now) => SeenAt = now;
}
