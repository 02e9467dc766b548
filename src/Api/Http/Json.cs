using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Franchise.Domain.Shared;

namespace Franchise.Api.Http;

/// <summary>
/// How JSON is read and written: strictly. What a lenient reader would take in silence (an unknown member, a member given twice, <c>"1"</c> for a
/// number, a date without its offset) is the caller's mistake, and she learns of it at once.
/// </summary>
public static class Json
{
    /// <summary>The API's manner, for whoever writes JSON outside a handler.</summary>
    public static JsonSerializerOptions Options { get; } = Make();

    /// <summary>The earliest date that a request may name.</summary>
    public static readonly DateOnly Earliest = new(1900, 1, 1);

    /// <summary>The latest: beyond it, terms computed from a date would leave the calendar.</summary>
    public static readonly DateOnly Latest = new(2199, 12, 31);

    /// <summary>Applies the manner to the framework's own options.</summary>
    public static void Configure(JsonSerializerOptions options)
    {
        options.PropertyNamingPolicy = JsonNamingPolicy.CamelCase;
        options.PropertyNameCaseInsensitive = false;
        options.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
        options.AllowDuplicateProperties = false;
        options.NumberHandling = JsonNumberHandling.Strict;
        options.RespectNullableAnnotations = true;
        options.RespectRequiredConstructorParameters = true;
        options.AllowTrailingCommas = false;
        options.ReadCommentHandling = JsonCommentHandling.Disallow;
        options.MaxDepth = 32;
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false));
        options.Converters.Add(new IdConverters());
        options.Converters.Add(new TextConverter());
        options.Converters.Add(new InstantConverter());
        options.Converters.Add(new DateConverter());
        options.Converters.Add(new MoneyConverter());
    }

    private static JsonSerializerOptions Make()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web) { TypeInfoResolver = new DefaultJsonTypeInfoResolver() };
        Configure(options);
        options.MakeReadOnly();
        return options;
    }

    /// <summary>Whether text can be stored: PostgreSQL takes neither U+0000 nor half a surrogate pair.</summary>
    public static bool IsStorable(ReadOnlySpan<char> text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\0' || char.IsLowSurrogate(text[i]))
                return false;
            if (char.IsHighSurrogate(text[i]) && (++i == text.Length || !char.IsLowSurrogate(text[i])))
                return false;
        }
        return true;
    }

    /// <summary>Reads an instant; an offset is demanded, so that none is guessed.</summary>
    internal static bool TryReadInstant(string? text, out DateTimeOffset instant)
    {
        instant = default;
        return text is { Length: >= 17 and <= 40 }
            && (text[^1] == 'Z' || text[^6] is '+' or '-')
            && text[10] == 'T'
            && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal, out instant);
    }
}

/// <summary>JSON that can be read, with a value that is not acceptable: 422, not 400.</summary>
public sealed class ValueRefused(string reason) : JsonException(reason)
{
    /// <summary>A plain sentence.</summary>
    public string Reason { get; } = reason;
}

internal sealed class IdConverters : JsonConverterFactory
{
    public override bool CanConvert(Type typeToConvert) => typeToConvert.IsGenericType && typeToConvert.GetGenericTypeDefinition() == typeof(Id<>);

    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        (JsonConverter)Activator.CreateInstance(typeof(IdConverter<>).MakeGenericType(typeToConvert.GenericTypeArguments))!;

    private sealed class IdConverter<T> : JsonConverter<Id<T>>
        where T : class
    {
        public override Id<T> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType != JsonTokenType.String ? throw new JsonException()
            : Id<T>.TryRead(reader.GetString(), out var id) ? id
            : throw new ValueRefused($"Not an id that begins with {Id<T>.Prefix}_.");

        public override void Write(Utf8JsonWriter writer, Id<T> value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());

        public override Id<T> ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            Id<T>.TryRead(reader.GetString(), out var id) ? id : throw new ValueRefused($"Not an id that begins with {Id<T>.Prefix}_.");

        public override void WriteAsPropertyName(Utf8JsonWriter writer, Id<T> value, JsonSerializerOptions options) => writer.WritePropertyName(value.ToString());
    }
}

internal sealed class TextConverter : JsonConverter<string>
{
    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType is JsonTokenType.String or JsonTokenType.Null ? Check(reader.GetString()) : throw new JsonException();

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(value);

    public override string ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => Check(reader.GetString())!;

    public override void WriteAsPropertyName(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WritePropertyName(value);

    // The reader itself refuses half a surrogate pair and bytes that are no UTF-8.
    private static string? Check(string? text) =>
        text is null || !text.Contains('\0', StringComparison.Ordinal) ? text : throw new ValueRefused("Text may not contain the character U+0000.");
}

internal sealed class InstantConverter : JsonConverter<DateTimeOffset>
{
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.String)
            throw new JsonException();
        if (!Json.TryReadInstant(reader.GetString(), out var instant))
            throw new ValueRefused("Not a date and time with its offset, as 2027-03-01T09:30:00Z.");
        return DateOnly.FromDateTime(instant.DateTime) < Json.Earliest || DateOnly.FromDateTime(instant.DateTime) > Json.Latest
            ? throw new ValueRefused($"Outside {Json.Earliest:O} to {Json.Latest:O}.")
            : instant;
    }

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) => writer.WriteStringValue(value.UtcDateTime);
}

internal sealed class DateConverter : JsonConverter<DateOnly>
{
    public override DateOnly Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.String)
            throw new JsonException();
        if (!DateOnly.TryParseExact(reader.GetString(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
            throw new ValueRefused("Not a date, as 2027-03-01.");
        return date < Json.Earliest || date > Json.Latest ? throw new ValueRefused($"Outside {Json.Earliest:O} to {Json.Latest:O}.") : date;
    }

    public override void Write(Utf8JsonWriter writer, DateOnly value, JsonSerializerOptions options)
    {
        Span<char> text = stackalloc char[10];
        value.TryFormat(text, out _, "O", CultureInfo.InvariantCulture);
        writer.WriteStringValue(text);
    }
}

internal sealed class MoneyConverter : JsonConverter<Money>
{
    public override Money Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
            throw new JsonException();
        long? amount = null;
        string? currency = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isAmount = reader.ValueTextEquals("amount"u8);
            if ((!isAmount && !reader.ValueTextEquals("currency"u8)) || (isAmount ? amount is not null : currency is not null))
                throw new JsonException();
            reader.Read();
            if (isAmount)
                amount = reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var n) ? n : throw new JsonException();
            else
                currency = reader.TokenType == JsonTokenType.String ? reader.GetString() : throw new JsonException();
        }
        if (amount is null || currency is null)
            throw new JsonException();
        if (amount is < 0 or > Money.Most)
            throw new ValueRefused($"An amount is whole pence or cents, 0 to {Money.Most}.");
        if (!Money.Currencies.Contains(currency))
            throw new ValueRefused($"A currency is one of {string.Join(", ", Money.Currencies)}.");
        return new(amount.Value, currency);
    }

    public override void Write(Utf8JsonWriter writer, Money value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        writer.WriteNumber("amount"u8, value.Amount);
        writer.WriteString("currency"u8, value.Currency);
        writer.WriteEndObject();
    }
}
