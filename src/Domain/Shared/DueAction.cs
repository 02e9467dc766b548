namespace Franchise.Domain.Shared;

/// <summary>
/// Something that falls due on an organisation's own date, written down so that the database can say what is due. A sweep carries out exactly these
/// rows, each once.
/// </summary>
public abstract class DueAction
{
    /// <summary>For EF Core.</summary>
    private protected DueAction() { }

    private protected DueAction(DateOnly on, DateTimeOffset at) => (DueOn, DueAt) = (on, at);

    /// <summary>The organisation's own date on which it is due.</summary>
    public DateOnly DueOn { get; private set; }

    /// <summary>The instant at which that date begins there, in UTC and by the organisation's own clock.</summary>
    public DateTimeOffset DueAt { get; private set; }

    /// <summary>When it was carried out; null until then.</summary>
    public DateTimeOffset? DoneAt { get; private set; }

    /// <summary>Whether something else has made it moot. It can come back: auto-renewal is taken off and set again.</summary>
    public bool Superseded { get; private set; }

    /// <summary>Whether it is still to be carried out.</summary>
    public bool IsPending => DoneAt is null && !Superseded;

    internal void MarkDone(DateTimeOffset now) => DoneAt = now;

    // Done stays done: nothing that has happened happens again because a plan names it once more, unless it is of a kind that comes round again.
    private protected void Follow((DateOnly On, DateTimeOffset At)? plan, bool comesAgain = false)
    {
        if (DoneAt is not null && !(comesAgain && plan?.On > DueOn))
            return;
        Superseded = plan is null;
        if (plan is { } next)
            (DueOn, DueAt, DoneAt) = (next.On, next.At, null);
    }
}
