using System.Collections;
using System.Collections.Concurrent;
using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using Franchise.Domain.Shared;

namespace Franchise.Api.Http;

/// <summary>
/// How long, how many, how much a member may be: from its attributes, or else these defaults. The same bounds are enforced on every request and
/// written into the API's description, so that the two cannot differ.
/// </summary>
/// <remarks>
/// Attributes of System.ComponentModel.DataAnnotations are read from a property or from the record's parameter of that name:
/// <c>[MaxLength]</c>, <c>[MinLength]</c>, <c>[Length]</c>, <c>[StringLength]</c>, <c>[Range]</c>, <c>[RegularExpression]</c>.
/// </remarks>
internal sealed record Bounds(int MinLength, int MaxLength, string? Pattern, double? Min, double? Max)
{
    public const int Text = 2000;
    public const int Items = 200;
    public const int Members = 100;
    public const long Whole = 9_007_199_254_740_991;

    private static readonly ConcurrentDictionary<PropertyInfo, Bounds> known = new();

    private Regex? pattern;

    public static Bounds Of(PropertyInfo property) => known.GetOrAdd(property, static property =>
    {
        var parameter = property.DeclaringType!.GetConstructors().SelectMany(c => c.GetParameters())
            .FirstOrDefault(p => p.Name == property.Name && p.ParameterType == property.PropertyType);
        var attributes = property.GetCustomAttributes<ValidationAttribute>(true)
            .Concat(parameter?.GetCustomAttributes<ValidationAttribute>(true) ?? []).ToList();
        var bounds = new Bounds(0, property.PropertyType == typeof(string) ? Text : IsMap(property.PropertyType) ? Members : Items, null, null, null);
        foreach (var attribute in attributes)
            bounds = attribute switch
            {
                MaxLengthAttribute a => bounds with { MaxLength = a.Length },
                MinLengthAttribute a => bounds with { MinLength = a.Length },
                LengthAttribute a => bounds with { MinLength = a.MinimumLength, MaxLength = a.MaximumLength },
                StringLengthAttribute a => bounds with { MinLength = a.MinimumLength, MaxLength = a.MaximumLength },
                RangeAttribute a => bounds with { Min = Convert.ToDouble(a.Minimum), Max = Convert.ToDouble(a.Maximum) },
                RegularExpressionAttribute a => bounds with { Pattern = a.Pattern },
                _ => throw new InvalidOperationException($"{attribute.GetType().Name} on {property.DeclaringType.Name}.{property.Name} is not enforced."),
            };
        return bounds;
    });

    /// <summary>Everything wrong with a request's body, member by member.</summary>
    public static List<FieldError> Faults(object body)
    {
        var faults = new List<FieldError>();
        Walk(body, "", faults);
        return faults;
    }

    public static bool IsMap(Type type) => type.IsAssignableTo(typeof(IDictionary)) || type.GetInterfaces().Append(type)
        .Any(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IReadOnlyDictionary<,>));

    private static readonly ConcurrentDictionary<Type, PropertyInfo[]> members = new();

    private static void Walk(object value, string at, List<FieldError> faults)
    {
        if (faults.Count >= 100)
            return;
        foreach (var property in members.GetOrAdd(value.GetType(), t => [.. t.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.GetIndexParameters().Length == 0 && p.CanRead)]))
            if (property.GetValue(value) is { } member)
                Check(member, $"{at}/{JsonNamingPolicy.CamelCase.ConvertName(property.Name)}", Of(property), faults);
    }

    private static void Check(object member, string at, Bounds bounds, List<FieldError> faults)
    {
        switch (member)
        {
            case string text:
                if (text.Length > bounds.MaxLength || text.Length < bounds.MinLength)
                    faults.Add(new(at, bounds.MinLength > 0 ? $"{bounds.MinLength} to {bounds.MaxLength} characters." : $"At most {bounds.MaxLength} characters."));
                else if (bounds.Pattern is not null && !bounds.Matches(text))
                    faults.Add(new(at, $"Must match {bounds.Pattern}"));
                break;
            case IDictionary map:
                if (map.Count > bounds.MaxLength || map.Count < bounds.MinLength)
                    faults.Add(new(at, $"{bounds.MinLength} to {bounds.MaxLength} members."));
                break;
            case ICollection list:
                if (list.Count > bounds.MaxLength || list.Count < bounds.MinLength)
                {
                    faults.Add(new(at, $"{bounds.MinLength} to {bounds.MaxLength} items."));
                    break;
                }
                var i = 0;
                foreach (var item in list)
                {
                    if (item is string)
                        Check(item, $"{at}/{i}", Default, faults);
                    else if (item is not null && IsOurs(item.GetType()))
                        Walk(item, $"{at}/{i}", faults);
                    i++;
                }
                break;
            case sbyte or byte or short or ushort or int or uint or long or double or decimal:
                var number = Convert.ToDouble(member);
                if (number < (bounds.Min ?? double.NegativeInfinity) || number > (bounds.Max ?? double.PositiveInfinity))
                    faults.Add(new(at, $"{bounds.Min} to {bounds.Max}."));
                break;
            default:
                if (IsOurs(member.GetType()))
                    Walk(member, at, faults);
                break;
        }
    }

    private static readonly Bounds Default = new(0, Text, null, null, null);

    private static bool IsOurs(Type type) =>
        !type.IsEnum && !type.IsAssignableTo(typeof(IAnyId)) && type != typeof(Money) && type.Assembly.GetName().Name!.StartsWith("Franchise.", StringComparison.Ordinal);

    private bool Matches(string text) => (pattern ??= new(Pattern!, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant)).IsMatch(text);
}
