using Franchise.Domain.Shared;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Franchise.Infrastructure.Licensing;

/// <summary>Keeps a period as its ISO 8601 text, which people and SQL can read.</summary>
internal sealed class IsoPeriodConverter() : ValueConverter<IsoPeriod, string>(period => period.ToString(), text => IsoPeriod.Parse(text, null));
