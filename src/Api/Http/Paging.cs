using System.Buffers.Text;
using System.Globalization;
using System.Linq.Expressions;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using Franchise.Domain.Identity;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Crypto;
using Microsoft.EntityFrameworkCore;

namespace Franchise.Api.Http;

/// <summary>One page of a list.</summary>
/// <param name="Data">The rows, at most <c>limit</c> of them.</param>
/// <param name="Next">Send this as <c>cursor</c>, with the same filters, for what comes after; null at the end.</param>
public sealed record Page<T>(IReadOnlyList<T> Data, string? Next);

/// <summary>
/// Which page is asked for: <c>limit</c> and <c>cursor</c>. Taking it as a parameter makes a route a list. A cursor is a place in one list: it
/// counts only for the organisation, the operation and the filters that it was given out for, and any other is refused as a random one is.
/// </summary>
public sealed class PageQuery
{
    /// <summary>The limit when none is given.</summary>
    public const int Usual = 50;

    /// <summary>The largest limit.</summary>
    public const int Most = 200;

    private const int SealLength = 16;
    private readonly Cursors cursors;
    private readonly byte[] binding;
    private readonly byte[]? after;

    private PageQuery(int limit, Cursors cursors, byte[] binding, byte[]? after) => (Limit, this.cursors, this.binding, this.after) = (limit, cursors, binding, after);

    /// <summary>How many rows to answer.</summary>
    public int Limit { get; }

    /// <summary>How many rows to read: one more, to know whether there is a next page.</summary>
    public int Take => Limit + 1;

    /// <summary>Whether this is the first page.</summary>
    public bool IsFirst => after is null;

    /// <summary>The id after which this page begins; null on the first page.</summary>
    public Id<T>? After<T>()
        where T : class =>
        after is null ? null
        : after.Length == 16 ? new Id<T>(new Guid(after, bigEndian: true))
        : throw ProblemCodes.CursorInvalid.Refuse();

    /// <summary>The number after which this page begins, for lists in order of a sequence; null on the first page.</summary>
    public long? AfterNumber() =>
        after is null ? null
        : after.Length == 8 ? BitConverter.ToInt64(after)
        : throw ProblemCodes.CursorInvalid.Refuse();

    /// <summary>Makes the answer from up to <see cref="Take"/> rows in the list's order.</summary>
    public Page<TOut> Cut<T, TRow, TOut>(IReadOnlyList<TRow> rows, Func<TRow, Id<T>> id, Func<TRow, TOut> map)
        where T : class =>
        new([.. rows.Take(Limit).Select(map)], rows.Count <= Limit ? null : cursors.Seal(id(rows[Limit - 1]).Value.ToByteArray(bigEndian: true), binding));

    /// <inheritdoc cref="Cut{T, TRow, TOut}"/>
    public Page<TOut> CutByNumber<TRow, TOut>(IReadOnlyList<TRow> rows, Func<TRow, long> number, Func<TRow, TOut> map) =>
        new([.. rows.Take(Limit).Select(map)], rows.Count <= Limit ? null : cursors.Seal(BitConverter.GetBytes(number(rows[Limit - 1])), binding));

    /// <summary>Pages entities by their id, which is the order of their making. <typeparamref name="T"/> has a property <c>Id</c>.</summary>
    /// <param name="source">The list, filtered.</param>
    /// <param name="map">From an entity to what is answered.</param>
    /// <param name="ct">Cancels.</param>
    /// <param name="newestFirst">Which end comes first.</param>
    public async Task<Page<TOut>> ById<T, TOut>(IQueryable<T> source, Func<T, TOut> map, CancellationToken ct, bool newestFirst = true)
        where T : class
    {
        var id = Keyed<T>.Id;
        if (After<T>() is { } last)
            source = source.Where(Keyed<T>.Beyond(last, newestFirst));
        source = newestFirst ? source.OrderByDescending(id) : source.OrderBy(id);
        return Cut(await source.AsNoTracking().Take(Take).ToListAsync(ct), Keyed<T>.Read, map);
    }

    /// <summary>Reads <c>limit</c> and <c>cursor</c>.</summary>
    public static ValueTask<PageQuery> BindAsync(HttpContext context, ParameterInfo parameter)
    {
        var limit = Usual;
        var query = context.Request.Query;
        if (query.TryGetValue("limit", out var text) && (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out limit) || limit is < 1 or > Most))
            throw ProblemCodes.ValidationFailed.Refuse(null, new FieldError("/query/limit", $"A whole number from 1 to {Most}."));
        var seals = context.RequestServices.GetRequiredService<Cursors>();
        var list = Binding(context);
        byte[]? place = null;
        if (query.TryGetValue("cursor", out var cursor) && (place = seals.Open(cursor.ToString(), list)) is null)
            throw ProblemCodes.CursorInvalid.Refuse(null, new FieldError("/query/cursor", ProblemCodes.CursorInvalid.Detail));
        return ValueTask.FromResult(new PageQuery(limit, seals, list, place));
    }

    // What a cursor counts for: organisation, operation with its path (a list may hang from an id) and every filter.
    private static byte[] Binding(HttpContext context)
    {
        var text = new StringBuilder()
            .Append(context.Features.Get<Actor>()?.Organisation.Value).Append('\n')
            .Append(context.GetEndpoint()?.Metadata.GetMetadata<Route>()?.OperationId).Append('\n')
            .Append(context.Request.Path.Value);
        foreach (var (name, values) in context.Request.Query.Where(q => q.Key is not ("limit" or "cursor")).OrderBy(q => q.Key, StringComparer.Ordinal))
            text.Append('\n').Append(name).Append('=').AppendJoin('\n', values.Select(v => Uri.EscapeDataString(v ?? "")));
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static class Keyed<T>
        where T : class
    {
        private static readonly PropertyInfo property =
            typeof(T).GetProperty("Id", typeof(Id<T>)) ?? throw new InvalidOperationException($"{typeof(T).Name} has no Id to page by.");

        public static readonly Expression<Func<T, Id<T>>> Id = MakeId();
        public static readonly Func<T, Id<T>> Read = Id.Compile();

        // The last id is read from a box, so that it becomes a parameter and every page shares one plan.
        public static Expression<Func<T, bool>> Beyond(Id<T> last, bool descending)
        {
            var at = Expression.Property(Expression.Constant(new Box(last)), nameof(Box.Last));
            return Expression.Lambda<Func<T, bool>>(descending ? Expression.LessThan(Id.Body, at) : Expression.GreaterThan(Id.Body, at), Id.Parameters);
        }

        private static Expression<Func<T, Id<T>>> MakeId()
        {
            var row = Expression.Parameter(typeof(T), "row");
            return Expression.Lambda<Func<T, Id<T>>>(Expression.Property(row, property), row);
        }

        private sealed record Box(Id<T> Last);
    }

    /// <summary>Seals places in lists so that only Franchise can make them.</summary>
    public sealed class Cursors(Secrets secrets)
    {
        private readonly byte[] key = secrets.Derive("cursors");

        internal string Seal(ReadOnlySpan<byte> place, byte[] binding)
        {
            Span<byte> cursor = stackalloc byte[place.Length + SealLength];
            place.CopyTo(cursor);
            Tag(place, binding).CopyTo(cursor[place.Length..]);
            return Base64Url.EncodeToString(cursor);
        }

        internal byte[]? Open(string text, byte[] binding)
        {
            if (text.Length is 0 or > 64 || !Base64Url.IsValid(text))
                return null;
            var cursor = Base64Url.DecodeFromChars(text);
            if (cursor.Length <= SealLength)
                return null;
            var place = cursor.AsSpan(..^SealLength);
            return CryptographicOperations.FixedTimeEquals(Tag(place, binding), cursor.AsSpan(place.Length)) ? place.ToArray() : null;
        }

        private ReadOnlySpan<byte> Tag(ReadOnlySpan<byte> place, byte[] binding)
        {
            var text = new byte[1 + place.Length + binding.Length];
            text[0] = (byte)place.Length;
            place.CopyTo(text.AsSpan(1));
            binding.CopyTo(text, 1 + place.Length);
            return HMACSHA256.HashData(key, text).AsSpan(0, SealLength);
        }
    }
}
