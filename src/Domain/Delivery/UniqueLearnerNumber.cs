using Franchise.Domain.Shared;

namespace Franchise.Domain.Delivery;

/// <summary>
/// The Unique Learner Number (ULN) of the Learning Records Service: ten digits, the last of which checks the others. Nine digits are weighted 10 down to
/// 2; ten less the remainder of their sum by 11 is the last digit, and a remainder of 0 makes no number.
/// </summary>
public static class UniqueLearnerNumber
{
    /// <summary>Whether it is one.</summary>
    public static bool IsValid(string? text)
    {
        if (text is null || text.Length != 10 || text[0] == '0' || !text.All(char.IsAsciiDigit))
            return false;
        var remainder = text.Take(9).Select((digit, i) => (digit - '0') * (10 - i)).Sum() % 11;
        return remainder != 0 && text[9] - '0' == 10 - remainder;
    }

    internal static string? Check(Faults faults, string pointer, string? text)
    {
        var number = text?.Replace(" ", "");
        if (string.IsNullOrEmpty(number))
            return null;
        faults.Unless(IsValid(number), pointer, "This is no Unique Learner Number: ten digits, the last of which checks the others.");
        return number;
    }
}
