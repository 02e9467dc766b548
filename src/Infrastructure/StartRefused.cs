using Microsoft.AspNetCore.Connections;
using Npgsql;

namespace Franchise.Infrastructure;

/// <summary>
/// A setting, or the world that it describes, is not such that Franchise can start or go on: for the operator, who needs the sentence and not the
/// place in the program that threw it.
/// </summary>
/// <param name="message">What is wrong and what to do, in a sentence.</param>
public sealed class StartRefused(string message) : InvalidOperationException(message)
{
    /// <summary>What to tell the operator; null where it is nothing that she can put right: a bug keeps its stack trace.</summary>
    public static string? SentenceOf(Exception thrown)
    {
        for (var e = thrown; e is not null; e = e.InnerException)
            switch (e)
            {
                case StartRefused or AddressInUseException:
                    return e.Message;
                case PostgresException refused:
                    return IsOfTheWorld(refused.SqlState) ? $"The database cannot be used: {refused.MessageText} ({refused.SqlState})." : null;
                case NpgsqlException:
                    return $"The database cannot be used: {e.Message.ReplaceLineEndings(" ")}.";
            }
        return null;
    }

    // Who may sign in, what is there, whether there is room, whether it is up; and rights that a login lacks.
    private static bool IsOfTheWorld(string state) => state is "42501" or "42704" || state[..2] is "08" or "28" or "3D" or "53" or "57";
}
