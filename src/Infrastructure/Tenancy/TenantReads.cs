using System.Collections.Concurrent;
using System.Data;
using System.Data.Common;
using Npgsql;

namespace Franchise.Infrastructure.Tenancy;

/// <summary>
/// A read that is asked for so often that Entity Framework's share of it counts. The organisation's own rows of one table: that filter is put in
/// here, so no such query can be without it.
/// </summary>
/// <param name="columns">What is read, separated by commas.</param>
/// <param name="table">The table, without its schema.</param>
/// <param name="condition">Which of the organisation's rows. <c>$1</c> is the organisation; what the query is asked for begins at <c>$2</c>.</param>
/// <param name="rest">Order and limit; may be empty.</param>
/// <param name="read">From a row to what is wanted.</param>
public sealed class TenantQuery<T>(string columns, string table, string condition, string rest, Func<DbDataReader, T> read)
{
    internal string Sql { get; } = $"SELECT {columns} FROM franchise.{table} WHERE tenant_id = $1 AND ({condition}) {rest}";

    internal Func<DbDataReader, T> Read { get; } = read;
}

/// <summary>
/// Runs <see cref="TenantQuery{T}"/>s behind the same walls as everything else: the tenant's role, row-level security, tenant and proof set for the one
/// transaction that the query is.
/// </summary>
/// <remarks>
/// It keeps connections of its own (docs/decisions/0009). Nothing but these fixed statements ever runs on them, so there is no session state to clear
/// between two uses; a connection on which anything went wrong is closed.
/// </remarks>
/// <param name="source">Where the tenant's role connects, without a pool.</param>
/// <param name="most">How many connections it has at most: so many reads run at once, others wait.</param>
/// <param name="proof">Signs the tenant.</param>
/// <param name="clock">Whose time tells how long a connection lay unused.</param>
public sealed class TenantReads(NpgsqlDataSource source, int most, TenantProof proof, TimeProvider clock) : IAsyncDisposable
{
    /// <summary>How long a connection may lie unused before it is closed: by then something between here and the server may have cut it.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    private readonly SemaphoreSlim places = new(most);
    private readonly ConcurrentStack<Kept> kept = new();

    /// <summary>The rows that a query finds, in its order.</summary>
    /// <param name="query">One of the caller's fixed queries.</param>
    /// <param name="session">Whose rows. It must be one organisation's, in the tenant's role.</param>
    /// <param name="ct">Cancels the waiting for a connection, and the opening of one. A query of a millisecond is not cancelled: that would cost its connection.</param>
    /// <param name="asked">The values of <c>$2</c> and so on; for one query always of the same types.</param>
    public async Task<List<T>> ListAsync<T>(TenantQuery<T> query, TenantSession session, CancellationToken ct, params object[] asked)
    {
        if (session is not { Role: DatabaseRole.Tenant, Across: false, Tenant.IsNone: false })
            throw new InvalidOperationException("Only an organisation's own rows are read so.");
        await places.WaitAsync(ct);
        try
        {
            while (true)
            {
                var connection = await TakeAsync(ct);
                var whole = false;
                try
                {
                    var rows = new List<T>();
                    await using (var reader = await connection.ExecuteAsync(query.Sql, session, proof, asked))
                    {
                        await reader.NextResultAsync(CancellationToken.None);
                        while (await reader.ReadAsync(CancellationToken.None))
                            rows.Add(query.Read(reader));
                        // To the very end: what fails there must not be met by the next.
                        await reader.NextResultAsync(CancellationToken.None);
                    }
                    whole = true;
                    return rows;
                }
                catch (NpgsqlException) when (connection is { WasUsed: true, IsBroken: true })
                {
                    // The server went away while it lay here. A read may be asked twice; a new connection tells whether the server is back.
                }
                finally
                {
                    if (whole)
                        GiveBack(connection);
                    else
                        await connection.DisposeAsync();
                }
            }
        }
        finally
        {
            places.Release();
        }
    }

    /// <summary>The first row that a query finds; the default where it finds none.</summary>
    /// <inheritdoc cref="ListAsync{T}"/>
    public async Task<T?> FirstAsync<T>(TenantQuery<T> query, TenantSession session, CancellationToken ct, params object[] asked) =>
        await ListAsync(query, session, ct, asked) is [var first, ..] ? first : default;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        while (kept.TryPop(out var connection))
            await connection.DisposeAsync();
        places.Dispose();
    }

    private async ValueTask<Kept> TakeAsync(CancellationToken ct)
    {
        while (kept.TryPop(out var connection))
        {
            if (clock.GetElapsedTime(connection.GivenBack) < Longest)
                return connection;
            await connection.DisposeAsync();
        }
        return new(await source.OpenConnectionAsync(ct));
    }

    private void GiveBack(Kept connection)
    {
        connection.GivenBack = clock.GetTimestamp();
        kept.Push(connection);
    }

    /// <summary>A connection and what is prepared on it.</summary>
    private sealed class Kept(NpgsqlConnection connection) : IAsyncDisposable
    {
        private readonly Dictionary<string, NpgsqlBatch> batches = new(StringComparer.Ordinal);

        public long GivenBack { get; set; }

        public bool WasUsed => GivenBack != 0;

        public bool IsBroken => connection.FullState.HasFlag(ConnectionState.Broken) || connection.State == ConnectionState.Closed;

        public async ValueTask<NpgsqlDataReader> ExecuteAsync(string sql, TenantSession session, TenantProof proof, object[] asked)
        {
            var isNew = !batches.TryGetValue(sql, out var batch);
            batch ??= batches[sql] = Batch(sql, asked.Length);
            var setting = batch.BatchCommands[0].Parameters;
            setting[0].Value = session.Setting;
            setting[1].Value = proof.Sign(session, connection.ProcessID);
            var values = batch.BatchCommands[1].Parameters;
            values[0].Value = session.Tenant.Value;
            for (var i = 0; i < asked.Length; i++)
                values[i + 1].Value = asked[i];
            if (isNew)
                await batch.PrepareAsync();
            return await batch.ExecuteReaderAsync();
        }

        public async ValueTask DisposeAsync()
        {
            foreach (var batch in batches.Values)
                await batch.DisposeAsync();
            await connection.DisposeAsync();
        }

        // Two statements in one round trip are one transaction, so tenant and proof end with it.
        private NpgsqlBatch Batch(string sql, int asked)
        {
            var batch = new NpgsqlBatch(connection);
            var set = new NpgsqlBatchCommand("SELECT set_config('app.tenant', $1, true), set_config('app.proof', $2, true)");
            set.Parameters.Add(new NpgsqlParameter());
            set.Parameters.Add(new NpgsqlParameter());
            var query = new NpgsqlBatchCommand(sql);
            for (var i = 0; i <= asked; i++)
                query.Parameters.Add(new NpgsqlParameter());
            batch.BatchCommands.Add(set);
            batch.BatchCommands.Add(query);
            return batch;
        }
    }
}
