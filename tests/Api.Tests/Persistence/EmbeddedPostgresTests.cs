using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using Franchise.Infrastructure;
using Franchise.Infrastructure.Persistence;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Franchise.Api.Tests.Persistence;

[SuppressMessage("Interoperability", "CA1416", Justification = "The embedded server is not for Windows.")]
public sealed class EmbeddedPostgresTests : IDisposable
{
    private const UnixFileMode OpenToAll =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute |
        UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    private readonly string home;
    private readonly string data; // not yet there: the server makes it

    public EmbeddedPostgresTests()
    {
        home = Directory.CreateTempSubdirectory("franchise-test-").FullName;
        File.SetUnixFileMode(home, OpenToAll);
        data = Path.Combine(home, "data");
    }

    [Fact]
    public async Task A_restart_keeps_the_data()
    {
        await using (var first = await StartAsync())
        {
            await ScalarAsync(first, "create table kept as select 42 as answer");
        }

        await using var second = await StartAsync();
        Assert.Equal(42, await ScalarAsync(second, "select answer from kept"));
    }

    [Fact]
    public async Task It_serves_this_machine_alone_on_a_quiet_port_and_asks_for_the_password()
    {
        await using var server = await StartAsync();

        Assert.True(server.Owns);
        Assert.InRange(server.Port, 1024, 32_767);
        Assert.InRange(server.ServerVersion.Major, 15, 18);
        Assert.Equal("127.0.0.1", await ScalarAsync(server, "show listen_addresses"));
        Assert.Equal("", await ScalarAsync(server, "show unix_socket_directories"));
        Assert.Equal("UTF8", await ScalarAsync(server, "show server_encoding"));
        Assert.Equal("200", await ScalarAsync(server, "show max_connections"));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(data, "postgres.password")));

        var wrong = new NpgsqlConnectionStringBuilder(server.ConnectionString) { Password = "guess", Pooling = false };
        await using var connection = new NpgsqlConnection(wrong.ConnectionString);
        var refused = await Assert.ThrowsAsync<PostgresException>(() => connection.OpenAsync());
        Assert.Equal(PostgresErrorCodes.InvalidPassword, refused.SqlState);
    }

    [Fact]
    public async Task Only_a_server_for_tests_gives_up_durability()
    {
        await using (var forTests = await StartAsync())
        {
            Assert.Equal("off", await ScalarAsync(forTests, "show fsync"));
        }

        await using var durable = await EmbeddedPostgres.StartAsync(new(data, null, null, Durable: true), NullLogger.Instance, default);
        Assert.Equal("on", await ScalarAsync(durable, "show fsync"));
        Assert.Equal("on", await ScalarAsync(durable, "show full_page_writes"));
        Assert.Equal("on", await ScalarAsync(durable, "show synchronous_commit"));
    }

    [Fact]
    public async Task It_comes_back_after_the_server_was_killed()
    {
        await using var killed = await StartAsync();
        await ScalarAsync(killed, "create table kept as select 42 as answer");
        await ScalarAsync(killed, "checkpoint");
        var pid = await PostmasterAsync(killed);
        using (var process = Process.GetProcessById(pid))
        {
            process.Kill();
        }

        await using var next = await StartAsync();
        Assert.NotEqual(pid, await PostmasterAsync(next));
        Assert.Equal(42, await ScalarAsync(next, "select answer from kept"));

        // The first instance's server is gone; disposing it must not touch the one that took its place.
        await killed.DisposeAsync();
        Assert.Equal(42, await ScalarAsync(next, "select answer from kept"));
    }

    [Fact]
    public async Task It_is_not_misled_by_a_pid_file_whose_number_is_now_another_process()
    {
        await using (await StartAsync())
        {
        }

        var pidFile = Path.Combine(data, "postgres", "postmaster.pid");
        await File.WriteAllTextAsync(pidFile, $"{Environment.ProcessId}\n{data}/postgres\n1700000000\n29999\n\n127.0.0.1\n");

        await using var server = await StartAsync();
        Assert.NotEqual(Environment.ProcessId, await PostmasterAsync(server));
    }

    [Fact]
    public async Task A_second_instance_joins_the_running_server_and_leaves_it_running()
    {
        await using var first = await StartAsync();
        await using (var second = await StartAsync())
        {
            Assert.False(second.Owns);
            Assert.Equal(first.ConnectionString, second.ConnectionString);
        }

        Assert.Equal(1, await ScalarAsync(first, "select 1"));
    }

    [Fact]
    public async Task Instances_starting_at_once_share_one_server()
    {
        var instances = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(StartAsync)));

        Assert.Single(instances.Select(instance => instance.Port).Distinct());
        Assert.Single(instances, instance => instance.Owns);
        foreach (var instance in instances.OrderBy(instance => instance.Owns))
        {
            await instance.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_server_whose_folder_was_copied_is_not_taken_for_the_copy()
    {
        await using var original = await StartAsync();
        await ScalarAsync(original, "select pg_switch_wal()");
        using var copy = new EmbeddedPostgresTests();
        await ShellAsync($"cp -a {data} {copy.data}");

        await using var server = await copy.StartAsync();
        Assert.NotEqual(original.Port, server.Port);
        Assert.Equal($"{copy.data}/postgres", await ScalarAsync(server, "show data_directory"));
        Assert.Equal(1, await ScalarAsync(original, "select 1"));
    }

    [Fact]
    public async Task Npm_serves_where_nothing_is_installed()
    {
        await using var server = await EmbeddedPostgres.StartAsync(
            new(data, null, null, Durable: false) { Sources = PostgresSources.Npm }, NullLogger.Instance, default);

        Assert.Equal(18, server.ServerVersion.Major);
        Assert.Equal(1, await ScalarAsync(server, "select 1"));
    }

    [Fact]
    public async Task Without_any_PostgreSQL_one_message_names_the_ways_out()
    {
        var failure = await Assert.ThrowsAsync<StartRefused>(() => EmbeddedPostgres.StartAsync(
            new(data, "/nonexistent", null, Durable: false) { Sources = PostgresSources.None }, NullLogger.Instance, default));

        Assert.Contains("connection string", failure.Message, StringComparison.Ordinal);
        Assert.Contains("apt-get install postgresql", failure.Message, StringComparison.Ordinal);
        Assert.Contains("npm", failure.Message, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(home, recursive: true);

    private Task<EmbeddedPostgres> StartAsync() => EmbeddedPostgres.StartAsync(new(data, null, null, Durable: false), NullLogger.Instance, default);

    private static async Task<int> PostmasterAsync(EmbeddedPostgres server) =>
        int.Parse(((string)(await ScalarAsync(server, "select split_part(pg_read_file('postmaster.pid'), E'\\n', 1)"))!));

    private static async Task<object?> ScalarAsync(EmbeddedPostgres server, string sql)
    {
        // Unpooled: a pool would offer connections to a server that these tests have since stopped.
        await using var connection = new NpgsqlConnection(server.ConnectionString + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }

    private static async Task ShellAsync(string script)
    {
        using var shell = Process.Start("sh", ["-c", script]);
        await shell.WaitForExitAsync();
        Assert.Equal(0, shell.ExitCode);
    }
}
