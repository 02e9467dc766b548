using Franchise.Domain.Identity;
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
public sealed class StripeDifference : Aggregate, IPlatformOwned, IHiddenFromTenants
{
    private StripeDifference() { }

    /// <summary>Notes one.</summary>
    public StripeDifference(StripeDifferenceKind kind, Id<Organisation> organisation, string subject, long? amount, string? currency, bool repaired, DateTimeOffset now)
    {
        IsNew();
        (Id, Kind, OrganisationId, Subject, Amount, Currency, Repaired, FoundAt, SeenAt) =
            (Id<StripeDifference>.New(now), kind, organisation, subject, amount, currency, repaired, now, now);
        if (!repaired)
            Raise("stripe_difference.found", Id.ToString(), ("kind", Word(kind)));
    }

    /// <summary>Its id.</summary>
    public Id<StripeDifference> Id { get; private set; }

    /// <inheritdoc/>
    public override Id<Organisation> Owner => Organisation.FranchisorId;

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

    /// <summary>When somebody looked into it and needed no more of it; null while it waits, and where it was put right by itself.</summary>
    public DateTimeOffset? ClosedAt { get; private set; }

    /// <summary>Who did.</summary>
    public string? ClosedBy { get; private set; }

    /// <summary>What she found, without personal data.</summary>
    public string? Note { get; private set; }

    /// <summary>It is there still, or has been put right meanwhile.</summary>
    public void SeeAgain(StripeDifference now)
    {
        (SeenAt, Repaired) = (now.SeenAt, now.Repaired);
        ChangeQuietly();
    }

    /// <summary>Somebody has looked into it.</summary>
    /// <exception cref="Refusal"><c>difference_closed</c>, <c>validation_failed</c>.</exception>
    public void Close(string note, Actor actor, DateTimeOffset now)
    {
        var faults = new Faults();
        var text = faults.Text("/note", note, 500);
        faults.Refuse();
        if (Repaired || ClosedAt is not null)
            throw Refusal.Conflict(BillingCodes.DifferenceClosed, "Nobody needs to look into it any more.", "There is nothing more to do.");
        (Note, ClosedBy, ClosedAt) = (text, actor.Subject, now);
        Raise("stripe_difference.closed", Id.ToString());
    }
}
