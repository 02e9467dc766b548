using Franchise.Domain.Identity;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;

namespace Franchise.Domain.Billing;

/// <summary>What is charged while nobody is there.</summary>
public enum MandateKind
{
    /// <summary>A card.</summary>
    Card,

    /// <summary>Bacs Direct Debit from a bank account in the United Kingdom, in pounds.</summary>
    DirectDebit,
}

/// <summary>Whether it may be charged.</summary>
public enum MandateStatus
{
    /// <summary>The page on which it is given is open, or the bank has not answered.</summary>
    Open,

    /// <summary>It may.</summary>
    Active,

    /// <summary>It was never given: the page closed, or the bank said no.</summary>
    Failed,

    /// <summary>The organisation or its bank has ended it.</summary>
    Revoked,
}

/// <summary>
/// An organisation's standing permission to collect what it owes: a card, or a direct debit. Card and account numbers are given to Stripe's own page and never
/// come here. The one given last is charged.
/// </summary>
[IdPrefix("mdt")]
public sealed class Mandate : Aggregate, ITenantOwned, IPlatformOwned
{
    private Mandate() { }

    /// <summary>Begins one. Written down before Stripe is asked for the page.</summary>
    /// <exception cref="Refusal"><c>validation_failed</c>, <c>currency_mismatch</c>.</exception>
    public Mandate(Organisation organisation, MandateKind kind, Actor actor, DateTimeOffset now)
    {
        var faults = new Faults();
        faults.Known("/kind", kind);
        faults.Refuse();
        if (kind == MandateKind.DirectDebit && organisation.Currency != "GBP")
            throw Refusal.Invalid(BillingCodes.CurrencyMismatch, "/kind", "A direct debit is in pounds.", "Give a card.");
        IsNew();
        (Id, TenantId, Kind, BegunBy, BegunAt, LookAt) = (Id<Mandate>.New(now), organisation.TenantId, kind, actor.Subject, now, now.AddMinutes(1));
        Raise("mandate.begun", ("kind", Word(kind)));
    }

    /// <summary>Its id.</summary>
    public Id<Mandate> Id { get; private set; }

    /// <inheritdoc/>
    public Id<Organisation> TenantId { get; private set; }

    /// <inheritdoc/>
    public override Id<Organisation> Owner => TenantId;

    /// <summary>What is charged.</summary>
    public MandateKind Kind { get; private set; }

    /// <summary>Whether it may be.</summary>
    public MandateStatus Status { get; private set; }

    /// <summary>Who began it.</summary>
    public string BegunBy { get; private set; } = "";

    /// <summary>When.</summary>
    public DateTimeOffset BegunAt { get; private set; }

    /// <summary>Stripe's id of the page on which it is given.</summary>
    public string? PageId { get; private set; }

    /// <summary>The page's address, while it is open.</summary>
    public string? PageUrl { get; private set; }

    /// <summary>Stripe's id of the card or account.</summary>
    public string? MethodId { get; private set; }

    /// <summary>Stripe's id of the mandate, for a direct debit.</summary>
    public string? StripeId { get; private set; }

    /// <summary>Since when it may be charged.</summary>
    public DateTimeOffset? ActiveAt { get; private set; }

    /// <summary>Since when it may not, or never could.</summary>
    public DateTimeOffset? EndedAt { get; private set; }

    /// <summary>Why, in one word of ours, Stripe's or the bank's.</summary>
    public string? EndedBecause { get; private set; }

    /// <summary>When Stripe is asked next how it stands; null where nothing is awaited.</summary>
    public DateTimeOffset? LookAt { get; private set; }

    /// <summary>Whether it can pay in a currency.</summary>
    public bool Pays(string currency) => Status == MandateStatus.Active && (Kind == MandateKind.Card || currency == "GBP");

    /// <summary>The page is there.</summary>
    public void Show(string pageId, string url, DateTimeOffset now)
    {
        (PageId, PageUrl) = (pageId, url);
        LookAgain(now);
        ChangeQuietly();
    }

    /// <summary>Nothing has changed: asked again in a minute, later less often.</summary>
    public void LookAgain(DateTimeOffset now) => LookAt = now + (now - BegunAt < TimeSpan.FromHours(1) ? TimeSpan.FromMinutes(1) : TimeSpan.FromMinutes(20));

    /// <summary>Something went wrong with it: it is looked at now.</summary>
    public void Doubt(DateTimeOffset now) => LookAt = Status == MandateStatus.Active ? now : LookAt;

    /// <summary>It stands as it did.</summary>
    public void Confirm() => LookAt = Status == MandateStatus.Active ? null : LookAt;

    /// <summary>It was given.</summary>
    public void Activate(string methodId, string? stripeId, DateTimeOffset now)
    {
        if (Status != MandateStatus.Open)
            return;
        (Status, MethodId, StripeId, ActiveAt, PageUrl, LookAt) = (MandateStatus.Active, methodId, stripeId, now, null, null);
        Raise("mandate.activated", ("kind", Word(Kind)));
    }

    /// <summary>It was not given.</summary>
    public void Fail(string because, DateTimeOffset now)
    {
        if (Status != MandateStatus.Open)
            return;
        End(MandateStatus.Failed, because, now);
        Raise("mandate.failed", ("kind", Word(Kind)), ("code", because));
    }

    /// <summary>The organisation ends it: nothing is charged on it from now on.</summary>
    /// <exception cref="Refusal"><c>mandate_state_forbids</c>.</exception>
    public void Revoke(DateTimeOffset now)
    {
        if (Status is not (MandateStatus.Open or MandateStatus.Active))
            throw Refusal.Conflict(BillingCodes.MandateStateForbids, "It cannot be charged any more.", "There is nothing more to do.");
        Lapse("revoked_here", now);
    }

    /// <summary>It has ended, wherever: the organisation is told by the event. Stripe is to let go of what was given, too.</summary>
    public void Lapse(string because, DateTimeOffset now)
    {
        if (Status is not (MandateStatus.Open or MandateStatus.Active))
            return;
        End(MandateStatus.Revoked, because, now);
        LookAt = (MethodId ?? PageId) is null ? null : now;
        Raise("mandate.revoked", ("kind", Word(Kind)), ("code", because));
    }

    /// <summary>Stripe has nothing of it any more that could be charged.</summary>
    public void LetGo() => LookAt = Status == MandateStatus.Revoked ? null : LookAt;

    private void End(MandateStatus status, string because, DateTimeOffset now) =>
        (Status, EndedBecause, EndedAt, PageUrl, LookAt) = (status, because.Length > 60 ? because[..60] : because, now, null, null);

    private void Raise(string type, params (string Name, object? Value)[] data) => Raise(type, Id.ToString(), data);
}
