using System.Text.Json;
using Franchise.Domain.Identity;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Tenancy;

namespace Franchise.Api.Http;

/// <summary>
/// The route table. A route that stands here gets its manners by standing here: permission, strict input, one transaction with the
/// Idempotency-Key, problems, and its page in the API's description.
/// </summary>
/// <example>
/// <code>
/// v1.Post("/licences/{id}/renew", RenewLicence.Handle, Permission.LicencesRenew)
///     .Says("Renew a licence", "Adds the next term …").RequiresIdempotencyKey().Refuses("licence_not_renewable");
/// </code>
/// </example>
public sealed class Routes(IEndpointRouteBuilder root, string prefix)
{
    private readonly RouteGroupBuilder group = root.MapGroup(prefix);

    /// <summary>Reads; changes nothing.</summary>
    public Route Get(string path, Delegate handler, string permission) => Map("GET", path, handler, permission);

    /// <summary>Makes something or does something. Takes an Idempotency-Key.</summary>
    public Route Post(string path, Delegate handler, string permission) => Map("POST", path, handler, permission);

    /// <summary>Puts something in its place, whole.</summary>
    public Route Put(string path, Delegate handler, string permission) => Map("PUT", path, handler, permission);

    /// <summary>Changes the members that are sent.</summary>
    public Route Patch(string path, Delegate handler, string permission) => Map("PATCH", path, handler, permission);

    /// <summary>Takes something away.</summary>
    public Route Delete(string path, Delegate handler, string permission) => Map("DELETE", path, handler, permission);

    /// <summary>A route that may be called without signing in. It must stand in <see cref="AnonymousRoutes"/> with its reason.</summary>
    public Route Anonymous(string verb, string path, Delegate handler) =>
        AnonymousRoutes.ReasonFor(verb, prefix + path) is null
            ? throw new InvalidOperationException($"{verb} {prefix}{path} names no permission. Name one, or add it with its reason to AnonymousRoutes.")
            : Map(verb, path, handler, null);

    /// <summary>
    /// A page or document beside the API that anybody may read, at an address that outlives the API's version. It must stand in
    /// <see cref="AnonymousRoutes"/> with its reason.
    /// </summary>
    public void Public(string path, Delegate handler)
    {
        if (AnonymousRoutes.ReasonFor("GET", path) is null)
            throw new InvalidOperationException($"GET {path} names no permission. Add it with its reason to AnonymousRoutes.");
        root.MapGet(path, handler).ExcludeFromDescription();
    }

    private Route Map(string verb, string path, Delegate handler, string? permission)
    {
        if (permission is not null && !Permission.All.Contains(permission))
            throw new InvalidOperationException($"{verb} {path}: {permission} is not in Permission.All, so no token can carry it.");
        var useCase = handler.Method.DeclaringType;
        if (useCase is null || useCase.Name.Contains('<', StringComparison.Ordinal))
            throw new InvalidOperationException($"{verb} {path}: give a static method of the use case's own class; its name becomes the operationId.");
        var builder = group.MapMethods(path, [verb], handler);
        var route = new Route(builder, verb, prefix + path, handler.Method, permission);
        // In this order, from the outside in. Permission comes before any of them, and before the body is read: see Gate.
        builder.AddEndpointFilterFactory((_, next) => StrictInput.Filter(route, next));
        builder.AddEndpointFilterFactory((_, next) => route.InTransaction ? invocation => UnitOfWork.Run(route, invocation, next) : next);
        // Tokens come in a header, never in a cookie, so there is nothing for an antiforgery token to protect.
        builder.DisableAntiforgery();
        builder.WithMetadata(route).WithName(route.OperationId).WithTags(route.Tag);
        return route;
    }
}

/// <summary>One route: what it says of itself, read by the building blocks and by the API's description.</summary>
public sealed class Route
{
    private readonly RouteHandlerBuilder builder;
    private readonly List<ProblemCode> own = [];

    internal Route(RouteHandlerBuilder builder, string verb, string pattern, System.Reflection.MethodInfo handler, string? permission)
    {
        (this.builder, Verb, Pattern, Handler, Permission) = (builder, verb, pattern, handler, permission);
        OperationId = JsonNamingPolicy.CamelCase.ConvertName(handler.DeclaringType!.Name);
        var place = handler.DeclaringType.Namespace!;
        Tag = place[(place.LastIndexOf('.') + 1)..];
        InTransaction = IsWrite && permission is not null;
        Enums = StrictInput.EnumsOf(handler);
    }

    /// <summary>The verb.</summary>
    public string Verb { get; }

    /// <summary>The path with its parameters.</summary>
    public string Pattern { get; }

    /// <summary>The use case's name in camelCase.</summary>
    public string OperationId { get; }

    /// <summary>The capability.</summary>
    public string Tag { get; }

    /// <summary>The permission that it needs; null for the anonymous ones.</summary>
    public string? Permission { get; }

    /// <summary>Permissions that it asks for besides, where the request wants what takes them.</summary>
    public IReadOnlyList<string> AlsoAsked { get; private set; } = [];

    /// <summary>One line.</summary>
    public string Summary { get; private set; } = "";

    /// <summary>What it means, its units, what to mind.</summary>
    public string Description { get; private set; } = "";

    /// <summary>Whether a POST without Idempotency-Key is refused.</summary>
    public bool DemandsIdempotencyKey { get; private set; }

    /// <summary>Whether one transaction spans it.</summary>
    public bool InTransaction { get; private set; }

    /// <summary>The largest body, where it is not the usual one.</summary>
    public long? LargestBody { get; private set; }

    /// <summary>Whether its body is a file.</summary>
    public bool IsUpload { get; private set; }

    /// <summary>Whether a suspended organisation may still call it.</summary>
    public bool OpenToSuspended { get; private set; }

    /// <summary>Since when it is deprecated, and when it goes.</summary>
    public (DateOnly Since, DateOnly? Sunset, string? Link)? Deprecation { get; private set; }

    internal System.Reflection.MethodInfo Handler { get; }

    internal (string Parameter, Dictionary<string, string> Names)[] Enums { get; }

    internal bool IsWrite => Verb is not ("GET" or "HEAD");

    internal bool TakesIdempotencyKey => Verb == "POST" && InTransaction;

    internal IReadOnlyList<ProblemCode> Own => own;

    /// <summary>What the description says of it.</summary>
    /// <param name="summary">One line, no full stop.</param>
    /// <param name="description">Meaning, units, what to mind. Markdown.</param>
    public Route Says(string summary, string description)
    {
        (Summary, Description) = (summary, description);
        return this;
    }

    /// <summary>What it answers, where the handler's return type does not say so: the results of <c>ETags.cs</c> and plain records do.</summary>
    public Route Answers<T>(int status = StatusCodes.Status200OK, string contentType = "application/json")
    {
        builder.WithMetadata(new ProducesResponseTypeMetadata(status, typeof(T), [contentType]));
        return this;
    }

    /// <summary>Codes of its own that it may refuse with. Shared ones (<see cref="ProblemCodes"/>) keep their status; others are conflicts (409).</summary>
    public Route Refuses(params string[] codes) => Refuses(RefusalKind.Conflict, codes);

    /// <inheritdoc cref="Refuses(string[])"/>
    /// <param name="kind">What sort of no: decides the status.</param>
    /// <param name="codes">The codes.</param>
    public Route Refuses(RefusalKind kind, params string[] codes)
    {
        foreach (var code in codes)
            own.Add(ProblemCodes.Shared.GetValueOrDefault(code) ?? new(code, kind, Sentence(code), "See the detail of the answer."));
        return this;
    }

    /// <summary>Codes of its own, with what they mean.</summary>
    public Route Refuses(params ProblemCode[] codes)
    {
        own.AddRange(codes);
        return this;
    }

    /// <summary>Money, claims or certificates move: a call without Idempotency-Key is refused (428).</summary>
    public Route RequiresIdempotencyKey()
    {
        if (Verb != "POST")
            throw new InvalidOperationException($"{OperationId}: only a POST takes an Idempotency-Key; the other verbs are idempotent.");
        DemandsIdempotencyKey = true;
        return this;
    }

    /// <summary>A partner writes rows here that Cohort 4 owns.</summary>
    public Route WritesPlatformOwned()
    {
        builder.WithMetadata(new WritesPlatformOwned());
        return this;
    }

    /// <summary>It asks for this permission too where the request wants what takes it; the handler refuses without it.</summary>
    public Route AsksFor(string permission)
    {
        AlsoAsked = [.. AlsoAsked, permission];
        return this;
    }

    /// <summary>The handler minds its own transactions, as uploads do. It takes no Idempotency-Key.</summary>
    public Route OwnTransaction()
    {
        InTransaction = false;
        return this;
    }

    /// <summary>Takes a body larger than the usual megabyte.</summary>
    public Route TakesUpTo(long bytes)
    {
        LargestBody = bytes;
        return this;
    }

    /// <summary>Takes a file: as the part <c>file</c> of a form, or as the raw body.</summary>
    public Route TakesFile()
    {
        IsUpload = true;
        return this;
    }

    /// <summary>A suspended organisation may still call it, as to read what it must put right.</summary>
    public Route EvenWhenSuspended()
    {
        OpenToSuspended = true;
        return this;
    }

    /// <summary>Still works, but is on its way out: answers carry Deprecation (RFC 9745) and Sunset (RFC 8594).</summary>
    /// <param name="since">From when.</param>
    /// <param name="sunset">When it stops.</param>
    /// <param name="link">Where it says what to use instead.</param>
    public Route Deprecated(DateOnly since, DateOnly? sunset = null, string? link = null)
    {
        Deprecation = (since, sunset, link);
        return this;
    }

    /// <summary>Anything else that ASP.NET Core can be told.</summary>
    public Route With(Action<RouteHandlerBuilder> configure)
    {
        configure(builder);
        return this;
    }

    /// <summary>Every code that it may answer: its own, and those that come with its shape.</summary>
    public IReadOnlyList<ProblemCode> Codes => codes ??= [.. All().Concat(own).DistinctBy(c => c.Code)];

    private IReadOnlyList<ProblemCode>? codes;

    /// <summary>Whether a code is documented here.</summary>
    public bool Documents(string code) => Codes.Any(c => c.Code == code);

    private IEnumerable<ProblemCode> All()
    {
        var parameters = Handler.GetParameters();
        yield return ProblemCodes.MalformedRequest;
        yield return ProblemCodes.ValidationFailed;
        yield return ProblemCodes.RateLimited;
        yield return ProblemCodes.Unavailable;
        if (Permission is not null)
        {
            yield return ProblemCodes.Unauthenticated;
            yield return ProblemCodes.PermissionMissing;
            if (!OpenToSuspended)
                yield return ProblemCodes.OrganisationSuspended;
        }
        if (Pattern.Contains('{', StringComparison.Ordinal))
            yield return ProblemCodes.NotFound;
        if (IsWrite)
        {
            yield return ProblemCodes.TryAgain;
            yield return ProblemCodes.TooLarge;
            yield return ProblemCodes.UnsupportedContent;
        }
        if (TakesIdempotencyKey)
        {
            yield return ProblemCodes.IdempotencyKeyMalformed;
            yield return ProblemCodes.IdempotencyKeyInFlight;
            yield return ProblemCodes.IdempotencyKeyReused;
        }
        if (DemandsIdempotencyKey)
            yield return ProblemCodes.IdempotencyKeyRequired;
        if (parameters.Any(p => p.ParameterType == typeof(IfMatch)))
        {
            yield return ProblemCodes.IfMatchMalformed;
            yield return ProblemCodes.IfMatchRequired;
            yield return ProblemCodes.Stale;
        }
        if (parameters.Any(p => p.ParameterType == typeof(PageQuery)))
            yield return ProblemCodes.CursorInvalid;
    }

    private static string Sentence(string code) => char.ToUpperInvariant(code[0]) + code[1..].Replace('_', ' ') + ".";
}
