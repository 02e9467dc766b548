using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Franchise.FakeStripe;

/// <summary>The part of Stripe's API that the fake has: verb, path, what it does.</summary>
internal static class StripeRoutes
{
    public static void Map(FakeStripeServer fake, IEndpointRouteBuilder app)
    {
        Post("/v1/customers", (a, f, _) => a.CreateCustomer(f));
        Get("/v1/customers", (a, f, _) => a.List("/v1/customers", f, By(a.All("customer"), f, "email")));
        Get("/v1/customers/search", (a, f, _) => a.Search("customer", "/v1/customers/search", f));
        Get("/v1/customers/{id}", (a, _, r) => a.Find("customer", Id(r)));
        Post("/v1/customers/{id}", (a, f, r) => a.UpdateCustomer(Id(r), f));
        Serve("DELETE", "/v1/customers/{id}", (a, _, r) => a.DeleteCustomer(Id(r)));
        Get("/v1/customers/{id}/payment_methods", (a, f, r) => a.List($"/v1/customers/{Id(r)}/payment_methods", f, By(a.All("payment_method").Where(m => (string?)m["customer"] == Id(r)), f, "type")));

        Get("/v1/payment_methods", (a, f, _) => a.List("/v1/payment_methods", f, By(a.All("payment_method"), f, "customer", "type")));
        Get("/v1/payment_methods/{id}", (a, _, r) => a.Find("payment_method", Id(r)));
        Post("/v1/payment_methods/{id}/attach", (a, f, r) => a.AttachMethod(Id(r), f));
        Post("/v1/payment_methods/{id}/detach", (a, _, r) => a.DetachMethod(Id(r)));
        Get("/v1/mandates/{id}", (a, _, r) => a.Find("mandate", Id(r)));

        Post("/v1/setup_intents", (a, f, _) => a.CreateSetupIntent(f));
        Get("/v1/setup_intents", (a, f, _) => a.List("/v1/setup_intents", f, By(a.All("setup_intent"), f, "customer", "payment_method")));
        Get("/v1/setup_intents/{id}", (a, _, r) => a.Find("setup_intent", Id(r)));
        Post("/v1/setup_intents/{id}/confirm", (a, f, r) => a.ConfirmSetupIntent(Id(r), f));
        Post("/v1/setup_intents/{id}/cancel", (a, _, r) => a.CancelSetupIntent(Id(r)));

        Post("/v1/checkout/sessions", (a, f, _) => a.CreateSession(f));
        Get("/v1/checkout/sessions", (a, f, _) => a.List("/v1/checkout/sessions", f, By(a.All("checkout.session"), f, "customer", "payment_intent", "status")));
        Get("/v1/checkout/sessions/{id}", (a, _, r) => a.Find("checkout.session", Id(r)));
        Post("/v1/checkout/sessions/{id}/expire", (a, _, r) => a.ExpireSession(Id(r)));

        Post("/v1/payment_intents", (a, f, _) => a.CreateIntent(f));
        Get("/v1/payment_intents", (a, f, _) => a.List("/v1/payment_intents", f, By(a.All("payment_intent"), a.Known(f), "customer")));
        Get("/v1/payment_intents/search", (a, f, _) => a.Search("payment_intent", "/v1/payment_intents/search", f));
        Get("/v1/payment_intents/{id}", (a, _, r) => a.Find("payment_intent", Id(r)));
        Post("/v1/payment_intents/{id}", (a, f, r) => a.UpdateIntent(Id(r), f));
        Post("/v1/payment_intents/{id}/confirm", (a, f, r) => a.ConfirmIntent(Id(r), f));
        Post("/v1/payment_intents/{id}/cancel", (a, f, r) => a.CancelIntent(Id(r), f));

        Get("/v1/charges", (a, f, _) => a.List("/v1/charges", f, By(a.All("charge"), f, "customer", "payment_intent")));
        Get("/v1/charges/{id}", (a, _, r) => a.Find("charge", Id(r)));
        Post("/v1/refunds", (a, f, _) => a.CreateRefund(f));
        Get("/v1/refunds", (a, f, _) => a.List("/v1/refunds", f, By(a.All("refund"), f, "charge", "payment_intent")));
        Get("/v1/refunds/{id}", (a, _, r) => a.Find("refund", Id(r)));
        Get("/v1/disputes", (a, f, _) => a.List("/v1/disputes", f, By(a.All("dispute"), f, "charge", "payment_intent")));
        Get("/v1/disputes/{id}", (a, _, r) => a.Find("dispute", Id(r)));
        Post("/v1/disputes/{id}/close", (a, _, r) => a.CloseDispute(Id(r)));
        Get("/v1/balance_transactions", (a, f, _) => a.List("/v1/balance_transactions", f, By(a.All("balance_transaction"), f, "source", "type")));
        Get("/v1/balance_transactions/{id}", (a, _, r) => a.Find("balance_transaction", Id(r)));
        Get("/v1/events", (a, f, _) => a.List("/v1/events", f, By(a.All("event"), f, "type")));
        Get("/v1/events/{id}", (a, _, r) => a.Find("event", Id(r)));

        void Get(string path, Func<Account, Form, RouteValueDictionary, JsonObject> does) => Serve("GET", path, does);

        void Post(string path, Func<Account, Form, RouteValueDictionary, JsonObject> does) => Serve("POST", path, does);

        void Serve(string verb, string path, Func<Account, Form, RouteValueDictionary, JsonObject> does) =>
            app.MapMethods(path, [verb], (HttpContext context) => fake.Serve(context, does));
    }

    private static string Id(RouteValueDictionary route) => (string)route["id"]!;

    private static IEnumerable<JsonObject> By(IEnumerable<JsonObject> items, Form form, params string[] members) =>
        members.Where(m => form[m] is not null).Aggregate(items, (left, member) => left.Where(o => (string?)o[member] == form[member]));
}
