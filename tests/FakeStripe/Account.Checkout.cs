using System.Text.Json.Nodes;

namespace Franchise.FakeStripe;

/// <summary>Stripe's hosted pages, and what a payer does there.</summary>
internal sealed partial class Account
{
    private readonly Dictionary<string, JsonObject> orders = [];

    public JsonObject CreateSession(Form form)
    {
        form.Only("mode", "customer", "currency", "allowed_payment_method_types", "success_url", "cancel_url", "metadata", "setup_intent_data", "payment_intent_data", "line_items", "client_reference_id", "expires_at", "locale", "customer_email", "ui_mode");
        var mode = form.Need("mode");
        if (mode is not ("setup" or "payment"))
            throw StripeFault.Parameter("parameter_invalid", "mode", "The fake has pages for setup and payment only.");
        form.Need("success_url");
        if (form["customer"] is { } payer)
            Find("customer", payer, "customer");
        var until = form.Whole("expires_at") is { } asked ? DateTimeOffset.FromUnixTimeSeconds(asked) : Now.AddDays(1);
        if (until < Now.AddMinutes(30).AddSeconds(-1) || until > Now.AddDays(1).AddSeconds(1))
            throw StripeFault.Parameter("parameter_invalid", "expires_at", "The page must be open for 30 minutes to 24 hours.");

        var (amount, currency) = mode == "payment" ? Sum(form) : (0, form["currency"]);
        // Where none is named, Stripe offers what is switched on in its dashboard and fits.
        List<string> types =
            form.List("allowed_payment_method_types") is { Count: > 0 } named ? [.. named]
            : currency == "gbp" ? ["card", "bacs_debit"]
            : ["card"];
        var session = Add("cs_test", Shapes.Session(), form.Metadata())
            .With(
                ("mode", mode),
                ("customer", form["customer"]),
                ("currency", currency),
                ("success_url", form["success_url"]),
                ("cancel_url", form["cancel_url"]),
                ("client_reference_id", form["client_reference_id"]),
                ("payment_method_types", Array(types)),
                ("allowed_payment_method_types", form.List("allowed_payment_method_types").Count > 0 ? Array(types) : null),
                ("expires_at", until.ToUnixTimeSeconds()),
                ("payment_status", mode == "setup" ? "no_payment_required" : "unpaid")
            );
        session["url"] = $"https://checkout.stripe.com/c/pay/{session["id"]}";
        if (mode == "setup")
            session["setup_intent"] = (string?)SetupIntent(form["customer"], types, form.Metadata("setup_intent_data.metadata"))["id"];
        else
        {
            session.With(("amount_subtotal", amount), ("amount_total", amount), ("total_details", new JsonObject { ["amount_discount"] = 0, ["amount_shipping"] = 0, ["amount_tax"] = 0 }));
            orders[(string)session["id"]!] = new JsonObject { ["metadata"] = form.Metadata("payment_intent_data.metadata"), ["description"] = form["payment_intent_data.description"] };
        }
        At(until, () => Expire(session));
        return session;
    }

    public JsonObject ExpireSession(string id)
    {
        var session = Find("checkout.session", id);
        if ((string?)session["status"] != "open")
            throw StripeFault.Request("checkout_session_not_open", $"Only Checkout Sessions with a status in [\"open\"] can be expired. This Checkout Session has a status of {session["status"]}.");
        Expire(session);
        return session;
    }

    /// <summary>The payer fills in the page and presses the button.</summary>
    public JsonObject Complete(string id, string? card, string? account)
    {
        var session = Find("checkout.session", id);
        if ((string?)session["status"] != "open")
            throw StripeFault.Request("checkout_session_not_open", "The page is closed.");
        var type = account is null ? "card" : "bacs_debit";
        if (!((JsonArray)session["payment_method_types"]!).Any(t => (string?)t == type))
            throw StripeFault.Request("checkout_session_no_such_means", $"The page does not offer {type}.");
        var method = NewMethod(type, account is null ? TestNumber.Card(card ?? "4242424242424242") : TestNumber.Account(account));
        if ((string?)session["mode"] == "setup")
        {
            FinishSetUp(Find("setup_intent", (string?)session["setup_intent"]), method);
            session["status"] = "complete";
        }
        else
            Pay(session, method);
        session["url"] = null;
        session["customer_details"] = Shapes
            .Nulls("business_name", "email", "individual_name", "name", "phone", "tax_ids")
            .With(("address", Shapes.Billing()["address"]!.DeepClone()), ("tax_exempt", "none"));
        Emit("checkout.session.completed", session);
        return session;
    }

    private void Pay(JsonObject session, JsonObject method)
    {
        var order = orders[(string)session["id"]!];
        // One intent for all tries on the page.
        var intent =
            Seek((string?)session["payment_intent"])
            ?? Intent((long)session["amount_total"]!, (string?)session["currency"], (string?)session["customer"], [.. ((JsonArray)session["payment_method_types"]!).Select(t => (string)t!)], (JsonObject)order["metadata"]!.DeepClone(), (string?)order["description"]);
        session["payment_intent"] = (string?)intent["id"];
        var mandate = (string?)method["type"] == "bacs_debit" ? (string?)NewMandate(method)["id"] : null;
        Confirm(intent, method, mandate, offSession: false);
        session["status"] = "complete";
        session["payment_status"] = (string?)intent["status"] == "succeeded" ? "paid" : "unpaid";
    }

    // What a bank answers days after the page was left.
    private void EndSession(JsonObject intent, bool paid)
    {
        var session = All("checkout.session").FirstOrDefault(s => (string?)s["payment_intent"] == (string?)intent["id"] && (string?)s["status"] == "complete");
        if (session is null)
            return;
        session["payment_status"] = paid ? "paid" : "unpaid";
        Emit(paid ? "checkout.session.async_payment_succeeded" : "checkout.session.async_payment_failed", session);
    }

    private void Expire(JsonObject session)
    {
        if ((string?)session["status"] != "open")
            return;
        session.With(("status", "expired"), ("url", null));
        Emit("checkout.session.expired", session);
    }

    private static (long Amount, string? Currency) Sum(Form form)
    {
        if (form.Branch("line_items") is not { Count: > 0 } items)
            throw StripeFault.Parameter("parameter_missing", "line_items", "You must provide line items for a session in payment mode.");
        var prices = items.Select(i => (Price: i.Value!["price_data"] as JsonObject, Quantity: long.Parse((string?)i.Value["quantity"] ?? "1"))).ToList();
        if (prices.Exists(p => p.Price?["unit_amount"] is null || p.Price["currency"] is null || p.Price["product_data"]?["name"] is null))
            throw StripeFault.Parameter("parameter_missing", "line_items", "The fake takes lines with price_data: currency, unit_amount and product_data.name.");
        return (prices.Sum(p => p.Quantity * long.Parse((string)p.Price!["unit_amount"]!)), (string?)prices[0].Price!["currency"]);
    }
}
