namespace Franchise.FakeStripe;

/// <summary>
/// What Stripe remembers of a key for a day: the request that it was first used for, and the answer, errors included. An answer comes from here without
/// anything being done again.
/// </summary>
internal sealed class IdempotencyKeys
{
    private readonly Dictionary<string, Entry> entries = [];

    /// <summary>The kept answer; null where the request is to be done now, and <see cref="Keep"/> or <see cref="Forget"/> follows.</summary>
    public Answer? Begin(string key, string request, DateTimeOffset now)
    {
        if (entries.TryGetValue(key, out var entry) && entry.At > now.AddDays(-1))
        {
            if (entry.Request != request)
                throw StripeFault.KeyReused(key);
            return entry.Answer ?? throw StripeFault.KeyBusy(key);
        }
        entries[key] = new(request, now, null);
        return null;
    }

    public void Keep(string key, Answer answer) => entries[key] = entries[key] with { Answer = answer };

    public void Forget(string key) => entries.Remove(key);

    private sealed record Entry(string Request, DateTimeOffset At, Answer? Answer);
}

/// <summary>A status and a body.</summary>
internal sealed record Answer(int Status, string Body, string RequestId);
