using Microsoft.EntityFrameworkCore.Design;

namespace Franchise.Infrastructure.Persistence;

/// <summary>Lets the migrations tool make a context without a database and without starting the program.</summary>
internal sealed class FranchiseDbDesignTimeFactory : IDesignTimeDbContextFactory<FranchiseDb>
{
    public FranchiseDb CreateDbContext(string[] args) => Migrator.ForMigrations("Host=nowhere", "franchise");
}
