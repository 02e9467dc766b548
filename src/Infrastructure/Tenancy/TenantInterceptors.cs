using System.Data.Common;
using Franchise.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Npgsql;

namespace Franchise.Infrastructure.Tenancy;

/// <summary>
/// Sets the tenant for every command, always for one transaction only, so that a pooled connection never carries it over. A read outside a
/// transaction gets it as a prefix, in the same round trip; a transaction gets it as its first statement.
/// </summary>
/// <remarks>
/// A write outside a transaction is refused: with a prefix, the count of affected rows that optimistic concurrency rests on would be lost.
/// </remarks>
internal sealed class TenantCommandInterceptor(TenantProof proof) : DbCommandInterceptor
{
    public override InterceptionResult<DbDataReader> ReaderExecuting(
        DbCommand command,
        CommandEventData eventData,
        InterceptionResult<DbDataReader> result
    )
    {
        Prefix(command, eventData);
        return result;
    }

    public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command,
        CommandEventData eventData,
        InterceptionResult<DbDataReader> result,
        CancellationToken cancellationToken = default
    )
    {
        Prefix(command, eventData);
        return new(result);
    }

    public override DbDataReader ReaderExecuted(DbCommand command, CommandExecutedEventData eventData, DbDataReader result)
    {
        if (IsPrefixed(command))
            result.NextResult();
        return result;
    }

    public override async ValueTask<DbDataReader> ReaderExecutedAsync(
        DbCommand command,
        CommandExecutedEventData eventData,
        DbDataReader result,
        CancellationToken cancellationToken = default
    )
    {
        if (IsPrefixed(command))
            await result.NextResultAsync(cancellationToken);
        return result;
    }

    public override InterceptionResult<object> ScalarExecuting(DbCommand command, CommandEventData eventData, InterceptionResult<object> result) =>
        DemandTransaction(command, result);

    public override ValueTask<InterceptionResult<object>> ScalarExecutingAsync(
        DbCommand command,
        CommandEventData eventData,
        InterceptionResult<object> result,
        CancellationToken cancellationToken = default
    ) => new(DemandTransaction(command, result));

    public override InterceptionResult<int> NonQueryExecuting(DbCommand command, CommandEventData eventData, InterceptionResult<int> result) =>
        DemandTransaction(command, result);

    public override ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
        DbCommand command,
        CommandEventData eventData,
        InterceptionResult<int> result,
        CancellationToken cancellationToken = default
    ) => new(DemandTransaction(command, result));

    private void Prefix(DbCommand command, CommandEventData eventData)
    {
        if (command.Transaction is not null || eventData.Context is not FranchiseDb db)
            return;
        var npgsql = (NpgsqlCommand)command;
        npgsql.CommandText = TenantProof.Statement + npgsql.CommandText;
        proof.Fill(npgsql, db.Session);
    }

    private static bool IsPrefixed(DbCommand command) => command.CommandText.StartsWith(TenantProof.Statement, StringComparison.Ordinal);

    private static T DemandTransaction<T>(DbCommand command, T result) =>
        command.Transaction is not null
            ? result
            : throw new InvalidOperationException("Open a transaction first (db.Database.BeginTransactionAsync): the tenant is set per transaction.");
}

/// <inheritdoc cref="TenantCommandInterceptor"/>
internal sealed class TenantTransactionInterceptor(TenantProof proof) : DbTransactionInterceptor
{
    public override DbTransaction TransactionStarted(DbConnection connection, TransactionEndEventData eventData, DbTransaction result)
    {
        Set(connection, result, eventData);
        return result;
    }

    public override async ValueTask<DbTransaction> TransactionStartedAsync(
        DbConnection connection,
        TransactionEndEventData eventData,
        DbTransaction result,
        CancellationToken cancellationToken = default
    )
    {
        await SetAsync(connection, result, eventData, cancellationToken);
        return result;
    }

    public override DbTransaction TransactionUsed(DbConnection connection, TransactionEventData eventData, DbTransaction result)
    {
        Set(connection, result, eventData);
        return result;
    }

    public override async ValueTask<DbTransaction> TransactionUsedAsync(
        DbConnection connection,
        TransactionEventData eventData,
        DbTransaction result,
        CancellationToken cancellationToken = default
    )
    {
        await SetAsync(connection, result, eventData, cancellationToken);
        return result;
    }

    private void Set(DbConnection connection, DbTransaction transaction, DbContextEventData eventData)
    {
        using var command = Command(connection, transaction, eventData);
        command?.ExecuteNonQuery();
    }

    private async Task SetAsync(DbConnection connection, DbTransaction transaction, DbContextEventData eventData, CancellationToken ct)
    {
        await using var command = Command(connection, transaction, eventData);
        if (command is not null)
            await command.ExecuteNonQueryAsync(ct);
    }

    private NpgsqlCommand? Command(DbConnection connection, DbTransaction transaction, DbContextEventData eventData)
    {
        if (eventData.Context is not FranchiseDb db)
            return null;
        var command = new NpgsqlCommand(TenantProof.Statement, (NpgsqlConnection)connection, (NpgsqlTransaction)transaction);
        proof.Fill(command, db.Session);
        return command;
    }
}
