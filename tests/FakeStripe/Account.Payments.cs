using System.Text.Json.Nodes;

namespace Franchise.FakeStripe;

/// <summary>Payment intents, what becomes of them, and how money goes back.</summary>
internal sealed partial class Account
{
    /// <summary>Bank days from a direct debit to its answer; as many more for the first on a mandate.</summary>
    public const int BacsDays = 3;

    /// <summary>Bank days from a direct debit's success to its coming back.</summary>
    public const int BacsLateDays = 2;

    public JsonObject CreateIntent(Form form)
    {
        form.Only("amount", "currency", "customer", "payment_method", "allowed_payment_method_types", "confirm", "off_session", "mandate", "description", "metadata", "automatic_payment_methods", "error_on_requires_action", "return_url", "mandate_data", "statement_descriptor_suffix");
        var intent = Intent(form.Whole("amount"), form["currency"], form["customer"], Types(form), form.Metadata(), form["description"]);
        if (form.Yes("confirm"))
            Confirm(intent, Method(form.Need("payment_method")), form["mandate"], form.Yes("off_session"));
        else if (form["payment_method"] is { } method)
            intent.With(("payment_method", (string?)Method(method)["id"]), ("status", "requires_confirmation"));
        return intent;
    }

    public JsonObject ConfirmIntent(string id, Form form)
    {
        form.Only("payment_method", "off_session", "mandate", "return_url", "mandate_data", "allowed_payment_method_types");
        var intent = Find("payment_intent", id);
        Only(intent, "requires_payment_method", "requires_confirmation", "requires_action");
        Confirm(intent, Method(form["payment_method"] ?? (string?)intent["payment_method"] ?? ""), form["mandate"], form.Yes("off_session"));
        return intent;
    }

    public JsonObject UpdateIntent(string id, Form form)
    {
        form.Only("metadata", "description");
        var intent = Find("payment_intent", id);
        if (form["description"] is { } description)
            intent["description"] = description;
        Merge(intent, form);
        return intent;
    }

    public JsonObject CancelIntent(string id, Form form)
    {
        form.Only("cancellation_reason");
        var intent = Find("payment_intent", id);
        Only(intent, "requires_payment_method", "requires_confirmation", "requires_action");
        intent.With(("status", "canceled"), ("canceled_at", Now.ToUnixTimeSeconds()), ("cancellation_reason", form["cancellation_reason"]), ("next_action", null));
        Emit("payment_intent.canceled", intent);
        return intent;
    }

    public JsonObject CreateRefund(Form form)
    {
        form.Only("payment_intent", "charge", "amount", "reason", "metadata");
        var charge = form["charge"] is { } named
            ? Find("charge", named, "charge")
            : Seek((string?)Find("payment_intent", form.Need("payment_intent"), "payment_intent")["latest_charge"]);
        if (charge is null || (string?)charge["status"] != "succeeded")
            throw StripeFault.Request("payment_intent_unexpected_state", "This PaymentIntent does not have a successful charge to refund.", "payment_intent");
        if ((bool)charge["disputed"]!)
            throw StripeFault.Request("charge_disputed", "This charge was disputed: its money is with the bank already.", "payment_intent");
        var left = (long)charge["amount"]! - (long)charge["amount_refunded"]!;
        if (left == 0)
            throw StripeFault.Request("charge_already_refunded", $"Charge {charge["id"]} has already been refunded.");
        var amount = form.Whole("amount") ?? left;
        if (amount < 1 || amount > left)
            throw StripeFault.Request("amount_too_large", $"Refund amount ({amount}) is greater than unrefunded amount on charge ({left})", "amount");

        var refund = Add("re", Shapes.Refund(), form.Metadata())
            .With(
                ("amount", amount),
                ("currency", (string?)charge["currency"]),
                ("charge", (string?)charge["id"]),
                ("customer", (string?)charge["customer"]),
                ("payment_intent", (string?)charge["payment_intent"]),
                ("payment_method", (string?)charge["payment_method"]),
                ("reason", form["reason"])
            );
        charge["amount_refunded"] = (long)charge["amount_refunded"]! + amount;
        charge["refunded"] = (long)charge["amount_refunded"]! == (long)charge["amount"]!;
        refund["balance_transaction"] = Balance("refund", refund, -amount);
        Emit("refund.created", refund);
        Emit("charge.refunded", charge);
        if ((string?)charge["payment_method_details"]!["type"] == "card")
            refund["status"] = "succeeded";
        else
            At(BankDays(BacsDays), () => EndRefund(refund, "succeeded"));
        return refund;
    }

    /// <summary>A list of somebody's is refused where she is not known, rather than empty.</summary>
    public Form Known(Form form)
    {
        if (form["customer"] is { } named)
            Find("customer", named, "customer");
        return form;
    }

    public JsonObject BareDispute(string id) => Find("dispute", id).With(("payment_intent", null));

    public JsonObject CloseDispute(string id)
    {
        var dispute = Find("dispute", id);
        if ((string?)dispute["status"] is "won" or "lost")
            throw StripeFault.Request("dispute_already_closed", "This dispute is already closed.");
        EndDispute(dispute, won: false);
        return dispute;
    }

    /// <summary>The bank says yes or no to a direct debit that is processing, before its day.</summary>
    public JsonObject Answer(string id, Decline? no)
    {
        var intent = Find("payment_intent", id);
        Only(intent, "processing");
        if (no is null)
            Succeed(intent, Find("charge", (string?)intent["latest_charge"]));
        else
            Fail(intent, Find("charge", (string?)intent["latest_charge"]), no);
        return intent;
    }

    /// <summary>The payer or her bank takes a payment back. A direct debit is gone at once, and a card's payment can be argued about.</summary>
    public JsonObject Dispute(string intentId, string reason)
    {
        var intent = Find("payment_intent", intentId);
        Only(intent, "succeeded");
        var charge = Find("charge", (string?)intent["latest_charge"]);
        var dispute = Add("du", Shapes.Dispute())
            .With(
                ("amount", (long)charge["amount"]!),
                ("currency", (string?)charge["currency"]),
                ("charge", (string?)charge["id"]),
                ("payment_intent", intentId),
                ("reason", reason),
                ("status", "needs_response")
            );
        charge["disputed"] = true;
        Balance("adjustment", dispute, -(long)charge["amount"]!);
        Emit("charge.dispute.created", dispute);
        Emit("charge.dispute.funds_withdrawn", dispute);
        if ((string?)charge["payment_method_details"]!["type"] == "bacs_debit")
            EndDispute(dispute, won: false);
        else
        {
            dispute["evidence_details"]!["due_by"] = Now.AddDays(9).ToUnixTimeSeconds();
            dispute["payment_method_details"] = new JsonObject
            {
                ["type"] = "card",
                ["card"] = new JsonObject { ["brand"] = "visa", ["case_type"] = "chargeback", ["network"] = "visa", ["network_reason_code"] = "10.4" },
            };
        }
        return dispute;
    }

    public JsonObject WinDispute(string id)
    {
        var dispute = Find("dispute", id);
        EndDispute(dispute, won: true);
        return dispute;
    }

    public JsonObject EndRefund(string id, string status)
    {
        var refund = Find("refund", id);
        EndRefund(refund, status);
        return refund;
    }

    private void EndRefund(JsonObject refund, string status)
    {
        refund["status"] = status;
        if (status == "failed")
        {
            refund["failure_reason"] = "lost_or_stolen_card";
            refund["failure_balance_transaction"] = Balance("refund_failure", refund, (long)refund["amount"]!);
            var charge = Find("charge", (string?)refund["charge"]);
            charge["amount_refunded"] = (long)charge["amount_refunded"]! - (long)refund["amount"]!;
            charge["refunded"] = false;
            Emit("refund.failed", refund);
        }
        Emit("refund.updated", refund);
    }

    private void EndDispute(JsonObject dispute, bool won)
    {
        dispute["status"] = won ? "won" : "lost";
        if (won)
        {
            Balance("adjustment", dispute, (long)dispute["amount"]!);
            Find("charge", (string?)dispute["charge"])["disputed"] = false;
            Emit("charge.dispute.funds_reinstated", dispute);
        }
        Emit("charge.dispute.closed", dispute);
    }

    private JsonObject Intent(long? amount, string? currency, string? customer, List<string> types, JsonObject metadata, string? description)
    {
        if (amount is null)
            throw StripeFault.Parameter("parameter_missing", "amount", "Missing required param: amount.");
        if (currency is not ("gbp" or "eur"))
            throw StripeFault.Parameter("invalid_currency", "currency", $"Invalid currency: {currency}. The fake takes gbp and eur.");
        if (amount < (currency == "gbp" ? 30 : 50))
            throw StripeFault.Parameter("amount_too_small", "amount", "Amount must be at least £0.30 gbp or €0.50 eur.");
        if (amount > 99_999_999)
            throw StripeFault.Parameter("amount_too_large", "amount", "Amount must be no more than 999,999.99.");
        if (customer is not null)
            Find("customer", customer, "customer");
        var intent = Add("pi", Shapes.PaymentIntent(), metadata)
            .With(
                ("amount", amount),
                ("currency", currency),
                ("customer", customer),
                ("description", description),
                ("payment_method_types", Array(types)),
                ("allowed_payment_method_types", Array(types))
            );
        intent["client_secret"] = $"{intent["id"]}_secret_fake";
        Emit("payment_intent.created", intent);
        return intent;
    }

    private void Confirm(JsonObject intent, JsonObject method, string? mandate, bool offSession)
    {
        var (type, number) = ((string)method["type"]!, numbers[(string)method["id"]!]);
        if (!((JsonArray)intent["payment_method_types"]!).Any(t => (string?)t == type))
            throw StripeFault.Request("payment_intent_incompatible_payment_method", $"The payment method's type ({type}) is not among those allowed.", "payment_method", intent);
        if (offSession && (string?)method["customer"] != (string?)intent["customer"])
            throw StripeFault.Request("payment_method_unexpected_state", "The payment method does not belong to this customer: it was never attached, or was detached.", "payment_method", intent);
        if (type == "bacs_debit")
            mandate = Mandated(intent, method, mandate);

        intent["payment_method"] = (string?)method["id"];
        intent["last_payment_error"] = null;
        intent["next_action"] = null;
        var amount = (long)intent["amount"]!;
        var first = mandate is not null && !All("charge").Any(c => (string?)c["payment_method_details"]?["bacs_debit"]?["mandate"] == mandate);
        var charge = Add("ch", Shapes.Charge(), (JsonObject)intent["metadata"]!.DeepClone())
            .With(
                ("amount", amount),
                ("amount_captured", amount),
                ("currency", (string?)intent["currency"]),
                ("customer", (string?)intent["customer"]),
                ("description", (string?)intent["description"]),
                ("payment_intent", (string?)intent["id"]),
                ("payment_method", (string?)method["id"]),
                ("payment_method_details", type == "card" ? Shapes.ChargedCard(method, amount) : Shapes.ChargedBacs(method, mandate))
            );
        intent["latest_charge"] = (string?)charge["id"];
        Touch(intent);

        if (type == "bacs_debit")
        {
            intent["status"] = "processing";
            Emit("charge.pending", charge);
            Emit("payment_intent.processing", intent);
            At(
                BankDays(first ? 2 * BacsDays : BacsDays),
                () =>
                {
                    // The control route may have answered already.
                    if ((string?)intent["status"] != "processing")
                        return;
                    if (number.Charge is { } no)
                        Fail(intent, charge, no);
                    else
                        Succeed(intent, charge);
                    if (number.EndsMandate)
                        RevokeMandate(mandate!, number.Charge!.Code);
                }
            );
        }
        else if (number.Charge is { } no && (offSession || no != Decline.Authentication))
        {
            Fail(intent, charge, no);
            throw StripeFault.Declined(no, intent);
        }
        else
            Succeed(intent, charge);
    }

    private string Mandated(JsonObject intent, JsonObject method, string? mandate)
    {
        if ((string?)intent["currency"] != "gbp")
            throw StripeFault.Request("payment_intent_incompatible_payment_method", "Bacs Direct Debit is for pounds only.", "currency", intent);
        var binding = mandate is null
            ? All("mandate").LastOrDefault(m => (string?)m["payment_method"] == (string?)method["id"] && (string?)m["status"] == "active")
            : Find("mandate", mandate, "mandate");
        if (binding is null || (string?)binding["status"] != "active" || (string?)binding["payment_method"] != (string?)method["id"])
            throw StripeFault.Request("payment_intent_mandate_invalid", "The mandate is missing, is for another account, or was revoked.", "mandate", intent);
        return (string)binding["id"]!;
    }

    private void Succeed(JsonObject intent, JsonObject charge)
    {
        var amount = (long)intent["amount"]!;
        charge.With(("status", "succeeded"), ("paid", true), ("outcome", Outcome("approved_by_network", "authorized", "Payment complete.")));
        charge["balance_transaction"] = Balance("charge", charge, amount);
        intent.With(("status", "succeeded"), ("amount_received", amount), ("processing", null));
        Touch(intent);
        Emit("charge.succeeded", charge);
        Emit("payment_intent.succeeded", intent);
        EndSession(intent, paid: true);
        if (numbers[(string)charge["payment_method"]!].Dispute is { } reason)
            At((string?)charge["payment_method_details"]!["type"] == "card" ? Now.AddMinutes(1) : BankDays(BacsLateDays), () => Dispute((string)intent["id"]!, reason));
    }

    private void Fail(JsonObject intent, JsonObject charge, Decline why)
    {
        charge.With(
            ("status", "failed"),
            ("captured", false),
            ("amount_captured", 0),
            ("failure_code", why.Code),
            ("failure_message", why.Sentence),
            ("outcome", Outcome("declined_by_network", "issuer_declined", "The bank did not return any further details with this decline.").With(("reason", why.DeclineCode)))
        );
        var error = new JsonObject
        {
            ["type"] = "card_error",
            ["code"] = why.Code,
            ["message"] = why.Sentence,
            ["charge"] = (string?)charge["id"],
            ["payment_method"] = Seek((string?)charge["payment_method"])!.DeepClone(),
        };
        if (why.DeclineCode is { } code)
            error["decline_code"] = code;
        intent.With(("status", "requires_payment_method"), ("last_payment_error", error), ("payment_method", null));
        Touch(intent);
        Emit("charge.failed", charge);
        Emit("payment_intent.payment_failed", intent);
        EndSession(intent, paid: false);
    }

    private static JsonObject Outcome(string network, string type, string message) =>
        Shapes.Nulls("advice_code", "network_advice_code", "network_decline_code", "reason").With(("network_status", network), ("risk_level", "normal"), ("seller_message", message), ("type", type));

    private string Balance(string type, JsonObject source, long amount)
    {
        var entry = Add("txn", Shapes.BalanceTransaction())
            .With(
                ("amount", amount),
                ("net", amount),
                ("currency", (string?)source["currency"]),
                ("type", type),
                ("reporting_category", type == "adjustment" ? "dispute" : type),
                ("source", (string?)source["id"]),
                ("available_on", Now.AddDays(3).ToUnixTimeSeconds())
            );
        if (Kind(source) == "dispute")
            ((JsonArray)source["balance_transactions"]!).Add(entry.DeepClone());
        return (string)entry["id"]!;
    }
}
