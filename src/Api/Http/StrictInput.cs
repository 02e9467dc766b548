using System.Collections;
using System.Globalization;
using System.Reflection;
using Franchise.Domain.Shared;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Mvc;

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
        if (type.IsEnum)
            return invocation => Raw(invocation, name) is not { } text
                || Array.Exists(Enum.GetNames(type), n => string.Equals(System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(n), text, StringComparison.Ordinal))
                ? null : new(at, $"One of {string.Join(", ", Enum.GetNames(type).Select(System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName))}.");
        return null;
    }

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
