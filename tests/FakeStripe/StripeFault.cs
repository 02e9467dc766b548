using System.Text.Json.Nodes;

namespace Franchise.FakeStripe;

/// <summary>An error as Stripe answers it.</summary>
/// <param name="status">The HTTP status.</param>
/// <param name="error">The member <c>error</c> of the answer.</param>
/// <param name="kept">
/// Whether the answer belongs to the idempotency key. What was refused before anything was done (parameters, another request in flight) does not.
/// </param>
internal sealed class StripeFault(int status, JsonObject error, bool kept = true) : Exception((string?)error["message"])
{
    public int Status => status;

    public JsonObject Error => error;

    public bool Kept => kept;

    public static StripeFault Parameter(string code, string param, string message) =>
        new(400, Of("invalid_request_error", code, message, param), kept: false);

    public static StripeFault Request(string code, string message, string? param = null, JsonObject? intent = null) =>
        new(400, Of("invalid_request_error", code, message, param, intent));

    public static StripeFault Missing(string what, string id, string param = "id") =>
        new(param == "id" ? 404 : 400, Of("invalid_request_error", "resource_missing", $"No such {what}: '{id}'", param));

    public static StripeFault Declined(Decline decline, JsonObject intent)
    {
        var error = Of("card_error", decline.Code, decline.Sentence, null, intent);
        if (decline.DeclineCode is { } code)
            error["decline_code"] = code;
        if ((string?)intent["latest_charge"] is { } charge)
            error["charge"] = charge;
        return new(402, error);
    }

    public static StripeFault Broken() => new(500, Of("api_error", null, "An unknown error occurred.", null));

    public static StripeFault TooMany() => new(429, Of("invalid_request_error", "rate_limit", "Too many requests hit the API too quickly.", null), kept: false);

    public static StripeFault KeyBusy(string key) =>
        new(409, Of("invalid_request_error", "idempotency_key_in_use", $"There is currently another in-progress request using this Idempotent Key {key}.", null), kept: false);

    public static StripeFault KeyReused(string key) =>
        new(400, Of("idempotency_error", null, $"Keys for idempotent requests can only be used with the same parameters they were first used with. Try using a key other than '{key}'.", null), kept: false);

    private static JsonObject Of(string type, string? code, string message, string? param, JsonObject? intent = null)
    {
        var error = new JsonObject { ["type"] = type, ["message"] = message };
        if (code is not null)
        {
            error["code"] = code;
            error["doc_url"] = $"https://stripe.com/docs/error-codes/{code.Replace('_', '-')}";
        }
        if (param is not null)
            error["param"] = param.Replace(".", "[", StringComparison.Ordinal) + (param.Contains('.', StringComparison.Ordinal) ? "]" : "");
        if (intent is not null)
            error["payment_intent"] = intent.DeepClone();
        return error;
    }
}

/// <summary>Why a bank said no.</summary>
internal sealed record Decline(string Code, string? DeclineCode, string Sentence)
{
    public static readonly Decline Generic = new("card_declined", "generic_decline", "Your card was declined.");
    public static readonly Decline Authentication = new("authentication_required", "authentication_required", "Your card was declined. This transaction requires authentication.");
}
