using System.Text.Json.Nodes;

namespace Franchise.FakeStripe;

/// <summary>Every object with every member that Stripe sends at this version, and nothing decided yet.</summary>
internal static class Shapes
{
    public const string Version = "2026-10-28.endive";

    public static JsonObject Customer() =>
        Blank("customer", "address", "currency", "default_source", "description", "discount", "email", "name", "phone", "shipping", "test_clock").With(
            ("balance", 0),
            ("delinquent", false),
            ("invoice_prefix", "FAKE0001"),
            ("invoice_settings", Nulls("custom_fields", "default_payment_method", "footer", "rendering_options")),
            ("metadata", new JsonObject()),
            ("next_invoice_sequence", 1),
            ("preferred_locales", new JsonArray()),
            ("tax_exempt", "none")
        );

    public static JsonObject PaymentMethod(string type, JsonObject details) =>
        Blank("payment_method", "customer", "customer_account").With(
            ("allow_redisplay", "limited"),
            ("billing_details", Billing()),
            ("metadata", new JsonObject()),
            ("type", type),
            (type, details)
        );

    public static JsonObject Card(string number, int year) =>
        Nulls("generated_from", "regulated_status", "wallet").With(
            ("brand", number[0] == '5' ? "mastercard" : "visa"),
            ("checks", Nulls("address_line1_check", "address_postal_code_check").With(("cvc_check", "pass"))),
            ("country", "GB"),
            ("display_brand", number[0] == '5' ? "mastercard" : "visa"),
            ("exp_month", 12),
            ("exp_year", year),
            ("fingerprint", "fake" + number[^8..]),
            ("funding", "debit"),
            ("last4", number[^4..]),
            ("networks", new JsonObject { ["available"] = new JsonArray("visa"), ["preferred"] = null }),
            ("three_d_secure_usage", new JsonObject { ["supported"] = true })
        );

    public static JsonObject Bacs(string account) => new() { ["fingerprint"] = "fake" + account, ["last4"] = account[^4..], ["sort_code"] = "108800" };

    public static JsonObject SetupIntent() =>
        Blank(
            "setup_intent",
            "allowed_payment_method_types",
            "application",
            "automatic_payment_methods",
            "cancellation_reason",
            "client_secret",
            "customer",
            "customer_account",
            "description",
            "excluded_payment_method_types",
            "flow_directions",
            "last_setup_error",
            "latest_attempt",
            "mandate",
            "next_action",
            "on_behalf_of",
            "payment_method",
            "payment_method_configuration_details",
            "single_use_mandate"
        ).With(
            ("metadata", new JsonObject()),
            ("payment_method_options", new JsonObject()),
            ("payment_method_types", new JsonArray()),
            ("status", "requires_payment_method"),
            ("usage", "off_session")
        );

    public static JsonObject PaymentIntent() =>
        Blank(
            "payment_intent",
            "allowed_payment_method_types",
            "application",
            "application_fee_amount",
            "automatic_payment_methods",
            "canceled_at",
            "cancellation_reason",
            "client_secret",
            "customer",
            "customer_account",
            "description",
            "excluded_payment_method_types",
            "last_payment_error",
            "latest_charge",
            "managed_payments",
            "next_action",
            "on_behalf_of",
            "payment_method",
            "payment_method_configuration_details",
            "payment_record",
            "processing",
            "receipt_email",
            "review",
            "setup_future_usage",
            "shipping",
            "source",
            "statement_descriptor",
            "statement_descriptor_suffix",
            "transfer_data",
            "transfer_group"
        ).With(
            ("amount_capturable", 0L),
            ("amount_details", new JsonObject { ["tip"] = new JsonObject() }),
            ("amount_received", 0L),
            ("capture_method", "automatic_async"),
            ("confirmation_method", "automatic"),
            ("metadata", new JsonObject()),
            ("payment_method_options", new JsonObject()),
            ("payment_method_types", new JsonArray()),
            ("status", "requires_payment_method")
        );

    public static JsonObject Session() =>
        Blank(
            "checkout.session",
            "adaptive_pricing",
            "after_expiration",
            "allow_promotion_codes",
            "allowed_payment_method_types",
            "amount_subtotal",
            "amount_total",
            "billing_address_collection",
            "cancel_url",
            "client_reference_id",
            "client_secret",
            "collected_information",
            "consent",
            "consent_collection",
            "currency",
            "currency_conversion",
            "customer",
            "customer_account",
            "customer_creation",
            "customer_details",
            "customer_email",
            "discounts",
            "integration_identifier",
            "invoice",
            "invoice_creation",
            "locale",
            "managed_payments",
            "origin_context",
            "payment_intent",
            "payment_link",
            "payment_method_collection",
            "payment_method_configuration_details",
            "permissions",
            "recovered_from",
            "saved_payment_method_options",
            "setup_intent",
            "shipping_address_collection",
            "shipping_cost",
            "submit_type",
            "subscription",
            "success_url",
            "total_details",
            "url",
            "wallet_options"
        ).With(
            ("automatic_tax", Nulls("liability", "provider", "status").With(("enabled", false))),
            ("custom_fields", new JsonArray()),
            ("custom_text", Nulls("after_submit", "shipping_address", "submit", "terms_of_service_acceptance")),
            ("metadata", new JsonObject()),
            ("payment_method_options", new JsonObject()),
            ("payment_method_types", new JsonArray()),
            ("payment_status", "unpaid"),
            ("phone_number_collection", new JsonObject { ["enabled"] = false }),
            ("shipping_options", new JsonArray()),
            ("status", "open"),
            ("ui_mode", "hosted_page")
        );

    public static JsonObject Charge() =>
        Blank(
            "charge",
            "application",
            "application_fee",
            "application_fee_amount",
            "balance_transaction",
            "customer",
            "description",
            "failure_balance_transaction",
            "failure_code",
            "failure_message",
            "on_behalf_of",
            "outcome",
            "payment_intent",
            "payment_method",
            "receipt_email",
            "receipt_number",
            "receipt_url",
            "review",
            "shipping",
            "source",
            "source_transfer",
            "statement_descriptor",
            "statement_descriptor_suffix",
            "transfer_data",
            "transfer_group"
        ).With(
            ("amount_captured", 0L),
            ("amount_refunded", 0L),
            ("billing_details", Billing()),
            ("calculated_statement_descriptor", "COHORT 4"),
            ("captured", true),
            ("disputed", false),
            ("fraud_details", new JsonObject()),
            ("metadata", new JsonObject()),
            ("paid", false),
            ("refunded", false),
            ("status", "pending")
        );

    public static JsonObject ChargedCard(JsonObject method, long amount)
    {
        var card = (JsonObject)method["card"]!;
        return new()
        {
            ["type"] = "card",
            ["card"] = Nulls("electronic_commerce_indicator", "installments", "mandate", "three_d_secure", "wallet", "regulated_status", "network_transaction_id", "transaction_link_id")
                .With(
                    ("amount_authorized", amount),
                    ("authorization_code", "123456"),
                    ("brand", (string?)card["brand"]),
                    ("checks", card["checks"]!.DeepClone()),
                    ("country", "GB"),
                    ("exp_month", 12),
                    ("exp_year", (int)card["exp_year"]!),
                    ("fingerprint", (string?)card["fingerprint"]),
                    ("funding", "debit"),
                    ("last4", (string?)card["last4"]),
                    ("network", (string?)card["brand"])
                ),
        };
    }

    public static JsonObject ChargedBacs(JsonObject method, string? mandate)
    {
        var bacs = (JsonObject)method["bacs_debit"]!.DeepClone();
        bacs["mandate"] = mandate;
        return new() { ["type"] = "bacs_debit", ["bacs_debit"] = bacs };
    }

    public static JsonObject Mandate(string method, string reference) =>
        Blank("mandate").With(
            ("customer_acceptance", new JsonObject { ["accepted_at"] = null, ["online"] = new JsonObject { ["ip_address"] = "127.0.0.1", ["user_agent"] = "fake" }, ["type"] = "online" }),
            ("multi_use", new JsonObject()),
            ("payment_method", method),
            (
                "payment_method_details",
                new JsonObject
                {
                    ["type"] = "bacs_debit",
                    ["bacs_debit"] = Nulls("display_name", "revocation_reason", "service_user_number").With(
                        ("network_status", "pending"),
                        ("reference", reference),
                        ("url", "https://payments.stripe.com/bacs_debit/fake")
                    ),
                }
            ),
            ("status", "active"),
            ("type", "multi_use")
        )
            .Without("created");

    public static JsonObject Refund() =>
        Blank("refund", "balance_transaction", "charge", "customer", "customer_account", "payment_intent", "payment_method", "reason", "receipt_number", "source_transfer_reversal", "transfer_reversal")
            .With(("metadata", new JsonObject()), ("status", "pending"))
            .Without("livemode");

    public static JsonObject Dispute() =>
        Blank("dispute", "intended_submission_method", "payment_intent").With(
            ("balance_transactions", new JsonArray()),
            ("enhanced_eligibility_types", new JsonArray()),
            (
                "evidence",
                Nulls(
                        "access_activity_log",
                        "billing_address",
                        "cancellation_policy",
                        "cancellation_policy_disclosure",
                        "cancellation_rebuttal",
                        "customer_communication",
                        "customer_email_address",
                        "customer_name",
                        "customer_purchase_ip",
                        "customer_signature",
                        "duplicate_charge_documentation",
                        "duplicate_charge_explanation",
                        "duplicate_charge_id",
                        "product_description",
                        "receipt",
                        "refund_policy",
                        "refund_policy_disclosure",
                        "refund_refusal_explanation",
                        "service_date",
                        "service_documentation",
                        "shipping_address",
                        "shipping_carrier",
                        "shipping_date",
                        "shipping_documentation",
                        "shipping_tracking_number",
                        "uncategorized_file",
                        "uncategorized_text"
                    )
                    .With(("enhanced_evidence", new JsonObject()))
            ),
            (
                "evidence_details",
                Nulls("due_by").With(("enhanced_eligibility", new JsonObject()), ("has_evidence", false), ("past_due", false), ("submission_count", 0), ("submission_method", "not_submitted"))
            ),
            ("is_charge_refundable", false),
            ("metadata", new JsonObject())
        );

    public static JsonObject BalanceTransaction() =>
        Blank("balance_transaction", "description", "exchange_rate")
            .With(("balance_type", "payments"), ("fee", 0), ("fee_details", new JsonArray()), ("status", "pending"))
            .Without("livemode");

    public static JsonObject Event() => Blank("event").With(("api_version", Version), ("pending_webhooks", 0));

    public static JsonObject Nulls(params string[] names)
    {
        var made = new JsonObject();
        foreach (var name in names)
            made[name] = null;
        return made;
    }

    public static JsonObject With(this JsonObject made, params (string Name, JsonNode? Value)[] members)
    {
        foreach (var (name, value) in members)
            made[name] = value;
        return made;
    }

    public static JsonObject Without(this JsonObject made, params string[] names)
    {
        foreach (var name in names)
            made.Remove(name);
        return made;
    }

    public static JsonObject Billing() =>
        Nulls("email", "name", "phone", "tax_id").With(("address", Nulls("city", "country", "line1", "line2", "postal_code", "state")));

    private static JsonObject Blank(string kind, params string[] nulls)
    {
        var made = new JsonObject { ["id"] = null, ["object"] = kind, ["created"] = 0, ["livemode"] = false };
        foreach (var name in nulls)
            made[name] = null;
        return made;
    }
}
