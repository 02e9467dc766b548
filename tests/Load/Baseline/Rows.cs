using System.Globalization;
using System.Text.Json;
using Franchise.Domain.Identity;
using Franchise.Domain.Licensing;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;
using Npgsql;

namespace Franchise.Load.Baseline;

/// <summary>The two queries, and their rows as the API shows them.</summary>
internal static class Rows
{
    public const int Version = 40;

    public const string One = """
        SELECT id, tenant_id, status, package, policy_version_id, price_amount, price_currency, extra_learner_fee_amount, extra_learner_fee_currency,
            seats, starts_on, units, resources, tools, territories, languages, modes, auto_renews, suspended_from,
            agreement_text_hash, offer_valid_until, offered_at,
            accepted_by, accepted_as, accepted_at, accepted_from, accepted_text_hash,
            anchor, term_number, last_day, grace_last_day, teach_out_last_day,
            termination_cause, learner_protection_plan, termination_teach_out_allowed, termination_proposed_by, termination_proposed_at,
            termination_confirmed_by, terminated_on, termination_teach_out_last_day, version
        FROM franchise.licences WHERE id = $1
        """;

    public const string Many = """
        SELECT id, tenant_id, status, package, price_amount, price_currency, seats, starts_on, term_number, last_day, auto_renews, suspended_from, version
        FROM franchise.licences WHERE tenant_id = $1 ORDER BY id DESC LIMIT $2
        """;

    public static void WriteWhole(Utf8JsonWriter w, NpgsqlDataReader r)
    {
        w.WriteStartObject();
        w.WriteString("id"u8, new Id<Licence>(r.GetGuid(0)).ToString());
        w.WriteString("organisationId"u8, new Id<Organisation>(r.GetGuid(1)).ToString());
        Word(w, "status"u8, r, 2);
        w.WriteString("package"u8, r.GetString(3));
        w.WriteString("policyVersionId"u8, new Id<LicencePolicyVersion>(r.GetGuid(4)).ToString());
        Money(w, "price"u8, r, 5);
        Money(w, "extraLearnerFee"u8, r, 7);
        w.WriteNumber("seats"u8, r.GetInt32(9));
        Day(w, "startsOn"u8, r, 10);
        List(w, "units"u8, r, 11);
        List(w, "resources"u8, r, 12);
        List(w, "tools"u8, r, 13);
        List(w, "territories"u8, r, 14);
        List(w, "languages"u8, r, 15);
        List(w, "modes"u8, r, 16);
        w.WriteBoolean("autoRenews"u8, r.GetBoolean(17));
        Day(w, "suspendedFrom"u8, r, 18);
        if (Begin(w, "offer"u8, r, 19))
        {
            Text(w, "textHash"u8, r, 19);
            Day(w, "validUntil"u8, r, 20);
            Instant(w, "offeredAt"u8, r, 21);
            w.WriteEndObject();
        }
        if (Begin(w, "acceptance"u8, r, 22))
        {
            Text(w, "acceptedBy"u8, r, 22);
            Word(w, "role"u8, r, 23);
            Instant(w, "acceptedAt"u8, r, 24);
            Text(w, "ip"u8, r, 25);
            Text(w, "textHash"u8, r, 26);
            w.WriteEndObject();
        }
        if (Begin(w, "calendar"u8, r, 27))
        {
            Day(w, "anchor"u8, r, 27);
            w.WriteNumber("termNumber"u8, r.GetInt32(28));
            Day(w, "lastDay"u8, r, 29);
            Day(w, "graceLastDay"u8, r, 30);
            Day(w, "teachOutLastDay"u8, r, 31);
            w.WriteEndObject();
        }
        if (Begin(w, "termination"u8, r, 32))
        {
            Word(w, "cause"u8, r, 32);
            Text(w, "learnerProtectionPlan"u8, r, 33);
            w.WriteBoolean("teachOutAllowed"u8, r.GetBoolean(34));
            Text(w, "proposedBy"u8, r, 35);
            Instant(w, "proposedAt"u8, r, 36);
            Text(w, "confirmedBy"u8, r, 37);
            Day(w, "effectiveOn"u8, r, 38);
            Day(w, "teachOutLastDay"u8, r, 39);
            w.WriteEndObject();
        }
        w.WriteNumber("version"u8, r.GetInt32(Version));
        w.WriteEndObject();
    }

    public static void WriteSummary(Utf8JsonWriter w, NpgsqlDataReader r)
    {
        w.WriteStartObject();
        w.WriteString("id"u8, new Id<Licence>(r.GetGuid(0)).ToString());
        w.WriteString("organisationId"u8, new Id<Organisation>(r.GetGuid(1)).ToString());
        Word(w, "status"u8, r, 2);
        w.WriteString("package"u8, r.GetString(3));
        Money(w, "price"u8, r, 4);
        w.WriteNumber("seats"u8, r.GetInt32(6));
        Day(w, "startsOn"u8, r, 7);
        if (r.IsDBNull(8))
            w.WriteNull("termNumber"u8);
        else
            w.WriteNumber("termNumber"u8, r.GetInt32(8));
        Day(w, "lastDay"u8, r, 9);
        w.WriteBoolean("autoRenews"u8, r.GetBoolean(10));
        Day(w, "suspendedFrom"u8, r, 11);
        w.WriteNumber("version"u8, r.GetInt32(12));
        w.WriteEndObject();
    }

    // Kept as teach_out, shown as teachOut.
    private static readonly Dictionary<string, JsonEncodedText> words = Enum.GetNames<LicenceStatus>()
        .Concat(Enum.GetNames<Role>())
        .Concat(Enum.GetNames<TerminationCause>())
        .Distinct(StringComparer.Ordinal)
        .ToDictionary(JsonNamingPolicy.SnakeCaseLower.ConvertName, n => JsonEncodedText.Encode(JsonNamingPolicy.CamelCase.ConvertName(n)), StringComparer.Ordinal);

    private static bool Begin(Utf8JsonWriter w, ReadOnlySpan<byte> name, NpgsqlDataReader r, int at)
    {
        if (r.IsDBNull(at))
        {
            w.WriteNull(name);
            return false;
        }
        w.WriteStartObject(name);
        return true;
    }

    private static void Word(Utf8JsonWriter w, ReadOnlySpan<byte> name, NpgsqlDataReader r, int at)
    {
        if (r.IsDBNull(at))
            w.WriteNull(name);
        else
            w.WriteString(name, words[r.GetString(at)]);
    }

    private static void Text(Utf8JsonWriter w, ReadOnlySpan<byte> name, NpgsqlDataReader r, int at)
    {
        if (r.IsDBNull(at))
            w.WriteNull(name);
        else
            w.WriteString(name, r.GetString(at));
    }

    private static void Day(Utf8JsonWriter w, ReadOnlySpan<byte> name, NpgsqlDataReader r, int at)
    {
        if (r.IsDBNull(at))
        {
            w.WriteNull(name);
            return;
        }
        Span<char> text = stackalloc char[10];
        r.GetFieldValue<DateOnly>(at).TryFormat(text, out _, "O", CultureInfo.InvariantCulture);
        w.WriteString(name, text);
    }

    private static void Instant(Utf8JsonWriter w, ReadOnlySpan<byte> name, NpgsqlDataReader r, int at)
    {
        if (r.IsDBNull(at))
            w.WriteNull(name);
        else
            w.WriteString(name, r.GetDateTime(at));
    }

    private static void Money(Utf8JsonWriter w, ReadOnlySpan<byte> name, NpgsqlDataReader r, int at)
    {
        w.WriteStartObject(name);
        w.WriteNumber("amount"u8, r.GetInt64(at));
        w.WriteString("currency"u8, r.GetString(at + 1));
        w.WriteEndObject();
    }

    private static void List(Utf8JsonWriter w, ReadOnlySpan<byte> name, NpgsqlDataReader r, int at)
    {
        w.WriteStartArray(name);
        foreach (var text in r.GetFieldValue<string[]>(at))
            w.WriteStringValue(text);
        w.WriteEndArray();
    }
}
