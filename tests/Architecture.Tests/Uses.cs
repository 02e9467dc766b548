using System.Reflection;
using System.Reflection.Emit;

namespace Franchise.Architecture.Tests;

/// <summary>Which types a type uses: in its shape and in the bodies of its methods, lambdas and async machines included.</summary>
internal static class Uses
{
    private const BindingFlags All = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    private static readonly Dictionary<short, OpCode> codes = typeof(OpCodes)
        .GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(f => (OpCode)f.GetValue(null)!)
        .ToDictionary(c => c.Value);

    /// <summary>Every pair of a type of the assembly, by the outermost type it stands in, and a type that it uses.</summary>
    public static IEnumerable<(Type User, Type Used)> In(Assembly assembly) =>
        assembly.GetTypes().SelectMany(t => Of(t).SelectMany(Parts).Select(u => (Outermost(t), Outermost(u)))).Where(p => p.Item1 != p.Item2).Distinct();

    private static IEnumerable<Type> Of(Type type)
    {
        foreach (var above in type.GetInterfaces().Append(type.BaseType).OfType<Type>())
            yield return above;
        foreach (var field in type.GetFields(All))
            yield return field.FieldType;
        foreach (var method in type.GetMembers(All).OfType<MethodBase>())
        {
            foreach (var parameter in method.GetParameters())
                yield return parameter.ParameterType;
            if (method is MethodInfo { ReturnType: var returned })
                yield return returned;
            foreach (var used in Body(method))
                yield return used;
        }
    }

    private static IEnumerable<Type> Body(MethodBase method)
    {
        if (method.GetMethodBody()?.GetILAsByteArray() is not { } il)
            yield break;
        var ofType = method.DeclaringType!.IsGenericType ? method.DeclaringType.GetGenericArguments() : null;
        var ofMethod = method.IsGenericMethod ? method.GetGenericArguments() : null;
        for (var i = 0; i < il.Length;)
        {
            var code = codes[il[i] == 0xfe ? (short)(0xfe00 | il[i + 1]) : il[i]];
            i += code.Size;
            if (code.OperandType is OperandType.InlineField or OperandType.InlineMethod or OperandType.InlineTok or OperandType.InlineType)
            {
                var member = method.Module.ResolveMember(BitConverter.ToInt32(il, i), ofType, ofMethod);
                if ((member as Type ?? member?.DeclaringType) is { } used)
                    yield return used;
                if (member is MethodInfo { IsGenericMethod: true } generic)
                    foreach (var argument in generic.GetGenericArguments())
                        yield return argument;
            }
            i += code.OperandType switch
            {
                OperandType.InlineNone => 0,
                OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
                OperandType.InlineVar => 2,
                OperandType.InlineI8 or OperandType.InlineR => 8,
                OperandType.InlineSwitch => 4 + 4 * BitConverter.ToInt32(il, i),
                _ => 4,
            };
        }
    }

    private static IEnumerable<Type> Parts(Type type)
    {
        while (type.HasElementType)
            type = type.GetElementType()!;
        if (type.IsGenericParameter)
            return [];
        return type.IsGenericType ? type.GetGenericArguments().SelectMany(Parts).Append(type.GetGenericTypeDefinition()) : [type];
    }

    private static Type Outermost(Type type)
    {
        while (type.DeclaringType is { } outer)
            type = outer;
        return type;
    }
}
