using System.Buffers.Binary;

namespace Generator.Core.Output.Bundles;

/// <summary>The machine that a program is built for, by its name in releases of Kubernetes (elf(5), e_machine).</summary>
public static class ElfMachine
{
    /// <summary>The number of bytes of a file that must be read.</summary>
    public const int HeaderLength = 20;

    private const string Any = "any";

    /// <summary>The machine; <c>any</c> for a file that is not a program, or for an unnamed machine: its digest decides.</summary>
    /// <param name="start">The first bytes of the file.</param>
    public static string Of(ReadOnlySpan<byte> start)
    {
        if (start.Length < HeaderLength || !start.StartsWith("\u007fELF"u8))
            return Any;
        // EI_DATA: 2 is the most significant byte first.
        var isBig = start[5] == 2;
        var machine = isBig ? BinaryPrimitives.ReadUInt16BigEndian(start[18..]) : BinaryPrimitives.ReadUInt16LittleEndian(start[18..]);
        return machine switch
        {
            3 => "386",
            21 => isBig ? "ppc64" : "ppc64le",
            22 => "s390x",
            40 => "arm",
            62 => "amd64",
            183 => "arm64",
            243 => "riscv64",
            258 => "loong64",
            _ => Any,
        };
    }

    internal static bool IsName(string name) =>
        name is Any or "386" or "ppc64" or "ppc64le" or "s390x" or "arm" or "amd64" or "arm64" or "riscv64" or "loong64";
}
