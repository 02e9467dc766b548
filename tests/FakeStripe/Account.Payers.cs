using System.Text.Json.Nodes;

namespace Franchise.FakeStripe;

/// <summary>Customers, their means of payment, mandates, and the pages and intents by which means are given.</summary>
internal sealed partial class Account
{
    public JsonObject CreateCustomer(Form form)
    {
        form.Only("name", "email", "description", "metadata", "phone", "address", "preferred_locales");
        var customer = Add("cus", Shapes.Customer(), form.Metadata());
        foreach (var name in (string[])["name", "email", "description", "phone"])
            customer[name] = form[name];
        Emit("customer.created", customer);
        return customer;
    }

    public JsonObject UpdateCustomer(string id, Form form)
    {
        form.Only("name", "email", "description", "metadata", "phone", "address", "preferred_locales", "invoice_settings");
        var customer = Find("customer", id);
        foreach (var name in (string[])["name", "email", "description", "phone"])
            if (form[name] is { } value)
                customer[name] = value;
        if (form["invoice_settings.default_payment_method"] is { } method)
            customer["invoice_settings"]!["default_payment_method"] = method;
        Merge(customer, form);
        Emit("customer.updated", customer);
        return customer;
    }

    public JsonObject DeleteCustomer(string id)
    {
        var customer = Find("customer", id);
        Emit("customer.deleted", customer);
        customer["deleted"] = true;
        return new() { ["id"] = id, ["object"] = "customer", ["deleted"] = true };
    }

    public JsonObject AttachMethod(string id, Form form)
    {
        form.Only("customer");
        var method = Method(id);
        method["customer"] = (string?)Find("customer", form.Need("customer"), "customer")["id"];
        if (numbers[(string)method["id"]!].SetUp is { } refused)
            throw StripeFault.Declined(refused, []);
        Emit("payment_method.attached", method);
        return method;
    }

    public JsonObject DetachMethod(string id)
    {
        var method = Find("payment_method", id);
        method["customer"] = null;
        Emit("payment_method.detached", method);
        return method;
    }

    public JsonObject CreateSetupIntent(Form form)
    {
        form.Only("customer", "allowed_payment_method_types", "usage", "metadata", "description", "payment_method", "confirm", "mandate_data", "return_url", "automatic_payment_methods");
        var intent = SetupIntent(form["customer"], Types(form), form.Metadata());
        if (form["payment_method"] is { } method)
            intent["payment_method"] = method;
        if (form.Yes("confirm"))
            FinishSetUp(intent, Find("payment_method", form.Need("payment_method"), "payment_method"));
        return intent;
    }

    public JsonObject ConfirmSetupIntent(string id, Form form)
    {
        form.Only("payment_method", "mandate_data", "return_url");
        var intent = Find("setup_intent", id);
        Only(intent, "requires_payment_method", "requires_confirmation", "requires_action");
        FinishSetUp(intent, Method(form["payment_method"] ?? (string?)intent["payment_method"] ?? ""));
        return intent;
    }

    public JsonObject CancelSetupIntent(string id)
    {
        var intent = Find("setup_intent", id);
        Only(intent, "requires_payment_method", "requires_confirmation", "requires_action");
        intent["status"] = "canceled";
        Emit("setup_intent.canceled", intent);
        return intent;
    }

    /// <summary>The payer, or her bank, ends a mandate.</summary>
    public JsonObject RevokeMandate(string id, string reason)
    {
        var mandate = Find("mandate", id);
        mandate["status"] = "inactive";
        var bacs = mandate["payment_method_details"]!["bacs_debit"]!;
        bacs["network_status"] = "revoked";
        bacs["revocation_reason"] = reason;
        Emit("mandate.updated", mandate);
        return mandate;
    }

    private readonly Dictionary<string, TestNumber> numbers = [];

    // A means of payment; one of Stripe's ready-made names becomes a new one each time.
    private JsonObject Method(string id) =>
        TestNumber.Named(id) is { } number ? NewMethod("card", number) : Find("payment_method", id, "payment_method");

    private JsonObject NewMethod(string type, TestNumber number)
    {
        var details = type == "card" ? Shapes.Card(number.Number, Now.Year + 3) : Shapes.Bacs(number.Number);
        var method = Add("pm", Shapes.PaymentMethod(type, details));
        numbers[(string)method["id"]!] = number;
        return method;
    }

    private JsonObject SetupIntent(string? customer, List<string> types, JsonObject metadata)
    {
        if (customer is not null)
            Find("customer", customer, "customer");
        var intent = Add("seti", Shapes.SetupIntent(), metadata);
        intent["client_secret"] = $"{intent["id"]}_secret_fake";
        intent["customer"] = customer;
        intent["payment_method_types"] = Array(types);
        intent["allowed_payment_method_types"] = Array(types);
        Emit("setup_intent.created", intent);
        return intent;
    }

    private void FinishSetUp(JsonObject intent, JsonObject method)
    {
        intent["last_setup_error"] = null;
        if (numbers[(string)method["id"]!].SetUp is { } refused)
        {
            intent["last_setup_error"] = new JsonObject { ["type"] = "card_error", ["code"] = refused.Code, ["decline_code"] = refused.DeclineCode ?? refused.Code, ["message"] = refused.Sentence };
            Emit("setup_intent.setup_failed", intent);
            throw StripeFault.Declined(refused, []);
        }
        intent["payment_method"] = (string?)method["id"];
        intent["status"] = "succeeded";
        method["customer"] = (string?)intent["customer"];
        if ((string?)method["type"] == "bacs_debit")
            intent["mandate"] = (string?)NewMandate(method)["id"];
        Emit("payment_method.attached", method);
        Emit("setup_intent.succeeded", intent);
    }

    private JsonObject NewMandate(JsonObject method)
    {
        var mandate = Add("mandate", Shapes.Mandate((string)method["id"]!, $"FAKE{made:D8}"));
        mandate["customer_acceptance"]!["accepted_at"] = Now.ToUnixTimeSeconds();
        // The payer's bank confirms it some days later.
        At(
            BankDays(3),
            () =>
            {
                if ((string?)mandate["status"] != "active")
                    return;
                mandate["payment_method_details"]!["bacs_debit"]!["network_status"] = "accepted";
                Emit("mandate.updated", mandate);
            }
        );
        return mandate;
    }

    private static List<string> Types(Form form) => form.List("allowed_payment_method_types") is { Count: > 0 } types ? [.. types] : ["card"];

    private static JsonArray Array(IEnumerable<string> items) => new([.. items.Select(i => (JsonNode)i)]);

    private void Merge(JsonObject what, Form form)
    {
        foreach (var (name, value) in form.Metadata())
            if ((string?)value is { Length: > 0 } text)
                what["metadata"]![name] = text;
            else
                ((JsonObject)what["metadata"]!).Remove(name);
        Touch(what);
    }

    private static void Only(JsonObject intent, params string[] states)
    {
        var state = (string)intent["status"]!;
        if (!states.Contains(state))
            throw StripeFault.Request($"{Kind(intent)}_unexpected_state", $"This {Kind(intent)} has a status of {state}, which does not allow this.");
    }
}
