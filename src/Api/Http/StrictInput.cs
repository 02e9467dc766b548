using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using Franchise.Domain.Shared;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Primitives;

namespace Franchise.Api.Http;

/// <summary>
/// What binding lets through and no handler should see: ids that are none, dates in other notations, enumerations as numbers, text that cannot be
/// stored, parameters that nobody reads, bodies outside their <see cref="Bounds"/>.
/// </summary>
internal static class StrictInput
{
    private const int MostText = 200;

    public static EndpointFilterDelegate Filter(Route route, EndpointFilterDelegate next)
    {
        var parameters = route.Handler.GetParameters();
        var checks = parameters.Select((p, i) => Check(route, p, i)).OfType<Func<EndpointFilterInvocationContext, FieldError?>>().ToArray();
        var known = KnownQuery(route, parameters);
        Type? body = null;
        return invocation =>
        {
            var faults = new List<FieldError>(0);
            foreach (var check in checks)
                if (check(invocation) is { } fault)
                    faults.Add(fault);
            var query = invocation.HttpContext.Request.Query;
            if (known is not null && query.Count > 0)
                foreach (var name in query.Keys)
                    if (!known.Contains(name))
                        faults.Add(new($"/query/{Short(name)}", "Not a parameter of this operation."));
                    else if (query[name].Count > 1 && !known.TakesMany(name))
                        faults.Add(new($"/query/{name}", "Given more than once."));
            if (route.IsWrite)
            {
                body ??= invocation.HttpContext.GetEndpoint()?.Metadata.GetMetadata<IAcceptsMetadata>()?.RequestType ?? typeof(void);
                if (body != typeof(void))
                    foreach (var argument in invocation.Arguments)
                        if (argument is not null && body.IsInstanceOfType(argument))
                            faults.AddRange(argument is IEnumerable ? [] : Bounds.Faults(argument));
            }
            return faults.Count > 0 ? throw Refusal.Invalid(faults) : next(invocation);
        };
    }

    private static Func<EndpointFilterInvocationContext, FieldError?>? Check(Route route, ParameterInfo parameter, int index)
    {
        var name = NameOf(parameter);
        var type = Nullable.GetUnderlyingType(parameter.ParameterType) ?? parameter.ParameterType;
        var inPath = IsInPath(route, name);
        var at = $"/query/{name}";
        if (type.IsAssignableTo(typeof(IAnyId)))
            return invocation => invocation.Arguments[index] is not IAnyId { IsNone: true } ? null
                : inPath ? throw Refusal.NotFound()
                : new(at, "Not an id of that type.");
        if (type.IsArray && type.GetElementType()!.IsAssignableTo(typeof(IAnyId)))
            return invocation => invocation.Arguments[index] is IEnumerable ids && ids.Cast<IAnyId>().Any(id => id.IsNone) ? new(at, "Not ids of that type.") : null;
        if (type == typeof(string))
            return invocation => invocation.Arguments[index] is not string text || (Json.IsStorable(text) && text.Length <= MostText) ? null
                : inPath ? throw Refusal.NotFound()
                : new(at, $"At most {MostText} characters, without U+0000.");
        if (type == typeof(DateOnly))
            return invocation => Raw(invocation, name) is not { } text
                || (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) && date >= Json.Earliest && date <= Json.Latest)
                ? null : new(at, $"A date, as 2027-03-01, from {Json.Earliest:O} to {Json.Latest:O}.");
        if (type == typeof(DateTimeOffset))
            return invocation => Raw(invocation, name) is not { } text
                || (Json.TryReadInstant(text, out var instant) && instant.Year >= Json.Earliest.Year && instant.Year <= Json.Latest.Year)
                ? null : new(at, "A date and time with its offset, as 2027-03-01T09:30:00Z.");
        return null;
    }

    /// <summary>
    /// The framework binds enumerations by their C# names, or as numbers. They are shown in camelCase, so those names are exchanged before it binds.
    /// </summary>
    public static void ExchangeEnums(Route route, HttpRequest request)
    {
        Dictionary<string, StringValues>? query = null;
        foreach (var (parameter, names) in route.Enums)
            if (request.Query.TryGetValue(parameter, out var text))
            {
                if (text.Count != 1 || !names.TryGetValue(text.ToString(), out var name))
                    throw Refusal.Invalid([new($"/query/{parameter}", $"One of {string.Join(", ", names.Keys)}.")]);
                (query ??= new(request.Query, StringComparer.OrdinalIgnoreCase))[parameter] = name;
            }
        if (query is not null)
            request.Query = new QueryCollection(query);
    }

    /// <summary>The enumerations among a handler's parameters: what their names are shown as, and what they are.</summary>
    public static (string Parameter, Dictionary<string, string> Names)[] EnumsOf(MethodInfo handler) =>
    [
        .. handler.GetParameters().Select(p => (Name: NameOf(p), Type: Nullable.GetUnderlyingType(p.ParameterType) ?? p.ParameterType)).Where(p => p.Type.IsEnum)
            .Select(p => (p.Name, Enum.GetNames(p.Type).ToDictionary(JsonNamingPolicy.CamelCase.ConvertName, n => n, StringComparer.Ordinal))),
    ];

    private static string? Raw(EndpointFilterInvocationContext invocation, string name) =>
        invocation.HttpContext.Request.Query.TryGetValue(name, out var text) ? text.ToString() : null;

    internal static string NameOf(ParameterInfo parameter) => parameter.GetCustomAttribute<FromQueryAttribute>()?.Name ?? parameter.Name!;

    internal static bool IsInPath(Route route, string name) =>
        route.Pattern.Contains($"{{{name}}}", StringComparison.Ordinal) || route.Pattern.Contains($"{{{name}:", StringComparison.Ordinal);

    // Null where the handler reads the request itself: then only it knows.
    private static Known? KnownQuery(Route route, ParameterInfo[] parameters)
    {
        if (parameters.Any(p => p.ParameterType == typeof(HttpContext) || p.ParameterType == typeof(HttpRequest)))
            return null;
        var known = new Known();
        foreach (var parameter in parameters)
            if (parameter.ParameterType == typeof(PageQuery))
            {
                known["limit"] = false;
                known["cursor"] = false;
            }
            else if (parameter.GetCustomAttribute<AsParametersAttribute>() is not null)
                foreach (var property in parameter.ParameterType.GetProperties())
                    known[property.GetCustomAttribute<FromQueryAttribute>()?.Name ?? property.Name] = property.PropertyType.IsArray;
            else if (!IsInPath(route, NameOf(parameter)))
                known[NameOf(parameter)] = parameter.ParameterType.IsArray;
        return known;
    }

    private static string Short(string name) => name.Length > 100 ? name[..100] : name;

    private sealed class Known() : Dictionary<string, bool>(StringComparer.OrdinalIgnoreCase)
    {
        public bool Contains(string name) => ContainsKey(name);

        public bool TakesMany(string name) => this[name];
    }
}
