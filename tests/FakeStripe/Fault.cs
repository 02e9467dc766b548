namespace Franchise.FakeStripe;

/// <summary>What goes wrong with a request.</summary>
public enum FaultKind
{
    /// <summary>The connection is cut before anything is done.</summary>
    CutBefore,

    /// <summary>Everything is done, and the connection is cut instead of an answer.</summary>
    CutAfter,

    /// <summary>Nothing is done for some time, and the key is in use meanwhile.</summary>
    SlowBefore,

    /// <summary>Everything is done at once, and the answer comes some time later.</summary>
    SlowAfter,

    /// <summary>Nothing is done; the answer is 500, and stays so for the key.</summary>
    Error500Before,

    /// <summary>Everything is done; the answer is 500, and stays so for the key.</summary>
    Error500After,

    /// <summary>Nothing is done; the answer is 429, and is not kept.</summary>
    TooMany,

    /// <summary>Nothing is done; something on the way answers 502 in words of its own.</summary>
    BadGateway,
}

/// <summary>A fault that waits for its request.</summary>
/// <param name="Kind">What goes wrong.</param>
/// <param name="Method">The verb; null for any.</param>
/// <param name="Path">How the path begins, as <c>/v1/payment_intents</c>; null for any.</param>
/// <param name="Skip">How many such requests pass before.</param>
/// <param name="Times">How many it meets.</param>
/// <param name="Milliseconds">How long, for the slow ones.</param>
public sealed record Fault(FaultKind Kind, string? Method = "POST", string? Path = null, int Skip = 0, int Times = 1, int Milliseconds = 0);

/// <summary>The faults that wait.</summary>
internal sealed class Faults
{
    private readonly List<Fault> waiting = [];

    public void Add(Fault fault) => waiting.Add(fault);

    public void Clear() => waiting.Clear();

    public Fault? Meet(string method, string path)
    {
        for (var i = 0; i < waiting.Count; i++)
        {
            var fault = waiting[i];
            if ((fault.Method is not null && fault.Method != method) || (fault.Path is not null && !path.StartsWith(fault.Path, StringComparison.Ordinal)))
                continue;
            if (fault.Skip > 0)
            {
                waiting[i] = fault with { Skip = fault.Skip - 1 };
                continue;
            }
            if (fault.Times > 1)
                waiting[i] = fault with { Times = fault.Times - 1 };
            else
                waiting.RemoveAt(i);
            return fault;
        }
        return null;
    }
}
