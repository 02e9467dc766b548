using System.Diagnostics.CodeAnalysis;
using System.Reflection;

namespace Franchise.Domain.Shared;

/// <summary>The prefix under which ids of a type are shown, as <c>lic</c> in <c>lic_01jd…</c>.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class IdPrefixAttribute(string prefix) : Attribute
{
    /// <summary>Two to four lower-case letters, unique over all types.</summary>
    public string Prefix { get; } = prefix;
}

/// <summary>
/// The identity of one <typeparamref name="T"/>: a UUIDv7, shown as a prefixed, sortable string (<c>lic_…</c>, 26 letters of Crockford base32).
/// </summary>
/// <remarks>
/// <see cref="None"/> stands for text that is no id of this type. It matches no row, so that a malformed, a wrongly prefixed, a foreign and a
/// missing id all look the same to the caller.
/// </remarks>
public readonly record struct Id<T>(Guid Value) : IComparable<Id<T>>, IParsable<Id<T>>, IAnyId
    where T : class
{
    private const string Alphabet = "0123456789abcdefghjkmnpqrstvwxyz";

    /// <summary>The prefix of this type's ids, without the underscore.</summary>
    public static string Prefix { get; } =
        typeof(T).GetCustomAttribute<IdPrefixAttribute>()?.Prefix
        ?? throw new InvalidOperationException($"Give {typeof(T).Name} an [IdPrefix] so that its ids can be shown.");

    /// <summary>An id that no row has.</summary>
    public static Id<T> None => default;

    /// <summary>Whether this is <see cref="None"/>.</summary>
    public bool IsNone => Value == Guid.Empty;

    /// <summary>A new id that sorts after those made earlier.</summary>
    public static Id<T> New(DateTimeOffset now) => new(Guid.CreateVersion7(now));

    /// <summary>Reads the shown form. Returns false for anything else, another type's prefix included.</summary>
    public static bool TryRead(string? text, out Id<T> id)
    {
        id = default;
        if (text is null || text.Length != Prefix.Length + 27 || text[Prefix.Length] != '_' || !text.StartsWith(Prefix, StringComparison.Ordinal))
            return false;
        UInt128 value = 0;
        foreach (var c in text.AsSpan(Prefix.Length + 1))
        {
            var digit = Alphabet.IndexOf(c, StringComparison.Ordinal);
            // The first letter carries three bits only: more would be lost, and two texts would be one id.
            if (digit < 0 || value >> 123 != 0)
                return false;
            value = (value << 5) | (uint)digit;
        }
        Span<byte> bytes = stackalloc byte[16];
        System.Buffers.Binary.BinaryPrimitives.WriteUInt128BigEndian(bytes, value);
        id = new(new Guid(bytes, bigEndian: true));
        return !id.IsNone;
    }

    /// <summary>Binding from a path or a query: never refuses, so that a wrong id is the same miss as a missing one.</summary>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out Id<T> result)
    {
        TryRead(s, out result);
        return true;
    }

    /// <inheritdoc cref="TryRead"/>
    /// <exception cref="FormatException">The text is no id of this type.</exception>
    public static Id<T> Parse(string s, IFormatProvider? provider) =>
        TryRead(s, out var id) ? id : throw new FormatException($"Not an id that begins with {Prefix}_.");

    /// <inheritdoc/>
    public int CompareTo(Id<T> other) => ToString().CompareTo(other.ToString(), StringComparison.Ordinal);

    /// <summary>Ids compare as their shown form sorts: by time of making.</summary>
    public static bool operator <(Id<T> left, Id<T> right) => left.CompareTo(right) < 0;

    /// <inheritdoc cref="op_LessThan"/>
    public static bool operator >(Id<T> left, Id<T> right) => left.CompareTo(right) > 0;

    /// <inheritdoc cref="op_LessThan"/>
    public static bool operator <=(Id<T> left, Id<T> right) => left.CompareTo(right) <= 0;

    /// <inheritdoc cref="op_LessThan"/>
    public static bool operator >=(Id<T> left, Id<T> right) => left.CompareTo(right) >= 0;

    /// <summary>The shown form.</summary>
    public override string ToString()
    {
        Span<byte> bytes = stackalloc byte[16];
        Value.TryWriteBytes(bytes, bigEndian: true, out _);
        var value = System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(bytes);
        return string.Create(Prefix.Length + 27, value, static (span, v) =>
        {
            Prefix.CopyTo(span);
            span[Prefix.Length] = '_';
            for (var i = span.Length - 1; i > Prefix.Length; i--, v >>= 5)
                span[i] = Alphabet[(int)(uint)(v & 31)];
        });
    }
}

/// <summary>An id of whatever type, for code that handles them all alike.</summary>
public interface IAnyId
{
    /// <summary>The UUID.</summary>
    Guid Value { get; }

    /// <summary>Whether this is an id that no row has.</summary>
    bool IsNone { get; }
}
