namespace Franchise.FakeStripe;

/// <summary>What a means of payment does, by the number under which Stripe's own test mode knows it.</summary>
/// <param name="Number">The card's number, or the account's.</param>
/// <param name="SetUp">Why giving it fails; null where it does not.</param>
/// <param name="Charge">Why charging it fails; null where it does not.</param>
/// <param name="Dispute">Why the bank takes a payment back after it succeeded; null where it does not.</param>
/// <param name="EndsMandate">Whether a failure ends the mandate too.</param>
internal sealed record TestNumber(string Number, Decline? SetUp = null, Decline? Charge = null, string? Dispute = null, bool EndsMandate = false)
{
    private static readonly TestNumber[] cards =
    [
        new("4242424242424242"),
        new("5555555555554444"),
        new("4000000000000002", Decline.Generic, Decline.Generic),
        new("4000000000000341", null, Decline.Generic),
        new("4000000000009995", new("card_declined", "insufficient_funds", "Your card has insufficient funds."), new("card_declined", "insufficient_funds", "Your card has insufficient funds.")),
        new("4000000000000069", new("expired_card", null, "Your card has expired."), new("expired_card", null, "Your card has expired.")),
        new("4000000000000119", new("processing_error", null, "An error occurred while processing your card."), new("processing_error", null, "An error occurred while processing your card.")),
        // Authenticated once while it is given; later charges pass.
        new("4000002500003155"),
        // Asks for the payer at every charge.
        new("4000002760003184", null, Decline.Authentication),
        // Given without trouble, and without money later.
        new("4000008260003178", null, new("card_declined", "insufficient_funds", "Your card has insufficient funds.")),
        new("4000000000000259", Dispute: "fraudulent"),
    ];

    private static readonly TestNumber[] accounts =
    [
        new("00012345"),
        new("33333335", null, new("debit_not_authorized", null, "The customer has notified their bank that this payment was unauthorised."), EndsMandate: true),
        new("22222227", null, new("insufficient_funds", null, "The customer's account has insufficient funds to cover this payment.")),
        new("55555559", Dispute: "insufficient_funds"),
        new("00033333", null, new("account_closed", null, "The customer's bank account has been closed."), EndsMandate: true),
    ];

    /// <summary>The names under which Stripe's test mode has ready-made cards.</summary>
    private static readonly Dictionary<string, string> named = new()
    {
        ["pm_card_visa"] = "4242424242424242",
        ["pm_card_mastercard"] = "5555555555554444",
        ["pm_card_chargeCustomerFail"] = "4000000000000341",
        ["pm_card_authenticationRequired"] = "4000002760003184",
        ["pm_card_createDispute"] = "4000000000000259",
    };

    public static TestNumber Card(string number) => cards.SingleOrDefault(c => c.Number == number) ?? throw Unknown("card", number);

    public static TestNumber Account(string number) => accounts.SingleOrDefault(a => a.Number == number) ?? throw Unknown("account", number);

    public static TestNumber? Named(string method) => named.TryGetValue(method, out var number) ? Card(number) : null;

    private static StripeFault Unknown(string what, string number) =>
        StripeFault.Parameter("incorrect_number", what, $"The fake knows no test {what} {number}: see TestNumbers.cs. Real numbers never belong here.");
}
