using System.Linq.Expressions;
using System.Reflection;
using System.Text;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Franchise.Infrastructure.Persistence;

/// <summary>What holds for every entity, so that a mapping says only what is its own.</summary>
internal static class Conventions
{
    /// <summary>The name of the tenant filter, for the rare query that lifts it by name.</summary>
    public const string TenantFilter = "tenant";

    public static void Configure(ModelConfigurationBuilder configuration)
    {
        foreach (var type in typeof(Organisation).Assembly.GetTypes())
        {
            if (type.GetCustomAttribute<IdPrefixAttribute>() is not null)
                configuration.Properties(typeof(Id<>).MakeGenericType(type)).HaveConversion(typeof(IdConverter<>).MakeGenericType(type));
            else if (type is { IsEnum: true, IsPublic: true })
                configuration.Properties(type).HaveConversion(typeof(SnakeCaseEnumConverter<>).MakeGenericType(type)).HaveMaxLength(40);
        }
    }

    public static void Apply(ModelBuilder model, FranchiseDb db)
    {
        // Only what is declared as owned by someone: naming a type here would keep in the model what EF itself would drop again.
        foreach (var entity in model.Model.GetEntityTypes().Where(e => Belongs(e.ClrType)).ToList())
        {
            var builder = model.Entity(entity.ClrType);
            if (entity.ClrType.IsAssignableTo(typeof(Aggregate)))
            {
                builder.Ignore(nameof(Aggregate.Events));
                builder.Ignore(nameof(Aggregate.Owner));
                builder.Property(nameof(Aggregate.Version)).IsConcurrencyToken();
            }
            if (entity.ClrType.IsAssignableTo(typeof(ITenantOwned)) && !db.Session.Across)
                builder.HasQueryFilter(TenantFilter, Filter(entity.ClrType, db));
        }
    }

    public static bool Belongs(Type entity) => entity.IsAssignableTo(typeof(ITenantOwned)) || entity.IsAssignableTo(typeof(IPlatformOwned));

    public static string SnakeCase(string name)
    {
        var text = new StringBuilder(name.Length + 4);
        for (var i = 0; i < name.Length; i++)
        {
            if (i > 0 && char.IsUpper(name[i]))
                text.Append('_');
            text.Append(char.ToLowerInvariant(name[i]));
        }
        return text.ToString();
    }

    // Reads the member of the context it is run in, not of the one that the model was made in.
    private static LambdaExpression Filter(Type entity, FranchiseDb db)
    {
        var row = Expression.Parameter(entity, "row");
        return Expression.Lambda(
            Expression.Equal(
                Expression.Property(row, nameof(ITenantOwned.TenantId)),
                Expression.Property(Expression.Constant(db), nameof(FranchiseDb.TenantId))
            ),
            row
        );
    }
}

internal sealed class IdConverter<T>() : ValueConverter<Id<T>, Guid>(id => id.Value, value => new Id<T>(value))
    where T : class;

internal sealed class SnakeCaseEnumConverter<T>() : ValueConverter<T, string>(value => Stored.Word(value), text => Stored.Enum<T>(text))
    where T : struct, Enum;

/// <summary>Enumerations as the database keeps them: <c>teach_out</c>.</summary>
public static class Stored
{
    /// <summary>How a value is kept.</summary>
    public static string Word<T>(T value)
        where T : struct, Enum => Words<T>.Names[value];

    /// <summary>Reads it back.</summary>
    public static T Enum<T>(string word)
        where T : struct, Enum => Words<T>.Values[word];

    private static class Words<T>
        where T : struct, Enum
    {
        public static readonly Dictionary<T, string> Names = System.Enum.GetValues<T>().ToDictionary(v => v, v => Conventions.SnakeCase(v.ToString()));
        public static readonly Dictionary<string, T> Values = Names.ToDictionary(n => n.Value, n => n.Key, StringComparer.Ordinal);
    }
}
