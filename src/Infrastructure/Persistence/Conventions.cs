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

internal sealed class SnakeCaseEnumConverter<T>() : ValueConverter<T, string>(value => Write(value), text => Read(text))
    where T : struct, Enum
{
    private static readonly Dictionary<T, string> names = Enum.GetValues<T>().ToDictionary(v => v, v => Conventions.SnakeCase(v.ToString()));
    private static readonly Dictionary<string, T> values = names.ToDictionary(n => n.Value, n => n.Key, StringComparer.Ordinal);

    private static string Write(T value) => names[value];

    private static T Read(string text) => values[text];
}
