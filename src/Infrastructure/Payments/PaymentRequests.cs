using Franchise.Domain.Shared;

namespace Franchise.Infrastructure.Payments;

/// <summary>How a payer pays without being there.</summary>
public enum PaymentMeans
{
    /// <summary>A card.</summary>
    Card,

    /// <summary>Bacs Direct Debit from a bank account in the United Kingdom, in pounds.</summary>
    BacsDebit,
}

/// <summary>The payer that Stripe is to know: an organisation, never a woman.</summary>
/// <param name="Name">The organisation's name.</param>
/// <param name="Email">Where Stripe sends what it must send, as the notice before a direct debit.</param>
/// <param name="Metadata">Our ids, by which it is found again.</param>
public sealed record NewPayer(string Name, string Email, IReadOnlyDictionary<string, string> Metadata);

/// <summary>A page on which the payer gives a card or a mandate once, for later charges.</summary>
/// <param name="PayerId">Stripe's id of the payer.</param>
/// <param name="Means">What she is to give.</param>
/// <param name="Currency">ISO 4217, upper case.</param>
/// <param name="DoneAt">Where Stripe sends her after; <c>{CHECKOUT_SESSION_ID}</c> in it becomes the page's id.</param>
/// <param name="LeftAt">Where Stripe sends her when she goes back.</param>
/// <param name="Metadata">Our ids, by which it is found again.</param>
public sealed record NewSetUp(string PayerId, PaymentMeans Means, string Currency, string DoneAt, string LeftAt, IReadOnlyDictionary<string, string> Metadata);

/// <summary>A charge of a stored means of payment, while nobody is there.</summary>
/// <param name="PayerId">Stripe's id of the payer.</param>
/// <param name="MethodId">Stripe's id of the card or the account.</param>
/// <param name="Means">Which of both it is.</param>
/// <param name="MandateId">The mandate that allows it, where there is one.</param>
/// <param name="Amount">More than nothing.</param>
/// <param name="Description">What it is for, as <c>Invoice C4-2026-000017</c>; the payer may see it.</param>
/// <param name="Metadata">Our ids, by which it is found again.</param>
public sealed record NewCharge(
    string PayerId,
    string MethodId,
    PaymentMeans Means,
    string? MandateId,
    Money Amount,
    string Description,
    IReadOnlyDictionary<string, string> Metadata
);

/// <summary>A page on which one invoice is paid.</summary>
/// <param name="PayerId">Stripe's id of the payer.</param>
/// <param name="Amount">More than nothing.</param>
/// <param name="Description">What it is for; stands on the page.</param>
/// <param name="DoneAt">Where Stripe sends her after; <c>{CHECKOUT_SESSION_ID}</c> in it becomes the page's id.</param>
/// <param name="LeftAt">Where Stripe sends her when she goes back.</param>
/// <param name="Metadata">Our ids; the page and the payment made on it both carry them.</param>
public sealed record NewPaymentPage(string PayerId, Money Amount, string Description, string DoneAt, string LeftAt, IReadOnlyDictionary<string, string> Metadata);

/// <summary>Money to give back.</summary>
/// <param name="PaymentId">Stripe's id of the payment.</param>
/// <param name="Amount">How much of it.</param>
/// <param name="Metadata">Our ids, by which it is found again.</param>
public sealed record NewRefund(string PaymentId, Money Amount, IReadOnlyDictionary<string, string> Metadata);
