using Microsoft.Extensions.Configuration;

namespace Franchise.Infrastructure.Delivery;

/// <summary>What the awarding organisation lays down about courses.</summary>
/// <param name="RegistrationDays">Within how many days of her first session, or of her enrolment where that is later, a learner is to be registered with it.</param>
public sealed record DeliverySettings(int RegistrationDays)
{
    /// <summary>From <c>Delivery:RegistrationDays</c>; 30 unless set.</summary>
    /// <exception cref="StartRefused">It is not 1 to 365.</exception>
    public static DeliverySettings From(IConfiguration configuration) =>
        configuration.GetValue("Delivery:RegistrationDays", 30) is >= 1 and <= 365 and var days
            ? new(days)
            : throw new StartRefused("Delivery:RegistrationDays must be 1 to 365.");
}
