using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;

namespace Franchise.Domain.Identity;

/// <summary>How a client proves itself.</summary>
public enum ApiClientKind
{
    /// <summary>A partner's server: <c>client_credentials</c> with a secret.</summary>
    Confidential,

    /// <summary>A front end: authorization code with PKCE, for a person who signs in; no secret.</summary>
    Public,
}

/// <summary>What a client is and may do.</summary>
/// <param name="Name">What its organisation calls it, at most 100 characters.</param>
/// <param name="Permissions">The permissions given, at least one, each only where its maker may give it.</param>
/// <param name="RedirectUris">
/// Where the sign-in page may return to, compared letter by letter: for a public client one to ten, <c>https</c>, or <c>http</c> on a loopback address;
/// none for a confidential one.
/// </param>
public sealed record ApiClientDetails(string Name, IReadOnlyList<string> Permissions, IReadOnlyList<string> RedirectUris);

/// <summary>A partner system's OAuth client, made and kept by the partner's coordinator.</summary>
[IdPrefix("cli")]
public sealed class ApiClient : Aggregate, ITenantOwned
{
    /// <summary>How many live secrets a client may have: the old and the new one while they are changed over.</summary>
    public const int MostSecrets = 2;

    /// <summary>How long the old secret stays good after a rotation unless told otherwise.</summary>
    public static readonly TimeSpan DefaultOverlap = TimeSpan.FromDays(7);

    /// <summary>The longest changeover.</summary>
    public static readonly TimeSpan MostOverlap = TimeSpan.FromDays(30);

    /// <summary>The time of last use is kept to this precision, so that a busy client does not write a row at every request.</summary>
    public static readonly TimeSpan UsePrecision = TimeSpan.FromMinutes(5);

    private readonly List<string> permissions = [];
    private readonly List<string> redirectUris = [];
    private readonly List<ApiClientSecret> secrets = [];

    private ApiClient() { }

    /// <summary>Makes a client. A confidential one can do nothing until it is given a secret (<see cref="Rotate"/>).</summary>
    /// <param name="organisation">For whom it acts.</param>
    /// <param name="kind">How it proves itself. Fixed for good.</param>
    /// <param name="details">Its particulars.</param>
    /// <param name="by">Who makes it: nobody can give what she does not hold.</param>
    /// <param name="now">The time.</param>
    /// <exception cref="Refusal"><c>validation_failed</c> with every member at fault; <c>permission_not_yours_to_give</c>.</exception>
    public ApiClient(Id<Organisation> organisation, ApiClientKind kind, ApiClientDetails details, Actor by, DateTimeOffset now)
    {
        IsNew();
        TenantId = organisation;
        Id = Id<ApiClient>.New(now);
        Kind = kind;
        CreatedAt = now;
        Set(details, by);
        Raise("api_client.created", Id.ToString(), ("kind", kind), ("permissions", Permissions));
    }

    /// <inheritdoc/>
    public Id<Organisation> TenantId { get; private set; }

    /// <inheritdoc/>
    public override Id<Organisation> Owner => TenantId;

    /// <summary>Its id, which is also its OAuth <c>client_id</c>.</summary>
    public Id<ApiClient> Id { get; private set; }

    /// <summary>What its organisation calls it.</summary>
    public string Name { get; private set; } = "";

    /// <summary>How it proves itself.</summary>
    public ApiClientKind Kind { get; private set; }

    /// <summary>The permissions given, sorted.</summary>
    public IReadOnlyList<string> Permissions => permissions;

    /// <summary>Where the sign-in page may return to.</summary>
    public IReadOnlyList<string> RedirectUris => redirectUris;

    /// <summary>Every secret it ever had, without the secrets themselves.</summary>
    public IReadOnlyList<ApiClientSecret> Secrets => secrets;

    /// <summary>When it was made.</summary>
    public DateTimeOffset CreatedAt { get; private set; }

    /// <summary>Since when it may do nothing; null while it may.</summary>
    public DateTimeOffset? DisabledAt { get; private set; }

    /// <summary>When it last got a token, to five minutes.</summary>
    public DateTimeOffset? LastUsedAt { get; private set; }

    /// <summary>Whether it may do anything.</summary>
    public bool IsActive => DisabledAt is null;

    /// <summary>
    /// What someone may give to a client of an organisation. In her own organisation: what she holds herself, at a partner within
    /// <see cref="Permission.ForPartnerClients"/>. Cohort 4 may set up a partner's client with any of those; nobody else reaches into another organisation.
    /// </summary>
    public static IReadOnlySet<string> Givable(Id<Organisation> organisation, Actor by)
    {
        if (organisation == Organisation.FranchisorId)
            return by.IsFranchisor ? by.Permissions : new HashSet<string>();
        if (by.IsFranchisor)
            return Permission.ForPartnerClients;
        return by.Organisation == organisation ? Permission.ForPartnerClients.Intersect(by.Permissions).ToHashSet(StringComparer.Ordinal) : new HashSet<string>();
    }

    /// <summary>Changes name, permissions and redirect addresses. Tokens already given keep the old permissions until they end.</summary>
    /// <exception cref="Refusal"><c>validation_failed</c>; <c>permission_not_yours_to_give</c>; <c>client_disabled</c>.</exception>
    public void Change(ApiClientDetails details, Actor by)
    {
        RefuseIfDisabled();
        Set(details, by);
        Raise("api_client.changed", Id.ToString(), ("permissions", Permissions));
    }

    /// <summary>
    /// Gives it a new secret. The one it had stays good for <paramref name="overlap"/>, so that its systems can be changed over without a gap.
    /// </summary>
    /// <param name="hash">SHA-256 of the new secret, which is shown once and kept nowhere.</param>
    /// <param name="overlap">How long the old one stays good: nothing up to 30 days.</param>
    /// <param name="now">The time.</param>
    /// <exception cref="Refusal">
    /// <c>client_has_no_secret</c>: a public client; <c>client_disabled</c>; <c>rotation_under_way</c>: two secrets are live already;
    /// <c>overlap_out_of_range</c>.
    /// </exception>
    public ApiClientSecret Rotate(byte[] hash, TimeSpan overlap, DateTimeOffset now)
    {
        if (Kind == ApiClientKind.Public)
            throw Refusal.Conflict("client_has_no_secret", "A public client has no secret.", "Make a confidential client for a server.");
        RefuseIfDisabled();
        if (overlap < TimeSpan.Zero || overlap > MostOverlap)
            throw Refusal.Invalid("overlap_out_of_range", "/overlapHours", "The old secret can stay good for 0 to 720 hours.", "Name an overlap in that range.");
        var live = secrets.Where(s => s.IsLive(now)).ToList();
        if (live.Count >= MostSecrets)
            throw Refusal.Conflict(
                "rotation_under_way",
                "Two secrets are live already.",
                "Revoke the older one, or wait until it ends; then rotate again."
            );
        foreach (var old in live)
            old.End(now + overlap);
        var secret = new ApiClientSecret(this, hash, now);
        secrets.Add(secret);
        Raise("api_client.secret_added", Id.ToString(), ("secret", secret.Id.ToString()));
        return secret;
    }

    /// <summary>Ends a secret at once, the last one too: then the client gets no more tokens until it is rotated.</summary>
    /// <exception cref="Refusal"><c>not_found</c>; <c>secret_ended</c>.</exception>
    public void RevokeSecret(Id<ApiClientSecret> id, DateTimeOffset now)
    {
        var secret = secrets.Find(s => s.Id == id) ?? throw Refusal.NotFound();
        if (!secret.IsLive(now))
            throw Refusal.Conflict("secret_ended", "This secret has ended already.", "There is nothing to do.");
        secret.End(now);
        Raise("api_client.secret_revoked", Id.ToString(), ("secret", id.ToString()));
    }

    /// <summary>Whether this is one of its live secrets, and the client may be used. Takes the same time whichever it is, and when it is none.</summary>
    public bool Verify(string? secret, DateTimeOffset now)
    {
        var found = false;
        foreach (var one in secrets)
            found |= SecretHash.Matches(one.Hash, secret) & one.IsLive(now);
        return found & IsActive & Kind == ApiClientKind.Confidential;
    }

    /// <summary>Notes that it got a token. Returns whether there was anything to write. No event and no new version: it is not a change of the client.</summary>
    public bool Used(DateTimeOffset now)
    {
        if (LastUsedAt is { } last && now - last < UsePrecision)
            return false;
        LastUsedAt = now;
        return true;
    }

    /// <summary>Stops it: no more tokens, and those given lose their force within a minute.</summary>
    public void Disable(DateTimeOffset now)
    {
        if (!IsActive)
            return;
        DisabledAt = now;
        Raise("api_client.disabled", Id.ToString());
    }

    /// <summary>Lets it be used again.</summary>
    public void Enable()
    {
        if (IsActive)
            return;
        DisabledAt = null;
        Raise("api_client.enabled", Id.ToString());
    }

    private void Set(ApiClientDetails details, Actor by)
    {
        var faults = new Faults();
        faults.Known("/kind", Kind);
        var name = faults.Text("/name", details.Name, 100);
        var given = details.Permissions.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        faults.Unless(given.Count > 0, "/permissions", "Give at least one permission.");
        for (var i = 0; i < details.Permissions.Count; i++)
            faults.Unless(Permission.All.Contains(details.Permissions[i]), $"/permissions/{i}", "There is no such permission.");
        if (Kind == ApiClientKind.Public)
            faults.Unless(details.RedirectUris.Count is >= 1 and <= 10, "/redirectUris", "A public client has 1 to 10 redirect addresses.");
        else
            faults.Unless(details.RedirectUris.Count == 0, "/redirectUris", "A confidential client has no redirect addresses.");
        for (var i = 0; i < details.RedirectUris.Count; i++)
            faults.Unless(
                IsRedirectUri(details.RedirectUris[i]),
                $"/redirectUris/{i}",
                "This must be an absolute https address, or http on a loopback address, without fragment, user name or wildcard."
            );
        faults.Refuse();

        var givable = Givable(TenantId, by);
        // What it has already may stay when someone who holds less changes its name.
        var beyond = given.Where(p => !givable.Contains(p) && !permissions.Contains(p)).ToList();
        if (beyond.Count > 0)
            throw new Refusal(
                RefusalKind.Forbidden,
                "permission_not_yours_to_give",
                "Some of these permissions are not yours to give.",
                "Give only permissions that you hold and that a partner's clients may have.",
                [.. beyond.Select(p => new FieldError($"/permissions/{details.Permissions.ToList().IndexOf(p)}", "This is not yours to give."))]
            );

        Name = name;
        permissions.Clear();
        permissions.AddRange(given);
        redirectUris.Clear();
        redirectUris.AddRange(details.RedirectUris.Distinct(StringComparer.Ordinal));
    }

    private static bool IsRedirectUri(string? text) =>
        text is not null
        && text.Length <= 2000
        && text.All(c => c is > ' ' and < '\x7f' and not ('\\' or '*' or '#' or '"' or '<' or '>'))
        && Uri.TryCreate(text, UriKind.Absolute, out var uri)
        && uri.UserInfo.Length == 0
        && !uri.Authority.Contains('@', StringComparison.Ordinal)
        && (text.StartsWith("https://", StringComparison.Ordinal) || (text.StartsWith("http://", StringComparison.Ordinal) && uri.IsLoopback))
        && uri.Host.Length > 0;

    private void RefuseIfDisabled()
    {
        if (!IsActive)
            throw Refusal.Conflict("client_disabled", "This client is disabled.", "Enable it first.");
    }
}

/// <summary>One secret of a client: its hash and its time.</summary>
[IdPrefix("sec")]
public sealed class ApiClientSecret : ITenantOwned
{
    private ApiClientSecret() { }

    internal ApiClientSecret(ApiClient client, byte[] hash, DateTimeOffset now)
    {
        TenantId = client.TenantId;
        ClientId = client.Id;
        Id = Id<ApiClientSecret>.New(now);
        Hash = SecretHash.Check(hash);
        CreatedAt = now;
    }

    /// <inheritdoc/>
    public Id<Organisation> TenantId { get; private set; }

    /// <summary>Whose secret it is.</summary>
    public Id<ApiClient> ClientId { get; private set; }

    /// <summary>Its id.</summary>
    public Id<ApiClientSecret> Id { get; private set; }

    /// <summary>SHA-256 of the secret.</summary>
    public byte[] Hash { get; private set; } = [];

    /// <summary>When it was made.</summary>
    public DateTimeOffset CreatedAt { get; private set; }

    /// <summary>From when it is no good any more; null while no end is set.</summary>
    public DateTimeOffset? ExpiresAt { get; private set; }

    /// <summary>Whether it is good at a time.</summary>
    public bool IsLive(DateTimeOffset now) => ExpiresAt is null || now < ExpiresAt;

    // Rotating never lengthens a life that was already to end sooner.
    internal void End(DateTimeOffset at) => ExpiresAt = ExpiresAt is { } sooner && sooner < at ? sooner : at;
}
